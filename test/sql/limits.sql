--
-- Limits: sizes, names, the length of a history
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA limits;
SET search_path = limits, public, helper;
SELECT sfn_create_state_machine('pass', '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;

--
-- An execution's input
--
SELECT sfn_start('pass', to_jsonb(repeat('x', 262142))) IS NOT NULL AS started;
SELECT sfn_start('pass', to_jsonb(repeat('x', 262143)));
-- The setting moves the limit, for superusers.
SET sfn.max_payload_bytes = 20;
SELECT sfn_start('pass', '"0123456789012345678"');
SELECT status, error FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": "0123456789012345678", "End": true}}}');
RESET sfn.max_payload_bytes;
CREATE ROLE limits_user;
SET ROLE limits_user;
SET sfn.max_payload_bytes = 20;
SET sfn.max_history_events = 20;
RESET ROLE;
DROP ROLE limits_user;

--
-- The history
--
-- An endless loop ends when the history has as many events as it may.
SET sfn.max_history_events = 50;
SELECT sfn_create_state_machine('loop', '{"StartAt": "A", "States": {
  "A": {"Type": "Pass", "Next": "B"},
  "B": {"Type": "Choice", "Choices": [{"Variable": "$.end", "IsPresent": true, "Next": "C"}], "Default": "A"},
  "C": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_start('loop') AS run \gset
SELECT status, error, cause FROM outcome(:'run'::uuid);
SELECT count(*), max(id) FROM sfn_history(:'run');
SELECT id, prev, type FROM events(:'run') ORDER BY id DESC LIMIT 2;
-- So does one that waits in between, and one with many branches.
SELECT sfn_create_state_machine('loop', '{"StartAt": "A", "States": {
  "A": {"Type": "Wait", "Seconds": 10, "Next": "B"},
  "B": {"Type": "Choice", "Choices": [{"Variable": "$.end", "IsPresent": true, "Next": "C"}], "Default": "A"},
  "C": {"Type": "Succeed"}}}', or_replace => true) IS NOT NULL AS replaced;
SELECT sfn_start('loop') AS run \gset
SELECT sfn_tick('infinity') > 0 AS ticked;
SELECT status, cause, count(*) AS events FROM sfn_describe(:'run'), sfn_history(:'run') GROUP BY 1, 2;
SELECT sfn_create_state_machine('wide', '{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor": {
  "StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 10, "Next": "More?"},
    "More?": {"Type": "Choice", "Choices": [{"Variable": "$", "NumericGreaterThan": 5, "Next": "C"}], "Default": "W"},
    "C": {"Type": "Succeed"}}}}}}') IS NOT NULL AS created;
SELECT sfn_start('wide', '[1, 2, 3, 4, 5]') AS run \gset
SELECT sfn_tick('infinity') > 0 AS ticked;
SELECT status, cause, count(*) AS events FROM sfn_describe(:'run'), sfn_history(:'run') GROUP BY 1, 2;
SELECT (SELECT count(*) FROM sfn.branch) AS branches, (SELECT count(*) FROM sfn.wakeup) AS wakeups;
-- 0 stands for no limit.
SET sfn.max_history_events = 0;
SELECT sfn_create_state_machine('count', '{"StartAt": "Add", "States": {
  "Add": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "More?"},
  "More?": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericLessThan": 10000, "Next": "Add"}], "Default": "Done"},
  "Done": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_start('count', '{"n": 0}') AS run \gset
SELECT status, output FROM outcome(:'run'::uuid);
-- A history is stored in pieces, and read as one.
SELECT count(*), min(id), max(id), count(DISTINCT id), bool_and(timestamp >= previous) AS in_time
FROM (SELECT *, lag(timestamp, 1, '-infinity') OVER (ORDER BY id) AS previous FROM sfn_history(:'run')) AS history;
SELECT count(*) AS chunks FROM sfn.history_chunk WHERE execution = :'run';
RESET sfn.max_history_events;

--
-- Names
--
-- are those of the machine's executions for ever, until they are purged.
SELECT sfn_create_state_machine('wait', '{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 10, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('wait', '{"a": 1}', name => 'one') AS run \gset
-- While it runs the same input gives the same execution; how the input is written does not matter.
SELECT sfn_start('wait', '{"a":1.0}', name => 'one') = :'run' AS same;
SELECT sfn_start('wait', '{"a": 2}', name => 'one');
SELECT sfn_tick('infinity');
SELECT sfn_start('wait', '{"a": 1}', name => 'one');
-- Another machine has its own names, another spelling is another name.
SELECT sfn_start('pass', name => 'one') IS NOT NULL AS started, sfn_start('wait', name => 'One') IS NOT NULL AS started;
-- An id is the name of an execution without one, and cannot be taken.
SELECT sfn_start('pass') AS run \gset
\set VERBOSITY sqlstate
SELECT sfn_start('pass', name => :'run');
\set VERBOSITY default
-- 80 characters, whatever their bytes.
SELECT sfn_start('pass', name => repeat('é', 80)) IS NOT NULL AS started;
SELECT sfn_start('pass', name => repeat('é', 81));
SELECT sfn_start('pass', name => '');
SELECT sfn_start('pass', name => 'a b');
SELECT sfn_start('pass', name => 'a/b');
SELECT sfn_start('pass', name => E'a\nb');
-- However many are given at once, what other sessions share with this one is not used up.
BEGIN;
SELECT count(sfn_start('pass', name => 'many-' || n)) FROM generate_series(1, 12000) AS n;
SELECT count(*) <= 1000 AS few FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory';
ROLLBACK;

--
-- Nesting
--
-- Documents may be as deep as the server reads them.
CREATE FUNCTION nested(depth int) RETURNS jsonb LANGUAGE sql AS $$
	SELECT (repeat('[', depth) || repeat(']', depth))::jsonb
$$;
SELECT status, length(output::text) FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass", "Parameters": {"a.$": "$"}, "End": true}}}', nested(1000));

CALL clean();
DROP SCHEMA limits CASCADE;
