--
-- sfn_describe: an execution as a row
--

-- By an ordinary role, in a schema of its own
CREATE ROLE regress_describe;
CREATE SCHEMA describe AUTHORIZATION regress_describe;
SET ROLE regress_describe;
SET search_path = describe, public;

-- What there is depends on how far it has come.
SELECT sfn_create_state_machine('fate', '{
  "StartAt": "Which",
  "TimeoutSeconds": 3600,
  "States": {
    "Which": {"Type": "Choice", "Default": "Wait", "Choices": [
      {"Variable": "$.fate", "StringEquals": "good", "Next": "Live"},
      {"Variable": "$.fate", "StringEquals": "bad", "Next": "Die"},
      {"Variable": "$.fate", "StringEquals": "unspoken", "Next": "Vanish"}]},
    "Live": {"Type": "Pass", "Result": {"happily": "ever after"}, "End": true},
    "Die": {"Type": "Fail", "Error": "Dragon", "Cause": "It was hungry"},
    "Vanish": {"Type": "Fail"},
    "Wait": {"Type": "Wait", "Seconds": 86400, "End": true}
  }}') IS NOT NULL AS created;
CREATE TABLE run AS
SELECT name, sfn_start('fate', jsonb_build_object('fate', name), name => name) AS id
FROM unnest(ARRAY['good', 'bad', 'unspoken', 'stopped', 'slow', 'open']) AS name;
SELECT sfn_stop(id, 'Hero') IS NOT NULL AS stopped FROM run WHERE name = 'stopped';
SELECT machine, d.name, status, input, output, error, cause,
    stop_date >= start_date AS ended, redrive_count
FROM run, sfn_describe(id) AS d ORDER BY execution;

-- The machine's TimeoutSeconds ends what takes longer; that leaves neither error nor cause.
SELECT sfn_tick(now() + interval '1 hour 1 second');
SELECT d.name, status, output, error, cause, extract(epoch FROM stop_date - start_date)::int AS seconds
FROM run, sfn_describe(id) AS d WHERE run.name IN ('slow', 'open') ORDER BY execution;

-- The view shows the same of all executions that one may see.
SELECT (d.*) = (e.*) AS the_same FROM run, sfn_describe(id) AS d, sfn.executions AS e WHERE e.execution = id;

-- It can be described in the very statement that starts it.
SELECT status FROM sfn_start('fate', '{"fate": "good"}') AS id, sfn_describe(id);

--
-- An execution looks at itself
--

-- While a task runs, its execution is in memory only; the task sees it as it is at that moment.
CREATE FUNCTION look_around(task jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('status', status, 'input', input, 'ended', stop_date IS NOT NULL)
    FROM sfn_describe(sfn_execution_id(task ->> 'me'))
$$;
SELECT sfn_create_state_machine('introspective', '{
  "StartAt": "Look",
  "States": {
    "Look": {"Type": "Task", "Resource": "pg:function:look_around", "Parameters": {"me.$": "$$.Execution.Id"}, "End": true}
  }}') IS NOT NULL AS created;
SELECT status, output FROM sfn_start('introspective', '{"who": "am I"}') AS id, sfn_describe(id);

-- The same for one that was stored in between.
SELECT sfn_create_state_machine('later_introspective', '{
  "StartAt": "Wait",
  "States": {
    "Wait": {"Type": "Wait", "Seconds": 1, "Next": "Look"},
    "Look": {"Type": "Task", "Resource": "pg:function:look_around", "Parameters": {"me.$": "$$.Execution.Id"}, "End": true}
  }}') IS NOT NULL AS created;
SELECT sfn_start('later_introspective', '{"who": "was I"}', name => 'later') AS later \gset
SELECT sfn_tick('infinity');
SELECT status, output FROM sfn_describe(:'later');

-- What a task does to its own execution happens when the task returns.
CREATE FUNCTION give_up(task jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT sfn_stop(sfn_execution_id(task ->> 'me'), 'Tired', 'of it all');
    SELECT to_jsonb(status) FROM sfn_describe(sfn_execution_id(task ->> 'me'))
$$;
SELECT sfn_create_state_machine('quitter', '{
  "StartAt": "Give up",
  "States": {
    "Give up": {"Type": "Task", "Resource": "pg:function:give_up", "Parameters": {"me.$": "$$.Execution.Id"}, "Next": "Never"},
    "Never": {"Type": "Succeed"}
  }}') IS NOT NULL AS created;
SELECT sfn_start('quitter') AS quitter \gset
SELECT status, error, cause FROM sfn_describe(:'quitter');
SELECT type, details -> 'output' AS output FROM sfn_history(:'quitter') WHERE id >= 5 ORDER BY id;

-- Unless that is undone.
CREATE FUNCTION give_up_not(task jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    BEGIN
        PERFORM sfn_stop(sfn_execution_id(task ->> 'me'));
        RAISE EXCEPTION 'on second thoughts';
    EXCEPTION WHEN raise_exception THEN
        RETURN '"went on"';
    END;
END $$;
SELECT sfn_create_state_machine('doubter', '{
  "StartAt": "Give up",
  "States": {
    "Give up": {"Type": "Task", "Resource": "pg:function:give_up_not", "Parameters": {"me.$": "$$.Execution.Id"}, "End": true}
  }}') IS NOT NULL AS created;
SELECT status, output FROM sfn_start('doubter') AS id, sfn_describe(id);

-- A task may even delete the machine that it belongs to.
CREATE FUNCTION burn_down(task jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT sfn_delete_state_machine('arsonist');
    SELECT task
$$;
SELECT sfn_create_state_machine('arsonist', '{
  "StartAt": "Burn",
  "States": {"Burn": {"Type": "Task", "Resource": "pg:function:burn_down", "Next": "Rest"}, "Rest": {"Type": "Succeed"}}
  }') IS NOT NULL AS created;
SELECT machine, status FROM sfn_start('arsonist') AS id, sfn_describe(id);
SELECT count(*) FROM sfn.state_machines WHERE name = 'arsonist';

-- Tasks start executions as anyone does, of their own machine too.
CREATE FUNCTION count_down(task jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('n', task -> 'n', 'inner', output)
    FROM sfn_start('countdown', jsonb_build_object('n', (task ->> 'n')::int - 1)) AS id, sfn_describe(id)
$$;
SELECT sfn_create_state_machine('countdown', '{
  "StartAt": "Zero",
  "States": {
    "Zero": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 0, "Next": "Done"}], "Default": "Down"},
    "Down": {"Type": "Task", "Resource": "pg:function:count_down", "End": true},
    "Done": {"Type": "Succeed"}
  }}') IS NOT NULL AS created;
SELECT status, output FROM sfn_start('countdown', '{"n": 3}') AS id, sfn_describe(id);

SELECT * FROM sfn_describe('00000000-0000-7000-8000-000000000000');
\echo :LAST_ERROR_SQLSTATE

-- Leave nothing behind.
SELECT count(sfn_delete_state_machine(arn)) > 0 AS deleted FROM sfn.state_machines;
RESET ROLE;
DROP SCHEMA describe CASCADE;
DROP ROLE regress_describe;
