-- JSONata

CREATE FUNCTION sfn_jsonata(expression text, input jsonb, bindings jsonb DEFAULT '{}') RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_jsonata'
LANGUAGE C VOLATILE PARALLEL SAFE;

COMMENT ON FUNCTION sfn_jsonata(text, jsonb, jsonb) IS
'Evaluates a JSONata expression against input: ''$sum(items.price)'', ''items[price > 10].{"n": name}''.  The members of bindings '
'(default: none) are its variables: {"rate": 2} is $rate.  NULL for input means that there is none; the result is NULL '
'where the expression yields nothing, or a function.  The language is that of JSONata 2.2 with the functions that the service adds ($partition, $range, $hash, '
'$random with a seed, $uuid, $parse), without $eval.  NULL for expression is error 22004, a malformed expression is error SFX01, and one '
'that fails is error SFX02; their messages begin with the code of the JSONata reference (T2001).  '
'sfn.jsonata_max_depth, sfn.jsonata_max_steps and sfn.jsonata_max_memory bound an evaluation.';

CREATE FUNCTION sfn_jsonata_immutable(expression text, input jsonb) RETURNS jsonb
AS 'MODULE_PATHNAME', 'sfn_sql_jsonata_immutable'
LANGUAGE C IMMUTABLE PARALLEL SAFE;

COMMENT ON FUNCTION sfn_jsonata_immutable(text, jsonb) IS
'sfn_jsonata for indexes and generated columns: an expression whose result depends on more than its input, '
'because it uses $now, $millis, $random, $shuffle or $uuid, is error SFX01, and one that turns out to need '
'the current time is error SFX02.';
