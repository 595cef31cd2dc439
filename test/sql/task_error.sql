--
-- Errors of a task
--
CREATE SCHEMA task_error;
SET search_path = task_error, public;

-- How a task ended that is one call of a function, and what a Catch would be given.
CREATE FUNCTION try(function text, input jsonb DEFAULT '{}', more jsonb DEFAULT '{}')
RETURNS TABLE (status text, error text, answer text)
LANGUAGE plpgsql AS $$
DECLARE
  execution uuid;
BEGIN
  PERFORM sfn_create_state_machine('task_error', jsonb_build_object('StartAt', 'Work',
    'States', jsonb_build_object('Work',
      jsonb_build_object('Type', 'Task', 'Resource', 'pg:function:' || function, 'End', true) || more) ||
      CASE WHEN more ? 'Catch' THEN '{"Caught": {"Type": "Pass", "End": true}}' ELSE '{}' END::jsonb),
    or_replace => true);
  execution := sfn_start('task_error', input);
  RETURN QUERY SELECT d.status, d.error, coalesce(d.cause, d.output::text) FROM sfn_describe(execution) AS d;
END $$;

--
-- Errors the task names itself
--
CREATE FUNCTION fail(how jsonb) RETURNS jsonb LANGUAGE plpgsql AS
$$ BEGIN RETURN sfn_raise_error(how->>'error', how->>'cause'); END $$;
SELECT * FROM try('fail', '{"error": "OutOfStock", "cause": "no flour"}');
SELECT * FROM try('fail', '{"error": "OutOfStock"}');
SELECT * FROM try('fail', '{"error": "OutOfStock", "cause": "no flour"}',
                  '{"Catch": [{"ErrorEquals": ["OutOfStock"], "Next": "Caught"}]}');

-- Outside of a task it is an ordinary error.
SELECT sfn_raise_error('OutOfStock', 'no flour');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_raise_error('OutOfStock');

-- Names and lengths are limited; a refused name is itself the task's error.
SELECT sfn_raise_error(NULL);
SELECT sfn_raise_error('States.Timeout');
SELECT sfn_raise_error(repeat('e', 257));
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_raise_error('e', repeat('c', 32769));
SELECT status, error, answer::jsonb->>'errorMessage' AS message FROM try('fail', '{"error": "States.Runtime"}');

-- RAISE can use the same SQLSTATE, but not to pretend one of the States Language's errors.
CREATE FUNCTION raise(what jsonb) RETURNS jsonb LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING ERRCODE = what->>'code', MESSAGE = what->>'message'; END $$;
SELECT * FROM try('raise', '{"code": "SFT01", "message": "OutOfStock"}');
SELECT status, error FROM try('raise', '{"code": "SFT01", "message": "States.Runtime"}');

--
-- SQL errors
--
-- Error is the name of the condition, Cause tells the rest as JSON.
CREATE TABLE orders (id int PRIMARY KEY);
CREATE FUNCTION place(the_order jsonb) RETURNS jsonb LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO orders VALUES ((the_order->>'id')::int); RETURN the_order; END $$;
SELECT * FROM try('place', '{"id": 1}');
SELECT status, error, c.*
FROM try('place', '{"id": 1}'), jsonb_to_record(answer::jsonb) AS
  c("errorType" text, "errorMessage" text, sqlstate text, detail text, hint text, context text) \gx

-- A code without a name is its own; that of one of the service's refusals has the service's name.
SELECT code, status, error
FROM unnest('{22012,P0001,AB123,XX000,55P03,57000,SF024}'::text[]) AS code,
  try('raise', jsonb_build_object('code', code, 'message', 'so'));

-- ErrorEquals takes the name, the code and the class.
SELECT name, status, error, answer::jsonb->>'Error' AS caught
FROM unnest('{unique_violation,SQLSTATE:23505,SQLSTATE:23,SQLSTATE:23503,SQLSTATE:235,check_violation,States.TaskFailed}'::text[]) AS name,
  try('place', '{"id": 1}', jsonb_build_object('Catch', jsonb_build_array(
        jsonb_build_object('ErrorEquals', jsonb_build_array(name), 'Next', 'Caught'))));

-- A task that fails has done nothing, what came before it stays.
CREATE TABLE steps (what text);
CREATE FUNCTION step(it jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO steps VALUES (it->>'what');
  RETURN to_jsonb(1 / (it->>'by')::int);
END $$;
SELECT sfn_create_state_machine('task_error_steps', '{"StartAt": "First", "States": {
  "First": {"Type": "Task", "Resource": "pg:function:step", "Parameters": {"what": "first", "by": 1}, "Next": "Second"},
  "Second": {"Type": "Task", "Resource": "pg:function:step", "Parameters": {"what": "second", "by": 0},
             "Retry": [{"ErrorEquals": ["SQLSTATE:22"], "MaxAttempts": 1}],
             "Catch": [{"ErrorEquals": ["division_by_zero"], "Next": "Third"}], "End": true},
  "Third": {"Type": "Task", "Resource": "pg:function:step", "Parameters": {"what": "third", "by": 1}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('task_error_steps') AS run \gset
SELECT status FROM sfn_describe(:'run');
SELECT sfn_tick('infinity');
SELECT status, output FROM sfn_describe(:'run');
SELECT what FROM steps ORDER BY what;

-- The Cause has at most 32768 characters and is JSON even then.
SELECT status, error, length(answer) AS characters, answer::jsonb->>'detail' AS detail,
       right(answer::jsonb->>'errorMessage', 6) AS message_ends
FROM try('raise', jsonb_build_object('code', 'P0001', 'message', repeat('so"', 20000)));

-- Where in the task it happened is in the Cause; who called sfn is not.
CREATE FUNCTION caller() RETURNS text LANGUAGE plpgsql AS
$$ BEGIN RETURN (SELECT answer::jsonb->>'context' FROM try('raise', '{"code": "P0001", "message": "so"}')); END $$;
SELECT caller();

-- A task is part of a transaction and cannot end it.
CREATE FUNCTION commits(nothing jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$ BEGIN COMMIT; RETURN nothing; END $$;
SELECT status, error, answer::jsonb->>'errorMessage' AS message FROM try('commits');

-- A function may handle its errors itself.
CREATE FUNCTION handles(nothing jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 / 0;
EXCEPTION WHEN OTHERS THEN
  RETURN to_jsonb(sqlerrm);
END $$;
SELECT * FROM try('handles');

--
-- Errors that are not the task's
--
-- A conflict with others, lack of resources, shutdown and damage go up to the caller, and no Catch sees them.
CREATE FUNCTION goes_up(code text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM try('raise', jsonb_build_object('code', code, 'message', 'up'),
              '{"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Caught"}]}');
  RETURN 'did not';
EXCEPTION WHEN OTHERS OR query_canceled THEN
  RETURN sqlstate || ' ' || sqlerrm;
END $$;
SELECT code, goes_up(code) FROM unnest('{40001,40P01,53100,57014,57P01,58030,XX001,XX002,P0001}'::text[]) AS code;

-- Then nothing of the execution remains.
SELECT count(*) FROM sfn_list_executions('task_error', 'RUNNING');

-- statement_timeout is the caller's.
CREATE FUNCTION sleep(nothing jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN nothing; END $$;
SET statement_timeout = '50ms';
SELECT * FROM try('sleep', '{}', '{"TimeoutSeconds": 30}');
\echo :LAST_ERROR_SQLSTATE
RESET statement_timeout;

--
-- TimeoutSeconds
--
SELECT * FROM try('sleep', '{}', '{"TimeoutSeconds": 1}');

-- A function cannot swallow the cancel for ever.
CREATE FUNCTION sleep_on(nothing jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO steps VALUES ('sleep_on');
  LOOP
    BEGIN
      PERFORM pg_sleep(60);
    EXCEPTION WHEN query_canceled THEN
      NULL;
    END;
  END LOOP;
END $$;
SELECT * FROM try('sleep_on', '{}', '{"TimeoutSeconds": 1, "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Caught"}]}');
SELECT count(*) FROM steps WHERE what = 'sleep_on';

-- Nothing of it is left behind: the session goes on.
SELECT pg_sleep(0.15);

SELECT sfn_delete_state_machine(name) FROM unnest('{task_error,task_error_steps}'::text[]) AS name;
SET client_min_messages = error;
DROP SCHEMA task_error CASCADE;
