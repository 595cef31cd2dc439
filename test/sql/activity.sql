--
-- sfn_get_activity_task: who waits does not keep the server busy
--
SELECT sfn_create_activity('bake') IS NOT NULL AS created;
BEGIN;
SELECT * FROM sfn_get_activity_task('bake', wait => '300 ms');
-- It has looked when it came and when its time was over, each time a little further.
SELECT idx_scan < 30 AS few FROM pg_stat_xact_all_tables WHERE relid = 'sfn.task'::regclass;
COMMIT;
