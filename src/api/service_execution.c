/*-------------------------------------------------------------------------
 *
 * service_execution.c
 *	  The service's API: actions on executions.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "api/service_actions.h"
#include "api/service_arn.h"
#include "api/service_history.h"
#include "api/service_map_run.h"
#include "api/service_page.h"
#include "base/random_id.h"
#include "base/rfc3339.h"
#include "base/settings.h"
#include "miscadmin.h"
#include "runtime/constraint.h"
#include "runtime/drive.h"
#include "runtime/redrive_execution.h"
#include "runtime/redrive_execution.h"
#include "runtime/start.h"

/* Characters of ListExecutions' page token */
#define LONGEST_LIST_TOKEN 3096

/* What the service bills at least, which is what there is to report here */
#define BILLED_MEMORY_MB 64
#define BILLED_STEP_MS 100

static void start_execution(const ServiceRequest *request, JsonBuilder *response);
static void start_sync_execution(const ServiceRequest *request, JsonBuilder *response);
static void stop_execution(const ServiceRequest *request, JsonBuilder *response);
static void redrive_execution(const ServiceRequest *request, JsonBuilder *response);
static void check_client_token(const char *token);
static void describe_execution(const ServiceRequest *request, JsonBuilder *response);
static void list_executions(const ServiceRequest *request, JsonBuilder *response);
static MachineRow *listed_machine(const ServiceRequest *request, ExecutionFilter *filter);
static void read_start(const ServiceRequest *request, StartRequest *start, JsonbValue *input);
static void add_document(JsonBuilder *response, const char *name, const JsonbValue *value, bool included);
static void add_billing(JsonBuilder *response, const StartResult *result);
static void add_summary(JsonBuilder *response, const ExecutionView *view);
static void add_redrive_status(JsonBuilder *response, const ExecutionView *view);

static const RequestMember start_members[] = {
	{"stateMachineArn", MEMBER_STRING, true, 1, LONGEST_QUALIFIED_ARN},
	{"name", MEMBER_STRING, false, 1, LONGEST_NAME},
	{"input", MEMBER_STRING},
	{"traceHeader", MEMBER_STRING, false, 0, LONGEST_TRACE_HEADER},
	{NULL}
};

static const RequestMember start_sync_members[] = {
	{"stateMachineArn", MEMBER_STRING, true, 1, LONGEST_QUALIFIED_ARN},
	{"name", MEMBER_STRING, false, 1, LONGEST_NAME},
	{"input", MEMBER_STRING},
	{"traceHeader", MEMBER_STRING, false, 0, LONGEST_TRACE_HEADER},
	{"includedData", MEMBER_STRING, false, .values = INCLUDED_DATA},
	{NULL}
};

static const RequestMember stop_members[] = {
	{"executionArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"error", MEMBER_STRING, false, 0, LONGEST_ERROR_NAME, .is_sensitive = true},
	{"cause", MEMBER_STRING, false, 0, LONGEST_CAUSE, .is_sensitive = true},
	{NULL}
};

static const RequestMember redrive_members[] = {
	{"executionArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"clientToken", MEMBER_STRING, false, 1, LONGEST_CLIENT_TOKEN},
	{NULL}
};

static const RequestMember describe_members[] = {
	{"executionArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"includedData", MEMBER_STRING, false, .values = INCLUDED_DATA},
	{NULL}
};

static const RequestMember list_members[] = {
	{"stateMachineArn", MEMBER_STRING, false, 1, LONGEST_QUALIFIED_ARN},
	{"mapRunArn", MEMBER_STRING, false, 1, LONGEST_QUALIFIED_ARN},
	{"statusFilter", MEMBER_STRING, false, .values = EXECUTION_STATUSES},
	{"redriveFilter", MEMBER_STRING, false, .values = "REDRIVEN, NOT_REDRIVEN"},
	{"maxResults", MEMBER_INTEGER, false, 0, MOST_RESULTS},
	{"nextToken", MEMBER_STRING, false, 1, LONGEST_LIST_TOKEN},
	{NULL}
};

static const RequestMember history_members[] = {
	{"executionArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"maxResults", MEMBER_INTEGER, false, 0, MOST_RESULTS},
	{"reverseOrder", MEMBER_BOOLEAN},
	{"includeExecutionData", MEMBER_BOOLEAN},
	{"nextToken", MEMBER_STRING, false, 1, LONGEST_TOKEN},
	{NULL}
};

const ServiceAction sfn_execution_actions[] = {
	{"StartExecution", start_members, start_execution},
	{"StartSyncExecution", start_sync_members, start_sync_execution},
	{"StopExecution", stop_members, stop_execution},
	{"RedriveExecution", redrive_members, redrive_execution},
	{"DescribeExecution", describe_members, describe_execution},
	{"ListExecutions", list_members, list_executions},
	{"GetExecutionHistory", history_members, sfn_service_get_history},
	{NULL}
};

static void
start_execution(const ServiceRequest *request, JsonBuilder *response)
{
	StartRequest start = {.async = sfn_setting_async};
	StartResult result;
	JsonbValue	input;

	read_start(request, &start, &input);
	sfn_execution_start(&start, &result);
	sfn_json_add_string(response, "executionArn", result.arn);
	sfn_response_add_time(response, "startDate", result.start_date);
}

/*
 * A failed execution is an answer like any other; its outputDetails come
 * without an output.
 */
static void
start_sync_execution(const ServiceRequest *request, JsonBuilder *response)
{
	StartRequest start = {.sync = true};
	StartResult result;
	JsonbValue	input;
	bool		included = sfn_request_wants_data(request);

	read_start(request, &start, &input);
	sfn_execution_start(&start, &result);
	sfn_json_add_string(response, "executionArn", result.arn);
	sfn_json_add_string(response, "stateMachineArn", result.machine_arn);
	sfn_json_add_string(response, "name", result.name);
	sfn_response_add_time(response, "startDate", result.start_date);
	sfn_response_add_time(response, "stopDate", result.stop_date);
	sfn_json_add_string(response, "status", sfn_execution_status_name(result.status));
	sfn_json_add_string(response, "error", result.error.error);
	sfn_json_add_string(response, "cause", result.error.cause);
	add_document(response, "input", &input, included);
	add_document(response, "output", result.status == EXECUTION_SUCCEEDED ? &result.output : NULL, included);
	sfn_json_add_string(response, "traceHeader", start.trace_header);
	add_billing(response, &result);
}

static void
stop_execution(const ServiceRequest *request, JsonBuilder *response)
{
	ExecutionView view;

	PreventCommandIfReadOnly("sfn_api('StopExecution')");
	sfn_request_execution(request, ACCESS_MANAGE, &view);
	sfn_response_add_time(response, "stopDate",
						  sfn_drive_stop(&view.id, sfn_request_string(request, "error"),
										 sfn_request_string(request, "cause")));
}

static void
redrive_execution(const ServiceRequest *request, JsonBuilder *response)
{
	const char *token = sfn_request_string(request, "clientToken");
	ExecutionView view;

	PreventCommandIfReadOnly("sfn_api('RedriveExecution')");
	check_client_token(token);
	sfn_request_execution(request, ACCESS_MANAGE, &view);
	sfn_response_add_time(response, "redriveDate",
						  token == NULL ? sfn_drive_redrive(&view.id) : sfn_drive_redrive_once(&view.id, token));
}

/* Visible ASCII */
static void
check_client_token(const char *token)
{
	for (const char *p = token; p != NULL && *p != '\0'; p++)
	{
		if (*p < '!' || *p > '~')
			sfn_constraint_refuse(token, "clientToken", "satisfy regular expression pattern: [!-~]+");
	}
}

static void
describe_execution(const ServiceRequest *request, JsonBuilder *response)
{
	ExecutionView view;
	bool		included = sfn_request_wants_data(request);

	sfn_request_execution(request, ACCESS_READ, &view);
	add_summary(response, &view);
	add_document(response, "input", &view.input, included);
	if (view.status == EXECUTION_SUCCEEDED)
		add_document(response, "output", &view.output, included);
	if (view.status == EXECUTION_FAILED || view.status == EXECUTION_ABORTED)
	{
		sfn_json_add_string(response, "error", view.error);
		sfn_json_add_string(response, "cause", view.cause);
	}
	sfn_json_add_string(response, "traceHeader", view.trace_header);
	add_redrive_status(response, &view);
}

static void
list_executions(const ServiceRequest *request, JsonBuilder *response)
{
	ExecutionFilter filter;
	MachineRow *machine = listed_machine(request, &filter);
	const char *status_name = sfn_request_string(request, "statusFilter");
	int			limit = sfn_request_limit(request);
	ExecutionStatus status = EXECUTION_RUNNING;
	pg_uuid_t	before;
	bool		goes_on = sfn_page_position_id(request, &before);
	List	   *rows = NIL;
	ExecutionView view = {0};

	/*
	 * One more than asked for tells whether there is another page; none waits
	 * to be redriven.
	 */
	if (status_name == NULL || sfn_execution_status_parse(status_name, &status))
	{
		filter.status = status_name == NULL ? -1 : (int) status;
		rows = sfn_execution_list(&filter, limit + 1, goes_on ? &before : NULL);
	}
	sfn_json_key(response, "executions", -1);
	sfn_json_begin_array(response);
	for (int i = 0; i < Min(list_length(rows), limit); i++)
	{
		CHECK_FOR_INTERRUPTS();
		sfn_execution_view_row(list_nth(rows, i), machine, &view);
		sfn_json_begin_object(response);
		add_summary(response, &view);
		sfn_json_end_object(response);
	}
	sfn_json_end_array(response);
	if (list_length(rows) > limit)
		sfn_page_add_next(request, response, sfn_uuid_text(&view.id));
}

/* Of a Map Run there are no executions to list: none is distributed. */
static MachineRow *
listed_machine(const ServiceRequest *request, ExecutionFilter *filter)
{
	char	   *map_run = sfn_request_string(request, "mapRunArn");
	bool		by_machine = sfn_request_string(request, "stateMachineArn") != NULL;
	Arn			arn;

	if (by_machine == (map_run != NULL))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("Must specify exactly one of stateMachineArn and mapRunArn")));
	if (map_run != NULL)
		sfn_map_run_refuse_missing(sfn_request_arn(request, "mapRunArn", ARN_MAP_RUN, &arn));
	if (sfn_request_string(request, "redriveFilter") != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("redriveFilter can only be specified with mapRunArn")));
	return sfn_execution_list_machine(sfn_request_machine_arn(request, &arn), filter);
}

static void
read_start(const ServiceRequest *request, StartRequest *start, JsonbValue *input)
{
	Arn			arn;
	char	   *text = sfn_request_string(request, "input");

	start->machine = sfn_request_machine_arn(request, &arn);
	start->name = sfn_request_string(request, "name");
	start->trace_header = sfn_request_string(request, "traceHeader");
	if (text != NULL)
		sfn_input_parse(text, strlen(text), input);
	else
		sfn_input_empty(input);
	start->input = input;
}

/* "input" and "inputDetails" */
static void
add_document(JsonBuilder *response, const char *name, const JsonbValue *value, bool included)
{
	if (included && value != NULL)
		sfn_json_add_string(response, name, sfn_json_text(value));
	sfn_response_add_flag(response, psprintf("%sDetails", name), "included", included);
}

static void
add_billing(JsonBuilder *response, const StartResult *result)
{
	int64		duration = sfn_epoch_ms(result->stop_date) - sfn_epoch_ms(result->start_date);
	int64		steps = Max((duration + BILLED_STEP_MS - 1) / BILLED_STEP_MS, 1);

	sfn_json_key(response, "billingDetails", -1);
	sfn_json_begin_object(response);
	sfn_json_add_int64(response, "billedMemoryUsedInMB", BILLED_MEMORY_MB);
	sfn_json_add_int64(response, "billedDurationInMilliseconds", steps * BILLED_STEP_MS);
	sfn_json_end_object(response);
}

/* What descriptions and lists have in common */
static void
add_summary(JsonBuilder *response, const ExecutionView *view)
{
	sfn_json_add_string(response, "executionArn", view->arn);
	sfn_json_add_string(response, "stateMachineArn", view->machine_arn);
	sfn_json_add_string(response, "stateMachineVersionArn", view->version_arn);
	sfn_json_add_string(response, "stateMachineAliasArn", view->alias_arn);
	sfn_json_add_string(response, "name", view->name);
	sfn_json_add_string(response, "status", sfn_execution_status_name(view->status));
	sfn_response_add_time(response, "startDate", view->start_date);
	sfn_response_add_time(response, "stopDate", view->stop_date);
	sfn_json_add_int64(response, "redriveCount", view->redrive_count);
	sfn_response_add_time(response, "redriveDate", view->redrive_date);
}

static void
add_redrive_status(JsonBuilder *response, const ExecutionView *view)
{
	RedriveFacts facts = {
		.status = view->status,
		.machine_deleted = view->machine->deleted,
		.last_event = view->last_event,
		.start_date = view->start_date,
		.stop_date = view->stop_date
	};
	const char *obstacle = sfn_redrive_obstacle(&facts);

	sfn_json_add_string(response, "redriveStatus", obstacle == NULL ? "REDRIVABLE" : "NOT_REDRIVABLE");
	sfn_json_add_string(response, "redriveStatusReason", obstacle);
}
