--
-- Map: one iteration for each item of an array
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA state_map;
SET search_path = state_map, public, helper;
CREATE FUNCTION same(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';

-- Run a Map with these fields around an iteration that hands on its input.
CREATE FUNCTION map(fields text, input jsonb, OUT status text, OUT output jsonb, OUT error text, OUT cause text)
LANGUAGE sql AS $$
	SELECT status, output, error, substr(cause, strpos(cause, '). ') + 3)
	FROM outcome(format('{"StartAt": "M", "States": {"M": {"Type": "Map", %s "End": true,
		"ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}}', fields), input)
$$;

--
-- The results in the order of the items
--
SELECT output FROM map('', '[1, "two", null, {"four": 4}, [5]]');
SELECT output FROM map('', '[]');
-- The items may be anywhere: in the input, what InputPath leaves of it, the context object.
SELECT output FROM map('"ItemsPath": "$.a.list",', '{"a": {"list": [1, 2]}}');
SELECT output FROM map('"InputPath": "$.a", "ItemsPath": "$.list",', '{"a": {"list": [1, 2]}}');
SELECT output FROM map('"InputPath": null, "ItemsPath": "$$.Execution.Input.list",', '{"list": [1, 2]}');
-- They must be an array.
SELECT error, cause FROM map('', '{"a": 1}');
SELECT error, cause FROM map('"ItemsPath": "$.a",', '{"a": 1}');
SELECT error, cause FROM map('"ItemsPath": "$.none",', '{"a": 1}');

-- ItemSelector makes each iteration's input; its "$" is the state's input, not the item.
SELECT output FROM map('"ItemsPath": "$.list", "ItemSelector": {"unit.$": "$.unit", "n.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index"},',
  '{"list": [7, 8], "unit": "kg"}');
-- The older names mean the same: Parameters and Iterator.
SELECT output FROM outcome('{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
  "ItemsPath": "$.list", "Parameters": {"n.$": "$$.Map.Item.Value"},
  "Iterator": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}}', '{"list": [7, 8]}');
-- The fields after the work see the array of results.
SELECT output FROM map('"ItemsPath": "$.list", "ResultSelector": {"all.$": "$", "first.$": "$[0]"}, "ResultPath": "$.r", "OutputPath": "$.r",',
  '{"list": [7, 8]}');

--
-- Events
--
-- Inline, iterations that MaxConcurrency allows are all started, then each runs until it waits.
-- MapIterationSucceeded is a leaf, but for the last one.
SELECT sfn_create_state_machine('all_at_once', '{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
  "ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}}') IS NOT NULL AS created;
SELECT sfn_start('all_at_once', '[10, 20]') AS run \gset
SELECT * FROM events(:'run');
-- With MaxConcurrency 1 the next iteration follows the last event inside the one before.
SELECT sfn_create_state_machine('one_by_one', '{"StartAt": "M", "States": {"M": {"Type": "Map", "MaxConcurrency": 1, "End": true,
  "ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}}') IS NOT NULL AS created;
SELECT sfn_start('one_by_one', '[10, 20]') AS run \gset
SELECT * FROM events(:'run');
-- Without items there is nothing between.
SELECT sfn_start('one_by_one', '[]') AS run \gset
SELECT * FROM events(:'run');

--
-- MaxConcurrency
--
-- is how many iterations are under way at a time.
SELECT sfn_create_state_machine('two_at_a_time', '{"StartAt": "M", "States": {"M": {"Type": "Map", "MaxConcurrency": 2, "End": true,
  "ItemProcessor": {"StartAt": "W", "States": {"W": {"Type": "Wait", "SecondsPath": "$", "End": true}}}}}}') IS NOT NULL AS created;
SELECT sfn_start('two_at_a_time', '[30, 10, 40, 10]') AS run \gset
SELECT count(*) AS waiting FROM sfn.wakeup;
-- 1 ends after 10 s, then 2 begins; 0 ends after 30 s, then 3 begins, which ends after 40 s, before 2 does after 50 s.
SELECT sfn_tick(now() + interval '1 hour');
SELECT h.type, h.details ->> 'index' AS index, date_trunc('second', h.timestamp - d.start_date) AS after
FROM sfn_history(:'run') h, sfn_describe(:'run') d WHERE h.type LIKE 'MapIteration%' ORDER BY h.id;
SELECT output FROM outcome(:'run'::uuid);
-- It may come from the input.
SELECT input, (map('"ItemsPath": "$.list", "MaxConcurrencyPath": "$.max",', input)).*
FROM (VALUES ('{"max": 0, "list": [1]}'::jsonb), ('{"max": 1, "list": [1]}'), ('{"max": 9999999999, "list": [1]}'),
  ('{"max": -1, "list": [1]}'), ('{"max": "many", "list": [1]}'), ('{"max": {}, "list": [1]}'), ('{"list": [1]}')) AS inputs (input);

-- Without a limit, as many wait as there are.
SELECT sfn_create_state_machine('all_wait', '{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
  "ItemProcessor": {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 10, "End": true}}}}}}') IS NOT NULL AS created;
SELECT sfn_start('all_wait', to_jsonb(array(SELECT generate_series(1, 100)))) AS run \gset
SELECT count(*) AS waiting FROM sfn.wakeup;
SELECT sfn_tick(now() + interval '15 seconds');
SELECT status, jsonb_array_length(output) AS results, output -> 0 AS first, output -> 99 AS last FROM outcome(:'run'::uuid);
SELECT (SELECT count(*) FROM sfn.branch) AS branches, (SELECT count(*) FROM sfn.branch_output) AS outputs,
  (SELECT count(*) FROM sfn.wakeup) AS wakeups;

--
-- An iteration that fails ends the others
--
CREATE FUNCTION odd_fails(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
	SELECT CASE WHEN input::int % 2 = 1 THEN sfn_raise_error('Odd', input::text) ELSE input END
$$;
SELECT sfn_create_state_machine('odd', '{"StartAt": "M", "States": {
  "M": {"Type": "Map", "End": true, "Catch": [{"ErrorEquals": ["Odd"], "ResultPath": "$[0]", "Next": "Odd"}],
    "ItemProcessor": {"StartAt": "T", "States": {
      "T": {"Type": "Task", "Resource": "pg:function:odd_fails", "Next": "W"},
      "W": {"Type": "Wait", "Seconds": 10, "End": true}}}},
  "Odd": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('odd', '[2, 3, 4]') AS run \gset
SELECT * FROM events(:'run');
-- Later too, when some have ended and others are stored.
SELECT sfn_create_state_machine('odd', '{"StartAt": "M", "States": {
  "M": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "W", "States": {
    "W": {"Type": "Wait", "SecondsPath": "$", "Next": "T"},
    "T": {"Type": "Task", "Resource": "pg:function:odd_fails", "End": true}}}}}}', or_replace => true) IS NOT NULL AS replaced;
SELECT sfn_start('odd', '[60, 10, 25]') AS run \gset
SELECT sfn_tick(now() + interval '15 seconds');
SELECT count(*) AS outputs FROM sfn.branch_output;
SELECT sfn_tick(now() + interval '30 seconds');
SELECT * FROM events(:'run');
SELECT (SELECT count(*) FROM sfn.branch) AS branches, (SELECT count(*) FROM sfn.branch_output) AS outputs,
  (SELECT count(*) FROM sfn.wakeup) AS wakeups;

-- An ItemSelector that fails does so for the item at hand.
SELECT sfn_create_state_machine('selector', '{"StartAt": "M", "States": {"M": {"Type": "Map", "MaxConcurrency": 1, "End": true,
  "ItemSelector": {"x.$": "$$.Map.Item.Value.x"},
  "ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}}') IS NOT NULL AS created;
SELECT sfn_start('selector', '[{"x": 1}, {"y": 2}]') AS run \gset
SELECT * FROM events(:'run');

--
-- Maps in Maps, with Waits at every level
--
SELECT sfn_create_state_machine('maps', '{"StartAt": "Rows", "States": {
  "Rows": {"Type": "Map", "MaxConcurrency": 2, "End": true, "ItemProcessor": {"StartAt": "Before", "States": {
    "Before": {"Type": "Wait", "Seconds": 5, "Next": "Cells"},
    "Cells": {"Type": "Map", "Next": "After", "ItemProcessor": {"StartAt": "In", "States": {
      "In": {"Type": "Wait", "SecondsPath": "$", "Next": "Double"},
      "Double": {"Type": "Pass", "Parameters": {"v.$": "States.MathAdd($, $)"}, "OutputPath": "$.v", "End": true}}}},
    "After": {"Type": "Wait", "Seconds": 5, "End": true}}}}}}') IS NOT NULL AS created;
SELECT sfn_start('maps', '[[1, 2], [], [3, 4, 5]]') AS run \gset
SELECT sfn_tick(now() + interval '1 hour');
SELECT status, output FROM outcome(:'run'::uuid);
SELECT (SELECT count(*) FROM sfn.branch) AS branches, (SELECT count(*) FROM sfn.branch_output) AS outputs,
  (SELECT count(*) FROM sfn.wakeup) AS wakeups;

--
-- Distributed Maps are for later
--
-- Such a definition is kept; the state cannot be entered.
SELECT sfn_create_state_machine('distributed', '{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
  "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}}') IS NOT NULL AS created;
SELECT status, error, cause FROM sfn_start('distributed', '[1]') AS run, outcome(run);

CALL clean();
DROP SCHEMA state_map CASCADE;
