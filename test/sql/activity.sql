--
-- Activities: queues that workers outside take tasks from
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA activity;
SET search_path = activity, public, helper;
CREATE FUNCTION message(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
	RETURN coalesce(sfn_error_code(SQLSTATE), SQLSTATE) || ': ' || SQLERRM;
END$$;
SELECT sfn_create_activity('ice');
-- One of that name that exists is as good.
SELECT sfn_create_activity('ice');
SELECT message($$ SELECT sfn_create_activity('no blanks') $$);
SELECT sfn_create_state_machine('donut', '{"StartAt": "Ice", "States": {
  "Ice": {"Type": "Task", "Resource": "pg:activity:ice", "Parameters": {"icing.$": "$"},
    "TimeoutSeconds": 60, "HeartbeatSeconds": 10, "End": true,
    "Catch": [{"ErrorEquals": ["Melted"], "Next": "Puddle"}]},
  "Puddle": {"Type": "Succeed"}}}') IS NOT NULL AS created;

--
-- A task lies in the queue until a worker takes it, gets a token, and answers
--
-- The service's name for the activity does as well.
SELECT * FROM sfn_get_activity_task('ice');
SELECT sfn_start('donut', '"sprinkles"') AS run \gset
SELECT story(:'run');
SELECT machine, state, activity, worker_name, timeout_at, heartbeat_at FROM sfn.pending_tasks;
SELECT task_token AS token, input FROM sfn_get_activity_task('arn:aws:states:us-east-1:000000000000:activity:ice', 'Berta') \gset
SELECT :'input' AS input, length(:'token') AS token_length;
SELECT worker_name, round(extract(epoch FROM timeout_at - heartbeat_at)) AS timeout_after_heartbeat FROM sfn.pending_tasks;
-- It is taken.
SELECT count(*) AS tasks FROM sfn_get_activity_task('ice');
SELECT sfn_send_task_heartbeat(:'token');
SELECT sfn_send_task_success(:'token', '"iced"');
SELECT * FROM outcome(:'run'::uuid);
SELECT type, details FROM events(:'run') WHERE type ~ '^Activity';
-- A worker need not have a name.
SELECT sfn_start('donut', '"glaze"') AS run \gset
SELECT task_token AS token FROM sfn_get_activity_task('ice') \gset
SELECT sfn_send_task_failure(:'token', 'Melted', 'too warm');
SELECT * FROM outcome(:'run'::uuid);
SELECT type, details FROM events(:'run') WHERE type ~ '^Activity';

--
-- First in, first out
--
SELECT count(sfn_start('donut', to_jsonb(n))) FROM generate_series(1, 5) AS n;
SELECT input FROM sfn_get_activity_task('ice');
SELECT input FROM sfn_get_activity_task('ice');
-- What is taken back is the first again.
BEGIN;
SELECT input FROM sfn_get_activity_task('ice');
ROLLBACK;
SELECT t.input FROM generate_series(3, 6) AS n, sfn_get_activity_task('ice', n::text) AS t;
CALL clean();

--
-- Clocks begin when the task is taken, and a missed heartbeat is a failure: nothing is queued again
--
SELECT sfn_create_state_machine('donut', '{"StartAt": "Ice", "States": {
  "Ice": {"Type": "Task", "Resource": "arn:aws:states:us-east-1:000000000000:activity:ice",
    "TimeoutSeconds": 60, "HeartbeatSeconds": 10, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('donut') AS run \gset
SELECT sfn_tick('infinity') AS nothing;
SELECT task_token AS token FROM sfn_get_activity_task('ice', 'slow') \gset
SELECT sfn_tick(now() + interval '11 s') AS missed;
SELECT * FROM outcome(:'run'::uuid);
SELECT story(:'run');
SELECT count(*) AS tasks FROM sfn_get_activity_task('ice');
SELECT message(format('SELECT sfn_send_task_success(%L, ''1'')', :'token'));
-- A Retrier queues it again, as another task.
SELECT sfn_update_state_machine('donut', '{"StartAt": "Ice", "States": {
  "Ice": {"Type": "Task", "Resource": "pg:activity:ice", "End": true,
    "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1}]}}}') IS NOT NULL AS updated;
SELECT sfn_start('donut') AS run \gset
SELECT task_token AS token FROM sfn_get_activity_task('ice') \gset
SELECT sfn_send_task_failure(:'token', 'Again');
SELECT count(*) AS tasks FROM sfn_get_activity_task('ice');
SELECT sfn_tick('infinity');
SELECT task_token AS token FROM sfn_get_activity_task('ice') \gset
SELECT sfn_send_task_success(:'token', '2');
SELECT status, output FROM outcome(:'run'::uuid);

--
-- Tasks of one execution
--
-- Iterations of a Map queue one each, and go on as they are answered.
SELECT sfn_create_state_machine('box', '{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor":
  {"StartAt": "Ice", "States": {"Ice": {"Type": "Task", "Resource": "pg:activity:ice", "End": true}}}}}}') IS NOT NULL AS created;
SELECT sfn_start('box', '[1, 2, 3]') AS run \gset
SELECT sfn_send_task_success(t.task_token, to_jsonb(t.input::int * 10))
FROM generate_series(1, 3) AS n, sfn_get_activity_task('ice', n::text) AS t;
SELECT status, output FROM outcome(:'run'::uuid);
-- Stopping takes the tasks away.
SELECT sfn_start('box', '[1, 2, 3]') AS run \gset
SELECT task_token AS token FROM sfn_get_activity_task('ice') \gset
SELECT sfn_stop(:'run') IS NOT NULL AS stopped;
SELECT count(*) AS tasks FROM sfn_get_activity_task('ice');
SELECT message(format('SELECT sfn_send_task_heartbeat(%L)', :'token'));
-- A worker may be a task of another execution.
CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	token text;
	task jsonb;
BEGIN
	SELECT g.task_token, g.input INTO token, task FROM sfn_get_activity_task('ice', 'inside', '10 s') AS g;
	PERFORM sfn_send_task_success(token, task);
	RETURN task;
END$$;
SELECT sfn_create_state_machine('worker', '{"StartAt": "W", "States": {
  "W": {"Type": "Task", "Resource": "pg:function:work", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('donut', '"for a task"') AS run \gset
SELECT output FROM outcome(sfn_start('worker'));
SELECT output FROM outcome(:'run'::uuid);
-- There is nothing to wait for inside a task: what it waits for might need this very transaction.
SELECT status, error FROM outcome(sfn_start('worker'));

--
-- Waiting
--
-- Until the time given is over, unless the transaction has written.
SELECT clock_timestamp() AS before \gset
SELECT count(*) FROM sfn_get_activity_task('ice', wait => '50 ms');
SELECT clock_timestamp() - :'before' >= interval '50 ms' AS waited;
BEGIN;
CREATE TEMPORARY TABLE written (n int);
SELECT clock_timestamp() AS before \gset
SELECT count(*) FROM sfn_get_activity_task('ice', wait => '10 s');
SELECT clock_timestamp() - :'before' < interval '5 s' AS at_once;
ROLLBACK;

--
-- Refusals
--
SELECT message($$ SELECT sfn_get_activity_task('nothing') $$);
SELECT message($$ SELECT sfn_get_activity_task('arn:aws:states:us-east-1:000000000000:stateMachine:donut') $$);
SELECT message($$ SELECT sfn_get_activity_task('ice', repeat('x', 81)) $$) ~ 'ValidationException.*workerName' AS refused;
SELECT message($$ SELECT sfn_get_activity_task(NULL) $$);
SELECT message($$ SELECT sfn_create_activity(NULL) $$);
BEGIN READ ONLY;
SELECT sfn_get_activity_task('ice');
ROLLBACK;
-- A task that nobody has taken has no token that could be renewed.
SELECT sfn_start('donut') AS run \gset
SELECT message(format('SELECT sfn_new_task_token(%s)', task)) ~ '^55000: task \d+ has no token yet$' AS refused FROM sfn.pending_tasks;
SELECT task_token AS token FROM sfn_get_activity_task('ice') \gset
SELECT sfn_new_task_token(task) AS renewed FROM sfn.pending_tasks \gset
SELECT message(format('SELECT sfn_send_task_success(%L, ''1'')', :'token'));
SELECT sfn_send_task_success(:'renewed', '"renewed"');
SELECT output FROM outcome(:'run'::uuid);
-- Polling is "start"; whoever may, need not be able to do more.
CREATE ROLE regress_icer;
GRANT USAGE ON SCHEMA activity TO regress_icer;
SELECT sfn_start('donut') AS run \gset
SET ROLE regress_icer;
SELECT message($$ SELECT sfn_get_activity_task('ice') $$);
RESET ROLE;
SELECT sfn_grant('arn:aws:states:us-east-1:000000000000:activity:ice', 'regress_icer', 'start');
SET ROLE regress_icer;
SELECT task_token AS token FROM sfn_get_activity_task('ice') \gset
SELECT sfn_send_task_success(:'token', '"iced"');
SELECT message($$ SELECT sfn_delete_activity('ice') $$);
RESET ROLE;
SELECT output FROM outcome(:'run'::uuid);

--
-- The same through the service's API
--
SELECT sfn_start('donut', '{"by": "API"}') AS run \gset
SELECT sfn_api('GetActivityTask', '{"activityArn": "arn:aws:states:us-east-1:000000000000:activity:ice", "workerName": "w"}') AS answer \gset
SELECT :'answer'::jsonb ->> 'input' AS input;
SELECT sfn_api('SendTaskSuccess', jsonb_build_object('taskToken', :'answer'::jsonb ->> 'taskToken', 'output', '1'));
SELECT status FROM outcome(:'run'::uuid);
-- None, and no waiting, since the transaction has written.
BEGIN;
CREATE TEMPORARY TABLE written (n int);
SELECT sfn_api('GetActivityTask', '{"activityArn": "arn:aws:states:us-east-1:000000000000:activity:ice"}');
ROLLBACK;

--
-- An activity that is gone
--
-- What was queued or taken goes on; who comes to it later finds out.
SELECT sfn_start('donut') AS run \gset
SELECT sfn_delete_activity('ice');
SELECT message($$ SELECT sfn_get_activity_task('ice') $$);
SELECT error, cause FROM outcome(sfn_start('donut'));
SELECT sfn_create_activity('ice') IS NOT NULL AS created_again;
SELECT task_token AS token FROM sfn_get_activity_task('ice') \gset
SELECT sfn_send_task_success(:'token', '"late"');
SELECT output FROM outcome(:'run'::uuid);
SELECT sfn_delete_activity('ice');
CALL clean();
DROP OWNED BY regress_icer;
DROP ROLE regress_icer;
