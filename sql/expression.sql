-- expression


-- Intrinsic functions

CREATE FUNCTION sfn_intrinsic(expression text, input jsonb, context jsonb DEFAULT '{}') RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_intrinsic'
LANGUAGE C VOLATILE PARALLEL SAFE;

COMMENT ON FUNCTION sfn_intrinsic(text, jsonb, jsonb) IS
'Evaluates an intrinsic function call of the States Language, such as States.Format(''{} of {}'', $.n, $$.of), '
'as a state would.  Paths that begin with $ apply to input, those that begin with $$ to context (default: an empty object); '
'NULL for expression or input is error 22004.  A malformed call is error SFX01; one that fails is '
'error SFX02, whose message is the Cause and whose detail names the error that an execution would fail with.';
