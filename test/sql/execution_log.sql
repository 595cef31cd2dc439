--
-- Logging: what a state machine's logging configuration asks for
--

-- The log of a STANDARD execution is its history seen through the machine's level.
SELECT sfn_create_state_machine('checked', '{
  "StartAt": "Check",
  "States": {
    "Check": {"Type": "Task", "Resource": "pg:function:check_it", "End": true,
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Give up"}]},
    "Give up": {"Type": "Fail", "Error": "GivenUp"}
  }}', logging => '{"level": "ERROR", "includeExecutionData": true}') IS NOT NULL AS created;
CREATE FUNCTION check_it(task jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN RETURN sfn_raise_error('Wrong', 'on purpose'); END $$;
SELECT sfn_start('checked', '{"secret": 42}') AS id \gset
SELECT id, type, entry - '{event_timestamp,execution_arn}'::text[] AS entry
FROM sfn.execution_log WHERE execution = :'id' ORDER BY id;

-- Without includeExecutionData inputs and outputs are left out; level FATAL has only the end.
SELECT sfn_update_state_machine('checked', logging => '{"level": "ALL"}') IS NOT NULL AS updated;
SELECT sfn_start('checked', '{"secret": 42}') AS id \gset
SELECT id, type, entry -> 'details' AS details FROM sfn.execution_log WHERE execution = :'id' AND id <= 3 ORDER BY id;
SELECT sfn_update_state_machine('checked', logging => '{"level": "FATAL"}') IS NOT NULL AS updated;
SELECT sfn_start('checked', '{"secret": 42}') AS id \gset
SELECT id, type FROM sfn.execution_log WHERE execution = :'id' ORDER BY id;

-- A machine that does not log has no log, but of course a history.
SELECT sfn_update_state_machine('checked', logging => '{"level": "OFF"}') IS NOT NULL AS updated;
SELECT sfn_start('checked') AS id \gset
SELECT count(*) FROM sfn.execution_log WHERE execution = :'id';
SELECT count(*) FROM sfn_history(:'id');

--
-- EXPRESS: nothing is stored but what logging asks for
--
SELECT sfn_create_state_machine('quick', '{
  "StartAt": "Sort",
  "States": {
    "Sort": {"Type": "Choice", "Default": "Fine", "Choices": [{"Variable": "$.bad", "BooleanEquals": true, "Next": "Bad"}]},
    "Fine": {"Type": "Succeed"},
    "Bad": {"Type": "Fail", "Error": "Bad", "Cause": "was bad"}
  }}', type => 'EXPRESS') IS NOT NULL AS created;
SELECT status FROM sfn_start_sync('quick', '{"bad": true}');
SELECT count(*) FROM sfn.executions WHERE machine = 'quick';

-- At level ERROR the good ones leave nothing; of the bad ones the errors can be seen.
SELECT sfn_update_state_machine('quick', logging => '{"level": "ERROR", "includeExecutionData": true}') IS NOT NULL AS updated;
SELECT execution AS good, status FROM sfn_start_sync('quick', '{"bad": false}', name => 'twice') \gset
SELECT execution AS bad, status FROM sfn_start_sync('quick', '{"bad": true}', name => 'twice') \gset
SELECT name, status, input, error, cause FROM sfn.executions WHERE machine = 'quick';
SELECT id, previous_event_id AS previous, type, details FROM sfn_history(:'bad') ORDER BY id;
SELECT id, type FROM sfn.execution_log WHERE execution = :'bad' ORDER BY id;

-- Names of EXPRESS executions may be used again.
SELECT status FROM sfn_start_sync('quick', '{"bad": true}', name => 'twice');
SELECT count(*) FROM sfn.executions WHERE machine = 'quick';

-- Without includeExecutionData not even the row holds data.
SELECT sfn_update_state_machine('quick', logging => '{"level": "ALL"}') IS NOT NULL AS updated;
SELECT sfn_start('quick', '{"bad": false, "secret": 42}') AS id \gset
SELECT input, output FROM sfn_describe(:'id');
SELECT id, type, details FROM sfn_history(:'id') ORDER BY id;

-- An async one is queued as a row, which stays only if something was logged.
SELECT sfn_start('quick', '{"bad": false}', async => true) AS logged \gset
SELECT sfn_update_state_machine('quick', logging => '{"level": "OFF"}') IS NOT NULL AS updated;
SELECT sfn_start('quick', '{"bad": false}', async => true) AS silent \gset
SELECT sfn_tick();
SELECT execution = :'logged' AS logged, status FROM sfn.executions WHERE execution IN (:'logged', :'silent');
