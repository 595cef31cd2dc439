--
-- The context object: what "$$" tells of execution, machine and state
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA context_object;
SET search_path = context_object, public, helper;
CREATE FUNCTION same(input jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT input';

-- Times are UTC with three fractional digits; here they are only looked at.
CREATE FUNCTION masked(context jsonb) RETURNS text LANGUAGE sql AS $$
	SELECT regexp_replace(context::text, '\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z', '<time>', 'g')
$$;

--
-- All of it
--
-- A Pass state has no RetryCount, since it cannot be retried.
SELECT sfn_create_state_machine('context', '{"StartAt": "Look", "States": {
  "Look": {"Type": "Pass", "InputPath": "$$", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('context', '{"a": 1}', name => 'first') AS run \gset
SELECT jsonb_pretty(masked(output)::jsonb) FROM outcome(:'run'::uuid);
-- Without a name the execution has that of its id.
SELECT sfn_start('context') AS run \gset
SELECT output #>> '{Execution,Name}' = :'run' AS name, output #>> '{Execution,Id}' LIKE '%:execution:context:' || :'run' AS id
FROM outcome(:'run'::uuid);
-- Its times are those of the history and of sfn_describe.
SELECT (output #>> '{Execution,StartTime}')::timestamptz = date_trunc('milliseconds', d.start_date) AS start_time,
  (output #>> '{State,EnteredTime}')::timestamptz = date_trunc('milliseconds', h.timestamp) AS entered_time
FROM sfn_describe(:'run') d, sfn_history(:'run') h WHERE h.id = 2;
SELECT min(h.timestamp) = max(d.start_date) AS start_date, max(h.timestamp) = max(d.stop_date) AS stop_date
FROM sfn_describe(:'run') d, sfn_history(:'run') h;

-- An EXPRESS machine knows no redrive.
SELECT sfn_create_state_machine('context_express', '{"StartAt": "Look", "States": {
  "Look": {"Type": "Pass", "InputPath": "$$", "End": true}}}', 'EXPRESS') IS NOT NULL AS created;
SELECT output #>> '{Execution,Id}' LIKE 'arn:aws:states:us-east-1:000000000000:express:context_express:once:' || execution AS id,
  jsonb_object_agg(k, v) AS other_members
FROM sfn_start_sync('context_express', name => 'once'), jsonb_each(output -> 'Execution') AS members (k, v)
WHERE k NOT IN ('Id', 'StartTime') GROUP BY 1;

--
-- Wherever a path may stand
--
SELECT masked(output) FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true,
  "Parameters": {"state.$": "$$.State.Name", "input.$": "$$.Execution.Input.a",
    "text.$": "States.Format(''{} since {}'', $$.State.Name, $$.State.EnteredTime)"}}}}', '{"a": 1}');
SELECT output FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true,
  "Result": {}, "OutputPath": "$$.Execution.Input"}}}', '{"a": 1}');
SELECT output FROM outcome('{"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "pg:function:same", "End": true,
  "ResultSelector": {"machine.$": "$$.StateMachine.Name", "result.$": "$"}}}}', '{"a": 1}');
SELECT status, error, cause FROM outcome('{"StartAt": "F", "States": {"F": {"Type": "Fail",
  "ErrorPath": "$$.State.Name", "CausePath": "States.Format(''{}!'', $$.Execution.Input.why)"}}}', '{"why": "because"}');
-- What is not there is as missing as anything else.
SELECT error, cause FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true,
  "Parameters": {"token.$": "$$.Task.Token"}}}}');

--
-- RetryCount
--
-- counts the retries of a visit, over all Retriers; the next state begins anew.
CREATE FUNCTION fails_with(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
	SELECT CASE WHEN (input ->> 'count')::int < 3
		THEN sfn_raise_error('E' || (input ->> 'count')) ELSE input END
$$;
SELECT sfn_create_state_machine('retry_count', '{"StartAt": "Try", "States": {
  "Try": {"Type": "Task", "Resource": "pg:function:fails_with", "Parameters": {"count.$": "$$.State.RetryCount"},
    "Retry": [{"ErrorEquals": ["E0", "E2"]}, {"ErrorEquals": ["E1"]}], "Next": "Again"},
  "Again": {"Type": "Task", "Resource": "pg:function:same",
    "Parameters": {"before.$": "$.count", "count.$": "$$.State.RetryCount"}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('retry_count') AS run \gset
SELECT sfn_tick(now() + interval '1 day');
SELECT status, output FROM outcome(:'run'::uuid);

--
-- Map.Item
--
-- is there for ItemSelector, and the item's own value elsewhere.
SELECT output FROM outcome('{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
  "ItemSelector": {"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value", "all.$": "$.all"}, "ItemsPath": "$.list",
  "ItemProcessor": {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}}',
  '{"all": "x", "list": ["a", {"b": 1}]}');
SELECT error, cause FROM outcome('{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
  "ItemProcessor": {"StartAt": "P", "States": {
    "P": {"Type": "Pass", "Parameters": {"i.$": "$$.Map.Item.Index"}, "End": true}}}}}}', '[1]');

--
-- Task.Token
--
-- is there for a task that waits for it, a new one for each attempt; the history never shows it.
CREATE TABLE tokens (attempt int GENERATED ALWAYS AS IDENTITY, token text);
CREATE FUNCTION take(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO tokens (token) VALUES (input ->> 'token');
	RETURN input;
END$$;
SELECT sfn_create_state_machine('token', '{"StartAt": "Ask", "States": {
  "Ask": {"Type": "Task", "Resource": "pg:function:take.waitForTaskToken", "TimeoutSeconds": 60,
    "Parameters": {"token.$": "$$.Task.Token", "text.$": "States.Format(''<{}>'', $$.Task.Token)"},
    "Retry": [{"ErrorEquals": ["States.Timeout"], "MaxAttempts": 1}], "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('token') AS run \gset
SELECT sfn_tick(now() + interval '1 hour');
SELECT count(DISTINCT token) AS tokens FROM tokens;
SELECT type, regexp_replace(details::text, '\*+', '***', 'g') AS details FROM events(:'run') ORDER BY id;
SELECT count(*) AS shown FROM sfn_history(:'run'), tokens WHERE strpos(details::text, token) > 0;
SELECT count(*) AS stored FROM sfn.execution e, tokens WHERE e.id = :'run' AND strpos(encode(e.events, 'escape'), token) > 0;

CALL clean();
DROP SCHEMA context_object CASCADE;
