--
-- sfn_grant, sfn_revoke: who may do what
--
CREATE SCHEMA bakery;
GRANT USAGE ON SCHEMA bakery TO PUBLIC;
SET search_path = bakery, public;
CREATE ROLE regress_baker;
CREATE ROLE regress_apprentice;
CREATE ROLE regress_guild;
CREATE ROLE regress_customer;
GRANT regress_guild TO regress_apprentice;

-- A state machine belongs to the role that creates it, and its tasks run as that role.
SET ROLE regress_baker;
SELECT sfn_create_state_machine('bread', '{
  "StartAt": "Knead",
  "States": {"Knead": {"Type": "Pass", "Next": "Rise"},
             "Rise": {"Type": "Wait", "Seconds": 3600, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_create_activity('oven') IS NOT NULL AS created;
SELECT sfn_start('bread', name => 'mine') AS mine \gset
SELECT owner, role FROM sfn.state_machines;

-- Everything there is to do, by name, with the SQLSTATE of what is refused
RESET ROLE;
CREATE FUNCTION attempt(command text, execution uuid) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE command USING execution;
    RETURN 'yes';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;
CREATE FUNCTION rights(execution uuid) RETURNS TABLE (needs text, what text, allowed text) LANGUAGE sql AS $$
    SELECT c.needs, c.what, attempt(c.command, execution) FROM (VALUES
        ('start', 'start', $c$ SELECT sfn_start('bread'), $1 $c$),
        ('start', 'start by API', $c$ SELECT sfn_api('StartExecution', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:bread"}'), $1 $c$),
        ('read', 'describe', $c$ SELECT sfn_describe($1) $c$),
        ('read', 'history', $c$ SELECT sfn_history($1) $c$),
        ('read', 'list', $c$ SELECT sfn_list_executions('bread'), $1 $c$),
        ('read', 'graph', $c$ SELECT sfn_graph('bread'), sfn_graph($1) $c$),
        ('read', 'id', $c$ SELECT sfn_execution_id('arn:aws:states:us-east-1:000000000000:execution:bread:mine'), $1 $c$),
        ('read', 'describe by API', $c$ SELECT sfn_api('DescribeStateMachine', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:bread"}'), $1 $c$),
        ('read', 'see activity', $c$ SELECT sfn_api('DescribeActivity', '{"activityArn": "arn:aws:states:us-east-1:000000000000:activity:oven"}'), $1 $c$),
        ('manage', 'update', $c$ SELECT sfn_update_state_machine('bread', logging => '{}'), $1 $c$),
        ('manage', 'grant', $c$ SELECT sfn_grant('bread', 'regress_guild', 'start'), sfn_revoke('bread', 'regress_guild', 'start'), $1 $c$),
        ('manage', 'stop', $c$ SELECT sfn_stop(sfn_start('bread')), $1 $c$),
        ('manage', 'stop another''s', $c$ SELECT sfn_stop($1) $c$)
    ) AS c (needs, what, command)
$$;
CREATE VIEW seen AS SELECT (SELECT count(*) FROM sfn.state_machines) AS machines,
    (SELECT count(*) FROM sfn.executions WHERE name = 'mine') AS executions,
    (SELECT count(*) FROM sfn.wakeups) > 0 AS wakeups,
    jsonb_array_length(sfn_api('ListStateMachines', '{}') -> 'stateMachines') AS listed,
    jsonb_array_length(sfn_api('ListActivities', '{}') -> 'activities') AS activities;
ALTER VIEW seen SET (security_invoker = true);
GRANT SELECT ON seen TO PUBLIC;

-- Others may do nothing, and see nothing.
SET ROLE regress_customer;
SELECT * FROM rights(:'mine');
SELECT * FROM seen;
SELECT sfn_tick('infinity');
SELECT sfn_start('bread');
\echo :LAST_ERROR_SQLSTATE

-- start
SET ROLE regress_baker;
SELECT sfn_grant('bread', 'regress_customer', 'start');
SET ROLE regress_customer;
SELECT * FROM rights(:'mine') WHERE allowed = 'yes';
SELECT * FROM seen;

-- read
SET ROLE regress_baker;
SELECT sfn_revoke('bread', 'regress_customer', 'start');
SELECT sfn_grant('arn:aws:states:us-east-1:000000000000:stateMachine:bread', 'regress_customer', 'read');
SELECT sfn_grant('oven', 'regress_customer', 'read');
SET ROLE regress_customer;
SELECT * FROM rights(:'mine') WHERE allowed = 'yes';
SELECT * FROM seen;

-- manage includes both.
SET ROLE regress_baker;
SELECT sfn_grant('bread', 'regress_customer', 'manage');
SELECT sfn_revoke('bread', 'regress_customer', 'read');
SET ROLE regress_customer;
SELECT * FROM rights(:'mine') WHERE allowed <> 'yes';

-- What the guild may do, so may its members; PUBLIC is everyone.
SET ROLE regress_baker;
SELECT sfn_revoke('bread', 'regress_customer', 'manage');
SELECT sfn_revoke('oven', 'regress_customer', 'read');
SELECT sfn_grant('bread', 'regress_guild', 'start');
SELECT sfn_grant('bread', 'PUBLIC', 'read');
SET ROLE regress_apprentice;
SELECT needs, bool_and(allowed = 'yes') AS allowed FROM rights(:'mine') WHERE what <> 'see activity' GROUP BY needs ORDER BY needs;
SET ROLE regress_customer;
SELECT needs, bool_and(allowed = 'yes') AS allowed FROM rights(:'mine') WHERE what <> 'see activity' GROUP BY needs ORDER BY needs;
SET ROLE regress_baker;
SELECT sfn_revoke('bread', 'public', 'read');
SELECT sfn_revoke('bread', 'regress_guild', 'start');
SELECT sfn_revoke('bread', 'regress_guild', 'start');
SET ROLE regress_apprentice;
SELECT needs, bool_or(allowed = 'yes') AS allowed FROM rights(:'mine') GROUP BY needs ORDER BY needs;

-- Members of the owning role may do everything.
RESET ROLE;
GRANT regress_baker TO regress_apprentice;
SET ROLE regress_apprentice;
SELECT needs, bool_and(allowed = 'yes') AS allowed FROM rights(:'mine') GROUP BY needs ORDER BY needs;
RESET ROLE;
REVOKE regress_baker FROM regress_apprentice;

-- A rolled-back grant gives nothing.
SET ROLE regress_baker;
BEGIN;
SELECT sfn_grant('bread', 'regress_customer', 'manage');
ROLLBACK;
SET ROLE regress_customer;
SELECT sfn_start('bread');

--
-- The role that tasks run as
--

-- It must be one that the creator is a member of.
SELECT sfn_create_state_machine('cake', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}', role => 'regress_baker');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_api('CreateStateMachine', '{"name": "cake", "definition": "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}",
    "roleArn": "arn:aws:iam::000000000000:role/regress_baker"}');
SET ROLE regress_apprentice;
SELECT sfn_create_state_machine('cake', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}', role => 'regress_guild') IS NOT NULL AS created;
SELECT owner, role FROM sfn.state_machines;

-- A name is taken, whoever has it.
SELECT sfn_create_state_machine('bread', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_create_state_machine('bread', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}', or_replace => true);
\echo :LAST_ERROR_SQLSTATE

-- Nobody gets at the tables.
SELECT * FROM sfn.execution;
DELETE FROM sfn.state_machine;

--
-- What is refused
--
SET ROLE regress_baker;
SELECT sfn_grant('bread', 'regress_customer', 'eat');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_grant('bread', 'regress_nobody', 'read');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_grant('butter', 'regress_customer', 'read');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_grant('arn:aws:states:us-east-1:000000000000:activity:butter', 'regress_customer', 'read');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_grant('cake', 'regress_customer', 'read');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_delete_activity('oven');
SELECT sfn_grant(NULL, 'regress_customer', 'read');
SELECT sfn_grant('bread', NULL, 'read');
SELECT sfn_revoke('bread', 'regress_customer', NULL);
RESET ROLE;

-- What was granted to a role that was dropped since can be taken back.
SELECT sfn_grant('bread', 'regress_customer', 'read');
DROP ROLE regress_customer;
SELECT sfn_revoke('bread', 'regress_customer', 'read');

SELECT name, sfn_delete_state_machine(arn) FROM sfn.state_machines WHERE owner LIKE 'regress%' ORDER BY name;
DROP SCHEMA bakery CASCADE;
DROP ROLE regress_apprentice, regress_guild, regress_baker;
