/*-------------------------------------------------------------------------
 *
 * time_functions.c
 *	  Time from SQL: sfn_tick.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "fmgr.h"
#include "miscadmin.h"
#include "runtime/tick.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(sfn_sql_tick);

Datum
sfn_sql_tick(PG_FUNCTION_ARGS)
{
	TimestampTz as_of = PG_ARGISNULL(0) ? GetCurrentTimestamp() : PG_GETARG_TIMESTAMPTZ(0);
	int32		most = PG_ARGISNULL(1) ? -1 : PG_GETARG_INT32(1);

	if (!PG_ARGISNULL(1) && most < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("max_wakeups must not be negative")));
	PreventCommandIfReadOnly("sfn_tick()");
	PG_RETURN_INT64(sfn_tick_run(as_of, most));
}
