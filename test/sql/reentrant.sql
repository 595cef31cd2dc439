--
-- Tasks that call sfn themselves, also about the execution that runs them
--
-- Such an execution is in memory while its task runs: what is asked about it is answered from there, and
-- what is done to it is kept and applied when the task returns.
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA reentrant;
SET search_path = reentrant, public, helper;
CREATE FUNCTION same(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';

-- A task is given a statement to run, in which $1 is its own execution's id and $2 its token.
CREATE FUNCTION run(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	result jsonb;
BEGIN
	EXECUTE input ->> 'sql' INTO result USING (input ->> 'id')::uuid, input ->> 'token';
	RETURN result;
END$$;
CREATE PROCEDURE machine(name text, sql text, pattern text DEFAULT '', fields text DEFAULT '"End": true') LANGUAGE plpgsql AS $body$
BEGIN
	PERFORM sfn_create_state_machine(name, format('{"StartAt": "Run", "States": {
		"Run": {"Type": "Task", "Resource": "pg:function:run%s", "Parameters": {
			"sql": %s, "id.$": "$$.Execution.Name" %s}, %s},
		"After": {"Type": "Pass", "End": true}}}', pattern, to_json(sql),
		CASE WHEN pattern <> '' THEN ', "token.$": "$$.Task.Token"' END,
		CASE WHEN fields LIKE '%After%' THEN fields
			ELSE fields || ', "Catch": [{"ErrorEquals": ["Never"], "Next": "After"}]' END), or_replace => true);
END$body$;

--
-- Looking
--
CALL machine('looks', $$SELECT jsonb_build_object('status', status, 'output', output, 'machine', machine) FROM sfn_describe($1)$$);
SELECT output FROM sfn_start('looks') AS run, outcome(run);
-- The history so far; the one of the whole is there afterwards.
CALL machine('looks', $$SELECT jsonb_agg(type ORDER BY id) FROM sfn_history($1)$$);
SELECT output FROM sfn_start('looks') AS run, outcome(run);

--
-- Starting others
--
CALL machine('leaf', 'SELECT to_jsonb(42)');
CALL machine('starts', $$SELECT output FROM sfn_describe(sfn_start('leaf'))$$);
SELECT output FROM sfn_start('starts') AS run, outcome(run);
-- The same machine, so often that it must know where it is.
SELECT sfn_create_state_machine('down', '{"StartAt": "Down", "States": {
  "Down": {"Type": "Task", "Resource": "pg:function:down", "End": true}}}') IS NOT NULL AS created;
CREATE FUNCTION down(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	IF input::int = 0 THEN
		RETURN '"bottom"';
	END IF;
	RETURN (SELECT jsonb_build_object('n', down.input, 'below', d.output)
		FROM sfn_describe(sfn_start('down', to_jsonb(down.input::int - 1))) AS d);
END$$;
SELECT output FROM sfn_start('down', '3') AS run, outcome(run);
SELECT status, count(*) FROM sfn_list_executions('down') GROUP BY status;
-- A start under its own name finds itself, if the input is the same.
CREATE FUNCTION again(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
	SELECT to_jsonb(status) FROM sfn_describe(sfn_start('self', input, name => 'one'))
$$;
SELECT sfn_create_state_machine('self', '{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "pg:function:again", "End": true}}}') IS NOT NULL AS created;
SELECT output FROM sfn_start('self', '{"a": 1}', name => 'one') AS run, outcome(run);
-- A refused start is an ordinary error of the task.
CALL machine('refused', $$SELECT to_jsonb(sfn_start('nobody'))$$, fields => '"End": true, "Catch": [{"ErrorEquals": ["StateMachineDoesNotExist"], "Next": "After"}]');
SELECT output ->> 'Error' AS error FROM sfn_start('refused') AS run, outcome(run);

--
-- Stopping itself
--
-- The task goes on to its end, and that is the last that happens.
CALL machine('stops', $$SELECT jsonb_build_object('stopped', sfn_stop($1, 'Enough', 'of that') IS NOT NULL, 'status', (SELECT status FROM sfn_describe($1)))$$,
  fields => '"Next": "After"');
SELECT sfn_start('stops') AS run \gset
SELECT status, error, cause FROM outcome(:'run'::uuid);
SELECT type, details FROM events(:'run') WHERE type NOT IN ('TaskScheduled', 'TaskStateEntered') ORDER BY id;
-- In its last state too.
CALL machine('stops', $$SELECT to_jsonb(sfn_stop($1))$$);
SELECT sfn_start('stops') AS run \gset
SELECT story(:'run');
-- If the task fails afterwards, it has not stopped anything: that is undone with the rest.
CALL machine('stops', $$SELECT sfn_raise_error('Sorry', sfn_stop($1)::text)$$, fields => '"End": true, "Catch": [{"ErrorEquals": ["Sorry"], "ResultPath": null, "Next": "After"}]');
SELECT sfn_start('stops') AS run \gset
SELECT story(:'run');
-- Neither does a block that is rolled back.
CREATE FUNCTION tries_to_stop(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_stop((input #>> '{}')::uuid);
	RAISE division_by_zero;
EXCEPTION WHEN division_by_zero THEN
	RETURN '"went on"';
END$$;
SELECT output FROM outcome('{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "pg:function:tries_to_stop",
  "InputPath": "$$.Execution.Name", "End": true}}}');
-- Deleting its own machine aborts it likewise.
CALL machine('deletes', $$SELECT to_jsonb(sfn_delete_state_machine('deletes')::text)$$, fields => '"Next": "After"');
SELECT sfn_start('deletes') AS run \gset
SELECT status FROM sfn_describe(:'run');

--
-- Ticking
--
-- A task that calls sfn_tick runs what else is due, but not the execution that it belongs to.
CALL machine('ticks', $$SELECT to_jsonb(sfn_tick('infinity'))$$);
SELECT sfn_create_state_machine('nap', '{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('nap') AS nap \gset
SELECT output FROM sfn_start('ticks') AS run, outcome(run);
SELECT status FROM sfn_describe(:'nap');
CREATE FUNCTION tick(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT to_jsonb(sfn_tick('infinity')) $$;
SELECT sfn_create_state_machine('ticks_itself', '{"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [
  {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}}},
  {"StartAt": "Nap", "States": {"Nap": {"Type": "Wait", "Seconds": 5, "Next": "Tick"},
    "Tick": {"Type": "Task", "Resource": "pg:function:tick", "End": true}}}]}}}') IS NOT NULL AS created;
SELECT sfn_start('ticks_itself') AS run \gset
SELECT sfn_tick(now() + interval '10 seconds');
SELECT status, story(:'run') FROM sfn_describe(:'run');
SELECT sfn_tick('infinity');
SELECT output FROM outcome(:'run'::uuid);

--
-- Replacing its own definition does not change what runs
--
SELECT sfn_create_state_machine('changes', '{"StartAt": "Change", "States": {
  "Change": {"Type": "Task", "Resource": "pg:function:change", "Next": "P"}, "P": {"Type": "Pass", "Result": "old", "End": true}}}') IS NOT NULL AS created;
CREATE FUNCTION change(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
	SELECT to_jsonb(sfn_update_state_machine('changes', '{"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": "new", "End": true}}}'::text))
$$;
SELECT output FROM sfn_start('changes') AS run, outcome(run);
SELECT output FROM sfn_start('changes') AS run, outcome(run);

-- A task that ticks takes nothing from the tick around it, not even what it made due before that:
-- here an execution whose clock is an hour behind.
SELECT sfn_create_state_machine('early', '{"StartAt": "S", "States": {"S": {"Type": "Succeed"}}}') IS NOT NULL AS created;
CALL machine('ticks', $$SELECT to_jsonb(sfn_start('early', async => true)) || to_jsonb(sfn_tick('-infinity'))$$);
SELECT sfn_create_state_machine('later', '{"StartAt": "W", "States": {
  "W": {"Type": "Wait", "Seconds": 3600, "Next": "T"},
  "T": {"Type": "Task", "Resource": "pg:function:start_ticks", "End": true}}}') IS NOT NULL AS created;
CREATE FUNCTION start_ticks(input jsonb) RETURNS jsonb LANGUAGE sql AS $$SELECT to_jsonb(status) FROM sfn_describe(sfn_start('ticks'))$$;
SELECT sfn_start('later') IS NOT NULL AS started;
SELECT sfn_tick(now() + interval '2 hours');
SELECT status FROM sfn_list_executions('early');

-- EXPRESS executions can be as much inside each other.
SELECT sfn_create_state_machine('express', '{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "pg:function:deeper", "End": true}}}', 'EXPRESS') IS NOT NULL AS created;
CREATE FUNCTION deeper(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	RETURN CASE WHEN input::int = 0 THEN '[]' ELSE (SELECT jsonb_build_array(output) FROM sfn_start_sync('express', to_jsonb(input::int - 1))) END;
END$$;
SELECT status, output FROM sfn_start_sync('express', '5');
-- Too deep is an error of the innermost task, which the stack has no room for; it does no harm.
SELECT status, length(output::text) > 20 AS deep FROM sfn_start_sync('express', '1000000');
SELECT status, output FROM sfn_start_sync('express', '2');

CALL clean();
DROP SCHEMA reentrant CASCADE;
