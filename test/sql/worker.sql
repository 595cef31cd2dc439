--
-- Workers, as far as one session shows them; t/ has those that run beside others
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA worker;
SET search_path = worker, public, helper;
CREATE TABLE ran (n int GENERATED ALWAYS AS IDENTITY, what jsonb, worker_may_write text, isolation text, path text);
CREATE FUNCTION run(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO ran (what, worker_may_write, isolation, path)
	VALUES (input, current_setting('transaction_read_only'), current_setting('transaction_isolation'), current_setting('search_path'));
	RETURN input;
END$$;
SELECT sfn_create_state_machine('job', '{"StartAt": "Run", "States": {
  "Run": {"Type": "Task", "Resource": "pg:function:run", "Next": "Wait"},
  "Wait": {"Type": "Wait", "SecondsPath": "$", "Next": "Again"},
  "Again": {"Type": "Task", "Resource": "pg:function:run", "End": true}}}') IS NOT NULL AS created;

--
-- A worker does what is due, in real time, and commits as it goes
--
SELECT sfn_start('job', '0', async => true) AS run \gset
SELECT sfn_start('job', '3600', async => true) AS later \gset
CALL sfn_worker('500 ms');
SELECT status FROM sfn_describe(:'run');
-- It never runs ahead of time.
SELECT status FROM sfn_describe(:'later');
SELECT kind FROM sfn.wakeups;
SELECT sfn_stop(:'later') IS NOT NULL AS stopped;
-- It sleeps until something is due.
SELECT sfn_start('job', '1') AS run \gset
CALL sfn_worker('1100 ms');
SELECT status FROM sfn_describe(:'run');
SELECT bool_and(late < interval '100 ms') AS on_time FROM (
  SELECT exited.timestamp - entered.timestamp - interval '1 s' AS late
  FROM sfn_history(:'run') AS entered, sfn_history(:'run') AS exited
  WHERE entered.type = 'WaitStateEntered' AND exited.type = 'WaitStateExited') AS waits;

-- What a session has set for its transactions does not reach what a worker does.
TRUNCATE ran;
SELECT sfn_start('job', '0', async => true) AS run \gset
SET default_transaction_read_only = on;
SET default_transaction_isolation = serializable;
SET statement_timeout = '100 ms';
SET search_path = pg_catalog;
CALL public.sfn_worker('300 ms');
RESET default_transaction_read_only;
RESET default_transaction_isolation;
RESET statement_timeout;
SET search_path = worker, public, helper;
SELECT DISTINCT worker_may_write, isolation, path LIKE 'worker, public, helper%' AS machines_path FROM ran;
SELECT current_setting('statement_timeout') <> '100ms' AS timeout_is_back;

--
-- One that fails does not keep the others from going on
--
-- What is not the machine's fault is tried again later.
CREATE SEQUENCE unlucky;
CREATE FUNCTION serialize(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO ran (what) VALUES ('"lost"');
	IF nextval('unlucky') < 2 THEN
		RAISE serialization_failure USING MESSAGE = 'bad luck';
	END IF;
	RETURN input;
END$$;
SELECT sfn_create_state_machine('unlucky', '{"StartAt": "Run", "States": {
  "Run": {"Type": "Task", "Resource": "pg:function:serialize", "End": true}}}') IS NOT NULL AS created;
TRUNCATE ran;
SELECT sfn_start('job', '0', async => true) AS before \gset
SELECT sfn_start('unlucky', async => true) AS run \gset
SELECT sfn_start('job', '0', async => true) AS after \gset
CALL sfn_worker('0');
SELECT status, count(*) FROM sfn.executions WHERE execution IN (:'before', :'run', :'after') GROUP BY status ORDER BY status;
SELECT count(*) AS effects FROM ran;
SELECT attempts, due > now() AS put_off, due < now() + interval '1.1 s' AS by_a_second FROM sfn.wakeup;
CALL sfn_worker('1100 ms');
SELECT status FROM sfn_describe(:'run');
-- After several attempts the execution fails, and says why.
SELECT setval('unlucky', 1, false);
ALTER SEQUENCE unlucky INCREMENT BY -1 MINVALUE -100;
SELECT sfn_start('unlucky', async => true) AS run \gset
CALL sfn_worker('0');
UPDATE sfn.wakeup SET attempts = 5, due = now();
CALL sfn_worker('0');
SELECT * FROM outcome(:'run'::uuid);

-- A commit that fails is found out too: a constraint that a task has deferred.
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int REFERENCES parent DEFERRABLE);
CREATE FUNCTION orphan(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	SET CONSTRAINTS ALL DEFERRED;
	INSERT INTO child VALUES (1);
	RETURN input;
END$$;
SELECT sfn_create_state_machine('orphan', '{"StartAt": "Run", "States": {
  "Run": {"Type": "Task", "Resource": "pg:function:orphan", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('job', '0', async => true) AS before \gset
SELECT sfn_start('orphan', async => true) AS run \gset
SELECT sfn_start('job', '0', async => true) AS after \gset
CALL sfn_worker('200 ms');
SELECT status, count(*) FROM sfn.executions WHERE execution IN (:'before', :'run', :'after') GROUP BY status ORDER BY status;
SELECT sfn_stop(:'run') IS NOT NULL AS stopped;
-- Constraints are immediate to begin with, so that the task finds out itself.
CREATE OR REPLACE FUNCTION orphan(input jsonb) RETURNS jsonb LANGUAGE sql AS 'INSERT INTO worker.child VALUES (1) RETURNING input';
ALTER TABLE child ALTER CONSTRAINT child_id_fkey DEFERRABLE INITIALLY DEFERRED;
SELECT sfn_start('orphan', async => true) AS run \gset
CALL sfn_worker('0');
SELECT status, error FROM outcome(:'run'::uuid);

--
-- Where it cannot commit it does what is due now, once, in the caller's transaction
--
SELECT sfn_start('job', '0', async => true) AS run \gset
BEGIN;
CALL sfn_worker();
SELECT status FROM sfn_describe(:'run');
ROLLBACK;
SELECT status FROM sfn_describe(:'run');
CREATE PROCEDURE through_a_procedure() LANGUAGE plpgsql AS 'BEGIN CALL sfn_worker(''0''); END';
CALL through_a_procedure();
SELECT status FROM sfn_describe(:'run');

--
-- Who may
--
CREATE ROLE regress_worker;
SET ROLE regress_worker;
CALL sfn_worker('0');
CALL sfn_scheduled_worker(1);
SELECT sfn_schedule_workers();
SELECT sfn_unschedule_workers();
RESET ROLE;
-- EXECUTE is all that it takes; tasks run as the role of their machine.
GRANT EXECUTE ON PROCEDURE sfn_worker TO regress_worker;
SELECT sfn_start('job', '0', async => true) AS run \gset
SET ROLE regress_worker;
CALL sfn_worker('0');
RESET ROLE;
SELECT status FROM sfn_describe(:'run');
DROP OWNED BY regress_worker;
DROP ROLE regress_worker;
CALL sfn_scheduled_worker(0);
CALL sfn_scheduled_worker(65);
CALL sfn_scheduled_worker(NULL);
SELECT sfn_schedule_workers(-1);

--
-- sfn_await
--
-- What has ended is told at once, what goes on when time is over.
SELECT sfn_await(:'run');
SELECT sfn_start('job', '3600') AS run \gset
SELECT sfn_await(:'run', '10 ms');
SELECT sfn_await(:'run', '0');
SELECT sfn_stop(:'run') IS NOT NULL AS stopped;
SELECT sfn_await(:'run');
-- Nothing is waited for that only this transaction's commit could bring.
BEGIN;
SELECT sfn_start('job', '3600') AS run \gset
\set VERBOSITY terse
SELECT sfn_await(:'run');
ROLLBACK;
SELECT sfn_await(sfn_start('job', '0', async => true));
SELECT sfn_start('job', '3600', async => true) AS run \gset
BEGIN;
SELECT sfn_tick() AS changed;
SELECT sfn_await(:'run');
ROLLBACK;
CREATE FUNCTION await_itself(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT to_jsonb(sfn_await((input #>> ''{}'')::uuid))';
SELECT sfn_create_state_machine('itself', '{"StartAt": "Await", "States": {
  "Await": {"Type": "Task", "Resource": "pg:function:await_itself", "InputPath": "$$.Execution.Name", "End": true}}}') IS NOT NULL AS created;
SELECT status, error FROM outcome(sfn_start('itself'));
-- An EXPRESS execution leaves nothing behind.
SELECT sfn_create_state_machine('express', '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}', 'EXPRESS') IS NOT NULL AS created;
SELECT sfn_start('express', async => true) AS express \gset
SELECT sfn_await(:'express', '0');
CALL sfn_worker('0');
\set VERBOSITY sqlstate
SELECT sfn_await(:'express');
\set VERBOSITY terse
SELECT sfn_await(NULL);
CREATE ROLE regress_stranger;
SET ROLE regress_stranger;
SELECT sfn_await(:'run');
RESET ROLE;
DROP ROLE regress_stranger;
CALL clean();
