--
-- async => true: the start is recorded, workers or sfn_tick run it
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA async;
SET search_path = async, public, helper;
CREATE TABLE ran (n int GENERATED ALWAYS AS IDENTITY, what text);
CREATE FUNCTION run(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO ran (what) VALUES (input #>> '{}');
	RETURN input;
END$$;
CREATE FUNCTION same(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';
SELECT sfn_create_state_machine('job', '{"StartAt": "Run", "States": {
  "Run": {"Type": "Task", "Resource": "pg:function:run", "Next": "Wait"},
  "Wait": {"Type": "Wait", "Seconds": 10, "Next": "Again"},
  "Again": {"Type": "Task", "Resource": "pg:function:run", "End": true}}}') IS NOT NULL AS created;

--
-- Nothing has happened when sfn_start returns
--
SELECT sfn_start('job', '"a"', async => true) AS run \gset
SELECT status, input, stop_date FROM sfn_describe(:'run');
SELECT count(*) AS events FROM sfn_history(:'run');
SELECT count(*) AS ran FROM ran;
-- It is due at once.
SELECT sfn_tick();
SELECT story(:'run');
-- Its timers are wakeups like all others.
SELECT sfn_tick(now() + interval '1 minute');
SELECT status, output FROM outcome(:'run'::uuid);
SELECT string_agg(what, ', ' ORDER BY n) AS ran FROM ran;
-- The history begins when it was started, not when it was run.
SELECT start_date = timestamp AS started FROM sfn_describe(:'run'), sfn_history(:'run') WHERE id = 1;

-- Starts are run in their order.
TRUNCATE ran;
SELECT count(sfn_start('job', to_jsonb(n), async => true)) FROM generate_series(1, 5) AS n;
SELECT sfn_tick(max_wakeups => 2) AS two, sfn_tick() AS the_rest;
SELECT string_agg(what, ', ' ORDER BY n) AS ran FROM ran;
SELECT sfn_tick('infinity');

--
-- The start exists if and only if its transaction commits
--
BEGIN;
SELECT count(sfn_start('job', '"lost"', async => true));
ROLLBACK;
SELECT sfn_tick();

--
-- The setting sfn.async is what is meant when nothing is said
--
SET sfn.async = on;
SELECT sfn_start('job', '"b"') AS run \gset
SELECT count(*) AS events FROM sfn_history(:'run');
SELECT sfn_start('job', '"c"', async => false) AS inline \gset
SELECT count(*) AS events FROM sfn_history(:'inline');
RESET sfn.async;
-- An execution keeps its mode: what the setting is when it goes on does not matter.
SELECT sfn_tick('infinity');
SELECT status FROM sfn_describe(:'run');

--
-- Names
--
-- Same name and input: the one that is queued already.
SELECT sfn_start('job', '"e"', name => 'job-1', async => true) AS run \gset
SELECT sfn_start('job', '"e"', name => 'job-1', async => true) = :'run' AS same;
SELECT sfn_start('job', '"f"', name => 'job-1', async => true);
SELECT sfn_tick('infinity');
SELECT sfn_start('job', '"e"', name => 'job-1', async => true);

--
-- Stopped in the queue, it has been started all the same
--
SELECT sfn_start('job', '"g"', async => true) AS run \gset
SELECT sfn_stop(:'run', 'Enough', 'of that') IS NOT NULL AS stopped;
SELECT * FROM events(:'run');
SELECT sfn_tick('infinity');
SELECT status, error, cause FROM outcome(:'run'::uuid);
-- So has one whose time is over before it is run.
SELECT sfn_create_state_machine('hasty', '{"StartAt": "P", "TimeoutSeconds": 60, "States": {"P": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('hasty', async => true) AS run \gset
DELETE FROM sfn.wakeup WHERE kind = 1;
SELECT sfn_tick('infinity');
SELECT * FROM events(:'run');
-- Deleting the machine aborts it.
SELECT sfn_start('job', '"h"', async => true) AS run \gset
SELECT sfn_delete_state_machine('job');
SELECT status FROM sfn_describe(:'run');
SELECT sfn_tick('infinity');

--
-- A failing execution is no error of who ticks
--
SELECT sfn_create_state_machine('failing', '{"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Sorry"}}}') IS NOT NULL AS created;
SELECT sfn_start('failing', async => true) AS run \gset
SELECT sfn_tick();
SELECT status, error FROM outcome(:'run'::uuid);

CALL clean();
DROP SCHEMA async CASCADE;
