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
