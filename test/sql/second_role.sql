--
-- A second role, through every function, view and table
--
-- Everything that CREATE EXTENSION has made is asked for by a role that owns nothing, with each
-- privilege in turn.  The lists below are compared with the catalog, so that a new function or view
-- cannot be forgotten.
CREATE SCHEMA bakery;
GRANT USAGE, CREATE ON SCHEMA bakery TO PUBLIC;
SET search_path = bakery, public;
CREATE ROLE regress_baker;
CREATE ROLE regress_stranger;

-- The owner has a machine in each way of waiting, and an execution that has failed.
SET ROLE regress_baker;
CREATE TABLE token (token text);
GRANT SELECT ON token TO PUBLIC;
CREATE FUNCTION keep(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
    INSERT INTO bakery.token VALUES (input ->> 'token') RETURNING 'null'::jsonb
$$;
CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT input $$;
SELECT sfn_create_activity('oven') IS NOT NULL AS created;
SELECT sfn_create_state_machine('bread', '{
  "StartAt": "Which",
  "States": {
    "Which": {"Type": "Choice", "Default": "Rise", "Choices": [
      {"Variable": "$.what", "StringEquals": "ask", "Next": "Ask"},
      {"Variable": "$.what", "StringEquals": "bake", "Next": "Bake"},
      {"Variable": "$.what", "StringEquals": "burn", "Next": "Burn"}]},
    "Ask": {"Type": "Task", "Resource": "pg:function:keep.waitForTaskToken", "End": true,
            "Parameters": {"token.$": "$$.Task.Token"}},
    "Bake": {"Type": "Task", "Resource": "pg:activity:oven", "End": true},
    "Rise": {"Type": "Wait", "Seconds": 60, "End": true},
    "Burn": {"Type": "Fail"}}}', logging => '{"level": "ALL"}') IS NOT NULL AS created;
SELECT sfn_create_state_machine('toast', '{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}', 'EXPRESS') IS NOT NULL AS created;
SELECT sfn_publish_version('bread') AS version, sfn_create_alias('bread', 'live', '{"1": 100}') IS NOT NULL AS alias;
CREATE TABLE known AS SELECT sfn_start('bread', '{"what": "ask"}', name => 'ask') AS ask,
    sfn_start('bread', '{"what": "bake"}', name => 'bake') AS bake, sfn_start('bread', '{"what": "rise"}', name => 'rise') AS rise,
    sfn_start('bread', '{"what": "burn"}', name => 'burn') AS burn, NULL::bigint AS task;
UPDATE known SET task = (SELECT min(task) FROM sfn.pending_tasks);
GRANT SELECT ON known TO PUBLIC;
RESET ROLE;
CREATE TABLE other AS SELECT (SELECT id FROM sfn.state_machine WHERE name = 'bread') AS machine,
    (SELECT revision FROM sfn.state_machine WHERE name = 'bread') AS revision;
GRANT SELECT ON other TO PUBLIC;

-- Do something and take it back; what it gave, or the SQLSTATE it was refused with.
CREATE FUNCTION attempt(command text) RETURNS text LANGUAGE plpgsql SET client_min_messages = error AS $$
DECLARE
    result text;
BEGIN
    EXECUTE command INTO result;
    RAISE EXCEPTION SQLSTATE 'RB000';
EXCEPTION
    WHEN SQLSTATE 'RB000' THEN RETURN coalesce(result, 'null');
    WHEN OTHERS THEN RETURN SQLSTATE;
END $$;

-- One call of each function, and what it is an example of: what anybody may do, what needs a
-- privilege, and what is only ever done with what is one's own.  What a call gives is the same each time.
CREATE TABLE call (needs text, function text, command text);
INSERT INTO call VALUES
    ('nothing', 'sfn_validate(text,text,jsonb)', $$ (SELECT count(*) FROM sfn_validate('{}'::text)) > 0 $$),
    ('nothing', 'sfn_validate(json,text,jsonb)', $$ (SELECT count(*) FROM sfn_validate('{}'::json)) > 0 $$),
    ('nothing', 'sfn_validate(jsonb,text,jsonb)', $$ (SELECT count(*) FROM sfn_validate('{}'::jsonb)) > 0 $$),
    ('nothing', 'sfn_test_state(text,jsonb,text,jsonb,jsonb)', $$ sfn_test_state('{"Type": "Succeed"}'::text) ->> 'status' $$),
    ('nothing', 'sfn_test_state(json,jsonb,text,jsonb,jsonb)', $$ sfn_test_state('{"Type": "Succeed"}'::json) ->> 'status' $$),
    ('nothing', 'sfn_test_state(jsonb,jsonb,text,jsonb,jsonb)', $$ sfn_test_state('{"Type": "Succeed"}'::jsonb) ->> 'status' $$),
    ('nothing', 'sfn_jsonpath(text,jsonb)', $$ sfn_jsonpath('$.a', '{"a": 1}') $$),
    ('nothing', 'sfn_jsonpath_nodes(text,jsonb)', $$ (SELECT count(*) FROM sfn_jsonpath_nodes('$.*', '{"a": 1}')) $$),
    ('nothing', 'sfn_intrinsic(text,jsonb,jsonb)', $$ sfn_intrinsic('States.MathAdd(1, 2)', '{}') $$),
    ('nothing', 'sfn_jsonata(text,jsonb,jsonb)', $$ sfn_jsonata('1 + 2', '{}') $$),
    ('nothing', 'sfn_jsonata_immutable(text,jsonb)', $$ sfn_jsonata_immutable('1 + 2', '{}') $$),
    ('nothing', 'sfn_error_code(text)', $$ sfn_error_code('23505') IS NULL $$),
    ('nothing', 'sfn_raise_error(text,text)', $$ sfn_raise_error('Burnt') $$),
    -- Who makes something owns it; a name that is taken tells nothing else.
    ('nothing', 'sfn_create_activity(text)', $$ sfn_create_activity('new') IS NOT NULL $$),
    ('nothing', 'sfn_register_integration(text,text)', $$ sfn_register_integration('sns:publish', 'bakery.work') IS NOT NULL $$),
    ('nothing', 'sfn_unregister_integration(text)', $$ sfn_unregister_integration('sns:publish') $$),
    ('nothing', 'sfn_create_state_machine(text,json,text,text,boolean,jsonb,jsonb)',
        $$ sfn_create_state_machine('new', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'::json) IS NOT NULL $$),
    ('never', 'sfn_create_state_machine(text,jsonb,text,text,boolean,jsonb,jsonb)',
        $$ sfn_create_state_machine('new', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'::jsonb, role => 'regress_baker') $$),
    ('manage', 'sfn_create_state_machine(text,text,text,text,boolean,jsonb,jsonb)',
        $$ sfn_create_state_machine('bread', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'::text, or_replace => true) IS NOT NULL $$),
    -- A token is what one needs.
    ('nothing', 'sfn_send_task_success(text,text)', $$ sfn_send_task_success((SELECT token FROM bakery.token), '1'::text) $$),
    ('nothing', 'sfn_send_task_success(text,json)', $$ sfn_send_task_success((SELECT token FROM bakery.token), '1'::json) $$),
    ('nothing', 'sfn_send_task_success(text,jsonb)', $$ sfn_send_task_success((SELECT token FROM bakery.token), '1'::jsonb) $$),
    ('nothing', 'sfn_send_task_failure(text,text,text)', $$ sfn_send_task_failure((SELECT token FROM bakery.token)) $$),
    ('nothing', 'sfn_send_task_heartbeat(text)', $$ sfn_send_task_heartbeat((SELECT token FROM bakery.token)) $$),
    ('start', 'sfn_start(text,text,text,boolean,text)', $$ sfn_start('bread', '{"what": "burn"}'::text) IS NOT NULL $$),
    ('start', 'sfn_start(text,json,text,boolean,text)', $$ sfn_start('bread:live', '{"what": "burn"}'::json, async => true) IS NOT NULL $$),
    ('start', 'sfn_start(text,jsonb,text,boolean,text)', $$ sfn_start('bread:1', '{"what": "ask"}'::jsonb, name => 'rise') IS NOT NULL $$),
    ('start', 'sfn_start_sync(text,text,text)', $$ (SELECT status FROM sfn_start_sync('toast', '{}'::text)) $$),
    ('start', 'sfn_start_sync(text,json,text)', $$ (SELECT status FROM sfn_start_sync('toast', '{}'::json)) $$),
    ('start', 'sfn_start_sync(text,jsonb,text)', $$ (SELECT status FROM sfn_start_sync('toast')) $$),
    ('start', 'sfn_get_activity_task(text,text,interval)', $$ (SELECT count(*) FROM sfn_get_activity_task('oven')) $$),
    ('read', 'sfn_describe(uuid)', $$ (SELECT name FROM sfn_describe(ask)) $$),
    ('read', 'sfn_history(uuid)', $$ (SELECT count(*) FROM sfn_history(burn)) $$),
    ('read', 'sfn_list_executions(text,text,integer,uuid)', $$ (SELECT count(*) FROM sfn_list_executions('bread')) $$),
    ('read', 'sfn_trace(uuid)', $$ sfn_trace(ask) IS NOT NULL $$),
    ('read', 'sfn_execution_id(text)', $$ sfn_execution_id('arn:aws:states:us-east-1:000000000000:execution:bread:ask') = ask $$),
    ('read', 'sfn_await(uuid,interval)', $$ sfn_await(burn, '0') $$),
    ('read', 'sfn_graph(text,text)', $$ length(sfn_graph('bread')) > 0 $$),
    ('read', 'sfn_graph(uuid,text)', $$ length(sfn_graph(ask)) > 0 $$),
    ('read', 'sfn.machine_readable(bigint)', $$ sfn.machine_readable(machine) $$),
    ('read', 'sfn.state_name(bigint,integer)', $$ sfn.state_name(revision, 0) $$),
    ('read', 'sfn.state_resource(bigint,integer)', $$ sfn.state_resource(revision, 1) $$),
    ('read', 'sfn.log_entries(uuid)', $$ (SELECT count(*) FROM sfn.log_entries(burn)) $$),
    ('read', 'sfn_api(text,text)', $$ sfn_api('DescribeStateMachine'::text,
        '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:bread"}'::text) ->> 'name' $$),
    ('start', 'sfn_api(text,json)', $$ sfn_api('StartExecution',
        '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:bread", "input": "{\"what\": \"burn\"}"}'::json) ? 'executionArn' $$),
    ('manage', 'sfn_api(text,jsonb)', $$ sfn_api('DeleteStateMachine',
        '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:bread"}'::jsonb) $$),
    ('manage', 'sfn_update_state_machine(text,text,text,jsonb,jsonb)',
        $$ sfn_update_state_machine('bread', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'::text) IS NOT NULL $$),
    ('manage', 'sfn_update_state_machine(text,json,text,jsonb,jsonb)',
        $$ sfn_update_state_machine('bread', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'::json) IS NOT NULL $$),
    ('never', 'sfn_update_state_machine(text,jsonb,text,jsonb,jsonb)', $$ sfn_update_state_machine('bread', role => 'regress_baker') $$),
    ('manage', 'sfn_delete_state_machine(text)', $$ sfn_delete_state_machine('bread') $$),
    ('manage', 'sfn_publish_version(text,text)', $$ sfn_publish_version('bread') $$),
    ('manage', 'sfn_create_alias(text,text,jsonb)', $$ sfn_create_alias('bread', 'new', '{"1": 100}') IS NOT NULL $$),
    ('manage', 'sfn_update_alias(text,text,jsonb)', $$ sfn_update_alias('bread', 'live', '{"1": 100}') $$),
    ('manage', 'sfn_delete_alias(text,text)', $$ sfn_delete_alias('bread', 'live') $$),
    ('manage', 'sfn_tag(text,jsonb)', $$ sfn_tag('arn:aws:states:us-east-1:000000000000:stateMachine:bread', '{"a": "b"}') $$),
    ('manage', 'sfn_untag(text,text[])', $$ sfn_untag('arn:aws:states:us-east-1:000000000000:activity:oven', '{a}') $$),
    ('manage', 'sfn_grant(text,text,text)', $$ sfn_grant('bread', 'PUBLIC', 'manage') $$),
    ('manage', 'sfn_revoke(text,text,text)', $$ sfn_revoke('oven', 'regress_baker', 'start') $$),
    ('manage', 'sfn_stop(uuid,text,text)', $$ sfn_stop(ask) IS NOT NULL $$),
    ('manage', 'sfn_redrive(uuid)', $$ sfn_redrive(burn) IS NOT NULL $$),
    ('manage', 'sfn_new_task_token(bigint)', $$ sfn_new_task_token(task) IS NOT NULL $$),
    ('manage', 'sfn_delete_activity(text)', $$ sfn_delete_activity('oven') $$),
    ('manage', 'sfn_purge(interval,integer)', $$ sfn_purge('0') $$),
    ('manage', 'sfn_tick(timestamp with time zone,integer)', $$ sfn_tick('infinity') $$),
    ('EXECUTE', 'sfn_worker(interval)', 'CALL sfn_worker()'),
    ('EXECUTE', 'sfn_scheduled_worker(integer)', 'CALL sfn_scheduled_worker(1)'),
    ('EXECUTE', 'sfn_schedule_workers(integer)', 'sfn_schedule_workers()'),
    ('EXECUTE', 'sfn_unschedule_workers()', 'sfn_unschedule_workers()');
GRANT SELECT ON call TO PUBLIC;

CREATE VIEW member AS
SELECT classid, objid FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sfn') AND deptype = 'e';

-- Each function of the extension is called, and nothing else is.
SELECT objid::regprocedure AS forgotten FROM member
WHERE classid = 'pg_proc'::regclass AND NOT EXISTS (SELECT FROM call WHERE function = objid::regprocedure::text);
SELECT function AS no_function FROM call WHERE to_regprocedure(function) IS NULL;

-- By each function: what a role gets that has no privilege, start, read, manage.
CREATE TABLE outcome (function text, rights text, result text);
GRANT INSERT, SELECT ON outcome TO PUBLIC;
CREATE PROCEDURE try_all(rights text) LANGUAGE sql AS $$
    INSERT INTO bakery.outcome SELECT function, rights, bakery.attempt(
        CASE WHEN command LIKE 'CALL%' THEN command ELSE 'SELECT ' || command || ' FROM bakery.known, bakery.other' END)
    FROM bakery.call
$$;
SET ROLE regress_stranger;
CALL try_all('nothing');
SET ROLE regress_baker;
SELECT count(sfn_grant(target, 'regress_stranger', 'start')) FROM unnest(ARRAY['bread', 'toast', 'oven']) AS target;
SET ROLE regress_stranger;
CALL try_all('start');
SET ROLE regress_baker;
SELECT count(sfn_revoke(target, 'regress_stranger', 'start')) + count(sfn_grant(target, 'regress_stranger', 'read'))
FROM unnest(ARRAY['bread', 'toast', 'oven']) AS target;
SET ROLE regress_stranger;
CALL try_all('read');
SET ROLE regress_baker;
SELECT count(sfn_revoke(target, 'regress_stranger', 'read')) + count(sfn_grant(target, 'regress_stranger', 'manage'))
FROM unnest(ARRAY['bread', 'toast', 'oven']) AS target;
SET ROLE regress_stranger;
CALL try_all('manage');
RESET ROLE;
SELECT c.needs, c.function, max(result) FILTER (WHERE rights = 'nothing') AS nothing, max(result) FILTER (WHERE rights = 'start') AS start,
    max(result) FILTER (WHERE rights = 'read') AS read, max(result) FILTER (WHERE rights = 'manage') AS manage
FROM call c JOIN outcome o USING (function)
GROUP BY c.needs, c.function
ORDER BY array_position('{nothing,start,read,manage,never,EXECUTE}', c.needs), c.function COLLATE "C";

--
-- Views show what may be read, and nothing is to be had from tables and sequences
--
CREATE FUNCTION seen() RETURNS TABLE (view text, rows text) LANGUAGE plpgsql AS $$
BEGIN
    FOR view IN SELECT objid::regclass::text FROM bakery.member m JOIN pg_class c ON c.oid = objid
                WHERE classid = 'pg_class'::regclass AND relkind = 'v' ORDER BY 1 LOOP
        rows := bakery.attempt('SELECT count(*) > 0 FROM ' || view);
        RETURN NEXT;
    END LOOP;
END $$;
GRANT SELECT ON member TO PUBLIC;
SET ROLE regress_stranger;
SELECT * FROM seen();
SET ROLE regress_baker;
SELECT count(sfn_revoke(target, 'regress_stranger', 'manage')) + count(sfn_grant(target, 'regress_stranger', 'start'))
FROM unnest(ARRAY['bread', 'toast', 'oven']) AS target;
SET ROLE regress_stranger;
SELECT * FROM seen();

-- A condition of one's own does not see what is filtered out.
CREATE FUNCTION peek(name text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$
BEGIN
    RAISE WARNING 'seen: %', name;
    RETURN true;
END $$;
SET client_min_messages = warning;
SELECT count(*) FROM sfn.state_machines WHERE bakery.peek(name);
SELECT count(*) FROM sfn.executions WHERE bakery.peek(name);
SELECT count(*) FROM sfn.wakeups WHERE bakery.peek(machine);
SELECT count(*) FROM sfn.pending_tasks WHERE bakery.peek(machine);

RESET ROLE;
SELECT c.oid::regclass AS writable_by_public FROM member m JOIN pg_class c ON c.oid = objid AND classid = 'pg_class'::regclass
WHERE relkind = 'v' AND has_table_privilege('regress_stranger', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
   OR relkind = 'r' AND (has_table_privilege('regress_stranger', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
                         OR has_any_column_privilege('regress_stranger', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
   OR relkind = 'S' AND has_sequence_privilege('regress_stranger', c.oid, 'USAGE, SELECT, UPDATE');
SELECT has_schema_privilege('regress_stranger', 'sfn', 'CREATE') AS may_create;

--
-- Each action of the API, by a role without privileges
--
-- AccessDenied is 42501; lists are empty, and what needs only a token or nothing is done.
SET ROLE regress_baker;
SELECT count(sfn_revoke(target, 'regress_stranger', 'start')) FROM unnest(ARRAY['bread', 'toast', 'oven']) AS target;
SET ROLE regress_stranger;
SELECT action, attempt(format('SELECT sfn_api(%L, jsonb_build_object(%s))::text FROM bakery.known', action, parameters)) AS outcome
FROM (VALUES
    ('DescribeStateMachine', $$ 'stateMachineArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread' $$),
    ('DescribeStateMachineForExecution', $$ 'executionArn', 'arn:aws:states:us-east-1:000000000000:execution:bread:ask' $$),
    ('UpdateStateMachine', $$ 'stateMachineArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread', 'definition', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}' $$),
    ('DeleteStateMachine', $$ 'stateMachineArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread' $$),
    ('ListStateMachines', ''),
    ('PublishStateMachineVersion', $$ 'stateMachineArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread' $$),
    ('ListStateMachineVersions', $$ 'stateMachineArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread' $$),
    ('DeleteStateMachineVersion', $$ 'stateMachineVersionArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread:1' $$),
    ('DescribeStateMachineAlias', $$ 'stateMachineAliasArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread:live' $$),
    ('ListStateMachineAliases', $$ 'stateMachineArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread' $$),
    ('CreateStateMachineAlias', $$ 'name', 'new', 'routingConfiguration', '[{"stateMachineVersionArn": "arn:aws:states:us-east-1:000000000000:stateMachine:bread:1", "weight": 100}]'::jsonb $$),
    ('UpdateStateMachineAlias', $$ 'stateMachineAliasArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread:live', 'description', 'new' $$),
    ('DeleteStateMachineAlias', $$ 'stateMachineAliasArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread:live' $$),
    ('TagResource', $$ 'resourceArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread', 'tags', '[{"key": "a", "value": "b"}]'::jsonb $$),
    ('UntagResource', $$ 'resourceArn', 'arn:aws:states:us-east-1:000000000000:activity:oven', 'tagKeys', '["a"]'::jsonb $$),
    ('ListTagsForResource', $$ 'resourceArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread' $$),
    ('StartExecution', $$ 'stateMachineArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread' $$),
    ('StartSyncExecution', $$ 'stateMachineArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:toast' $$),
    ('DescribeExecution', $$ 'executionArn', 'arn:aws:states:us-east-1:000000000000:execution:bread:ask' $$),
    ('GetExecutionHistory', $$ 'executionArn', 'arn:aws:states:us-east-1:000000000000:execution:bread:ask' $$),
    ('ListExecutions', $$ 'stateMachineArn', 'arn:aws:states:us-east-1:000000000000:stateMachine:bread' $$),
    ('StopExecution', $$ 'executionArn', 'arn:aws:states:us-east-1:000000000000:execution:bread:ask' $$),
    ('RedriveExecution', $$ 'executionArn', 'arn:aws:states:us-east-1:000000000000:execution:bread:burn' $$),
    ('ListMapRuns', $$ 'executionArn', 'arn:aws:states:us-east-1:000000000000:execution:bread:ask' $$),
    ('DescribeActivity', $$ 'activityArn', 'arn:aws:states:us-east-1:000000000000:activity:oven' $$),
    ('DeleteActivity', $$ 'activityArn', 'arn:aws:states:us-east-1:000000000000:activity:oven' $$),
    ('GetActivityTask', $$ 'activityArn', 'arn:aws:states:us-east-1:000000000000:activity:oven' $$),
    ('ListActivities', ''),
    ('SendTaskHeartbeat', $$ 'taskToken', (SELECT token FROM bakery.token) $$)) AS request (action, parameters);
RESET ROLE;

DROP SCHEMA bakery CASCADE;
SELECT sfn_delete_state_machine(name), sfn_delete_activity('oven') FROM sfn.state_machines WHERE name = 'bread';
SELECT sfn_delete_state_machine('toast');
DROP ROLE regress_stranger, regress_baker;
