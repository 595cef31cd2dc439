--
-- What sfn_graph says became of the states of an execution
--

-- By an ordinary role, in a schema of its own
CREATE ROLE regress_execution_trace;
CREATE SCHEMA execution_trace AUTHORIZATION regress_execution_trace;
SET ROLE regress_execution_trace;
SET search_path = execution_trace, public;

-- Nothing but the history is asked, so these are rules about events.
\pset format unaligned
\pset tuples_only on
CREATE FUNCTION fail(task jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN sfn_raise_error(task ->> 'error');
END $$;

-- A failure that nobody takes fails the state, also where no event of the state tells of it.
SELECT sfn_create_state_machine('failing', '{
  "StartAt": "Which",
  "States": {
    "Which": {"Type": "Choice", "Choices": [
      {"Variable": "$.error", "IsPresent": true, "Next": "Task"},
      {"Variable": "$.until", "IsPresent": true, "Next": "Wait"}]},
    "Task": {"Type": "Task", "Resource": "pg:function:fail", "Next": "Wait"},
    "Wait": {"Type": "Wait", "TimestampPath": "$.until", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_graph(sfn_start('failing', '{"error": "No"}'), 'text');
SELECT sfn_graph(sfn_start('failing', '{}'), 'text');
SELECT sfn_graph(sfn_start('failing', '{"until": "dawn"}'), 'text');

-- One that a catcher takes is told from success.
SELECT sfn_create_state_machine('caught', '{
  "StartAt": "Task",
  "States": {
    "Task": {"Type": "Task", "Resource": "pg:function:fail", "Parameters": {"error.$": "$.error"},
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Sorry"}], "End": true},
    "Sorry": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_graph(sfn_start('caught', '{"error": "No"}'), 'text');

-- What waits is running; stopped, it was aborted, as it is when time is up.
SELECT sfn_create_state_machine('waiting', '{
  "StartAt": "Both", "TimeoutSeconds": 3600,
  "States": {
    "Both": {"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "Quick", "States": {"Quick": {"Type": "Pass", "End": true}}},
      {"StartAt": "Slow", "States": {"Slow": {"Type": "Wait", "Seconds": 7200, "End": true}}}]}}}') IS NOT NULL AS created;
SELECT sfn_start('waiting') AS stopped \gset
SELECT sfn_start('waiting') AS late \gset
SELECT sfn_graph(:'stopped', 'text');
SELECT sfn_stop(:'stopped') IS NOT NULL AS stopped;
SELECT sfn_graph(:'stopped', 'text');
SELECT sfn_tick('infinity');
SELECT sfn_graph(:'late', 'text') = sfn_graph(:'stopped', 'text') AS the_same;

-- A failing branch takes its siblings with it, and what is around it.
SELECT sfn_create_state_machine('torn', '{
  "StartAt": "Outer",
  "States": {
    "Outer": {"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "Sibling", "States": {"Sibling": {"Type": "Wait", "Seconds": 60, "End": true}}},
      {"StartAt": "Inner", "States": {"Inner": {"Type": "Map", "End": true,
        "ItemProcessor": {"StartAt": "Item", "States": {
          "Item": {"Type": "Task", "Resource": "pg:function:fail", "End": true}}}}}}]}}}') IS NOT NULL AS created;
SELECT sfn_graph(sfn_start('torn', '[{"error": "No"}]'), 'text');

-- So does States.Runtime, of which what is around it has no event; and an expression, whose event follows another state's.
SELECT sfn_create_state_machine('lost', '{
  "StartAt": "Outer",
  "States": {
    "Outer": {"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "Sibling", "States": {"Sibling": {"Type": "Wait", "Seconds": 60, "End": true}}},
      {"StartAt": "Inner", "States": {"Inner": {"Type": "Map", "End": true,
        "ItemProcessor": {"StartAt": "Item", "States": {
          "Item": {"Type": "Pass", "InputPath": "$.none", "End": true}}}}}}]}}}') IS NOT NULL AS created;
SELECT sfn_graph(sfn_start('lost', '[{}]'), 'text');
SELECT sfn_create_state_machine('unclear', '{
  "QueryLanguage": "JSONata", "StartAt": "Before",
  "States": {
    "Before": {"Type": "Pass", "Next": "Outer"},
    "Outer": {"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "Sibling", "States": {"Sibling": {"Type": "Wait", "Seconds": 60, "End": true}}},
      {"StartAt": "Inner", "States": {"Inner": {"Type": "Map", "Items": [1], "End": true,
        "ItemProcessor": {"StartAt": "Item", "States": {"Item": {"Type": "Pass", "Output": "{% $none %}", "End": true}}}}}}]}}}') IS NOT NULL AS created;
SELECT sfn_graph(sfn_start('unclear'), 'text');

-- A new attempt begins anew; of a state that was entered often the last time counts.
CREATE FUNCTION succeed_at_third(task jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM sfn_history(sfn_execution_id(task ->> 'me')) WHERE type = 'TaskStarted') < 3 THEN
        RETURN sfn_raise_error('Later');
    END IF;
    RETURN task;
END $$;
SELECT sfn_create_state_machine('again', '{
  "StartAt": "Try",
  "States": {
    "Try": {"Type": "Parallel", "End": true, "Retry": [{"ErrorEquals": ["Later"]}], "Branches": [
      {"StartAt": "Bystander", "States": {"Bystander": {"Type": "Wait", "Seconds": 60, "End": true}}},
      {"StartAt": "Task", "States": {"Task": {"Type": "Task", "Resource": "pg:function:succeed_at_third",
        "Parameters": {"me.$": "$$.Execution.Id"}, "End": true}}}]}}}') IS NOT NULL AS created;
SELECT sfn_start('again') AS again \gset
SELECT sfn_graph(:'again', 'text');
SELECT sfn_tick('infinity', 1);
SELECT sfn_tick('infinity', 1);
SELECT sfn_graph(:'again', 'text');
SELECT sfn_tick('infinity');
SELECT sfn_graph(:'again', 'text');

-- An execution that has not begun has reached nothing; its ARN will do as well as its id.
SELECT sfn_start('again', name => 'later', async => true) IS NOT NULL AS started;
SELECT sfn_graph('arn:aws:states:us-east-1:000000000000:execution:again:later', 'text');
SELECT sfn_graph('arn:aws:states:us-east-1:000000000000:execution:again:never', 'text');
SELECT sfn_graph('00000000-0000-7000-8000-000000000000', 'text');
SELECT sfn_graph(NULL::uuid, 'text');

-- Leave nothing behind.
\pset tuples_only off
\pset format aligned
SELECT count(sfn_delete_state_machine(arn)) > 0 AS deleted FROM sfn.state_machines;
RESET ROLE;
DROP SCHEMA execution_trace CASCADE;
DROP ROLE regress_execution_trace;
