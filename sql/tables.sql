--
-- Everything stored: schema sfn
--
-- Ordinary roles have no privilege on these tables.  sfn's functions decide in C what the
-- caller may do, then work on the tables as the extension's owner; what may be looked at
-- is in the views (views.sql).
--
-- Roles and functions are stored by name, machines under their region and account, and everything is
-- marked for pg_dump, so that a dump carries definitions, executions and history to another server.
--
-- Columns stand in the order in which they make rows small: fixed width first, widest
-- first.  Code that writes rows directly (heap_row.c) goes by column position, so an
-- upgrade script may add columns at the end and never drops one.

CREATE SCHEMA sfn;
GRANT USAGE ON SCHEMA sfn TO PUBLIC;
COMMENT ON SCHEMA sfn IS 'sfn: state machines, executions and their history';

--
-- Definitions
--

CREATE SEQUENCE sfn.state_machine_id;
CREATE SEQUENCE sfn.revision_id;
CREATE SEQUENCE sfn.activity_id;

CREATE TABLE sfn.state_machine (
	id bigint NOT NULL DEFAULT pg_catalog.nextval('sfn.state_machine_id'),
	revision bigint NOT NULL,
	created_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
	deleted_at timestamptz,
	last_version integer NOT NULL DEFAULT 0,
	type smallint NOT NULL,
	name text COLLATE "C" NOT NULL,
	region text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	owner text COLLATE "C" NOT NULL,
	CONSTRAINT state_machine_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX state_machine_name ON sfn.state_machine (name, region, account) WHERE deleted_at IS NULL;
COMMENT ON TABLE sfn.state_machine IS 'State machines, deleted ones included as long as executions of theirs are kept';
COMMENT ON COLUMN sfn.state_machine.revision IS 'current revision (sfn.revision.id)';
COMMENT ON COLUMN sfn.state_machine.deleted_at IS 'when it was deleted, which freed its name; NULL: it exists';
COMMENT ON COLUMN sfn.state_machine.last_version IS 'largest version number ever published; numbers are not used again';
COMMENT ON COLUMN sfn.state_machine.type IS '0 STANDARD, 1 EXPRESS';
COMMENT ON COLUMN sfn.state_machine.owner IS 'name of the role that created it';

CREATE TABLE sfn.revision (
	id bigint NOT NULL DEFAULT pg_catalog.nextval('sfn.revision_id'),
	machine bigint NOT NULL,
	created_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
	revision_id uuid NOT NULL,
	is_initial boolean NOT NULL,
	role text NOT NULL,
	search_path text NOT NULL,
	definition text NOT NULL,
	substitutions jsonb,
	logging jsonb,
	encryption jsonb,
	tracing boolean NOT NULL DEFAULT false,
	CONSTRAINT revision_pkey PRIMARY KEY (id),
	CONSTRAINT revision_machine_fkey FOREIGN KEY (machine) REFERENCES sfn.state_machine
);
CREATE INDEX revision_machine ON sfn.revision (machine, id);
COMMENT ON TABLE sfn.revision IS 'What a state machine was at one time; never changed, since running executions keep theirs';
COMMENT ON COLUMN sfn.revision.revision_id IS 'the id that the service''s API shows';
COMMENT ON COLUMN sfn.revision.is_initial IS 'the first one, which the service''s API calls INITIAL';
COMMENT ON COLUMN sfn.revision.role IS 'name of the role that tasks run as';
COMMENT ON COLUMN sfn.revision.search_path IS 'search_path in force while tasks run, captured from the creator';
COMMENT ON COLUMN sfn.revision.definition IS 'as given: jsonb would lose the order of members';
COMMENT ON COLUMN sfn.revision.substitutions IS 'object of what replaces ${Name} in the definition''s strings';
COMMENT ON COLUMN sfn.revision.encryption IS 'as given to the service''s API, to be shown again; NULL: not given';
COMMENT ON COLUMN sfn.revision.tracing IS 'tracingConfiguration.enabled of the service''s API';

CREATE TABLE sfn.version (
	machine bigint NOT NULL,
	revision bigint NOT NULL,
	created_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
	number integer NOT NULL,
	description text,
	CONSTRAINT version_pkey PRIMARY KEY (machine, number),
	CONSTRAINT version_machine_fkey FOREIGN KEY (machine) REFERENCES sfn.state_machine,
	CONSTRAINT version_revision_fkey FOREIGN KEY (revision) REFERENCES sfn.revision
);
COMMENT ON TABLE sfn.version IS 'Published versions: a number for a revision';

CREATE TABLE sfn.alias (
	machine bigint NOT NULL,
	created_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
	updated_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
	first_version integer NOT NULL,
	second_version integer,
	first_weight smallint NOT NULL,
	name text COLLATE "C" NOT NULL,
	description text,
	CONSTRAINT alias_pkey PRIMARY KEY (machine, name),
	CONSTRAINT alias_first_version_fkey FOREIGN KEY (machine, first_version) REFERENCES sfn.version,
	CONSTRAINT alias_second_version_fkey FOREIGN KEY (machine, second_version) REFERENCES sfn.version,
	CONSTRAINT alias_weight CHECK (first_weight BETWEEN 0 AND 100)
);
COMMENT ON TABLE sfn.alias IS 'Names for one or two versions between which new executions are divided';
COMMENT ON COLUMN sfn.alias.first_weight IS 'percentage of executions that start with first_version; the rest start with second_version';

CREATE TABLE sfn.tag (
	target bigint NOT NULL,
	kind smallint NOT NULL,
	key text COLLATE "C" NOT NULL,
	value text NOT NULL,
	CONSTRAINT tag_pkey PRIMARY KEY (kind, target, key)
);
COMMENT ON TABLE sfn.tag IS 'Tags of state machines and activities';
COMMENT ON COLUMN sfn.tag.kind IS 'what target is: 0 a state machine, 1 an activity';

CREATE TABLE sfn.privilege (
	target bigint NOT NULL,
	kind smallint NOT NULL,
	privileges smallint NOT NULL,
	grantee text COLLATE "C" NOT NULL,
	CONSTRAINT privilege_pkey PRIMARY KEY (kind, target, grantee)
);
COMMENT ON TABLE sfn.privilege IS 'What roles that do not own a state machine or activity may do with it';
COMMENT ON COLUMN sfn.privilege.kind IS 'what target is: 0 a state machine, 1 an activity';
COMMENT ON COLUMN sfn.privilege.privileges IS 'sum of 1 start, 2 read, 4 manage';
COMMENT ON COLUMN sfn.privilege.grantee IS 'name of a role; empty: PUBLIC';

CREATE TABLE sfn.activity (
	id bigint NOT NULL DEFAULT pg_catalog.nextval('sfn.activity_id'),
	created_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
	name text COLLATE "C" NOT NULL,
	region text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	owner text COLLATE "C" NOT NULL,
	CONSTRAINT activity_pkey PRIMARY KEY (id),
	CONSTRAINT activity_name_key UNIQUE (name, region, account)
);
COMMENT ON TABLE sfn.activity IS 'Activities: queues that workers outside take tasks from';
COMMENT ON COLUMN sfn.activity.owner IS 'name of the role that created it';

CREATE TABLE sfn.integration (
	created_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
	resource text COLLATE "C" NOT NULL,
	role text COLLATE "C" NOT NULL,
	function text NOT NULL,
	CONSTRAINT integration_pkey PRIMARY KEY (resource, role)
);
COMMENT ON TABLE sfn.integration IS 'SQL functions that stand for actions of other services';
COMMENT ON COLUMN sfn.integration.resource IS 'service:action or aws-sdk:service:action';
COMMENT ON COLUMN sfn.integration.role IS 'name of the role whose machines it serves; empty: all machines';
COMMENT ON COLUMN sfn.integration.function IS 'schema-qualified name of a function (jsonb) returning jsonb';

--
-- Executions
--
-- The hot tables have no foreign keys: a reference would lock a row that all executions share.

CREATE TABLE sfn.execution (
	id uuid NOT NULL,
	machine bigint NOT NULL,
	revision bigint NOT NULL,
	start_date timestamptz NOT NULL,
	stop_date timestamptz,
	clock timestamptz NOT NULL,
	last_event bigint NOT NULL,
	timer_due timestamptz,
	timer_id bigint,
	parent_execution uuid,
	redrive_date timestamptz,
	redrive_count integer NOT NULL,
	version integer,
	status smallint NOT NULL,
	timer_kind smallint,
	async boolean NOT NULL,
	express boolean NOT NULL,
	notifies boolean NOT NULL,
	name text COLLATE "C",
	alias text COLLATE "C",
	trace_header text,
	error text,
	cause text,
	input jsonb NOT NULL,
	output jsonb,
	events bytea,
	CONSTRAINT execution_pkey PRIMARY KEY (id)
);
ALTER TABLE sfn.execution ALTER COLUMN events SET STORAGE EXTERNAL;
CREATE INDEX execution_machine ON sfn.execution (machine, id);
CREATE UNIQUE INDEX execution_name ON sfn.execution (machine, name) WHERE name IS NOT NULL AND NOT express;
CREATE INDEX execution_running ON sfn.execution (machine, id) WHERE status = 0;
COMMENT ON TABLE sfn.execution IS 'Executions; one that ends in the stretch that started it is this row and nothing else';
COMMENT ON COLUMN sfn.execution.id IS 'version 7 uuid, so that order of ids is order of starts';
COMMENT ON COLUMN sfn.execution.clock IS 'time of the last event; never goes back';
COMMENT ON COLUMN sfn.execution.last_event IS 'id of the last event';
COMMENT ON COLUMN sfn.execution.timer_due IS 'with timer_id the row of sfn.wakeup that ends the execution at its machine''s TimeoutSeconds';
COMMENT ON COLUMN sfn.execution.parent_execution IS 'nested: the execution that waits for the end of this one';
COMMENT ON COLUMN sfn.execution.version IS 'version through which it was started';
COMMENT ON COLUMN sfn.execution.alias IS 'alias through which it was started';
COMMENT ON COLUMN sfn.execution.status IS '0 RUNNING, 1 SUCCEEDED, 2 FAILED, 3 TIMED_OUT, 4 ABORTED';
COMMENT ON COLUMN sfn.execution.async IS 'workers run it; otherwise whoever starts, answers or ticks it';
COMMENT ON COLUMN sfn.execution.express IS 'of an EXPRESS machine, whose executions may share a name';
COMMENT ON COLUMN sfn.execution.notifies IS 'started with sfn.notify_executions on';
COMMENT ON COLUMN sfn.execution.name IS 'as given at the start; NULL: the text of id';
COMMENT ON COLUMN sfn.execution.events IS 'history from event 1 on, as one chunk (history_codec.c); what follows is in sfn.history_chunk';

CREATE TABLE sfn.redrive_token (
	execution uuid NOT NULL,
	used_at timestamptz NOT NULL,
	redrive_date timestamptz NOT NULL,
	token text COLLATE "C" NOT NULL,
	CONSTRAINT redrive_token_pkey PRIMARY KEY (execution, token)
);
CREATE INDEX redrive_token_age ON sfn.redrive_token (used_at);
COMMENT ON TABLE sfn.redrive_token IS 'Client tokens of redrives, so that a request that is sent again is not done again; kept for some minutes';
COMMENT ON COLUMN sfn.redrive_token.used_at IS 'when it was used first, in real time';
COMMENT ON COLUMN sfn.redrive_token.redrive_date IS 'what was answered';

CREATE SEQUENCE sfn.branch_id;
CREATE SEQUENCE sfn.task_id;
CREATE SEQUENCE sfn.wakeup_id;

CREATE TABLE sfn.branch (
	id bigint NOT NULL,
	execution uuid NOT NULL,
	parent bigint,
	timer_due timestamptz,
	timer_id bigint,
	task bigint,
	last_event bigint NOT NULL,
	before_event bigint NOT NULL,
	entered_event bigint NOT NULL,
	entered_time timestamptz NOT NULL,
	join_started_event bigint,
	join_last_event bigint,
	index integer NOT NULL,
	state integer NOT NULL,
	retry_count integer NOT NULL,
	join_count integer,
	join_next integer,
	join_live integer,
	join_max_concurrency integer,
	join_outputs integer,
	phase smallint NOT NULL,
	timer_kind smallint,
	attempts integer[],
	input jsonb,
	variables jsonb,
	join_input jsonb,
	join_items jsonb,
	CONSTRAINT branch_pkey PRIMARY KEY (id)
) WITH (fillfactor = 70);
CREATE INDEX branch_execution ON sfn.branch (execution, parent);
COMMENT ON TABLE sfn.branch IS 'Lines of control of waiting executions: the main line, branches of a Parallel, iterations of a Map';
COMMENT ON COLUMN sfn.branch.parent IS 'branch that is in the Parallel or Map around this one; NULL: the main line';
COMMENT ON COLUMN sfn.branch.timer_due IS 'with timer_id the row of sfn.wakeup that stands for its timer';
COMMENT ON COLUMN sfn.branch.task IS 'task that it waits for (sfn.task.id)';
COMMENT ON COLUMN sfn.branch.last_event IS 'id of the event that its next one follows';
COMMENT ON COLUMN sfn.branch.before_event IS 'id of the event that the state''s Entered event follows';
COMMENT ON COLUMN sfn.branch.entered_event IS 'id of the state''s Entered event';
COMMENT ON COLUMN sfn.branch.index IS 'which branch or iteration of parent';
COMMENT ON COLUMN sfn.branch.state IS 'number of the state in the revision, in the order of the definition';
COMMENT ON COLUMN sfn.branch.attempts IS 'attempts used, one per Retrier of the state';
COMMENT ON COLUMN sfn.branch.join_next IS 'first child that was not started yet';
COMMENT ON COLUMN sfn.branch.join_live IS 'children that were started and have not ended';
COMMENT ON COLUMN sfn.branch.join_outputs IS 'how many outputs of children are in sfn.branch_output';
COMMENT ON COLUMN sfn.branch.join_input IS 'kept until the last child has started, as are join_items';

CREATE TABLE sfn.branch_output (
	branch bigint NOT NULL,
	index integer NOT NULL,
	output jsonb NOT NULL,
	CONSTRAINT branch_output_pkey PRIMARY KEY (branch, index)
);
COMMENT ON TABLE sfn.branch_output IS 'Outputs of ended children until all have ended';
COMMENT ON COLUMN sfn.branch_output.branch IS 'the parent';

CREATE TABLE sfn.task (
	id bigint NOT NULL,
	execution uuid NOT NULL,
	branch bigint NOT NULL,
	scheduled timestamptz NOT NULL,
	timeout_at timestamptz,
	heartbeat_at timestamptz,
	timeout_seconds bigint,
	heartbeat_seconds bigint,
	child uuid,
	taken boolean NOT NULL,
	token_hash bytea,
	activity text COLLATE "C",
	worker_name text,
	input jsonb,
	answer smallint,
	error text,
	cause text,
	output jsonb,
	CONSTRAINT task_pkey PRIMARY KEY (id)
) WITH (fillfactor = 80);
CREATE UNIQUE INDEX task_token ON sfn.task (token_hash) WHERE token_hash IS NOT NULL;
CREATE UNIQUE INDEX task_child ON sfn.task (child) WHERE child IS NOT NULL;
CREATE INDEX task_queue ON sfn.task (activity, id) WHERE activity IS NOT NULL AND NOT taken;
COMMENT ON TABLE sfn.task IS 'Tasks that wait for an answer from outside';
COMMENT ON COLUMN sfn.task.timeout_at IS 'when it times out; NULL: never';
COMMENT ON COLUMN sfn.task.heartbeat_at IS 'when it times out unless there is a heartbeat before; NULL: never';
COMMENT ON COLUMN sfn.task.child IS 'nested execution that it waits for';
COMMENT ON COLUMN sfn.task.taken IS 'a worker has it (activities)';
COMMENT ON COLUMN sfn.task.token_hash IS 'SHA-256 of the token; the token itself is not stored anywhere';
COMMENT ON COLUMN sfn.task.activity IS 'ARN of the activity; NULL: a callback or a nested execution';
COMMENT ON COLUMN sfn.task.answer IS '1 success with output, 2 failure with error and cause: of an async execution, until a worker acts on it';
COMMENT ON COLUMN sfn.task.input IS 'what the worker gets (activities)';

CREATE TABLE sfn.wakeup (
	due timestamptz NOT NULL,
	id bigint NOT NULL,
	machine bigint NOT NULL,
	execution uuid NOT NULL,
	branch bigint,
	detail uuid,
	kind smallint NOT NULL,
	attempts smallint NOT NULL,
	crashes smallint NOT NULL,
	CONSTRAINT wakeup_pkey PRIMARY KEY (due, id)
);
CREATE INDEX wakeup_machine ON sfn.wakeup (machine, due);
COMMENT ON TABLE sfn.wakeup IS 'What is due when';
COMMENT ON COLUMN sfn.wakeup.branch IS 'whose timer it is; NULL: the execution''s own';
COMMENT ON COLUMN sfn.wakeup.detail IS 'kind 6: the nested execution that has ended';
COMMENT ON COLUMN sfn.wakeup.attempts IS 'how often a worker tried and could not, for reasons that are not the state machine''s';
COMMENT ON COLUMN sfn.wakeup.crashes IS 'how often a worker tried after a crash of the server and never told how it went';
COMMENT ON COLUMN sfn.wakeup.kind IS '1 start, 2 wait, 3 retry, 4 task timeout, 5 execution timeout, 6 child ended, 7 resume';

CREATE TABLE sfn.history_chunk (
	execution uuid NOT NULL,
	first_id bigint NOT NULL,
	events bytea NOT NULL,
	CONSTRAINT history_chunk_pkey PRIMARY KEY (execution, first_id)
);
ALTER TABLE sfn.history_chunk ALTER COLUMN events SET STORAGE EXTERNAL;
COMMENT ON TABLE sfn.history_chunk IS 'History that sfn.execution.events does not hold; rows are only added';
COMMENT ON COLUMN sfn.history_chunk.first_id IS 'id of the chunk''s first event';
COMMENT ON COLUMN sfn.history_chunk.events IS 'one chunk, in the format of history_codec.c';

-- Documents are read more often than written, and whole: lz4 gives them back several times faster
-- than pglz, where the server has it.
DO $$
BEGIN
	IF EXISTS (SELECT FROM pg_catalog.pg_settings
			   WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) THEN
		ALTER TABLE sfn.execution ALTER COLUMN input SET COMPRESSION lz4, ALTER COLUMN output SET COMPRESSION lz4;
		ALTER TABLE sfn.branch ALTER COLUMN input SET COMPRESSION lz4, ALTER COLUMN variables SET COMPRESSION lz4,
			ALTER COLUMN join_input SET COMPRESSION lz4, ALTER COLUMN join_items SET COMPRESSION lz4;
		ALTER TABLE sfn.branch_output ALTER COLUMN output SET COMPRESSION lz4;
		ALTER TABLE sfn.task ALTER COLUMN input SET COMPRESSION lz4;
		ALTER TABLE sfn.task ALTER COLUMN output SET COMPRESSION lz4;
	END IF;
END
$$;

-- pg_dump carries all of it.
SELECT pg_catalog.pg_extension_config_dump('sfn.state_machine_id', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.revision_id', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.activity_id', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.branch_id', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.task_id', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.wakeup_id', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.state_machine', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.revision', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.version', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.alias', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.tag', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.privilege', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.activity', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.integration', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.execution', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.redrive_token', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.branch', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.branch_output', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.task', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.wakeup', '');
SELECT pg_catalog.pg_extension_config_dump('sfn.history_chunk', '');
