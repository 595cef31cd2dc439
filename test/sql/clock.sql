--
-- Time is an argument: sfn_tick(as_of) and the clocks of executions
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA clock;
SET search_path = clock, public, helper;
SET timezone = 'UTC';
-- What ran when, in real time.
CREATE TABLE ran (n int GENERATED ALWAYS AS IDENTITY, what text, at timestamptz);
CREATE FUNCTION run(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO ran (what, at) VALUES (input #>> '{}', clock_timestamp());
	RETURN input;
END$$;
CREATE FUNCTION same(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';
SELECT sfn_create_state_machine('wait', '{"StartAt": "W", "States": {
  "W": {"Type": "Wait", "SecondsPath": "$.s", "Next": "T"},
  "T": {"Type": "Task", "Resource": "pg:function:run", "InputPath": "$.what", "End": true}}}') IS NOT NULL AS created;

--
-- What is due is handled in the order of its time, not of its making
--
SELECT count(sfn_start('wait', jsonb_build_object('s', s, 'what', s || ' s')))
FROM unnest('{30, 10, 86400, 20}'::int[]) AS waits (s);
-- Without an argument real time counts: nothing is due yet.
SELECT sfn_tick();
SELECT sfn_tick(now() + interval '1 minute');
SELECT string_agg(what, ', ' ORDER BY n) AS ran FROM ran;
SELECT sfn_tick(now() + interval '1 minute') AS again;
-- max_wakeups bounds how many are handled, soonest first.
TRUNCATE ran;
SELECT count(sfn_start('wait', jsonb_build_object('s', s, 'what', s || ' s')))
FROM unnest('{3, 1, 2}'::int[]) AS waits (s);
SELECT sfn_tick(now() + interval '1 minute', max_wakeups => 2);
SELECT string_agg(what, ', ' ORDER BY n) AS ran FROM ran;
SELECT sfn_tick(now() + interval '1 minute', max_wakeups => 0) AS none, sfn_tick(now() + interval '1 minute', 5) AS the_rest;
SELECT sfn_tick('infinity') AS the_day_long_one;
SELECT sfn_tick('infinity') AS nothing;
SELECT sfn_tick('-infinity');

--
-- The clock of an execution
--
-- is the latest of its last event, the wakeup's due time and real time.  It stamps events and the context
-- object, and new due times count from it; what a task calls now() stays real.
TRUNCATE ran;
SELECT sfn_create_state_machine('travel', '{"StartAt": "W1", "States": {
  "W1": {"Type": "Wait", "Seconds": 86400, "Next": "T1"},
  "T1": {"Type": "Task", "Resource": "pg:function:run", "Parameters": {"entered.$": "$$.State.EnteredTime"}, "Next": "W2"},
  "W2": {"Type": "Wait", "Seconds": 3600, "Next": "T2"},
  "T2": {"Type": "Task", "Resource": "pg:function:run", "Parameters": {"entered.$": "$$.State.EnteredTime"}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('travel') AS run \gset
-- The hour begins when the day is over, however far the tick goes.
SELECT sfn_tick(now() + interval '10 days');
SELECT h.id, h.type, date_trunc('minute', h.timestamp - d.start_date) AS after
FROM sfn_history(:'run') h, sfn_describe(:'run') d ORDER BY h.id;
SELECT date_trunc('minute', (what::jsonb ->> 'entered')::timestamptz - start_date + interval '1 second') AS entered_after, at - start_date < interval '1 hour' AS ran_now
FROM ran, sfn_describe(:'run') ORDER BY n;
SELECT date_trunc('minute', stop_date - start_date) AS took FROM sfn_describe(:'run');

-- A tick that comes back from the future changes nothing for those whose time has come.
SELECT sfn_start('travel') AS run \gset
SELECT sfn_tick(now() + interval '24 hours 30 minutes');
SELECT sfn_tick(now() + interval '24 hours') AS nothing_new;
SELECT sfn_tick(now() + interval '25 hours 30 minutes');
SELECT date_trunc('minute', stop_date - start_date) AS took FROM sfn_describe(:'run');

-- Every execution has its own clock: one that has travelled and one that has not meet in the order of what is due.
TRUNCATE ran;
SELECT sfn_create_state_machine('loop', '{"StartAt": "W", "States": {
  "W": {"Type": "Wait", "SecondsPath": "$.s", "Next": "T"},
  "T": {"Type": "Task", "Resource": "pg:function:run", "InputPath": "$.what", "ResultPath": null, "Next": "More?"},
  "More?": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericGreaterThan": 1, "Next": "Less"}], "Default": "Done"},
  "Less": {"Type": "Pass", "Parameters": {"s.$": "$.s", "what.$": "$.what", "n.$": "States.MathAdd($.n, -1)"}, "Next": "W"},
  "Done": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT count(sfn_start('loop', input::jsonb)) FROM (VALUES ('{"s": 10, "n": 3, "what": "a"}'), ('{"s": 25, "n": 2, "what": "b"}')) AS inputs (input);
SELECT sfn_tick(now() + interval '35 seconds');
SELECT count(sfn_start('loop', '{"s": 1, "n": 2, "what": "late"}'));
SELECT sfn_tick(now() + interval '1 hour');
SELECT string_agg(what, ', ' ORDER BY n) AS ran FROM ran;

--
-- Years
--
-- pass in a moment: a wait of a month, a hundred times.
SELECT sfn_start('loop', '{"s": 2592000, "n": 100, "what": "monthly"}') AS run \gset
SELECT sfn_tick(now() + interval '100 years');
SELECT status, extract(day FROM stop_date - start_date) AS days FROM sfn_describe(:'run');

--
-- infinity
--
-- runs everything that needs no outside answer: explicit timeouts fire, the wait for a token has none.
SELECT sfn_create_state_machine('ask', '{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "Timed", "States": {
      "Timed": {"Type": "Task", "Resource": "pg:function:same.waitForTaskToken", "TimeoutSeconds": 31536000,
        "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Late"}], "End": true},
      "Late": {"Type": "Pass", "End": true}}},
    {"StartAt": "Untimed", "States": {
      "Untimed": {"Type": "Task", "Resource": "pg:function:same.waitForTaskToken", "End": true}}}]}}}') IS NOT NULL AS created;
SELECT sfn_start('ask') AS run \gset
SELECT sfn_tick('infinity');
SELECT status FROM sfn_describe(:'run');
SELECT type, details ->> 'name' AS name FROM sfn_history(:'run') WHERE type LIKE '%StateE%' OR type LIKE '%TimedOut' ORDER BY id;
-- An execution may last for ever, unless sfn.max_execution_seconds says how long.
SET sfn.max_execution_seconds = 31536000;
SELECT sfn_start('ask') AS run \gset
SELECT sfn_tick('infinity');
SELECT status, stop_date - start_date AS took FROM sfn_describe(:'run');
RESET sfn.max_execution_seconds;

--
-- A rolled back tick has not happened
--
TRUNCATE ran;
SELECT sfn_start('wait', '{"s": 10, "what": "once"}') AS run \gset
BEGIN;
SELECT sfn_tick(now() + interval '1 minute');
SELECT status FROM sfn_describe(:'run');
SELECT count(*) FROM ran;
ROLLBACK;
SELECT status FROM sfn_describe(:'run');
SELECT count(*) FROM ran;
SELECT sfn_tick(now() + interval '1 minute');
SELECT status FROM sfn_describe(:'run');
-- Savepoints take back what was ticked since, and what is due is due again.
SELECT sfn_start('wait', '{"s": 10, "what": "again"}') AS run \gset
BEGIN;
SAVEPOINT before;
SELECT sfn_tick(now() + interval '1 minute');
ROLLBACK TO before;
SELECT sfn_tick(now() + interval '1 minute');
COMMIT;
SELECT status FROM sfn_describe(:'run');
SELECT string_agg(what, ', ' ORDER BY n) AS ran FROM ran;

--
-- Only what the caller may manage is handled
--
CREATE ROLE clock_user;
GRANT USAGE ON SCHEMA clock TO clock_user;
SELECT sfn_start('wait', '{"s": 10, "what": "mine"}') AS run \gset
SET ROLE clock_user;
SELECT public.sfn_tick(now() + interval '1 minute');
RESET ROLE;
SELECT sfn_grant('wait', 'clock_user', 'manage');
SET ROLE clock_user;
SELECT public.sfn_tick(now() + interval '1 minute');
RESET ROLE;
SELECT status FROM sfn_describe(:'run');

CALL clean();
DROP SCHEMA clock CASCADE;
DROP ROLE clock_user;
