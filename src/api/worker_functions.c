/*-------------------------------------------------------------------------
 *
 * worker_functions.c
 *	  Workers from SQL: sfn_worker, sfn_scheduled_worker, sfn_schedule_workers,
 *	  sfn_unschedule_workers.
 *
 * Who may execute sfn_worker may do all of this; there is no other privilege.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "base/compat.h"
#include "base/error_codes.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "runtime/schedule.h"
#include "runtime/worker.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

static void run(FunctionCallInfo fcinfo, TimestampTz until, int number);
static bool can_commit(FunctionCallInfo fcinfo);
static char *own_schema(FunctionCallInfo fcinfo);
static void require_worker_privilege(FunctionCallInfo fcinfo);

PG_FUNCTION_INFO_V1(sfn_sql_worker);
PG_FUNCTION_INFO_V1(sfn_sql_scheduled_worker);
PG_FUNCTION_INFO_V1(sfn_sql_schedule_workers);
PG_FUNCTION_INFO_V1(sfn_sql_unschedule_workers);

Datum
sfn_sql_worker(PG_FUNCTION_ARGS)
{
	run(fcinfo, PG_ARGISNULL(0) ? sfn_worker_full_minute() : sfn_argument_deadline(fcinfo, 0, 0), 0);
	PG_RETURN_VOID();
}

Datum
sfn_sql_scheduled_worker(PG_FUNCTION_ARGS)
{
	int32		number;

	sfn_require_argument(PG_ARGISNULL(0), "number");
	number = PG_GETARG_INT32(0);
	if (number < 1 || number > MOST_SCHEDULED_WORKERS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number must be between 1 and %d", MOST_SCHEDULED_WORKERS)));
	require_worker_privilege(fcinfo);
	if (can_commit(fcinfo))
		sfn_scheduled_worker_tidy(number, own_schema(fcinfo));
	run(fcinfo, sfn_scheduled_worker_end(), number);
	PG_RETURN_VOID();
}

Datum
sfn_sql_schedule_workers(PG_FUNCTION_ARGS)
{
	int			count = PG_ARGISNULL(0) ? 1 : PG_GETARG_INT32(0);

	PreventCommandIfReadOnly("sfn_schedule_workers()");
	require_worker_privilege(fcinfo);
	PG_RETURN_INT32(sfn_workers_schedule(count, own_schema(fcinfo)));
}

Datum
sfn_sql_unschedule_workers(PG_FUNCTION_ARGS)
{
	PreventCommandIfReadOnly("sfn_unschedule_workers()");
	require_worker_privilege(fcinfo);
	PG_RETURN_INT32(sfn_workers_unschedule());
}

static void
run(FunctionCallInfo fcinfo, TimestampTz until, int number)
{
	PreventCommandDuringRecovery("sfn_worker()");
	if (can_commit(fcinfo))
	{
		if (SPI_connect_ext(SPI_OPT_NONATOMIC) != SPI_OK_CONNECT)
			elog(ERROR, "SPI_connect_ext failed");
		sfn_worker_run(until, number);
		if (SPI_finish() != SPI_OK_FINISH)
			elog(ERROR, "SPI_finish failed");
		return;
	}
	PreventCommandIfReadOnly("sfn_worker()");
	ereport(WARNING,
			(errcode(ERRCODE_WARNING),
			 errmsg("sfn_worker cannot commit here and handles only what is due now"),
			 errhint("Make the CALL a statement of its own, outside of a transaction block.")));
	sfn_worker_run_once();
}

/*
 * Not if it is called inside a transaction block, by a function, or with other
 * statements in one string.
 */
static bool
can_commit(FunctionCallInfo fcinfo)
{
	return fcinfo->context != NULL && IsA(fcinfo->context, CallContext) &&
		!castNode(CallContext, fcinfo->context)->atomic;
}

static char *
own_schema(FunctionCallInfo fcinfo)
{
	return get_namespace_name(get_func_namespace(fcinfo->flinfo->fn_oid));
}

static void
require_worker_privilege(FunctionCallInfo fcinfo)
{
	Oid			argument = INTERVALOID;
	Oid			procedure = GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum("sfn_worker"),
											PointerGetDatum(buildoidvector(&argument, 1)),
											ObjectIdGetDatum(get_func_namespace(fcinfo->flinfo->fn_oid)));

	if (!OidIsValid(procedure) || pg_proc_aclcheck(procedure, GetUserId(), ACL_EXECUTE) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_PROCEDURE, "sfn_worker");
}
