-- Executions

CREATE FUNCTION sfn_start(machine text, input text, name text DEFAULT NULL,
	async boolean DEFAULT NULL, trace_header text DEFAULT NULL) RETURNS uuid
AS 'MODULE_PATHNAME', 'sfn_sql_start_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

CREATE FUNCTION sfn_start(machine text, input json, name text DEFAULT NULL,
	async boolean DEFAULT NULL, trace_header text DEFAULT NULL) RETURNS uuid
AS 'MODULE_PATHNAME', 'sfn_sql_start_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

CREATE FUNCTION sfn_start(machine text, input jsonb DEFAULT '{}', name text DEFAULT NULL,
	async boolean DEFAULT NULL, trace_header text DEFAULT NULL) RETURNS uuid
AS 'MODULE_PATHNAME', 'sfn_sql_start_jsonb'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_start(text, text, text, boolean, text) IS
'Starts an execution of a state machine (name, ARN, name:version or name:alias) and returns its id.  It runs in this transaction until it '
'ends or has to wait; with async (default: setting sfn.async) it is only recorded, and workers run it after the commit.  A failing '
'execution is recorded as FAILED and raises nothing here.  input is any JSON value; NULL is {}.  name defaults to the id''s text; '
'the name and input of an execution that is running give that one''s id. '
'Needs the privilege start.  Raises StateMachineDoesNotExist, InvalidExecutionInput, InvalidName, ExecutionAlreadyExists, '
'25006 in a read-only transaction.';
COMMENT ON FUNCTION sfn_start(text, json, text, boolean, text) IS
'The same as sfn_start(text, text, ...), for an input given as json.';
COMMENT ON FUNCTION sfn_start(text, jsonb, text, boolean, text) IS
'The same as sfn_start(text, text, ...), for an input given as jsonb or none.';

CREATE FUNCTION sfn_start_sync(machine text, input text, name text DEFAULT NULL)
RETURNS TABLE (execution uuid, status text, output jsonb, error text, cause text)
AS 'MODULE_PATHNAME', 'sfn_sql_start_sync_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1;

CREATE FUNCTION sfn_start_sync(machine text, input json, name text DEFAULT NULL)
RETURNS TABLE (execution uuid, status text, output jsonb, error text, cause text)
AS 'MODULE_PATHNAME', 'sfn_sql_start_sync_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1;

CREATE FUNCTION sfn_start_sync(machine text, input jsonb DEFAULT '{}', name text DEFAULT NULL)
RETURNS TABLE (execution uuid, status text, output jsonb, error text, cause text)
AS 'MODULE_PATHNAME', 'sfn_sql_start_sync_jsonb'
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1;

COMMENT ON FUNCTION sfn_start_sync(text, text, text) IS
'Runs an execution of an EXPRESS state machine to its end, at most five minutes, and returns its result as one row: output if status is '
'SUCCEEDED, error and cause if it is FAILED or TIMED_OUT.  Waits sleep, or let the clock jump with setting sfn.virtual_clock. '
'input is any JSON value; NULL is {}. '
'Needs the privilege start.  Raises StateMachineTypeNotSupported for a STANDARD one, and what sfn_start raises.';
COMMENT ON FUNCTION sfn_start_sync(text, json, text) IS
'The same as sfn_start_sync(text, text, text), for an input given as json.';
COMMENT ON FUNCTION sfn_start_sync(text, jsonb, text) IS
'The same as sfn_start_sync(text, text, text), for an input given as jsonb or none.';

CREATE FUNCTION sfn_describe(execution_id uuid)
RETURNS TABLE (execution uuid, arn text, machine text, name text, status text, input jsonb, output jsonb,
	error text, cause text, start_date timestamptz, stop_date timestamptz, redrive_count int)
AS 'MODULE_PATHNAME', 'sfn_sql_describe'
LANGUAGE C VOLATILE PARALLEL RESTRICTED ROWS 1;

COMMENT ON FUNCTION sfn_describe(uuid) IS
'An execution as one row.  machine is the state machine''s name, status RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED; output is there '
'if it has succeeded, stop_date if it has ended.  Needs the privilege read.  Raises ExecutionDoesNotExist.';

CREATE FUNCTION sfn_history(execution_id uuid)
RETURNS TABLE (id bigint, previous_event_id bigint, "timestamp" timestamptz, type text, details jsonb)
AS 'MODULE_PATHNAME', 'sfn_sql_history'
LANGUAGE C VOLATILE PARALLEL RESTRICTED ROWS 30;

COMMENT ON FUNCTION sfn_history(uuid) IS
'The events of an execution, in order, as the service''s GetExecutionHistory has them: type is such as TaskStateEntered, details the object '
'that the service names <type>EventDetails, in which inputs, outputs and causes are JSON text; NULL for types without. '
'Needs the privilege read.  Raises ExecutionDoesNotExist.';

-- A type, since columns of a RETURNS TABLE may not be named like parameters.
CREATE TYPE sfn.listed_execution AS (execution uuid, arn text, machine text, name text, status text,
	error text, cause text, start_date timestamptz, stop_date timestamptz, redrive_count int);

COMMENT ON TYPE sfn.listed_execution IS 'What sfn_list_executions tells of an execution: the columns of sfn_describe without input and output';

CREATE FUNCTION sfn_list_executions(machine text, status text DEFAULT NULL, max_results int DEFAULT 100,
	before uuid DEFAULT NULL) RETURNS SETOF sfn.listed_execution
AS 'MODULE_PATHNAME', 'sfn_sql_list_executions'
LANGUAGE C VOLATILE PARALLEL RESTRICTED ROWS 100;

COMMENT ON FUNCTION sfn_list_executions(text, text, int, uuid) IS
'The executions of a STANDARD state machine (name or ARN), newest first, at most max_results (1 to 1000): those with the given status, or '
'all; the next page is that before the last execution of this one. '
'Needs the privilege read.  Raises StateMachineDoesNotExist, StateMachineTypeNotSupported, ValidationException for another status or max_results.';

CREATE FUNCTION sfn_stop(execution_id uuid, error text DEFAULT NULL, cause text DEFAULT NULL) RETURNS timestamptz
AS 'MODULE_PATHNAME', 'sfn_sql_stop'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_stop(uuid, text, text) IS
'Aborts a running execution and returns when it stopped; one that has ended stays as it is. error has at most 256 characters, cause 32768. '
'An execution that calls this about itself stops when its task returns. '
'Needs the privilege manage.  Raises ExecutionDoesNotExist, ValidationException.';

CREATE FUNCTION sfn_redrive(execution_id uuid) RETURNS timestamptz
AS 'MODULE_PATHNAME', 'sfn_sql_redrive'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_redrive(uuid) IS
'Lets a STANDARD execution that failed, was aborted or timed out go on from where it failed, and returns when that was. '
'The state that failed is tried again with its input and with its attempts counted from zero; branches and iterations that had succeeded keep their outputs. '
'Needs the privilege manage.  Raises ExecutionDoesNotExist, and ExecutionNotRedrivable with the reason as DETAIL.';

CREATE FUNCTION sfn_trace(execution_id uuid) RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_trace'
LANGUAGE C VOLATILE PARALLEL RESTRICTED;

COMMENT ON FUNCTION sfn_trace(uuid) IS
'The execution as a trace in the JSON that OpenTelemetry collectors accept (OTLP): a span for the execution and one for each visit of a state, '
'with machine, state, attempts and error as attributes. The trace is that of the execution''s trace header (X-Ray or W3C traceparent), else its own. '
'Needs the privilege read.  Raises ExecutionDoesNotExist.';

CREATE FUNCTION sfn_execution_id(arn text) RETURNS uuid
AS 'MODULE_PATHNAME', 'sfn_sql_execution_id'
LANGUAGE C VOLATILE PARALLEL RESTRICTED;

COMMENT ON FUNCTION sfn_execution_id(text) IS
'The id of the execution that has this ARN.  Needs the privilege read.  Raises InvalidArn, ExecutionDoesNotExist.';

CREATE FUNCTION sfn_purge(older_than interval, max_executions int DEFAULT NULL) RETURNS bigint
AS 'MODULE_PATHNAME', 'sfn_sql_purge'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_purge(interval, int) IS
'Removes executions that ended longer ago than that, with their histories, of state machines that the caller may manage; returns how many. '
'The first started go first, max_executions of them (NULL: all); their names are free again. Executions that are being redriven stay. '
'Called by a superuser it also removes deleted state machines that have no execution left.';

CREATE FUNCTION sfn_await(execution_id uuid, timeout interval DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_await'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_await(uuid, interval) IS
'Waits until an execution has ended, for timeout at most (default: without limit), and returns its status, which is RUNNING if time is over; NULL if nothing is kept of it, as of EXPRESS executions. '
'It is woken by the commit that ends the execution, and sees what is committed at any isolation level. Needs the privilege read. '
'Raises ExecutionDoesNotExist, 42501, 55000 for an execution that this transaction has started or changed and that has not ended, 22004 for NULL.';
