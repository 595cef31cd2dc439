-- What tasks call: errors by name, functions for the actions of services

CREATE FUNCTION sfn_raise_error(error text, cause text DEFAULT NULL) RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_raise_error'
LANGUAGE C VOLATILE PARALLEL SAFE;

COMMENT ON FUNCTION sfn_raise_error(text, text) IS
'Fails the task whose function calls it with this Error (at most 256 characters) and Cause (at most 32768; default: none); never returns. '
'Outside a task it is an ordinary SQL error, SQLSTATE SFT01, with error as its message and cause as its detail. '
'Names that begin with States. are reserved (error 22023); NULL for error is error 22004.';

CREATE FUNCTION sfn_register_integration(resource text, function text) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_register_integration'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_register_integration(text, text) IS
'Makes an SQL function (jsonb) returning jsonb stand for the action of a service, such as sqs:sendMessage or aws-sdk:s3:getObject, in state machines that run as the current role; '
'if that is a superuser, in all that have no registration of their own. Replaces a former registration. The function is named as in SQL and kept by its qualified name. '
'Errors: 22023 for a resource that is malformed or built in, 42883 for a function that does not exist or has another signature, 42501 for one the role may not execute, 22004 for NULL.';

CREATE FUNCTION sfn_unregister_integration(resource text) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_unregister_integration'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_unregister_integration(text) IS
'Takes back what the current role has registered for the action of a service; a superuser takes back what serves all roles. '
'Errors: 42704 if there is no such registration, 22023 for a resource that is malformed or built in, 22004 for NULL.';

-- Answers from outside

CREATE FUNCTION sfn_send_task_success(task_token text, output text) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_send_task_success_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

CREATE FUNCTION sfn_send_task_success(task_token text, output json) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_send_task_success_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

CREATE FUNCTION sfn_send_task_success(task_token text, output jsonb) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_send_task_success_jsonb'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_send_task_success(text, text) IS
'Ends the task that waits with this token; output, JSON text, is its result. An inline execution goes on in this transaction, an async one when the next worker comes to it. '
'From within the execution''s own task the answer is kept until that task returns. Whoever has the token may answer, once. '
'Raises InvalidToken for what is no token, TaskTimedOut for one that was used or has expired, TaskDoesNotExist for one that is unknown, InvalidOutput for text that is no JSON, '
'ValidationException for more than sfn.max_payload_bytes, 22004 for NULL.';
COMMENT ON FUNCTION sfn_send_task_success(text, json) IS
'The same as sfn_send_task_success(text, text), for an output given as json.';
COMMENT ON FUNCTION sfn_send_task_success(text, jsonb) IS
'The same as sfn_send_task_success(text, text), for an output given as jsonb.';

CREATE FUNCTION sfn_send_task_failure(task_token text, error text DEFAULT NULL, cause text DEFAULT NULL) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_send_task_failure'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_send_task_failure(text, text, text) IS
'Fails the task that waits with this token, with an Error (at most 256 characters; default: none) for Retry and Catch and a Cause (at most 32768; default: none). '
'Otherwise as sfn_send_task_success. Raises InvalidToken, TaskTimedOut, TaskDoesNotExist, ValidationException for what is too long, 22004 for a NULL token.';

CREATE FUNCTION sfn_send_task_heartbeat(task_token text) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_send_task_heartbeat'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_send_task_heartbeat(text) IS
'Says that somebody is still at work on the task that waits with this token: its HeartbeatSeconds begin anew, its TimeoutSeconds do not. '
'Raises InvalidToken, TaskTimedOut, TaskDoesNotExist, 22004 for NULL.';

CREATE FUNCTION sfn_new_task_token(task bigint) RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_new_task_token'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_new_task_token(bigint) IS
'A fresh token for a task of sfn.pending_tasks; the old one can no longer be used. Needs the privilege manage on the state machine. '
'Raises TaskDoesNotExist, 42501, 55000 for an activity''s task that no worker has taken, 22004 for NULL.';

-- Activities

CREATE FUNCTION sfn_create_activity(name text) RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_create_activity'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_create_activity(text) IS
'Creates an activity, a queue that workers outside take tasks from, and returns its ARN; so it does if there is one of that name. '
'Raises InvalidName.';

CREATE FUNCTION sfn_delete_activity(activity text) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_delete_activity'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_delete_activity(text) IS
'Deletes an activity (name or ARN); one that does not exist is a notice.  Needs the privilege manage.  Raises InvalidArn.';

CREATE FUNCTION sfn_get_activity_task(activity text, worker_name text DEFAULT NULL, wait interval DEFAULT '0')
RETURNS TABLE (task_token text, input jsonb)
AS 'MODULE_PATHNAME', 'sfn_sql_get_activity_task'
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1;

COMMENT ON FUNCTION sfn_get_activity_task(text, text, interval) IS
'Takes the oldest task from an activity''s queue (name or ARN): one row with its token and input, or none if there is nothing to do. '
'While there is nothing it waits, for wait at most (default: not at all), and is woken by the commit that queues a task; it does not wait inside a task''s function or once this transaction has written. '
'worker_name (at most 80 characters; default: none) is kept in the history. The task is taken when this transaction commits, and its TimeoutSeconds and HeartbeatSeconds begin. '
'Needs the privilege start on the activity. Raises ActivityDoesNotExist, InvalidArn, 42501, 25006 in a read-only transaction, 22004 for a NULL activity.';
