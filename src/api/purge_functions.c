/*-------------------------------------------------------------------------
 *
 * purge_functions.c
 *	  Old executions from SQL: sfn_purge.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/error_codes.h"
#include "fmgr.h"
#include "miscadmin.h"
#include "runtime/access.h"
#include "store/purge_store.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

static bool may_purge(int64 machine);

PG_FUNCTION_INFO_V1(sfn_sql_purge);

Datum
sfn_sql_purge(PG_FUNCTION_ARGS)
{
	int64		limit = PG_ARGISNULL(1) ? PG_INT64_MAX : PG_GETARG_INT32(1);
	TimestampTz before;
	int64		purged;

	sfn_require_argument(PG_ARGISNULL(0), "older_than");
	PreventCommandIfReadOnly("sfn_purge()");
	if (limit < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("max_executions must not be negative")));
	before = DatumGetTimestampTz(DirectFunctionCall2(timestamptz_mi_interval,
													 TimestampTzGetDatum(GetCurrentTimestamp()),
													 PG_GETARG_DATUM(0)));
	purged = sfn_store_purge(before, limit, may_purge);
	if (superuser())
		sfn_store_purge_machines();
	PG_RETURN_INT64(purged);
}

static bool
may_purge(int64 machine)
{
	return sfn_access_allowed(GetUserId(), TARGET_MACHINE, machine, ACCESS_MANAGE);
}
