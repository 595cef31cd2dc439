/*-------------------------------------------------------------------------
 *
 * trace_functions.c
 *	  An execution as a trace from SQL: sfn_trace.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/error_codes.h"
#include "fmgr.h"
#include "runtime/otlp_trace.h"
#include "utils/uuid.h"

PG_FUNCTION_INFO_V1(sfn_sql_trace);

Datum
sfn_sql_trace(PG_FUNCTION_ARGS)
{
	ExecutionView view;
	JsonbValue	trace;

	sfn_require_argument(PG_ARGISNULL(0), "execution_id");
	sfn_execution_view(PG_GETARG_UUID_P(0), NULL, ACCESS_READ, &view);
	sfn_otlp_trace(&view, &trace);
	PG_RETURN_JSONB_P(sfn_json_to_jsonb(&trace));
}
