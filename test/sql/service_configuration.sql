--
-- sfn_api: what state machines are configured with, and how they are described
--

CREATE ROLE "regress-config-role";
CREATE FUNCTION refusal(action text, request jsonb) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN 'accepted: ' || (sfn_api(action, request) - '{creationDate,updateDate,revisionId}'::text[])::text;
EXCEPTION WHEN OTHERS THEN
    RETURN format('%s: %s', coalesce(sfn_error_code(SQLSTATE), SQLSTATE), SQLERRM);
END $$;
CREATE FUNCTION create_with(name text, more jsonb) RETURNS text LANGUAGE sql AS $$
    SELECT refusal('CreateStateMachine', jsonb_build_object('name', name,
        'definition', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}',
        'roleArn', 'arn:aws:iam::000000000000:role/regress-config-role') || more)
$$;
\set tea arn:aws:states:us-east-1:000000000000:stateMachine:tea

-- Tracing and encryption are part of what a machine is: the same name with others is another machine.
SELECT create_with('tea', '{"tracingConfiguration": {"enabled": true}, "encryptionConfiguration": {"type": "AWS_OWNED_KEY"}}');
SELECT create_with('tea', '{"tracingConfiguration": {"enabled": true}, "encryptionConfiguration": {"type": "AWS_OWNED_KEY"}}');
SELECT create_with('tea', '{"tracingConfiguration": {"enabled": false}, "encryptionConfiguration": {"type": "AWS_OWNED_KEY"}}');
SELECT create_with('tea', '{"tracingConfiguration": {"enabled": true}}');
SELECT r -> 'tracingConfiguration' AS tracing, r -> 'encryptionConfiguration' AS encryption FROM sfn_api('DescribeStateMachine', jsonb_build_object('stateMachineArn', :'tea')) AS r;

-- An update of either alone is enough, and keeps the rest.
SELECT refusal('UpdateStateMachine', jsonb_build_object('stateMachineArn', :'tea', 'tracingConfiguration', '{"enabled": false}'::jsonb));
SELECT r -> 'tracingConfiguration' AS tracing, r -> 'encryptionConfiguration' AS encryption, r -> 'definition' AS definition
FROM sfn_api('DescribeStateMachine', jsonb_build_object('stateMachineArn', :'tea')) AS r;
SELECT refusal('UpdateStateMachine', jsonb_build_object('stateMachineArn', :'tea'));
SELECT refusal('UpdateStateMachine', jsonb_build_object('stateMachineArn', :'tea' || ':1', 'tracingConfiguration', '{"enabled": false}'::jsonb));

-- What is refused
SELECT create_with('coffee', more) FROM (VALUES
    ('{"tracingConfiguration": {}}'::jsonb),
    ('{"tracingConfiguration": {"enabled": null}}'),
    ('{"tracingConfiguration": {"enabled": "yes"}}'),
    ('{"tracingConfiguration": true}'),
    ('{"encryptionConfiguration": {}}'),
    ('{"encryptionConfiguration": {"type": "ROT13"}}'),
    ('{"encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "alias/coffee"}}'),
    ('{"encryptionConfiguration": {"type": "AWS_OWNED_KEY", "kmsKeyId": "alias/coffee"}}'),
    ('{"encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsDataKeyReusePeriodSeconds": 59}}'),
    ('{"encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsDataKeyReusePeriodSeconds": 901}}'),
    ('{"encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsDataKeyReusePeriodSeconds": 60.5}}'),
    ('{"loggingConfiguration": {"level": "SOME"}}'),
    ('{"loggingConfiguration": {"level": "ALL"}}'),
    ('{"loggingConfiguration": []}'),
    ('{"publish": "yes"}'),
    ('{"type": "FAST"}'),
    ('{"type": "standard", "name": ""}'),
    (jsonb_build_object('definition', repeat('x', 1048577))),
    (jsonb_build_object('publish', true, 'versionDescription', repeat('x', 257)))) AS v(more);

-- An activity that exists may be asked for again, but not with a key.
SELECT refusal('CreateActivity', '{"name": "sip", "encryptionConfiguration": {"type": "AWS_OWNED_KEY"}}');
SELECT refusal('CreateActivity', '{"name": "sip"}');
SELECT refusal('CreateActivity', '{"name": "sip", "encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "alias/sip"}}');
SELECT refusal('CreateActivity', '{"name": "gulp", "encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "alias/gulp"}}');

--
-- Which variables states refer to
--
-- A Map's own fields count for the Map, those of its states for them; assigning is not referring.
SELECT sfn_create_state_machine('variables_of', '{
  "StartAt": "Set",
  "States": {
    "Set": {"Type": "Pass", "Assign": {"guests": [1, 2], "most": 1, "greeting": "Hello", "error": "Full"}, "Next": "Each"},
    "Each": {"Type": "Map", "ItemsPath": "$guests", "MaxConcurrencyPath": "$most", "Next": "Any?",
      "ItemSelector": {"text.$": "States.Format(''{} {}'', $greeting, $$.Map.Item.Value)", "literal": "$most"},
      "ItemProcessor": {"StartAt": "Greet", "States": {
        "Greet": {"Type": "Pass", "Parameters": {"a.$": "$greeting", "b": {"c.$": "$guests[0]", "d.$": "$guests[1]"}}, "End": true}}}},
    "Any?": {"Type": "Choice", "Choices": [{"Not": {"Variable": "$guests[0]", "NumericEqualsPath": "$most"}, "Next": "Full"}], "Default": "Done"},
    "Full": {"Type": "Fail", "ErrorPath": "$error", "CausePath": "States.Format(''{}'', $guests)"},
    "Done": {"Type": "Succeed", "OutputPath": "$"}
  }}') AS variables_of \gset
SELECT key AS state, value AS variables
FROM sfn_api('DescribeStateMachine', jsonb_build_object('stateMachineArn', :'variables_of')) AS r, jsonb_each(r -> 'variableReferences') ORDER BY key;
-- They belong to the definition; without it they are not shown.
SELECT r ? 'definition' AS definition, r ? 'variableReferences' AS variables
FROM sfn_api('DescribeStateMachine', jsonb_build_object('stateMachineArn', :'variables_of', 'includedData', 'METADATA_ONLY')) AS r;
SELECT sfn_api('DescribeStateMachine', jsonb_build_object('stateMachineArn', :'tea')) ? 'variableReferences' AS variables;

--
-- The machine of an execution
--
-- What it was when the execution started, not what it is now; even when it is no more.
SELECT sfn_create_state_machine('changed', '{"StartAt": "Old", "States": {"Old": {"Type": "Succeed"}}}') AS changed \gset
SELECT sfn_api('StartExecution', jsonb_build_object('stateMachineArn', :'changed', 'name', 'run')) ->> 'executionArn' AS run \gset
SELECT refusal('UpdateStateMachine', jsonb_build_object('stateMachineArn', :'changed', 'definition', '{"StartAt": "New", "States": {"New": {"Type": "Succeed"}}}'));
SELECT jsonb_pretty(r - '{updateDate,roleArn}'::text[]) AS response, jsonb_typeof(r -> 'updateDate') AS date
FROM sfn_api('DescribeStateMachineForExecution', jsonb_build_object('executionArn', :'run')) AS r;
SELECT sfn_delete_state_machine('changed');
SELECT r ->> 'definition' AS definition, r ->> 'stateMachineArn' AS arn
FROM sfn_api('DescribeStateMachineForExecution', jsonb_build_object('executionArn', :'run')) AS r;
SELECT refusal('DescribeStateMachineForExecution', jsonb_build_object('executionArn', arn))
FROM unnest(ARRAY['run', :'run' || '2', :'tea', 'arn:aws:states:us-east-1:000000000000:express:quick:run:0190163d-8694-739b-aea5-966c26f8ad91', NULL]) AS arn;

--
-- Map Runs
--
-- Every Map runs inside its execution, so there are none.
SELECT refusal('ListMapRuns', jsonb_build_object('executionArn', :'run'));
SELECT refusal('ListMapRuns', jsonb_build_object('executionArn', :'run' || '2'));
SELECT refusal('ListMapRuns', jsonb_build_object('executionArn', :'run', 'nextToken', 'made up'));
\set map_run 'arn:aws:states:us-east-1:000000000000:mapRun:changed/Each:0190163d-8694-739b-aea5-966c26f8ad91'
SELECT refusal('DescribeMapRun', jsonb_build_object('mapRunArn', :'map_run'));
SELECT refusal('DescribeMapRun', jsonb_build_object('mapRunArn', :'run'));
SELECT refusal('UpdateMapRun', jsonb_build_object('mapRunArn', :'map_run') || more) FROM (VALUES
    ('{"maxConcurrency": 3}'::jsonb), ('{"maxConcurrency": -1}'), ('{"toleratedFailurePercentage": 100.5}'), ('{"toleratedFailurePercentage": "5"}'),
    ('{"toleratedFailureCount": -1}'), ('{}')) AS v(more);

--
-- Lists of executions
--
SELECT refusal('ListExecutions', request) FROM (VALUES
    ('{}'::jsonb),
    (jsonb_build_object('stateMachineArn', :'tea', 'mapRunArn', :'map_run')),
    (jsonb_build_object('mapRunArn', :'map_run')),
    (jsonb_build_object('mapRunArn', :'tea')),
    (jsonb_build_object('stateMachineArn', :'tea', 'redriveFilter', 'REDRIVEN')),
    (jsonb_build_object('stateMachineArn', :'tea', 'redriveFilter', 'OFTEN')),
    (jsonb_build_object('stateMachineArn', :'tea' || ':1')),
    (jsonb_build_object('stateMachineArn', :'tea' || '/Each')),
    (jsonb_build_object('stateMachineArn', :'tea'))) AS v(request);

-- A page goes on where the one before it ended, though newer executions come before it.
SELECT count(sfn_api('StartExecution', jsonb_build_object('stateMachineArn', :'tea', 'name', 'cup' || n))) AS started FROM generate_series(1, 3) AS n;
SELECT jsonb_path_query_array(r, '$.executions[*].name') AS page, r ->> 'nextToken' AS token
FROM sfn_api('ListExecutions', jsonb_build_object('stateMachineArn', :'tea', 'maxResults', 2)) AS r \gset
\echo :page
SELECT sfn_start('tea', name => 'cup4') IS NOT NULL AS started;
SELECT jsonb_path_query_array(r, '$.executions[*].name') AS page, r ? 'nextToken' AS goes_on
FROM sfn_api('ListExecutions', jsonb_build_object('stateMachineArn', :'tea', 'maxResults', 2, 'nextToken', :'token')) AS r;
-- A token is good for the request that it was given to.
SELECT refusal(action, request || jsonb_build_object('nextToken', :'token')) FROM (VALUES
    ('ListExecutions', jsonb_build_object('stateMachineArn', :'tea', 'statusFilter', 'FAILED')),
    ('ListExecutions', jsonb_build_object('stateMachineArn', :'variables_of')),
    ('ListStateMachines', '{}'),
    ('ListActivities', '{}'),
    ('GetExecutionHistory', jsonb_build_object('executionArn', :'run'))) AS v(action, request);
SELECT refusal('ListExecutions', jsonb_build_object('stateMachineArn', :'tea', 'nextToken', token))
FROM unnest(ARRAY['', 'MTIz', 'MTIzIDQ1Ng==', repeat('t', 3097)]) AS token;

--
-- Redriving once
--
-- A request with a client token that was used before has the answer that it had.
SELECT sfn_create_state_machine('leaky', '{"StartAt": "Leak", "States": {"Leak": {"Type": "Fail", "Error": "Hole"}}}') AS leaky \gset
SELECT sfn_api('StartExecution', jsonb_build_object('stateMachineArn', :'leaky', 'name', 'pot')) ->> 'executionArn' AS pot \gset
SELECT sfn_api('RedriveExecution', jsonb_build_object('executionArn', :'pot', 'clientToken', 'once')) ->> 'redriveDate' AS date \gset
SELECT sfn_api('RedriveExecution', jsonb_build_object('executionArn', :'pot', 'clientToken', 'once')) ->> 'redriveDate' = :'date' AS the_same;
SELECT sfn_api('DescribeExecution', jsonb_build_object('executionArn', :'pot')) -> 'redriveCount' AS redrives;
SELECT count(sfn_api('RedriveExecution', jsonb_build_object('executionArn', :'pot'))) AS redriven FROM generate_series(1, 2);
SELECT sfn_api('DescribeExecution', jsonb_build_object('executionArn', :'pot')) -> 'redriveCount' AS redrives;
-- The last ten are known, for 15 minutes.
SELECT count(sfn_api('RedriveExecution', jsonb_build_object('executionArn', :'pot', 'clientToken', 'token' || n))) AS redriven FROM generate_series(1, 9) AS n;
SELECT sfn_api('RedriveExecution', jsonb_build_object('executionArn', :'pot', 'clientToken', 'once')) ->> 'redriveDate' = :'date' AS the_same;
SELECT sfn_api('RedriveExecution', jsonb_build_object('executionArn', :'pot', 'clientToken', 'token10')) IS NOT NULL AS redriven;
SELECT sfn_api('RedriveExecution', jsonb_build_object('executionArn', :'pot', 'clientToken', 'once')) ->> 'redriveDate' = :'date' AS the_same;
SELECT sfn_api('DescribeExecution', jsonb_build_object('executionArn', :'pot')) -> 'redriveCount' AS redrives;
UPDATE sfn.redrive_token SET used_at = used_at - interval '15 minutes';
SELECT sfn_api('RedriveExecution', jsonb_build_object('executionArn', :'pot', 'clientToken', 'token10')) IS NOT NULL AS redriven;
SELECT sfn_api('DescribeExecution', jsonb_build_object('executionArn', :'pot')) -> 'redriveCount' AS redrives;
SELECT token FROM sfn.redrive_token;
SELECT refusal('RedriveExecution', jsonb_build_object('executionArn', :'pot', 'clientToken', token)) FROM unnest(ARRAY['', 'two words', 'thé', repeat('t', 65)]) AS token;
SELECT refusal('RedriveExecution', jsonb_build_object('executionArn', :'run', 'clientToken', 'once'));

SELECT sfn_delete_activity('sip');
SELECT sfn_delete_state_machine(machine) FROM unnest(ARRAY['tea', 'variables_of', 'leaky']) AS machine;
DROP FUNCTION create_with, refusal;
DROP ROLE "regress-config-role";
