--
-- Quotas: how many state machines, activities and executions there may be
--
-- They are off unless a superuser sets them, and count per region and account; this test has an account of its own.
SET sfn.account_id = '111122223333';
CREATE FUNCTION create_plot(name text) RETURNS boolean LANGUAGE sql AS $$
    SELECT sfn_create_state_machine(name, '{"StartAt": "Grow", "States": {"Grow": {"Type": "Wait", "Seconds": 60, "End": true}}}') IS NOT NULL
$$;
SET sfn.max_state_machines = 2;
SELECT create_plot(name) FROM unnest(ARRAY['beans', 'peas']) AS name;
SELECT create_plot('leek');
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');
-- Asking for what is there makes nothing; deleting makes room; other accounts are not full.
SELECT create_plot('peas');
SELECT sfn_delete_state_machine('beans');
SELECT create_plot('leek');
SET sfn.account_id = '444455556666';
SELECT create_plot('beans');
SET sfn.account_id = '111122223333';
RESET sfn.max_state_machines;

SET sfn.max_activities = 1;
SELECT sfn_create_activity('dig');
SELECT sfn_create_activity('rake');
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');
SELECT sfn_create_activity('dig');
RESET sfn.max_activities;

-- Running executions are counted for all machines together.
SELECT count(*) AS running FROM sfn.executions WHERE status = 'RUNNING' \gset
SELECT set_config('sfn.max_running_executions', (:running + 1)::text, false) IS NOT NULL AS set;
SELECT sfn_start('peas', name => 'spring') IS NOT NULL AS started;
\set VERBOSITY terse
SELECT sfn_start('peas', name => 'summer');
\set VERBOSITY default
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');
-- Redriving one is running one more.
SELECT sfn_stop(execution) IS NOT NULL AS stopped FROM sfn.executions WHERE machine = 'peas' AND name = 'spring';
SELECT sfn_start('peas', name => 'autumn') IS NOT NULL AS started;
\set VERBOSITY terse
SELECT sfn_redrive(execution) FROM sfn.executions WHERE machine = 'peas' AND name = 'spring';
\set VERBOSITY default
SELECT sfn_error_code(:'LAST_ERROR_SQLSTATE');
-- The running one may be asked for again; and EXPRESS executions do not count.
SELECT sfn_start('peas', name => 'autumn') IS NOT NULL AS started;
SELECT sfn_create_state_machine('cress', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}', 'EXPRESS') IS NOT NULL AS created;
SELECT status FROM sfn_start_sync('cress');
RESET sfn.max_running_executions;

-- Whoever is to be limited cannot lift the limit.
CREATE ROLE regress_quota;
SET ROLE regress_quota;
SET sfn.max_state_machines = 100;
RESET ROLE;
DROP ROLE regress_quota;

SELECT sfn_delete_activity('dig');
SELECT sfn_delete_state_machine(machine) FROM unnest(ARRAY['peas', 'leek', 'cress', 'arn:aws:states:us-east-1:444455556666:stateMachine:beans']) AS machine;
DROP FUNCTION create_plot;
