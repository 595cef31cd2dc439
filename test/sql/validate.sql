--
-- sfn_validate: what is wrong with a definition
--
-- One row per problem, with the service's codes, texts and locations; no row when the definition
-- is valid.  Creating a state machine refuses what has an ERROR here.

-- A definition with one state, to be filled in
CREATE FUNCTION one_state(state text) RETURNS text
LANGUAGE sql AS $$ SELECT '{"StartAt": "S", "States": {"S": ' || state || '}}' $$;

CREATE FUNCTION problems(definition text, type text DEFAULT 'STANDARD')
RETURNS TABLE (code text, location text, message text)
LANGUAGE sql AS $$
  SELECT CASE severity WHEN 'WARNING' THEN 'WARNING ' ELSE '' END || code, location, message
  FROM sfn_validate(definition, type)
  WHERE code NOT IN ('FUNCTION_NOT_FOUND', 'INTEGRATION_NOT_REGISTERED', 'ACTIVITY_NOT_FOUND')
$$;


--
-- Valid ones give no rows, in each of the three forms that a definition can have
--
SELECT * FROM sfn_validate('{"StartAt": "Hello", "States": {"Hello": {"Type": "Pass", "End": true}}}');
SELECT * FROM sfn_validate('{"StartAt": "Hello", "States": {"Hello": {"Type": "Succeed"}}}'::json, 'EXPRESS');
SELECT * FROM sfn_validate(jsonb_build_object('StartAt', 'Hello', 'States',
  jsonb_build_object('Hello', jsonb_build_object('Type', 'Wait', 'Seconds', 0, 'End', true))));


--
-- What is no definition at all
--
SELECT * FROM problems('');
SELECT * FROM problems('[]');
SELECT * FROM problems('{}');
SELECT * FROM problems('not a definition');
SELECT * FROM problems('{"StartAt": "Hello", }');
SELECT * FROM problems('{"StartAt": "Hello"');
SELECT * FROM problems('{"StartAt": "Hel
lo"}');
SELECT * FROM problems('{"StartAt": Hello}');
SELECT * FROM problems('{"StartAt" "Hello"}');
SELECT * FROM problems('{"StartAt": "\x"}');
SELECT * FROM problems('[1, 02]');
SELECT * FROM problems('{} {}');

-- Of two members with one name a definition can mean only one.
SELECT * FROM problems('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "A": {"Type": "Fail"}}}');

-- What the database cannot hold
SELECT * FROM problems('{"StartAt": "\u0000", "States": {}}');
SELECT code, message FROM problems('{"StartAt": ' || repeat('[', 2000) || repeat(']', 2000) || '}');
SELECT code, message FROM problems(repeat(' ', 1048577));


--
-- Fields of the machine
--
SELECT * FROM problems('{"StartAt": 1, "States": {}, "Version": "2.0", "TimeoutSeconds": -1, "Extra": true}');
SELECT * FROM problems('{"StartAt": "S", "States": {"S": {"Type": "Succeed"}}, "Version": "1.0",
  "TimeoutSeconds": 60, "Comment": "all of them", "QueryLanguage": "JSONPath"}');


--
-- A state needs a type, and only has fields of that type
--
SELECT * FROM problems('{"StartAt": "S", "States": {"S": {"End": true}}}');
SELECT * FROM problems(one_state('{"Type": "Tusk", "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Pass", "TimeoutSeconds": 5, "Retry": [], "Colour": "red", "End": true}'));
SELECT * FROM problems(one_state('[]'));
SELECT * FROM problems(one_state('{"Type": "Task", "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Pass", "Comment": 1, "End": "yes"}'));


--
-- Next or End
--
SELECT * FROM problems(one_state('{"Type": "Pass"}'));
SELECT * FROM problems(one_state('{"Type": "Pass", "Next": "S", "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Pass", "End": false}'));
SELECT * FROM problems(one_state('{"Type": "Succeed", "End": true}'));


--
-- Transitions stay among the states they stand with
--
SELECT * FROM problems('{"StartAt": "Nowhere", "States": {"A": {"Type": "Pass", "End": true}}}');
SELECT * FROM problems('{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Lost"}}}');
SELECT * FROM problems('{"StartAt": "C", "States": {
  "C": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "Lost"}], "Default": "Gone"},
  "T": {"Type": "Task", "Resource": "pg:function:f", "Catch": [{"ErrorEquals": ["E"], "Next": "Away"}], "End": true}}}');

-- Not into a branch, not out of one
SELECT * FROM problems('{"StartAt": "P", "States": {
  "P": {"Type": "Parallel", "Branches": [{"StartAt": "In", "States": {"In": {"Type": "Pass", "Next": "Out"}}}], "Next": "In"},
  "Out": {"Type": "Succeed"}}}');

-- Every state can be reached, and one ends the workflow.
SELECT * FROM problems('{"StartAt": "A", "States": {
  "A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}, "C": {"Type": "Pass", "End": true}}}');
SELECT * FROM problems('{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}}}');
SELECT * FROM problems(one_state('{"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "A", "States": {
  "A": {"Type": "Pass", "Next": "A"}, "B": {"Type": "Pass", "Next": "A"}}}}'));


--
-- Names of states
--
SELECT * FROM problems('{"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
  {"StartAt": "Same", "States": {"Same": {"Type": "Succeed"}}},
  {"StartAt": "Same", "States": {"Same": {"Type": "Succeed"}}}]}}}');
SELECT code, message FROM problems(format('{"StartAt": "%1$s", "States": {"%1$s": {"Type": "Succeed"}}}', repeat('ä', 81)));
SELECT * FROM problems(format('{"StartAt": "%1$s", "States": {"%1$s": {"Type": "Succeed"}}}', repeat('ä', 80)));
SELECT * FROM problems('{"StartAt": "", "States": {"": {"Type": "Succeed"}}}');


--
-- Paths
--
SELECT * FROM problems(one_state('{"Type": "Pass", "InputPath": "x", "OutputPath": "$[", "ResultPath": "$.a[*]", "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Pass", "InputPath": null, "OutputPath": "$$.State", "ResultPath": null, "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Pass", "ResultPath": "$$.State", "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Pass", "InputPath": "States.UUID()", "End": true}'));

-- Error and cause of a Fail state may come from a path or an intrinsic function.
SELECT * FROM problems(one_state('{"Type": "Fail", "ErrorPath": "$.error", "CausePath": "States.Format(''{}!'', $.why)"}'));
SELECT * FROM problems(one_state('{"Type": "Fail", "Error": "E", "ErrorPath": "$.error", "CausePath": "States.MathAdd(1, 2)"}'));


--
-- Payload templates
--
SELECT * FROM problems(one_state('{"Type": "Pass", "Parameters": {"a.$": "$.b", "b": {"c.$": "c", "d": [{"e.$": 1}]}}, "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Pass", "Parameters": {"a.$": "States.Nothing()"}, "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Pass", "Parameters": {"a": 1, "a.$": "$.b"}, "End": true}'));

-- A path under a name without ".$" is just text, which is seldom meant.
SELECT * FROM problems(one_state('{"Type": "Pass", "Parameters": {"a": "$.b", "c": [{"d": "States.UUID()"}], "price": "$.50"}, "End": true}'));

-- So is one where only a field that ends in 'Path' takes paths.
SELECT * FROM problems(one_state('{"Type": "Fail", "Error": "$.error", "Cause": "States.Format(''{}'', $.cause)"}'));
SELECT * FROM problems(one_state('{"Type": "Fail", "Error": "$", "CausePath": "$.cause"}'));
SELECT * FROM problems('{"StartAt": "C", "States": {"N": {"Type": "Succeed"}, "C": {"Type": "Choice", "Default": "N", "Choices": [
  {"Variable": "$.a", "StringEquals": "$.b", "Next": "N"}, {"Variable": "$.a", "StringMatches": "$.*", "Next": "N"},
  {"Not": {"Variable": "$.a", "StringLessThan": "$$.State.Name"}, "Next": "N"},
  {"Variable": "$.a", "StringEqualsPath": "$.b", "Next": "N"}, {"Variable": "$.a", "StringEquals": "$", "Next": "N"}]}}}');
SELECT * FROM problems('{"QueryLanguage": "JSONata", "StartAt": "F", "States": {"F": {"Type": "Fail", "Cause": "$.cause"}}}');

-- The Result of a Pass state is taken as it is.
SELECT * FROM problems(one_state('{"Type": "Pass", "Result": "$.b", "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Pass", "Result": {"a.$": "$.b"}, "End": true}'));


--
-- Task
--
SELECT * FROM problems(one_state('{"Type": "Task", "Resource": "shred", "TimeoutSeconds": 0, "HeartbeatSeconds": 1.5, "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Task", "Resource": "pg:function:f", "TimeoutSeconds": 10, "HeartbeatSeconds": 10, "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Task", "Resource": "pg:query", "TimeoutSeconds": 10, "TimeoutSecondsPath": "$.t", "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Task", "Resource": "pg:nothing", "Credentials": {}, "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Task", "Resource": "pg:activity:sign", "Credentials": {"RoleArn": "baker"}, "End": true}'));

-- Not every service has jobs to wait for.
SELECT resource, message
FROM unnest(ARRAY[
    'arn:aws:lambda:us-east-1:000000000000:function:bake:live',
    'arn:aws:lambda:us-east-1:000000000000:function:bake.sync',
    'arn:aws:states:::lambda:invoke', 'arn:aws:states:::lambda:invoke.sync', 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    'arn:aws:states:::states:startExecution.sync:2', 'arn:aws:states:::states:startExecution.sync:3', 'arn:aws:states:::glue:startJobRun.sync:2',
    'arn:aws:states:::aws-sdk:s3:getObject', 'arn:aws:states:::aws-sdk:s3',
    'arn:aws:states:us-east-1:000000000000:activity:sign', 'arn:aws:states:us-east-1:000000000000:activity:a b',
    'pg:function:app.bake', 'pg:function:', 'pg:query.waitForTaskToken', 'pg:query.sync', 'oven:bake', '${Oven}'
  ]) WITH ORDINALITY AS r(resource, nr)
  LEFT JOIN LATERAL sfn_validate(one_state(format('{"Type": "Task", "Resource": "%s", "End": true}', resource))) ON severity = 'ERROR'
ORDER BY nr;

-- In an EXPRESS machine nothing may outlast the call.
SELECT * FROM problems(one_state('{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "End": true}'), 'EXPRESS');
SELECT * FROM problems(one_state('{"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "End": true}'), 'EXPRESS');
SELECT * FROM problems(one_state('{"Type": "Task", "Resource": "pg:activity:sign", "End": true}'), 'EXPRESS');


--
-- Retry and Catch
--
SELECT * FROM problems(one_state('{"Type": "Task", "Resource": "pg:function:f", "End": true, "Retry": [
  {}, {"ErrorEquals": []}, {"ErrorEquals": ["A", 1]}, {"ErrorEquals": ["States.ALL", "A"]}, "again",
  {"ErrorEquals": ["A"], "IntervalSeconds": -1, "MaxAttempts": 0.5, "BackoffRate": 0.9, "MaxDelaySeconds": 31622401, "JitterStrategy": "SOME"}]}'));
SELECT * FROM problems(one_state('{"Type": "Task", "Resource": "pg:function:f", "End": true, "Catch": [
  {"ErrorEquals": ["States.ALL"], "Next": "S", "ResultPath": "result"}, {"ErrorEquals": ["A"]}]}'));
SELECT * FROM problems(one_state('{"Type": "Task", "Resource": "pg:function:f", "End": true, "Retry": [], "Catch": []}'));


--
-- Wait
--
SELECT * FROM problems(one_state('{"Type": "Wait", "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Wait", "Seconds": 1, "SecondsPath": "$.s", "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Wait", "Seconds": 100000000, "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Wait", "Timestamp": "2026-03-14 01:59:00Z", "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Wait", "TimestampPath": "$.times[*]", "End": true}'));


--
-- Choice
--
SELECT * FROM problems(one_state('{"Type": "Choice", "Choices": []}'));
SELECT * FROM problems('{"StartAt": "C", "States": {"E": {"Type": "Succeed"}, "C": {"Type": "Choice", "Choices": [
  {"Variable": "$.a", "Next": "E"},
  {"Variable": "$.a", "IsNull": true, "NumericEquals": 1, "Next": "E"},
  {"Variable": "$.a", "IsNull": "yes", "Next": "E"},
  {"Variable": "a", "NumericEqualsPath": "b", "Next": "E"},
  {"Variable": "$.a", "StringMatchesPath": "$.b", "Next": "E"},
  {"Variable": "$.a", "TimestampEquals": "tomorrow", "Next": "E"},
  {"And": [{"Variable": "$.a", "StringEquals": 1, "Next": "E"}], "Or": [], "Next": "E"},
  {"Not": {}, "Next": "E"},
  {"Variable": "$.a", "IsString": true}]}}}');


--
-- Parallel and Map
--
SELECT * FROM problems(one_state('{"Type": "Parallel", "Branches": [], "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Parallel", "Branches": [{}, 1, {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}, "TimeoutSeconds": 1}], "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Map", "ItemsPath": "$.a[*]", "MaxConcurrency": -1, "End": true}'));
SELECT * FROM problems(one_state('{"Type": "Map", "ItemSelector": {}, "Parameters": {}, "Label": "L", "End": true,
  "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE", "ExecutionType": "STANDARD"}, "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}}'));

-- A Map inside a Parallel inside a Map, and so on, has an end.
WITH RECURSIVE nested(depth, machine) AS (
  SELECT 0, '{"StartAt": "S0", "States": {"S0": {"Type": "Succeed"}}}'
  UNION ALL
  SELECT depth + 1, format('{"StartAt": "S%1$s", "States": {"S%1$s": {"Type": "Parallel", "End": true, "Branches": [%2$s]}}}',
    depth + 1, machine)
  FROM nested WHERE depth < 64)
SELECT depth, code, message FROM nested LEFT JOIN LATERAL problems(machine) ON true WHERE depth >= 63;


--
-- Distributed Map: checked with everything that belongs to it
--
CREATE FUNCTION distributed(config text, fields text) RETURNS text
LANGUAGE sql AS $$
  SELECT one_state('{"Type": "Map", "End": true, ' || fields || ', "ItemProcessor": {"ProcessorConfig": ' || config ||
    ', "StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "pg:query.waitForTaskToken", "End": true}}}}')
$$;

SELECT * FROM problems(distributed('{"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}', '
  "Label": "Ratings", "ToleratedFailurePercentage": 5.5, "MaxConcurrencyPath": "$.n",
  "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key.$": "$.key"},
    "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b"], "CSVDelimiter": "TAB", "MaxItems": 10}},
  "ItemBatcher": {"MaxItemsPerBatch": 10, "BatchInput": {"x.$": "$.x"}},
  "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"}, "WriterConfig": {"Transformation": "FLATTEN"}}'));
SELECT * FROM problems(distributed('{"Mode": "DISTRIBUTED"}', '"Label": "a b"'));
SELECT * FROM problems(distributed('{"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}', '"Label": ""'));
SELECT * FROM problems(distributed('{"Mode": "DISTRIBUTED", "ExecutionType": "FAST"}', '
  "ToleratedFailurePercentage": 101, "ToleratedFailureCount": 1, "ToleratedFailureCountPath": "$.n",
  "ItemReader": {"Resource": "pg:query", "ReaderConfig": {"InputType": "CSV", "MaxItems": -1, "ItemsPointer": "/a"}},
  "ItemBatcher": {"MaxInputBytesPerBatchPath": "bytes", "BatchInput": {"x.$": 1}}, "ResultWriter": {}'));
SELECT * FROM problems(distributed('{"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}', '
  "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
    "ReaderConfig": {"InputType": "JSON", "CSVHeaderLocation": "FIRST_ROW", "Transformation": "NONE"}},
  "ItemBatcher": {}, "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "WriterConfig": {"OutputType": "XML"}}'));
SELECT * FROM problems(distributed('{"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}', '"Comment": "x"'), 'EXPRESS');


--
-- Variables
--
SELECT * FROM problems('{"StartAt": "A", "States": {
  "A": {"Type": "Pass", "Assign": {"x": 1, "y.$": "$.y", "a b": 2, "states": 3, "1st": 4}, "Next": "B"},
  "B": {"Type": "Pass", "InputPath": "$x", "OutputPath": "$y.z", "Parameters": {"z.$": "States.Array($x, $z)"}, "End": true}}}');
SELECT * FROM problems(one_state('{"Type": "Pass", "Assign": ["x"], "End": true}'));

-- What an outer scope assigns, an inner one may read but not assign.
SELECT * FROM problems('{"StartAt": "A", "States": {
  "A": {"Type": "Pass", "Assign": {"x": 1}, "Next": "P"},
  "P": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "B", "States": {"B": {"Type": "Pass", "InputPath": "$x", "Assign": {"own": 1}, "Next": "C"},
                                "C": {"Type": "Pass", "InputPath": "$own", "Assign": {"x": 2}, "End": true}}},
    {"StartAt": "D", "States": {"D": {"Type": "Pass", "InputPath": "$own", "End": true}}}]}}}');

-- Children of a distributed Map see nothing of it; the Map's own fields do.
SELECT * FROM problems('{"StartAt": "A", "States": {
  "A": {"Type": "Pass", "Assign": {"x": 1}, "Next": "M"},
  "M": {"Type": "Map", "End": true, "ItemsPath": "$x", "ItemProcessor": {
    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    "StartAt": "B", "States": {"B": {"Type": "Pass", "InputPath": "$x", "Assign": {"x": 2, "y": 1}, "Next": "C"},
                               "C": {"Type": "Pass", "InputPath": "$z", "End": true}}}}}}');


--
-- JSONata: fields and delimiters are checked
--
SELECT * FROM problems('{"QueryLanguage": "JSONata", "StartAt": "S", "States": {"S": {"Type": "Pass",
  "Output": {"a": "{% $states.input.a %}", "b": " {% text %} ", "c": "{% open", "d": ["shut %}"]}, "InputPath": "$", "End": true}}}');
SELECT * FROM problems('{"QueryLanguage": "JSONata", "StartAt": "S", "States": {
  "S": {"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": "T"}, {"Condition": 1, "Next": "T"}, {"Variable": "$.a", "IsNull": true, "Next": "T"}]},
  "T": {"Type": "Wait", "Seconds": "{% 1 + 1 %}", "Next": "U"},
  "U": {"Type": "Task", "Resource": "pg:query", "TimeoutSeconds": "soon", "Arguments": "{% {} %}", "QueryLanguage": "JSONPath", "End": true}}}');

-- A state may be JSONata in a JSONPath machine; states inside it go by the machine.
SELECT * FROM problems(one_state('{"Type": "Parallel", "QueryLanguage": "JSONata", "Arguments": {}, "End": true, "Branches": [
  {"StartAt": "A", "States": {"A": {"Type": "Pass", "Output": 1, "End": true}}}]}'));
SELECT * FROM problems(one_state('{"Type": "Pass", "QueryLanguage": "jsonpath", "InputPath": "$.a", "End": true}'));


--
-- Substitutions
--
SELECT * FROM sfn_validate('{"StartAt": "${Stage} start", "States": {"${Stage} start": {
  "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:${Account}:function:${Name}", "Comment": "${unknown} ${Name", "End": true}}}',
  substitutions => '{"Stage": "test", "Account": 123456789012, "Name": "bake"}');
SELECT location, message FROM sfn_validate('{"StartAt": "a", "States": {"a": {"Type": "Succeed"}, "${b}": {"Type": "Succeed"}}}',
  substitutions => '{"b": "a"}');
SELECT * FROM sfn_validate('{}', substitutions => '["a"]');
SELECT * FROM sfn_validate('{}', substitutions => '{"a": null}');


--
-- What tasks would not find is a warning: it may come later than the definition
--
-- The lookup is that of a task of the caller's, with the search_path of now.
CREATE FUNCTION bake(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';
CREATE FUNCTION weigh(input text) RETURNS jsonb LANGUAGE sql AS 'SELECT to_jsonb(input)';
CREATE FUNCTION taste(input jsonb) RETURNS text LANGUAGE sql AS 'SELECT input::text';

SELECT resource, code, message
FROM unnest(ARRAY[
    'pg:function:bake', 'pg:function:bkae', 'pg:function:weigh', 'pg:function:taste', 'pg:function:app.bake',
    'arn:aws:lambda:us-east-1:000000000000:function:bake:live', 'arn:aws:lambda:us-east-1:000000000000:function:Bake',
    'pg:activity:sign', 'arn:aws:states:us-east-1:000000000000:activity:sign', 'arn:aws:states:::sqs:sendMessage',
    'pg:query', 'arn:aws:states:::states:startExecution', 'arn:aws:states:::lambda:invoke'
  ]) WITH ORDINALITY AS r(resource, nr)
  LEFT JOIN LATERAL sfn_validate(one_state(format('{"Type": "Task", "Resource": "%s", "End": true}', resource))) ON true
ORDER BY nr;

-- The function of lambda:invoke is known where FunctionName is a constant.
SELECT name, message
FROM unnest(ARRAY['bake', 'bake:live', '000000000000:function:bake', 'bkae', 'arn:aws:lambda:us-east-1:000000000000:function:bkae:1'])
  WITH ORDINALITY AS n(name, nr)
  LEFT JOIN LATERAL sfn_validate(one_state(format('{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
    "Parameters": {"FunctionName": "%s", "Payload.$": "$"}, "End": true}', name))) ON true
ORDER BY nr;
SELECT * FROM sfn_validate(one_state('{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
  "Parameters": {"FunctionName.$": "$.name"}, "End": true}'));

-- It is gone when what was missing is there.
SELECT sfn_create_activity('sign') IS NOT NULL AS created;
SELECT sfn_register_integration('sqs:sendMessage', 'bake');
SELECT * FROM sfn_validate('{"StartAt": "A", "States": {
  "A": {"Type": "Task", "Resource": "pg:activity:sign", "Next": "B"},
  "B": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true}}}');

-- A role that may not call the function is told the grant.
REVOKE EXECUTE ON FUNCTION bake FROM PUBLIC;
CREATE ROLE regress_validate;
SET ROLE regress_validate;
SELECT code, message FROM sfn_validate('{"StartAt": "A", "States": {
  "A": {"Type": "Task", "Resource": "pg:function:bake", "End": true}}}');

-- Who creates the machine all the same is notified, once per warning.
SET client_min_messages = notice;
SELECT sfn_create_state_machine('warned', '{"StartAt": "A", "States": {
  "A": {"Type": "Task", "Resource": "pg:function:bkae", "Parameters": {"pie": "$.pie"}, "End": true}}}') IS NOT NULL AS created;
RESET client_min_messages;
RESET ROLE;
SELECT sfn_delete_state_machine('warned');
DROP ROLE regress_validate;


--
-- Arguments
--
SELECT * FROM sfn_validate(NULL::text);
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM sfn_validate('{}', 'FAST');
\echo :LAST_ERROR_SQLSTATE
SELECT message FROM sfn_validate('{}', NULL, NULL);

-- A definition that is wrong everywhere is not described for ever.
SELECT count(*) FROM problems('{"StartAt": "S", "States": {"S": {"Type": "Pass", ' ||
  (SELECT string_agg(format('"f%s": 1', i), ', ') FROM generate_series(1, 5000) AS i) || ', "End": true}}}');

DROP FUNCTION one_state, problems, distributed, bake, weigh, taste;
