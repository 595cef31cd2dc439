--
-- A database that others have prepared
--
-- In the schema that the extension goes to, and first in the search_path, are functions and operators
-- of the names that scripts and statements use, with the types they use or closer ones.  Each would do
-- its evil as the superuser who creates the extension or looks at a view; none is ever called.
DROP EXTENSION sfn;
CREATE ROLE regress_mallory;
GRANT CREATE ON SCHEMA public TO regress_mallory;
SET ROLE regress_mallory;
SET check_function_bodies = off;
DO $$
DECLARE
    types text[] := '{text, bigint, integer, smallint, uuid, boolean, timestamptz, jsonb, name, regclass, "char", oid}';
    type_left text;
    type_right text;
    operator text;
    declaration text;
BEGIN
    -- Functions of pg_catalog that are called somewhere, with these or any arguments
    FOREACH declaration IN ARRAY ARRAY[
        'now()', 'clock_timestamp()', 'nextval(regclass)', 'nextval(text)', 'getdatabaseencoding()', 'format(text, text)',
        'format(text, name)', 'pg_extension_config_dump(regclass, text)', 'pg_extension_config_dump(text, text)',
        'count(anyelement)', 'row_to_json(record)', 'set_config(text, text, boolean)', 'current_setting(text)',
        'jsonb_array_elements(jsonb)', 'to_jsonb(anyelement)', 'notify(text, text)'] LOOP
        EXECUTE 'CREATE FUNCTION public.' || declaration || ' RETURNS text LANGUAGE plpgsql AS ''BEGIN RAISE EXCEPTION ''''hijacked''''; END''';
    END LOOP;
    -- Operators, with every pair of types that the extension compares or joins
    FOREACH operator IN ARRAY '{=,<>,<,>,<=,>=,||,->>,->,+,-,*}'::text[] LOOP
        FOREACH type_left IN ARRAY types LOOP
            FOREACH type_right IN ARRAY types LOOP
                EXECUTE format('CREATE OR REPLACE FUNCTION public.hijack(%s, %s) RETURNS %s LANGUAGE plpgsql IMMUTABLE
                    AS ''BEGIN RAISE EXCEPTION ''''hijacked''''; END''', type_left, type_right,
                    CASE WHEN operator IN ('||', '->>', '->', '+', '-', '*') THEN 'text' ELSE 'boolean' END);
                EXECUTE format('CREATE OPERATOR public.%s (FUNCTION = public.hijack, LEFTARG = %s, RIGHTARG = %s)', operator, type_left, type_right);
            END LOOP;
        END LOOP;
        EXECUTE (SELECT string_agg(format('ALTER FUNCTION %s RENAME TO %I', oid::regprocedure, 'hijack_' || md5(operator)), ';')
                 FROM pg_proc WHERE proname OPERATOR(pg_catalog.=) 'hijack');
    END LOOP;
END $$;
-- Tables of the names that sfn's have
CREATE TABLE public.execution (id int);
CREATE TABLE public.state_machine (id int);
RESET ROLE;
RESET check_function_bodies;

SET search_path = public, pg_catalog;
CREATE EXTENSION sfn;

-- What is done with it calls nothing of them either, while they are first.
SET ROLE regress_mallory;
CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE sql SET search_path = pg_catalog AS $$ SELECT input $$;
RESET ROLE;
SELECT sfn_create_activity('oven') IS NOT NULL AS created;
SELECT sfn_create_state_machine('bread', '{
  "StartAt": "Work",
  "States": {
    "Work": {"Type": "Task", "Resource": "pg:function:work", "Next": "Fork"},
    "Fork": {"Type": "Parallel", "Next": "Bake", "Branches": [
      {"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "Seconds": 60, "End": true}}},
      {"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemsPath": "$.items", "End": true,
        "ItemProcessor": {"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "End": true}}}}}}]},
    "Bake": {"Type": "Task", "Resource": "pg:activity:oven", "End": true}}}', logging => '{"level": "ALL"}') IS NOT NULL AS created;
SELECT sfn_start('bread', '{"items": [1, 2]}', name => 'one') AS one \gset
SELECT sfn_start('bread', '{"items": [1, 2]}', name => 'one') IS NOT NULL AS again;
SELECT sfn_start('bread', '{"items": [1, 2]}', name => 'two', async => true) AS two \gset
SELECT sfn_tick('infinity');
CALL sfn_worker('0');
SELECT sfn_send_task_success(task_token, '"done"') IS NOT NULL AS answered FROM sfn_get_activity_task('oven', 'me');
SELECT sfn_stop(:'two') IS NOT NULL AS stopped;
SELECT sfn_redrive(:'two') IS NOT NULL AS redriven;
SELECT status, output FROM sfn_describe(:'one');
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS some FROM sfn_history(:'one');
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS some FROM sfn_list_executions('bread');
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS some FROM sfn.state_machines;
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS some FROM sfn.executions;
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS some FROM sfn.history;
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS some FROM sfn.execution_log;
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>=) 0 AS some FROM sfn.pending_tasks;
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>=) 0 AS some FROM sfn.wakeups;
SELECT sfn_delete_state_machine('bread'), sfn_delete_activity('oven');
SELECT sfn_purge('0');

-- A schema sfn that is there already belongs to somebody.
RESET search_path;
DROP EXTENSION sfn;
CREATE SCHEMA sfn AUTHORIZATION regress_mallory;
CREATE EXTENSION sfn;

DROP OWNED BY regress_mallory CASCADE;
DROP ROLE regress_mallory;
