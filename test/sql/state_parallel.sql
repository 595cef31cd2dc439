--
-- Parallel: every branch with the same input, the outputs in order
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA state_parallel;
SET search_path = state_parallel, public, helper;
CREATE FUNCTION same(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';
CREATE FUNCTION fail(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT sfn_raise_error('Broken', 'no luck') $$;

--
-- The outputs of the branches in the order of the definition
--
SELECT sfn_create_state_machine('both', '{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "A1", "States": {"A1": {"Type": "Pass", "Next": "A2"}, "A2": {"Type": "Pass", "Result": "a", "End": true}}},
    {"StartAt": "B1", "States": {"B1": {"Type": "Pass", "Result": "b", "End": true}}}]}}}') IS NOT NULL AS created;
SELECT sfn_start('both', '{"x": 1}') AS run \gset
SELECT output FROM outcome(:'run'::uuid);
-- Each branch is entered from ParallelStateStarted and goes its own way; Succeeded and Exited both follow the
-- last event of the branch that ended last.
SELECT * FROM events(:'run');

-- Succeed ends its branch only.
SELECT output FROM outcome('{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "Next": "After", "Branches": [
    {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}},
    {"StartAt": "B", "States": {"B": {"Type": "Pass", "Result": "b", "End": true}}}]},
  "After": {"Type": "Pass", "Parameters": {"all.$": "$"}, "End": true}}}', '1');

--
-- The fields around it
--
-- Parameters are evaluated once, every branch gets the same; ResultSelector sees the array of outputs.
SELECT output FROM outcome('{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "InputPath": "$.in", "Parameters": {"p.$": "$.x", "id.$": "States.UUID()"},
    "ResultSelector": {"first.$": "$[0].p", "same.$": "$[*].id"}, "ResultPath": "$.result",
    "OutputPath": "$.result", "Next": "Equal", "Branches": [
    {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}},
    {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}]},
  "Equal": {"Type": "Pass", "End": true,
    "Parameters": {"first.$": "$.first", "ids.$": "States.ArrayLength(States.ArrayUnique($.same))"}}}}',
  '{"in": {"x": 7}}');

--
-- Branches that wait
--
-- Inline, the branches are entered in order and each runs until it waits.  The state goes on when the
-- last of them has ended, whichever that is.
SELECT sfn_create_state_machine('waits', '{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "Long", "States": {"Long": {"Type": "Wait", "Seconds": 60, "Next": "L"},
                                   "L": {"Type": "Pass", "Result": "long", "End": true}}},
    {"StartAt": "Short", "States": {"Short": {"Type": "Wait", "Seconds": 10, "Next": "S"},
                                    "S": {"Type": "Pass", "Result": "short", "End": true}}},
    {"StartAt": "None", "States": {"None": {"Type": "Pass", "Result": "none", "End": true}}}]}}}') IS NOT NULL AS created;
SELECT sfn_start('waits') AS run \gset
SELECT story(:'run');
SELECT sfn_tick(now() + interval '30 seconds');
SELECT story(:'run');
SELECT sfn_tick(now() + interval '90 seconds');
SELECT * FROM events(:'run');
SELECT output FROM outcome(:'run'::uuid);

-- Parallels within Parallels wait alike.
SELECT sfn_create_state_machine('nested', '{"StartAt": "P1", "States": {
  "P1": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "P2", "States": {"P2": {"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "W1", "States": {"W1": {"Type": "Wait", "Seconds": 10, "End": true}}},
      {"StartAt": "W2", "States": {"W2": {"Type": "Wait", "Seconds": 20, "End": true}}}]}}},
    {"StartAt": "W3", "States": {"W3": {"Type": "Wait", "Seconds": 15, "End": true}}}]}}}') IS NOT NULL AS created;
SELECT sfn_start('nested', '{"x": 1}') AS run \gset
SELECT sfn_tick(now() + interval '1 hour');
SELECT output FROM outcome(:'run'::uuid);
SELECT count(*) AS branches FROM sfn.branch;

--
-- A branch that fails ends the others
--
-- A Fail state: its Error and Cause are those of the Parallel.
SELECT sfn_create_state_machine('fails', '{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": true}}},
    {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "Resource": "pg:function:same.waitForTaskToken", "End": true}}},
    {"StartAt": "Fail", "States": {"Fail": {"Type": "Fail", "Error": "Burnt", "Cause": "too hot"}}},
    {"StartAt": "Never", "States": {"Never": {"Type": "Pass", "End": true}}}]}}}') IS NOT NULL AS created;
SELECT sfn_start('fails') AS run \gset
SELECT status, error, cause FROM outcome(:'run'::uuid);
-- What was open gets its Aborted event, all of them following the failing event.  The last branch was
-- never entered.
SELECT * FROM events(:'run');
-- Nothing of the branches is left: no timer, no task.
SELECT (SELECT count(*) FROM sfn.branch) AS branches, (SELECT count(*) FROM sfn.task) AS tasks,
  (SELECT count(*) FROM sfn.wakeup) AS wakeups;

-- The same when the failure comes later, to branches that were stored meanwhile.
SELECT sfn_create_state_machine('fails_later', '{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": true}}},
    {"StartAt": "Inner", "States": {"Inner": {"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "Resource": "pg:function:same.waitForTaskToken", "End": true}}},
      {"StartAt": "Done", "States": {"Done": {"Type": "Pass", "End": true}}}]}}},
    {"StartAt": "Nap", "States": {"Nap": {"Type": "Wait", "Seconds": 10, "Next": "Fail"}, "Fail": {"Type": "Fail", "Error": "Burnt"}}}],
    "Catch": [{"ErrorEquals": ["Burnt"], "Next": "Clean"}]},
  "Clean": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('fails_later') AS run \gset
SELECT (SELECT count(*) FROM sfn.branch) AS branches, (SELECT count(*) FROM sfn.task) AS tasks,
  (SELECT count(*) FROM sfn.wakeup) AS wakeups;
SELECT sfn_tick(now() + interval '1 hour');
SELECT * FROM events(:'run');
SELECT (SELECT count(*) FROM sfn.branch) AS branches, (SELECT count(*) FROM sfn.task) AS tasks,
  (SELECT count(*) FROM sfn.wakeup) AS wakeups;

-- What a branch did before it was ended stays done: its tasks are part of the history.
CREATE TABLE done (what text);
CREATE FUNCTION note(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO done VALUES (input #>> '{}');
	RETURN input;
END$$;
SELECT status FROM outcome('{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "Note", "States": {"Note": {"Type": "Task", "Resource": "pg:function:note", "Next": "Wait"},
                                   "Wait": {"Type": "Wait", "Seconds": 60, "End": true}}},
    {"StartAt": "Fail", "States": {"Fail": {"Type": "Task", "Resource": "pg:function:fail", "End": true}}}]}}}', '"first"');
SELECT * FROM done;

-- A result that cannot be processed is no failure of the branches: Succeeded is written, Failed is not.
SELECT sfn_create_state_machine('selects', '{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "ResultSelector": {"x.$": "$[0].none"}, "End": true, "Branches": [
    {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}]}}}') IS NOT NULL AS created;
SELECT sfn_start('selects') AS run \gset
SELECT * FROM events(:'run');

-- States.Runtime, which nothing catches, ends the execution on the spot: no Failed or Aborted event comes between.
SELECT sfn_create_state_machine('trips', '{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "Next": "Done", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Done"}], "Branches": [
    {"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 5, "End": true}}},
    {"StartAt": "B", "States": {"B": {"Type": "Pass", "InputPath": "$.none", "End": true}}}]},
  "Done": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('trips') AS run \gset
SELECT * FROM events(:'run');
SELECT sfn_redrive(:'run') IS NOT NULL AS redriven;
SELECT sfn_tick('infinity');
SELECT story(:'run');
-- Too large a result is an error of the state, which a Catch may take.
SELECT status, output FROM outcome('{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "End": true, "Catch": [{"ErrorEquals": ["States.DataLimitExceeded"], "Next": "Caught"}], "Branches": [
    {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}},
    {"StartAt": "B", "States": {"B": {"Type": "Pass", "End": true}}}]},
  "Caught": {"Type": "Pass", "Result": "caught", "End": true}}}', to_jsonb(repeat('x', 200000)));

CALL clean();
DROP SCHEMA state_parallel CASCADE;
