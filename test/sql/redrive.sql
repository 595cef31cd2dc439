--
-- sfn_redrive: an execution that failed goes on from where it failed
--
CREATE TABLE gate (name text PRIMARY KEY, open boolean NOT NULL);
CREATE FUNCTION pass_gate(task jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (SELECT open FROM gate WHERE name = task ->> 'gate') THEN
        PERFORM sfn_raise_error('Closed', task ->> 'gate');
    END IF;
    RETURN to_jsonb('through ' || (task ->> 'gate'));
END $$;
INSERT INTO gate VALUES ('north', false), ('south', true);

-- The state that failed is tried again; what came before it is not repeated, and variables are still there.
SELECT sfn_create_state_machine('walk', '{
  "StartAt": "Pack",
  "States": {
    "Pack": {"Type": "Pass", "Assign": {"bag": "full"}, "Next": "Gate"},
    "Gate": {"Type": "Task", "Resource": "pg:function:pass_gate", "ResultPath": "$.way",
      "Retry": [{"ErrorEquals": ["Closed"], "MaxAttempts": 1, "IntervalSeconds": 5}], "Next": "Arrive"},
    "Arrive": {"Type": "Pass", "Parameters": {"way.$": "$.way", "bag.$": "$bag"}, "End": true}
  }}') IS NOT NULL AS created;
SELECT sfn_start('walk', '{"gate": "north"}') AS walk \gset
SELECT sfn_tick('infinity');
SELECT status, error, cause FROM sfn_describe(:'walk');
UPDATE gate SET open = true WHERE name = 'north';
SELECT sfn_redrive(:'walk') IS NOT NULL AS redriven;
SELECT status, output, redrive_count FROM sfn_describe(:'walk');
-- The state is not entered a second time, and its attempts count from zero.
SELECT id, previous_event_id AS previous, type FROM sfn_history(:'walk') WHERE id > 3 ORDER BY id;

-- It may fail again, and be redriven again.
UPDATE gate SET open = false;
SELECT sfn_start('walk', '{"gate": "south"}') AS again \gset
SELECT sfn_tick('infinity');
SELECT sfn_redrive(:'again') IS NOT NULL AS redriven;
SELECT sfn_tick('infinity');
SELECT status, redrive_count FROM sfn_describe(:'again');
UPDATE gate SET open = true;
SELECT sfn_redrive(:'again') IS NOT NULL AS redriven;
SELECT status, output, redrive_count FROM sfn_describe(:'again');

--
-- In a Parallel and a Map those that succeeded keep their outputs
--
CREATE TABLE call (gate text);
CREATE FUNCTION count_gate(task jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO call VALUES (task ->> 'gate');
    RETURN pass_gate(task);
END $$;
SELECT sfn_create_state_machine('walks', '{
  "StartAt": "Both",
  "States": {
    "Both": {"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "South", "States": {
        "South": {"Type": "Task", "Resource": "pg:function:count_gate", "Parameters": {"gate": "south"}, "End": true}}},
      {"StartAt": "Each", "States": {
        "Each": {"Type": "Map", "ItemsPath": "$.gates", "MaxConcurrency": 1, "End": true,
          "ItemProcessor": {"StartAt": "Gate", "States": {
            "Gate": {"Type": "Task", "Resource": "pg:function:count_gate", "End": true}}}}}}
    ]}}}') IS NOT NULL AS created;
UPDATE gate SET open = (name = 'south');
SELECT sfn_start('walks', '{"gates": [{"gate": "south"}, {"gate": "north"}, {"gate": "south"}]}') AS walks \gset
SELECT status, error, cause FROM sfn_describe(:'walks');
UPDATE gate SET open = true;
SELECT sfn_redrive(:'walks') IS NOT NULL AS redriven;
SELECT status, output FROM sfn_describe(:'walks');
-- Each task of the first run that succeeded was called once; a task that failed left no row behind.
SELECT gate, count(*) FROM call GROUP BY gate ORDER BY gate;

--
-- Aborted and timed-out executions
--
SELECT sfn_create_state_machine('pause', '{
  "StartAt": "Pause", "TimeoutSeconds": 60,
  "States": {"Pause": {"Type": "Wait", "SecondsPath": "$.seconds", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('pause', '{"seconds": 10}') AS stopped \gset
SELECT sfn_stop(:'stopped', 'Enough') IS NOT NULL AS stopped_it;
SELECT status, error FROM sfn_describe(:'stopped');
SELECT sfn_redrive(:'stopped') IS NOT NULL AS redriven;
SELECT status, error FROM sfn_describe(:'stopped');
SELECT sfn_tick('infinity');
SELECT status FROM sfn_describe(:'stopped');

-- The time limit of the machine begins anew, too.
SELECT sfn_start('pause', '{"seconds": 90}', name => 'late') AS late \gset
SELECT sfn_tick('infinity');
SELECT status FROM sfn_describe(:'late');
SELECT sfn_redrive(:'late') IS NOT NULL AS redriven;
SELECT kind FROM sfn.wakeups WHERE execution = :'late' ORDER BY due;

-- A join whose children had all succeeded completes when the whole tree is back, as that may
-- end what is around it: here it fails again.
SELECT sfn_create_state_machine('nested', '{
  "StartAt": "Outer",
  "States": {
    "Outer": {"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "Inner", "States": {"Inner": {"Type": "Parallel", "End": true,
        "ResultSelector": {"x.$": "$[5].none"},
        "Branches": [{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}},
                     {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}]}}},
      {"StartAt": "C", "States": {"C": {"Type": "Wait", "Seconds": 100, "End": true}}}]}
  }}') IS NOT NULL AS created;
SELECT sfn_start('nested') AS nested \gset
SELECT sfn_redrive(:'nested') IS NOT NULL AS redriven;
SELECT status, error, redrive_count FROM sfn_describe(:'nested');
-- The same, left to workers
SELECT sfn_start('nested', async => true) AS nested \gset
SELECT sfn_tick() > 0 AS ticked;
SELECT sfn_redrive(:'nested') IS NOT NULL AS redriven;
SELECT sfn_tick() > 0 AS ticked;
SELECT status, error, redrive_count FROM sfn_describe(:'nested');

-- An execution that was stopped before anybody had begun it is begun once, by the redrive.
SELECT sfn_start('pause', '{"seconds": 0}', async => true) AS unbegun \gset
SELECT sfn_stop(:'unbegun') IS NOT NULL AS stopped;
SELECT sfn_redrive(:'unbegun') IS NOT NULL AS redriven;
SELECT sfn_tick() > 0 AS ticked;
SELECT string_agg(type, ', ' ORDER BY id) AS story FROM sfn_history(:'unbegun');
SELECT count(*) AS branches FROM sfn.branch WHERE execution = :'unbegun';

--
-- What cannot be redriven
--
SELECT sfn_redrive(:'late');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_start('pause', '{"seconds": 0}') AS fine \gset
\set VERBOSITY terse
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');
SELECT sfn_redrive('00000000-0000-7000-8000-000000000000');
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');
SELECT sfn_redrive(NULL);
BEGIN READ ONLY;
SELECT sfn_redrive(:'fine');
ROLLBACK;

-- Nor what belongs to a state machine that was deleted, however well the session knows it.
SELECT sfn_redrive(:'nested') IS NOT NULL AS redriven;
SELECT sfn_tick() > 0 AS ticked;
SELECT sfn_delete_state_machine('nested');
\set VERBOSITY sqlstate
SELECT sfn_redrive(:'nested');
\set VERBOSITY terse
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');

-- The service's API says the same.
SELECT a ->> 'redriveStatus' AS status, a ->> 'redriveStatusReason' AS reason
FROM (SELECT arn FROM sfn_describe(:'fine')) AS d, sfn_api('DescribeExecution', jsonb_build_object('executionArn', arn)) AS a;
