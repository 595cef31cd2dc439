--
-- Tasks that wait for somebody's answer
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA callback;
SET search_path = callback, public, helper;

-- Who is asked gets a token; here a table keeps it.
CREATE TABLE letter (n int GENERATED ALWAYS AS IDENTITY, question jsonb, token text);
CREATE FUNCTION ask(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO letter (question, token) VALUES (input -> 'question', input ->> 'token');
	RETURN '"this answer is ignored"';
END$$;
CREATE FUNCTION token() RETURNS text LANGUAGE sql AS 'SELECT token FROM letter ORDER BY n DESC LIMIT 1';
CREATE FUNCTION message(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	RETURN coalesce(sfn_error_code(SQLSTATE), SQLSTATE) || ': ' || SQLERRM;
END$$;
SELECT sfn_create_state_machine('approval', '{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "pg:function:ask.waitForTaskToken",
    "Parameters": {"question.$": "$", "token.$": "$$.Task.Token"},
    "TimeoutSeconds": 3600, "ResultPath": "$.answer", "Next": "Done",
    "Catch": [{"ErrorEquals": ["TooExpensive"], "Next": "Refused"}]},
  "Done": {"Type": "Pass", "End": true},
  "Refused": {"Type": "Succeed"}}}') IS NOT NULL AS created;

--
-- The answer is the task's result, and the execution goes on with it at once
--
SELECT sfn_start('approval', '{"price": 3}') AS run \gset
SELECT status FROM sfn_describe(:'run');
SELECT question FROM letter;
SELECT machine, state, resource, activity, round(extract(epoch FROM timeout_at - scheduled)) AS patience FROM sfn.pending_tasks;
SELECT sfn_send_task_success(token(), '{"yes": true}');
SELECT * FROM outcome(:'run'::uuid);
SELECT type, details FROM events(:'run') WHERE type ~ '^Task' AND type NOT IN ('TaskScheduled', 'TaskStarted');
SELECT count(*) AS tasks FROM sfn.pending_tasks;

-- Any JSON will do, as text, json or jsonb.
SELECT sfn_start('approval') AS run \gset
SELECT sfn_send_task_success(token(), 'null'::json);
SELECT output FROM outcome(:'run'::uuid);
SELECT sfn_start('approval') AS run \gset
SELECT sfn_send_task_success(token(), to_jsonb(1.10));
SELECT output FROM outcome(:'run'::uuid);

-- A failure is for Retry and Catch; it may come without a name.
SELECT sfn_start('approval', '{"price": 5}') AS run \gset
SELECT sfn_send_task_failure(token(), 'TooExpensive', 'three is enough');
SELECT * FROM outcome(:'run'::uuid);
SELECT sfn_start('approval') AS run \gset
SELECT sfn_send_task_failure(token());
SELECT * FROM outcome(:'run'::uuid);
SELECT type, details FROM events(:'run') WHERE type ~ 'Failed$';

--
-- A token is good for one answer, and three kinds of refusal are told apart
--
SELECT message(format('SELECT sfn_send_task_success(%L, ''1'')', token()));
SELECT message(format('SELECT sfn_send_task_failure(%L)', token()));
SELECT message(format('SELECT sfn_send_task_heartbeat(%L)', token()));
SELECT message($$ SELECT sfn_send_task_success('no token', '1') $$);
SELECT message($$ SELECT sfn_send_task_success('', '1') $$);
-- Each character counts.
SELECT sfn_start('approval') AS run \gset
SELECT message(format('SELECT sfn_send_task_success(%L, ''1'')', overlay(token() PLACING 'x' FROM 40 FOR 1)))
WHERE substr(token(), 40, 1) <> 'x';
SELECT message(format('SELECT sfn_send_task_success(%L, ''1'')', token() || 'A'));
-- What belongs to an execution that is gone is unknown.
SELECT sfn_stop(:'run') IS NOT NULL AS stopped;
SELECT message(format('SELECT sfn_send_task_success(%L, ''1'')', token()));
SELECT sfn_delete_state_machine('approval');
SELECT sfn_purge('0') > 0 AS purged;
SELECT message(format('SELECT sfn_send_task_success(%L, ''1'')', token()));
SELECT message(format('SELECT sfn_send_task_failure(%L)', token()));
SELECT message(format('SELECT sfn_send_task_heartbeat(%L)', token()));

-- Outputs that are none.  The token is looked at first, and outlives a refusal.
SELECT sfn_create_state_machine('approval', '{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "pg:function:ask.waitForTaskToken",
    "Parameters": {"question.$": "$", "token.$": "$$.Task.Token"},
    "HeartbeatSeconds": 60, "TimeoutSeconds": 100, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('approval') AS run \gset
SELECT message($$ SELECT sfn_send_task_success('no token', 'no JSON') $$);
SELECT message($$ SELECT sfn_send_task_success('no token', NULL::jsonb) $$);
SELECT message(format('SELECT sfn_send_task_success(%L, ''{"open": '')', token()));
SELECT message(format('SELECT sfn_send_task_success(%L, '''')', token()));
SELECT message(format($$SELECT sfn_send_task_success(%L, '"\u0000"')$$, token()));
SELECT message(format('SELECT sfn_send_task_success(%L, to_jsonb(repeat(''x'', 262143)))', token()));
SELECT message(format('SELECT sfn_send_task_failure(%L, repeat(''x'', 257))', token())) ~ 'ValidationException.*error' AS refused;
SELECT message(format('SELECT sfn_send_task_failure(%L, ''x'', repeat(''x'', 32769))', token())) ~ 'ValidationException.*cause' AS refused;
SELECT message(format('SELECT sfn_send_task_success(%L, NULL::jsonb)', token()));
SELECT message($$ SELECT sfn_send_task_success(NULL, '1'::text) $$);
SELECT message($$ SELECT sfn_send_task_failure(NULL) $$);
SELECT message($$ SELECT sfn_send_task_heartbeat(NULL) $$);
SELECT message($$ SELECT sfn_new_task_token(NULL) $$);
BEGIN READ ONLY;
SELECT sfn_send_task_heartbeat(token());
ROLLBACK;
SELECT status FROM sfn_describe(:'run');
-- Exactly the limit is not too much.
SELECT sfn_send_task_success(token(), to_jsonb(repeat('x', 262142)));
SELECT status, length(output::text) AS length FROM outcome(:'run'::uuid);

--
-- Timeouts and heartbeats
--
SELECT sfn_start('approval') AS run \gset
SELECT sfn_tick(now() + interval '59 s') AS nothing;
SELECT sfn_tick(now() + interval '61 s') AS missed;
SELECT * FROM outcome(:'run'::uuid);
SELECT message(format('SELECT sfn_send_task_success(%L, ''1'')', token()));
-- A heartbeat begins the seconds anew and writes nothing into the history.
SELECT sfn_start('approval') AS run \gset
SELECT pg_sleep(0.01);
SELECT sfn_send_task_heartbeat(token());
SELECT heartbeat_at - scheduled > interval '60.01 s' AS later, round(extract(epoch FROM timeout_at - scheduled)) AS patience FROM sfn.pending_tasks;
SELECT story(:'run');
SELECT sfn_send_task_success(token(), '"in time"');
SELECT * FROM outcome(:'run'::uuid);
-- However often it comes, TimeoutSeconds end the task.
SELECT sfn_create_state_machine('approval', '{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "pg:function:ask.waitForTaskToken",
    "Parameters": {"question.$": "$", "token.$": "$$.Task.Token"},
    "TimeoutSecondsPath": "$.timeout", "HeartbeatSecondsPath": "$.heartbeat", "End": true,
    "Catch": [{"ErrorEquals": ["States.HeartbeatTimeout"], "Next": "Dead"},
              {"ErrorEquals": ["States.Timeout"], "Next": "Late"}]},
  "Dead": {"Type": "Pass", "Result": "dead", "End": true},
  "Late": {"Type": "Pass", "Result": "late", "End": true}}}', or_replace => true) IS NOT NULL AS created;
SELECT sfn_start('approval', '{"timeout": 100, "heartbeat": 60}') AS run \gset
SELECT sfn_tick('infinity');
SELECT output FROM outcome(:'run'::uuid);
SELECT sfn_start('approval', '{"timeout": 50, "heartbeat": 49}') AS run \gset
SELECT token() AS token \gset
SELECT pg_sleep(1.01);
SELECT sfn_send_task_heartbeat(:'token');
SELECT sfn_tick('infinity');
SELECT output FROM outcome(:'run'::uuid);
-- Time that is over is over, whether or not somebody has noticed.
SELECT sfn_start('approval', '{"timeout": 2, "heartbeat": 1}') AS expired \gset
SELECT pg_sleep(1.01);
SELECT message(format('SELECT sfn_send_task_heartbeat(%L)', token()));
SELECT message(format('SELECT sfn_send_task_success(%L, ''1'')', token()));
SELECT sfn_tick();
SELECT output FROM outcome(:'expired'::uuid);

--
-- An answer is part of its transaction
--
SELECT sfn_start('approval', '{"timeout": 100, "heartbeat": 60}') AS run \gset
BEGIN;
SELECT sfn_send_task_success(token(), '1');
SELECT status FROM sfn_describe(:'run');
ROLLBACK;
SELECT status FROM sfn_describe(:'run');
BEGIN;
SAVEPOINT before;
SELECT sfn_send_task_success(token(), '1');
ROLLBACK TO before;
SELECT sfn_send_task_success(token(), '2');
COMMIT;
SELECT output FROM outcome(:'run'::uuid);

-- An async execution is only queued by an answer.
SELECT sfn_start('approval', '{"timeout": 100, "heartbeat": 60}', async => true) AS run \gset
SELECT sfn_tick();
SELECT sfn_send_task_success(token(), '"queued"');
SELECT status FROM sfn_describe(:'run');
SELECT kind FROM sfn.wakeups ORDER BY due;
-- It is an answer nevertheless: there is no other, and no time to run out.
SELECT count(*) AS tasks FROM sfn.pending_tasks WHERE execution = :'run';
SELECT message(format('SELECT sfn_send_task_failure(%L)', token()));
SELECT sfn_tick('infinity');
SELECT status, output FROM outcome(:'run'::uuid);
SELECT sfn_start('approval', '{"timeout": 100, "heartbeat": 60}', async => true) AS run \gset
SELECT sfn_tick();
SELECT sfn_send_task_failure(token(), 'No', 'because');
SELECT status FROM sfn_describe(:'run');
SELECT sfn_tick();
SELECT * FROM outcome(:'run'::uuid);

--
-- Answers from within the task itself
--
-- They are kept until the task returns; the second one comes too late.
CREATE FUNCTION answer_at_once(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_heartbeat(input ->> 'token');
	PERFORM sfn_send_task_success(input ->> 'token', '"at once"');
	RETURN to_jsonb(message(format('SELECT sfn_send_task_success(%L, ''"again"'')', input ->> 'token')));
END$$;
SELECT sfn_create_state_machine('at_once', '{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "pg:function:answer_at_once.waitForTaskToken",
    "Parameters": {"token.$": "$$.Task.Token"}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('at_once') AS run \gset
SELECT * FROM outcome(:'run'::uuid);
SELECT type, details FROM events(:'run') WHERE type IN ('TaskSubmitted', 'TaskSucceeded');
-- If the task fails, or takes its answer back, there was none.
CREATE OR REPLACE FUNCTION answer_at_once(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_success(input ->> 'token', '"at once"');
	RETURN sfn_raise_error('Regret');
END$$;
SELECT * FROM outcome(sfn_start('at_once'));
CREATE OR REPLACE FUNCTION answer_at_once(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	BEGIN
		PERFORM sfn_send_task_success(input ->> 'token', '"at once"');
		RAISE 'no';
	EXCEPTION WHEN raise_exception THEN NULL;
	END;
	RETURN NULL;
END$$;
SELECT status FROM sfn_describe(sfn_start('at_once'));
-- A task of one branch answers the token of another, in the same execution.
SELECT sfn_create_state_machine('two', '{"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
  {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "Resource": "pg:function:ask.waitForTaskToken", "End": true,
    "Parameters": {"token.$": "$$.Task.Token"}}}},
  {"StartAt": "Answer", "States": {"Answer": {"Type": "Task", "Resource": "pg:function:answer", "End": true}}}]}}}')
  IS NOT NULL AS created;
CREATE FUNCTION answer(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_send_task_success(token(), '"from the other branch"');
	RETURN NULL;
END$$;
SELECT status, output FROM outcome(sfn_start('two'));

--
-- Several that wait
--
-- Each of a Map's iterations has a token of its own; they are answered in any order.
SELECT sfn_create_state_machine('many', '{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor":
  {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "Resource": "pg:function:ask.waitForTaskToken", "End": true,
    "Parameters": {"question.$": "$", "token.$": "$$.Task.Token"}}}}}}}') IS NOT NULL AS created;
TRUNCATE letter;
SELECT sfn_start('many', '["a", "b", "c"]') AS run \gset
SELECT question, count(*) OVER () AS tokens FROM letter ORDER BY question;
SELECT sfn_send_task_success(token, to_jsonb(upper(question #>> '{}'))) FROM letter ORDER BY question DESC;
SELECT output FROM outcome(:'run'::uuid);
-- The failure of one ends the others, whose tokens are then worth nothing.
TRUNCATE letter;
SELECT sfn_start('many', '["a", "b"]') AS run \gset
SELECT sfn_send_task_failure(token, 'E') FROM letter WHERE question = '"b"';
SELECT * FROM outcome(:'run'::uuid);
SELECT message(format('SELECT sfn_send_task_success(%L, ''1'')', token)) FROM letter WHERE question = '"a"';
SELECT (SELECT count(*) FROM sfn.task WHERE execution = :'run') AS tasks,
  (SELECT count(*) FROM sfn.branch WHERE execution = :'run') AS branches;

--
-- Every Task* resource can wait: queries, notifications, registered functions
--
SELECT sfn_create_state_machine('query', '{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "pg:query.waitForTaskToken", "End": true, "Parameters":
    {"sql": "INSERT INTO callback.letter (token) VALUES ($1)", "params.$": "States.Array($$.Task.Token)"}}}}') IS NOT NULL AS created;
SELECT sfn_start('query') AS run \gset
SELECT sfn_send_task_success(token(), '"from a query"');
SELECT output FROM outcome(:'run'::uuid);
SELECT sfn_create_state_machine('lambda', '{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "End": true,
    "Parameters": {"FunctionName": "ask", "Payload": {"token.$": "$$.Task.Token"}}}}}') IS NOT NULL AS created;
SELECT sfn_start('lambda') AS run \gset
SELECT sfn_send_task_success(token(), '"from a function"');
SELECT output FROM outcome(:'run'::uuid);
SELECT sfn_register_integration('sqs:sendMessage', 'callback.ask');
SELECT sfn_create_state_machine('queue', '{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "End": true,
    "Parameters": {"QueueUrl": "q", "token.$": "$$.Task.Token", "MessageBody": "m"}}}}') IS NOT NULL AS created;
SELECT sfn_start('queue') AS run \gset
SELECT sfn_send_task_success(token(), '"from a queue"');
SELECT output FROM outcome(:'run'::uuid);
SELECT sfn_unregister_integration('sqs:sendMessage');

--
-- A token that was lost
--
SELECT sfn_start('query') AS run \gset
SELECT token() AS lost \gset
SELECT sfn_new_task_token(task) AS token FROM sfn.pending_tasks WHERE execution = :'run' \gset
SELECT message(format('SELECT sfn_send_task_success(%L, ''1'')', :'lost'));
SELECT sfn_send_task_success(:'token', '"found"');
SELECT output FROM outcome(:'run'::uuid);
SELECT message('SELECT sfn_new_task_token(0)');
-- It takes the privilege to manage the machine.
SELECT sfn_start('query') AS run \gset
SELECT task FROM sfn.pending_tasks WHERE execution = :'run' \gset
CREATE ROLE regress_stranger;
GRANT USAGE ON SCHEMA callback TO regress_stranger;
SET ROLE regress_stranger;
SELECT message(format('SELECT sfn_new_task_token(%s)', :'task'));
-- The token is all that an answer needs.
RESET ROLE;
SELECT token() AS token \gset
SET ROLE regress_stranger;
SELECT sfn_send_task_success(:'token', '"from a stranger"');
RESET ROLE;
SELECT output FROM outcome(:'run'::uuid);
-- Unless the function itself was taken from PUBLIC.
BEGIN;
REVOKE EXECUTE ON FUNCTION sfn_send_task_heartbeat(text) FROM PUBLIC;
SET LOCAL ROLE regress_stranger;
SELECT message($$ SELECT sfn_send_task_heartbeat('x') $$);
ROLLBACK;
DROP OWNED BY regress_stranger;
DROP ROLE regress_stranger;

--
-- Tokens are secrets: what is stored is a hash, and nothing shows one
--
SELECT sfn_start('query') AS run \gset
SELECT octet_length(token_hash) AS bytes, t::text LIKE '%' || token() || '%' AS shown
FROM sfn.task t WHERE execution = :'run';
SELECT bool_or(h::text LIKE '%' || token() || '%') AS in_history FROM sfn_history(:'run') h;
SELECT position(convert_to(token(), 'UTF8') IN events) > 0 AS in_stored_history FROM sfn.execution WHERE id = :'run';
SELECT bool_or(p::text LIKE '%' || token() || '%') AS in_view FROM sfn.pending_tasks p;

--
-- The same through the service's API
--
SELECT sfn_api('SendTaskHeartbeat', jsonb_build_object('taskToken', token()));
SELECT message(format('SELECT sfn_api(''SendTaskSuccess'', %L)', jsonb_build_object('taskToken', token(), 'output', 'x')));
SELECT sfn_api('SendTaskSuccess', jsonb_build_object('taskToken', token(), 'output', '{"by": "API"}'));
SELECT output FROM outcome(:'run'::uuid);
SELECT message(format('SELECT sfn_api(''SendTaskFailure'', %L)', jsonb_build_object('taskToken', token(), 'error', 'E')));
SELECT message($$ SELECT sfn_api('SendTaskFailure', '{"taskToken": "x"}') $$);
SELECT message($$ SELECT sfn_api('SendTaskHeartbeat', '{}') $$);
CALL clean();
