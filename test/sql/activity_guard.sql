--
-- sfn_get_activity_task: who waits does not keep the server busy
--
SELECT sfn_create_activity('bake') IS NOT NULL AS created;
BEGIN;
SELECT * FROM sfn_get_activity_task('bake', wait => '300 ms');
-- It has looked when it came and when its time was over, each time a little further.
SELECT idx_scan < 30 AS few FROM pg_stat_xact_all_tables WHERE relid = 'sfn.task'::regclass;
COMMIT;

--
-- A task that polls gets no task of the execution that runs it, which is further on in memory
--
CREATE FUNCTION poll(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT to_jsonb(count(*)) FROM sfn_get_activity_task('bake') $$;
SELECT sfn_create_state_machine('two', '{
  "StartAt": "Both",
  "States": {
    "Both": {"Type": "Parallel", "End": true, "Branches": [
      {"StartAt": "Bake", "States": {"Bake": {"Type": "Task", "Resource": "pg:activity:bake", "End": true}}},
      {"StartAt": "Rest", "States": {
        "Rest": {"Type": "Wait", "Seconds": 10, "Next": "Poll"},
        "Poll": {"Type": "Task", "Resource": "pg:function:poll", "End": true}}}]}
  }}') IS NOT NULL AS created;
SELECT sfn_start('two') AS two \gset
SELECT sfn_tick('infinity');
SELECT type, details ->> 'output' AS output FROM sfn_history(:'two') WHERE type = 'TaskSucceeded';
-- It is there for others.
SELECT sfn_send_task_success(task_token, '"bread"') FROM sfn_get_activity_task('bake');
SELECT status, output FROM sfn_describe(:'two');
