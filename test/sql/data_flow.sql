--
-- Data flow: InputPath, Parameters, ResultSelector, ResultPath, OutputPath
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA data_flow;
SET search_path = data_flow, public, helper;

-- A task that shows what it was given.
CREATE FUNCTION show(input jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
	SELECT jsonb_build_object('got', input, 'size', 3)
$$;

-- Run one Task state with these fields.
CREATE FUNCTION task(fields text, input jsonb, OUT status text, OUT output jsonb, OUT error text, OUT cause text)
LANGUAGE sql AS $$
	SELECT status, output, error, substr(cause, strpos(cause, '). ') + 3)
	FROM outcome(format('{"StartAt": "T", "States": {
		"T": {"Type": "Task", "Resource": "pg:function:show", %s "End": true}}}', fields), input)
$$;
-- Run one Pass state with these fields.
CREATE FUNCTION pass(fields text, input jsonb, OUT status text, OUT output jsonb, OUT error text, OUT cause text)
LANGUAGE sql AS $$
	SELECT status, output, error, substr(cause, strpos(cause, '). ') + 3)
	FROM outcome(format('{"StartAt": "P", "States": {"P": {"Type": "Pass", %s "End": true}}}', fields), input)
$$;

\set order '{"id": 7, "order": {"kind": "pie", "count": 2}}'

--
-- Without any of the fields the task gets the state's input and its result is the output
--
SELECT status, output FROM task('', :'order');

--
-- InputPath chooses what the task gets, OutputPath what is left at the end
--
SELECT output FROM task('"InputPath": "$.order",', :'order');
SELECT output FROM task('"OutputPath": "$.got.order",', :'order');
-- null stands for the empty object.
SELECT output FROM task('"InputPath": null,', :'order');
SELECT output FROM task('"OutputPath": null,', :'order');
-- A path that may find many nodes gives an array, whatever it finds.
SELECT output FROM pass('"InputPath": "$.*.kind",', :'order');
SELECT output FROM pass('"InputPath": "$.none[*]",', :'order');
-- In a template, an element that an array does not have is null, unless more of it is asked for.
SELECT output, error FROM unnest(ARRAY['$.l[1]', '$.l[2]', '$.l[-3]', '$.l[2].x', '$.l[*].x', '$.s[0]', '$$.Execution.Input.l[2]']) WITH ORDINALITY AS p(path, nr),
	pass(format('"Parameters": {"v.$": "%s"},', path), '{"l": [1, 2], "s": "text"}') ORDER BY nr;
-- One that names a node must find it; the Cause tells how far it came.
SELECT error, cause FROM pass('"InputPath": "$.none",', :'order');
SELECT error, cause FROM pass('"OutputPath": "$.order.none",', :'order');
SELECT error, cause FROM pass('"InputPath": "$.no.such.path",', :'order');

--
-- ResultPath puts the result into the raw input, not into what InputPath made of it
--
SELECT output FROM task('"InputPath": "$.order", "ResultPath": "$.result",', :'order');
SELECT output FROM task('"ResultPath": "$.order.result",', :'order');
-- A member that is there is replaced, parents that are not are made.
SELECT output FROM pass('"Result": 1, "ResultPath": "$.order",', :'order');
SELECT output FROM pass('"Result": 1, "ResultPath": "$.a.b[''c d''].e",', :'order');
-- "$" is the default: the result replaces everything; null drops it.
SELECT output FROM pass('"Result": 1, "ResultPath": "$",', :'order');
SELECT output FROM task('"ResultPath": null,', :'order');
-- Elements of an array can be replaced, not added.
SELECT output FROM pass('"Result": "x", "ResultPath": "$.list[1]",', '{"list": [1, 2]}');
SELECT output FROM pass('"Result": "x", "ResultPath": "$.list[0].a",', '{"list": [{"b": 1}]}');
SELECT status, error, cause FROM pass('"Result": "x", "ResultPath": "$.list[2]",', '{"list": [1, 2]}');
-- What is no object cannot be given members; this is never retried nor caught.
SELECT status, error, cause FROM pass('"Result": "x", "ResultPath": "$.a.b",', '{"a": 1}');
SELECT status, error, cause FROM pass('"Result": "x", "ResultPath": "$.a",', '[1]');
SELECT status, error FROM task('"ResultPath": "$.a",
  "Retry": [{"ErrorEquals": ["States.ALL"]}], "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "T"}],', '"text"');

--
-- ResultSelector makes another result of it before ResultPath places it
--
SELECT output FROM task('"ResultSelector": {"n.$": "$.size", "what.$": "$.got.order.kind", "unit": "pcs"},', :'order');
SELECT output FROM task('"ResultSelector": {"n.$": "$.size"}, "ResultPath": "$.order.selected", "OutputPath": "$.order",', :'order');
SELECT error, cause FROM task('"ResultSelector": {"n.$": "$.none"},', :'order');

--
-- Parameters: a template in which members named x.$ are evaluated
--
SELECT output -> 'got' AS got FROM task('"Parameters": {
  "all.$": "$", "kind.$": "$.order.kind", "id.$": "$[''id'']",
  "constant": {"list": [1, "$.id", {"deep.$": "$.order.count"}]},
  "call.$": "States.Format(''{} of {}'', $.order.count, $.order.kind)"},', :'order');
-- It sees what InputPath has left.
SELECT output -> 'got' AS got FROM task('"InputPath": "$.order", "Parameters": {"kind.$": "$.kind"},', :'order');
-- Strings elsewhere are texts, elements of arrays always are.
SELECT output -> 'got' AS got FROM task('"Parameters": {"text": "$.id", "list": ["$.id", "States.UUID()"]},', :'order');
-- A path that finds nothing fails, in the middle of whatever it is.
SELECT error, cause FROM task('"Parameters": {"a": [{"b.$": "$.order.none"}]},', :'order');
-- An empty template is an empty object.
SELECT output -> 'got' AS got FROM task('"Parameters": {},', :'order');
-- null is a value like any other.
SELECT output -> 'got' AS got FROM task('"Parameters": {"a.$": "$.a", "b": null},', '{"a": null}');
-- An intrinsic function that fails fails the state, and can be caught where a task fails.
SELECT error, cause FROM pass('"Parameters": {"a.$": "States.ArrayGetItem($.list, 5)"},', '{"list": [1]}');

--
-- The whole way
--
-- What is left of the input, the template, the task, what is chosen from its result, where it goes,
-- what goes on: the history shows each of them.
SELECT sfn_create_state_machine('way', '{"StartAt": "Bake", "States": {
  "Bake": {"Type": "Task", "Resource": "pg:function:show",
    "InputPath": "$.order", "Parameters": {"bake.$": "$.kind"},
    "ResultSelector": {"baked.$": "$.got.bake"}, "ResultPath": "$.order.done", "OutputPath": "$.order",
    "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('way', :'order') AS run \gset
SELECT * FROM events(:'run');

--
-- Values keep what jsonb keeps
--
-- digits and scale of numbers, and every character that jsonb can hold.
SELECT output FROM pass('"Parameters": {"a.$": "$", "b": 1.10, "c": "\u00e9\n\"\\\ud83d\ude00"},',
  '[1.50, 12345678901234567890.123456789, 0.1, 1e3]');

CALL clean();
DROP SCHEMA data_flow CASCADE;
