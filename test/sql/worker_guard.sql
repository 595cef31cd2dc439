--
-- sfn_worker: what it runs does not end it
--
CREATE FUNCTION poison(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    -- as a canceled statement would
    RAISE EXCEPTION 'not really canceled' USING ERRCODE = 'query_canceled';
END $$;
SELECT sfn_create_state_machine('poison', '{
  "StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "pg:function:poison", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_create_state_machine('bystander', '{
  "StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('poison', async => true) IS NOT NULL AS started;
SELECT sfn_start('bystander', async => true) IS NOT NULL AS started;
CALL sfn_worker('200 ms');
-- The one is put off, the other is done.
SELECT machine, status FROM sfn.executions ORDER BY machine;
SELECT attempts, due > now() AS later FROM sfn.wakeup;
