--
-- Bad input gets a clear error and loses nothing
--
-- What tasks may do wrong is in task_function and task_error, what transactions may in transactions.
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
\set SHOW_CONTEXT never
CREATE SCHEMA bad_input;
SET search_path = bad_input, public, helper;
SELECT sfn_create_state_machine('pass', '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
-- After each of these the machine works, and there is nothing that was not there before.
CREATE FUNCTION stored(OUT executions bigint, OUT branches bigint, OUT tasks bigint, OUT wakeups bigint, OUT chunks bigint) LANGUAGE sql AS $$
	SELECT (SELECT count(*) FROM sfn.execution), (SELECT count(*) FROM sfn.branch), (SELECT count(*) FROM sfn.task),
		(SELECT count(*) FROM sfn.wakeup), (SELECT count(*) FROM sfn.history_chunk)
$$;

--
-- What is no JSON
--
SELECT sfn_start('pass', '{"a": '::text);
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_start('pass', ''::text);
SELECT sfn_start('pass', '{"a": 1} x'::text);
SELECT sfn_start('pass', 'NaN'::text);
-- What jsonb cannot hold: U+0000, half a surrogate pair, a number beyond numeric.
SELECT sfn_start('pass', '{"a": "\u0000"}'::text);
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_start('pass', '{"a": "\u0000"}'::json);
SELECT sfn_start('pass', '"\ud83d"'::text);
SELECT sfn_start('pass', '1e999999'::text);
-- Of a member given twice the last one counts, as jsonb has it.
SELECT output FROM sfn_start('pass', '{"a": 1, "a": 2}'::text) AS run, outcome(run);
-- The same inside a task is the task's error, or the state's.
CREATE FUNCTION zero(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT ('"\u' || '0000"')::jsonb $$;
SELECT status, error FROM outcome('{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "pg:function:zero", "End": true}}}');
SELECT status, error FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass",
  "Parameters": {"a.$": "States.StringToJson($)"}, "End": true}}}', to_jsonb('"\u' || '0000"'));
SELECT status, error FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass",
  "Parameters": {"a.$": "States.Base64Decode($)"}, "End": true}}}', '"AAA="');
-- A definition with it is refused.
SELECT sfn_create_state_machine('zero', '{"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": "\u0000", "End": true}}}'::text);
SELECT * FROM stored();

--
-- What is not there
--
SELECT sfn_start('nobody');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_start('pass:9');
SELECT sfn_start('pass:production');
SELECT sfn_start('arn:aws:states:us-east-1:000000000000:stateMachine:nobody');
SELECT sfn_start('arn:aws:states:us-east-1:000000000000:execution:pass:x');
SELECT sfn_start('arn:nonsense');
SELECT sfn_start('');
SELECT sfn_describe('00000000-0000-7000-8000-000000000000');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM sfn_history('00000000-0000-7000-8000-000000000000');
SELECT sfn_stop('00000000-0000-7000-8000-000000000000');
-- NULL for what is required says what is missing, elsewhere it is the default.
SELECT sfn_start(NULL::text);
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_describe(NULL);
SELECT sfn_stop(NULL);
SELECT output FROM sfn_start('pass', NULL::jsonb, NULL, NULL, NULL) AS run, outcome(run);
SELECT output FROM sfn_start('pass', 'null'::jsonb) AS run, outcome(run);

--
-- Cancelled in the middle
--
-- A cancel is the caller's: the statement fails, and with it goes all that it has done.
CREATE TABLE noted (what text);
CREATE FUNCTION note(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO noted VALUES (input #>> '{}');
	RETURN input;
END$$;
CREATE FUNCTION for_ever(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO noted VALUES ('for ever');
	LOOP END LOOP;
END$$;
SELECT sfn_create_state_machine('endless', '{"StartAt": "Note", "States": {
  "Note": {"Type": "Task", "Resource": "pg:function:note", "Next": "Each"},
  "Each": {"Type": "Parallel", "End": true, "Retry": [{"ErrorEquals": ["States.ALL"]}], "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}],
    "Branches": [
      {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}}},
      {"StartAt": "E", "States": {"E": {"Type": "Task", "Resource": "pg:function:for_ever", "Retry": [{"ErrorEquals": ["States.ALL"]}], "End": true}}}]},
  "C": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT * FROM stored();
SET statement_timeout = '100ms';
SELECT sfn_start('endless', '"a"');
RESET statement_timeout;
SELECT * FROM stored();
SELECT * FROM noted;
-- A caller that goes on after it has lost that execution and nothing else.
CREATE FUNCTION start_and_go_on() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_start('pass', '"before"');
	BEGIN
		PERFORM sfn_start('endless', '"b"');
	EXCEPTION WHEN query_canceled THEN
		RETURN 'canceled, but ' || (SELECT status FROM sfn_describe(sfn_start('pass', '"after"')));
	END;
END$$;
SET statement_timeout = '100ms';
SELECT start_and_go_on();
RESET statement_timeout;
SELECT executions, branches FROM stored();
SELECT * FROM noted;
-- A tick that is cancelled leaves what was due due.
SELECT sfn_create_state_machine('later', '{"StartAt": "W", "States": {
  "W": {"Type": "Wait", "Seconds": 10, "Next": "E"},
  "E": {"Type": "Task", "Resource": "pg:function:for_ever", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('later') AS run \gset
SET statement_timeout = '100ms';
SELECT sfn_tick(now() + interval '1 minute');
RESET statement_timeout;
SELECT story(:'run');
CREATE OR REPLACE FUNCTION for_ever(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';
SELECT sfn_tick(now() + interval '1 minute');
SELECT status FROM sfn_describe(:'run');
-- A loop of states can be cancelled as a loop of statements can.
SELECT sfn_create_state_machine('spin', '{"StartAt": "A", "States": {
  "A": {"Type": "Choice", "Choices": [{"Variable": "$.end", "IsPresent": true, "Next": "C"}], "Default": "A"},
  "C": {"Type": "Succeed"}}}', 'EXPRESS') IS NOT NULL AS created;
SET statement_timeout = '100ms';
SELECT sfn_start('spin');
RESET statement_timeout;

--
-- Definitions that are replaced or deleted meanwhile
--
-- A waiting execution goes on with the definition it was started with.
SELECT sfn_create_state_machine('changes', '{"StartAt": "W", "States": {
  "W": {"Type": "Wait", "Seconds": 10, "Next": "Old"}, "Old": {"Type": "Pass", "Result": "old", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('changes') AS run \gset
SELECT sfn_create_state_machine('changes', '{"StartAt": "New", "States": {"New": {"Type": "Pass", "Result": "new", "End": true}}}', or_replace => true) IS NOT NULL AS replaced;
SELECT sfn_tick(now() + interval '1 minute');
SELECT output FROM outcome(:'run'::uuid);
-- A deleted machine's executions are aborted and can still be looked at.
SELECT sfn_create_state_machine('gone', '{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 10, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('gone') AS run \gset
SELECT sfn_delete_state_machine('gone');
SELECT status FROM sfn_describe(:'run');
SELECT sfn_start('gone');

-- What remains of all this is due to nobody.
SELECT branches, tasks, wakeups FROM stored();
CALL clean();
DROP SCHEMA bad_input CASCADE;
