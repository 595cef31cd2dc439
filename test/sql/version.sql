--
-- Versions: numbers for revisions
--

SELECT sfn_create_state_machine('cake', '{"StartAt": "Bake", "States": {"Bake": {"Type": "Pass", "Result": "plain", "End": true}}}') AS arn \gset

-- Publishing numbers the current revision; a revision is published once.
SELECT sfn_publish_version('cake', 'as grandmother made it');
SELECT sfn_publish_version('cake', 'the description of a version does not change');
SELECT sfn_update_state_machine('cake', '{"StartAt": "Bake", "States": {"Bake": {"Type": "Pass", "Result": "with nuts", "End": true}}}') IS NOT NULL AS updated;
SELECT sfn_publish_version(:'arn');
SELECT sfn_update_state_machine('cake', '{"StartAt": "Bake", "States": {"Bake": {"Type": "Pass", "Result": "with glaze", "End": true}}}') IS NOT NULL AS updated;

-- A version is a machine like any other; the name alone is what is current.
SELECT reference, output FROM unnest(ARRAY['cake:1', 'cake:2', 'cake', :'arn' || ':1']) AS reference, sfn_start(reference) AS id, sfn_describe(id);

-- Executions tell through which version they were started, and can be listed by it.
SELECT r ->> 'stateMachineArn' AS machine, r ->> 'stateMachineVersionArn' AS version
FROM sfn.executions, sfn_api('DescribeExecution', jsonb_build_object('executionArn', arn)) AS r
WHERE machine = 'cake' ORDER BY execution;
SELECT reference, count(*) FROM unnest(ARRAY['cake', 'cake:1', 'cake:2']) AS reference, sfn_list_executions(reference) GROUP BY reference ORDER BY reference;
SELECT sfn_api('GetExecutionHistory', jsonb_build_object('executionArn', arn)) #> '{events,0,executionStartedEventDetails,stateMachineVersionArn}' AS started_through
FROM sfn_list_executions('cake:2');

-- What is no version
SELECT sfn_start('cake:3');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_start('cake:01');
SELECT sfn_start('cake:99999999999999999999');
SELECT sfn_publish_version('cake:1');
SELECT sfn_publish_version('pie in the sky');
SELECT sfn_publish_version(NULL);
SELECT sfn_publish_version('cake', repeat('x', 257)) AS refused;
\echo :LAST_ERROR_SQLSTATE

-- A version cannot be updated, and has no definition of its own to change.
SELECT sfn_update_state_machine('cake:1', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}');
SELECT sfn_delete_state_machine('cake:1');

--
-- The service's API
--
CREATE ROLE "regress-version-role";
CREATE FUNCTION timeless(response jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT regexp_replace(response::text, '"(creationDate|updateDate)": [0-9.]+', '"\1": 0', 'g')::jsonb
$$;
\set cake arn:aws:states:us-east-1:000000000000:stateMachine:cake

-- The largest number comes first.
SELECT timeless(sfn_api('PublishStateMachineVersion', jsonb_build_object('stateMachineArn', :'cake', 'description', 'glazed')));
SELECT jsonb_pretty(timeless(sfn_api('ListStateMachineVersions', jsonb_build_object('stateMachineArn', :'cake'))));

-- Its description is that of the version.
SELECT r ->> 'stateMachineArn' AS arn, r ->> 'description' AS description, r ->> 'definition' AS definition, r ? 'revisionId' AS has_revision
FROM unnest(ARRAY[:'cake', :'cake' || ':1', :'cake' || ':3']) AS arn, sfn_api('DescribeStateMachine', jsonb_build_object('stateMachineArn', arn)) AS r;

-- A client that publishes what it has seen says which revision that was.
SELECT r ->> 'revisionId' AS revision FROM sfn_api('DescribeStateMachine', jsonb_build_object('stateMachineArn', :'cake')) AS r \gset
SELECT r ->> 'stateMachineVersionArn' AS published FROM sfn_api('PublishStateMachineVersion', jsonb_build_object('stateMachineArn', :'cake', 'revisionId', :'revision')) AS r;
DO $$ BEGIN
    PERFORM sfn_api('PublishStateMachineVersion', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:cake", "revisionId": "INITIAL"}');
EXCEPTION WHEN SQLSTATE 'SF005' THEN
    RAISE WARNING '%: %', sfn_error_code(SQLSTATE), regexp_replace(SQLERRM, '[0-9a-f]{8}[-0-9a-f]+', '<revision>');
END $$;

-- Creating and updating publish on the way.
SELECT timeless(sfn_api('CreateStateMachine', '{
  "name": "bun", "publish": true, "versionDescription": "sweet",
  "definition": "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}",
  "roleArn": "arn:aws:iam::000000000000:role/regress-version-role"}'));
SELECT timeless(sfn_api('UpdateStateMachine', '{
  "stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:bun", "publish": true,
  "definition": "{\"StartAt\": \"B\", \"States\": {\"B\": {\"Type\": \"Succeed\"}}}"}')) - 'revisionId' AS response;

-- The same request again has the same answer; publishing or describing otherwise is another one.
CREATE FUNCTION create_roll(more jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT timeless(sfn_api('CreateStateMachine', '{
      "name": "roll",
      "definition": "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}",
      "roleArn": "arn:aws:iam::000000000000:role/regress-version-role"}' || more))
$$;
SELECT create_roll('{"publish": true, "versionDescription": "sweet"}');
SELECT create_roll('{"publish": true, "versionDescription": "sweet"}');
SELECT create_roll('{"publish": true, "versionDescription": "salty"}');
SELECT create_roll('{"publish": true}');
SELECT create_roll('{"tracingConfiguration": {"enabled": true}}');
SELECT create_roll('{"versionDescription": "sweet"}');

-- Numbers are not used again, and deleting what is gone is no error.
\set bun arn:aws:states:us-east-1:000000000000:stateMachine:bun
SELECT sfn_api('DeleteStateMachineVersion', jsonb_build_object('stateMachineVersionArn', :'bun' || ':2'));
SELECT sfn_api('DeleteStateMachineVersion', jsonb_build_object('stateMachineVersionArn', :'bun' || ':2'));
SELECT sfn_api('DeleteStateMachineVersion', '{"stateMachineVersionArn": "arn:aws:states:us-east-1:000000000000:stateMachine:none:1"}');
SELECT sfn_api('PublishStateMachineVersion', jsonb_build_object('stateMachineArn', :'bun')) ->> 'stateMachineVersionArn' AS next;
SELECT sfn_api('DeleteStateMachineVersion', jsonb_build_object('stateMachineVersionArn', :'bun'));

-- An execution that runs keeps its revision when its version is deleted.
SELECT sfn_create_state_machine('slow_cake', '{"StartAt": "Rise", "States": {"Rise": {"Type": "Wait", "Seconds": 3600, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_publish_version('slow_cake');
SELECT sfn_start('slow_cake:1', '"risen"') AS slow \gset
SELECT sfn_api('DeleteStateMachineVersion', '{"stateMachineVersionArn": "arn:aws:states:us-east-1:000000000000:stateMachine:slow_cake:1"}');
SELECT sfn_tick('infinity') > 0 AS ticked;
SELECT status, output FROM sfn_describe(:'slow');

-- A page goes on where the one before ended, whatever was published meanwhile.
SELECT count(sfn_update_state_machine('cake', format('{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": %s, "End": true}}}', n)) ||
    sfn_publish_version('cake')::text) AS published FROM generate_series(1, 3) AS n;
SELECT jsonb_path_query_array(r, '$.stateMachineVersions[*].stateMachineVersionArn') AS page, r ->> 'nextToken' AS token
FROM sfn_api('ListStateMachineVersions', jsonb_build_object('stateMachineArn', :'cake', 'maxResults', 2)) AS r \gset
\echo :page
SELECT sfn_update_state_machine('cake', '{"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}') IS NOT NULL AND sfn_publish_version('cake') = 7 AS published;
SELECT jsonb_path_query_array(r, '$.stateMachineVersions[*].stateMachineVersionArn') AS page, r ? 'nextToken' AS goes_on
FROM sfn_api('ListStateMachineVersions', jsonb_build_object('stateMachineArn', :'cake', 'maxResults', 4, 'nextToken', :'token')) AS r;
SELECT sfn_api('ListStateMachineVersions', jsonb_build_object('stateMachineArn', :'bun', 'nextToken', :'token'));
SELECT sfn_api('ListStateMachineVersions', jsonb_build_object('stateMachineArn', :'cake', 'nextToken', 'made up'));

-- There is a quota.
SELECT sfn_create_state_machine('baguette', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}') IS NOT NULL AS created;
DO $$ BEGIN
    FOR n IN 1 .. 1001 LOOP
        PERFORM sfn_update_state_machine('baguette', jsonb_set('{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}', '{States,A,Result}', to_jsonb(n)));
        PERFORM sfn_publish_version('baguette');
    END LOOP;
EXCEPTION WHEN SQLSTATE 'SF021' THEN
    RAISE WARNING '%: %', sfn_error_code(SQLSTATE), SQLERRM;
END $$;

-- Publishing needs the privilege manage, looking only read.
CREATE ROLE regress_version_reader;
SELECT sfn_grant('cake', 'regress_version_reader', 'read');
SET ROLE regress_version_reader;
SELECT jsonb_array_length(sfn_api('ListStateMachineVersions', jsonb_build_object('stateMachineArn', :'cake')) -> 'stateMachineVersions') AS versions;
SELECT sfn_publish_version('cake');
SELECT sfn_api('ListStateMachineVersions', jsonb_build_object('stateMachineArn', :'bun'));
RESET ROLE;

-- Deleting the machine deletes its versions.
SELECT sfn_delete_state_machine(machine) FROM unnest(ARRAY['cake', 'bun', 'roll', 'slow_cake', 'baguette']) AS machine;
SELECT sfn_start('cake:1');
DROP FUNCTION create_roll, timeless;
DROP ROLE "regress-version-role", regress_version_reader;
