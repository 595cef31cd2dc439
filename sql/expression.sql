-- JSONPath

CREATE FUNCTION sfn_jsonpath(path text, input jsonb) RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_jsonpath'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;

COMMENT ON FUNCTION sfn_jsonpath(text, jsonb) IS
'What a JSONPath finds in input, as a state would see it: a definite path ($.a.b[0], or one that ends with a function such as '
'length()) gives its value, or NULL when there is none; any other path gives an array of all it finds, [] when that is nothing.  '
'The dialect is the service''s: filters as in $.items[?(@.price < 10)], =~, in, size and so on.  '
'A malformed path is error SFX01.';

CREATE FUNCTION sfn_jsonpath_nodes(path text, input jsonb) RETURNS SETOF jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_jsonpath_nodes'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 10;

COMMENT ON FUNCTION sfn_jsonpath_nodes(text, jsonb) IS
'The nodes that a JSONPath selects in input, one row each, in order; members of an object come in the order of jsonb.  '
'The dialect is RFC 9535, with the older operators and functions of sfn_jsonpath on top.  A malformed path is error SFX01.';


-- Intrinsic functions

CREATE FUNCTION sfn_intrinsic(expression text, input jsonb, context jsonb DEFAULT '{}') RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_intrinsic'
LANGUAGE C VOLATILE PARALLEL SAFE;

COMMENT ON FUNCTION sfn_intrinsic(text, jsonb, jsonb) IS
'Evaluates an intrinsic function call of the States Language, such as States.Format(''{} of {}'', $.n, $$.of), '
'as a state would.  Paths that begin with $ apply to input, those that begin with $$ to context (default: an empty object); '
'NULL for expression or input is error 22004.  A malformed call is error SFX01; one that fails is '
'error SFX02, whose message is the Cause and whose detail names the error that an execution would fail with.';
