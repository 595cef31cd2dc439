--
-- The search_path of tasks
--
-- A task runs with the search_path of whoever wrote the definition.  Whatever a task does
-- with it, the next task has that of the definition again, and the session its own.
CREATE SCHEMA kitchen;
CREATE SCHEMA cellar;
CREATE TABLE kitchen.shelf AS SELECT 'flour' AS thing;
CREATE TABLE cellar.shelf AS SELECT 'apples' AS thing;

SET search_path = kitchen, public;
CREATE FUNCTION look(jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  RETURN jsonb_build_object('path', current_setting('search_path'), 'shelf', (SELECT thing FROM shelf));
END $$;
CREATE FUNCTION set_path(jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  SET search_path = cellar;
  RETURN to_jsonb(current_setting('search_path'));
END $$;
CREATE FUNCTION set_local_path(jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  SET LOCAL search_path = cellar, public;
  RETURN to_jsonb(current_setting('search_path'));
END $$;
CREATE FUNCTION reset_path(jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  RESET search_path;
  RETURN to_jsonb(current_setting('search_path'));
END $$;
-- A function with a path of its own
CREATE FUNCTION own_path(jsonb) RETURNS jsonb LANGUAGE plpgsql SET search_path = cellar, public AS $$
BEGIN
  RETURN to_jsonb(current_setting('search_path'));
END $$;
-- which fails: as a task fails, or for a reason that goes up to whoever started
CREATE FUNCTION own_path_fails(input jsonb) RETURNS jsonb LANGUAGE plpgsql SET search_path = cellar, public AS $$
BEGIN
  RAISE EXCEPTION 'no luck' USING ERRCODE = input ->> 'code';
END $$;

-- Runs the named functions one after the other, looking around after each.
CREATE FUNCTION public.tasks(VARIADIC functions text[]) RETURNS text LANGUAGE sql AS $$
  SELECT jsonb_build_object('StartAt', '1', 'States', jsonb_object_agg(i::text, jsonb_build_object(
    'Type', 'Task', 'Resource', 'pg:function:' || f, 'ResultPath', '$.' || f,
    'Catch', '[{"ErrorEquals": ["States.ALL"], "ResultPath": "$.caught", "Next": "look"}]'::jsonb,
    'Next', CASE i WHEN cardinality(functions) THEN 'look' ELSE (i + 1)::text END)) ||
    '{"look": {"Type": "Task", "Resource": "pg:function:look", "End": true}}')::text
  FROM unnest(functions) WITH ORDINALITY AS u(f, i)
$$;
SELECT sfn_create_state_machine('looks', tasks('look')) IS NOT NULL AS created;
SELECT sfn_create_state_machine(f, tasks(f)) IS NOT NULL AS created
FROM unnest(ARRAY['set_path', 'set_local_path', 'reset_path', 'own_path', 'own_path_fails']) f;
SELECT sfn_create_state_machine('all', tasks('set_path', 'set_local_path', 'reset_path', 'own_path', 'set_path'))
  IS NOT NULL AS created;
SET search_path = cellar, public;
SELECT sfn_create_state_machine('cellar', '{"StartAt": "Look", "States": {
  "Look": {"Type": "Task", "Resource": "pg:function:kitchen.look", "End": true}}}') IS NOT NULL AS created;

-- Started by a session with another path, the default one, and the same one
SET search_path = public;
CREATE FUNCTION run(machine text, input jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT output FROM sfn_describe(sfn_start(machine, input)));
END $$;
SELECT f, run(f) FROM unnest(ARRAY['looks', 'set_path', 'set_local_path', 'reset_path', 'own_path', 'all']) f;
SHOW search_path;
RESET search_path;
SELECT run('all');
SHOW search_path;
SET search_path = kitchen, public, pg_temp;
SELECT run('all');
SHOW search_path;

-- In a transaction that has set a path, and takes it back
SET search_path = public;
BEGIN;
SET LOCAL search_path = cellar, public;
SELECT run('all');
SHOW search_path;
SAVEPOINT before;
SET search_path = pg_catalog, public;
SELECT public.run('looks');
ROLLBACK TO before;
SHOW search_path;
COMMIT;
SHOW search_path;

-- A task that fails
SELECT run('own_path_fails', '{"code": "P0001"}');
SHOW search_path;

-- An error that is not the task's goes up and finds the caller's path there
\set VERBOSITY terse
SELECT run('own_path_fails', '{"code": "53000"}');
\set VERBOSITY default
SHOW search_path;
BEGIN;
SAVEPOINT before;
SELECT run('own_path_fails', '{"code": "53000"}') \g /dev/null
ROLLBACK TO before;
SHOW search_path;
SELECT run('looks');
COMMIT;
DO $$
BEGIN
  PERFORM run('own_path_fails', '{"code": "53000"}');
EXCEPTION WHEN insufficient_resources THEN
  RAISE WARNING 'path after the error: %', current_setting('search_path');
END $$;

-- A task that starts another machine, of another path, has its own again afterwards.
CREATE FUNCTION kitchen.go_down(jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  cellar jsonb := public.run('cellar');
BEGIN
  RETURN jsonb_build_object('kitchen', current_setting('search_path'), 'cellar', cellar);
END $$;
SET search_path = kitchen, public;
SELECT sfn_create_state_machine('nested', tasks('go_down')) IS NOT NULL AS created;
RESET search_path;
SELECT run('nested');
SELECT jsonb_pretty((details ->> 'output')::jsonb) AS output
FROM sfn_history((SELECT execution FROM sfn.executions WHERE machine = 'nested'))
WHERE type = 'TaskSucceeded' ORDER BY id LIMIT 1;

-- Parallel workers of a task's query have it, too.
CREATE FUNCTION kitchen.shelf_of(int) RETURNS text LANGUAGE plpgsql PARALLEL SAFE AS $$
BEGIN
  RETURN current_setting('search_path') || ': ' || (SELECT thing FROM shelf);
END $$;
CREATE FUNCTION kitchen.look_together(jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('force_parallel_mode', 'on', true);
  RETURN (SELECT to_jsonb(max(shelf_of(1))) FROM shelf);
END $$;
SET search_path = kitchen, public;
SELECT sfn_create_state_machine('together', tasks('look_together')) IS NOT NULL AS created;
RESET search_path;
SELECT output FROM sfn_describe(sfn_start('together'));
SELECT details ->> 'output' AS output FROM sfn_history((SELECT execution FROM sfn.executions WHERE machine = 'together'))
WHERE type = 'TaskSucceeded' ORDER BY id LIMIT 1;
