/*-------------------------------------------------------------------------
 *
 * task_wait.c
 *	  A Task that waits for somebody outside: callback, activity worker,
 *	  nested execution.
 *
 * One timer serves TimeoutSeconds and HeartbeatSeconds: it is due at the
 * earlier of the two, and looks again when it fires, so that a heartbeat only
 * moves a time in the task's row and leaves the queue of wakeups alone.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/rfc3339.h"
#include "engine/branch.h"
#include "engine/failure.h"
#include "engine/history.h"
#include "engine/state_io.h"
#include "engine/task_wait.h"
#include "utils/timestamp.h"

static bool stop_requested(const Execution *execution);
static void keep_answer(Branch *branch, const ExecutionRequest *answer);
static void arm_timer(Branch *branch);
static const char *result_owner(const Resource *resource);

PendingTask *
sfn_task_wait_begin(Branch *branch, int64 timeout_seconds, int64 heartbeat_seconds)
{
	PendingTask *pending = MemoryContextAllocZero(branch->execution->context, sizeof(PendingTask));

	pending->dirty = true;
	pending->scheduled = sfn_execution_now(branch->execution);
	pending->timeout_seconds = timeout_seconds;
	pending->heartbeat_seconds = heartbeat_seconds;
	pending->timeout_at = pending->heartbeat_at = DT_NOEND;
	branch->pending = pending;
	branch->phase = BRANCH_TASK;
	branch->dirty = true;
	return pending;
}

void
sfn_task_wait_start_clocks(Branch *branch, TimestampTz since)
{
	PendingTask *pending = branch->pending;
	TimestampTz now = sfn_execution_now(branch->execution);

	if (pending->timeout_seconds > 0)
		pending->timeout_at = sfn_time_add_ms(since, pending->timeout_seconds * 1000);
	if (pending->heartbeat_seconds > 0)
		pending->heartbeat_at = sfn_time_add_ms(now, pending->heartbeat_seconds * 1000);
	pending->dirty = true;
	arm_timer(branch);
}

bool
sfn_task_finish(Branch *branch, const JsonbValue *result)
{
	const State *state = branch->state;
	Document   *document;
	StateResult outcome = {.apply_result = true, .output = state->output, .assign = state->assign,
	.next = state->next};
	bool		more;

	if (sfn_state_exceeds_limit(result))
	{
		ExecutionError error;

		sfn_state_too_large(&error, result_owner(state->u.task.resource));
		return sfn_task_fail(branch, &error);
	}
	document = sfn_branch_document(branch, result);
	document->size_checked = true;
	sfn_history_task_succeeded(branch, document);
	if (stop_requested(branch->execution))
	{
		sfn_document_release(document);
		return false;
	}
	outcome.document = document;
	outcome.result = outcome.assign_input = &document->value;
	more = sfn_state_exit(branch, &outcome);
	sfn_document_release(document);
	return more;
}

bool
sfn_task_fail(Branch *branch, const ExecutionError *error)
{
	sfn_history_task_failed(branch, error);
	return !stop_requested(branch->execution) && sfn_state_failed(branch, error);
}

/* The service records a missed heartbeat as States.Timeout too. */
bool
sfn_task_time_out(Branch *branch, bool heartbeat)
{
	ExecutionError error = {.error = STATES_TIMEOUT, .heartbeat = heartbeat};

	sfn_history_task_timed_out(branch, &error);
	sfn_branch_stop_nested(branch);
	return !stop_requested(branch->execution) && sfn_state_failed(branch, &error);
}

bool
sfn_task_child_ended(Branch *branch, bool succeeded, const JsonbValue *description)
{
	ExecutionError error = {.error = STATES_TASK_FAILED};

	if (succeeded)
		return sfn_task_finish(branch, description);
	error.cause = sfn_json_text(description);
	return sfn_task_fail(branch, &error);
}

void
sfn_branch_answer(Branch *branch, const ExecutionRequest *answer, bool kept)
{
	switch (answer->kind)
	{
		case REQUEST_TASK_HEARTBEAT:
			sfn_branch_heartbeat(branch);
			break;
		case REQUEST_TASK_SUCCESS:
			if (kept)
				keep_answer(branch, answer);
			else
				sfn_branch_task_succeeded(branch, &answer->output->value);
			break;
		case REQUEST_TASK_FAILURE:
			if (kept)
				keep_answer(branch, answer);
			else
				sfn_branch_task_failed(branch, answer->error, answer->cause);
			break;
		case REQUEST_STOP:
			elog(ERROR, "a stop is no answer to a task");
	}
}

/* Nobody can answer again, and time no longer runs out. */
static void
keep_answer(Branch *branch, const ExecutionRequest *answer)
{
	MemoryContext context = branch->execution->context;
	PendingTask *pending = branch->pending;

	pending->is_answered = true;
	pending->has_succeeded = answer->kind == REQUEST_TASK_SUCCESS;
	if (pending->has_succeeded)
		pending->output = sfn_document_new(context, &answer->output->value);
	if (answer->error != NULL)
		pending->error = MemoryContextStrdup(context, answer->error);
	if (answer->cause != NULL)
		pending->cause = MemoryContextStrdup(context, answer->cause);
	pending->has_token = false;
	pending->dirty = true;
	sfn_branch_set_timer(branch, WAKEUP_RESUME, GetCurrentTimestamp());
}

void
sfn_task_apply_answer(Branch *branch)
{
	const PendingTask *pending = branch->pending;

	Assert(pending->is_answered);
	if (pending->has_succeeded)
		sfn_branch_task_succeeded(branch, &pending->output->value);
	else
		sfn_branch_task_failed(branch, pending->error, pending->cause);
}

void
sfn_branch_task_succeeded(Branch *branch, const JsonbValue *output)
{
	if (sfn_task_finish(branch, output))
		sfn_branch_make_runnable(branch);
}

void
sfn_branch_task_failed(Branch *branch, const char *error, const char *cause)
{
	ExecutionError failure = {.error = error, .cause = cause};

	if (sfn_task_fail(branch, &failure))
		sfn_branch_make_runnable(branch);
}

void
sfn_branch_task_timer_fired(Branch *branch)
{
	PendingTask *pending = branch->pending;
	TimestampTz now = sfn_execution_now(branch->execution);
	bool		timed_out = pending->timeout_at <= now;
	bool		missed = pending->heartbeat_at <= now;

	if (!timed_out && !missed)
		arm_timer(branch);
	else if (sfn_task_time_out(branch, missed && (!timed_out || pending->heartbeat_at < pending->timeout_at)))
		sfn_branch_make_runnable(branch);
}

void
sfn_branch_heartbeat(Branch *branch)
{
	PendingTask *pending = branch->pending;

	if (pending->heartbeat_seconds == 0)
		return;
	pending->heartbeat_at = sfn_time_add_ms(sfn_execution_now(branch->execution),
											pending->heartbeat_seconds * 1000);
	pending->dirty = true;
}

char *
sfn_branch_activity_taken(Branch *branch, const char *worker_name)
{
	PendingTask *pending = branch->pending;
	char	   *token = sfn_branch_renew_token(branch);

	pending->taken = true;
	if (worker_name != NULL)
		pending->worker_name = MemoryContextStrdup(branch->execution->context, worker_name);
	sfn_history_task_started(branch, worker_name);
	sfn_task_wait_start_clocks(branch, sfn_execution_now(branch->execution));
	return token;
}

char *
sfn_branch_renew_token(Branch *branch)
{
	PendingTask *pending = branch->pending;

	pending->has_token = true;
	pending->dirty = true;
	return sfn_token_make(&branch->execution->id, pending->token_hash);
}

void
sfn_branch_child_ended(Branch *branch, bool succeeded, const JsonbValue *description)
{
	branch->pending->has_child = false;
	if (sfn_task_child_ended(branch, succeeded, description))
		sfn_branch_make_runnable(branch);
}

/*
 * Whether the task, or one before it, has stopped the execution that runs it.  How the
 * task ended is then the last of the branch's events; advance.c does the rest.
 */
static bool
stop_requested(const Execution *execution)
{
	ListCell   *cell;

	foreach(cell, execution->requests)
	{
		const ExecutionRequest *request = lfirst(cell);

		if (request->kind == REQUEST_STOP)
			return true;
	}
	return false;
}

static void
arm_timer(Branch *branch)
{
	TimestampTz due = Min(branch->pending->timeout_at, branch->pending->heartbeat_at);

	if (due != DT_NOEND)
		sfn_branch_set_timer(branch, WAKEUP_TASK_TIMEOUT, due);
}

/* Whom the service names when a result is too large */
static const char *
result_owner(const Resource *resource)
{
	return resource->events == EVENTS_TASK ? resource->type : resource->text;
}
