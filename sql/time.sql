-- Time

CREATE FUNCTION sfn_tick(as_of timestamptz DEFAULT NULL, max_wakeups int DEFAULT NULL) RETURNS bigint
AS 'MODULE_PATHNAME', 'sfn_sql_tick'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_tick(timestamptz, int) IS
'Handles what is due at as_of (NULL: clock_timestamp(); infinity: whenever) of state machines that the caller may manage, in order of due '
'time and in this transaction, and returns how many wakeups that were, at most max_wakeups (NULL: all): waits, retries, timeouts, missed '
'heartbeats, starts that were left to workers. '
'Raises 22023 for a negative max_wakeups, 25006 in a read-only transaction.';

-- Workers

CREATE PROCEDURE sfn_worker(run_for interval DEFAULT NULL)
AS 'MODULE_PATHNAME', 'sfn_sql_worker'
LANGUAGE C;

REVOKE ALL ON PROCEDURE sfn_worker(interval) FROM PUBLIC;

COMMENT ON PROCEDURE sfn_worker(interval) IS
'Handles what becomes due, of all state machines, when it becomes due, and commits as it goes, for run_for (default: until just after the next full minute; without pg_cron give a long one, such as 100 years). '
'Sleeps in between and is woken by commits that make something due earlier. Ends early when its client has gone or the extension is dropped or upgraded. '
'It needs no privilege but EXECUTE on itself, which PUBLIC does not have; tasks run as the roles of their state machines. '
'Where it cannot commit (in a transaction block, in a function) it warns and handles once what is due. Raises 25006 on a standby.';

CREATE PROCEDURE sfn_scheduled_worker(number int)
AS 'MODULE_PATHNAME', 'sfn_sql_scheduled_worker'
LANGUAGE C;

COMMENT ON PROCEDURE sfn_scheduled_worker(int) IS
'The worker with this number (1 to 64) for the jobs that sfn_schedule_workers makes: as sfn_worker, but there is one at a time of each number, and another one waits until it may take over. '
'Needs EXECUTE on sfn_worker. Raises 42501, 22023 for another number, 22004 for NULL.';

CREATE FUNCTION sfn_schedule_workers(workers int DEFAULT 1) RETURNS int
AS 'MODULE_PATHNAME', 'sfn_sql_schedule_workers'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_schedule_workers(int) IS
'Lets pg_cron keep so many workers (0 to 64) of this database running, no more and no fewer, from the next full minute on and from each start of the server, and returns their number. '
'They are the jobs "sfn worker <database> <number>" and the same with " @reboot", of the current role, which they connect as. '
'Needs EXECUTE on sfn_worker and USAGE on schema cron. Raises 55000 that says what to do where pg_cron is missing, not loaded, or in another database, 42501, 22023 for another number.';

CREATE FUNCTION sfn_unschedule_workers() RETURNS int
AS 'MODULE_PATHNAME', 'sfn_sql_unschedule_workers'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_unschedule_workers() IS
'Takes away the jobs that sfn_schedule_workers has made, those of other roles too for a superuser, and returns how many workers there were; running ones end within a second. '
'Needs EXECUTE on sfn_worker and USAGE on schema cron. Raises 55000 where pg_cron is missing, not loaded, or in another database, 42501.';
