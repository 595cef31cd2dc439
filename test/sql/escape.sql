--
-- A task cannot get out of its role
--
-- Whoever drives an execution, a superuser's session or a worker's, runs code of whoever defined
-- the machine.  Everything below is defined by a role that may do little, and driven by a superuser.
CREATE SCHEMA den;
CREATE ROLE regress_mallory;
CREATE ROLE regress_operator SUPERUSER;
GRANT USAGE, CREATE ON SCHEMA den TO regress_mallory;
SET search_path = den, public;
CREATE TABLE secret AS SELECT 'treasure' AS what;

-- Run a statement as a task of the role's machine; what has become of it.
CREATE FUNCTION try(statement text, in_query boolean DEFAULT false) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    execution uuid;
BEGIN
    SET LOCAL ROLE regress_mallory;
    EXECUTE format('CREATE OR REPLACE FUNCTION den.task(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS %L',
        format('BEGIN %s; RETURN to_jsonb(current_user::text); END', rtrim(statement, ';')));
    PERFORM sfn_create_state_machine('escape', jsonb_build_object('StartAt', 'Run', 'States', jsonb_build_object('Run',
        jsonb_build_object('Type', 'Task', 'End', true) || CASE WHEN in_query
            THEN jsonb_build_object('Resource', 'pg:query', 'Parameters', jsonb_build_object('sql', statement))
            ELSE '{"Resource": "pg:function:den.task"}' END)), or_replace => true);
    RESET ROLE;
    execution := sfn_start('escape');
    RETURN (SELECT coalesce(d.error || ': ' || coalesce((d.cause::jsonb) ->> 'errorMessage', d.cause), 'done as ' || d.output::text)
            FROM sfn_describe(execution) AS d);
END $$;
SELECT try('PERFORM 1');

-- What belongs to the superuser who drives it
SELECT try('PERFORM * FROM den.secret');
SELECT try('COPY den.secret TO PROGRAM ''cat''');
SELECT try('ALTER ROLE regress_mallory SUPERUSER');
SELECT try('PERFORM * FROM sfn.execution');

-- Back to who he was before: the session's role, by statement and by function
SELECT statement, try(statement) FROM (VALUES
    ('RESET ROLE'),
    ('SET ROLE NONE'),
    ('SET ROLE regress_operator'),
    ('SET LOCAL ROLE regress_operator'),
    ('PERFORM set_config(''role'', ''regress_operator'', false)'),
    ('SET SESSION AUTHORIZATION DEFAULT'),
    ('SET SESSION AUTHORIZATION regress_operator'),
    ('RESET SESSION AUTHORIZATION'),
    ('PERFORM set_config(''session_authorization'', ''regress_operator'', true)')) AS attempt (statement);
SELECT statement, try(statement, in_query => true) FROM (VALUES
    ('RESET ROLE'),
    ('SET ROLE regress_operator'),
    ('SET SESSION AUTHORIZATION DEFAULT'),
    ('COMMIT'),
    ('SELECT 1; RESET ROLE')) AS attempt (statement);
-- By a function that is defined with a role of its own
SET ROLE regress_mallory;
CREATE FUNCTION become() RETURNS void LANGUAGE sql SET role = 'regress_operator' AS 'SELECT';
RESET ROLE;
SELECT try('PERFORM den.become()');

-- What would run later, with the session's rights: a cursor that outlives the transaction, a
-- deferred trigger, a prepared statement, a listener
SET ROLE regress_mallory;
CREATE TABLE ran (as_role name);
GRANT ALL ON ran TO PUBLIC;
CREATE FUNCTION trap() RETURNS int LANGUAGE plpgsql AS $$ BEGIN INSERT INTO den.ran VALUES (current_user); RETURN 1; END $$;
CREATE FUNCTION trap_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO den.ran VALUES (current_user); RETURN NULL; END $$;
CREATE TABLE baited (id int);
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON baited DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trap_trigger();
RESET ROLE;
SELECT try('EXECUTE ''DECLARE held CURSOR WITH HOLD FOR SELECT den.trap()''');
SELECT try('INSERT INTO den.baited VALUES (1)');
SELECT try('EXECUTE ''PREPARE later AS SELECT den.trap()''');
SELECT try('LISTEN later');
SELECT * FROM ran;
-- A cursor that is left open is closed before whoever drives could come upon it.
BEGIN;
SELECT try('EXECUTE ''DECLARE left_open CURSOR FOR SELECT den.trap()''');
FETCH left_open;
ROLLBACK;
-- A worker lets deferred triggers fire inside the task, as the task's role.
SELECT sfn_start('escape', async => true) IS NOT NULL AS started FROM try('INSERT INTO den.baited VALUES (1)');
CALL sfn_worker('0');
SELECT status, output FROM sfn.executions WHERE machine = 'escape' ORDER BY execution DESC LIMIT 1;
SELECT * FROM ran;
TRUNCATE ran;

-- What the session's names mean
SELECT try('CREATE TEMPORARY TABLE secret (what text)');
SELECT try('CREATE TABLE pg_temp.secret (what text)');
SELECT try('DISCARD ALL');
SELECT try('EXECUTE ''DEALLOCATE ALL''');
SELECT name FROM pg_prepared_statements;

-- What a task sets is set no longer when it returns, whatever it is.
SELECT try('SET search_path = evil; SET sfn.account_id = ''666666666666''; PERFORM set_config(''app.user'', ''operator'', false); SET statement_timeout = 1');
SHOW search_path;
SHOW sfn.account_id;
SELECT coalesce(current_setting('app.user', true), '') AS app_user;
SELECT current_setting('statement_timeout') <> '1ms' AS timeout_kept;

-- Nor for the next task of the same execution.
SET ROLE regress_mallory;
CREATE FUNCTION leave_setting(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT to_jsonb(set_config('app.user', 'operator', false)) $$;
CREATE FUNCTION find_setting(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT to_jsonb(coalesce(current_setting('app.user', true), '')) $$;
SELECT sfn_create_state_machine('settings', '{"StartAt": "Leave", "States": {
  "Leave": {"Type": "Task", "Resource": "pg:function:den.leave_setting", "Next": "Find"},
  "Find": {"Type": "Task", "Resource": "pg:function:den.find_setting", "End": true}}}') IS NOT NULL AS created;
RESET ROLE;
SELECT sfn_start('settings') AS settings \gset
SELECT output FROM sfn_describe(:'settings');

-- A session that has changed to the role itself is no way back either.
SELECT try('RESET ROLE');
SET ROLE regress_mallory;
SELECT sfn_start('escape') AS in_role \gset
SELECT output, error, cause::jsonb ->> 'errorMessage' AS cause FROM sfn_describe(:'in_role');
RESET ROLE;

--
-- Names of the caller do not reach into a task
--
-- The operator's temporary tables and his search_path have functions and tables of the same names.
SET ROLE regress_mallory;
CREATE TABLE place (what text);
CREATE FUNCTION helper() RETURNS text LANGUAGE sql AS $$ SELECT 'mallory''s' $$;
RESET ROLE;
CREATE SCHEMA trap;
CREATE FUNCTION trap.helper() RETURNS text LANGUAGE sql AS $$ SELECT 'trapped' $$;
CREATE FUNCTION trap.task(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT '"trapped"'::jsonb $$;
CREATE TEMPORARY TABLE place (what text);
SELECT try('INSERT INTO place SELECT helper()');
SET search_path = trap, public;
SELECT sfn_start('escape') IS NOT NULL AS started;
RESET search_path;
SELECT (SELECT count(*) FROM pg_temp.place) AS shadow, (SELECT string_agg(what, ', ') FROM den.place) AS real;
DROP TABLE pg_temp.place;

-- Nor do functions and operators on it reach into sfn's own statements, which run as a superuser.
CREATE FUNCTION trap.count(anyelement) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN INSERT INTO den.ran VALUES ('count'); RETURN 0; END $$;
DO $$
DECLARE
    type text;
    operator text;
BEGIN
    FOREACH type IN ARRAY '{bigint,integer,text,uuid,timestamptz}'::text[] LOOP
        EXECUTE format('CREATE FUNCTION trap.compare(%1$s, %1$s) RETURNS boolean LANGUAGE plpgsql AS
            ''BEGIN INSERT INTO den.ran VALUES (current_user); RETURN true; END''', type);
        FOREACH operator IN ARRAY '{=,<>,<,<=,>,>=}'::text[] LOOP
            EXECUTE format('CREATE OPERATOR trap.%1$s (FUNCTION = trap.compare, LEFTARG = %2$s, RIGHTARG = %2$s)', operator, type);
        END LOOP;
    END LOOP;
END $$;
SET search_path = trap, pg_catalog, public;
SELECT sfn_start('escape', async => true) IS NOT NULL AS started;
SELECT sfn_tick('infinity') OPERATOR(pg_catalog.>) 0 AS ticked;
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS listed FROM sfn_list_executions('escape');
SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 0 AS seen FROM sfn.executions;
SELECT sfn_grant('escape', 'regress_operator', 'read');
SET search_path = den, public;
SELECT * FROM ran;

--
-- Functions that run as their owner
--
-- Whether a task may call one is asked of the machine's role; and a task that such a function
-- drives runs as the machine's role all the same.
CREATE FUNCTION den.vault() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT what FROM den.secret $$;
CREATE FUNCTION den.vault_task(input jsonb) RETURNS jsonb LANGUAGE sql SECURITY DEFINER AS $$ SELECT to_jsonb(what) FROM den.secret $$;
REVOKE EXECUTE ON FUNCTION den.vault(), den.vault_task(jsonb) FROM PUBLIC;
SELECT den.try('PERFORM den.vault()');
SET ROLE regress_mallory;
SELECT sfn_create_state_machine('vault', '{"StartAt": "Open", "States": {
  "Open": {"Type": "Task", "Resource": "pg:function:den.vault_task", "End": true}}}') IS NOT NULL AS created;
RESET ROLE;
SELECT sfn_start('vault') AS vault \gset
SELECT error, cause FROM sfn_describe(:'vault');
CREATE FUNCTION den.drive() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$
    SELECT output #>> '{}' FROM sfn_describe(sfn_start('escape'))
$$;
SELECT den.try('PERFORM 1'), den.drive();

--
-- An integration that another role has registered is not there
--
SET ROLE regress_mallory;
CREATE FUNCTION den.hijack(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT '"hijacked"'::jsonb $$;
SELECT sfn_register_integration('sns:publish', 'den.hijack');
RESET ROLE;
SELECT sfn_create_state_machine('honest', '{"StartAt": "Tell", "States": {
  "Tell": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true, "Parameters": {"TopicArn": "a", "Message": "b"}}}}') IS NOT NULL AS created;
SELECT sfn_start('honest') AS honest \gset
SELECT status, output, error FROM sfn_describe(:'honest');

--
-- What is due elsewhere is not for everyone to move
--
SELECT sfn_create_state_machine('nap', '{"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "Seconds": 60, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('nap') AS nap \gset
SET ROLE regress_mallory;
-- Her own, if there are any, and then nothing of others
SELECT sfn_tick('infinity') < 2 AS own;
SELECT sfn_tick('infinity');
RESET ROLE;
SELECT status FROM sfn_describe(:'nap');

-- What a view does not show, the conditions of a query do not see either.
SET ROLE regress_mallory;
CREATE FUNCTION den.peep(machine text) RETURNS boolean COST 0.0001 LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO den.ran VALUES (machine);
    RETURN true;
END $$;
SELECT count(*) > 0 AS some FROM sfn.executions WHERE den.peep(machine);
SELECT count(*) > 0 AS some FROM sfn.state_machines WHERE den.peep(name);
RESET ROLE;
SELECT DISTINCT as_role FROM den.ran WHERE as_role IN ('nap', 'honest');

-- Nor can a task use the operator's right to do so.
SELECT den.try('PERFORM sfn_tick(''infinity'')');
SELECT den.try(format('PERFORM sfn_stop(%L)', :'nap'));
SELECT status FROM sfn_describe(:'nap');

--
-- Parameters of a query are values
--
SET ROLE regress_mallory;
SELECT sfn_create_state_machine('query', '{"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "Resource": "pg:query", "End": true,
  "Parameters": {"sql": "SELECT $1 AS given", "params.$": "$.params"}, "OutputPath": "$.rows"}}}') IS NOT NULL AS created;
RESET ROLE;
SELECT sfn_start('query', '{"params": ["1; DROP TABLE den.secret; --"]}') AS query \gset
SELECT output FROM sfn_describe(:'query');
SELECT * FROM den.secret;

SELECT sfn_delete_state_machine(name) FROM unnest('{escape,settings,vault,honest,nap,query}'::text[]) AS name;
SELECT sfn_purge('0') > 0 AS purged;
SET client_min_messages = error;
DROP SCHEMA den, trap CASCADE;
RESET client_min_messages;
SET ROLE regress_mallory;
SELECT sfn_unregister_integration('sns:publish');
RESET ROLE;
DROP ROLE regress_mallory, regress_operator;
