-- task

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
