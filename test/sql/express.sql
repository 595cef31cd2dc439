--
-- EXPRESS: executions that run to their end in memory
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA express;
SET search_path = express, public, helper;
CREATE FUNCTION same(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';

--
-- sfn_start_sync gives the result
--
SELECT sfn_create_state_machine('sum', '{"StartAt": "Add", "States": {
  "Add": {"Type": "Pass", "Parameters": {"sum.$": "States.MathAdd($.a, $.b)"}, "Next": "Call"},
  "Call": {"Type": "Task", "Resource": "pg:function:same", "End": true}}}', 'EXPRESS') IS NOT NULL AS created;
SELECT status, output, error, cause FROM sfn_start_sync('sum', '{"a": 1, "b": 2}');
-- A failure is a result as well.
SELECT sfn_create_state_machine('failing', '{"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Sorry", "Cause": "no"}}}', 'EXPRESS') IS NOT NULL AS created;
SELECT status, output, error, cause FROM sfn_start_sync('failing');
-- An unnamed one is told by its id; it has left nothing behind.
SELECT execution IS NOT NULL AS has_id FROM sfn_start_sync('sum', '{"a": 1, "b": 2}');
SELECT (SELECT count(*) FROM sfn.execution) AS executions, (SELECT count(*) FROM sfn.branch) AS branches,
  (SELECT count(*) FROM sfn.wakeup) AS wakeups, (SELECT count(*) FROM sfn.history_chunk) AS chunks;
-- Names may be used again and again.
SELECT count(*) FROM generate_series(1, 3), LATERAL sfn_start_sync('sum', '{"a": 1, "b": 2}', name => 'same');

-- sfn_start runs it too, but tells only its id; what became of it nobody knows.
SELECT sfn_start('sum', '{"a": 1, "b": 2}') AS run \gset
\set VERBOSITY sqlstate
SELECT status FROM sfn_describe(:'run');
\set VERBOSITY default
-- A STANDARD machine has no synchronous start.
SELECT sfn_create_state_machine('standard', '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT status FROM sfn_start_sync('standard');

-- What needs someone outside is refused with the definition.
SELECT location, message FROM sfn_validate('{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "pg:function:same.waitForTaskToken", "Next": "Act"},
  "Act": {"Type": "Task", "Resource": "pg:activity:act", "Next": "Start"},
  "Start": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync", "Parameters": {"StateMachineArn": "x"}, "End": true}}}',
  'EXPRESS') WHERE severity = 'ERROR';

--
-- Time
--
-- Waits and delays of retries are slept, unless sfn.virtual_clock makes the clock jump.  Branches wait together:
-- two waits of an hour take an hour.
SET sfn.virtual_clock = on;
SELECT sfn_create_state_machine('waits', '{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "Next": "After", "Branches": [
    {"StartAt": "W1", "States": {"W1": {"Type": "Wait", "Seconds": 100, "Next": "T1"},
      "T1": {"Type": "Pass", "Parameters": {"t.$": "$$.State.EnteredTime"}, "OutputPath": "$.t", "End": true}}},
    {"StartAt": "W2", "States": {"W2": {"Type": "Wait", "Seconds": 100, "Next": "T2"},
      "T2": {"Type": "Pass", "Parameters": {"t.$": "$$.State.EnteredTime"}, "OutputPath": "$.t", "End": true}}},
    {"StartAt": "W3", "States": {"W3": {"Type": "Wait", "Seconds": 50, "Next": "W4"},
      "W4": {"Type": "Wait", "Seconds": 70, "Next": "T3"},
      "T3": {"Type": "Pass", "Parameters": {"t.$": "$$.State.EnteredTime"}, "OutputPath": "$.t", "End": true}}}]},
  "After": {"Type": "Pass", "Parameters": {"start.$": "$$.Execution.StartTime", "ends.$": "$", "after.$": "$$.State.EnteredTime"},
    "End": true}}}', 'EXPRESS') IS NOT NULL AS created;
SELECT array(SELECT round(extract(epoch FROM t::timestamptz - (output ->> 'start')::timestamptz))
    FROM jsonb_array_elements_text(output -> 'ends') AS ends (t)) AS ends_after,
  round(extract(epoch FROM (output ->> 'after')::timestamptz - (output ->> 'start')::timestamptz)) AS after
FROM sfn_start_sync('waits');
-- Retries likewise.
CREATE SEQUENCE attempt;
CREATE FUNCTION third_time(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
	SELECT CASE WHEN nextval('attempt') < 3 THEN sfn_raise_error('Again') ELSE input END
$$;
SELECT sfn_create_state_machine('retries', '{"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:third_time", "Parameters": {"start.$": "$$.Execution.StartTime"},
    "Retry": [{"ErrorEquals": ["Again"], "IntervalSeconds": 20, "BackoffRate": 3}], "Next": "End"},
  "End": {"Type": "Pass", "Parameters": {"start.$": "$.start", "end.$": "$$.State.EnteredTime"}, "End": true}}}', 'EXPRESS') IS NOT NULL AS created;
SELECT status, round(extract(epoch FROM (output ->> 'end')::timestamptz - (output ->> 'start')::timestamptz)) AS took
FROM sfn_start_sync('retries');

-- Five minutes are the most.
SELECT sfn_create_state_machine('long', '{"StartAt": "W", "States": {
  "W": {"Type": "Wait", "SecondsPath": "$", "End": true}}}', 'EXPRESS') IS NOT NULL AS created;
SELECT s, (sfn_start_sync('long', to_jsonb(s))).status FROM unnest('{299,300,301}'::int[]) AS waits (s);
-- TimeoutSeconds may say less.
SELECT sfn_create_state_machine('long', '{"StartAt": "W", "TimeoutSeconds": 10, "States": {
  "W": {"Type": "Wait", "SecondsPath": "$", "End": true}}}', 'EXPRESS', or_replace => true) IS NOT NULL AS replaced;
SELECT s, (sfn_start_sync('long', to_jsonb(s))).status FROM unnest('{9,11}'::int[]) AS waits (s);
RESET sfn.virtual_clock;

-- Without it the backend sleeps; whoever cancels the statement ends that.
SET statement_timeout = '50ms';
SELECT status FROM sfn_start_sync('long', '9');
RESET statement_timeout;

--
-- From the queue
--
-- async => true only notes the start; the next tick or worker runs it, and then nothing is left of it.
SELECT sfn_start('sum', '{"a": 1, "b": 2}', async => true) AS run \gset
SELECT status, input, output FROM sfn_describe(:'run');
SELECT sfn_tick();
SELECT (SELECT count(*) FROM sfn.execution) AS executions, (SELECT count(*) FROM sfn.wakeup) AS wakeups;
-- The time in the queue does not count.
SELECT sfn_start('long', '9', async => true) AS run \gset
SET sfn.virtual_clock = on;
SELECT sfn_tick(now() + interval '1 day');
RESET sfn.virtual_clock;
SELECT (SELECT count(*) FROM sfn.execution) AS executions, (SELECT count(*) FROM sfn.wakeup) AS wakeups;

--
-- No history, no limit of it: a loop of ten thousand turns
--
SELECT sfn_create_state_machine('count', '{"StartAt": "Add", "States": {
  "Add": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "More?"},
  "More?": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericLessThan": 10000, "Next": "Add"}], "Default": "Done"},
  "Done": {"Type": "Succeed"}}}', 'EXPRESS') IS NOT NULL AS created;
SELECT status, output FROM sfn_start_sync('count', '{"n": 0}');

--
-- What its tasks do is part of the caller's transaction
--
CREATE TABLE noted (what jsonb);
CREATE FUNCTION note(input jsonb) RETURNS jsonb LANGUAGE sql AS 'INSERT INTO noted VALUES (input) RETURNING what';
SELECT sfn_create_state_machine('notes', '{"StartAt": "Each", "States": {
  "Each": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "Note", "States": {
    "Note": {"Type": "Task", "Resource": "pg:function:note", "End": true}}}}}}', 'EXPRESS') IS NOT NULL AS created;
BEGIN;
SELECT status, output FROM sfn_start_sync('notes', '[1, 2]');
ROLLBACK;
SELECT count(*) FROM noted;
SELECT status, output FROM sfn_start_sync('notes', '[1, 2]');
SELECT count(*) FROM noted;

CALL clean();
DROP SCHEMA express CASCADE;
