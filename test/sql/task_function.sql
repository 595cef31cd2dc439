--
-- Tasks that are SQL functions
--
-- A function of a task takes one jsonb, the effective input, and returns one, the task's
-- result.
CREATE SCHEMA task_function;
SET search_path = task_function, public;

CREATE FUNCTION bake(dough jsonb) RETURNS jsonb LANGUAGE sql AS
$$ SELECT jsonb_build_object('pie', dough->'filling') $$;

-- Each of the following tests is one task.  try makes a machine of it, runs it and gives
-- what became of it; ids that differ from run to run are left out.
CREATE FUNCTION try(resource text, input jsonb DEFAULT '{}', more jsonb DEFAULT '{}', role text DEFAULT NULL)
RETURNS TABLE (error text, answer text)
LANGUAGE plpgsql AS $$
DECLARE
  execution uuid;
BEGIN
  PERFORM sfn_create_state_machine('task_function', jsonb_build_object('StartAt', 'Work',
    'States', jsonb_build_object('Work',
      jsonb_build_object('Type', 'Task', 'Resource', resource, 'End', true) || more)),
    role => role, or_replace => true);
  execution := sfn_start('task_function', input);
  RETURN QUERY
    SELECT d.error, regexp_replace(coalesce(d.cause, d.output::text),
                                   '[0-9a-f]{8}-[0-9a-f-]{27}', '<id>', 'g')
    FROM sfn_describe(execution) AS d;
END $$;

SELECT * FROM try('pg:function:bake', '{"filling": "apple"}');

--
-- Names
--
-- pg:function reads a name as SQL reads it: folded unless quoted, with or without a
-- schema; the type of the argument may follow.
CREATE FUNCTION "Box it"(pie jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT '"boxed"'::jsonb $$;
SELECT resource, t.*
FROM unnest(ARRAY['BAKE', 'task_function.Bake', 'bake(jsonb)', '"bake"', 'Task_Function."bake"(JSONB)',
                  '"BAKE"', 'bake(json)', 'elsewhere.bake', 'a.b.c', 'bake.']) AS resource,
  try('pg:function:' || resource, '{"filling": "cherry"}') AS t;

-- The Lambda ARN's name is taken as it is; it may have a qualifier.
CREATE FUNCTION "Bake-Pie"(pie jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT '"baked"'::jsonb $$;
SELECT name, t.*
FROM unnest(ARRAY['Bake-Pie', 'Bake-Pie:live', 'bake-pie', 'bake-pie:live']) AS name,
  try('arn:aws:lambda:eu-central-1:111122223333:function:' || name) AS t;

-- A function is missing if it has another argument, or returns something else.
CREATE FUNCTION of_text(dough text) RETURNS jsonb LANGUAGE sql AS $$ SELECT '1'::jsonb $$;
CREATE FUNCTION to_text(dough jsonb) RETURNS text LANGUAGE sql AS $$ SELECT '1' $$;
CREATE FUNCTION to_many(dough jsonb) RETURNS SETOF jsonb LANGUAGE sql AS $$ SELECT '1'::jsonb $$;
CREATE PROCEDURE procedure(dough jsonb) LANGUAGE sql AS $$ SELECT '1'::jsonb $$;
SELECT name, t.*
FROM unnest(ARRAY['of_text', 'to_text', 'to_many', 'procedure']) AS name,
  try('pg:function:' || name) AS t;

-- The path that counts is the creator's at the time of creation, also for what the function calls.
CREATE SCHEMA task_other;
CREATE FUNCTION task_other.bake(dough jsonb) RETURNS jsonb LANGUAGE plpgsql AS
$$ BEGIN RETURN to_jsonb('from the other schema, on path ' || current_setting('search_path')); END $$;
SET search_path = task_other, task_function, public;
SELECT sfn_create_state_machine('task_path', '{"StartAt": "Work", "States":
  {"Work": {"Type": "Task", "Resource": "pg:function:bake", "End": true}}}') IS NOT NULL AS created;
SET search_path = task_function, public;
SELECT sfn_start('task_path') AS path \gset
SELECT output FROM sfn_describe(:'path');
SHOW search_path;

-- A function that is replaced is the new one for the next task, one that is dropped is gone.
CREATE OR REPLACE FUNCTION bake(dough jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT '"replaced"'::jsonb $$;
SELECT * FROM try('pg:function:bake');
DROP FUNCTION bake(jsonb);
SELECT * FROM try('pg:function:bake');

--
-- Results
--
-- SQL NULL is JSON null; any JSON value is a result.
CREATE FUNCTION give(what jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT what->'value' $$;
SELECT input, t.*
FROM unnest('{"{}", "{\"value\": null}", "{\"value\": 1.50}", "{\"value\": \"text\"}", "{\"value\": [1, {}]}"}'::jsonb[]) AS input,
  try('pg:function:give', input) AS t;

-- A result over the limit fails the task, and what the task did goes with it.
CREATE TABLE done (what text);
CREATE FUNCTION give_much(size jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO done VALUES ('give_much');
  RETURN to_jsonb(repeat('x', (size->>'size')::int));
END $$;
SELECT error, left(answer, 120) AS answer FROM try('pg:function:give_much', '{"size": 262142}');
SELECT * FROM try('pg:function:give_much', '{"size": 262143}');
SELECT * FROM try('arn:aws:lambda:us-east-1:000000000000:function:give_much', '{"size": 262143}');
SELECT count(*) FROM done;

-- A function that is not VOLATILE sees what earlier tasks of the transaction did.
CREATE FUNCTION count_done(nothing jsonb) RETURNS jsonb STABLE LANGUAGE plpgsql AS
$$ BEGIN RETURN to_jsonb((SELECT count(*) FROM done)); END $$;
SELECT sfn_create_state_machine('task_sees', '{"StartAt": "Do", "States":
  {"Do": {"Type": "Task", "Resource": "pg:function:give_much", "ResultPath": null, "Next": "Count"},
   "Count": {"Type": "Task", "Resource": "pg:function:count_done", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('task_sees', '{"size": 1}') AS sees \gset
SELECT output FROM sfn_describe(:'sees');

--
-- lambda:invoke
--
-- The function is named by FunctionName, gets Payload and answers in the service's envelope.
CREATE FUNCTION echo(event jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT event $$;
CREATE FUNCTION invoke(parameters jsonb) RETURNS TABLE (error text, answer text) LANGUAGE sql AS
$$ SELECT * FROM try('arn:aws:states:::lambda:invoke', '{}', jsonb_build_object('Parameters', parameters)) $$;
SELECT * FROM invoke('{"FunctionName": "echo", "Payload": {"a": 1}}');

-- No payload and a null one are {}; a string is the JSON text of one.
SELECT payload, error, answer::jsonb->'Payload' AS received
FROM unnest('{"{}", "{\"Payload\": null}", "{\"Payload\": \"\"}", "{\"Payload\": \"[1, 2]\"}", "{\"Payload\": \"\\\"text\\\"\"}", "{\"Payload\": 0}"}'::jsonb[]) AS payload,
  invoke('{"FunctionName": "echo"}' || payload);
SELECT * FROM invoke('{"FunctionName": "echo", "Payload": "text"}');

-- Forms of a name, and what is not found.
SELECT name, t.error, CASE WHEN t.error IS NULL THEN 'called' ELSE t.answer END AS answer
FROM unnest(ARRAY['echo', 'echo:7', '123456789012:function:echo',
                  'arn:aws:lambda:us-east-1:123456789012:function:echo:live',
                  'nothing', 'nothing:7', 'arn:aws:lambda:eu-west-1:123456789012:function:nothing']) AS name,
  invoke(jsonb_build_object('FunctionName', name)) AS t;

-- Other ways to invoke: a dry run only looks, an event's failure is its own.
CREATE FUNCTION fail(event jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO done VALUES ('fail');
  RAISE EXCEPTION 'no such luck';
END $$;
SET client_min_messages = error;
SELECT parameters, t.*
FROM unnest('{"{\"FunctionName\": \"fail\", \"InvocationType\": \"DryRun\"}",
              "{\"FunctionName\": \"fail\", \"InvocationType\": \"Event\"}",
              "{\"FunctionName\": \"fail\", \"InvocationType\": \"Later\"}",
              "{\"FunctionName\": \"nothing\", \"InvocationType\": \"DryRun\"}"}'::jsonb[]) AS parameters,
  invoke(parameters) AS t;
RESET client_min_messages;
SELECT count(*) FROM done WHERE what = 'fail';

-- Parameters that cannot start the task.
SELECT error, regexp_replace(answer, '.*\[', '[') AS answer
FROM unnest('{"{}", "{\"FunctionName\": 1}", "{\"FunctionName\": \"echo\", \"Function\": 1}"}'::jsonb[]) AS parameters,
  invoke(parameters);

--
-- Events
--
SELECT sfn_create_state_machine('task_events', '{"StartAt": "Direct", "States":
  {"Direct": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:echo", "Next": "Plain"},
   "Plain": {"Type": "Task", "Resource": "pg:function:echo", "Next": "Gone"},
   "Gone": {"Type": "Task", "Resource": "pg:function:gone", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('task_events', '{"a": 1}') AS events \gset
SELECT id, type, details FROM sfn_history(:'events') WHERE type ~ '^(Task|LambdaFunction)(Sch|Sta?rt|Succ|Fail)' ORDER BY id;

--
-- Roles
--
-- A task runs as the machine's role, whoever starts the execution.
CREATE ROLE regress_task_baker;
CREATE ROLE regress_task_helper;
CREATE ROLE regress_task_stranger;
GRANT regress_task_helper TO regress_task_baker;
GRANT USAGE ON SCHEMA task_function TO PUBLIC;
GRANT ALL ON done TO regress_task_baker;
CREATE FUNCTION who(nothing jsonb) RETURNS jsonb LANGUAGE plpgsql AS
$$ BEGIN RETURN to_jsonb(current_user::text); END $$;
SELECT * FROM try('pg:function:who', role => 'regress_task_baker');
SELECT current_user = session_user AS back;

-- Credentials name another role, which the machine's must be a member of.
SELECT role, t.*
FROM unnest(ARRAY['helper', 'stranger', 'nobody']) AS role,
  try('pg:function:who', '{}', jsonb_build_object('Credentials',
        jsonb_build_object('RoleArn', 'arn:aws:iam::000000000000:role/regress_task_' || role)), 'regress_task_baker') AS t;

-- The role needs EXECUTE, directly or through a role it is a member of, and USAGE on the schema.
REVOKE EXECUTE ON FUNCTION echo(jsonb) FROM PUBLIC;
CREATE SCHEMA task_closed;
CREATE FUNCTION task_closed.f(j jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT j $$;
SELECT * FROM try('pg:function:echo', role => 'regress_task_baker');
SELECT * FROM try('arn:aws:lambda:us-east-1:000000000000:function:echo', role => 'regress_task_baker');
SELECT * FROM try('pg:function:task_closed.f', role => 'regress_task_baker');
GRANT EXECUTE ON FUNCTION echo(jsonb) TO regress_task_helper;
SELECT * FROM try('pg:function:echo', role => 'regress_task_baker');

-- A role that has been dropped.
CREATE ROLE regress_task_short_lived;
SELECT sfn_create_state_machine('task_orphan', '{"StartAt": "Work", "States":
  {"Work": {"Type": "Task", "Resource": "pg:function:who", "End": true}}}', role => 'regress_task_short_lived') IS NOT NULL AS created;
DROP ROLE regress_task_short_lived;
SELECT sfn_start('task_orphan') AS orphan \gset
SELECT status, error, cause FROM sfn_describe(:'orphan');

--
-- What a task cannot do to the session
--
CREATE FUNCTION run(task jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE task->>'sql';
  RETURN NULL;
END $$;
CREATE FUNCTION try_sql(sql text, role text DEFAULT 'regress_task_baker') RETURNS TABLE (error text, answer text)
LANGUAGE sql AS $$
  SELECT error, CASE WHEN error IS NULL THEN 'done' ELSE answer::jsonb->>'errorMessage' END
  FROM try('pg:function:run', jsonb_build_object('sql', sql), role => role)
$$;

-- As another role than the current one: become the session's user, leave something that runs or counts later.
SELECT sql, t.*
FROM unnest(ARRAY['SET ROLE regress_task_stranger', 'RESET ROLE', 'SET SESSION AUTHORIZATION DEFAULT',
                  'CREATE TEMPORARY TABLE done (what text)', 'PREPARE later AS SELECT 1', 'LISTEN later',
                  'DECLARE later CURSOR WITH HOLD FOR SELECT 1', 'DISCARD ALL']) AS sql,
  try_sql(sql) AS t;

-- A deferred trigger would fire after the task, with the session's rights.
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
GRANT ALL ON parent, child TO regress_task_baker;
SELECT error, answer::jsonb->>'errorMessage' AS message, answer::jsonb->>'hint' AS hint
FROM try('pg:function:run', '{"sql": "INSERT INTO child VALUES (1)"}', role => 'regress_task_baker');
BEGIN;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT * FROM try_sql('INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1)');
SELECT * FROM try_sql('INSERT INTO child VALUES (2)');
COMMIT;

-- As any role: what a task sets is undone, and cursors it has left open are closed.
SET task_function.trusted = 'mine';
BEGIN;
DECLARE mine CURSOR FOR SELECT 1;
SELECT sql, t.*
FROM unnest(ARRAY['SET ROLE regress_task_stranger', 'SET SESSION AUTHORIZATION regress_task_stranger',
                  'SET search_path = evil', 'SELECT set_config(''task_function.trusted'', ''yours'', false)',
                  'SET LOCAL task_function.trusted = ''yours''',
                  'DECLARE yours CURSOR WITH HOLD FOR SELECT 1']) AS sql,
  try_sql(sql, current_user) AS t;
SELECT current_user = session_user AS same, current_setting('search_path') AS path,
       current_setting('task_function.trusted') AS trusted;
SELECT name FROM pg_cursors ORDER BY name;
COMMIT;
RESET task_function.trusted;

-- A temporary table is searched last and does not take the place of a real one.
CREATE TEMPORARY TABLE done (what text);
SELECT * FROM try_sql('INSERT INTO done VALUES (''shadowed?'')', current_user);
SELECT count(*) FROM pg_temp.done;
SELECT count(*) FROM task_function.done WHERE what = 'shadowed?';
DROP TABLE pg_temp.done;

--
-- Registered integrations
--
-- A function can stand for the action of any service.
CREATE FUNCTION send_message(message jsonb) RETURNS jsonb LANGUAGE sql AS
$$ SELECT jsonb_build_object('MD5OfMessageBody', md5(message->>'MessageBody')) $$;
SELECT * FROM try('arn:aws:states:::sqs:sendMessage', '{"MessageBody": "hello"}', role => 'regress_task_baker');
SELECT sfn_register_integration('sqs:sendMessage', 'send_message');
SELECT * FROM try('arn:aws:states:::sqs:sendMessage', '{"MessageBody": "hello"}');
SELECT sfn_register_integration('aws-sdk:sqs:sendMessage', 'task_function.send_message(jsonb)');
SELECT resource, role, function FROM sfn.integration WHERE resource ~ 'sqs:' ORDER BY resource;
SELECT error, answer FROM try('arn:aws:states:::aws-sdk:sqs:sendMessage', '{"MessageBody": "hello"}');

-- A role registers for its own machines only, which then have that function before the one for all.
SET ROLE regress_task_baker;
SELECT sfn_register_integration('sqs:sendMessage', 'who');
RESET ROLE;
SELECT * FROM try('arn:aws:states:::sqs:sendMessage', '{"MessageBody": "hello"}');
SELECT * FROM try('arn:aws:states:::sqs:sendMessage', '{"MessageBody": "hello"}', role => 'regress_task_baker');
SET ROLE regress_task_baker;
SELECT sfn_unregister_integration('sqs:sendMessage');
SELECT sfn_unregister_integration('sqs:sendMessage');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;

-- A registration outlives its function.
DROP FUNCTION send_message(jsonb);
SELECT * FROM try('arn:aws:states:::sqs:sendMessage', '{"MessageBody": "hello"}');
SELECT sfn_unregister_integration('sqs:sendMessage');
SELECT sfn_unregister_integration('aws-sdk:sqs:sendMessage');

-- What cannot be registered.
SELECT sfn_register_integration('lambda:invoke', 'echo');
SELECT sfn_register_integration('sendMessage', 'echo');
SELECT sfn_register_integration('sqs:sendMessage', 'nothing');
SELECT sfn_register_integration('sqs:sendMessage', 'to_text');
SET ROLE regress_task_stranger;
SELECT sfn_register_integration('sqs:sendMessage', 'echo');
RESET ROLE;
SELECT sfn_register_integration(NULL, 'echo');
SELECT sfn_register_integration('sqs:sendMessage', NULL);

SELECT sfn_delete_state_machine(name) FROM unnest('{task_function,task_path,task_sees,task_events,task_orphan}'::text[]) AS name;
SET client_min_messages = error;
DROP SCHEMA task_function, task_other, task_closed CASCADE;
DROP ROLE regress_task_baker, regress_task_helper, regress_task_stranger;
