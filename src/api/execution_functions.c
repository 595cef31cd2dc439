/*-------------------------------------------------------------------------
 *
 * execution_functions.c
 *	  Executions from SQL: sfn_start, sfn_start_sync, sfn_describe,
 *	  sfn_list_executions, sfn_stop, sfn_execution_id.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "api/result_row.h"
#include "base/error_codes.h"
#include "base/settings.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "runtime/await.h"
#include "runtime/constraint.h"
#include "runtime/drive.h"
#include "runtime/execution_view.h"
#include "runtime/redrive_execution.h"
#include "runtime/start.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

static Datum start(FunctionCallInfo fcinfo, JsonForm form);
static Datum start_sync(FunctionCallInfo fcinfo, JsonForm form);
static void put_execution(FunctionCallInfo fcinfo, const ExecutionView *view, bool with_documents);
static int	list_status(const char *text);
static int	list_limit(int32 limit);

PG_FUNCTION_INFO_V1(sfn_sql_start_text);
PG_FUNCTION_INFO_V1(sfn_sql_start_jsonb);
PG_FUNCTION_INFO_V1(sfn_sql_start_sync_text);
PG_FUNCTION_INFO_V1(sfn_sql_start_sync_jsonb);
PG_FUNCTION_INFO_V1(sfn_sql_describe);
PG_FUNCTION_INFO_V1(sfn_sql_list_executions);
PG_FUNCTION_INFO_V1(sfn_sql_stop);
PG_FUNCTION_INFO_V1(sfn_sql_redrive);
PG_FUNCTION_INFO_V1(sfn_sql_execution_id);
PG_FUNCTION_INFO_V1(sfn_sql_await);

Datum
sfn_sql_start_text(PG_FUNCTION_ARGS)
{
	return start(fcinfo, JSON_FORM_TEXT);
}

Datum
sfn_sql_start_jsonb(PG_FUNCTION_ARGS)
{
	return start(fcinfo, JSON_FORM_JSONB);
}

Datum
sfn_sql_start_sync_text(PG_FUNCTION_ARGS)
{
	return start_sync(fcinfo, JSON_FORM_TEXT);
}

Datum
sfn_sql_start_sync_jsonb(PG_FUNCTION_ARGS)
{
	return start_sync(fcinfo, JSON_FORM_JSONB);
}

Datum
sfn_sql_describe(PG_FUNCTION_ARGS)
{
	ExecutionView view;

	sfn_require_argument(PG_ARGISNULL(0), "execution_id");
	sfn_execution_view(PG_GETARG_UUID_P(0), NULL, ACCESS_READ, &view);
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	put_execution(fcinfo, &view, true);
	return (Datum) 0;
}

Datum
sfn_sql_list_executions(PG_FUNCTION_ARGS)
{
	char	   *reference = sfn_argument_required_text(fcinfo, 0, "machine");
	int			status = list_status(sfn_argument_text(fcinfo, 1));
	int			limit = PG_ARGISNULL(2) ? DEFAULT_RESULTS : list_limit(PG_GETARG_INT32(2));
	const pg_uuid_t *before = PG_ARGISNULL(3) ? NULL : PG_GETARG_UUID_P(3);
	ExecutionFilter filter;
	MachineRow *machine = sfn_execution_list_machine(reference, &filter);
	ListCell   *cell;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	filter.status = status;
	foreach(cell, sfn_execution_list(&filter, limit, before))
	{
		ExecutionView view;

		CHECK_FOR_INTERRUPTS();
		sfn_execution_view_row(lfirst(cell), machine, &view);
		put_execution(fcinfo, &view, false);
	}
	return (Datum) 0;
}

Datum
sfn_sql_stop(PG_FUNCTION_ARGS)
{
	char	   *error = sfn_argument_text(fcinfo, 1);
	char	   *cause = sfn_argument_text(fcinfo, 2);
	ExecutionView view;

	sfn_require_argument(PG_ARGISNULL(0), "execution_id");
	sfn_constraint_check_length(error, "error", LONGEST_ERROR_NAME);
	sfn_constraint_check_length(cause, "cause", LONGEST_CAUSE);
	PreventCommandIfReadOnly("sfn_stop()");
	sfn_execution_view(PG_GETARG_UUID_P(0), NULL, ACCESS_MANAGE, &view);
	PG_RETURN_TIMESTAMPTZ(sfn_drive_stop(&view.id, error, cause));
}

Datum
sfn_sql_redrive(PG_FUNCTION_ARGS)
{
	ExecutionView view;

	sfn_require_argument(PG_ARGISNULL(0), "execution_id");
	sfn_execution_view(PG_GETARG_UUID_P(0), NULL, ACCESS_MANAGE, &view);
	PG_RETURN_TIMESTAMPTZ(sfn_drive_redrive(&view.id));
}

Datum
sfn_sql_execution_id(PG_FUNCTION_ARGS)
{
	char	   *text = sfn_argument_required_text(fcinfo, 0, "arn");
	pg_uuid_t  *id = palloc(sizeof(pg_uuid_t));
	Arn			arn;
	ExecutionView view;

	if (!sfn_arn_parse(text, &arn) || (arn.kind != ARN_EXECUTION && arn.kind != ARN_EXPRESS))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_ARN),
				 errmsg("Invalid Arn: 'Invalid ARN prefix: %s'", text)));
	sfn_execution_resolve(text, &arn, id);
	sfn_execution_view(id, text, ACCESS_READ, &view);
	PG_RETURN_UUID_P(id);
}

Datum
sfn_sql_await(PG_FUNCTION_ARGS)
{
	const char *status;

	sfn_require_argument(PG_ARGISNULL(0), "execution_id");
	status = sfn_execution_await(PG_GETARG_UUID_P(0), sfn_argument_deadline(fcinfo, 1, -1));
	if (status == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(status));
}

static Datum
start(FunctionCallInfo fcinfo, JsonForm form)
{
	pg_uuid_t  *id = palloc(sizeof(pg_uuid_t));
	StartRequest request = {0};
	StartResult result;
	JsonbValue	input;

	request.machine = sfn_argument_required_text(fcinfo, 0, "machine");
	sfn_argument_input(fcinfo, 1, form, &input);
	request.input = &input;
	request.name = sfn_argument_text(fcinfo, 2);
	request.async = PG_ARGISNULL(3) ? sfn_setting_async : PG_GETARG_BOOL(3);
	request.trace_header = sfn_argument_text(fcinfo, 4);
	sfn_constraint_check_length(request.trace_header, "traceHeader", LONGEST_TRACE_HEADER);
	sfn_execution_start(&request, &result);
	*id = result.execution;
	PG_RETURN_UUID_P(id);
}

static Datum
start_sync(FunctionCallInfo fcinfo, JsonForm form)
{
	StartRequest request = {.sync = true};
	StartResult result;
	ResultRow	row = {0};
	JsonbValue	input;

	request.machine = sfn_argument_required_text(fcinfo, 0, "machine");
	sfn_argument_input(fcinfo, 1, form, &input);
	request.input = &input;
	request.name = sfn_argument_text(fcinfo, 2);
	sfn_execution_start(&request, &result);

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	sfn_result_add_uuid(&row, &result.execution);
	sfn_result_add_text(&row, sfn_execution_status_name(result.status));
	sfn_result_add_json(&row, result.status == EXECUTION_SUCCEEDED ? &result.output : NULL);
	sfn_result_add_text(&row, result.error.error);
	sfn_result_add_text(&row, result.error.cause);
	sfn_result_put(fcinfo, &row);
	return (Datum) 0;
}

/* The columns of sfn_describe, or those of sfn_list_executions. */
static void
put_execution(FunctionCallInfo fcinfo, const ExecutionView *view, bool with_documents)
{
	ResultRow	row = {0};

	sfn_result_add_uuid(&row, &view->id);
	sfn_result_add_text(&row, view->arn);
	sfn_result_add_text(&row, view->machine->name);
	sfn_result_add_text(&row, view->name);
	sfn_result_add_text(&row, sfn_execution_status_name(view->status));
	if (with_documents)
	{
		sfn_result_add_json(&row, &view->input);
		sfn_result_add_json(&row, view->has_output ? &view->output : NULL);
	}
	sfn_result_add_text(&row, view->error);
	sfn_result_add_text(&row, view->cause);
	sfn_result_add_time(&row, view->start_date);
	sfn_result_add_time(&row, view->stop_date);
	sfn_result_add(&row, true, Int32GetDatum(view->redrive_count));
	sfn_result_put(fcinfo, &row);
}

/* -1: any */
static int
list_status(const char *text)
{
	ExecutionStatus status;

	if (text == NULL)
		return -1;
	if (!sfn_execution_status_parse(text, &status))
		sfn_constraint_refuse(text, "statusFilter", "satisfy enum value set: [" EXECUTION_STATUSES "]");
	return status;
}

/* As the service: 0 is the default. */
static int
list_limit(int32 limit)
{
	if (limit > MOST_RESULTS)
		sfn_constraint_refuse(psprintf("%d", limit), "maxResults",
							  psprintf("have value less than or equal to %d", MOST_RESULTS));
	if (limit < 0)
		sfn_constraint_refuse(psprintf("%d", limit), "maxResults", "have value greater than or equal to 0");
	return limit == 0 ? DEFAULT_RESULTS : limit;
}
