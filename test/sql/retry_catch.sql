--
-- Retry and Catch: what happens after a state has failed
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA retry_catch;
SET search_path = retry_catch, public, helper;

-- A task that fails with the errors of a list in turn, and then succeeds.  A sequence counts the
-- attempts, since what a failing task writes is rolled back.
CREATE SEQUENCE attempt;
CREATE FUNCTION fail_in_turn(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	error text := input -> 'errors' ->> (nextval('attempt') - 1)::int;
BEGIN
	IF error LIKE 'SQLSTATE:%' THEN
		RAISE EXCEPTION 'as asked' USING ERRCODE = substr(error, 10);
	ELSIF error IS NOT NULL THEN
		RETURN sfn_raise_error(error, 'attempt ' || lastval());
	END IF;
	RETURN jsonb_build_object('attempt', lastval());
END$$;

-- Run a task with these Retriers: after how many seconds each attempt was made, and how it ended.
-- A Catcher for C comes before one for all errors.
CREATE FUNCTION attempts(retry text, VARIADIC errors text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	run uuid;
BEGIN
	PERFORM setval('attempt', 1, false);
	PERFORM sfn_create_state_machine('attempts', format('{"StartAt": "Work", "States": {
		"Work": {"Type": "Task", "Resource": "pg:function:fail_in_turn", "Retry": %s, "End": true,
			"Catch": [{"ErrorEquals": ["C"], "Next": "Caught"}, {"ErrorEquals": ["States.ALL"], "Next": "Else"}]},
		"Caught": {"Type": "Pass", "Parameters": {"caught.$": "$.Error"}, "End": true},
		"Else": {"Type": "Pass", "Parameters": {"else.$": "$.Error"}, "End": true}}}', retry), or_replace => true);
	run := sfn_start('attempts', jsonb_build_object('errors', to_jsonb(errors)));
	PERFORM sfn_tick('infinity');
	RETURN (SELECT string_agg(coalesce(round(seconds)::text, 'first'), ', ' ORDER BY id)
		FROM (SELECT id, extract(epoch FROM timestamp - lag(timestamp) OVER (ORDER BY id)) AS seconds
			FROM sfn_history(run) WHERE type = 'TaskScheduled') AS scheduled)
		|| '; ' || (SELECT coalesce(output::text, error, status) FROM sfn_describe(run));
END$$;

--
-- How often, and after how long
--
-- By default three times, after 1, 2 and 4 seconds.
SELECT attempts('[{"ErrorEquals": ["E"]}]', 'E', 'E', 'E');
SELECT attempts('[{"ErrorEquals": ["E"]}]', 'E', 'E', 'E', 'E');
-- IntervalSeconds is multiplied by BackoffRate each time,
SELECT attempts('[{"ErrorEquals": ["E"], "IntervalSeconds": 10, "BackoffRate": 1.5, "MaxAttempts": 4}]', 'E', 'E', 'E', 'E');
-- up to MaxDelaySeconds,
SELECT attempts('[{"ErrorEquals": ["E"], "IntervalSeconds": 10, "BackoffRate": 3, "MaxDelaySeconds": 60, "MaxAttempts": 5}]',
  'E', 'E', 'E', 'E', 'E');
-- and never beyond the longest that MaxDelaySeconds may say, a little over a year.
SELECT attempts('[{"ErrorEquals": ["E"], "IntervalSeconds": 99999999, "BackoffRate": 1000, "MaxAttempts": 2}]', 'E', 'E');
-- MaxAttempts 0 forbids what a later Retrier would allow.
SELECT attempts('[{"ErrorEquals": ["E"], "MaxAttempts": 0}, {"ErrorEquals": ["States.ALL"]}]', 'E');
-- FULL jitter makes of each delay a random one, up to what it would be.
SELECT bool_and(delay BETWEEN 0 AND 10000) AS in_bounds, count(DISTINCT delay) > 1 AS differ
FROM (SELECT split_part(split_part(attempts('[{"ErrorEquals": ["E"], "IntervalSeconds": 10000, "JitterStrategy": "FULL"}]', 'E'),
  ', ', 2), ';', 1)::int AS delay FROM generate_series(1, 20)) AS delays;
SELECT attempts('[{"ErrorEquals": ["E"], "IntervalSeconds": 10000, "JitterStrategy": "NONE"}]', 'E');

--
-- Each Retrier counts its own attempts
--
-- Were the count shared, B would find its only attempt used.
SELECT attempts('[{"ErrorEquals": ["A"], "MaxAttempts": 2}, {"ErrorEquals": ["B"], "MaxAttempts": 1}]', 'A', 'B', 'A');
SELECT attempts('[{"ErrorEquals": ["A"], "MaxAttempts": 2}, {"ErrorEquals": ["B"], "MaxAttempts": 1}]', 'A', 'B', 'A', 'B');
-- Its delays grow with its own attempts, too.
SELECT attempts('[{"ErrorEquals": ["A"], "IntervalSeconds": 10}, {"ErrorEquals": ["B"], "IntervalSeconds": 7}]', 'A', 'A', 'B', 'A');
-- The names of one Retrier share its count.
SELECT attempts('[{"ErrorEquals": ["A", "B"], "MaxAttempts": 2}]', 'A', 'B', 'A');
-- The first Retrier that matches is asked, and no other after it.
SELECT attempts('[{"ErrorEquals": ["A"], "MaxAttempts": 1}, {"ErrorEquals": ["A", "B"], "MaxAttempts": 5}]', 'B', 'A', 'A');
-- They begin anew whenever the state is entered.
SELECT setval('attempt', 1, false);
SELECT sfn_create_state_machine('loop', '{"StartAt": "Work", "States": {
  "Work": {"Type": "Task", "Resource": "pg:function:fail_in_turn", "ResultPath": "$.result",
    "Retry": [{"ErrorEquals": ["E"], "MaxAttempts": 1}], "Next": "Again?"},
  "Again?": {"Type": "Choice", "Default": "Done",
    "Choices": [{"Variable": "$.result.attempt", "NumericLessThan": 4, "Next": "Work"}]},
  "Done": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_start('loop', '{"errors": ["E", null, "E", null]}') AS run \gset
SELECT sfn_tick(now() + interval '1 hour');
SELECT status, output FROM outcome(:'run'::uuid);

--
-- Which names cover which errors
--
-- Names are compared as they are; States.ALL and States.TaskFailed cover any error of a task.
SELECT error, attempts('[{"ErrorEquals": ["unique_violation"], "IntervalSeconds": 10},
  {"ErrorEquals": ["SQLSTATE:23503"], "IntervalSeconds": 20}, {"ErrorEquals": ["SQLSTATE:23"], "IntervalSeconds": 30},
  {"ErrorEquals": ["Mine"], "IntervalSeconds": 40}, {"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 50}]', error)
FROM unnest('{SQLSTATE:23505,SQLSTATE:23503,SQLSTATE:23514,SQLSTATE:22012,Mine,mine}'::text[]) AS errors (error);
-- A timeout is not covered by States.TaskFailed.
CREATE FUNCTION same(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';
CREATE FUNCTION timeout_caught(VARIADIC names text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	run uuid;
BEGIN
	PERFORM sfn_create_state_machine('timeout', format('{"StartAt": "Ask", "States": {
		"Ask": {"Type": "Task", "Resource": "pg:function:same.waitForTaskToken", "TimeoutSeconds": 60, "HeartbeatSeconds": 10,
			"Catch": [%s], "End": true}, %s}}',
		string_agg(format('{"ErrorEquals": ["%s"], "Next": "%1$s"}', name), ', '),
		string_agg(format('"%s": {"Type": "Pass", "Parameters": {"by": "%1$s", "what.$": "$"}, "End": true}', name), ', ')),
		or_replace => true) FROM unnest(names) AS names (name);
	run := sfn_start('timeout');
	PERFORM sfn_tick('infinity');
	RETURN (SELECT coalesce(output::text, error) FROM sfn_describe(run));
END$$;
SELECT timeout_caught('States.TaskFailed');
SELECT timeout_caught('States.TaskFailed', 'States.Timeout');
-- A missed heartbeat is a States.Timeout that answers to States.HeartbeatTimeout as well.
SELECT timeout_caught('States.TaskFailed', 'States.HeartbeatTimeout', 'States.Timeout');
-- States.Runtime is covered by nothing, not even by its own name.
SELECT status, error FROM outcome('{"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:same", "Parameters": {"x.$": "$.none"}, "End": true,
    "Retry": [{"ErrorEquals": ["States.Runtime"]}, {"ErrorEquals": ["States.ALL"]}],
    "Catch": [{"ErrorEquals": ["States.Runtime"], "Next": "C"}, {"ErrorEquals": ["States.ALL"], "Next": "C"}]},
  "C": {"Type": "Succeed"}}}');
-- A failed intrinsic function is.
SELECT output -> 'Error' AS caught FROM outcome('{"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:same", "Parameters": {"x.$": "States.StringToJson($.t)"}, "End": true,
    "Catch": [{"ErrorEquals": ["States.IntrinsicFailure"], "Next": "C"}]},
  "C": {"Type": "Succeed"}}}', '{"t": "{"}');

--
-- Catch
--
CREATE FUNCTION fail(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT sfn_raise_error('Broken', 'no luck') $$;
-- What is caught takes the place of the input, or goes where the catcher's ResultPath says; the state's own
-- fields for results do not count.
CREATE FUNCTION caught(fields text) RETURNS jsonb LANGUAGE sql AS $$
SELECT output FROM outcome(format('{"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:fail", "ResultSelector": {"x": 1}, "ResultPath": "$.x", "OutputPath": "$.x",
    "Catch": [{"ErrorEquals": ["Broken"], "Next": "C" %s}], "End": true},
  "C": {"Type": "Pass", "End": true}}}', fields), '{"a": 1}')
$$;
SELECT caught('');
SELECT caught(', "ResultPath": "$.error"');
SELECT caught(', "ResultPath": null');
-- A ResultPath that cannot be applied ends the execution.
SELECT status, error FROM outcome('{"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:fail", "Catch": [{"ErrorEquals": ["Broken"], "ResultPath": "$.a", "Next": "C"}], "End": true},
  "C": {"Type": "Pass", "End": true}}}', '[1]');
-- A failure without name and cause is caught as nulls.
SELECT sfn_create_state_machine('nameless', '{"StartAt": "P", "States": {
  "P": {"Type": "Parallel", "End": true, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}],
    "Branches": [{"StartAt": "F", "States": {"F": {"Type": "Fail"}}}]},
  "C": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT output FROM sfn_start('nameless') AS run, outcome(run);

-- The state is left with what was caught.
SELECT sfn_create_state_machine('catches', '{"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:fail", "Next": "Never",
    "Catch": [{"ErrorEquals": ["Broken"], "ResultPath": "$.e", "Assign": {"name.$": "$.Error"}, "Next": "C"}]},
  "C": {"Type": "Pass", "Parameters": {"name.$": "$name"}, "End": true},
  "Never": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_start('catches', '{"a": 1}') AS run \gset
SELECT * FROM events(:'run');

--
-- Retried tasks in the history
--
-- Between two attempts there is nothing but time: the next Scheduled follows the Failed.
SELECT setval('attempt', 1, false);
SELECT sfn_create_state_machine('retries', '{"StartAt": "Work", "States": {
  "Work": {"Type": "Task", "Resource": "pg:function:fail_in_turn", "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}], "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('retries', '{"errors": ["A", "B"]}') AS run \gset
SELECT sfn_tick(now() + interval '1 hour');
SELECT * FROM events(:'run');

--
-- Parallel and Map
--
-- are retried whole.  The attempt that is retried has no ParallelStateFailed; branches that were open are aborted.
SELECT setval('attempt', 1, false);
SELECT sfn_create_state_machine('parallel', '{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "End": true, "Retry": [{"ErrorEquals": ["A"]}], "Catch": [{"ErrorEquals": ["B"], "Next": "C"}],
    "Branches": [
      {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 100, "End": true}}},
      {"StartAt": "Work", "States": {"Work": {"Type": "Task", "Resource": "pg:function:fail_in_turn", "End": true}}}]},
  "C": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('parallel', '{"errors": ["A", "B"]}') AS run \gset
SELECT sfn_tick(now() + interval '1 hour');
SELECT * FROM events(:'run');
-- MapIterationFailed is written for each attempt.
SELECT setval('attempt', 1, false);
SELECT sfn_create_state_machine('map', '{"StartAt": "Each", "States": {
  "Each": {"Type": "Map", "End": true, "ItemsPath": "$.items", "Retry": [{"ErrorEquals": ["A"]}],
    "ItemSelector": {"errors.$": "$.errors"},
    "ItemProcessor": {"StartAt": "Nap", "States": {
      "Nap": {"Type": "Wait", "Seconds": 5, "Next": "Work"},
      "Work": {"Type": "Task", "Resource": "pg:function:fail_in_turn", "End": true}}}}}}') IS NOT NULL AS created;
-- The first attempt's second item fails, when the first's output is stored already.
SELECT sfn_start('map', '{"errors": [null, "A"], "items": [1, 2]}') AS run \gset
SELECT sfn_tick(now() + interval '1 hour');
SELECT status, output FROM outcome(:'run'::uuid);
SELECT id, prev, type, details FROM events(:'run') WHERE type LIKE 'Map%' OR type LIKE 'Task%ed' AND type NOT LIKE '%Sta%';
SELECT count(*) AS left_over FROM sfn.branch_output;
-- An error goes outward until somebody takes it.
SELECT output FROM outcome('{"StartAt": "Outer", "States": {
  "Outer": {"Type": "Map", "End": true, "Catch": [{"ErrorEquals": ["Deep"], "Next": "C"}], "ItemProcessor": {"StartAt": "Inner", "States": {
    "Inner": {"Type": "Parallel", "End": true, "Catch": [{"ErrorEquals": ["Other"], "Next": "X"}], "Branches": [
      {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Deep", "Cause": "inside"}}}]},
    "X": {"Type": "Succeed"}}}},
  "C": {"Type": "Pass", "End": true}}}', '[1]');

CALL clean();
DROP SCHEMA retry_catch CASCADE;
