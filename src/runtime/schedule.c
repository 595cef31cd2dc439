/*-------------------------------------------------------------------------
 *
 * schedule.c
 *	  Workers that pg_cron starts and starts again.
 *
 * Each worker has two jobs.  The one for every minute keeps a worker going (worker.c
 * tells how); the other starts one at once when the server has started or come
 * back from a crash, instead of after up to a minute.  A job's CALL is its only
 * statement: pg_cron would run several in one transaction, which could not commit.
 *
 * Names of jobs tell the database, since pg_cron replaces a job of the same name
 * whatever database it was for.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <unistd.h>

#include "base/compat.h"
#include "catalog/namespace.h"
#include "catalog/pg_namespace.h"
#include "commands/dbcommands.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "postmaster/bgworker.h"
#include "runtime/schedule.h"
#include "runtime/wake.h"
#include "runtime/worker.h"
#include "store/cron_store.h"
#include "store/extension_row.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/timestamp.h"

#define EVERY_MINUTE "* * * * *"
#define AT_START "@reboot"

/*
 * Where pg_cron runs jobs as background workers, its version 1.4 does nothing else while
 * one runs.
 */
#define SHORT_SLICE_US (10 * USECS_PER_SEC)

typedef struct WorkerJob
{
	char	   *name;
	const char *schedule;
	char	   *command;
} WorkerJob;

static void require_cron(int count, const char *schema);
static void refuse_absent(void) pg_attribute_noreturn();
static void refuse_elsewhere(const char *cron_database, int count, const char *schema) pg_attribute_noreturn();
static void warn_of_settings(int count, const ExtensionRow *cron);
static bool blocks_other_jobs(const ExtensionRow *cron);
static char *job_prefix(void);
static WorkerJob *make_job(int number, bool at_start, const char *schema);
static char *worker_command(int number, const char *schema);
static bool keep_job(const CronJob *job, List **wanted);
static int	job_number(const CronJob *job, const char *prefix);
static const char *setting(const char *name);

int
sfn_workers_schedule(int count, const char *schema)
{
	List	   *wanted = NIL;
	ListCell   *cell;

	if (count < 0 || count > MOST_SCHEDULED_WORKERS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("workers must be between 0 and %d", MOST_SCHEDULED_WORKERS)));
	require_cron(count, schema);
	for (int number = 1; number <= count; number++)
	{
		wanted = lappend(wanted, make_job(number, false, schema));
		wanted = lappend(wanted, make_job(number, true, schema));
	}
	foreach(cell, sfn_cron_list(job_prefix()))
	{
		const CronJob *job = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		if (!keep_job(job, &wanted))
			sfn_cron_unschedule(job->id);
	}
	foreach(cell, wanted)
	{
		const WorkerJob *job = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		sfn_cron_schedule(job->name, job->schedule, job->command);
	}
	sfn_wake_note_stop(count);
	return count;
}

int
sfn_workers_unschedule(void)
{
	char	   *prefix = job_prefix();
	int			largest = 0;
	ListCell   *cell;

	require_cron(0, NULL);
	foreach(cell, sfn_cron_list(prefix))
	{
		const CronJob *job = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		largest = Max(largest, job_number(job, prefix));
		sfn_cron_unschedule(job->id);
	}
	sfn_wake_note_stop(0);
	return largest;
}

TimestampTz
sfn_scheduled_worker_end(void)
{
	ExtensionRow cron;

	if (MyBgworkerEntry != NULL && (!sfn_extension_fetch("pg_cron", &cron) || blocks_other_jobs(&cron)))
		return GetCurrentTimestamp() + SHORT_SLICE_US;
	return sfn_worker_full_minute();
}

/*
 * Once an hour, each number at a minute of its own; only where pg_cron is in
 * this database.
 */
void
sfn_scheduled_worker_tidy(int number, const char *schema)
{
	int64		minute = GetCurrentTimestamp() / USECS_PER_MINUTE;
	ExtensionRow cron;

	if (minute % MINS_PER_HOUR == number % MINS_PER_HOUR && sfn_extension_fetch("pg_cron", &cron) &&
		pg_namespace_aclcheck(get_namespace_oid("cron", false), GetUserId(), ACL_USAGE) == ACLCHECK_OK)
		sfn_cron_forget_runs(worker_command(number, schema));
}

/* pg_cron can be used from here by the current user. */
static void
require_cron(int count, const char *schema)
{
	const char *cron_database = setting("cron.database_name");
	char	   *database = get_database_name(MyDatabaseId);
	ExtensionRow cron;

	/* A setting in the configuration file is there even if its library is not. */
	if (cron_database == NULL || strstr(setting("shared_preload_libraries"), "pg_cron") == NULL)
		refuse_absent();
	if (strcmp(cron_database, database) != 0)
		refuse_elsewhere(cron_database, count, schema);
	if (!sfn_extension_fetch("pg_cron", &cron))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the extension pg_cron does not exist in this database"),
				 errhint("CREATE EXTENSION pg_cron;")));
	if (pg_namespace_aclcheck(get_namespace_oid("cron", false), GetUserId(), ACL_USAGE) != ACLCHECK_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for schema cron"),
				 errhint("GRANT USAGE ON SCHEMA cron TO %s;",
						 quote_identifier(GetUserNameFromId(GetUserId(), false)))));
	if (count > 0)
		warn_of_settings(count, &cron);
}

static void
refuse_absent(void)
{
	const char *database = get_database_name(MyDatabaseId);
	bool		on_disk = access(psprintf("%s/pg_cron%s", pkglib_path, DLSUFFIX), F_OK) == 0;

	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 on_disk ? errmsg("pg_cron is not loaded") : errmsg("pg_cron is not installed on this server"),
			 errdetail("pg_cron starts sfn's workers, and starts them again."),
			 errhint("%sput pg_cron into shared_preload_libraries, set cron.database_name = '%s', restart the server, and CREATE EXTENSION pg_cron.  "
					 "Without pg_cron, CALL sfn_worker('100 years') in a session that something else keeps alive.",
					 on_disk ? "To use it: " : "Install its package (Debian: postgresql-" PG_MAJORVERSION "-cron), ",
					 database)));
}

/* Jobs are made where pg_cron is; here one can only say how. */
static void
refuse_elsewhere(const char *cron_database, int count, const char *schema)
{
	char	   *database = quote_literal_cstr(get_database_name(MyDatabaseId));
	char	   *prefix = quote_literal_cstr(job_prefix());
	char	   *statement;

	if (count == 0)
		statement = psprintf("SELECT cron.unschedule(jobid) FROM cron.job WHERE starts_with(jobname, %s) AND database = %s;",
							 prefix, database);
	else
		statement = psprintf("SELECT cron.schedule_in_database(%s || n || suffix, schedule, format(%s, n), %s) "
							 "FROM generate_series(1, %d) n, (VALUES ('', '" EVERY_MINUTE "'), (' " AT_START "', '" AT_START "')) j(suffix, schedule);",
							 prefix,
							 quote_literal_cstr(psprintf("CALL %s.sfn_scheduled_worker(%%s)", quote_identifier(schema))),
							 database, count);
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("pg_cron is in another database, \"%s\"", cron_database),
			 errdetail("Its jobs are made there (cron.database_name), for whatever database they are to run in."),
			 errhint("In database \"%s\": %s", cron_database, statement)));
}

static void
warn_of_settings(int count, const ExtensionRow *cron)
{
	const char *most = setting("cron.max_running_jobs");

	if (blocks_other_jobs(cron))
		ereport(WARNING,
				(errcode(ERRCODE_WARNING),
				 errmsg("pg_cron %s runs nothing else while a job runs as a background worker", cron->version),
				 errdetail("Workers will work for ten seconds a minute each."),
				 errhint("Set cron.use_background_workers = off and restart the server, or install pg_cron 1.5.")));
	if (most != NULL && atoi(most) <= count)
		ereport(WARNING,
				(errcode(ERRCODE_WARNING),
				 errmsg("cron.max_running_jobs is %s, which leaves no room for other jobs beside %d workers", most, count),
				 errhint("Raise it to more than %d, and restart the server.", 2 * count)));
}

static bool
blocks_other_jobs(const ExtensionRow *cron)
{
	const char *background = setting("cron.use_background_workers");

	return background != NULL && strcmp(background, "on") == 0 && strtod(cron->version, NULL) < 1.5;
}

/*
 * Names of jobs have the length of identifiers; there is room for the number
 * and what follows.
 */
static char *
job_prefix(void)
{
	char	   *database = get_database_name(MyDatabaseId);
	const int	room = NAMEDATALEN - 1 - (int) strlen("sfn worker  64 " AT_START);

	return psprintf("sfn worker %.*s ", pg_mbcliplen(database, strlen(database), room), database);
}

static WorkerJob *
make_job(int number, bool at_start, const char *schema)
{
	WorkerJob  *job = palloc(sizeof(WorkerJob));

	job->name = psprintf("%s%d%s", job_prefix(), number, at_start ? " " AT_START : "");
	job->schedule = at_start ? AT_START : EVERY_MINUTE;
	job->command = worker_command(number, schema);
	return job;
}

static char *
worker_command(int number, const char *schema)
{
	return psprintf("CALL %s.sfn_scheduled_worker(%d)", quote_identifier(schema), number);
}

/*
 * Whether the job is one of those wanted, just as it is; that one need not be
 * made then.
 */
static bool
keep_job(const CronJob *job, List **wanted)
{
	ListCell   *cell;

	foreach(cell, *wanted)
	{
		const WorkerJob *want = lfirst(cell);

		if (strcmp(job->name, want->name) != 0)
			continue;
		if (!job->is_active || strcmp(job->schedule, want->schedule) != 0 || strcmp(job->command, want->command) != 0)
			return false;
		*wanted = foreach_delete_current(*wanted, cell);
		return true;
	}
	return false;
}

static int
job_number(const CronJob *job, const char *prefix)
{
	return atoi(job->name + strlen(prefix));
}

/* NULL: there is no such setting. */
static const char *
setting(const char *name)
{
	return GetConfigOption(name, true, false);
}
