/*-------------------------------------------------------------------------
 *
 * nested.c
 *	  states:startExecution: executions that a Task starts.
 *
 * The child is an execution of its own, started as any other, in a
 * subtransaction so that a refusal becomes the task's error.  A .sync task
 * whose child has to wait, waits for it: the child knows its parent and, when it
 * ends, lets the parent go on in the same transaction if both are inline, or
 * queues a wakeup for it.  Where it is the same transaction the parent is locked
 * before the child (drive.c), as it is by who stops both.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/arn.h"
#include "base/rfc3339.h"
#include "base/settings.h"
#include "catalog/pg_authid.h"
#include "miscadmin.h"
#include "runtime/active.h"
#include "runtime/drive.h"
#include "runtime/nested.h"
#include "runtime/start.h"
#include "runtime/trace_context.h"
#include "store/execution_store.h"
#include "task/task_role.h"
#include "utils/acl.h"
#include "utils/memutils.h"
#include "utils/resowner.h"
#include "utils/timestamp.h"

/* What is told about a child that has ended */
typedef struct ChildDescription
{
	const char *arn;
	const char *name;
	const char *machine_arn;
	ExecutionStatus status;
	const JsonbValue *input;
	const JsonbValue *output;	/* NULL: none */
	const char *error;
	const char *cause;
	TimestampTz start_date;
	TimestampTz stop_date;
} ChildDescription;

static bool find_starter(const Execution *execution, const char *credentials, Oid *user, ExecutionError *error);
static bool read_input(const JsonbValue *parameters, StartRequest *request, NestedStart *outcome);
static bool read_request(const JsonbValue *parameters, StartRequest *request, NestedStart *outcome);
static const char *member_string(const JsonbValue *parameters, const char *member);
static bool start_in_subtransaction(const StartRequest *request, StartResult *result, NestedStart *outcome);
static void refuse(NestedStart *outcome, int sqlstate, const char *message);
static void make_response(const StartResult *result, JsonbValue *response);
static void describe(const ChildDescription *child, bool parsed, JsonbValue *description);
static void add_document(JsonBuilder *builder, const char *member, const JsonbValue *value, bool parsed);

void
sfn_nested_start(Execution *execution, const NestedRequest *nested, NestedStart *outcome)
{
	StartRequest request = {.async = execution->async || sfn_setting_async, .now = execution->clock,
	.parent_execution = execution->id};
	StartResult result;
	bool		waits = nested->pattern == PATTERN_SYNC || nested->pattern == PATTERN_SYNC_2;

	if (!find_starter(execution, nested->credentials, &request.user, &outcome->error) ||
		!read_request(nested->parameters, &request, outcome))
		return;
	if (request.trace_header == NULL)
		request.trace_header = sfn_trace_header_for_child(execution, nested->entered_event);
	request.has_parent = waits;
	if (!start_in_subtransaction(&request, &result, outcome))
		return;

	outcome->ok = true;
	outcome->execution = result.execution;
	make_response(&result, &outcome->response);
	if (!waits || result.status == EXECUTION_RUNNING)
		return;
	outcome->ended = true;
	outcome->succeeded = result.status == EXECUTION_SUCCEEDED;
	describe(&(ChildDescription) {
			 .arn = result.arn, .name = result.name, .machine_arn = result.machine_arn,
			 .status = result.status, .input = request.input,
			 .output = outcome->succeeded ? &result.output : NULL,
			 .error = result.error.error, .cause = result.error.cause,
			 .start_date = result.start_date, .stop_date = result.stop_date},
			 nested->pattern == PATTERN_SYNC_2, &outcome->description);
}

/*
 * The child's end is not told to the parent that is just being driven: in memory that is
 * further on than its rows, and must not be loaded a second time.
 */
void
sfn_nested_stop(Execution *execution, const pg_uuid_t *child)
{
	Drive		drive;

	if (sfn_active_find(child) != NULL)
	{
		(void) sfn_drive_stop(child, NULL, NULL);
		return;
	}
	sfn_drive_interrupt(child);
	if (sfn_drive_load(&drive, child, DRIVE_WHOLE, execution->clock))
	{
		drive.execution->has_parent = false;
		sfn_execution_stop(drive.execution, NULL, NULL);
		sfn_drive_run(&drive);
	}
}

void
sfn_nested_ended(Execution *child)
{
	ExecutionHead parent;

	if (!sfn_execution_head(&child->parent_execution, &parent) || parent.status != EXECUTION_RUNNING)
		return;
	if (child->async || parent.async || sfn_active_find(&child->parent_execution) != NULL)
	{
		WakeupRow	wakeup = {.due = child->stop_date, .execution = child->parent_execution,
			.kind = WAKEUP_CHILD_ENDED,
		.has_detail = true, .detail = child->id};

		sfn_wakeup_insert(&wakeup, parent.machine);
	}
	else
		sfn_nested_deliver(&child->id, child->stop_date, NULL);
}

void
sfn_nested_deliver(const pg_uuid_t *child, TimestampTz now, WorkerTerms *terms)
{
	Drive		drive;
	pg_uuid_t	parent;
	int64		branch_id;
	ExecutionRow *row = sfn_execution_fetch(child);
	CachedRevision *revision;
	JsonbValue	input;
	JsonbValue	output;
	JsonbValue	description;
	const PendingTask *pending;

	if (row == NULL || row->status == EXECUTION_RUNNING ||
		!sfn_task_find_by_child(child, &parent, &branch_id) ||
		!(terms != NULL ? sfn_drive_load_hurried(&drive, terms, &parent, branch_id, now) :
		  sfn_drive_load(&drive, &parent, branch_id, now)))
		return;
	pending = drive.branch->pending;
	if (pending == NULL || !pending->has_child || pending->is_answered ||
		memcmp(&pending->child, child, sizeof(*child)) != 0)
	{
		sfn_drive_abandon(&drive);
		return;
	}
	revision = sfn_revision_acquire(row->revision);
	sfn_json_from_jsonb(row->input, &input);
	if (row->output != NULL)
		sfn_json_from_jsonb(row->output, &output);
	if (row->name == NULL)
		row->name = sfn_uuid_text(child);
	describe(&(ChildDescription) {
			 .arn = sfn_arn_execution(revision->machine.region, revision->machine.account,
									  revision->machine.name, row->name),
			 .name = row->name, .machine_arn = revision->identity.arn, .status = row->status,
			 .input = &input, .output = row->output != NULL ? &output : NULL,
			 .error = row->error, .cause = row->cause,
			 .start_date = row->start_date, .stop_date = row->stop_date},
			 drive.branch->state->u.task.resource->pattern == PATTERN_SYNC_2, &description);
	sfn_revision_release(revision);
	sfn_branch_child_ended(drive.branch, row->status == EXECUTION_SUCCEEDED, &description);
	sfn_drive_run(&drive);
}

/*
 * Who starts the nested execution: the role of Credentials, or the machine's,
 * as for any task.
 */
static bool
find_starter(const Execution *execution, const char *credentials, Oid *user, ExecutionError *error)
{
	TaskCall	call = {.surroundings = &execution->identity->surroundings, .credentials = credentials};
	TaskRole	role;

	if (!sfn_task_role_find(&call, &role, error))
		return false;
	*user = role.oid;
	return true;
}

/* The task's parameters, which sfn_task_check has found usable, as a request */
static bool
read_request(const JsonbValue *parameters, StartRequest *request, NestedStart *outcome)
{
	request->machine = member_string(parameters, "StateMachineArn");
	request->name = member_string(parameters, "Name");
	request->trace_header = member_string(parameters, "TraceHeader");
	return read_input(parameters, request, outcome);
}

/* NULL: there is no such member. */
static const char *
member_string(const JsonbValue *parameters, const char *member)
{
	JsonbValue	value;

	return sfn_json_member(parameters, member, -1, &value) ? sfn_json_string(&value) : NULL;
}

/* A string is the input's JSON text, as in the service's API; null and nothing are {}. */
static bool
read_input(const JsonbValue *parameters, StartRequest *request, NestedStart *outcome)
{
	JsonbValue *input = palloc(sizeof(JsonbValue));
	const char *text = "{}";
	char	   *problem;
	Jsonb	   *parsed;

	request->input = input;
	if (sfn_json_member(parameters, "Input", -1, input) && input->type != jbvNull)
	{
		if (input->type != jbvString)
			return true;
		text = sfn_json_string(input);
	}
	parsed = sfn_json_parse(text, strlen(text), &problem);
	if (parsed == NULL)
	{
		refuse(outcome, ERRCODE_SFN_INVALID_EXECUTION_INPUT,
			   psprintf("Invalid State Machine Execution Input: '%s'", problem));
		return false;
	}
	sfn_json_from_jsonb(parsed, input);
	return true;
}

/* A refusal rolls the start back and becomes the task's error; other errors go up. */
static bool
start_in_subtransaction(const StartRequest *request, StartResult *result, NestedStart *outcome)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	volatile bool started = false;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		sfn_execution_start(request, result);
		ReleaseCurrentSubTransaction();
		started = true;
	}
	PG_CATCH();
	{
		ErrorData  *refusal;

		MemoryContextSwitchTo(context);
		refusal = CopyErrorData();
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
		MemoryContextSwitchTo(context);
		CurrentResourceOwner = owner;
		if (sfn_service_error_name(refusal->sqlerrcode) == NULL &&
			refusal->sqlerrcode != ERRCODE_INSUFFICIENT_PRIVILEGE)
			ReThrowError(refusal);
		refuse(outcome, refusal->sqlerrcode, refusal->message);
	}
	PG_END_TRY();
	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
	return started;
}

/* As the service's own integration words a refusal of its API. */
static void
refuse(NestedStart *outcome, int sqlstate, const char *message)
{
	const char *code = sfn_service_error_name(sqlstate);
	pg_uuid_t	request;

	if (code == NULL)
		code = sfn_service_error_name(ERRCODE_SFN_ACCESS_DENIED);
	sfn_uuid4(&request);
	sfn_execution_error_set(&outcome->error,
							psprintf("StepFunctions.%s%s", code, strstr(code, "Exception") == NULL ? "Exception" : ""),
							"%s (Service: AWSStepFunctions; Status Code: 400; Error Code: %s; Request ID: %s; Proxy: null)",
							message, code, sfn_uuid_text(&request));
}

static void
make_response(const StartResult *result, JsonbValue *response)
{
	JsonBuilder builder = {0};
	pg_uuid_t	request;

	sfn_uuid4(&request);
	sfn_json_begin_object(&builder);
	sfn_json_add_string(&builder, "ExecutionArn", result->arn);
	sfn_json_key(&builder, "SdkHttpMetadata", -1);
	sfn_json_begin_object(&builder);
	sfn_json_add_int64(&builder, "HttpStatusCode", 200);
	sfn_json_end_object(&builder);
	sfn_json_key(&builder, "SdkResponseMetadata", -1);
	sfn_json_begin_object(&builder);
	sfn_json_add_string(&builder, "RequestId", sfn_uuid_text(&request));
	sfn_json_end_object(&builder);
	sfn_json_add_int64(&builder, "StartDate", sfn_epoch_ms(result->start_date));
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, response);
}

/*
 * The result of .sync has Input and Output as JSON text, that of .sync:2 as
 * JSON; a Cause always as text.
 */
static void
describe(const ChildDescription *child, bool parsed, JsonbValue *description)
{
	JsonBuilder builder = {0};
	const char *error = child->error;

	if (child->status != EXECUTION_SUCCEEDED)
		parsed = false;
	if (child->status == EXECUTION_TIMED_OUT)
		error = STATES_TIMEOUT;
	sfn_json_begin_object(&builder);
	sfn_json_add_string(&builder, "Cause", child->cause);
	sfn_json_add_string(&builder, "Error", error);
	sfn_json_add_string(&builder, "ExecutionArn", child->arn);
	add_document(&builder, "Input", child->input, parsed);
	sfn_json_add_string(&builder, "Name", child->name);
	if (child->output != NULL)
		add_document(&builder, "Output", child->output, parsed);
	if (child->status == EXECUTION_SUCCEEDED)
	{
		sfn_json_add_int64(&builder, "RedriveCount", 0);
		sfn_json_add_string(&builder, "RedriveStatus", "NOT_REDRIVABLE");
		sfn_json_add_string(&builder, "RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
	}
	sfn_json_add_int64(&builder, "StartDate", sfn_epoch_ms(child->start_date));
	sfn_json_add_string(&builder, "StateMachineArn", child->machine_arn);
	sfn_json_add_string(&builder, "Status", sfn_execution_status_name(child->status));
	sfn_json_add_int64(&builder, "StopDate", sfn_epoch_ms(child->stop_date));
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, description);
}

/* "Input" and "InputDetails" */
static void
add_document(JsonBuilder *builder, const char *member, const JsonbValue *value, bool parsed)
{
	if (parsed)
		sfn_json_add(builder, member, value);
	else
		sfn_json_add_string(builder, member, sfn_json_text(value));
	sfn_json_key(builder, psprintf("%sDetails", member), -1);
	sfn_json_begin_object(builder);
	sfn_json_add_bool(builder, "Included", true);
	sfn_json_end_object(builder);
}
