--
-- Aliases: names for versions, between which new executions are divided
--

SELECT sfn_create_state_machine('stew', '{"StartAt": "Cook", "States": {"Cook": {"Type": "Pass", "Result": "beef", "End": true}}}') AS arn \gset
SELECT sfn_publish_version('stew');
SELECT sfn_update_state_machine('stew', '{"StartAt": "Cook", "States": {"Cook": {"Type": "Pass", "Result": "beans", "End": true}}}') IS NOT NULL AS updated;
SELECT sfn_publish_version('stew');

-- One version gets all, or two share.
SELECT sfn_create_alias('stew', 'classic', '{"1": 100}');
SELECT sfn_create_alias(:'arn', 'today', '{"1": 50, "2": 50}');
SELECT DISTINCT output FROM generate_series(1, 20) AS n, sfn_start('stew:classic', to_jsonb(n)) AS id, sfn_describe(id) ORDER BY output;
SELECT DISTINCT output FROM generate_series(1, 100) AS n, sfn_start('stew:today', to_jsonb(n)) AS id, sfn_describe(id) ORDER BY output;
-- A weight of 0 is none at all.
SELECT sfn_create_alias('stew', 'trial', '{"1": 0, "2": 100}');
SELECT DISTINCT output FROM generate_series(1, 20) AS n, sfn_start(:'arn' || ':trial', to_jsonb(n)) AS id, sfn_describe(id);

-- Executions tell through what they were started, and can be listed by it.
SELECT r ->> 'stateMachineAliasArn' AS alias, r ->> 'stateMachineVersionArn' AS version, count(*)
FROM sfn_list_executions('stew:trial') AS e, sfn_api('DescribeExecution', jsonb_build_object('executionArn', e.arn)) AS r GROUP BY 1, 2;
SELECT count(*) FROM sfn_list_executions('stew:today');
SELECT jsonb_object_agg(key, value ORDER BY key) AS started_through
FROM sfn_list_executions('stew:trial', max_results => 1) AS e,
    jsonb_each(sfn_api('GetExecutionHistory', jsonb_build_object('executionArn', e.arn)) #> '{events,0,executionStartedEventDetails}')
WHERE key LIKE 'stateMachine%';

-- An alias moves; what runs stays where it started.
SELECT sfn_create_state_machine('soup', '{"StartAt": "Cook", "States": {"Cook": {"Type": "Wait", "Seconds": 60, "Next": "Serve"}, "Serve": {"Type": "Pass", "Result": "old", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_publish_version('soup');
SELECT sfn_update_state_machine('soup', '{"StartAt": "Serve", "States": {"Serve": {"Type": "Pass", "Result": "new", "End": true}}}') IS NOT NULL AS updated;
SELECT sfn_publish_version('soup');
SELECT sfn_create_alias('soup', 'live', '{"1": 100}');
SELECT sfn_start('soup:live') AS before \gset
SELECT sfn_update_alias('soup', 'live', '{"2": 100}');
SELECT sfn_start('soup:live') AS after \gset
SELECT sfn_tick('infinity') > 0 AS ticked;
SELECT output FROM sfn_describe(:'before') UNION ALL SELECT output FROM sfn_describe(:'after');

-- What cannot be
SELECT sfn_create_alias('stew', 'today', '{"1": 100}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_create_alias('stew', 'new', '{"1": 70, "2": 29}');
SELECT sfn_create_alias('stew', 'new', '{"1": 70, "3": 30}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_create_alias('stew', 'new', '{"1": 150, "2": -50}');
SELECT sfn_create_alias('stew', 'new', '{"1": 50.5, "2": 49.5}');
SELECT sfn_create_alias('stew', 'new', '{"1": "100"}');
SELECT sfn_create_alias('stew', 'new', '{"latest": 100}');
SELECT sfn_create_alias('stew', 'new', '{}');
SELECT sfn_create_alias('stew', 'new', '[1]');
SELECT sfn_create_alias('stew', 'new', '{"1": 30, "2": 30, "3": 40}');
SELECT sfn_create_alias('stew', 'new', NULL);
SELECT sfn_create_alias('stew', '123', '{"1": 100}');
SELECT sfn_create_alias('stew', 'à la carte', '{"1": 100}');
SELECT sfn_create_alias('stew', '', '{"1": 100}');
SELECT sfn_create_alias('stew:today', 'new', '{"1": 100}');
SELECT sfn_create_alias('goulash', 'new', '{"1": 100}');
SELECT sfn_update_alias('stew', 'tomorrow', '{"1": 100}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_start('stew:tomorrow');

-- Creating again what is there is no error; deleting what is not is a notice.
SELECT sfn_create_alias('stew', 'classic', '{"1": 100}');
SET client_min_messages = notice;
SELECT sfn_delete_alias('stew', 'tomorrow');
RESET client_min_messages;

--
-- The service's API
--
CREATE FUNCTION timeless(response jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT regexp_replace(response::text, '"(creationDate|updateDate)": [0-9.]+', '"\1": 0', 'g')::jsonb
$$;
CREATE FUNCTION route(VARIADIC weights int[]) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_agg(jsonb_build_object('stateMachineVersionArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:stew:' || n, 'weight', weight) ORDER BY n)
    FROM unnest(weights) WITH ORDINALITY AS w(weight, n)
$$;
\set alias arn:aws:states:us-east-1:000000000000:stateMachine:stew:api.alias

SELECT timeless(sfn_api('CreateStateMachineAlias', jsonb_build_object('name', 'api.alias', 'description', 'the usual', 'routingConfiguration', route(100))));
SELECT timeless(sfn_api('CreateStateMachineAlias', jsonb_build_object('name', 'api.alias', 'description', 'the usual', 'routingConfiguration', route(100))));
SELECT timeless(sfn_api('CreateStateMachineAlias', jsonb_build_object('name', 'api.alias', 'description', 'another', 'routingConfiguration', route(100))));
SELECT timeless(sfn_api('UpdateStateMachineAlias', jsonb_build_object('stateMachineAliasArn', :'alias', 'routingConfiguration', route(20, 80))));
SELECT timeless(sfn_api('UpdateStateMachineAlias', jsonb_build_object('stateMachineAliasArn', :'alias', 'description', '')));
SELECT jsonb_pretty(timeless(sfn_api('DescribeStateMachineAlias', jsonb_build_object('stateMachineAliasArn', :'alias'))));

-- All of a machine, or those that route to a version; page by page
SELECT jsonb_path_query_array(sfn_api('ListStateMachineAliases', jsonb_build_object('stateMachineArn', arn)), '$.stateMachineAliases[*].stateMachineAliasArn') AS aliases
FROM unnest(ARRAY[:'arn', :'arn' || ':1', :'arn' || ':2']) AS arn;
SELECT r ->> 'nextToken' AS token, jsonb_array_length(r -> 'stateMachineAliases') AS aliases
FROM sfn_api('ListStateMachineAliases', jsonb_build_object('stateMachineArn', :'arn', 'maxResults', 3)) AS r \gset
\echo :aliases
SELECT r ? 'nextToken' AS goes_on, jsonb_array_length(r -> 'stateMachineAliases') AS aliases
FROM sfn_api('ListStateMachineAliases', jsonb_build_object('stateMachineArn', :'arn', 'maxResults', 3, 'nextToken', :'token')) AS r;

-- A version that an alias routes to cannot be deleted.
SELECT sfn_api('DeleteStateMachineVersion', jsonb_build_object('stateMachineVersionArn', :'arn' || ':1'));
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');

-- What the service refuses
CREATE FUNCTION refusal(action text, request jsonb) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN 'accepted: ' || sfn_api(action, request)::text;
EXCEPTION WHEN OTHERS THEN
    RETURN format('%s: %s', coalesce(sfn_error_code(SQLSTATE), SQLSTATE), SQLERRM);
END $$;
SELECT refusal('CreateStateMachineAlias', jsonb_build_object('name', 'new') || more) FROM (VALUES
    (jsonb_build_object('routingConfiguration', route(70, 29))),
    (jsonb_build_object('routingConfiguration', route(50) || route(50))),
    (jsonb_build_object('routingConfiguration', route(30, 30, 40))),
    (jsonb_build_object('routingConfiguration', route(101))),
    (jsonb_build_object('routingConfiguration', route(-1))),
    (jsonb_build_object('routingConfiguration', route(0, 0, 100) - 0 - 0)),
    ('{"routingConfiguration": []}'),
    ('{"routingConfiguration": {}}'),
    ('{"routingConfiguration": ["stew:1"]}'),
    ('{"routingConfiguration": [{"weight": 100}]}'),
    ('{"routingConfiguration": [{"stateMachineVersionArn": "arn:aws:states:us-east-1:000000000000:stateMachine:stew:1"}]}'),
    ('{"routingConfiguration": [{"stateMachineVersionArn": "arn:aws:states:us-east-1:000000000000:stateMachine:stew:1", "weight": "all"}]}'),
    ('{"routingConfiguration": [{"stateMachineVersionArn": "arn:aws:states:us-east-1:000000000000:stateMachine:stew", "weight": 100}]}'),
    ('{"routingConfiguration": [{"stateMachineVersionArn": "arn:aws:states:us-east-1:000000000000:stateMachine:stew:today", "weight": 100}]}'),
    ('{"routingConfiguration": [{"stateMachineVersionArn": "arn:aws:states:us-east-1:000000000000:stateMachine:goulash:1", "weight": 100}]}'),
    ('{"routingConfiguration": [{"stateMachineVersionArn": "arn:aws:states:us-east-1:000000000000:activity:stew", "weight": 100}]}'),
    ('{"routingConfiguration": [{"stateMachineVersionArn": "stew:1", "weight": 100}]}'),
    ('{"routingConfiguration": [{"stateMachineVersionArn": "arn:aws:states:us-east-1:000000000000:stateMachine:stew:1", "weight": 50},
                                {"stateMachineVersionArn": "arn:aws:states:us-east-1:000000000000:stateMachine:soup:1", "weight": 50}]}'),
    ('{}')) AS v(more);
SELECT refusal('CreateStateMachineAlias', jsonb_build_object('name', name, 'routingConfiguration', route(100)))
FROM unnest(ARRAY['42', 'a b', '', repeat('a', 81), NULL]) AS name;
SELECT refusal('CreateStateMachineAlias', jsonb_build_object('name', 'new', 'description', repeat('d', 257), 'routingConfiguration', route(100)));
SELECT refusal(action, jsonb_build_object('stateMachineAliasArn', arn, 'description', 'new'))
FROM unnest(ARRAY['UpdateStateMachineAlias', 'DescribeStateMachineAlias', 'DeleteStateMachineAlias']) AS action,
    unnest(ARRAY['stew', :'arn', :'arn' || ':1', :'arn' || ':none', 'arn:aws:states:us-east-1:000000000000:stateMachine:goulash:live']) AS arn;
SELECT refusal('UpdateStateMachineAlias', jsonb_build_object('stateMachineAliasArn', :'alias'));
SELECT refusal('ListStateMachineAliases', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:goulash"}');

-- There is a quota.
DO $$ BEGIN
    FOR n IN 1 .. 101 LOOP
        PERFORM sfn_create_alias('soup', 'alias_' || n, '{"2": 100}');
    END LOOP;
EXCEPTION WHEN SQLSTATE 'SF021' THEN
    RAISE WARNING '%: %', sfn_error_code(SQLSTATE), SQLERRM;
END $$;

SELECT sfn_api('DeleteStateMachineAlias', jsonb_build_object('stateMachineAliasArn', :'alias'));
SELECT sfn_delete_alias('stew', alias) FROM unnest(ARRAY['classic', 'today', 'trial']) AS alias;
SELECT sfn_api('DeleteStateMachineVersion', jsonb_build_object('stateMachineVersionArn', :'arn' || ':1'));
SELECT sfn_delete_state_machine(machine) FROM unnest(ARRAY['stew', 'soup']) AS machine;
DROP FUNCTION refusal, route, timeless;
