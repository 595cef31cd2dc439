-- Tests of single states

CREATE FUNCTION sfn_test_state(definition text, input jsonb DEFAULT '{}', inspection_level text DEFAULT 'INFO',
	variables jsonb DEFAULT '{}', mock jsonb DEFAULT NULL) RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_test_state_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

CREATE FUNCTION sfn_test_state(definition json, input jsonb DEFAULT '{}', inspection_level text DEFAULT 'INFO',
	variables jsonb DEFAULT '{}', mock jsonb DEFAULT NULL) RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_test_state_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

CREATE FUNCTION sfn_test_state(definition jsonb, input jsonb DEFAULT '{}', inspection_level text DEFAULT 'INFO',
	variables jsonb DEFAULT '{}', mock jsonb DEFAULT NULL) RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_test_state_jsonb'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_test_state(text, jsonb, text, jsonb, jsonb) IS
'Runs a single state, given without its machine, and tells how it went: {"status": SUCCEEDED | FAILED | RETRIABLE | CAUGHT_ERROR, '
'"output", "nextState", "error", "cause"}, each where there is one.  With inspection_level DEBUG, "inspectionData" shows the payload '
'at each stage of the data flow, the variables, which Retrier or Catcher took the error and after how many seconds it would be tried '
'again; TRACE adds the request and response of an http:invoke task.  variables is an object: those that are assigned when the state is '
'entered.  Tasks run as the caller, and what they do stays done; a Wait sleeps unless sfn.virtual_clock is on; after five minutes the '
'state has failed with States.Timeout.  mock stands for the work of a Task, Parallel or Map: {"result": any value, or JSON text} or '
'{"errorOutput": {"error", "cause"}}; Parallel, Map, activities and tasks that wait need it.  "fieldValidationMode" in it says how a '
'result is compared with what the service''s API answers: STRICT (default), PRESENT without asking for required members, NONE. '
'Raises 22004 when definition is NULL, InvalidDefinition, ValidationException for a mock that does not suit the state.';
COMMENT ON FUNCTION sfn_test_state(json, jsonb, text, jsonb, jsonb) IS
'The same as sfn_test_state(text, ...), for a definition given as json.';
COMMENT ON FUNCTION sfn_test_state(jsonb, jsonb, text, jsonb, jsonb) IS
'The same as sfn_test_state(text, ...), for a definition given as jsonb.';
