-- The service's API

CREATE FUNCTION sfn_api(action text, request text) RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_api_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

CREATE FUNCTION sfn_api(action text, request json) RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_api_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

CREATE FUNCTION sfn_api(action text, request jsonb) RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_api_jsonb'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_api(text, text) IS
'Answers a request to the service''s JSON API: action is such as StartExecution, request and result are the objects that the service takes '
'and gives, with dates as epoch seconds and definitions, inputs and outputs as JSON text.  A refusal is an error whose message is the '
'service''s and whose SQLSTATE stands for the service''s error code, see sfn_error_code. '
'Raises UnknownOperationException, SerializationException for members of a wrong type, ValidationException for values out of bounds, and '
'what the action raises.';
COMMENT ON FUNCTION sfn_api(text, json) IS
'The same as sfn_api(text, text), for a request given as json.';
COMMENT ON FUNCTION sfn_api(text, jsonb) IS
'The same as sfn_api(text, text), for a request given as jsonb.';

CREATE FUNCTION sfn_error_code(sqlstate text) RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_error_code'
LANGUAGE C IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION sfn_error_code(text) IS
'The service''s error code that an SQLSTATE stands for, such as ExecutionDoesNotExist for SF007 and AccessDeniedException for 42501; '
'NULL for all others.';
