/*-------------------------------------------------------------------------
 *
 * result_row.c
 *	  Rows of functions that return tables, column by column.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/result_row.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

void
sfn_result_add(ResultRow *row, bool present, Datum value)
{
	Assert(row->count < RESULT_ROW_COLUMNS);
	row->values[row->count] = value;
	row->nulls[row->count++] = !present;
}

void
sfn_result_add_text(ResultRow *row, const char *text)
{
	sfn_result_add(row, text != NULL, text != NULL ? CStringGetTextDatum(text) : (Datum) 0);
}

void
sfn_result_add_time(ResultRow *row, TimestampTz time)
{
	sfn_result_add(row, time != 0, TimestampTzGetDatum(time));
}

void
sfn_result_add_json(ResultRow *row, const JsonbValue *value)
{
	sfn_result_add(row, value != NULL, value != NULL ? JsonbPGetDatum(sfn_json_to_jsonb(value)) : (Datum) 0);
}

void
sfn_result_add_uuid(ResultRow *row, const pg_uuid_t *id)
{
	pg_uuid_t  *copy = palloc(sizeof(pg_uuid_t));

	*copy = *id;
	sfn_result_add(row, true, UUIDPGetDatum(copy));
}

void
sfn_result_put(FunctionCallInfo fcinfo, ResultRow *row)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	Assert(row->count == result->setDesc->natts);
	tuplestore_putvalues(result->setResult, result->setDesc, row->values, row->nulls);
	row->count = 0;
}
