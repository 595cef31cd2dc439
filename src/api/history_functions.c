/*-------------------------------------------------------------------------
 *
 * history_functions.c
 *	  An execution's events from SQL: sfn_history.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/result_row.h"
#include "base/error_codes.h"
#include "funcapi.h"
#include "runtime/execution_log.h"
#include "runtime/execution_view.h"
#include "utils/memutils.h"

/* Where the rows go, and the memory that each is made in */
typedef struct HistoryResult
{
	FunctionCallInfo fcinfo;
	MemoryContext scratch;
	const ExecutionView *view;
} HistoryResult;

static bool put_event(const Event *event, const EventSurroundings *surroundings, void *arg);
static bool put_entry(const Event *event, const EventSurroundings *surroundings, void *arg);

PG_FUNCTION_INFO_V1(sfn_sql_history);
PG_FUNCTION_INFO_V1(sfn_sql_execution_log);

Datum
sfn_sql_history(PG_FUNCTION_ARGS)
{
	HistoryResult result = {.fcinfo = fcinfo};
	ExecutionView view;

	sfn_require_argument(PG_ARGISNULL(0), "execution_id");
	sfn_execution_view(PG_GETARG_UUID_P(0), NULL, ACCESS_READ, &view);
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	result.scratch = AllocSetContextCreate(CurrentMemoryContext, "sfn history row", ALLOCSET_DEFAULT_SIZES);
	sfn_execution_view_history(&view, put_event, &result);
	MemoryContextDelete(result.scratch);
	return (Datum) 0;
}

static bool
put_event(const Event *event, const EventSurroundings *surroundings, void *arg)
{
	HistoryResult *result = arg;
	MemoryContext old = MemoryContextSwitchTo(result->scratch);
	ResultRow	row = {0};
	JsonbValue	details;

	sfn_result_add(&row, true, Int64GetDatum(event->id));
	sfn_result_add(&row, true, Int64GetDatum(event->previous));
	sfn_result_add_time(&row, event->time);
	sfn_result_add_text(&row, sfn_event_type_info(event->type)->name);
	sfn_result_add_json(&row, sfn_event_details(event, surroundings, true, &details) ? &details : NULL);
	sfn_result_put(result->fcinfo, &row);
	MemoryContextSwitchTo(old);
	MemoryContextReset(result->scratch);
	return true;
}

/* For view sfn.execution_log, which has asked what may be read. */
Datum
sfn_sql_execution_log(PG_FUNCTION_ARGS)
{
	HistoryResult result = {.fcinfo = fcinfo};
	ExecutionView view;

	sfn_execution_view(PG_GETARG_UUID_P(0), NULL, ACCESS_READ, &view);
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	result.view = &view;
	result.scratch = AllocSetContextCreate(CurrentMemoryContext, "sfn log row", ALLOCSET_DEFAULT_SIZES);
	sfn_execution_view_log(&view, put_entry, &result);
	MemoryContextDelete(result.scratch);
	return (Datum) 0;
}

static bool
put_entry(const Event *event, const EventSurroundings *surroundings, void *arg)
{
	HistoryResult *result = arg;
	MemoryContext old = MemoryContextSwitchTo(result->scratch);
	ResultRow	row = {0};
	JsonbValue	entry;

	sfn_log_entry(event, surroundings, result->view->arn, result->view->redrive_count, true, &entry);
	sfn_result_add(&row, true, Int64GetDatum(event->id));
	sfn_result_add_time(&row, event->time);
	sfn_result_add_text(&row, sfn_event_type_info(event->type)->name);
	sfn_result_add_json(&row, &entry);
	sfn_result_put(result->fcinfo, &row);
	MemoryContextSwitchTo(old);
	MemoryContextReset(result->scratch);
	return true;
}
