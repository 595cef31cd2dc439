--
-- sfn_api: every error code that the service documents for an action
--
-- In the order of the service's reference.  What cannot happen in a database is left out: the codes about
-- keys of KMS, and ConflictException of actions that wait for each other here.

CREATE ROLE "regress-errors-role";
CREATE SCHEMA service_errors;
SET search_path = service_errors, public;
\set pass '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}'
\set machine arn:aws:states:us-east-1:000000000000:stateMachine:
\set execution arn:aws:states:us-east-1:000000000000:execution:
\set none arn:aws:states:us-east-1:000000000000:stateMachine:none

-- What the requests are about
CREATE TABLE token (value text);
CREATE FUNCTION keep_token(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
    INSERT INTO token VALUES (input ->> 'token') RETURNING 'null'::jsonb
$$;
SELECT sfn_create_state_machine('plain', :'pass') IS NOT NULL AND sfn_create_state_machine('other', :'pass') IS NOT NULL AND
    sfn_create_state_machine('full', :'pass') IS NOT NULL AND sfn_create_state_machine('quick', :'pass', 'EXPRESS') IS NOT NULL AND
    sfn_create_state_machine('slow', '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 60, "End": true}}}') IS NOT NULL AND
    sfn_create_state_machine('asks', '{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "pg:function:keep_token.waitForTaskToken",
        "Parameters": {"token.$": "$$.Task.Token"}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_publish_version('plain') AS plain, sfn_publish_version('other') AS other, sfn_publish_version('full') AS "full";
SELECT sfn_create_alias('plain', 'live', '{"1": 100}') IS NOT NULL AS created;
SELECT count(sfn_create_alias('full', 'alias-' || n, '{"1": 100}')) AS aliases FROM generate_series(1, 100) AS n;
SELECT count(sfn_api('UpdateStateMachine', jsonb_build_object('stateMachineArn', :'machine' || 'full', 'publish', true,
    'definition', replace(:'pass', '"Pass"', format('"Pass", "Comment": "%s"', n))))) AS versions FROM generate_series(2, 1000) AS n;
SELECT sfn_create_activity('bake') IS NOT NULL AS created;
SELECT sfn_start('plain', name => 'done') IS NOT NULL AND sfn_start('slow', name => 'waits') IS NOT NULL AS started;
SELECT sfn_start('asks', name => 'stopped') AS stopped, sfn_start('asks', name => 'purged') AS purged \gset
SELECT (array_agg(value ORDER BY ctid))[1] AS stopped_token, (array_agg(value ORDER BY ctid))[2] AS purged_token FROM token \gset
SELECT sfn_stop(:'stopped') IS NOT NULL AS stopped;
-- A token of which nothing is left, as if its execution had never been
DELETE FROM sfn.branch WHERE execution = :'purged';
DELETE FROM sfn.task WHERE execution = :'purged';
DELETE FROM sfn.execution WHERE id = :'purged';

CREATE TABLE documented (nr int GENERATED ALWAYS AS IDENTITY, action text, code text, request jsonb, setting text, value text);
INSERT INTO documented (action, code, request, setting, value) VALUES
    ('CreateActivity', 'ActivityAlreadyExists', '{"name": "bake", "encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "alias/a"}}', NULL, NULL),
    ('CreateActivity', 'ActivityLimitExceeded', '{"name": "boil"}', 'sfn.max_activities', '1'),
    ('CreateActivity', 'InvalidEncryptionConfiguration', '{"name": "boil", "encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY"}}', NULL, NULL),
    ('CreateActivity', 'InvalidName', '{"name": "boil it"}', NULL, NULL),
    ('CreateActivity', 'TooManyTags', jsonb_build_object('name', 'boil', 'tags', (SELECT jsonb_agg(jsonb_build_object('key', n::text, 'value', 'x')) FROM generate_series(1, 51) AS n)), NULL, NULL),
    ('CreateStateMachine', 'InvalidArn', jsonb_build_object('name', 'new', 'definition', :'pass', 'roleArn', 'regress-errors-role'), NULL, NULL),
    ('CreateStateMachine', 'InvalidDefinition', '{"name": "new", "definition": "{}", "roleArn": "arn:aws:iam::000000000000:role/regress-errors-role"}', NULL, NULL),
    ('CreateStateMachine', 'InvalidEncryptionConfiguration', jsonb_build_object('name', 'new', 'definition', :'pass', 'roleArn', 'arn:aws:iam::000000000000:role/regress-errors-role', 'encryptionConfiguration', '{"type": "CUSTOMER_MANAGED_KMS_KEY"}'::jsonb), NULL, NULL),
    ('CreateStateMachine', 'InvalidLoggingConfiguration', jsonb_build_object('name', 'new', 'definition', :'pass', 'roleArn', 'arn:aws:iam::000000000000:role/regress-errors-role', 'loggingConfiguration', '{"level": "ALL"}'::jsonb), NULL, NULL),
    ('CreateStateMachine', 'InvalidName', jsonb_build_object('name', 'ne:w', 'definition', :'pass', 'roleArn', 'arn:aws:iam::000000000000:role/regress-errors-role'), NULL, NULL),
    ('CreateStateMachine', 'InvalidTracingConfiguration', jsonb_build_object('name', 'new', 'definition', :'pass', 'roleArn', 'arn:aws:iam::000000000000:role/regress-errors-role', 'tracingConfiguration', '{}'::jsonb), NULL, NULL),
    ('CreateStateMachine', 'StateMachineAlreadyExists', jsonb_build_object('name', 'slow', 'definition', :'pass', 'roleArn', 'arn:aws:iam::000000000000:role/regress-errors-role'), NULL, NULL),
    ('CreateStateMachine', 'StateMachineLimitExceeded', jsonb_build_object('name', 'new', 'definition', :'pass', 'roleArn', 'arn:aws:iam::000000000000:role/regress-errors-role'), 'sfn.max_state_machines', '1'),
    ('CreateStateMachine', 'TooManyTags', jsonb_build_object('name', 'new', 'definition', :'pass', 'roleArn', 'arn:aws:iam::000000000000:role/regress-errors-role',
        'tags', (SELECT jsonb_agg(jsonb_build_object('key', n::text, 'value', 'x')) FROM generate_series(1, 51) AS n)), NULL, NULL),
    ('CreateStateMachine', 'ValidationException', jsonb_build_object('name', 'new', 'definition', :'pass', 'roleArn', 'arn:aws:iam::000000000000:role/regress-errors-role', 'versionDescription', 'one'), NULL, NULL),
    ('CreateStateMachineAlias', 'ConflictException', jsonb_build_object('name', 'live', 'description', 'other', 'routingConfiguration', jsonb_build_array(jsonb_build_object('stateMachineVersionArn', :'machine' || 'plain:1', 'weight', 100))), NULL, NULL),
    ('CreateStateMachineAlias', 'InvalidArn', '{"name": "new", "routingConfiguration": [{"stateMachineVersionArn": "plain:1", "weight": 100}]}', NULL, NULL),
    ('CreateStateMachineAlias', 'ResourceNotFound', jsonb_build_object('name', 'new', 'routingConfiguration', jsonb_build_array(jsonb_build_object('stateMachineVersionArn', :'machine' || 'plain:2', 'weight', 100))), NULL, NULL),
    ('CreateStateMachineAlias', 'ServiceQuotaExceededException', jsonb_build_object('name', 'new', 'routingConfiguration', jsonb_build_array(jsonb_build_object('stateMachineVersionArn', :'machine' || 'full:1', 'weight', 100))), NULL, NULL),
    ('CreateStateMachineAlias', 'ValidationException', jsonb_build_object('name', 'new', 'routingConfiguration', jsonb_build_array(jsonb_build_object('stateMachineVersionArn', :'machine' || 'plain:1', 'weight', 99))), NULL, NULL),
    ('DeleteActivity', 'InvalidArn', '{"activityArn": "bake"}', NULL, NULL),
    ('DeleteStateMachine', 'InvalidArn', '{"stateMachineArn": "plain"}', NULL, NULL),
    ('DeleteStateMachine', 'ValidationException', jsonb_build_object('stateMachineArn', :'machine' || 'plain:1'), NULL, NULL),
    ('DeleteStateMachineAlias', 'InvalidArn', '{"stateMachineAliasArn": "live"}', NULL, NULL),
    ('DeleteStateMachineAlias', 'ResourceNotFound', jsonb_build_object('stateMachineAliasArn', :'none' || ':live'), NULL, NULL),
    ('DeleteStateMachineAlias', 'ValidationException', '{}', NULL, NULL),
    ('DeleteStateMachineVersion', 'ConflictException', jsonb_build_object('stateMachineVersionArn', :'machine' || 'plain:1'), NULL, NULL),
    ('DeleteStateMachineVersion', 'InvalidArn', '{"stateMachineVersionArn": "1"}', NULL, NULL),
    ('DeleteStateMachineVersion', 'ValidationException', '{}', NULL, NULL),
    ('DescribeActivity', 'ActivityDoesNotExist', '{"activityArn": "arn:aws:states:us-east-1:000000000000:activity:none"}', NULL, NULL),
    ('DescribeActivity', 'InvalidArn', '{"activityArn": "bake"}', NULL, NULL),
    ('DescribeExecution', 'ExecutionDoesNotExist', jsonb_build_object('executionArn', :'execution' || 'plain:none'), NULL, NULL),
    ('DescribeExecution', 'InvalidArn', jsonb_build_object('executionArn', :'machine' || 'plain'), NULL, NULL),
    ('DescribeMapRun', 'InvalidArn', jsonb_build_object('mapRunArn', :'machine' || 'plain'), NULL, NULL),
    ('DescribeMapRun', 'ResourceNotFound', '{"mapRunArn": "arn:aws:states:us-east-1:000000000000:mapRun:plain/M:0190163d-8694-739b-aea5-966c26f8ad91"}', NULL, NULL),
    ('DescribeStateMachine', 'InvalidArn', '{"stateMachineArn": "plain"}', NULL, NULL),
    ('DescribeStateMachine', 'StateMachineDoesNotExist', jsonb_build_object('stateMachineArn', :'none'), NULL, NULL),
    ('DescribeStateMachineAlias', 'InvalidArn', jsonb_build_object('stateMachineAliasArn', :'machine' || 'plain'), NULL, NULL),
    ('DescribeStateMachineAlias', 'ResourceNotFound', jsonb_build_object('stateMachineAliasArn', :'machine' || 'plain:none'), NULL, NULL),
    ('DescribeStateMachineAlias', 'ValidationException', '{"stateMachineAliasArn": ""}', NULL, NULL),
    ('DescribeStateMachineForExecution', 'ExecutionDoesNotExist', jsonb_build_object('executionArn', :'execution' || 'plain:none'), NULL, NULL),
    ('DescribeStateMachineForExecution', 'InvalidArn', '{"executionArn": "done"}', NULL, NULL),
    ('GetActivityTask', 'ActivityDoesNotExist', '{"activityArn": "arn:aws:states:us-east-1:000000000000:activity:none"}', NULL, NULL),
    ('GetActivityTask', 'InvalidArn', '{"activityArn": "bake"}', NULL, NULL),
    ('GetExecutionHistory', 'ExecutionDoesNotExist', jsonb_build_object('executionArn', :'execution' || 'plain:none'), NULL, NULL),
    ('GetExecutionHistory', 'InvalidArn', '{"executionArn": "done"}', NULL, NULL),
    ('GetExecutionHistory', 'InvalidToken', jsonb_build_object('executionArn', :'execution' || 'plain:done', 'nextToken', 'none'), NULL, NULL),
    ('ListActivities', 'InvalidToken', '{"nextToken": "none"}', NULL, NULL),
    ('ListExecutions', 'InvalidArn', '{"stateMachineArn": "plain"}', NULL, NULL),
    ('ListExecutions', 'InvalidToken', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'nextToken', 'none'), NULL, NULL),
    ('ListExecutions', 'ResourceNotFound', '{"mapRunArn": "arn:aws:states:us-east-1:000000000000:mapRun:plain/M:0190163d-8694-739b-aea5-966c26f8ad91"}', NULL, NULL),
    ('ListExecutions', 'StateMachineDoesNotExist', jsonb_build_object('stateMachineArn', :'none'), NULL, NULL),
    ('ListExecutions', 'StateMachineTypeNotSupported', jsonb_build_object('stateMachineArn', :'machine' || 'quick'), NULL, NULL),
    ('ListExecutions', 'ValidationException', '{}', NULL, NULL),
    ('ListMapRuns', 'ExecutionDoesNotExist', jsonb_build_object('executionArn', :'execution' || 'plain:none'), NULL, NULL),
    ('ListMapRuns', 'InvalidArn', '{"executionArn": "done"}', NULL, NULL),
    ('ListMapRuns', 'InvalidToken', jsonb_build_object('executionArn', :'execution' || 'plain:done', 'nextToken', 'none'), NULL, NULL),
    ('ListStateMachineAliases', 'InvalidArn', '{"stateMachineArn": "plain"}', NULL, NULL),
    ('ListStateMachineAliases', 'InvalidToken', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'nextToken', 'none'), NULL, NULL),
    ('ListStateMachineAliases', 'StateMachineDoesNotExist', jsonb_build_object('stateMachineArn', :'none'), NULL, NULL),
    ('ListStateMachineVersions', 'InvalidArn', '{"stateMachineArn": "plain"}', NULL, NULL),
    ('ListStateMachineVersions', 'InvalidToken', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'nextToken', 'none'), NULL, NULL),
    ('ListStateMachineVersions', 'ValidationException', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'maxResults', 1001), NULL, NULL),
    ('ListStateMachines', 'InvalidToken', '{"nextToken": "none"}', NULL, NULL),
    ('ListTagsForResource', 'InvalidArn', '{"resourceArn": "plain"}', NULL, NULL),
    ('ListTagsForResource', 'ResourceNotFound', jsonb_build_object('resourceArn', :'none'), NULL, NULL),
    ('PublishStateMachineVersion', 'ConflictException', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'revisionId', 'none'), NULL, NULL),
    ('PublishStateMachineVersion', 'InvalidArn', '{"stateMachineArn": "plain"}', NULL, NULL),
    ('PublishStateMachineVersion', 'StateMachineDoesNotExist', jsonb_build_object('stateMachineArn', :'none'), NULL, NULL),
    ('PublishStateMachineVersion', 'ValidationException', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'description', repeat('x', 257)), NULL, NULL),
    ('RedriveExecution', 'ExecutionDoesNotExist', jsonb_build_object('executionArn', :'execution' || 'plain:none'), NULL, NULL),
    ('RedriveExecution', 'ExecutionLimitExceeded', jsonb_build_object('executionArn', :'execution' || 'asks:stopped'), 'sfn.max_running_executions', '1'),
    ('RedriveExecution', 'ExecutionNotRedrivable', jsonb_build_object('executionArn', :'execution' || 'plain:done'), NULL, NULL),
    ('RedriveExecution', 'InvalidArn', '{"executionArn": "done"}', NULL, NULL),
    ('RedriveExecution', 'ValidationException', jsonb_build_object('executionArn', :'execution' || 'plain:done', 'clientToken', 'two words'), NULL, NULL),
    ('SendTaskFailure', 'InvalidToken', '{"taskToken": "none"}', NULL, NULL),
    ('SendTaskFailure', 'TaskDoesNotExist', jsonb_build_object('taskToken', :'purged_token'), NULL, NULL),
    ('SendTaskFailure', 'TaskTimedOut', jsonb_build_object('taskToken', :'stopped_token'), NULL, NULL),
    ('SendTaskHeartbeat', 'InvalidToken', '{"taskToken": "none"}', NULL, NULL),
    ('SendTaskHeartbeat', 'TaskDoesNotExist', jsonb_build_object('taskToken', :'purged_token'), NULL, NULL),
    ('SendTaskHeartbeat', 'TaskTimedOut', jsonb_build_object('taskToken', :'stopped_token'), NULL, NULL),
    ('SendTaskSuccess', 'InvalidOutput', jsonb_build_object('taskToken', :'stopped_token', 'output', '{'), NULL, NULL),
    ('SendTaskSuccess', 'InvalidToken', '{"taskToken": "none", "output": "1"}', NULL, NULL),
    ('SendTaskSuccess', 'TaskDoesNotExist', jsonb_build_object('taskToken', :'purged_token', 'output', '1'), NULL, NULL),
    ('SendTaskSuccess', 'TaskTimedOut', jsonb_build_object('taskToken', :'stopped_token', 'output', '1'), NULL, NULL),
    ('StartExecution', 'ExecutionAlreadyExists', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'name', 'done'), NULL, NULL),
    ('StartExecution', 'ExecutionLimitExceeded', jsonb_build_object('stateMachineArn', :'machine' || 'plain'), 'sfn.max_running_executions', '1'),
    ('StartExecution', 'InvalidArn', '{"stateMachineArn": "plain"}', NULL, NULL),
    ('StartExecution', 'InvalidExecutionInput', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'input', '{'), NULL, NULL),
    ('StartExecution', 'InvalidName', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'name', 'a b'), NULL, NULL),
    ('StartExecution', 'StateMachineDoesNotExist', jsonb_build_object('stateMachineArn', :'none'), NULL, NULL),
    ('StartExecution', 'ValidationException', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'input', '"' || repeat('x', 262144) || '"'), NULL, NULL),
    ('StartSyncExecution', 'InvalidArn', '{"stateMachineArn": "quick"}', NULL, NULL),
    ('StartSyncExecution', 'InvalidExecutionInput', jsonb_build_object('stateMachineArn', :'machine' || 'quick', 'input', '{'), NULL, NULL),
    ('StartSyncExecution', 'InvalidName', jsonb_build_object('stateMachineArn', :'machine' || 'quick', 'name', 'a b'), NULL, NULL),
    ('StartSyncExecution', 'StateMachineDoesNotExist', jsonb_build_object('stateMachineArn', :'none'), NULL, NULL),
    ('StartSyncExecution', 'StateMachineTypeNotSupported', jsonb_build_object('stateMachineArn', :'machine' || 'plain'), NULL, NULL),
    ('StopExecution', 'ExecutionDoesNotExist', jsonb_build_object('executionArn', :'execution' || 'plain:none'), NULL, NULL),
    ('StopExecution', 'InvalidArn', '{"executionArn": "done"}', NULL, NULL),
    ('StopExecution', 'ValidationException', jsonb_build_object('executionArn', :'execution' || 'slow:waits', 'error', repeat('x', 257)), NULL, NULL),
    ('TagResource', 'InvalidArn', '{"resourceArn": "plain", "tags": []}', NULL, NULL),
    ('TagResource', 'ResourceNotFound', jsonb_build_object('resourceArn', :'none', 'tags', '[]'::jsonb), NULL, NULL),
    ('TagResource', 'TooManyTags', jsonb_build_object('resourceArn', :'machine' || 'plain', 'tags', (SELECT jsonb_agg(jsonb_build_object('key', n::text, 'value', 'x')) FROM generate_series(1, 51) AS n)), NULL, NULL),
    ('TestState', 'InvalidArn', jsonb_build_object('definition', '{"Type": "Pass", "End": true}', 'roleArn', 'regress-errors-role'), NULL, NULL),
    ('TestState', 'InvalidDefinition', '{"definition": "{}"}', NULL, NULL),
    ('TestState', 'InvalidExecutionInput', jsonb_build_object('definition', '{"Type": "Pass", "End": true}', 'input', '{'), NULL, NULL),
    ('TestState', 'ValidationException', jsonb_build_object('definition', '{"Type": "Pass", "End": true}', 'inspectionLevel', 'ALL'), NULL, NULL),
    ('UntagResource', 'InvalidArn', '{"resourceArn": "plain", "tagKeys": []}', NULL, NULL),
    ('UntagResource', 'ResourceNotFound', jsonb_build_object('resourceArn', :'none', 'tagKeys', '[]'::jsonb), NULL, NULL),
    ('UpdateMapRun', 'InvalidArn', '{"mapRunArn": "plain", "maxConcurrency": 1}', NULL, NULL),
    ('UpdateMapRun', 'ResourceNotFound', '{"mapRunArn": "arn:aws:states:us-east-1:000000000000:mapRun:plain/M:0190163d-8694-739b-aea5-966c26f8ad91", "maxConcurrency": 1}', NULL, NULL),
    ('UpdateMapRun', 'ValidationException', '{"mapRunArn": "arn:aws:states:us-east-1:000000000000:mapRun:plain/M:0190163d-8694-739b-aea5-966c26f8ad91", "maxConcurrency": -1}', NULL, NULL),
    ('UpdateStateMachine', 'InvalidArn', jsonb_build_object('stateMachineArn', 'plain', 'definition', :'pass'), NULL, NULL),
    ('UpdateStateMachine', 'InvalidDefinition', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'definition', '{}'), NULL, NULL),
    ('UpdateStateMachine', 'InvalidEncryptionConfiguration', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'definition', :'pass', 'encryptionConfiguration', '{"type": "CUSTOMER_MANAGED_KMS_KEY"}'::jsonb), NULL, NULL),
    ('UpdateStateMachine', 'InvalidLoggingConfiguration', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'loggingConfiguration', '{"level": "ALL"}'::jsonb), NULL, NULL),
    ('UpdateStateMachine', 'InvalidTracingConfiguration', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'tracingConfiguration', '{}'::jsonb), NULL, NULL),
    ('UpdateStateMachine', 'MissingRequiredParameter', jsonb_build_object('stateMachineArn', :'machine' || 'plain'), NULL, NULL),
    ('UpdateStateMachine', 'ServiceQuotaExceededException', jsonb_build_object('stateMachineArn', :'machine' || 'full', 'definition', :'pass', 'publish', true), NULL, NULL),
    ('UpdateStateMachine', 'StateMachineDoesNotExist', jsonb_build_object('stateMachineArn', :'none', 'definition', :'pass'), NULL, NULL),
    ('UpdateStateMachine', 'ValidationException', jsonb_build_object('stateMachineArn', :'machine' || 'plain', 'versionDescription', 'two'), NULL, NULL),
    ('UpdateStateMachineAlias', 'InvalidArn', '{"stateMachineAliasArn": "live", "description": "x"}', NULL, NULL),
    ('UpdateStateMachineAlias', 'ResourceNotFound', jsonb_build_object('stateMachineAliasArn', :'machine' || 'plain:none', 'description', 'x'), NULL, NULL),
    ('UpdateStateMachineAlias', 'ValidationException', jsonb_build_object('stateMachineAliasArn', :'machine' || 'plain:live'), NULL, NULL),
    ('ValidateStateMachineDefinition', 'ValidationException', '{"definition": "{}", "severity": "INFO"}', NULL, NULL);
-- A machine whose newest revision is not published yet, when all its versions are used up
SELECT sfn_update_state_machine('full', :'pass') IS NOT NULL AS updated;
INSERT INTO documented (action, code, request) VALUES
    ('PublishStateMachineVersion', 'ServiceQuotaExceededException', jsonb_build_object('stateMachineArn', :'machine' || 'full'));

CREATE FUNCTION refusal(action text, request jsonb, setting text, value text, OUT code text, OUT message text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config(setting, value, true) WHERE setting IS NOT NULL;
    PERFORM sfn_api(action, request);
EXCEPTION WHEN OTHERS THEN
    code := coalesce(sfn_error_code(SQLSTATE), SQLSTATE);
    message := left(replace(SQLERRM, 'arn:aws:states:us-east-1:000000000000', 'arn'), 100);
END $$;
\pset format unaligned
SELECT d.action, r.code, r.message, CASE WHEN r.code IS DISTINCT FROM d.code THEN 'expected: ' || d.code END AS differs
FROM documented d, refusal(d.action, d.request, d.setting, d.value) r ORDER BY d.action, d.code;
\pset format aligned

-- Nothing came of any of them.
SELECT count(*) AS machines FROM sfn.state_machines WHERE name = 'new';
SELECT count(*) AS executions FROM sfn.executions WHERE machine IN ('plain', 'quick', 'slow', 'asks');

SELECT count(sfn_delete_state_machine(machine)) AS deleted FROM unnest(ARRAY['plain', 'other', 'full', 'quick', 'slow', 'asks']) AS machine;
SELECT sfn_delete_activity('bake');
RESET search_path;
DROP SCHEMA service_errors CASCADE;
DROP ROLE "regress-errors-role";
