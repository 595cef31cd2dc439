--
-- sfn_history: what happened, event by event
--

-- By an ordinary role, in a schema of its own
CREATE ROLE regress_history;
CREATE SCHEMA history AUTHORIZATION regress_history;
SET ROLE regress_history;
SET search_path = history, public;

-- Types, links and details are the service's; inputs, outputs and causes are JSON text.
CREATE FUNCTION double(task jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT to_jsonb((task ->> 'n')::int * 2) $$;
SELECT sfn_create_state_machine('double', '{
  "StartAt": "Remember",
  "States": {
    "Remember": {"Type": "Pass", "Assign": {"first.$": "$.n"}, "Next": "Double"},
    "Double": {"Type": "Task", "Resource": "pg:function:double", "TimeoutSeconds": 10, "ResultPath": "$.n", "Next": "Wait"},
    "Wait": {"Type": "Wait", "Seconds": 60, "Next": "Enough?"},
    "Enough?": {"Type": "Choice", "Default": "Done",
      "Choices": [{"Variable": "$.n", "NumericLessThan": 3, "Next": "Double"}]},
    "Done": {"Type": "Succeed"}
  }}') IS NOT NULL AS created;
SELECT sfn_start('double', '{"n": 1}') AS id \gset
SELECT sfn_tick('infinity');
SELECT id, previous_event_id AS previous, type, details - '{inputDetails,outputDetails,roleArn}'::text[] AS details
FROM sfn_history(:'id') ORDER BY id;

-- Each payload says that it is complete.
SELECT details FROM sfn_history(:'id') WHERE id = 2;

-- Time never goes back, and shows how long was waited.
SELECT bool_and(timestamp >= before) AS in_order,
    extract(epoch FROM max(timestamp) - min(timestamp))::int AS seconds
FROM (SELECT timestamp, lag(timestamp, 1, timestamp) OVER (ORDER BY id) AS before FROM sfn_history(:'id')) AS event;

-- The view has the events of all executions that one may see.
SELECT count(*) FROM sfn.history WHERE execution = :'id' AND type LIKE 'Task%';

--
-- Errors
--
CREATE FUNCTION sell(task jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN sfn_raise_error('OutOfStock', 'no flour');
END $$;
SELECT sfn_create_state_machine('shop', '{
  "StartAt": "Sell",
  "States": {
    "Sell": {
      "Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:sell",
      "Retry": [{"ErrorEquals": ["OutOfStock"], "MaxAttempts": 1}],
      "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.why", "Next": "Apologize"}],
      "End": true},
    "Apologize": {"Type": "Fail", "ErrorPath": "$.why.Error", "CausePath": "$.why.Cause"}
  }}') IS NOT NULL AS created;
SELECT sfn_start('shop', '{"want": "bread"}') AS id \gset
SELECT sfn_tick('infinity');
SELECT id, previous_event_id AS previous, type, details - '{inputDetails,outputDetails,roleArn}'::text[] AS details
FROM sfn_history(:'id') ORDER BY id;

--
-- Branches: ids run through the execution, links along each branch
--
SELECT sfn_create_state_machine('branches', '{
  "StartAt": "Both",
  "States": {
    "Both": {
      "Type": "Parallel", "End": true,
      "Branches": [
        {"StartAt": "Left", "States": {"Left": {"Type": "Pass", "Result": "L", "End": true}}},
        {"StartAt": "Each", "States": {"Each": {
          "Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 1, "End": true,
          "ItemProcessor": {"StartAt": "Item", "States": {"Item": {"Type": "Pass", "End": true}}}}}}]}
  }}') IS NOT NULL AS created;
SELECT sfn_start('branches', '{"items": ["a", "b"]}') AS id \gset
SELECT id, previous_event_id AS previous, type, details - '{input,inputDetails,outputDetails,roleArn}'::text[] AS details
FROM sfn_history(:'id') ORDER BY id;

--
-- A history that does not fit into one piece
--
SELECT sfn_create_state_machine('loop', '{
  "StartAt": "Count",
  "States": {
    "Count": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, -1)"}, "Next": "Again?"},
    "Again?": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericGreaterThan": 0, "Next": "Count"}], "Default": "Rest"},
    "Rest": {"Type": "Wait", "Seconds": 1, "Next": "Done"},
    "Done": {"Type": "Succeed"}
  }}') IS NOT NULL AS created;
SELECT sfn_start('loop', '{"n": 1000}') AS id \gset
SELECT count(*), min(id), max(id) FROM sfn_history(:'id');
SELECT sfn_tick('infinity');
SELECT count(*), max(id), bool_and(previous_event_id = CASE WHEN id <= 2 THEN 0 ELSE id - 1 END) AS linked
FROM sfn_history(:'id');
SELECT details ->> 'output' AS output FROM sfn_history(:'id') ORDER BY id DESC LIMIT 1;

-- One that never ends is ended.
RESET ROLE;
SET sfn.max_history_events = 2000;
SELECT sfn_start('loop', '{"n": 1000000}') AS id \gset
RESET sfn.max_history_events;
SET ROLE regress_history;
SELECT status, error, cause FROM sfn_describe(:'id');
SELECT count(*) FROM sfn_history(:'id');

--
-- A task sees the history up to itself
--
CREATE FUNCTION remember(task jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_agg(type ORDER BY id) FROM sfn_history(sfn_execution_id(task ->> 'me'))
$$;
SELECT sfn_create_state_machine('memoir', '{
  "StartAt": "Nap",
  "States": {
    "Nap": {"Type": "Wait", "Seconds": 1, "Next": "Remember"},
    "Remember": {"Type": "Task", "Resource": "pg:function:remember", "Parameters": {"me.$": "$$.Execution.Id"}, "End": true}
  }}') IS NOT NULL AS created;
SELECT sfn_start('memoir') AS id \gset
SELECT sfn_tick('infinity');
SELECT output FROM sfn_describe(:'id');

-- One in memory has what is not stored yet, however long that is.
CREATE FUNCTION how_long(task jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('events', count(*), 'last', max(id)) FROM sfn_history(sfn_execution_id(task ->> 'me'))
$$;
SELECT sfn_create_state_machine('long_memoir', '{
  "StartAt": "Count",
  "States": {
    "Count": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, -1)"}, "Next": "Again?"},
    "Again?": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericGreaterThan": 0, "Next": "Count"}], "Default": "Remember"},
    "Remember": {"Type": "Task", "Resource": "pg:function:how_long", "Parameters": {"me.$": "$$.Execution.Id"}, "End": true}
  }}') IS NOT NULL AS created;
SELECT output FROM sfn_start('long_memoir', '{"n": 1000}') AS id, sfn_describe(id);

SELECT * FROM sfn_history('00000000-0000-7000-8000-000000000000');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM sfn_history(NULL);

-- Leave nothing behind.
SELECT count(sfn_delete_state_machine(arn)) > 0 AS deleted FROM sfn.state_machines;
RESET ROLE;
DROP SCHEMA history CASCADE;
DROP ROLE regress_history;
