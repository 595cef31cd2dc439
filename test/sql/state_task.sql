--
-- Task: what a state that calls something does around the call
--
-- How functions are found and called, and what their errors become, is in task_function and
-- task_error.
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA state_task;
SET search_path = state_task, public, helper;
CREATE FUNCTION same(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';

--
-- Each kind of resource has its family of events
--
-- A Lambda ARN: LambdaFunction*, with the whole ARN once and the input as "input".
SELECT sfn_create_state_machine('lambda', '{"StartAt": "T", "States": {"T": {"Type": "Task",
  "Resource": "arn:aws:lambda:us-east-1:123456789012:function:same", "TimeoutSeconds": 30, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('lambda', '{"a": 1}') AS run \gset
SELECT * FROM events(:'run');
-- Everything else: Task*, with service and action apart, and the input as "parameters".
SELECT sfn_create_state_machine('invoke', '{"StartAt": "T", "States": {"T": {"Type": "Task",
  "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "same", "Payload.$": "$"},
  "ResultSelector": {"answer.$": "$.Payload"}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('invoke', '{"a": 1}') AS run \gset
SELECT id, type, details - '{output,outputDetails,inputDetails,roleArn}'::text[] AS details FROM sfn_history(:'run') ORDER BY id;
-- A function that fails: the Failed event follows Started, and ExecutionFailed that.
CREATE FUNCTION fail(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT sfn_raise_error('Broken', 'no luck') $$;
SELECT sfn_create_state_machine('failing', '{"StartAt": "T", "States": {"T": {"Type": "Task",
  "Resource": "pg:function:fail", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('failing') AS run \gset
SELECT * FROM events(:'run');

--
-- A task that cannot be begun
--
-- Parameters that the integration cannot use: nothing is scheduled.
SELECT sfn_create_state_machine('unusable', '{"StartAt": "T", "States": {"T": {"Type": "Task",
  "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName.$": "$.f"}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('unusable', '{"f": 17}') AS run \gset
SELECT * FROM events(:'run');
-- An activity that does not exist is a fault of the definition, which nothing catches.
SELECT sfn_create_state_machine('no_activity', '{"StartAt": "T", "States": {"T": {"Type": "Task",
  "Resource": "pg:activity:nobody", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}], "End": true},
  "C": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_start('no_activity') AS run \gset
SELECT * FROM events(:'run');
-- A service that nothing is registered for can be caught.
SELECT status, output FROM outcome('{"StartAt": "T", "States": {"T": {"Type": "Task",
  "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"QueueUrl": "q", "MessageBody": "m"},
  "Catch": [{"ErrorEquals": ["States.TaskFailed"], "Next": "C"}], "End": true},
  "C": {"Type": "Pass", "OutputPath": "$.Error", "End": true}}}');

--
-- TimeoutSeconds and HeartbeatSeconds are in the Scheduled event, wherever they come from
--
CREATE FUNCTION scheduled(fields text, input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	run uuid;
BEGIN
	PERFORM sfn_create_state_machine('scheduled', format('{"StartAt": "T", "States": {"T": {"Type": "Task",
		"Resource": "pg:function:same.waitForTaskToken", %s, "End": true}}}', fields), or_replace => true);
	run := sfn_start('scheduled', input);
	RETURN coalesce((SELECT details - '{parameters,region,resource,resourceType}'::text[]
			FROM sfn_history(run) WHERE type = 'TaskScheduled'),
		(SELECT to_jsonb(error || ': ' || substr(cause, strpos(cause, '). ') + 3)) FROM sfn_describe(run)));
END$$;
SELECT scheduled('"TimeoutSeconds": 20, "HeartbeatSeconds": 5', '{}');
SELECT input, scheduled('"TimeoutSecondsPath": "$.t", "HeartbeatSecondsPath": "$$.Execution.Input.h"', input)
FROM (VALUES ('{"t": 20, "h": 5}'::jsonb), ('{"t": 1e2, "h": 5.0}'), ('{"h": 5}'), ('{"t": 0, "h": 5}'),
  ('{"t": "20", "h": 5}'), ('{"t": 1.5, "h": 5}'), ('{"t": 20, "h": -1}'), ('{"t": 20, "h": null}')) AS inputs (input);
-- The path looks at the state's input, not at what the task gets.
SELECT scheduled('"TimeoutSecondsPath": "$.t", "InputPath": null, "Parameters": {"t": 1}', '{"t": 7}');

--
-- Size
--
-- 262144 bytes of JSON text may go in and come out, counted as the service writes it: without spaces.
CREATE FUNCTION bytes(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
	SELECT to_jsonb(repeat('x', input::int - 2))
$$;
CREATE FUNCTION size_of(definition text, input jsonb, OUT status text, OUT size int, OUT error text, OUT cause text) LANGUAGE sql AS $$
	SELECT status, length(output::text), error, cause FROM outcome(definition, input)
$$;
SELECT * FROM size_of('{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "pg:function:bytes", "End": true}}}', '262144');
SELECT * FROM size_of('{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "pg:function:bytes", "End": true}}}', '262145');
-- Characters of several bytes count as such.
SELECT status, error FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass", "Parameters": {"a.$": "$"}, "End": true}}}',
  to_jsonb(repeat('é', 131068)));
SELECT status, error FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass", "Parameters": {"a.$": "$"}, "End": true}}}',
  to_jsonb(repeat('é', 131069)));
-- A result that is too large is an error of the task, which can be caught by its name or as any.
SELECT output FROM outcome('{"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:bytes", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}], "End": true},
  "C": {"Type": "Pass", "End": true}}}', '262145');
-- What the state makes of data and is too large ends the execution: parameters, output.
SELECT status, error, cause FROM outcome('{"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:same", "Parameters": {"a.$": "$", "b.$": "$"},
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}], "End": true},
  "C": {"Type": "Pass", "End": true}}}', to_jsonb(repeat('x', 200000)));
SELECT status, error, cause FROM outcome('{"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:same", "ResultPath": "$.b",
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}], "End": true},
  "C": {"Type": "Pass", "End": true}}}', jsonb_build_object('a', repeat('x', 200000)));
-- So does what a catcher makes of it.
SELECT status, error, cause FROM outcome('{"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:fail", "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Next": "C"}],
        "End": true},
  "C": {"Type": "Pass", "End": true}}}', jsonb_build_object('a', repeat('x', 262144 - 10)));

CALL clean();
DROP SCHEMA state_task CASCADE;
