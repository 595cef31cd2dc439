/*-------------------------------------------------------------------------
 *
 * result_row.h
 *	  Rows of functions that return tables, column by column.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_RESULT_ROW_H
#define SFN_RESULT_ROW_H

#include "postgres.h"

#include "base/json_value.h"
#include "datatype/timestamp.h"
#include "fmgr.h"
#include "utils/uuid.h"

#define RESULT_ROW_COLUMNS 12

typedef struct ResultRow
{
	int			count;
	Datum		values[RESULT_ROW_COLUMNS];
	bool		nulls[RESULT_ROW_COLUMNS];
} ResultRow;

extern void sfn_result_add(ResultRow *row, bool present, Datum value);
extern void sfn_result_add_text(ResultRow *row, const char *text);	/* NULL: null */
extern void sfn_result_add_time(ResultRow *row, TimestampTz time);	/* 0: null */
extern void sfn_result_add_json(ResultRow *row, const JsonbValue *value);	/* NULL: null */
extern void sfn_result_add_uuid(ResultRow *row, const pg_uuid_t *id);
/*
 * Into the result that InitMaterializedSRF has begun; the row is then empty.
 */
extern void sfn_result_put(FunctionCallInfo fcinfo, ResultRow *row);

#endif							/* SFN_RESULT_ROW_H */
