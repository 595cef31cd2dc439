--
-- Limits: sizes, names, the length of a history
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
CREATE SCHEMA limits;
SET search_path = limits, public, helper;
SELECT sfn_create_state_machine('pass', '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;

--
-- An execution's input
--
SELECT sfn_start('pass', to_jsonb(repeat('x', 262142))) IS NOT NULL AS started;
SELECT sfn_start('pass', to_jsonb(repeat('x', 262143)));
-- The setting moves the limit, for superusers.
SET sfn.max_payload_bytes = 20;
SELECT sfn_start('pass', '"0123456789012345678"');
SELECT status, error FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": "0123456789012345678", "End": true}}}');
RESET sfn.max_payload_bytes;
CREATE ROLE limits_user;
SET ROLE limits_user;
SET sfn.max_payload_bytes = 20;
SET sfn.max_history_events = 20;
RESET ROLE;
DROP ROLE limits_user;

--
-- The history
--
-- An endless loop ends when the history has as many events as it may.
SET sfn.max_history_events = 50;
SELECT sfn_create_state_machine('loop', '{"StartAt": "A", "States": {
  "A": {"Type": "Pass", "Next": "B"},
  "B": {"Type": "Choice", "Choices": [{"Variable": "$.end", "IsPresent": true, "Next": "C"}], "Default": "A"},
  "C": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_start('loop') AS run \gset
SELECT status, error, cause FROM outcome(:'run'::uuid);
SELECT count(*), max(id) FROM sfn_history(:'run');
SELECT id, prev, type FROM events(:'run') ORDER BY id DESC LIMIT 2;
-- So does one that waits in between, and one with many branches.
SELECT sfn_create_state_machine('loop', '{"StartAt": "A", "States": {
  "A": {"Type": "Wait", "Seconds": 10, "Next": "B"},
  "B": {"Type": "Choice", "Choices": [{"Variable": "$.end", "IsPresent": true, "Next": "C"}], "Default": "A"},
  "C": {"Type": "Succeed"}}}', or_replace => true) IS NOT NULL AS replaced;
SELECT sfn_start('loop') AS run \gset
SELECT sfn_tick('infinity') > 0 AS ticked;
SELECT status, cause, count(*) AS events FROM sfn_describe(:'run'), sfn_history(:'run') GROUP BY 1, 2;
SELECT sfn_create_state_machine('wide', '{"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor": {
  "StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 10, "Next": "More?"},
    "More?": {"Type": "Choice", "Choices": [{"Variable": "$", "NumericGreaterThan": 5, "Next": "C"}], "Default": "W"},
    "C": {"Type": "Succeed"}}}}}}') IS NOT NULL AS created;
SELECT sfn_start('wide', '[1, 2, 3, 4, 5]') AS run \gset
SELECT sfn_tick('infinity') > 0 AS ticked;
SELECT status, cause, count(*) AS events FROM sfn_describe(:'run'), sfn_history(:'run') GROUP BY 1, 2;
SELECT (SELECT count(*) FROM sfn.branch) AS branches, (SELECT count(*) FROM sfn.wakeup) AS wakeups;
-- 0 stands for no limit.
SET sfn.max_history_events = 0;
SELECT sfn_create_state_machine('count', '{"StartAt": "Add", "States": {
  "Add": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "More?"},
  "More?": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericLessThan": 10000, "Next": "Add"}], "Default": "Done"},
  "Done": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_start('count', '{"n": 0}') AS run \gset
SELECT status, output FROM outcome(:'run'::uuid);
-- A history is stored in pieces, and read as one.
SELECT count(*), min(id), max(id), count(DISTINCT id), bool_and(timestamp >= previous) AS in_time
FROM (SELECT *, lag(timestamp, 1, '-infinity') OVER (ORDER BY id) AS previous FROM sfn_history(:'run')) AS history;
SELECT count(*) AS chunks FROM sfn.history_chunk WHERE execution = :'run';
RESET sfn.max_history_events;

--
-- Names
--
-- are those of the machine's executions for ever, until they are purged.
SELECT sfn_create_state_machine('wait', '{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 10, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('wait', '{"a": 1}', name => 'one') AS run \gset
-- While it runs the same input gives the same execution; how the input is written does not matter.
SELECT sfn_start('wait', '{"a":1.0}', name => 'one') = :'run' AS same;
SELECT sfn_start('wait', '{"a": 2}', name => 'one');
SELECT sfn_tick('infinity');
SELECT sfn_start('wait', '{"a": 1}', name => 'one');
-- Another machine has its own names, another spelling is another name.
SELECT sfn_start('pass', name => 'one') IS NOT NULL AS started, sfn_start('wait', name => 'One') IS NOT NULL AS started;
-- An id is the name of an execution without one, and cannot be taken.
SELECT sfn_start('pass') AS run \gset
\set VERBOSITY sqlstate
SELECT sfn_start('pass', name => :'run');
\set VERBOSITY default
-- 80 characters, whatever their bytes.
SELECT sfn_start('pass', name => repeat('é', 80)) IS NOT NULL AS started;
SELECT sfn_start('pass', name => repeat('é', 81));
SELECT sfn_start('pass', name => '');
SELECT sfn_start('pass', name => 'a b');
SELECT sfn_start('pass', name => 'a/b');
SELECT sfn_start('pass', name => E'a\nb');
-- However many are given at once, what other sessions share with this one is not used up.
BEGIN;
SELECT count(sfn_start('pass', name => 'many-' || n)) FROM generate_series(1, 12000) AS n;
SELECT count(*) <= 1000 AS few FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory';
ROLLBACK;

--
-- Nesting
--
-- Documents may be as deep as the server reads them.
CREATE FUNCTION nested(depth int) RETURNS jsonb LANGUAGE sql AS $$
	SELECT (repeat('[', depth) || repeat(']', depth))::jsonb
$$;
SELECT status, length(output::text) FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass", "Parameters": {"a.$": "$"}, "End": true}}}', nested(1000));
CREATE FUNCTION deep(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT nested(1500) $$;
SELECT status, length(output ->> 'text') AS length, output -> 'all' AS all_x FROM outcome('{"StartAt": "T", "States": {
  "T": {"Type": "Task", "Resource": "pg:function:deep", "Next": "P"},
  "P": {"Type": "Pass", "Parameters": {"text.$": "States.JsonToString($)", "all.$": "$..x", "same.$": "States.ArrayContains($, 1)"}, "End": true}}}');
-- Texts that sfn reads itself have a depth that is told.
SELECT sfn_start('pass', repeat('[', 2000));
SELECT sfn_start('pass', repeat('{"a":', 100000));
SELECT code, left(message, 34) AS message FROM sfn_validate(repeat('[', 100000));
-- What goes deeper and deeper meets the server's own limit.
SET sfn.max_history_events = 0;
SELECT sfn_create_state_machine('deeper', '{"StartAt": "Deeper", "States": {
  "Deeper": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)", "d.$": "States.Array($.d)"}, "Next": "More?"},
  "More?": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericLessThan": 100000, "Next": "Deeper"}], "Default": "Done"},
  "Done": {"Type": "Succeed"}}}', 'EXPRESS') IS NOT NULL AS created;
SET max_stack_depth = '200kB';
\set VERBOSITY sqlstate
SELECT sfn_start_sync('deeper', '{"n": 0, "d": 0}');
\set VERBOSITY default
RESET max_stack_depth;
RESET sfn.max_history_events;
-- States in states: Parallel in Map in Parallel
CREATE FUNCTION states(depth int) RETURNS text LANGUAGE plpgsql AS $body$
DECLARE
	inner_states text := '"StartAt": "Last", "States": {"Last": {"Type": "Pass", "Result": "deep", "End": true}}';
BEGIN
	FOR i IN 1 .. depth LOOP
		inner_states := format(CASE i % 2
			WHEN 0 THEN '"StartAt": "S%s", "States": {"S%1$s": {"Type": "Parallel", "End": true, "Branches": [{%s}]}}'
			ELSE '"StartAt": "S%s", "States": {"S%1$s": {"Type": "Map", "ItemsPath": "$$.Execution.Input", "End": true, "ItemProcessor": {%s}}}' END,
			i, inner_states);
	END LOOP;
	RETURN '{' || inner_states || '}';
END $body$;
SELECT status, replace(replace(output::text, '[', ''), ']', '') AS output FROM outcome(states(63), '[1]');
SELECT code, message, left(location, 40) AS location FROM sfn_validate(states(64));
SELECT code, left(message, 34) AS message FROM sfn_validate(states(1000));
-- Rules in rules, filters in filters, calls in calls, patterns
SELECT status, output FROM outcome('{"StartAt": "C", "States": {
  "C": {"Type": "Choice", "Default": "P", "Choices": [{"Next": "P", "Not":' || repeat('{"Not":', 501) || '{"Variable": "$.n", "IsNull": true}' || repeat('}', 501) || '}]},
  "P": {"Type": "Pass", "Result": "compared", "End": true}}}', '{"n": 1}');
CREATE FUNCTION refused(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	message text;
	detail text;
BEGIN
	EXECUTE command;
	RETURN 'accepted';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN SQLSTATE || ': ' || CASE WHEN detail = '' OR SQLSTATE = 'SFX02' THEN right(message, 100) ELSE detail END;
END $$;
SELECT refused($$SELECT sfn_jsonpath('$' || repeat('[?(@', 1000), '{}')$$);
SELECT refused($$SELECT sfn_jsonpath('$[?' || repeat('(', 100000), '{}')$$);
SELECT refused($$SELECT sfn_jsonpath('$' || repeat('.a', 100000), '{}')$$);
SELECT refused($$SELECT sfn_jsonpath('$[?(@ =~ /' || repeat('(', 100000) || '/)]', '{}')$$);
SELECT refused($$SELECT sfn_jsonpath('$[?(@ =~ /x{999}{999}/)]', '{}')$$);
SELECT sfn_jsonpath('$[?(@ =~ /(a+)+b/)]', jsonb_build_array(repeat('a', 10000)));
SELECT refused($$SELECT sfn_intrinsic(repeat('States.Array(', 11) || repeat(')', 11), '{}')$$);
SELECT left(refused($$SELECT sfn_jsonata(repeat('(', 100000), '{}')$$), 5) AS sqlstate;
SELECT refused($$SELECT sfn_jsonata('($f := function($n) { 1 + $f($n + 1) }; $f(1))', '{}')$$);
SELECT refused($$SELECT sfn_jsonata('[1..99999999]', '{}')$$);

--
-- Numbers
--
-- jsonb has no negative zero; numbers keep their digits.
SELECT output FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass", "Result": [-0, -0.0, 1e-20, 1E+20, 12345678901234567890123456789, 0.10], "End": true}}}');
SELECT number, output FROM unnest('{-0,0.0,-0e9,1e-400}'::text[]) AS number, outcome('{"StartAt": "C", "States": {
  "C": {"Type": "Choice", "Choices": [{"Variable": "$", "NumericEquals": 0, "Next": "Zero"}], "Default": "Other"},
  "Zero": {"Type": "Pass", "Result": "zero", "End": true},
  "Other": {"Type": "Pass", "Result": "other", "End": true}}}', number::jsonb);
SELECT refused(format('SELECT sfn_start(''pass'', %L::text)', number)) FROM unnest(ARRAY['1e131072', '-1e200000', '1e-20000', '1e99999999999999999999', repeat('9', 140000), 'Infinity', '01', '+1', '.5']) AS number;
SELECT number, code, message FROM unnest('{1e400,-1,0.5,99999999,100000000,99999999999999999999}'::text[]) AS number,
	sfn_validate('{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": ' || number || ', "End": true}}}');
SELECT number, status, left(cause, 150) AS cause FROM unnest('{-0.0,-1,1.5,99999999,100000000,9223372036854775807,9223372036854775808}'::text[]) AS number,
	outcome('{"StartAt": "W", "States": {"W": {"Type": "Wait", "SecondsPath": "$", "End": true}}}', number::jsonb);
CREATE FUNCTION fails(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT to_jsonb(1 / 0) $$;
SELECT status FROM outcome('{"StartAt": "F", "States": {"F": {"Type": "Task", "Resource": "pg:function:fails", "End": true,
  "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 99999999, "MaxAttempts": 3, "BackoffRate": 1e308}]}}}');
SELECT sfn_tick('infinity') > 3 AS ticked;
SELECT count(*) FROM sfn.executions WHERE status = 'RUNNING';
SELECT call, refused(format('SELECT sfn_intrinsic(%L, %L)', call, '{"max": 9223372036854775807, "huge": 1e400, "tiny": 1e-400}')) FROM unnest(ARRAY[
	'States.MathAdd($.max, 1)', 'States.MathAdd($.huge, 1)', 'States.MathAdd($.tiny, -0.0)', 'States.MathRandom($.max, $.huge)',
	'States.ArrayRange(1, 1000, 1)', 'States.ArrayRange(1, 1001, 1)', 'States.ArrayRange(-9223372036854775808, $.max, 1)', 'States.ArrayRange(1, $.max, $.max)',
	'States.ArrayPartition(States.Array(1), $.max)', 'States.ArrayGetItem(States.Array(1), $.max)', 'States.Hash($.max, ''MD5'')']) AS call;

--
-- Texts
--
SELECT refused($$SELECT sfn_intrinsic('States.Base64Encode($)', to_jsonb(repeat('é', 10001)))$$);
SELECT length(sfn_intrinsic('States.Format(''{}{}'', $, $)', to_jsonb(repeat('x', 5000000)))::text);
SELECT jsonb_array_length(sfn_intrinsic('States.StringSplit($, '','')', to_jsonb(repeat('x,', 100000))));
SELECT refused($$SELECT sfn_create_state_machine('big', '{"StartAt": "P", "Comment": "' || repeat('x', 1048576) || '", "States": {"P": {"Type": "Succeed"}}}')$$);
SELECT status, error FROM outcome('{"StartAt": "P", "States": {"P": {"Type": "Pass", "Parameters": {"a.$": "States.Format(''{}{}'', $, $)"}, "End": true}}}', to_jsonb(repeat('x', 200000)));
-- What is made on the way is bounded, however often a definition names what it is made of.
SELECT refused(format('SELECT sfn_intrinsic(%L, to_jsonb(repeat(''x'', 200000)))', 'States.Array($' || repeat(', $', 100) || ')'));
SELECT status, error, left(cause, 130) AS cause FROM outcome(format('{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true, "Parameters": {%s}}}}',
	(SELECT string_agg(format('"a%s.$": "$"', n), ', ') FROM generate_series(1, 1500) AS n)), to_jsonb(repeat('x', 200000)));
-- What jsonb cannot hold at all fails the statement; a worker fails the execution, and does not try again.
SELECT sfn_create_state_machine('too_much', '{"StartAt": "P", "States": {"P": {"Type": "Pass", "Parameters": {"d.$": "$..*..*"}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('too_much', (repeat('[', 60) || '"' || repeat('x', 200000) || '"' || repeat(']', 60))::jsonb, async => true) AS run \gset
CALL sfn_worker('0');
SELECT status, error, cause FROM sfn_describe(:'run');
-- Characters beyond the first plane, combining ones, those that change direction, and none
SELECT name, refused(format('SELECT sfn_create_state_machine(%L, ''{"StartAt": "S", "States": {"S": {"Type": "Succeed"}}}'')', name))
FROM unnest(ARRAY[U&'\+01F600', U&'e\0301', '名前', U&'\0007', U&'a\FFFF', U&'\00A0']) AS name;
SELECT output FROM outcome(U&'{"StartAt": "e\0301", "States": {
  "e\0301": {"Type": "Pass", "ResultPath": "$[''\+01F600'']", "Result": "\\ud83d\\ude00", "Next": "\00e9"},
  "\00e9": {"Type": "Pass", "Parameters": {"state.$": "$$.State.Name", "face.$": "$[''\\ud83d\\ude00'']"}, "End": true}}}');
SELECT refused($$SELECT sfn_jsonpath('$["\ud83d"]', '{}')$$), refused($$SELECT sfn_jsonpath('$["\u0000"]', '{}')$$);
SELECT sfn_intrinsic(U&'States.StringSplit($, ''\+01F600'')', U&'"a\+01F600b"') AS split,
	sfn_intrinsic('States.Base64Decode(States.Base64Encode($))', U&'"e\0301\+01F600"') = U&'"e\0301\+01F600"' AS same;
SELECT refused($$SELECT sfn_intrinsic('States.Base64Decode($)', '"/////w=="')$$);

CALL clean();
DROP SCHEMA limits CASCADE;
