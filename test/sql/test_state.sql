--
-- sfn_test_state: one state by itself
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
SELECT count(*) AS before FROM sfn.executions \gset

-- The definition is that of a state, without a machine around it.  Where it leads need not exist.
SELECT sfn_test_state('{"Type": "Pass", "Parameters": {"sum.$": "States.MathAdd($.a, 1)"}, "Next": "Then"}', '{"a": 2}');
SELECT sfn_test_state('{"Type": "Succeed"}');
SELECT sfn_test_state('{"Type": "Fail", "Error": "OutOfStock", "CausePath": "$.why"}', '{"why": "no flour"}');
SELECT sfn_test_state('{"Type": "Choice", "Default": "Wait", "Choices": [
  {"Variable": "$.n", "NumericGreaterThan": 10, "Next": "Many"}]}', '{"n": 11}');

-- The definition and the input may be json or jsonb; NULL means the default.
SELECT sfn_test_state('{"Type": "Pass", "End": true}'::json, '[1, 2]');
SELECT sfn_test_state(jsonb '{"Type": "Pass", "End": true}', 'null');
SELECT sfn_test_state('{"Type": "Pass", "End": true}', NULL, NULL, NULL, NULL);
SELECT sfn_test_state(NULL::text);
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_test_state('{"Type": "Pass", "End": true}', '{}', 'LOUD');
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');

-- A definition that is wrong is refused as a machine's is; the state is called StateName.
SELECT sfn_test_state('{"Type": "Pass"}');
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');
SELECT sfn_test_state('{"Type": "Bake", "End": true}');
SELECT sfn_test_state('{"Type": "Parallel", "Branches": [{"StartAt": "A", "States": {
  "A": {"Type": "Pass", "Next": "Nowhere"}}}], "End": true}', mock => '{"result": [1]}');
SELECT sfn_test_state('nonsense');

--
-- Inspection
--
-- DEBUG shows what the payload became at each stage, as far as the state came.
SELECT sfn_test_state('{"Type": "Pass", "InputPath": "$.order", "Parameters": {"pies.$": "$.n"}, "ResultPath": "$.bake",
  "OutputPath": "$.bake", "End": true}', '{"order": {"n": 2}}', 'DEBUG') -> 'inspectionData' AS inspection \gset
SELECT key, value FROM jsonb_each(:'inspection') ORDER BY key;

-- A Pass state with a Result shows that instead of its Parameters.
SELECT key, value FROM jsonb_each(sfn_test_state('{"Type": "Pass", "Result": 7, "ResultPath": "$.n", "End": true}',
  '{"a": 1}', 'DEBUG') -> 'inspectionData') ORDER BY key;

-- Where the state fails, the stages end.
SELECT jsonb_pretty(sfn_test_state('{"Type": "Pass", "InputPath": "$.order", "Parameters": {"pies.$": "$.pies"}, "End": true}',
  '{"order": {"n": 2}}', 'DEBUG'));
SELECT jsonb_pretty(sfn_test_state('{"Type": "Pass", "InputPath": "$.none", "End": true}', '{}', 'DEBUG'));

-- Variables are those from before and those that the state assigned.
SELECT sfn_test_state('{"Type": "Pass", "Parameters": {"sum.$": "States.MathAdd($.a, $b)"}, "Assign": {"c.$": "$.sum"}, "End": true}',
  '{"a": 2}', 'DEBUG', variables => '{"b": 3}') -> 'inspectionData' -> 'variables' AS variables;
SELECT sfn_test_state('{"Type": "Pass", "Parameters": {"sum.$": "$b"}, "End": true}') ->> 'cause' AS cause;
SELECT sfn_test_state('{"Type": "Pass", "End": true}', variables => '[1]');

--
-- Tasks
--
-- Without a mock the work is done, as the caller, and what it does stays done.
CREATE TABLE pie (name text PRIMARY KEY);
CREATE FUNCTION bake(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO pie VALUES (input ->> 'name');
  RETURN jsonb_build_object('baked', input -> 'name');
END $$;
SELECT jsonb_pretty(sfn_test_state('{"Type": "Task", "Resource": "pg:function:bake", "Parameters": {"name.$": "$.pie"},
  "ResultSelector": {"ready.$": "$.baked"}, "ResultPath": "$.oven", "Next": "Box"}', '{"pie": "apple"}', 'DEBUG'));
SELECT * FROM pie;

-- A failing task leaves nothing, and its error is offered to Retry and Catch as in an execution.
SELECT state -> 'status' AS status, state -> 'error' AS error, state -> 'inspectionData' -> 'errorDetails' AS details
FROM sfn_test_state('{"Type": "Task", "Resource": "pg:function:bake", "End": true}', '{"name": "apple"}', 'DEBUG') AS state;
SELECT state -> 'status' AS status, state -> 'error' AS error, state -> 'inspectionData' -> 'errorDetails' AS details
FROM sfn_test_state('{"Type": "Task", "Resource": "pg:function:bake", "End": true, "Retry": [
  {"ErrorEquals": ["OutOfStock"]},
  {"ErrorEquals": ["unique_violation"], "IntervalSeconds": 4, "BackoffRate": 3}]}', '{"name": "apple"}', 'DEBUG') AS state;
SELECT state - 'cause' - 'inspectionData' AS state, state -> 'inspectionData' -> 'errorDetails' AS details
FROM sfn_test_state('{"Type": "Task", "Resource": "pg:function:bake", "End": true, "Catch": [
  {"ErrorEquals": ["OutOfStock"], "Next": "Buy"},
  {"ErrorEquals": ["States.ALL"], "ResultPath": null, "Next": "Throw away"}]}', '{"name": "apple"}', 'DEBUG') AS state;

-- An execution can be started, a query made: everything that is over at once.
SELECT sfn_test_state('{"Type": "Task", "Resource": "pg:query", "End": true,
  "Parameters": {"sql": "SELECT name FROM pie WHERE name = $1", "params": ["apple"]}}') -> 'output' AS output;
SELECT sfn_create_state_machine('greet', '{"StartAt": "Hi", "States": {"Hi": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_test_state('{"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "End": true,
  "Parameters": {"StateMachineArn": "greet", "Name": "tested", "Input": {"a": 1}}}') -> 'output' -> 'ExecutionArn' AS execution;
SELECT name, status FROM sfn_list_executions('greet');

-- The context object is made up, but complete.
SELECT key, value - '{Id,StartTime,EnteredTime,RoleArn}'::text[] - CASE key WHEN 'State' THEN '' ELSE 'Name' END AS content
FROM jsonb_each(sfn_test_state('{"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "End": true,
  "Parameters": {"StateMachineArn": "greet", "Input.$": "$$"}}', '{"a": 1}', 'DEBUG', mock => '{"errorOutput": {}}')
  -> 'inspectionData' -> 'afterParameters' -> 'Input') ORDER BY key;

--
-- Waits
--
-- A Wait is waited for, five minutes at most.
SET sfn.virtual_clock = on;
SELECT sfn_test_state('{"Type": "Wait", "SecondsPath": "$.s", "Next": "Go"}', '{"s": 299}');
SELECT sfn_test_state('{"Type": "Wait", "SecondsPath": "$.s", "Next": "Go"}', '{"s": 301}');
RESET sfn.virtual_clock;
SELECT sfn_test_state('{"Type": "Wait", "Timestamp": "2020-01-01T00:00:00Z", "Next": "Go"}', '{"s": 301}');

--
-- Mocks
--
-- A mock is the result of the work, or its error.  A result may be given as a value or as JSON text.
SELECT sfn_test_state('{"Type": "Task", "Resource": "pg:function:no_such_function", "ResultPath": "$.r", "End": true}', '{"a": 1}',
  mock => '{"result": {"b": 2}}');
SELECT sfn_test_state('{"Type": "Task", "Resource": "pg:function:no_such_function", "ResultPath": "$.r", "End": true}', '{"a": 1}',
  mock => '{"result": "{\"b\": 2}"}');
SELECT sfn_test_state('{"Type": "Task", "Resource": "pg:function:no_such_function", "End": true}', mock => '{"result": "plain text"}');
SELECT sfn_test_state('{"Type": "Task", "Resource": "pg:function:no_such_function", "End": true,
  "Catch": [{"ErrorEquals": ["OutOfStock"], "Next": "Buy"}]}', mock => '{"errorOutput": {"error": "OutOfStock", "cause": "no flour"}}');

-- Without one, what has to wait for somebody cannot be tested; with one, there is no need to wait.
SELECT sfn_test_state('{"Type": "Task", "Resource": "pg:activity:taste", "End": true}');
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');
SELECT sfn_test_state('{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "End": true}');
SELECT sfn_test_state('{"Type": "Task", "Resource": "pg:activity:taste", "End": true}', mock => '{"result": "sweet"}') -> 'output' AS output;
SELECT sfn_test_state('{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "End": true,
  "Parameters": {"MessageBody": {"token.$": "$$.Task.Token"}}}', mock => '{"result": {"answer": 42}}') -> 'output' AS output;

-- What a service answers is checked against the service's API: type, bounds, enumerations, and unless told
-- otherwise that all is there.  Members that the API does not have are accepted.
\set send '{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {}, "End": true}'
\set start '{"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "Parameters": {"StateMachineArn": "greet"}, "End": true}'
\set object '{"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:getObject", "Parameters": {}, "End": true}'
SELECT sfn_test_state(:'send', mock => '{"result": {"MessageId": "m-1", "Color": "red"}}') -> 'output' AS output;
SELECT sfn_test_state(:'send', mock => '{"result": {"MessageId": 1}}');
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');
SELECT sfn_test_state(:'send', mock => '{"result": [1]}');
SELECT sfn_test_state(:'start', mock => '{"result": {"ExecutionArn": "arn"}}');
SELECT sfn_test_state(:'start', mock => '{"result": {"ExecutionArn": "arn"}, "fieldValidationMode": "PRESENT"}') -> 'output' AS output;
SELECT sfn_test_state(:'start', mock => '{"result": {"ExecutionArn": ""}, "fieldValidationMode": "PRESENT"}');
SELECT sfn_test_state(:'start', mock => '{"result": {"ExecutionArn": ""}, "fieldValidationMode": "NONE"}') -> 'output' AS output;
SELECT sfn_test_state(:'object', mock => '{"result": {"StorageClass": "CELLAR"}}');
SELECT sfn_test_state(:'object', mock => '{"result": {"ContentLength": "9"}}');
SELECT sfn_test_state(:'object', mock => '{"result": {"DeleteMarker": "no"}}');
SELECT sfn_test_state(:'object', mock => '{"result": {"Metadata": {"color": 1}}}');
SELECT sfn_test_state('{"Type": "Task", "Resource": "arn:aws:states:::events:putEvents", "End": true}', mock => '{"result": {"Entries": [{"EventId": "1"}, 2]}}');
SELECT sfn_test_state('{"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:lambda:getFunctionConfiguration", "End": true}', mock => '{"result": {"MemorySize": 64}}');
SELECT sfn_test_state('{"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:lambda:getFunctionConfiguration", "End": true}', mock => '{"result": {"MemorySize": 20000}}');
-- The payload of a function is any JSON; services that are not known answer anything.
SELECT sfn_test_state('{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"}, "End": true}',
  mock => '{"result": {"Payload": [1, 2], "StatusCode": 200}}') -> 'output' AS output;
SELECT sfn_test_state('{"Type": "Task", "Resource": "arn:aws:states:::oven:bake", "End": true}', mock => '{"result": 7}') -> 'output' AS output;

-- Only work can be mocked, and either way.
SELECT sfn_test_state('{"Type": "Pass", "End": true}', mock => '{"result": 1}');
SELECT sfn_test_state('{"Type": "Wait", "Seconds": 1, "End": true}', mock => '{"result": 1}');
SELECT sfn_test_state(:'send', mock => '{"result": {}, "errorOutput": {"error": "E"}}');
SELECT sfn_test_state(:'send', mock => '{}');
SELECT sfn_test_state(:'send', mock => '[]');
SELECT sfn_test_state(:'send', mock => '{"errorOutput": "E"}');
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');
SELECT sfn_test_state(:'send', mock => '{"result": {}, "fieldValidationMode": "SOME"}');
SELECT sfn_test_state(:'send', mock => 'null') -> 'error' AS error;

--
-- Parallel and Map
--
-- Their branches and iterations are not run: the mock is what they come to.
\set both '{"Type": "Parallel", "ResultPath": "$.both", "End": true, "Branches": [{"StartAt": "A", "States": {"A": {"Type": "Fail"}}}, {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}]}'
SELECT sfn_test_state(:'both');
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');
SELECT sfn_test_state(:'both', '{"a": 1}', 'DEBUG', mock => '{"result": ["one", "two"]}');
SELECT sfn_test_state(:'both', mock => '{"result": ["one"]}');
SELECT sfn_test_state(:'both', mock => '{"result": {"one": 1}}');
SELECT sfn_test_state(:'both', mock => '{"errorOutput": {"error": "E"}}');

-- What each iteration would get is shown; a result need not have one member for each.
\set each '{"Type": "Map", "ItemsPath": "$.items", "ItemSelector": {"n.$": "$$.Map.Item.Value", "at.$": "$$.Map.Item.Index", "of.$": "$.order"}, "MaxConcurrency": 3, "ItemProcessor": {"StartAt": "A", "States": {"A": {"Type": "Fail"}}}, "Next": "Box"}'
SELECT jsonb_pretty(sfn_test_state(:'each', '{"items": [10, 20], "order": "x"}', 'DEBUG', mock => '{"result": ["a", "b"]}'));
SELECT sfn_test_state(:'each', '{"items": [10], "other": "x"}', mock => '{"result": []}');
SELECT sfn_test_state(:'each', '{"items": 10, "order": "x"}', mock => '{"result": []}') ->> 'cause' AS cause;

--
-- JSONata
--
-- What a Task gets and what it gave are shown, of a Pass only what comes out.
\set ask '{"Type": "Task", "QueryLanguage": "JSONata", "Resource": "pg:function:bake", "Arguments": {"pies": "{% $states.input.n * 2 %}"}, "Output": "{% $states.result.done & $unit %}", "Assign": {"last": "{% $states.result %}"}, "Catch": [{"ErrorEquals": ["Burnt"], "Output": "{% $states.errorOutput.Cause %}", "Next": "Sorry"}], "Next": "Sell"}'
SELECT jsonb_pretty(sfn_test_state(:'ask', '{"n": 2}', 'TRACE', mock => '{"result": {"done": 4}}', variables => '{"unit": " pies"}'));
SELECT sfn_test_state(:'ask', '{"n": 2}', mock => '{"errorOutput": {"error": "Burnt", "cause": "the oven"}}');
SELECT sfn_test_state(:'ask', '{"n": "x"}', 'DEBUG', mock => '{"result": {"done": 4}}');
SELECT sfn_test_state('{"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"n": "{% $n + 1 %}"}, "End": true}', '{"a": 1}', 'DEBUG', variables => '{"n": 1}');
SELECT sfn_test_state('{"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [{"Condition": "{% $states.input.n > 1 %}", "Output": "many", "Next": "Lorry"}],
  "Default": "Bicycle"}', '{"n": 2}');
-- What each iteration would get, and the numbers that expressions give.
SELECT jsonb_pretty(sfn_test_state('{"Type": "Map", "QueryLanguage": "JSONata", "Items": "{% $states.input.items %}", "MaxConcurrency": "{% $states.input.at_once %}",
  "ItemSelector": {"n": "{% $states.context.Map.Item.Value %}"}, "ItemProcessor": {"StartAt": "A", "States": {"A": {"Type": "Fail"}}}, "End": true}',
  '{"items": [10, 20], "at_once": 2}', 'DEBUG', mock => '{"result": ["a", "b"]}'));
SELECT sfn_test_state('{"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% n %}", "End": true}');

--
-- The service's TestState
--
-- It takes and gives JSON text, and can say more about what has happened before.
CREATE FUNCTION test_state(request jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT sfn_api('TestState', request) $$;
CREATE ROLE regress_tester;
SELECT test_state('{"definition": "{\"Type\": \"Pass\", \"End\": true}", "input": "{\"a\": [1, 2]}", "inspectionLevel": "DEBUG"}');

-- A Task needs a role that the caller may become, unless it is mocked.
SELECT test_state('{"definition": "{\"Type\": \"Task\", \"Resource\": \"pg:function:bake\", \"End\": true}"}');
SELECT test_state('{"definition": "{\"Type\": \"Task\", \"Resource\": \"pg:function:bake\", \"End\": true}", "input": "{\"name\": \"cherry\"}",
  "roleArn": "arn:aws:iam::000000000000:role/regress_tester"}') ->> 'error' AS error;
SET ROLE regress_tester;
SELECT sfn_api('TestState', '{"definition": "{\"Type\": \"Pass\", \"End\": true}", "roleArn": "arn:aws:iam::000000000000:role/pg_monitor"}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_api('TestState', '{"definition": "{\"Type\": \"Pass\", \"End\": true}", "roleArn": "arn:aws:iam::000000000000:role/no_such_role"}');
\echo :LAST_ERROR_SQLSTATE
RESET ROLE;

-- A state of a whole machine is named by stateName, wherever it is in there.
CREATE FUNCTION definition(name text) RETURNS text LANGUAGE sql AS $function$
SELECT CASE name
  WHEN 'machine' THEN '{"StartAt": "Each", "States": {
    "Each": {"Type": "Map", "Next": "Last", "ToleratedFailurePercentage": 40, "ItemProcessor": {
      "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
      "StartAt": "Inner", "States": {"Inner": {"Type": "Pass", "Result": 1, "End": true}}}},
    "Last": {"Type": "Succeed"}}}'
  WHEN 'retried' THEN '{"Type": "Task", "Resource": "pg:function:bake", "End": true, "Retry": [{"ErrorEquals": ["Hot"],
    "IntervalSeconds": 2, "MaxAttempts": 3, "MaxDelaySeconds": 7}], "Catch": [{"ErrorEquals": ["Hot"], "Next": "Cool"}]}'
  WHEN 'token' THEN '{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": {"context.$": "$$"}, "End": true}'
  END $function$;
CREATE FUNCTION test_state(name text, request jsonb) RETURNS jsonb LANGUAGE sql AS $$
  SELECT sfn_api('TestState', jsonb_build_object('definition', definition(name)) || request) $$;
SELECT test_state('machine', '{"stateName": "Inner", "input": "[]"}');
SELECT test_state('machine', '{"stateName": "Each", "input": "[]"}');
SELECT test_state('machine', '{"stateName": "Other"}');
SELECT test_state('machine', '{}');

-- How many iterations have failed, and how many that may be.
SELECT test_state('machine', '{"stateName": "Each", "input": "[1, 2, 3]", "mock": {"result": "[1, null, 3]"},
  "stateConfiguration": {"mapIterationFailureCount": 1}, "inspectionLevel": "DEBUG"}');
SELECT test_state('machine', '{"stateName": "Each", "input": "[1, 2, 3]", "mock": {"result": "[1, null, null]"},
  "stateConfiguration": {"mapIterationFailureCount": 2}}');
SELECT test_state('machine', '{"stateName": "Each", "input": "[1, 2, 3]", "mock": {"result": "[]"},
  "stateConfiguration": {"mapIterationFailureCount": 4}}');
SELECT test_state('machine', '{"stateName": "Each", "input": "[1, 2, 3]", "stateConfiguration": {"mapIterationFailureCount": 0}}');

-- An error may be said to come from a state inside.
SELECT test_state('machine', '{"stateName": "Each", "input": "[1]", "mock": {"errorOutput": {"error": "Burnt"}},
  "stateConfiguration": {"errorCausedByState": "Inner"}}');
SELECT test_state('machine', '{"stateName": "Each", "input": "[1]", "mock": {"errorOutput": {"error": "Burnt"}},
  "stateConfiguration": {"errorCausedByState": "Last"}}');

-- How often it was tried already: the interval grows, and in the end there is none.
SELECT used, state ->> 'status' AS status, state -> 'nextState' AS next, state -> 'inspectionData' -> 'errorDetails' AS details
FROM generate_series(0, 3) AS used,
  test_state('retried', jsonb_build_object('mock', '{"errorOutput": {"error": "Hot"}}'::jsonb, 'inspectionLevel', 'DEBUG',
    'stateConfiguration', jsonb_build_object('retrierRetryCount', used))) AS state ORDER BY used;

-- The context object may be given, as far as the state has one, and is completed.
SELECT (state -> 'inspectionData' ->> 'afterParameters')::jsonb #> '{context,Execution,Input}' AS input,
  (state -> 'inspectionData' ->> 'afterParameters')::jsonb #> '{context,State}' AS state,
  (state -> 'inspectionData' ->> 'afterParameters')::jsonb #> '{context,Task}' AS task
FROM test_state('token', '{"mock": {"result": "1"}, "inspectionLevel": "TRACE", "context":
  "{\"Execution\": {\"Input\": [1]}, \"State\": {\"EnteredTime\": \"then\", \"RetryCount\": 3}, \"Task\": {\"Token\": \"t\"}}"}') AS state;
SELECT test_state('token', '{"mock": {"result": "1"}, "context": "{\"Map\": {}}"}');
SELECT test_state('token', '{"mock": {"result": "1"}, "context": "{\"State\": {\"Color\": 1}}"}');
SELECT test_state('token', '{"mock": {"result": "1"}, "context": "{\"State\": {\"Name\": 1}}"}');
SELECT test_state('retried', '{"mock": {"result": "1"}, "context": "{\"Task\": {\"Token\": \"t\"}}"}');
SELECT test_state('token', '{"mock": {"result": "1"}, "context": "[]"}');
SELECT test_state('machine', '{"stateName": "Inner", "context": "{}"}');

-- Members are checked, those of structures too.
SELECT test_state('{}');
SELECT test_state('retried', '{"mock": {"result": {"a": 1}}}');
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');
SELECT test_state('retried', '{"mock": {"result": "{"}}');
SELECT test_state('retried', '{"mock": {"result": "1", "fieldValidationMode": "SOME"}}');
SELECT test_state('retried', '{"stateConfiguration": {"retrierRetryCount": -1, "errorCausedByState": ""}}');
SELECT test_state('retried', '{"mock": {"result": "1"}, "revealSecrets": true}');
SELECT test_state('retried', '{"mock": {"result": "1"}, "variables": "x"}');
SELECT test_state('retried', '{"mock": {"result": "1"}, "input": ""}');
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');

-- Nothing is stored of all that, but for the execution that a task started.
SELECT count(*) - :before AS executions FROM sfn.executions;

DROP FUNCTION test_state(jsonb), test_state(text, jsonb), definition(text), bake(jsonb);
DROP TABLE pie;
DROP ROLE regress_tester;
SELECT sfn_delete_state_machine('greet');
