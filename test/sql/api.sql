--
-- sfn_api: the service's JSON API
--

-- By an ordinary role, in a schema of its own
CREATE ROLE regress_api;
CREATE SCHEMA api AUTHORIZATION regress_api;
CREATE ROLE "regress-sfn-role";
GRANT "regress-sfn-role" TO regress_api;
SET ROLE regress_api;
SET search_path = api, public;

-- Requests and responses are the service's; times are taken out where they would differ from run to run.
CREATE FUNCTION timeless(response jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT response - '{creationDate,updateDate,startDate,stopDate,revisionId,nextToken}'::text[]
$$;

--
-- State machines
--
SELECT jsonb_typeof(r -> 'creationDate') AS date, timeless(r) AS response
FROM sfn_api('CreateStateMachine', '{
  "name": "hello",
  "definition": "{\"StartAt\": \"Hello\", \"States\": {\"Hello\": {\"Type\": \"Pass\", \"Result\": \"World\", \"End\": true}}}",
  "roleArn": "arn:aws:iam::000000000000:role/service-role/regress-sfn-role"}') AS r;
\set the_arn arn:aws:states:us-east-1:000000000000:stateMachine:hello
SELECT jsonb_pretty(timeless(sfn_api('DescribeStateMachine', jsonb_build_object('stateMachineArn', :'the_arn')))) AS response;

-- A revision id appears with the first update; changing nothing keeps it.
SELECT r ->> 'revisionId' AS revision, timeless(r) AS response
FROM sfn_api('UpdateStateMachine', jsonb_build_object('stateMachineArn', :'the_arn', 'roleArn', 'arn:aws:iam::000000000000:role/regress-sfn-role')) AS r \gset
SELECT r ->> 'revisionId' = :'revision' AS the_same
FROM sfn_api('UpdateStateMachine', jsonb_build_object('stateMachineArn', :'the_arn', 'tracingConfiguration', '{"enabled": false}'::jsonb)) AS r;
SELECT r ->> 'revisionId' = :'revision' AS the_same
FROM sfn_api('DescribeStateMachine', jsonb_build_object('stateMachineArn', :'the_arn', 'includedData', 'METADATA_ONLY')) AS r;
SELECT sfn_api('DescribeStateMachine', jsonb_build_object('stateMachineArn', :'the_arn', 'includedData', 'METADATA_ONLY')) ? 'definition' AS has_definition;

-- A log has one destination, at the service.
SELECT sfn_api('UpdateStateMachine', jsonb_build_object('stateMachineArn', :'the_arn', 'loggingConfiguration', '{"level": "ALL"}'::jsonb));
\echo :LAST_ERROR_SQLSTATE
SELECT timeless(sfn_api('UpdateStateMachine', jsonb_build_object('stateMachineArn', :'the_arn', 'loggingConfiguration', '{
  "level": "ALL", "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:us-east-1:000000000000:log-group:hello:*"}}]}'::jsonb)));

-- Checking a definition
SELECT sfn_api('ValidateStateMachineDefinition', '{"definition": "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}"}');
SELECT jsonb_pretty(sfn_api('ValidateStateMachineDefinition', '{"definition": "{\"States\": {\"A\": {\"Type\": \"Succeed\", \"Next\": \"B\"}}}"}'));
SELECT jsonb_array_length(r -> 'diagnostics') AS diagnostics, r -> 'truncated' AS truncated
FROM sfn_api('ValidateStateMachineDefinition', '{"definition": "{\"States\": {\"A\": {\"Type\": \"Succeed\", \"Next\": \"B\"}}}", "maxResults": 1}') AS r;

-- Deleting is no error if there is nothing to delete.
SELECT sfn_api('DeleteStateMachine', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:nothing"}');

--
-- Executions
--
SELECT jsonb_typeof(r -> 'startDate') AS date, timeless(r) AS response
FROM sfn_api('StartExecution', jsonb_build_object('stateMachineArn', :'the_arn', 'name', 'first', 'input', '{"a": 1}')) AS r;
\set the_first arn:aws:states:us-east-1:000000000000:execution:hello:first
SELECT jsonb_pretty(timeless(sfn_api('DescribeExecution', jsonb_build_object('executionArn', :'the_first')))) AS response;
SELECT timeless(sfn_api('DescribeExecution', jsonb_build_object('executionArn', :'the_first', 'includedData', 'METADATA_ONLY'))) AS response;
SELECT timeless(sfn_api('ListExecutions', jsonb_build_object('stateMachineArn', :'the_arn'))) #- '{executions,0,startDate}' #- '{executions,0,stopDate}' AS response;
SELECT sfn_api('ListExecutions', jsonb_build_object('stateMachineArn', :'the_arn', 'statusFilter', 'PENDING_REDRIVE'));

-- Times are epoch seconds, to the millisecond.
SELECT to_timestamp((r ->> 'startDate')::float8) BETWEEN start_date - interval '1 ms' AND start_date AS started
FROM sfn_api('DescribeExecution', jsonb_build_object('executionArn', :'the_first')) AS r, sfn.executions WHERE arn = :'the_first';

-- Stopping; how an execution failed is told, how it timed out is not.
SELECT timeless(sfn_api('CreateStateMachine', '{
  "name": "slow",
  "definition": "{\"StartAt\": \"Wait\", \"TimeoutSeconds\": 60, \"States\": {\"Wait\": {\"Type\": \"Wait\", \"Seconds\": 3600, \"End\": true}}}",
  "roleArn": "arn:aws:iam::000000000000:role/regress-sfn-role"}')) AS response;
\set the_slow arn:aws:states:us-east-1:000000000000:stateMachine:slow
SELECT count(sfn_api('StartExecution', jsonb_build_object('stateMachineArn', :'the_slow', 'name', name))) FROM unnest(ARRAY['stopped', 'late']) AS name;
\set the_stopped arn:aws:states:us-east-1:000000000000:execution:slow:stopped
\set the_late arn:aws:states:us-east-1:000000000000:execution:slow:late
SELECT jsonb_typeof(sfn_api('StopExecution', jsonb_build_object('executionArn', :'the_stopped', 'error', 'Enough', 'cause', 'It rains')) -> 'stopDate') AS date;
SELECT sfn_tick('infinity');
SELECT timeless(sfn_api('DescribeExecution', jsonb_build_object('executionArn', :'the_stopped'))) - 'executionArn' - 'stateMachineArn' AS response;
SELECT timeless(sfn_api('DescribeExecution', jsonb_build_object('executionArn', :'the_late'))) - 'executionArn' - 'stateMachineArn' AS response;

-- StartSyncExecution gives the result of an EXPRESS machine, be it a failure.
SELECT timeless(sfn_api('CreateStateMachine', '{
  "name": "quick", "type": "EXPRESS",
  "definition": "{\"StartAt\": \"Even?\", \"States\": {\"Even?\": {\"Type\": \"Choice\", \"Choices\": [{\"Variable\": \"$\", \"NumericEquals\": 2, \"Next\": \"Yes\"}], \"Default\": \"No\"}, \"Yes\": {\"Type\": \"Succeed\"}, \"No\": {\"Type\": \"Fail\", \"Error\": \"Odd\"}}}",
  "roleArn": "arn:aws:iam::000000000000:role/regress-sfn-role"}')) AS response;
\set the_quick arn:aws:states:us-east-1:000000000000:stateMachine:quick
SELECT jsonb_pretty(timeless(r) - 'executionArn' #- '{billingDetails,billedDurationInMilliseconds}') AS response,
    r ->> 'executionArn' LIKE '%:express:quick:second:%-%-7%' AS arn
FROM sfn_api('StartSyncExecution', jsonb_build_object('stateMachineArn', :'the_quick', 'name', 'second', 'input', '2', 'traceHeader', 'Root=1')) AS r;
SELECT timeless(r) - '{executionArn,stateMachineArn,billingDetails}'::text[] AS response
FROM sfn_api('StartSyncExecution', jsonb_build_object('stateMachineArn', :'the_quick', 'name', 'third', 'input', '3')) AS r;

--
-- History, in pages
--
SELECT jsonb_pretty(event - 'timestamp') AS event
FROM jsonb_array_elements(sfn_api('GetExecutionHistory', jsonb_build_object('executionArn', :'the_first')) -> 'events') AS event;

CREATE FUNCTION pages(action text, request jsonb) RETURNS TABLE (page int, content jsonb) LANGUAGE plpgsql AS $$
DECLARE
    response jsonb;
BEGIN
    page := 0;
    LOOP
        response := sfn_api(action, request);
        page := page + 1;
        content := jsonb_path_query_array(response, '$.*[*].name') || jsonb_path_query_array(response, '$.*[*].id');
        RETURN NEXT;
        EXIT WHEN NOT response ? 'nextToken';
        request := request || jsonb_build_object('nextToken', response -> 'nextToken');
    END LOOP;
END $$;
SELECT * FROM pages('GetExecutionHistory', jsonb_build_object('executionArn', :'the_first', 'maxResults', 3));
SELECT * FROM pages('GetExecutionHistory', jsonb_build_object('executionArn', :'the_first', 'maxResults', 3, 'reverseOrder', true));
SELECT * FROM pages('GetExecutionHistory', jsonb_build_object('executionArn', :'the_first', 'maxResults', 2));

-- Without data, names and errors are left.
SELECT event - '{timestamp,id,previousEventId}'::text[] AS event
FROM jsonb_array_elements(sfn_api('GetExecutionHistory',
    jsonb_build_object('executionArn', :'the_first', 'includeExecutionData', false)) -> 'events') AS event;

-- Lists come in pages too; a page begins where the one before it ended, whatever was added meanwhile.
SELECT count(sfn_api('StartExecution', jsonb_build_object('stateMachineArn', :'the_arn', 'name', 'run-' || n))) FROM generate_series(1, 4) AS n;
SELECT content FROM pages('ListExecutions', jsonb_build_object('stateMachineArn', :'the_arn', 'maxResults', 2));
SELECT sfn_api('ListExecutions', jsonb_build_object('stateMachineArn', :'the_arn', 'maxResults', 2)) ->> 'nextToken' AS token \gset
SELECT 1 FROM sfn_api('StartExecution', jsonb_build_object('stateMachineArn', :'the_arn', 'name', 'run-5'));
SELECT jsonb_path_query_array(r, '$.executions[*].name') AS second_page
FROM sfn_api('ListExecutions', jsonb_build_object('stateMachineArn', :'the_arn', 'maxResults', 2, 'nextToken', :'token')) AS r;
SELECT content FROM pages('ListStateMachines', '{"maxResults": 2}');
SELECT content FROM pages('ListStateMachines', '{}');

-- A token belongs to its request.
SELECT sfn_api('ListExecutions', jsonb_build_object('stateMachineArn', :'the_slow', 'maxResults', 2, 'nextToken', :'token'));
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_api('ListStateMachines', jsonb_build_object('nextToken', :'token'));
SELECT sfn_api('ListStateMachines', '{"nextToken": "three"}');
SELECT sfn_api('ListStateMachines', '{"nextToken": "MSAy"}');

--
-- Activities
--
SELECT timeless(sfn_api('CreateActivity', '{"name": "bake"}')) AS response;
SELECT a -> 'creationDate' = b -> 'creationDate' AS the_same
FROM sfn_api('CreateActivity', '{"name": "bake"}') AS a, sfn_api('DescribeActivity', '{"activityArn": "arn:aws:states:us-east-1:000000000000:activity:bake"}') AS b;
SELECT timeless(sfn_api('DescribeActivity', '{"activityArn": "arn:aws:states:us-east-1:000000000000:activity:bake"}')) AS response;
SELECT sfn_create_activity('peel');
SELECT count(sfn_create_activity('cut-' || n)) FROM generate_series(1, 3) AS n;
SELECT content FROM pages('ListActivities', '{"maxResults": 2}');
SELECT sfn_api('DeleteActivity', '{"activityArn": "arn:aws:states:us-east-1:000000000000:activity:bake"}');
SELECT sfn_api('DeleteActivity', '{"activityArn": "arn:aws:states:us-east-1:000000000000:activity:bake"}');
SELECT sfn_delete_activity('peel');
SELECT sfn_api('DescribeActivity', '{"activityArn": "arn:aws:states:us-east-1:000000000000:activity:bake"}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_api('CreateActivity', '{"name": "bake & cut"}');

--
-- What is refused
--

-- The service's error codes
CREATE FUNCTION refused(action text, request jsonb) RETURNS TABLE (code text, message text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sfn_api(action, request);
EXCEPTION WHEN OTHERS THEN
    code := sfn_error_code(SQLSTATE);
    message := SQLERRM;
    RETURN NEXT;
END $$;
\pset format unaligned
SELECT r.* FROM (VALUES
    ('FlyToTheMoon', '{}'),
    ('StartExecution', '[]'),
    ('StartExecution', '"hello"'),
    ('StartExecution', '{}'),
    ('StartExecution', '{"stateMachineArn": null}'),
    ('StartExecution', '{"stateMachineArn": 1}'),
    ('StartExecution', '{"stateMachineArn": {}}'),
    ('StartExecution', '{"stateMachineArn": ""}'),
    ('StartExecution', '{"stateMachineArn": "hello"}'),
    ('StartExecution', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:activity:hello"}'),
    ('StartExecution', '{"stateMachineArn": "arn:aws:lambda:us-east-1:000000000000:function:hello"}'),
    ('StartExecution', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:goodbye"}'),
    ('StartExecution', '{"stateMachineArn": "arn:aws:states:eu-north-1:000000000000:stateMachine:hello"}'),
    ('StartExecution', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:hello/label"}'),
    ('StartExecution', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:hello", "input": "{"}'),
    ('StartExecution', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:hello", "input": ""}'),
    ('StartExecution', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:hello", "name": ""}'),
    ('StartExecution', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:hello", "name": "a b"}'),
    ('StartExecution', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:hello", "name": "first"}'),
    ('StartSyncExecution', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:hello"}'),
    ('DescribeExecution', '{"executionArn": "first"}'),
    ('DescribeExecution', '{"executionArn": "arn:aws:states:us-east-1:000000000000:execution:hello:last"}'),
    ('DescribeExecution', '{"executionArn": "arn:aws:states:us-east-1:000000000000:execution:goodbye:first"}'),
    ('DescribeExecution', '{"executionArn": "arn:aws:states:us-east-1:000000000000:express:quick:second:00000000-0000-7000-8000-000000000000"}'),
    ('StopExecution', '{"executionArn": "arn:aws:states:us-east-1:000000000000:execution:hello:last"}'),
    ('GetExecutionHistory', '{"executionArn": "arn:aws:states:us-east-1:000000000000:execution:hello:first", "maxResults": 1001}'),
    ('GetExecutionHistory', '{"executionArn": "arn:aws:states:us-east-1:000000000000:execution:hello:first", "maxResults": "3"}'),
    ('GetExecutionHistory', '{"executionArn": "arn:aws:states:us-east-1:000000000000:execution:hello:first", "maxResults": 1.5}'),
    ('GetExecutionHistory', '{"executionArn": "arn:aws:states:us-east-1:000000000000:execution:hello:first", "reverseOrder": "yes"}'),
    ('ListExecutions', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:hello", "statusFilter": "succeeded", "maxResults": -1}'),
    ('ListExecutions', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:quick"}'),
    ('DescribeStateMachine', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:goodbye"}'),
    ('UpdateStateMachine', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:hello"}'),
    ('DeleteStateMachine', '{"stateMachineArn": "hello"}'),
    ('CreateStateMachine', '{"name": "new", "definition": "{}", "roleArn": "arn:aws:iam::000000000000:role/regress-sfn-role"}'),
    ('CreateStateMachine', '{"name": "ne w", "definition": "{}", "roleArn": "arn:aws:iam::000000000000:role/regress-sfn-role"}'),
    ('CreateStateMachine', '{"name": "new", "definition": "{}", "roleArn": "arn:aws:iam::000000000000:role/regress-nobody"}'),
    ('CreateStateMachine', '{"name": "new", "definition": "{}", "roleArn": "regress-sfn-role"}'),
    ('CreateStateMachine', '{"name": "new", "definition": "{}", "roleArn": "arn:aws:iam::000000000000:role/regress-sfn-role", "type": "FAST"}'),
    ('CreateStateMachine', '{"name": "new", "definition": "{}", "roleArn": "arn:aws:iam::000000000000:role/regress-sfn-role", "versionDescription": "one"}'),
    ('CreateStateMachine', '{"name": "new", "definition": "{}", "roleArn": "arn:aws:iam::000000000000:role/regress-sfn-role", "encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY"}}'),
    ('DescribeActivity', '{"activityArn": "bake"}')
) AS case_of (action, request), refused(action, request::jsonb) AS r;
\pset format aligned

-- A request that is no JSON, or none
SELECT sfn_api('ListStateMachines', 'everything');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_api('ListStateMachines', NULL);
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_api(NULL, '{}');

-- Unknown members are ignored, as the service's protocol has it.
SELECT sfn_api('DeleteStateMachine', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:nothing", "really": true}'::json);

-- What SQLSTATEs stand for
SELECT state, sfn_error_code(state) FROM unnest(ARRAY['SF007', 'SF011', 'SF032', '42501', '23505', 'SF999', 'sf007', '', 'nonsense']) AS state;
SELECT sfn_error_code(NULL);

-- Leave nothing behind.
SELECT count(sfn_delete_state_machine(arn)) > 0 AS deleted FROM sfn.state_machines;
RESET ROLE;
DROP SCHEMA api CASCADE;
DROP ROLE regress_api, "regress-sfn-role";
