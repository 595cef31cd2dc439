/*-------------------------------------------------------------------------
 *
 * state_task.c
 *	  Task: prepare the call, make it, or begin to wait for its answer.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/rfc3339.h"
#include "engine/advance.h"
#include "engine/branch.h"
#include "engine/failure.h"
#include "engine/finish.h"
#include "engine/history.h"
#include "engine/settle.h"
#include "engine/state_io.h"
#include "engine/task_wait.h"
#include "utils/timestamp.h"

/* The service's bound for TimeoutSeconds and HeartbeatSeconds */
#define LONGEST_SECONDS 99999999

/* One attempt at a task */
typedef struct TaskAttempt
{
	Branch	   *branch;
	const Resource *resource;
	JsonbValue	parameters;
	Document   *document;		/* the same, without the token for history */
	int64		timeout_seconds;	/* 0: none */
	int64		heartbeat_seconds;	/* 0: none */
	const char *credentials;	/* role ARN; NULL: none */
	char	   *token;			/* NULL: the pattern has none */
	uint8		token_hash[TASK_TOKEN_HASH_BYTES];
	TimestampTz started;
} TaskAttempt;

static bool prepare(TaskAttempt *attempt, ExecutionError *error);
static bool eval_timeouts(TaskAttempt *attempt, ExecutionError *error);
static bool eval_credentials(TaskAttempt *attempt, ExecutionError *error);
static bool make_attempt(TaskAttempt *attempt);
static Document *without_token(const TaskAttempt *attempt, Document *document);
static char *make_placeholder(int len, int attempt);
static bool wait_for_worker(TaskAttempt *attempt);
static bool wait_for_token(TaskAttempt *attempt, const JsonbValue *response);
static bool call(TaskAttempt *attempt);
static void call_timed(Execution *execution, TaskCall *call, TaskOutcome *outcome);
static bool is_mocked(TaskAttempt *attempt, TaskOutcome *outcome);
static bool start_nested(TaskAttempt *attempt);
static TimestampTz latest_end(const TaskAttempt *attempt);
static const char *activity_arn(const Execution *execution, const Resource *resource);

bool
sfn_state_task(Branch *branch)
{
	TaskAttempt attempt = {.branch = branch, .resource = branch->state->u.task.resource};
	ExecutionError error = {NULL};
	bool		more;

	if (!prepare(&attempt, &error))
		return sfn_state_failed(branch, &error);
	attempt.document = without_token(&attempt, sfn_branch_document(branch, &attempt.parameters));
	more = make_attempt(&attempt);
	sfn_document_release(attempt.document);
	return more;
}

/* Evaluate every field that an attempt depends on. */
static bool
prepare(TaskAttempt *attempt, ExecutionError *error)
{
	Branch	   *branch = attempt->branch;
	Execution  *execution = branch->execution;
	const Resource *resource = attempt->resource;

	if (resource->pattern != PATTERN_REQUEST_RESPONSE)
		attempt->token = sfn_token_make(&execution->id, attempt->token_hash);
	if (!sfn_state_effective_input(branch, attempt->token, &attempt->parameters, error) ||
		!eval_timeouts(attempt, error) ||
		!eval_credentials(attempt, error))
		return false;
	if (sfn_branch_exceeds_limit(branch, &attempt->parameters))
	{
		sfn_state_too_large(error, branch->state->name);
		error->terminal = true;
		return false;
	}
	if (!sfn_task_check(resource, &attempt->parameters, error))
	{
		sfn_state_explain(branch, error);
		return false;
	}
	if (resource->kind == RESOURCE_ACTIVITY &&
		!execution->host->activity_exists(execution, activity_arn(execution, resource)))
	{
		sfn_state_error(branch, error, STATES_RUNTIME, "The activity %s does not exist.",
						activity_arn(execution, resource));
		return false;
	}
	return true;
}

static bool
eval_timeouts(TaskAttempt *attempt, ExecutionError *error)
{
	static const NumberRule timeout_rule = {"TimeoutSecondsPath", 1, LONGEST_SECONDS};
	static const NumberRule heartbeat_rule = {"HeartbeatSecondsPath", 1, LONGEST_SECONDS};
	const State *state = attempt->branch->state;
	const JsonbValue *input = &attempt->branch->input->value;

	if (state->u.task.timeout_seconds.is_set &&
		!sfn_state_integer(attempt->branch, &state->u.task.timeout_seconds, &timeout_rule, input,
						   &attempt->timeout_seconds, error))
		return false;
	return !state->u.task.heartbeat_seconds.is_set ||
		sfn_state_integer(attempt->branch, &state->u.task.heartbeat_seconds, &heartbeat_rule, input,
						  &attempt->heartbeat_seconds, error);
}

static bool
eval_credentials(TaskAttempt *attempt, ExecutionError *error)
{
	Branch	   *branch = attempt->branch;
	BranchEnvironment environment;
	JsonbValue	credentials;
	JsonbValue	role;

	if (branch->state->u.task.credentials == NULL)
		return true;
	sfn_environment_init(&environment, branch, &branch->input->value);
	if (!sfn_template_eval(branch->state->u.task.credentials, &environment.environment, &credentials, error))
	{
		sfn_state_explain(branch, error);
		return false;
	}
	if (!sfn_json_member(&credentials, "RoleArn", -1, &role) || role.type != jbvString)
	{
		if (branch->state->query_language == QUERY_JSONATA)
		{
			sfn_state_evaluation_error(branch, error, "Credentials/RoleArn",
									   "The field 'RoleArn' of Credentials must be a string.");
			return false;
		}
		sfn_state_error(branch, error, STATES_RUNTIME, "The field 'RoleArn' of Credentials must be a string.");
		return false;
	}
	attempt->credentials = sfn_json_string(&role);
	return true;
}

static bool
make_attempt(TaskAttempt *attempt)
{
	Branch	   *branch = attempt->branch;
	TaskOutcome outcome;

	sfn_history_task_scheduled(branch, attempt->document,
							   attempt->timeout_seconds > 0 ? attempt->timeout_seconds : -1,
							   attempt->heartbeat_seconds > 0 ? attempt->heartbeat_seconds : -1,
							   attempt->credentials);
	if (is_mocked(attempt, &outcome))
		return outcome.status == TASK_SUCCEEDED ?
			sfn_task_finish(branch, &outcome.result) : sfn_task_fail(branch, &outcome.error);
	if (attempt->resource->kind == RESOURCE_ACTIVITY)
		return wait_for_worker(attempt);
	sfn_history_task_started(branch, NULL);
	attempt->started = branch->execution->clock;
	if (attempt->resource->kind == RESOURCE_START_EXECUTION)
		return start_nested(attempt);
	return call(attempt);
}

/*
 * A token is as good as an answer, so history, which many may read, gets a
 * placeholder instead, which tells the attempt.  Strings stand in jsonb as they
 * are; those of equal length change nothing else.  Takes over the document.
 */
static Document *
without_token(const TaskAttempt *attempt, Document *document)
{
	size_t		len = attempt->token == NULL ? 0 : strlen(attempt->token);
	Document   *masked;
	char	   *placeholder;
	char	   *found;
	char	   *end;

	if (len == 0 || memmem(document->jsonb, VARSIZE(document->jsonb), attempt->token, len) == NULL)
		return document;
	placeholder = make_placeholder(len, attempt->branch->retry_count + 1);
	masked = sfn_document_from_jsonb(attempt->branch->execution->context, document->jsonb);
	sfn_document_release(document);
	end = (char *) masked->jsonb + VARSIZE(masked->jsonb);
	found = (char *) masked->jsonb;
	while ((found = memmem(found, end - found, attempt->token, len)) != NULL)
		memcpy(found, placeholder, len);
	return masked;
}

/* <task_token*****:1> */
static char *
make_placeholder(int len, int attempt)
{
	static const char begin[] = "<task_token";
	char	   *end = psprintf(":%d>", attempt);
	char	   *placeholder = palloc(len + 1);

	memset(placeholder, '*', len);
	memcpy(placeholder, begin, strlen(begin));
	memcpy(placeholder + len - strlen(end), end, strlen(end));
	placeholder[len] = '\0';
	return placeholder;
}

/* The task lies in the activity's queue; its clocks start when a worker takes it. */
static bool
wait_for_worker(TaskAttempt *attempt)
{
	Branch	   *branch = attempt->branch;
	PendingTask *pending = sfn_task_wait_begin(branch, attempt->timeout_seconds, attempt->heartbeat_seconds);

	pending->activity = MemoryContextStrdup(branch->execution->context,
											activity_arn(branch->execution, attempt->resource));
	pending->input = sfn_document_share(attempt->document);
	return sfn_branch_waits(branch);
}

static bool
wait_for_token(TaskAttempt *attempt, const JsonbValue *response)
{
	Branch	   *branch = attempt->branch;
	Document   *document = without_token(attempt, sfn_branch_document_like(branch, response, attempt->document));
	PendingTask *pending;

	sfn_history_task_submitted(branch, document);
	sfn_document_release(document);
	pending = sfn_task_wait_begin(branch, attempt->timeout_seconds, attempt->heartbeat_seconds);
	pending->has_token = true;
	memcpy(pending->token_hash, attempt->token_hash, TASK_TOKEN_HASH_BYTES);
	sfn_task_wait_start_clocks(branch, attempt->started);
	return sfn_branch_waits(branch);
}

static bool
call(TaskAttempt *attempt)
{
	Branch	   *branch = attempt->branch;
	Execution  *execution = branch->execution;
	TaskCall	call = {.resource = attempt->resource, .parameters = &attempt->parameters,
	.surroundings = &execution->identity->surroundings, .credentials = attempt->credentials};
	TaskOutcome outcome;
	TimestampTz end = latest_end(attempt);

	if (end != DT_NOEND)
		call.timeout_ms = Max((end - attempt->started) / 1000, 1);
	call_timed(execution, &call, &outcome);
	switch (outcome.status)
	{
		case TASK_FAILED:
			return sfn_task_fail(branch, &outcome.error);
		case TASK_TIMED_OUT:
			execution->clock = Max(execution->clock, end);
			if (execution->timer.kind == WAKEUP_EXECUTION_TIMEOUT && execution->timer.due <= end)
			{
				sfn_execution_time_out(execution);
				return false;
			}
			return sfn_task_time_out(branch, false);
		case TASK_SUCCEEDED:
			break;
	}
	if (attempt->resource->pattern == PATTERN_WAIT_FOR_TASK_TOKEN)
		return wait_for_token(attempt, &outcome.result);
	return sfn_task_finish(branch, &outcome.result);
}

/* How long tasks take tells a worker whether they are worth being run by several. */
static void
call_timed(Execution *execution, TaskCall *call, TaskOutcome *outcome)
{
	TimestampTz begin = execution->is_timed ? GetCurrentTimestamp() : 0;

	sfn_task_call(call, outcome);
	if (!execution->is_timed)
		return;
	execution->task_count++;
	execution->task_us += GetCurrentTimestamp() - begin;
}

static bool
is_mocked(TaskAttempt *attempt, TaskOutcome *outcome)
{
	Execution  *execution = attempt->branch->execution;

	return execution->host->mock != NULL && execution->host->mock(execution, attempt->branch, 0, outcome);
}

static bool
start_nested(TaskAttempt *attempt)
{
	Branch	   *branch = attempt->branch;
	Execution  *execution = branch->execution;
	ResourcePattern pattern = attempt->resource->pattern;
	NestedRequest request = {&attempt->parameters, pattern, attempt->credentials};
	NestedStart start = {false};
	Document   *response;
	PendingTask *pending;

	/* The event is part of the child's trace. */
	if (execution->trace_header != NULL)
		sfn_execution_settle(execution);
	request.entered_event = sfn_event_settled(execution, branch->entered_event);
	execution->host->start_child(execution, &request, &start);
	if (!start.ok)
		return sfn_task_fail(branch, &start.error);
	if (pattern == PATTERN_REQUEST_RESPONSE)
		return sfn_task_finish(branch, &start.response);
	if (pattern == PATTERN_WAIT_FOR_TASK_TOKEN)
		return wait_for_token(attempt, &start.response);

	response = sfn_branch_document(branch, &start.response);
	sfn_history_task_submitted(branch, response);
	sfn_document_release(response);
	if (start.ended)
		return sfn_task_child_ended(branch, start.succeeded, &start.description);
	pending = sfn_task_wait_begin(branch, attempt->timeout_seconds, attempt->heartbeat_seconds);
	pending->has_child = true;
	pending->child = start.execution;
	pending->has_token = true;
	memcpy(pending->token_hash, attempt->token_hash, TASK_TOKEN_HASH_BYTES);
	sfn_task_wait_start_clocks(branch, attempt->started);
	return sfn_branch_waits(branch);
}

/*
 * When the task or the whole execution times out, whichever comes first, by
 * the execution's clock; that may be ahead of real time, and then stands still
 * while the task runs.
 */
static TimestampTz
latest_end(const TaskAttempt *attempt)
{
	const Execution *execution = attempt->branch->execution;
	TimestampTz end = DT_NOEND;

	if (attempt->timeout_seconds > 0)
		end = sfn_time_add_ms(attempt->started, attempt->timeout_seconds * 1000);
	if (execution->timer.kind == WAKEUP_EXECUTION_TIMEOUT)
		end = Min(end, execution->timer.due);
	return end;
}

static const char *
activity_arn(const Execution *execution, const Resource *resource)
{
	const TaskSurroundings *surroundings = &execution->identity->surroundings;

	if (strncmp(resource->text, "arn:", 4) == 0)
		return resource->text;
	return sfn_arn_activity(surroundings->region, surroundings->account, resource->name);
}
