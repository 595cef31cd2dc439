--
-- Choice: the first rule that holds names the next state
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
SET search_path = public, helper;

-- Whether one rule holds for an input: "yes", "no", or why it cannot be told.
CREATE FUNCTION helper.holds(rule text, input jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result record;
BEGIN
	result := outcome(format('{"StartAt": "Ask", "States": {
		"Ask": {"Type": "Choice", "Choices": [%s], "Default": "No"},
		"Yes": {"Type": "Pass", "Result": "yes", "End": true},
		"No": {"Type": "Pass", "Result": "no", "End": true}}}',
		rule::jsonb || '{"Next": "Yes"}'), input);
	RETURN coalesce(result.output #>> '{}', result.error || ': ' || result.cause);
END$$;

-- Whether $.a and an operand compare like that.  Operators with a Path variant are asked both
-- ways, with the operand in the definition and in the input, and must agree.
CREATE FUNCTION helper.compares(a jsonb, operator text, b jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	constant text := holds(jsonb_build_object('Variable', '$.a', operator, b)::text, jsonb_build_object('a', a));
	path text := constant;
BEGIN
	IF operator NOT LIKE 'Is%' AND operator <> 'StringMatches' THEN
		path := holds(jsonb_build_object('Variable', '$.a', operator || 'Path', '$.b')::text,
			jsonb_build_object('a', a, 'b', b));
	END IF;
	RETURN CASE WHEN constant = path THEN constant ELSE constant || ', but by path ' || path END;
END$$;

--
-- Strings compare by code unit, without regard to language
--
-- A prefix is smaller; upper case comes before lower case; and U+FFFD comes after U+1F600, whose
-- first UTF-16 code unit is a surrogate.
SELECT a, b,
  compares(a, 'StringEquals', b) AS "=", compares(a, 'StringLessThan', b) AS "<",
  compares(a, 'StringGreaterThan', b) AS ">", compares(a, 'StringLessThanEquals', b) AS "<=",
  compares(a, 'StringGreaterThanEquals', b) AS ">="
FROM (VALUES
  ('"apple"'::jsonb, '"apple"'::jsonb), ('"apple"', '"apples"'), ('"b"', '"a"'), ('"B"', '"a"'),
  ('""', '""'), ('""', '" "'), ('"é"', '"e"'), ('"\uFFFD"', '"\uD83D\uDE00"'),
  ('1', '"1"'), ('null', '""')) AS pairs (a, b);

--
-- StringMatches: "*" stands for any characters, "\*" for a star, "\\" for a backslash
--
SELECT a, pattern, compares(a, 'StringMatches', pattern)
FROM (VALUES
  ('"log-1.txt"'::jsonb, '"log-*.txt"'::jsonb), ('"log-.txt"', '"log-*.txt"'), ('"log-1.txt.gz"', '"log-*.txt"'),
  ('"Log-1.txt"', '"log-*.txt"'), ('""', '"*"'), ('""', '""'), ('"aXbXc"', '"a*b*c"'), ('"abab"', '"*ab"'),
  ('"a*c"', '"a\\*c"'), ('"abc"', '"a\\*c"'), ('"a\\c"', '"a\\\\c"'), ('"äöü"', '"ä*ü"'),
  ('17', '"*"')) AS cases (a, pattern);
-- Any other backslash is an error, even where the rest could not match anyway.
SELECT compares('"x"', 'StringMatches', '"a\\b"');

--
-- Numbers compare by value, however they are written, and exactly
--
SELECT a, b,
  compares(a, 'NumericEquals', b) AS "=", compares(a, 'NumericLessThan', b) AS "<",
  compares(a, 'NumericGreaterThan', b) AS ">", compares(a, 'NumericLessThanEquals', b) AS "<=",
  compares(a, 'NumericGreaterThanEquals', b) AS ">="
FROM (VALUES
  ('1'::jsonb, '1.0'::jsonb), ('0', '-0.0'), ('1e2', '100'), ('-1', '1'), ('2.5', '2.4999'),
  ('9007199254740993', '9007199254740992'), ('0.1', '0.10000000000000000001'),
  ('"1"', '1'), ('true', '1'), ('null', '0')) AS pairs (a, b);

--
-- Booleans are only themselves
--
SELECT a, b, compares(a, 'BooleanEquals', b)
FROM (VALUES
  ('true'::jsonb, 'true'::jsonb), ('true', 'false'), ('false', 'false'),
  ('0', 'false'), ('"true"', 'true'), ('null', 'false'), ('[]', 'false')) AS pairs (a, b);

--
-- Timestamps compare as instants; what is no RFC 3339 timestamp compares with nothing
--
SELECT a, b,
  compares(a, 'TimestampEquals', b) AS "=", compares(a, 'TimestampLessThan', b) AS "<",
  compares(a, 'TimestampGreaterThan', b) AS ">", compares(a, 'TimestampLessThanEquals', b) AS "<=",
  compares(a, 'TimestampGreaterThanEquals', b) AS ">="
FROM (VALUES
  ('"2016-03-14T01:59:00Z"'::jsonb, '"2016-03-14T01:59:00Z"'::jsonb),
  ('"2016-03-14T02:59:00+01:00"', '"2016-03-14T01:59:00Z"'),
  ('"2016-03-14T01:59:00.5Z"', '"2016-03-14T01:59:00Z"'),
  ('"2016-03-13T23:59:59-12:00"', '"2016-03-14T01:59:00Z"'),
  ('"2016-03-14 01:59:00Z"', '"2016-03-14T01:59:00Z"'),
  ('"2016-03-14T01:59:00"', '"2016-03-14T01:59:00Z"'),
  ('1457920740', '"2016-03-14T01:59:00Z"')) AS pairs (a, b);

--
-- What a value is
--
SELECT a,
  compares(a, 'IsNull', 'true') AS "null", compares(a, 'IsString', 'true') AS string,
  compares(a, 'IsNumeric', 'true') AS numeric, compares(a, 'IsBoolean', 'true') AS boolean,
  compares(a, 'IsTimestamp', 'true') AS timestamp, compares(a, 'IsPresent', 'true') AS present
FROM (VALUES
  ('null'::jsonb), ('"text"'), ('"2016-03-14T01:59:00Z"'), ('1.5'), ('false'), ('[]'), ('{}')) AS a (a);
-- false asks for the opposite, so it holds for every other type.
SELECT a,
  compares(a, 'IsNull', 'false') AS "null", compares(a, 'IsString', 'false') AS string,
  compares(a, 'IsNumeric', 'false') AS numeric, compares(a, 'IsBoolean', 'false') AS boolean,
  compares(a, 'IsTimestamp', 'false') AS timestamp, compares(a, 'IsPresent', 'false') AS present
FROM (VALUES
  ('null'::jsonb), ('"text"'), ('"2016-03-14T01:59:00Z"'), ('1.5'), ('false'), ('[]'), ('{}')) AS a (a);

--
-- A path that finds nothing is an error of every operator but IsPresent
--
SELECT holds('{"Variable": "$.none", "NumericEquals": 1}', '{"a": 1}');
SELECT holds('{"Variable": "$.a", "NumericEqualsPath": "$.none"}', '{"a": 1}');
SELECT holds('{"Variable": "$.none", "IsNull": true}', '{"a": 1}');
SELECT holds('{"Variable": "$.none", "IsPresent": true}', '{"a": 1}') AS present,
  holds('{"Variable": "$.none.deeper", "IsPresent": false}', '{"a": 1}') AS absent,
  holds('{"Variable": "$$.Execution.None", "IsPresent": true}', '{"a": 1}') AS in_context;

--
-- And, Or and Not; they stop where the answer is clear
--
-- so what guards a comparison stands before it.
SELECT input, holds('{"And": [{"Variable": "$.a", "IsPresent": true}, {"Variable": "$.a", "NumericGreaterThan": 1}]}',
  input) AS "present and > 1"
FROM (VALUES ('{}'::jsonb), ('{"a": 1}'), ('{"a": 2}')) AS inputs (input);
SELECT input, holds('{"Or": [{"Variable": "$.a", "IsPresent": false}, {"Variable": "$.a", "NumericGreaterThan": 1}]}',
  input) AS "absent or > 1"
FROM (VALUES ('{}'::jsonb), ('{"a": 1}'), ('{"a": 2}')) AS inputs (input);
SELECT holds('{"And": [{"Variable": "$.a", "NumericGreaterThan": 1}, {"Variable": "$.a", "IsPresent": true}]}', '{}');
SELECT input, holds('{"Not": {"Or": [{"Variable": "$", "NumericLessThan": 10},
  {"And": [{"Variable": "$", "NumericGreaterThan": 20}, {"Not": {"Variable": "$", "NumericEquals": 25}}]}]}}',
  input) AS "10 to 20, or 25"
FROM (VALUES ('9'::jsonb), ('10'), ('20'), ('21'), ('25')) AS inputs (input);

--
-- Rules are tried in order; Default is for what none of them takes
--
CREATE FUNCTION helper.size(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
SELECT output FROM outcome('{"StartAt": "Size", "States": {
  "Size": {"Type": "Choice", "InputPath": "$.order", "OutputPath": "$.amount", "Default": "Small",
    "Choices": [
      {"Variable": "$.amount", "NumericGreaterThan": 100, "Next": "Large"},
      {"Variable": "$.amount", "NumericGreaterThan": 10, "Next": "Medium"}]},
  "Small": {"Type": "Pass", "Parameters": {"small.$": "$"}, "End": true},
  "Medium": {"Type": "Pass", "Parameters": {"medium.$": "$"}, "End": true},
  "Large": {"Type": "Pass", "Parameters": {"large.$": "$"}, "End": true}}}', input)
$$;
-- InputPath is applied before the rules see the input, OutputPath to what the next state gets.
SELECT amount, size(jsonb_build_object('order', jsonb_build_object('amount', amount)))
FROM unnest('{5, 50, 500}'::int[]) AS amounts (amount);

-- Without Default, nowhere to go is an error of the definition, which nothing can catch.
SELECT status, error, cause FROM outcome('{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Choice", "Choices": [{"Variable": "$.a", "NumericEquals": 1, "Next": "One"}]},
  "One": {"Type": "Succeed"}}}', '{"a": 2}');

-- Variable may look into the context object and at variables.
SELECT status, output FROM outcome('{"StartAt": "Set", "States": {
  "Set": {"Type": "Pass", "Assign": {"limit": 3}, "Next": "Ask"},
  "Ask": {"Type": "Choice", "Default": "Below",
    "Choices": [{"Variable": "$$.Execution.Input.a", "NumericGreaterThanPath": "$limit", "Next": "Above"}]},
  "Above": {"Type": "Pass", "Result": "above", "End": true},
  "Below": {"Type": "Pass", "Result": "below", "End": true}}}', '{"a": 4}');

-- A rule's Assign counts where the rule is taken, the state's own where Default is.
CREATE FUNCTION helper.who(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
SELECT output FROM outcome('{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Choice", "Default": "Tell", "Assign": {"by": "default", "given.$": "$.a"},
    "Choices": [{"Variable": "$.a", "NumericEquals": 1, "Next": "Tell",
                 "Assign": {"by": "the rule", "given.$": "$.a"}}]},
  "Tell": {"Type": "Pass", "Parameters": {"by.$": "$by", "given.$": "$given"}, "End": true}}}', input)
$$;
SELECT who('{"a": 1}'), who('{"a": 2}');

-- A loop: Choice leads back until the number is reached, each turn with its events.
SELECT sfn_create_state_machine('choice_loop', '{"StartAt": "Add", "States": {
  "Add": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "Enough?"},
  "Enough?": {"Type": "Choice", "Default": "Add",
    "Choices": [{"Variable": "$.n", "NumericGreaterThanEquals": 2, "Next": "Done"}]},
  "Done": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_start('choice_loop', '{"n": 0}') AS run \gset
SELECT * FROM events(:'run');
DROP FUNCTION helper.holds, helper.compares, helper.size, helper.who;
