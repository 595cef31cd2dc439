--
-- Tasks that answer tokens of the very execution that runs them
--
-- An answer is kept until the task returns, and applied then; the task's failure takes it back.
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA own_token;
SET search_path = own_token, public, helper;

-- A machine whose task gets its own token.
CREATE FUNCTION own(function text) RETURNS TABLE (status text, output jsonb, error text, cause text) LANGUAGE sql AS $body$
	SELECT status, output, error, cause FROM outcome(format('{"StartAt": "T", "States": {
		"T": {"Type": "Task", "Resource": "pg:function:%s.waitForTaskToken", "Parameters": {"token.$": "$$.Task.Token"},
			"Catch": [{"ErrorEquals": ["Caught"], "Next": "C"}], "Next": "After"},
		"After": {"Type": "Pass", "Parameters": {"answer.$": "$"}, "End": true},
		"C": {"Type": "Pass", "Parameters": {"caught.$": "$"}, "End": true}}}', function))
$body$;

--
-- Its own token
--
-- before it waits for it.  What the function returns does not matter, as always with a token.
CREATE FUNCTION succeeds(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_success(input ->> 'token', '{"n": 42}');
	RETURN '"returned"';
END$$;
SELECT status, output FROM own('succeeds');
CREATE FUNCTION fails(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_failure(input ->> 'token', 'Caught', 'said so');
	RETURN '"returned"';
END$$;
SELECT status, output FROM own('fails');
-- One answer is enough; what comes after it is too late.
CREATE FUNCTION twice(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_success(input ->> 'token', '1');
	PERFORM sfn_send_task_success(input ->> 'token', '2');
	RETURN input;
END$$;
SELECT status, output, error FROM own('twice');
-- A task that raises after answering has failed; it has not answered.
CREATE FUNCTION answers_and_fails(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_success(input ->> 'token', '1');
	RETURN sfn_raise_error('Sorry', 'after all');
END$$;
SELECT status, error, cause FROM own('answers_and_fails');
-- So has a block that is rolled back not answered: the task waits.
CREATE FUNCTION takes_back(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	BEGIN
		PERFORM sfn_send_task_success(input ->> 'token', '1');
		RAISE division_by_zero;
	EXCEPTION WHEN division_by_zero THEN
		RETURN '"went on"';
	END;
END$$;
SELECT status, output FROM own('takes_back');
CALL clean();
-- An answer that is too large fails the task; one that is no JSON is an error of the function.
CREATE FUNCTION answers_much(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_success(input ->> 'token', to_jsonb(repeat('x', 300000)));
	RETURN input;
END$$;
SELECT status, error, left(cause, 80) AS cause FROM own('answers_much');
CREATE FUNCTION answers_nonsense(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_success(input ->> 'token', '{'::text);
	RETURN input;
END$$;
SELECT status, error FROM own('answers_nonsense');
-- A heartbeat of one's own is fine and of no use.
CREATE FUNCTION beats(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_heartbeat(input ->> 'token');
	PERFORM sfn_send_task_success(input ->> 'token', '"alive"');
	RETURN input;
END$$;
SELECT status, output FROM own('beats');

--
-- The token of another branch
--
CREATE TABLE tokens (token text);
CREATE FUNCTION keep(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ INSERT INTO tokens VALUES (input ->> 'token') RETURNING input $$;
-- Two branches: the first keeps its token, the second does something with it, perhaps after a while.
CREATE PROCEDURE siblings(function text, seconds int) LANGUAGE plpgsql AS $body$
BEGIN
	DELETE FROM tokens;
	PERFORM sfn_create_state_machine('siblings', format('{"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [
		{"StartAt": "Keep", "States": {
			"Keep": {"Type": "Task", "Resource": "pg:function:keep.waitForTaskToken", "Parameters": {"token.$": "$$.Task.Token"}, "Next": "P1"},
			"P1": {"Type": "Pass", "End": true}}},
		{"StartAt": "W", "States": {
			"W": {"Type": "Wait", "Seconds": %s, "Next": "Answer"},
			"Answer": {"Type": "Task", "Resource": "pg:function:%s", "InputPath": "$$.Execution.Name", "Next": "P2"},
			"P2": {"Type": "Pass", "Result": "done", "End": true}}}]}}}', seconds, function), or_replace => true);
END$body$;
-- The other one goes on as soon as the task has returned.
CREATE FUNCTION answer(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT to_jsonb(sfn_send_task_success(token, '"answered"')::text) FROM tokens $$;
CALL siblings('answer', 0);
SELECT sfn_start('siblings') AS run \gset
SELECT output FROM outcome(:'run'::uuid);
SELECT id, prev, type, details FROM events(:'run') WHERE id > 12 ORDER BY id;
-- It need not be in memory.
CALL siblings('answer', 10);
SELECT sfn_start('siblings') AS run \gset
SELECT sfn_tick(now() + interval '1 minute');
SELECT output FROM outcome(:'run'::uuid);
SELECT count(*) AS left_over FROM sfn.task;
-- A failure ends the sibling that gave it, too.
CREATE FUNCTION answer_badly(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT to_jsonb(sfn_send_task_failure(token, 'Sorry')::text) FROM tokens $$;
CALL siblings('answer_badly', 0);
SELECT sfn_start('siblings') AS run \gset
SELECT status, error FROM outcome(:'run'::uuid);
SELECT id, prev, type, details FROM events(:'run') WHERE id > 12 ORDER BY id;
CALL siblings('answer_badly', 10);
SELECT sfn_start('siblings') AS run \gset
SELECT sfn_tick(now() + interval '1 minute');
SELECT status, error FROM outcome(:'run'::uuid);
-- Answer first, then stop: both happen, in this order.
CREATE FUNCTION answer_and_stop(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_success(token, '"answered"') FROM tokens;
	RETURN to_jsonb(sfn_stop((input #>> '{}')::uuid, 'Enough') IS NOT NULL);
END$$;
CALL siblings('answer_and_stop', 0);
SELECT sfn_start('siblings') AS run \gset
SELECT id, prev, type, details FROM events(:'run') WHERE id > 12 ORDER BY id;

--
-- The token of another execution is answered at once
--
SELECT sfn_create_state_machine('asks', '{"StartAt": "Keep", "States": {
  "Keep": {"Type": "Task", "Resource": "pg:function:keep.waitForTaskToken", "Parameters": {"token.$": "$$.Task.Token"}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_create_state_machine('answers', '{"StartAt": "Answer", "States": {
  "Answer": {"Type": "Task", "Resource": "pg:function:answer_and_look", "InputPath": "$", "End": true}}}') IS NOT NULL AS created;
CREATE FUNCTION answer_and_look(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_success(token, '"answered"') FROM tokens;
	RETURN (SELECT to_jsonb(d.status) FROM sfn_describe((input #>> '{}')::uuid) AS d);
END$$;
DELETE FROM tokens;
SELECT sfn_start('asks') AS asks \gset
SELECT output FROM sfn_start('answers', to_jsonb(:'asks'::text)) AS run, outcome(run);
-- If the task fails after it, it is unanswered again.
CREATE OR REPLACE FUNCTION answer_and_look(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_success(token, '"answered"') FROM tokens;
	RETURN sfn_raise_error('Sorry');
END$$;
DELETE FROM tokens;
SELECT sfn_start('asks') AS asks \gset
SELECT status FROM sfn_start('answers', to_jsonb(:'asks'::text)) AS run, outcome(run);
SELECT status FROM sfn_describe(:'asks');

CALL clean();
DROP SCHEMA own_token CASCADE;
