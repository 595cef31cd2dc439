--
-- TimeoutSeconds and HeartbeatSeconds
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA timeouts;
SET search_path = timeouts, public, helper;
CREATE FUNCTION same(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';

--
-- Of a task that waits for its token
--
-- TimeoutSeconds counts from TaskStarted.
SELECT sfn_create_state_machine('ask', '{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "pg:function:same.waitForTaskToken", "TimeoutSeconds": 60, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('ask') AS run \gset
SELECT sfn_tick(now() + interval '59 seconds') AS too_early;
SELECT sfn_tick(now() + interval '61 seconds');
SELECT * FROM events(:'run');
SELECT date_trunc('second', b.timestamp - a.timestamp) AS after
FROM sfn_history(:'run') a, sfn_history(:'run') b WHERE a.type = 'TaskStarted' AND b.type = 'TaskTimedOut';
-- A missed heartbeat looks the same.
SELECT sfn_create_state_machine('ask', '{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "pg:function:same.waitForTaskToken", "TimeoutSeconds": 60, "HeartbeatSeconds": 20, "End": true}}}',
  or_replace => true) IS NOT NULL AS replaced;
SELECT sfn_start('ask') AS run \gset
SELECT sfn_tick(now() + interval '1 hour');
SELECT type, details FROM events(:'run') WHERE type LIKE '%TimedOut' OR type LIKE '%Failed';
SELECT date_trunc('second', stop_date - start_date) AS after FROM sfn_describe(:'run');
-- Each attempt has its own time.
SELECT sfn_create_state_machine('ask', '{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "pg:function:same.waitForTaskToken", "TimeoutSeconds": 60,
    "Retry": [{"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 10, "MaxAttempts": 2, "BackoffRate": 1}], "End": true}}}',
  or_replace => true) IS NOT NULL AS replaced;
SELECT sfn_start('ask') AS run \gset
SELECT sfn_tick(now() + interval '1 hour');
SELECT type, date_trunc('second', timestamp - min(timestamp) OVER ()) AS after
FROM sfn_history(:'run') WHERE type IN ('TaskStarted', 'TaskTimedOut', 'ExecutionFailed') ORDER BY id;
-- An activity's clock does not run until a worker has taken the task: in the queue it waits for ever.
SELECT sfn_create_activity('act') IS NOT NULL AS created;
SELECT sfn_create_state_machine('act', '{"StartAt": "Act", "States": {
  "Act": {"Type": "Task", "Resource": "pg:activity:act", "TimeoutSeconds": 60, "HeartbeatSeconds": 20, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('act') AS run \gset
SELECT sfn_tick('infinity');
SELECT status FROM sfn_describe(:'run');
SELECT sfn_stop(:'run') IS NOT NULL AS stopped;

--
-- Of a function that runs
--
-- A function is canceled when its time is over; what it did is undone.
CREATE TABLE noted (what text);
CREATE FUNCTION slow(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO noted VALUES ('slow');
	PERFORM pg_sleep(30);
	RETURN input;
END$$;
-- The machine's time counts for it too: after 10 and 19.9 seconds of retries 0.1 of 30 are left.
CREATE SEQUENCE attempt;
CREATE FUNCTION third_time(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	IF nextval('attempt') < 3 THEN
		RETURN sfn_raise_error('Again');
	END IF;
	RETURN slow(input);
END$$;
SELECT sfn_create_state_machine('slow', '{"StartAt": "T", "TimeoutSeconds": 30, "States": {
  "T": {"Type": "Task", "Resource": "pg:function:third_time",
    "Retry": [{"ErrorEquals": ["Again"], "IntervalSeconds": 10, "BackoffRate": 1.99}],
    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}], "End": true},
  "C": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_start('slow') AS run \gset
SELECT sfn_tick(now() + interval '1 minute');
SELECT status, error, cause FROM outcome(:'run'::uuid);
SELECT type, date_trunc('second', timestamp - min(timestamp) OVER ()) AS after FROM sfn_history(:'run') ORDER BY id DESC LIMIT 2;
SELECT count(*) FROM noted;

--
-- Of the machine
--
-- The execution ends, whatever it is in, with status TIMED_OUT and without error or cause.  Nothing catches that.
SELECT sfn_create_state_machine('limited', '{"StartAt": "Both", "TimeoutSeconds": 100, "States": {
  "Both": {"Type": "Parallel", "End": true, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}], "Branches": [
    {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 200, "End": true}}},
    {"StartAt": "Short", "States": {"Short": {"Type": "Wait", "Seconds": 99, "Next": "Ask"},
      "Ask": {"Type": "Task", "Resource": "pg:function:same.waitForTaskToken", "End": true}}}]},
  "C": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_start('limited') AS run \gset
SELECT sfn_tick(now() + interval '1 hour');
SELECT status, output, error, cause FROM outcome(:'run'::uuid);
SELECT date_trunc('second', stop_date - start_date) AS after FROM sfn_describe(:'run');
-- As with the service, ExecutionTimedOut follows no event, and nothing is said of open states.
SELECT * FROM events(:'run');
SELECT (SELECT count(*) FROM sfn.branch) AS branches, (SELECT count(*) FROM sfn.task) AS tasks,
  (SELECT count(*) FROM sfn.wakeup) AS wakeups;
-- One that ends in time leaves nothing either.
SELECT sfn_create_state_machine('in_time', '{"StartAt": "W", "TimeoutSeconds": 100, "States": {
  "W": {"Type": "Wait", "Seconds": 50, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('in_time') AS run \gset
SELECT count(*) AS wakeups FROM sfn.wakeup;
SELECT sfn_tick(now() + interval '1 minute');
SELECT status FROM sfn_describe(:'run');
SELECT count(*) AS wakeups FROM sfn.wakeup;
-- What is due at the same time as the end comes too late.
SELECT sfn_create_state_machine('too_late', '{"StartAt": "W", "TimeoutSeconds": 50, "States": {
  "W": {"Type": "Wait", "Seconds": 50, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('too_late') AS run \gset
SELECT sfn_tick(now() + interval '1 minute');
SELECT status FROM sfn_describe(:'run');
-- Should its wakeup be late, the execution ends all the same with the next state that it would enter.
SELECT sfn_create_state_machine('busy', '{"StartAt": "W", "TimeoutSeconds": 50, "States": {
  "W": {"Type": "Wait", "Seconds": 60, "Next": "P"}, "P": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('busy') AS run \gset
DELETE FROM sfn.wakeup WHERE kind = 5;
SELECT sfn_tick(now() + interval '2 minutes');
SELECT status FROM sfn_describe(:'run');
SELECT story(:'run');

CALL clean();
SELECT sfn_delete_activity('act');
DROP SCHEMA timeouts CASCADE;
