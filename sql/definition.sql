-- definition

CREATE FUNCTION sfn_validate(definition text, type text DEFAULT 'STANDARD', substitutions jsonb DEFAULT NULL)
RETURNS TABLE (severity text, code text, location text, message text)
AS 'MODULE_PATHNAME', 'sfn_sql_validate'
LANGUAGE C STABLE PARALLEL SAFE;

CREATE FUNCTION sfn_validate(definition json, type text DEFAULT 'STANDARD', substitutions jsonb DEFAULT NULL)
RETURNS TABLE (severity text, code text, location text, message text)
AS 'MODULE_PATHNAME', 'sfn_sql_validate'
LANGUAGE C STABLE PARALLEL SAFE;

CREATE FUNCTION sfn_validate(definition jsonb, type text DEFAULT 'STANDARD', substitutions jsonb DEFAULT NULL)
RETURNS TABLE (severity text, code text, location text, message text)
AS 'MODULE_PATHNAME', 'sfn_sql_validate_jsonb'
LANGUAGE C STABLE PARALLEL SAFE;

COMMENT ON FUNCTION sfn_validate(text, text, jsonb) IS
'What is wrong with a definition in the Amazon States Language: one row per problem, no rows when it is valid. '
'severity is ERROR, which creating a state machine refuses, or WARNING; code, location (such as /States/Bake/Retry[0]; '
'NULL when the problem has no place) and message are the service''s. type is STANDARD or EXPRESS, which allows less; '
'substitutions is an object whose members replace ${Name} in the definition''s strings. '
'Raises 22004 when definition is NULL, ValidationException for another type, 22023 for substitutions that are '
'no object of strings, numbers and booleans.';
COMMENT ON FUNCTION sfn_validate(json, text, jsonb) IS
'The same as sfn_validate(text, text, jsonb), for a definition given as json.';
COMMENT ON FUNCTION sfn_validate(jsonb, text, jsonb) IS
'The same as sfn_validate(text, text, jsonb), for a definition given as jsonb, which keeps neither the order of states nor duplicated names.';
