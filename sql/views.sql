--
-- What may be looked at
--
-- Every view shows what belongs to machines and activities that the current user may
-- read.  The deciding function is the one that sfn's functions ask too.  security_barrier
-- keeps a condition of the user's query from seeing rows before that was decided.

CREATE FUNCTION sfn.machine_readable(machine bigint) RETURNS boolean
	LANGUAGE C STABLE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'sfn_sql_machine_readable';
COMMENT ON FUNCTION sfn.machine_readable(bigint) IS
	'whether the current user may read the state machine with this id (for the views)';

CREATE FUNCTION sfn.state_name(revision bigint, state integer) RETURNS text
	LANGUAGE C STABLE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'sfn_sql_state_name';
COMMENT ON FUNCTION sfn.state_name(bigint, integer) IS
	'name of a state by its number in a revision; NULL for what the current user may not read (for the views)';

CREATE FUNCTION sfn.state_resource(revision bigint, state integer) RETURNS text
	LANGUAGE C STABLE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'sfn_sql_state_resource';
COMMENT ON FUNCTION sfn.state_resource(bigint, integer) IS
	'Resource of a Task by its state''s number in a revision; NULL for what the current user may not read (for the views)';

CREATE VIEW sfn.state_machines WITH (security_barrier) AS
SELECT ('arn:aws:states:' || m.region || ':' || m.account || ':stateMachine:' || m.name) COLLATE "default" AS arn,
	m.name::text COLLATE "default" AS name,
	CASE m.type WHEN 1 THEN 'EXPRESS' ELSE 'STANDARD' END AS type,
	m.owner::text COLLATE "default" AS owner,
	r.role,
	r.definition,
	r.substitutions,
	r.logging,
	r.search_path,
	CASE WHEN r.is_initial THEN NULL ELSE r.revision_id END AS revision_id,
	m.created_at,
	r.created_at AS updated_at
FROM sfn.state_machine m JOIN sfn.revision r ON r.id = m.revision
WHERE m.deleted_at IS NULL AND sfn.machine_readable(m.id);
COMMENT ON VIEW sfn.state_machines IS 'State machines that the current user may read, with their current revision';
COMMENT ON COLUMN sfn.state_machines.owner IS 'role that created it';
COMMENT ON COLUMN sfn.state_machines.role IS 'role that its tasks run as';
COMMENT ON COLUMN sfn.state_machines.search_path IS 'in force while its tasks run';
COMMENT ON COLUMN sfn.state_machines.revision_id IS 'as the service''s API shows it; NULL: never updated';

CREATE VIEW sfn.executions WITH (security_barrier) AS
SELECT e.id AS execution,
	('arn:aws:states:' || m.region || ':' || m.account ||
		CASE m.type WHEN 1 THEN ':express:' ELSE ':execution:' END ||
		m.name || ':' || COALESCE(e.name, e.id::text) ||
		CASE m.type WHEN 1 THEN ':' || e.id::text ELSE '' END) COLLATE "default" AS arn,
	m.name::text COLLATE "default" AS machine,
	COALESCE(e.name, e.id::text) COLLATE "default" AS name,
	CASE e.status WHEN 0 THEN 'RUNNING' WHEN 1 THEN 'SUCCEEDED' WHEN 2 THEN 'FAILED'
		WHEN 3 THEN 'TIMED_OUT' WHEN 4 THEN 'ABORTED' END AS status,
	e.input,
	e.output,
	e.error,
	e.cause,
	e.start_date,
	e.stop_date,
	e.redrive_count
FROM sfn.execution e JOIN sfn.state_machine m ON m.id = e.machine
WHERE sfn.machine_readable(e.machine);
COMMENT ON VIEW sfn.executions IS 'Executions of state machines that the current user may read';
COMMENT ON COLUMN sfn.executions.execution IS 'its id; in order of start';
COMMENT ON COLUMN sfn.executions.name IS 'as given at the start, or the text of the id';
COMMENT ON COLUMN sfn.executions.status IS 'RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED';
COMMENT ON COLUMN sfn.executions.output IS 'NULL: it has not succeeded';
COMMENT ON COLUMN sfn.executions.stop_date IS 'NULL: it has not ended';

CREATE VIEW sfn.history WITH (security_barrier) AS
SELECT e.execution, h.id, h.previous_event_id, h."timestamp", h.type, h.details
FROM sfn.executions e CROSS JOIN LATERAL @extschema@.sfn_history(e.execution) h;
COMMENT ON VIEW sfn.history IS 'History events of executions that the current user may read; give the execution';

CREATE FUNCTION sfn.log_entries(execution uuid)
	RETURNS TABLE (id bigint, "timestamp" timestamptz, type text, entry jsonb)
	LANGUAGE C STABLE STRICT PARALLEL RESTRICTED
	AS 'MODULE_PATHNAME', 'sfn_sql_execution_log';
COMMENT ON FUNCTION sfn.log_entries(uuid) IS
	'events of an execution as its state machine logs them (for the views)';

CREATE VIEW sfn.execution_log WITH (security_barrier) AS
SELECT e.id AS execution, m.name::text COLLATE "default" AS machine, l.id, l."timestamp", l.type, l.entry
FROM sfn.execution e
	JOIN sfn.state_machine m ON m.id = e.machine
	JOIN sfn.revision r ON r.id = e.revision
	CROSS JOIN LATERAL sfn.log_entries(e.id) l
WHERE r.logging OPERATOR(pg_catalog.->>) 'level'::text IN ('ALL', 'ERROR', 'FATAL') AND sfn.machine_readable(e.machine);
COMMENT ON VIEW sfn.execution_log IS 'What state machines log, of those that the current user may read; give the execution';
COMMENT ON COLUMN sfn.execution_log.id IS 'id of the event';
COMMENT ON COLUMN sfn.execution_log.entry IS 'as the service logs it: id, type, details, previous_event_id, event_timestamp (ms), execution_arn, redrive_count, numbers as text';

CREATE VIEW sfn.pending_tasks WITH (security_barrier) AS
SELECT t.id AS task,
	t.execution,
	m.name::text COLLATE "default" AS machine,
	sfn.state_name(e.revision, b.state) AS state,
	sfn.state_resource(e.revision, b.state) AS resource,
	t.activity::text COLLATE "default" AS activity,
	t.worker_name,
	t.scheduled,
	t.timeout_at,
	t.heartbeat_at
FROM sfn.task t
	JOIN sfn.branch b ON b.id = t.branch
	JOIN sfn.execution e ON e.id = t.execution
	JOIN sfn.state_machine m ON m.id = e.machine
WHERE t.answer IS NULL AND sfn.machine_readable(e.machine);
COMMENT ON VIEW sfn.pending_tasks IS 'Tasks that wait for an answer from outside, of state machines that the current user may read';
COMMENT ON COLUMN sfn.pending_tasks.task IS 'for sfn_new_task_token';
COMMENT ON COLUMN sfn.pending_tasks.timeout_at IS 'when its TimeoutSeconds end; NULL: it has none, or no worker has taken it';
COMMENT ON COLUMN sfn.pending_tasks.heartbeat_at IS 'until when a heartbeat must come; NULL: none need to';
COMMENT ON COLUMN sfn.pending_tasks.activity IS 'ARN of the activity; NULL: a callback or a nested execution';
COMMENT ON COLUMN sfn.pending_tasks.worker_name IS 'activity worker that took the task, if it gave a name';

CREATE VIEW sfn.wakeups WITH (security_barrier) AS
SELECT w.due,
	w.execution,
	m.name::text COLLATE "default" AS machine,
	sfn.state_name(e.revision, b.state) AS state,
	CASE w.kind WHEN 1 THEN 'start' WHEN 2 THEN 'wait' WHEN 3 THEN 'retry' WHEN 4 THEN 'task timeout'
		WHEN 5 THEN 'execution timeout' WHEN 6 THEN 'child ended' WHEN 7 THEN 'resume' END AS kind
FROM sfn.wakeup w
	JOIN sfn.execution e ON e.id = w.execution
	JOIN sfn.state_machine m ON m.id = w.machine
	LEFT JOIN sfn.branch b ON b.id = w.branch
WHERE sfn.machine_readable(w.machine);
COMMENT ON VIEW sfn.wakeups IS 'What is due when, of state machines that the current user may read';
COMMENT ON COLUMN sfn.wakeups.kind IS 'start, wait, retry, task timeout, execution timeout, child ended or resume';
COMMENT ON COLUMN sfn.wakeups.state IS 'whose time it is; NULL: the execution''s own';

GRANT SELECT ON sfn.state_machines, sfn.executions, sfn.history, sfn.execution_log, sfn.pending_tasks, sfn.wakeups TO PUBLIC;
