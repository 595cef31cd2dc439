--
-- Variables: Assign, and where what it assigns is seen
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA variables;
SET search_path = variables, public, helper;
CREATE FUNCTION same(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';

--
-- What one state assigns, the next ones see
--
SELECT sfn_create_state_machine('assign', '{"StartAt": "Set", "States": {
  "Set": {"Type": "Pass", "Assign": {"x": 1, "y.$": "$.a", "list.$": "States.Array($.a, 2)", "o": {"deep.$": "$.a"}}, "Next": "Use"},
  "Use": {"Type": "Pass", "Parameters": {"x.$": "$x", "y.$": "$y", "second.$": "$list[1]", "deep.$": "$o.deep",
    "sum.$": "States.MathAdd($x, $o.deep)"}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('assign', '{"a": 5}') AS run \gset
SELECT output FROM outcome(:'run'::uuid);
-- The Exited event tells them, each as JSON text.
SELECT details -> 'assignedVariables' AS assigned FROM sfn_history(:'run') WHERE type = 'PassStateExited' ORDER BY id;

-- All of an Assign sees the values from before the state, so two can be exchanged.
SELECT output FROM outcome('{"StartAt": "Set", "States": {
  "Set": {"Type": "Pass", "Assign": {"a": 1, "b": 2}, "Next": "Swap"},
  "Swap": {"Type": "Pass", "Assign": {"a.$": "$b", "b.$": "$a"}, "Parameters": {"a.$": "$a"}, "Next": "Tell"},
  "Tell": {"Type": "Pass", "Parameters": {"a.$": "$a", "b.$": "$b", "seen.$": "$.a"}, "End": true}}}');

-- An assigned variable is replaced whole; the others stay.
SELECT output FROM outcome('{"StartAt": "Set", "States": {
  "Set": {"Type": "Pass", "Assign": {"o": {"a": 1, "b": 2}, "n": 1}, "Next": "Again"},
  "Again": {"Type": "Pass", "Assign": {"o": {"a": 3}}, "Next": "Tell"},
  "Tell": {"Type": "Pass", "Parameters": {"o.$": "$o", "n.$": "$n"}, "End": true}}}');

--
-- "$" inside Assign is the result of the state's work
--
-- A Pass: its Result, before ResultPath.  A Task: the raw result, before ResultSelector.
SELECT output FROM outcome('{"StartAt": "L", "States": {
  "L": {"Type": "Pass", "Assign": {"list": [1, 2]}, "Next": "P"},
  "P": {"Type": "Pass", "Result": {"r": 1}, "ResultPath": "$.p", "Assign": {"p.$": "$"}, "Next": "T"},
  "T": {"Type": "Task", "Resource": "pg:function:same", "Parameters": {"raw": true},
        "ResultSelector": {"selected": true}, "Assign": {"t.$": "$"}, "Next": "M"},
  "M": {"Type": "Map", "ItemsPath": "$list", "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}},
        "Assign": {"m.$": "$[1]"}, "Next": "Tell"},
  "Tell": {"Type": "Pass", "Parameters": {"p.$": "$p", "t.$": "$t", "m.$": "$m"}, "End": true}}}');
-- A catcher's Assign: what was caught.  The state's own Assign then does not count.
SELECT output FROM outcome('{"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:missing", "Assign": {"by": "state"},
        "Catch": [{"ErrorEquals": ["States.ALL"], "Assign": {"by": "catcher", "e.$": "$.Error"}, "ResultPath": null, "Next": "Tell"}],
        "Next": "Tell"},
  "Tell": {"Type": "Pass", "Parameters": {"by.$": "$by", "e.$": "$e", "in.$": "$.a"}, "End": true}}}', '{"a": 1}');

--
-- Scopes
--
-- Branches and iterations see the variables around them, as they were when the state was entered; their
-- own are theirs alone and end with them.
SELECT output FROM outcome('{"StartAt": "Set", "States": {
  "Set": {"Type": "Pass", "Assign": {"outer": 1}, "Next": "Both"},
  "Both": {"Type": "Parallel", "Assign": {"after.$": "$[0].inner"}, "Branches": [
    {"StartAt": "A", "States": {
      "A": {"Type": "Pass", "Assign": {"inner": "a"}, "Next": "A2"},
      "A2": {"Type": "Pass", "Parameters": {"outer.$": "$outer", "inner.$": "$inner"}, "End": true}}},
    {"StartAt": "B", "States": {
      "B": {"Type": "Pass", "Assign": {"inner": "b"}, "Next": "B2"},
      "B2": {"Type": "Pass", "Parameters": {"outer.$": "$outer", "inner.$": "$inner"}, "End": true}}}], "Next": "Tell"},
  "Tell": {"Type": "Pass", "Parameters": {"both.$": "$", "after.$": "$after"}, "End": true}}}');
SELECT output FROM outcome('{"StartAt": "Set", "States": {
  "Set": {"Type": "Pass", "Assign": {"factor": 10}, "Next": "Each"},
  "Each": {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": {"StartAt": "In", "States": {
    "In": {"Type": "Pass", "Assign": {"mine.$": "States.MathAdd($, $factor)"}, "Next": "Nested"},
    "Nested": {"Type": "Map", "ItemsPath": "$$.Execution.Input.items", "ItemProcessor": {"StartAt": "Add", "States": {
      "Add": {"Type": "Pass", "Parameters": {"sum.$": "States.MathAdd($mine, $)"}, "OutputPath": "$.sum", "End": true}}}, "End": true}}},
   "End": true}}}', '{"items": [1, 2]}');
-- A name of an outer scope cannot be assigned in an inner one.
SELECT severity, location, message FROM sfn_validate('{"StartAt": "Set", "States": {
  "Set": {"Type": "Pass", "Assign": {"x": 1}, "Next": "Both"},
  "Both": {"Type": "Parallel", "Branches": [
    {"StartAt": "A", "States": {"A": {"Type": "Pass", "Assign": {"x": 2}, "End": true}}}], "End": true}}}');

--
-- Using what is not assigned
--
-- A name that nothing assigns is refused with the definition.
SELECT severity, location, message FROM sfn_validate('{"StartAt": "P", "States": {
  "P": {"Type": "Pass", "Parameters": {"x.$": "$x"}, "End": true}}}');
-- One that is assigned on another way fails when it is used; IsPresent asks before.
SELECT error, cause FROM outcome('{"StartAt": "Which", "States": {
  "Which": {"Type": "Choice", "Choices": [{"Variable": "$.set", "BooleanEquals": true, "Next": "Set"}], "Default": "Use"},
  "Set": {"Type": "Pass", "Assign": {"x": 1}, "Next": "Use"},
  "Use": {"Type": "Pass", "Parameters": {"x.$": "$x"}, "End": true}}}', '{"set": false}');
SELECT output FROM outcome('{"StartAt": "Which", "States": {
  "Which": {"Type": "Choice", "Choices": [{"Variable": "$x", "IsPresent": true, "Next": "Is"}], "Default": "Not"},
  "Is": {"Type": "Pass", "Result": "is", "Assign": {"x": 1}, "Next": "Which"},
  "Not": {"Type": "Pass", "Result": "is not", "End": true}}}', '{"set": false}');

--
-- A retried state begins with the values it was entered with, and only its success assigns
--
CREATE SEQUENCE attempts;
CREATE FUNCTION second_time(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
	SELECT CASE WHEN nextval('attempts') = 1 THEN sfn_raise_error('Again') ELSE input END
$$;
SELECT sfn_create_state_machine('assign', '{"StartAt": "Set", "States": {
  "Set": {"Type": "Pass", "Assign": {"n": 1}, "Next": "Try"},
  "Try": {"Type": "Task", "Resource": "pg:function:second_time", "Parameters": {"n.$": "$n"},
    "Assign": {"n.$": "States.MathAdd($n, 1)"}, "Retry": [{"ErrorEquals": ["Again"]}], "Next": "Tell"},
  "Tell": {"Type": "Pass", "Parameters": {"task.$": "$.n", "n.$": "$n"}, "End": true}}}', or_replace => true) IS NOT NULL AS replaced;
SELECT sfn_start('assign') AS run \gset
SELECT sfn_tick(now() + interval '1 hour');
SELECT output FROM outcome(:'run'::uuid);

-- Variables outlive a wait.
SELECT sfn_create_state_machine('assign', '{"StartAt": "Set", "States": {
  "Set": {"Type": "Pass", "Assign": {"n": {"a": [1, 2]}}, "Next": "Nap"},
  "Nap": {"Type": "Wait", "Seconds": 10, "Assign": {"m": 1}, "Next": "Each"},
  "Each": {"Type": "Map", "ItemsPath": "$n.a", "ItemProcessor": {"StartAt": "Nap2", "States": {
    "Nap2": {"Type": "Wait", "Seconds": 10, "Assign": {"own.$": "$"}, "Next": "In"},
    "In": {"Type": "Pass", "Parameters": {"n.$": "$n", "m.$": "$m", "own.$": "$own"}, "End": true}}}, "End": true}}}',
  or_replace => true) IS NOT NULL AS replaced;
SELECT sfn_start('assign') AS run \gset
SELECT sfn_tick(now() + interval '1 hour');
SELECT output FROM outcome(:'run'::uuid);

--
-- Limits
--
-- One Assign may take the bytes of a payload; all variables of an execution 10 MiB.
SELECT status, error, left(cause, 60) AS cause FROM outcome('{"StartAt": "P", "States": {
  "P": {"Type": "Pass", "Assign": {"a.$": "$.s", "b.$": "$.s"}, "End": true}}}',
  jsonb_build_object('s', repeat('x', 140000)));
SELECT sfn_create_state_machine('assign', format('{"StartAt": "V1", "States": {%s, "Tell": {"Type": "Succeed"}}}',
  string_agg(format('"V%s": {"Type": "Pass", "Assign": {"v%s.$": "$.s"}, "Next": "%s"}', n, n,
    CASE WHEN n < 45 THEN 'V' || n + 1 ELSE 'Tell' END), ', ')), or_replace => true) IS NOT NULL AS replaced
FROM generate_series(1, 45) AS n;
SELECT status, error, cause, details ->> 'name' AS last_entered
FROM sfn_start('assign', jsonb_build_object('s', repeat('x', 250000))) AS run, outcome(run),
  LATERAL (SELECT details FROM sfn_history(run) WHERE type = 'PassStateEntered' ORDER BY id DESC LIMIT 1) AS last;

CALL clean();
DROP SCHEMA variables CASCADE;
