--
-- Pass: hand on the input, or a fixed Result
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
SET search_path = public, helper;

-- Without fields a Pass state hands on its input, whatever JSON that is.
SELECT input, (outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}', input)).output
FROM (VALUES ('{"a": 1}'::jsonb), ('[1, 2]'), ('"text"'), ('12.50'), ('true'), ('null')) AS inputs (input);

-- Result takes the place of the input.
SELECT status, output FROM outcome('{"StartAt": "P", "States": {
  "P": {"Type": "Pass", "Result": {"x": [1, "two", null]}, "End": true}}}', '{"a": 1}');

-- A Result is handed on as it is written: nothing in it is evaluated, not even members named x.$.
SELECT status, output FROM outcome('{"StartAt": "P", "States": {
  "P": {"Type": "Pass", "Result": {"copy.$": "$.a", "call.$": "States.UUID()"}, "End": true}}}', '{"a": 1}');

-- A Result may be any JSON value, null included.
SELECT status, output FROM outcome('{"StartAt": "P", "States": {
  "P": {"Type": "Pass", "Result": null, "End": true}}}', '{"a": 1}');

-- ResultPath puts the result into the raw input; null drops it.
SELECT status, output FROM outcome('{"StartAt": "P", "States": {
  "P": {"Type": "Pass", "Result": 7, "ResultPath": "$.b.c", "End": true}}}', '{"a": 1}');
SELECT status, output FROM outcome('{"StartAt": "P", "States": {
  "P": {"Type": "Pass", "Result": 7, "ResultPath": null, "End": true}}}', '{"a": 1}');

-- Parameters make the result from the input.
SELECT status, output FROM outcome('{"StartAt": "P", "States": {
  "P": {"Type": "Pass", "Parameters": {"sum.$": "States.MathAdd($.a, $.b)", "unit": "kg"}, "End": true}}}',
  '{"a": 1, "b": 2}');

-- With both, Parameters are still evaluated, so they may fail; but Result wins.
SELECT status, output FROM outcome('{"StartAt": "P", "States": {
  "P": {"Type": "Pass", "Parameters": {"x.$": "$.a"}, "Result": 7, "End": true}}}', '{"a": 1}');
SELECT status, error, cause FROM outcome('{"StartAt": "P", "States": {
  "P": {"Type": "Pass", "Parameters": {"x.$": "$.none"}, "Result": 7, "End": true}}}', '{"a": 1}');

-- One event when it is entered and one when it is left.  The first state's Entered event
-- follows no other, not even ExecutionStarted.
SELECT sfn_create_state_machine('two_passes', '{"StartAt": "One", "States": {
  "One": {"Type": "Pass", "Result": 1, "ResultPath": "$.one", "Next": "Two"},
  "Two": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('two_passes', '{"zero": 0}') AS run \gset
SELECT * FROM events(:'run');
