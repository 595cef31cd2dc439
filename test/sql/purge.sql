--
-- sfn_purge: executions that ended long ago go, with their histories
--
SELECT sfn_create_state_machine('old', '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_create_state_machine('waits', '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 60, "End": true}}}') IS NOT NULL AS created;
SELECT count(sfn_start('old', name => 'n' || i)) FROM generate_series(1, 2500) AS i;
SELECT sfn_start('waits', name => 'open') IS NOT NULL AS started;

-- Nothing is as old as that.
SELECT sfn_purge('1 day');
-- Running executions stay, whatever their age.
SELECT sfn_purge('0', max_executions => 1);
SELECT sfn_purge('0', max_executions => 1200);
SELECT count(*) FROM sfn.executions WHERE machine = 'old';
-- The first started went first, and their names are free again.
SELECT min(substr(name, 2)::int) FROM sfn.executions WHERE machine = 'old';
SELECT sfn_start('old', name => 'n1') IS NOT NULL AS started_again;
SELECT sfn_purge('0');
SELECT machine, name, status FROM sfn.executions;

-- A long history goes as a whole.
SELECT sfn_create_state_machine('long', '{"StartAt": "A", "States": {
  "A": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "B"},
  "B": {"Type": "Choice", "Default": "A", "Choices": [{"Variable": "$.n", "NumericEquals": 1000, "Next": "C"}]},
  "C": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_start('long', '{"n": 0}') IS NOT NULL AS started;
SELECT count(*) > 0 AS chunks FROM sfn.history_chunk;
SELECT sfn_purge('0');
SELECT count(*) AS chunks FROM sfn.history_chunk;

-- A role purges what it may manage and nothing else.
CREATE ROLE regress_purge;
GRANT CREATE ON SCHEMA public TO regress_purge;
SELECT sfn_start('old') IS NOT NULL AS started;
SET ROLE regress_purge;
SELECT sfn_create_state_machine('mine', '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('mine') IS NOT NULL AS started;
SELECT sfn_purge('0');
RESET ROLE;
SELECT machine FROM sfn.executions WHERE status = 'SUCCEEDED';

-- A deleted state machine is kept as long as an execution of it is.
SELECT sfn_delete_state_machine('mine'), sfn_delete_state_machine('old');
SELECT sfn_purge('1 day');
SELECT name FROM sfn.state_machine WHERE deleted_at IS NOT NULL;
SELECT sfn_purge('0');
SELECT name FROM sfn.state_machine WHERE deleted_at IS NOT NULL;
SELECT count(*) AS orphans FROM sfn.revision WHERE machine NOT IN (SELECT id FROM sfn.state_machine);

-- An execution that has lost its machine all the same is none.
SELECT sfn_create_state_machine('lost', '{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('lost') AS lost \gset
WITH revisions AS (DELETE FROM sfn.revision r USING sfn.state_machine m WHERE m.id = r.machine AND m.name = 'lost')
DELETE FROM sfn.state_machine WHERE name = 'lost';
\set VERBOSITY sqlstate
SELECT * FROM sfn_describe(:'lost');
SELECT sfn_await(:'lost');
\set VERBOSITY default

SELECT sfn_purge(NULL);
SELECT sfn_purge('0', -1);
DROP OWNED BY regress_purge;
DROP ROLE regress_purge;
