--
-- JSONata in states: {% ... %}
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA jsonata_states;
SET search_path = jsonata_states, public, helper;
CREATE FUNCTION same(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';
CREATE FUNCTION breaks(input jsonb) RETURNS jsonb LANGUAGE sql AS $$SELECT sfn_raise_error('Broken', 'on purpose')$$;

-- What becomes of one JSONata state, or of the states that are given.
CREATE FUNCTION helper.run(state text, input jsonb DEFAULT '{}', OUT output jsonb, OUT error text, OUT cause text)
LANGUAGE sql AS $$
	SELECT output, error, cause FROM outcome(format(
		CASE state::jsonb ->> 'Type' WHEN 'Fail' THEN '{"QueryLanguage": "JSONata", "StartAt": "S", "States": {"S": %s}}'
			ELSE '{"QueryLanguage": "JSONata", "StartAt": "S", "States": {"S": %s, "Done": {"Type": "Succeed"}}}' END,
		state::jsonb || CASE WHEN state::jsonb ->> 'Type' IN ('Choice', 'Fail') THEN '{}' ELSE '{"Next": "Done"}' END::jsonb),
		input)
$$;
-- The value of one expression, or why there is none.
CREATE FUNCTION helper.value(expression text, input jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(output::text, error || ': ' || substring(cause FROM 'expression .*'))
	FROM run(jsonb_build_object('Type', 'Pass', 'Output', '{% ' || expression || ' %}')::text, input)
$$;

--
-- Output: any JSON, with expressions anywhere in it
--
SELECT output FROM run('{"Type": "Pass", "Output": {"sum": "{% $sum($states.input.items.price) %}",
  "list": [1, "{% $states.input.items[0].name %}", ["{%$states.input.n%}"]], "as it is": " {% 1 %} ", "$.x": "$.y"}}',
  '{"items": [{"name": "pie", "price": 4.5}, {"name": "cake", "price": 20}], "n": null}');
-- All of it may be one expression, or a constant; without Output the input goes on.
SELECT value('$states.input.a', '{"a": []}'), value('[1..3]'), value('"x" & 1'), value('null');
SELECT run('{"Type": "Pass", "Output": 17}'), run('{"Type": "Pass"}', '{"a": 1}');
-- Names inside of a path are members of what the path has come to.
SELECT value('$states.input.items[price > 10].name', '{"items": [{"name": "pie", "price": 4.5}, {"name": "cake", "price": 20}]}');
-- What an expression only passes on keeps its digits; what it calculates is binary64.
SELECT value('$states.input.n', '{"n": 12345678901234567890.10}'), value('$states.input.n + 0', '{"n": 12345678901234567890.10}'),
  value('[$states.input]', '{"n": 1.50}');
-- $now() is the time of the execution, and the same throughout one expression.
SELECT value('$now() = $now() and $toMillis($now()) >= $toMillis($states.context.State.EnteredTime)');

--
-- $states: input, context, result, errorOutput
--
SELECT jsonb_object_keys(output) FROM run('{"Type": "Pass", "Output": "{% $states %}"}');
SELECT output FROM run('{"Type": "Task", "Resource": "pg:function:same", "Arguments": {"double": "{% $states.input.n * 2 %}"},
  "Output": {"in": "{% $states.input %}", "got": "{% $states.result.double %}", "by": "{% $states.context.State.Name %}"}}', '{"n": 21}');
-- Without Arguments a Task gets the state's input, without Output its result goes on.
SELECT output FROM run('{"Type": "Task", "Resource": "pg:function:same"}', '{"n": 21}');
-- A Catcher sees the error, and what it says replaces Output and Assign of the state.
SELECT output FROM outcome('{"QueryLanguage": "JSONata", "StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:breaks", "Output": "state", "Assign": {"by": "state"}, "End": true,
        "Catch": [{"ErrorEquals": ["Other"], "Next": "Tell"},
          {"ErrorEquals": ["Broken"], "Output": {"why": "{% $states.errorOutput.Cause %}", "of": "{% $states.input.n %}"},
           "Assign": {"by": "{% $states.errorOutput.Error %}"}, "Next": "Tell"}]},
  "Tell": {"Type": "Pass", "Output": {"by": "{% $by %}", "in": "{% $states.input %}"}, "End": true}}}', '{"n": 1}');
-- Without Output it is the error itself.
SELECT output FROM outcome('{"QueryLanguage": "JSONata", "StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:breaks", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Done"}], "End": true},
  "Done": {"Type": "Succeed"}}}');

--
-- Variables
--
-- Output and Assign see the values from before the state; variables of either language are the same.
SELECT output FROM outcome('{"StartAt": "A", "States": {
  "A": {"Type": "Pass", "Assign": {"n": 1, "o": {"deep.$": "$.a"}}, "Next": "B"},
  "B": {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"n": "{% $n + 1 %}", "old": "{% $n %}", "list": ["{% $o.deep %}"]},
        "Output": {"n": "{% $n %}"}, "Next": "C"},
  "C": {"Type": "Pass", "Parameters": {"seen.$": "$.n", "n.$": "$n", "old.$": "$old", "first.$": "$list[0]"}, "End": true}}}', '{"a": "x"}');
-- The Exited event tells them.
SELECT sfn_create_state_machine('assigns', '{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
  "A": {"Type": "Wait", "Seconds": "{% $states.input.s %}", "Assign": {"t": "{% \"x\" %}", "u": [1]}, "End": true}}}') IS NOT NULL AS created;
SELECT details -> 'assignedVariables' AS assigned FROM sfn_history(sfn_start('assigns', '{"s": 0}')) WHERE type = 'WaitStateExited';
-- Branches and iterations see the variables around them.
SELECT output FROM outcome('{"QueryLanguage": "JSONata", "StartAt": "Set", "States": {
  "Set": {"Type": "Pass", "Assign": {"factor": 10}, "Next": "M"},
  "M": {"Type": "Map", "Items": "{% $states.input %}", "ItemProcessor": {"StartAt": "I", "States": {
        "I": {"Type": "Pass", "Assign": {"own": "{% $states.input %}"}, "Output": "{% $factor * $states.input %}", "End": true}}},
        "End": true}}}', '[1, 2]');
-- A name bound by an expression is its own; $states cannot be bound.
SELECT value('($x := 2; $y := 3; $x * $y)'), value('$map([1, 2], function($x) {$x * 2})');
SELECT code, location, message FROM sfn_validate('{"QueryLanguage": "JSONata", "StartAt": "S", "States": {"S": {"Type": "Pass",
  "Assign": {"states": 1, "a-b": 2, "x": "{% ($states := 1) %}", "y": "{% $map([1], function($states) {1}) %}"}, "End": true}}}');
-- Which states refer to which variables: neither what they bind nor what they call.
SELECT sfn_create_state_machine('refers', '{"QueryLanguage": "JSONata", "StartAt": "S", "States": {
  "S": {"Type": "Choice", "Choices": [{"Condition": "{% $b and ($own := 1; $own) = $states.input.n %}", "Next": "T"}], "Default": "T"},
  "T": {"Type": "Pass", "Assign": {"z": "{% $nonsense($a) ~> $sum %}"}, "Output": "{% $c.d & $a %}", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_api('DescribeStateMachine', jsonb_build_object('stateMachineArn', arn)) -> 'variableReferences' AS refers
FROM sfn.state_machines WHERE name = 'refers';
-- A variable hides the function of its name.
SELECT sfn_create_state_machine('hides', '{"QueryLanguage": "JSONata", "StartAt": "S", "States": {
  "S": {"Type": "Pass", "Assign": {"sum": 1}, "Next": "T"},
  "T": {"Type": "Pass", "Output": "{% [$sum, $map([1, 2], $string)] %}", "End": true}}}') IS NOT NULL AS created;
SELECT output FROM outcome(sfn_start('hides'));
SELECT sfn_api('DescribeStateMachine', jsonb_build_object('stateMachineArn', arn)) -> 'variableReferences' AS refers
FROM sfn.state_machines WHERE name = 'hides';

--
-- Choice: a Condition is true or false, and nothing like it
--
CREATE FUNCTION helper.choose(condition text, input jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $$
	SELECT coalesce(output #>> '{}', error || ': ' || cause) FROM outcome(format('{"QueryLanguage": "JSONata", "StartAt": "Ask", "States": {
		"Ask": {"Type": "Choice", "Choices": [{"Condition": %s, "Output": "yes", "Next": "Done"}], "Default": "Done", "Output": "no"},
		"Done": {"Type": "Succeed"}}}', condition), input)
$$;
SELECT choose('true'), choose('false'), choose('"{% $states.input.n > 1 %}"', '{"n": 2}'), choose('"{% $states.input.n > 1 %}"', '{"n": 1}');
SELECT choose(condition) FROM (VALUES ('"{% 1 %}"'), ('"{% \"true\" %}"'), ('"{% $states.input.missing %}"')) AS conditions (condition);
-- The Output and Assign of the rule that holds, or of the state where Default is taken
SELECT output FROM outcome('{"QueryLanguage": "JSONata", "StartAt": "Ask", "States": {
  "Ask": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.n > 1 %}", "Assign": {"x": "{% $states.input.n %}"}, "Next": "Tell"}],
          "Default": "Tell", "Assign": {"x": "default"}, "Output": "default"},
  "Tell": {"Type": "Pass", "Output": {"x": "{% $x %}", "in": "{% $states.input %}"}, "End": true}}}', '{"n": 2}');

--
-- Map and Parallel
--
SELECT output FROM outcome('{"QueryLanguage": "JSONata", "StartAt": "M", "States": {
  "M": {"Type": "Map", "Items": "{% $states.input.items %}", "MaxConcurrency": "{% $states.input.at_once %}",
        "ItemSelector": {"item": "{% $states.context.Map.Item.Value %}", "i": "{% $states.context.Map.Item.Index %}", "all": "{% $count($states.input.items) %}"},
        "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}},
        "Output": {"of": "{% $count($states.result) %}", "last": "{% $states.result[-1] %}"}, "End": true}}}',
  '{"items": ["a", "b"], "at_once": 1}');
-- Items may be a list with expressions in it; without Items the input is the list.
SELECT output FROM run('{"Type": "Map", "Items": [1, "{% $states.input.n %}"], "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}}', '{"n": 2}');
SELECT output, error, cause FROM run('{"Type": "Map", "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}}', '{"n": 2}');
SELECT code, location, message FROM sfn_validate('{"QueryLanguage": "JSONata", "StartAt": "S", "States": {"S": {"Type": "Map", "Items": "[1, 2]",
  "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}, "End": true}}}');
SELECT output FROM outcome('{"QueryLanguage": "JSONata", "StartAt": "P", "States": {
  "P": {"Type": "Parallel", "Arguments": {"n": "{% $states.input.n + 1 %}"}, "End": true, "Output": "{% $sum($states.result) %}", "Branches": [
    {"StartAt": "A", "States": {"A": {"Type": "Pass", "Output": "{% $states.input.n %}", "End": true}}},
    {"StartAt": "B", "States": {"B": {"Type": "Pass", "Output": "{% $states.input.n * 10 %}", "End": true}}}]}}}', '{"n": 1}');

--
-- Wait, Fail, and the numbers of a Task
--
SELECT run(format('{"Type": "Wait", "%s": "{%% $states.input %%}"}', field), input)
FROM (VALUES ('Seconds', '0'::jsonb), ('Seconds', '-1'), ('Seconds', '1.5'), ('Seconds', '"1"'),
  ('Timestamp', '"2016-12-05T21:29:29Z"'), ('Timestamp', '"2016-12-05 21:29:29Z"'), ('Timestamp', '1')) AS waits (field, input);
SELECT error, cause FROM (VALUES ('{"Type": "Fail", "Error": "{% \"E\" & $states.input.n %}", "Cause": "{% $string($states.input) %}"}'),
  ('{"Type": "Fail", "Error": "{% 7 %}"}'), ('{"Type": "Fail", "Error": "as it is"}')) AS states (state), run(state, '{"n": 7}');
SELECT sfn_create_state_machine('numbers', '{"QueryLanguage": "JSONata", "StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:same", "TimeoutSeconds": "{% $states.input.t %}", "HeartbeatSeconds": "{% $states.input.t - 1 %}",
        "Credentials": {"RoleArn": "{% $states.context.Execution.RoleArn %}"}, "End": true}}}') IS NOT NULL AS created;
SELECT details - 'parameters' AS scheduled FROM sfn_history(sfn_start('numbers', '{"t": 10}')) WHERE type = 'TaskScheduled';
SELECT cause FROM outcome(sfn_start('numbers', '{"t": 1}'));

--
-- Errors
--
-- Nothing, a function, an error of the language: each fails the field, even if others are right.
SELECT value(expression) FROM (VALUES ('$states.input.missing'), ('$missing'), ('function($x) {$x}'), ('$sum("a")'),
  ('$error("no such order")'), ('1 / 0'), ('$eval("1")')) AS expressions (expression);
-- Inside of an object that an expression makes, what is undefined is left out.
SELECT value('{"a": 1, "b": $states.input.missing}');
-- Which field it is, also in arrays, rules and catchers
SELECT substring(cause FROM 'field ''(.*?)''') AS field FROM (VALUES
  ('{"Type": "Pass", "Output": {"a": {"b": [1, "{% $x %}"]}}}'),
  ('{"Type": "Pass", "Assign": {"a": "{% $x %}"}}'),
  ('{"Type": "Choice", "Choices": [{"Condition": false, "Next": "Done"}, {"Condition": "{% $x %}", "Next": "Done"}]}'),
  ('{"Type": "Choice", "Choices": [{"Condition": true, "Output": {"a": "{% $x %}"}, "Next": "Done"}]}'),
  ('{"Type": "Task", "Resource": "pg:function:breaks", "Catch": [{"ErrorEquals": ["States.ALL"], "Output": "{% $x %}", "Next": "Done"}]}'),
  ('{"Type": "Task", "Resource": "pg:function:same", "Credentials": {"RoleArn": "{% $x %}"}}')) AS states (state), run(state);

-- EvaluationFailed stands in for the Entered event, and the next event follows it.
CREATE FUNCTION helper.history(states text, input jsonb DEFAULT '{}') RETURNS TABLE (id bigint, prev bigint, type text, details text)
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_create_state_machine('history', '{"QueryLanguage": "JSONata", "StartAt": "S", "States": {' || states || '}}', or_replace => true);
	RETURN QUERY WITH started AS MATERIALIZED (SELECT sfn_start('history', input) AS run),
		retried AS MATERIALIZED (SELECT run, sfn_tick('infinity') FROM started)
		SELECT e.id, e.prev, e.type, e.details FROM retried, events(run) e WHERE e.id > 1;
END$$;
SELECT * FROM history('"S": {"Type": "Pass", "Output": {"a": "{% $missing %}"}, "End": true}');
-- It can be caught, and tried again.
SELECT id, prev, type FROM history('"S": {"Type": "Task", "Resource": "pg:function:same", "Output": "{% $states.result.n %}", "End": true,
  "Retry": [{"ErrorEquals": ["States.QueryEvaluationError"], "MaxAttempts": 1, "IntervalSeconds": 0}],
  "Catch": [{"ErrorEquals": ["States.QueryEvaluationError"], "Next": "D", "Output": "{% $states.errorOutput.Error %}"}]}, "D": {"Type": "Succeed"}');
-- A Map that does not come to its start, one whose ItemSelector fails, and one in which a state fails
SELECT id, prev, type FROM history('"S": {"Type": "Map", "Items": "{% $states.input %}", "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}, "End": true}', '1');
SELECT id, prev, type FROM history('"S": {"Type": "Map", "Items": [1], "ItemSelector": "{% $missing %}", "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}, "End": true}');
SELECT id, prev, type FROM history('"S": {"Type": "Map", "Items": [1], "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Succeed", "Output": "{% $missing %}"}}},
  "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "D"}], "End": true}, "D": {"Type": "Succeed"}');
SELECT id, prev, type FROM history('"S": {"Type": "Parallel", "Arguments": "{% $missing %}", "Branches": [{"StartAt": "I", "States": {"I": {"Type": "Succeed"}}}], "End": true}');
-- What a Wait cannot wait for is found when it is entered.
SELECT * FROM history('"S": {"Type": "Wait", "Timestamp": "{% \"tomorrow\" %}", "End": true}');

-- ItemSelector knows the input of its Map also in an iteration that begins long after the Map, and so does what catches its error.
SELECT sfn_create_state_machine('later', '{"QueryLanguage": "JSONata", "StartAt": "M", "States": {
  "M": {"Type": "Map", "Items": "{% $states.input.list %}", "MaxConcurrency": 1, "End": true,
    "ItemSelector": {"of": "{% $count($states.input.list) %}", "twice": "{% 2 * $states.context.Map.Item.Value %}"},
    "ItemProcessor": {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1, "End": true}}},
    "Catch": [{"ErrorEquals": ["States.QueryEvaluationError"], "Output": "{% $states.input %}", "Next": "Caught"}]},
  "Caught": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('later', '{"list": [1, 2, 3]}') AS right, sfn_start('later', '{"list": [1, 2, "x"]}') AS wrong \gset
SELECT sfn_tick('infinity') > 0 AS ticked;
SELECT status, output FROM outcome(:'right'::uuid);
SELECT status, output FROM outcome(:'wrong'::uuid);

--
-- Redrive goes on where a field has failed
--
SELECT sfn_create_state_machine('again', '{"QueryLanguage": "JSONata", "StartAt": "P", "States": {
  "P": {"Type": "Parallel", "End": true, "Branches": [
    {"StartAt": "A", "States": {"A": {"Type": "Pass", "Output": "a", "End": true}}},
    {"StartAt": "B", "States": {"B": {"Type": "Task", "Resource": "pg:function:jsonata_states.count_up", "Output": "{% $states.result.n %}", "End": true}}}]}}}') IS NOT NULL AS created;
CREATE SEQUENCE counter;
CREATE FUNCTION count_up(input jsonb) RETURNS jsonb LANGUAGE sql AS
	$$SELECT CASE WHEN nextval('counter') = 1 THEN '{}' ELSE '{"n": "b"}' END::jsonb$$;
SELECT sfn_start('again') AS run \gset
SELECT status, error FROM outcome(:'run'::uuid);
SELECT sfn_redrive(:'run') IS NOT NULL AS redriven;
SELECT id, prev, type FROM events(:'run') WHERE id > 1;
SELECT output FROM outcome(:'run'::uuid);
-- So does a Map that comes first and has been tried before: what it failed at follows nothing.
SELECT sfn_create_state_machine('first', '{"QueryLanguage": "JSONata", "StartAt": "M", "States": {
  "M": {"Type": "Map", "Items": ["a"], "Output": "{% $states.context.Execution.RedriveCount = 1 ? $states.result : $nothing %}", "End": true,
    "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}},
    "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1, "IntervalSeconds": 1}]}}}') IS NOT NULL AS created;
SELECT sfn_start('first') AS run \gset
SELECT sfn_tick('infinity') > 0 AS ticked;
SELECT status, error FROM outcome(:'run'::uuid);
SELECT sfn_redrive(:'run') IS NOT NULL AS redriven;
SELECT id, prev, type FROM events(:'run');
SELECT status, output FROM outcome(:'run'::uuid);
-- A Map whose Items have become others begins all over.
SELECT sfn_create_state_machine('fewer', '{"QueryLanguage": "JSONata", "StartAt": "M", "States": {
  "M": {"Type": "Map", "MaxConcurrency": 1, "Items": "{% [1..(3 - $states.context.Execution.RedriveCount)] %}", "End": true,
    "ItemProcessor": {"StartAt": "I", "States": {
      "I": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input = 3 %}", "Next": "No"}], "Default": "Yes"},
      "No": {"Type": "Fail"}, "Yes": {"Type": "Succeed"}}}}}}') IS NOT NULL AS created;
SELECT sfn_start('fewer') AS run \gset
SELECT sfn_redrive(:'run') IS NOT NULL AS redriven;
SELECT status, output FROM outcome(:'run'::uuid);

--
-- What states do not offer is refused
--
SELECT code, location, message FROM sfn_validate('{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
  "A": {"Type": "Pass", "Output": {"name": "{% order.id %}", "list": ["{% $ %}", "{% $$ %}", "{% 1 + %}", "{% 1", "{% [1, 2) %}"],
        "inside": "{% $states.input.orders[id = $.last].(id & $) %}", "in a function": "{% $map($states.input, function($v) {$v + id}) %}",
        "elvis": "{% $a ?: 1 %}", "coalescing": "{% $a ?? 1 %}", "no such": "{% $states.inputs %}"}, "Next": "B"},
  "B": {"Type": "Task", "Resource": "pg:function:same", "Arguments": "{% $states.result %}", "Output": "{% $states.result & $states.errorOutput %}",
        "Catch": [{"ErrorEquals": ["States.ALL"], "Output": "{% $states.errorOutput %}", "Assign": {"x": "{% $states.result %}"}, "Next": "B"}], "End": true}}}')
WHERE severity = 'ERROR';
-- What nobody assigns is a warning.
SELECT severity, code, location, message FROM sfn_validate('{"QueryLanguage": "JSONata", "StartAt": "S", "States": {"S": {"Type": "Pass",
  "Output": ["{% $nobody & $x & ($own := 1; $own) %}"], "Assign": {"x": 1}, "End": true}}}');

--
-- Bounds
--
-- An expression that does not end is ended, and the state can still catch that.
SET sfn.jsonata_max_steps = 100000;
SELECT value(expression) FROM (VALUES ('($f := function($n) {$f($n + 1)}; $f(1))'), ('($f := function($n) {1 + $f($n)}; $f(1))')) AS endless (expression);
SET sfn.jsonata_max_memory = '1MB';
SELECT value('$map([1..90000], $string)');
SELECT output FROM outcome('{"QueryLanguage": "JSONata", "StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:same", "Arguments": "{% ($f := function() {$f()}; $f()) %}",
        "Catch": [{"ErrorEquals": ["States.QueryEvaluationError"], "Next": "Done", "Output": "caught"}], "End": true},
  "Done": {"Type": "Succeed"}}}');
-- Without bounds it can be canceled.
SET sfn.jsonata_max_steps = 0;
SET sfn.jsonata_max_memory = 0;
SET statement_timeout = '100ms';
\set VERBOSITY terse
SELECT value('($f := function() {$f()}; $f())');
\set VERBOSITY default
RESET statement_timeout;
RESET sfn.jsonata_max_steps;
RESET sfn.jsonata_max_memory;
-- A result that is too large ends the execution.
SELECT error, cause FROM run('{"Type": "Pass", "Output": "{% $pad(\"\", 300000, \"x\") %}"}');
SELECT error, cause FROM run('{"Type": "Pass", "Assign": {"x": "{% $pad(\"\", 300000, \"x\") %}"}}');
-- Numbers that JSON has no word for, and text that cannot be stored
SELECT value(expression) FROM (VALUES ('1e300 * 1e300'), ('"\u0000"')) AS expressions (expression);

--
-- Pictures show expressions as they are
--
SELECT sfn_create_state_machine('picture', '{"QueryLanguage": "JSONata", "StartAt": "M", "States": {
  "M": {"Type": "Map", "Items": "{% $states.input.a %}", "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Wait", "Seconds": "{% $states.input %}", "End": true}}}, "Next": "C"},
  "C": {"Type": "Choice", "Choices": [{"Condition": "{% $count($states.input) > 1 %}", "Next": "L"}, {"Condition": true, "Next": "F"}]},
  "L": {"Type": "Map", "Items": [1, 2], "ItemProcessor": {"StartAt": "J", "States": {"J": {"Type": "Succeed"}}}, "Next": "N"},
  "N": {"Type": "Map", "ItemProcessor": {"StartAt": "K", "States": {"K": {"Type": "Succeed"}}}, "End": true},
  "F": {"Type": "Fail", "Error": "{% $states.input.e %}"}}}') IS NOT NULL AS created;
SELECT sfn_graph('picture', 'text');

--
-- A loop, in EXPRESS
--
SELECT sfn_create_state_machine('loop', '{"QueryLanguage": "JSONata", "StartAt": "Init", "States": {
  "Init": {"Type": "Pass", "Assign": {"i": 0, "sum": 0}, "Next": "More"},
  "More": {"Type": "Choice", "Choices": [{"Condition": "{% $i < $states.input.n %}", "Next": "Step"}], "Default": "Tell"},
  "Step": {"Type": "Pass", "Assign": {"i": "{% $i + 1 %}", "sum": "{% $sum + $i %}"}, "Next": "More"},
  "Tell": {"Type": "Pass", "Output": "{% $sum %}", "End": true}}}', type => 'EXPRESS') IS NOT NULL AS created;
SELECT status, output FROM sfn_start_sync('loop', '{"n": 100}');

CALL clean();
