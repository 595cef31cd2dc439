/*-------------------------------------------------------------------------
 *
 * cron_store.c
 *	  Jobs of pg_cron, which is in this database.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "store/cron_store.h"
#include "store/sql.h"

static void begin(SqlCaller *caller);

List *
sfn_cron_list(const char *prefix)
{
	static SqlStatement statement = {
		"SELECT jobid, jobname::pg_catalog.text, schedule, command, active FROM cron.job"
		" WHERE pg_catalog.starts_with(jobname::pg_catalog.text, $1)"
		" AND database" SQL_EQ "pg_catalog.current_database() ORDER BY 2",
		1, {TEXTOID}
	};
	MemoryContext context = CurrentMemoryContext;
	SqlValues	values = {0};
	SqlCaller	caller;
	List	   *list = NIL;
	uint64		count;

	begin(&caller);
	sfn_values_add_text(&values, prefix);
	count = sfn_sql_run(&statement, &values, true, 0);
	for (uint64 row = 0; row < count; row++)
	{
		MemoryContext old = MemoryContextSwitchTo(context);
		CronJob    *job = palloc(sizeof(CronJob));

		CHECK_FOR_INTERRUPTS();
		job->id = sfn_sql_int64(row, 1);
		job->name = sfn_sql_text(context, row, 2);
		job->schedule = sfn_sql_text(context, row, 3);
		job->command = sfn_sql_text(context, row, 4);
		job->is_active = sfn_sql_bool(row, 5);
		list = lappend(list, job);
		MemoryContextSwitchTo(old);
	}
	sfn_sql_end(&caller);
	return list;
}

void
sfn_cron_schedule(const char *name, const char *schedule, const char *command)
{
	static SqlStatement statement = {"SELECT cron.schedule($1, $2, $3)", 3, {TEXTOID, TEXTOID, TEXTOID}};
	SqlValues	values = {0};
	SqlCaller	caller;

	begin(&caller);
	sfn_values_add_text(&values, name);
	sfn_values_add_text(&values, schedule);
	sfn_values_add_text(&values, command);
	(void) sfn_sql_run(&statement, &values, false, 0);
	sfn_sql_end(&caller);
}

void
sfn_cron_unschedule(int64 id)
{
	static SqlStatement statement = {"SELECT cron.unschedule($1)", 1, {INT8OID}};
	SqlValues	values = {0};
	SqlCaller	caller;

	begin(&caller);
	sfn_values_add(&values, Int64GetDatum(id));
	(void) sfn_sql_run(&statement, &values, false, 0);
	sfn_sql_end(&caller);
}

void
sfn_cron_forget_runs(const char *command)
{
	static SqlStatement statement = {
		"DELETE FROM cron.job_run_details WHERE command" SQL_EQ "$1"
		" AND database" SQL_EQ "pg_catalog.current_database() AND username" SQL_EQ "CURRENT_USER::pg_catalog.text"
		" AND end_time" SQL_LT "(pg_catalog.now() OPERATOR(pg_catalog.-) '1 day'::pg_catalog.interval)",
		1, {TEXTOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;

	begin(&caller);
	sfn_values_add_text(&values, command);
	(void) sfn_sql_run(&statement, &values, false, 0);
	sfn_sql_end(&caller);
}

/* As the caller, unlike all other statements of the store. */
static void
begin(SqlCaller *caller)
{
	sfn_sql_begin(caller);
	SetUserIdAndSecContext(caller->user, caller->security_context);
}
