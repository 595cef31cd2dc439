--
-- states:startExecution: executions that a Task starts
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA nested;
SET search_path = nested, public, helper;
SET timezone = 'UTC';

-- ARNs, times and ids differ from run to run.
CREATE FUNCTION masked(value text) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(regexp_replace(value, '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', '<uuid>', 'g'),
		'((Start|Stop)Date\\*": ?)\d{13}', '\1<time>', 'g')
$$;
CREATE FUNCTION arn(name text) RETURNS text LANGUAGE sql AS $$ SELECT 'arn:aws:states:us-east-1:000000000000:stateMachine:' || name $$;

-- A machine with one task that starts another one.
CREATE PROCEDURE parent(child text, pattern text, fields text DEFAULT '"End": true') LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_create_state_machine('parent', format('{"StartAt": "Start", "States": {
		"Start": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution%s",
			"Parameters": {"StateMachineArn": "%s", "Input.$": "$"}, %s},
		"Caught": {"Type": "Pass", "End": true}}}', pattern, arn(child),
		CASE WHEN fields LIKE '%Caught%' THEN fields
			ELSE fields || ', "Catch": [{"ErrorEquals": ["Never"], "Next": "Caught"}]' END), or_replace => true);
END$$;

SELECT sfn_create_state_machine('child', '{"StartAt": "Double", "States": {
  "Double": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, $.n)"}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_create_state_machine('failing', '{"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Sorry", "Cause": "no"}}}') IS NOT NULL AS created;
SELECT sfn_create_state_machine('waiting', '{"StartAt": "W", "States": {
  "W": {"Type": "Wait", "Seconds": 60, "Next": "P"}, "P": {"Type": "Pass", "Result": "waited", "End": true}}}') IS NOT NULL AS created;

--
-- Three ways to start
--
-- Without a pattern the task is done when the other execution has been started.
CALL parent('child', '');
SELECT masked(output::text) FROM sfn_start('parent', '{"n": 4}') AS run, outcome(run);
-- .sync gives its description, with input and output as JSON text, .sync:2 with both as JSON.
CALL parent('child', '.sync');
SELECT masked(output::text) FROM sfn_start('parent', '{"n": 4}') AS run, outcome(run);
CALL parent('child', '.sync:2');
SELECT masked(output::text) FROM sfn_start('parent', '{"n": 4}') AS run, outcome(run);
-- The child is an execution like any other.
SELECT DISTINCT d.status, d.input, d.output FROM sfn_list_executions('child') AS list, sfn_describe(list.execution) AS d;
-- TaskSubmitted tells the start, TaskSucceeded the end.
SELECT sfn_start('parent', '{"n": 4}') AS run \gset
SELECT id, prev, type, left(masked(details), 150) AS details FROM events(:'run');

--
-- A child that fails
--
-- fails a .sync task with States.TaskFailed and its description as the Cause.
CALL parent('failing', '.sync', '"End": true, "Catch": [{"ErrorEquals": ["States.TaskFailed"], "Next": "Caught"}]');
SELECT output ->> 'Error' AS error, masked(output ->> 'Cause') AS cause FROM sfn_start('parent', '{"n": 4}') AS run, outcome(run);
-- Without a pattern nobody looks at how it ended.
CALL parent('failing', '');
SELECT status FROM sfn_start('parent', '{"n": 4}') AS run, outcome(run);

--
-- A child that waits
--
-- is waited for; its end lets the parent go on, in the same tick.
CALL parent('waiting', '.sync:2', '"ResultSelector": {"output.$": "$.Output"}, "End": true');
SELECT sfn_start('parent', '{"n": 4}') AS run \gset
SELECT story(:'run');
SELECT count(*) AS waiting_tasks FROM sfn.task;
SELECT sfn_tick(now() + interval '2 minutes');
SELECT status, output FROM outcome(:'run'::uuid);
SELECT count(*) AS waiting_tasks FROM sfn.task;
-- The parent's events come when the child ends, by the child's clock.
SELECT date_trunc('second', stop_date - start_date) AS took FROM sfn_describe(:'run');

-- When the child is stopped, the parent's task has failed.
CALL parent('waiting', '.sync', '"End": true, "Catch": [{"ErrorEquals": ["States.TaskFailed"], "Next": "Caught"}]');
SELECT sfn_start('parent', '{"n": 4}') AS run \gset
SELECT execution AS child FROM sfn_list_executions('waiting', 'RUNNING') \gset
SELECT sfn_stop(:'child', 'Stopped', 'by hand') IS NOT NULL AS stopped;
SELECT masked(output ->> 'Cause') AS cause FROM outcome(:'run'::uuid);
-- A child that has timed out says States.Timeout.
SELECT sfn_create_state_machine('hasty', '{"StartAt": "W", "TimeoutSeconds": 10, "States": {
  "W": {"Type": "Wait", "Seconds": 60, "End": true}}}') IS NOT NULL AS created;
CALL parent('hasty', '.sync', '"End": true, "Catch": [{"ErrorEquals": ["States.TaskFailed"], "Next": "Caught"}]');
SELECT sfn_start('parent', '{"n": 4}') AS run \gset
SELECT sfn_tick(now() + interval '2 minutes');
SELECT output ->> 'Error' AS error, (output ->> 'Cause')::jsonb - '{ExecutionArn,Name,StartDate,StopDate,Input,InputDetails}'::text[] AS cause
FROM outcome(:'run'::uuid);

-- Nobody waits any more: when the parent is stopped, its child is.
CALL parent('waiting', '.sync');
SELECT sfn_start('parent', '{"n": 4}') AS run \gset
SELECT execution AS child FROM sfn_list_executions('waiting', 'RUNNING') \gset
SELECT sfn_stop(:'run') IS NOT NULL AS stopped;
SELECT p.status AS parent, c.status AS child FROM sfn_describe(:'run') p, sfn_describe(:'child') c;
SELECT story(:'run'), story(:'child');
-- The same when the task times out, be it retried or not,
CALL parent('waiting', '.sync', '"TimeoutSeconds": 10, "Retry": [{"ErrorEquals": ["States.Timeout"], "MaxAttempts": 1}], "End": true');
SELECT sfn_start('parent', '{"n": 4}') AS run \gset
SELECT sfn_tick(now() + interval '15 seconds');
SELECT status FROM sfn_describe(:'run');
SELECT list.status, count(*) FROM sfn_list_executions('waiting') AS list, sfn_describe(:'run') AS p
WHERE list.start_date >= p.start_date GROUP BY 1 ORDER BY 1;
SELECT sfn_tick(now() + interval '30 seconds');
SELECT status, error FROM outcome(:'run'::uuid);
SELECT type, details FROM events(:'run') WHERE type LIKE 'Task%' AND type NOT LIKE 'TaskS%' OR type LIKE 'Execution%';
SELECT list.status, count(*) FROM sfn_list_executions('waiting') AS list, sfn_describe(:'run') AS p
WHERE list.start_date >= p.start_date GROUP BY 1 ORDER BY 1;
-- or a sibling fails.
SELECT sfn_create_state_machine('siblings', format('{"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [
  {"StartAt": "Start", "States": {"Start": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync",
    "Parameters": {"StateMachineArn": "%s"}, "End": true}}},
  {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 10, "Next": "F"}, "F": {"Type": "Fail", "Error": "Sorry"}}}]}}}', arn('waiting'))) IS NOT NULL AS created;
SELECT sfn_start('siblings') AS run \gset
SELECT execution AS child FROM sfn_list_executions('waiting', 'RUNNING') \gset
SELECT sfn_tick(now() + interval '15 seconds');
SELECT p.status AS parent, c.status AS child FROM sfn_describe(:'run') p, sfn_describe(:'child') c;
SELECT story(:'run');
SELECT count(*) AS waiting_tasks FROM sfn.task;

--
-- Time travels along
--
-- A child that is started in the future begins there.
SELECT sfn_create_state_machine('later', format('{"StartAt": "W", "States": {
  "W": {"Type": "Wait", "Seconds": 86400, "Next": "Start"},
  "Start": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Parameters": {"StateMachineArn": "%s"}, "End": true}}}',
  arn('waiting'))) IS NOT NULL AS created;
SELECT sfn_start('later') AS run \gset
SELECT sfn_tick(now() + interval '2 days');
SELECT date_trunc('second', to_timestamp((output ->> 'StartDate')::numeric / 1000) - start_date + interval '1 ms') AS child_started_after,
  date_trunc('second', stop_date - start_date) AS took FROM sfn_describe(:'run');

--
-- What cannot be started fails the task with the service's exception
--
CREATE FUNCTION refused(parameters text, input jsonb DEFAULT '{}') RETURNS TABLE (error text, cause text) LANGUAGE sql AS $$
	SELECT coalesce(output ->> 'Error', error), masked(coalesce(output ->> 'Cause', cause))
	FROM outcome(format('{"StartAt": "Start", "States": {
		"Start": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "Parameters": %s,
			"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}], "End": true},
		"C": {"Type": "Pass", "End": true}}}', parameters), input)
$$;
SELECT * FROM refused('{"StateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:nobody"}');
SELECT * FROM refused('{"StateMachineArn": "arn:aws:sqs:us-east-1:000000000000:queue"}');
SELECT sfn_start('waiting', '{"x": 1}', name => 'taken') IS NOT NULL AS started;
SELECT * FROM refused(format('{"StateMachineArn": "%s", "Name": "taken", "Input": {"x": 2}}', arn('waiting')));
SELECT * FROM refused(format('{"StateMachineArn": "%s", "Name": "not good"}', arn('waiting')));
SELECT * FROM refused(format('{"StateMachineArn": "%s", "Input": "{"}', arn('waiting')));
SELECT * FROM refused('{"StateMachineArn.$": "$.a"}', '{"a": 17}');
SELECT sfn_tick('infinity') AS the_one_that_was_taken;
-- The same name and the same input again: the one that runs.
SELECT sfn_create_state_machine('twice', format('{"StartAt": "One", "States": {
  "One": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "ResultPath": "$.one",
    "Parameters": {"StateMachineArn": "%1$s", "Name": "once", "Input": {"x": 1}}, "Next": "Two"},
  "Two": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "ResultPath": "$.two",
    "Parameters": {"StateMachineArn": "%1$s", "Name": "once", "Input": {"x": 1}}, "End": true}}}', arn('waiting'))) IS NOT NULL AS created;
SELECT output #> '{one,ExecutionArn}' = output #> '{two,ExecutionArn}' AS same FROM sfn_start('twice') AS run, outcome(run);
SELECT sfn_tick('infinity');

-- Who may start is the role of the machine.
CREATE ROLE nested_user;
SELECT sfn_create_state_machine('others', format('{"StartAt": "Start", "States": {
  "Start": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "Parameters": {"StateMachineArn": "%s", "Input": {"n": 1}}, "End": true}}}',
  arn('child')), role => 'nested_user') IS NOT NULL AS created;
SELECT status, error, masked(cause) AS cause FROM sfn_start('others') AS run, outcome(run);
SELECT sfn_grant('child', 'nested_user', 'start');
SELECT status FROM sfn_start('others') AS run, outcome(run);
-- A role that is gone starts nothing.
SELECT sfn_revoke('child', 'nested_user', 'start');
DROP ROLE nested_user;
SELECT status, error, cause FROM sfn_start('others') AS run, outcome(run);

--
-- An EXPRESS child runs at once; there is no .sync for it, and its result is not told
--
SELECT sfn_create_state_machine('quick', '{"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": 1, "End": true}}}', 'EXPRESS') IS NOT NULL AS created;
CALL parent('quick', '');
SELECT masked(output ->> 'ExecutionArn') AS arn FROM sfn_start('parent') AS run, outcome(run);
-- An EXPRESS parent can start, too.
SELECT sfn_create_state_machine('quick_parent', format('{"StartAt": "Start", "States": {
  "Start": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "Parameters": {"StateMachineArn": "%s", "Input": {"n": 3}},
    "OutputPath": "$.ExecutionArn", "End": true}}}', arn('child')), 'EXPRESS') IS NOT NULL AS created;
SELECT d.status, d.output FROM sfn_start_sync('quick_parent') AS r, sfn_describe(sfn_execution_id(r.output #>> '{}')) AS d;

--
-- async
--
-- The children of an async execution are async: the parent waits for what the next tick runs.
CALL parent('child', '.sync:2', '"ResultSelector": {"output.$": "$.Output"}, "End": true');
SELECT sfn_start('parent', '{"n": 4}', async => true) AS run \gset
SELECT sfn_tick(max_wakeups => 1);
SELECT status, story(:'run') FROM sfn_describe(:'run');
SELECT sfn_tick(now() + interval '1 second');
SELECT status, output FROM outcome(:'run'::uuid);

-- Generations of them: each waits for the next.
SELECT sfn_create_state_machine('down', '{"StartAt": "Last?", "States": {
  "Last?": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericGreaterThan": 0, "Next": "Less"}], "Default": "Wait"},
  "Less": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, -1)"}, "Next": "Down"},
  "Down": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2",
    "Parameters": {"StateMachineArn.$": "$$.StateMachine.Id", "Input.$": "$"}, "ResultSelector": {"depth.$": "States.MathAdd($.Output.depth, 1)"}, "End": true},
  "Wait": {"Type": "Wait", "Seconds": 5, "Next": "Bottom"},
  "Bottom": {"Type": "Pass", "Result": {"depth": 0}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('down', '{"n": 5}') AS run \gset
SELECT count(*) FROM sfn_list_executions('down', 'RUNNING');
SELECT sfn_tick(now() + interval '1 minute');
SELECT status, output FROM outcome(:'run'::uuid);
-- Stopping the first stops them all.
SELECT sfn_start('down', '{"n": 5}') AS run \gset
SELECT sfn_stop(:'run') IS NOT NULL AS stopped;
SELECT status, count(*) FROM sfn_list_executions('down') GROUP BY status ORDER BY status;

CALL clean();
DROP SCHEMA nested CASCADE;
