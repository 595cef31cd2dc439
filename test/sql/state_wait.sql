--
-- Wait: until a time, or for some seconds
--
\getenv srcdir PG_ABS_SRCDIR
\set helpers :srcdir '/helpers.sql'
\i :helpers
SET search_path = public, helper;

-- How long a machine of one Wait state waits; or why it does not.
CREATE FUNCTION helper.waits(fields text, input jsonb DEFAULT '{}') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	run uuid;
BEGIN
	PERFORM sfn_create_state_machine('waits', format('{"StartAt": "W", "States": {
		"W": {"Type": "Wait", %s, "End": true}}}', fields), or_replace => true);
	run := sfn_start('waits', input);
	RETURN (SELECT coalesce(
			(SELECT justify_hours(date_trunc('second', due - h.timestamp))::text
			 FROM sfn.wakeup w JOIN sfn_history(run) h ON h.id = 2 WHERE w.execution = run),
			d.error || ': ' || substr(d.cause, strpos(d.cause, '). ') + 3), d.status)
		FROM sfn_describe(run) d);
END$$;

--
-- Seconds, and where they may come from
--
SELECT waits('"Seconds": 90');
SELECT waits('"Seconds": 0') AS "nothing to wait for";
SELECT waits('"SecondsPath": "$.s"', '{"s": 90}');
SELECT waits('"SecondsPath": "$.s"', '{"s": 0}') AS "nothing to wait for";
SELECT waits('"SecondsPath": "$$.Execution.Input.s"', '{"s": 3600}');
-- SecondsPath sees what InputPath lets through.
SELECT waits('"InputPath": "$.in", "SecondsPath": "$.s"', '{"in": {"s": 5}}');

-- What is no number of seconds fails the execution; the service has a text for each.
SELECT input, waits('"SecondsPath": "$.s"', input)
FROM (VALUES ('{}'::jsonb), ('{"s": -1}'), ('{"s": 1.5}'), ('{"s": "3"}'), ('{"s": null}'), ('{"s": {"a": 1}}'),
  ('{"s": 99999999999999999999}')) AS inputs (input);

-- The longest wait is 2^31 seconds.
SELECT waits('"SecondsPath": "$.s"', '{"s": 2147483648}'), waits('"SecondsPath": "$.s"', '{"s": 2147483649}');

--
-- A timestamp, literal or from a path
--
-- A time that has passed is no reason to wait.
SELECT waits('"Timestamp": "2016-03-14T01:59:00Z"');
SELECT waits('"TimestampPath": "$.t"', '{"t": "2016-03-14T01:59:00.123456789+05:30"}');
-- One to come is, and fractions of seconds do not count.
SELECT sfn_create_state_machine('until', '{"StartAt": "W", "States": {
  "W": {"Type": "Wait", "TimestampPath": "$.t", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('until', format('{"t": "%s-12-31T23:59:59.999+01:00"}', extract(year FROM now()) + 1)::jsonb) AS run \gset
SELECT to_char(due AT TIME ZONE 'UTC', 'MM-DD HH24:MI:SS.US') AS due FROM sfn.wakeup WHERE execution = :'run';
SELECT input, waits('"TimestampPath": "$.t"', input)
FROM (VALUES ('{}'::jsonb), ('{"t": "2016-03-14T01:59:00"}'), ('{"t": "2016-03-14 01:59:00Z"}'),
  ('{"t": "tomorrow"}'), ('{"t": 1457920740}'), ('{"t": "9999-12-31T23:59:59Z"}')) AS inputs (input);

-- Those that wait are of no more use.
CALL clean();
DROP FUNCTION helper.waits;

--
-- The wait ends when its time has come
--
-- Nothing is written while it waits: Exited follows Entered, later.  Output and Assign are made
-- when it ends.
SELECT sfn_create_state_machine('nap', '{"StartAt": "Nap", "States": {
  "Nap": {"Type": "Wait", "Seconds": 3600, "InputPath": "$.a", "OutputPath": "$.b",
          "Assign": {"woke": true, "c.$": "$.c"}, "Next": "Tell"},
  "Tell": {"Type": "Pass", "Parameters": {"b.$": "$", "woke.$": "$woke", "c.$": "$c"}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('nap', '{"a": {"b": 1, "c": 2}}') AS run \gset
SELECT status FROM sfn_describe(:'run');
SELECT sfn_tick() AS too_early;
SELECT sfn_tick(now() + interval '59 minutes') AS too_early;
SELECT sfn_tick(now() + interval '61 minutes') AS handled;
SELECT * FROM events(:'run');
SELECT date_trunc('second', b.timestamp - a.timestamp) AS slept
FROM sfn_history(:'run') a, sfn_history(:'run') b WHERE a.id = 2 AND b.id = 3;

-- Fields that cannot be evaluated then fail it then.
SELECT sfn_create_state_machine('nap', '{"StartAt": "Nap", "States": {
  "Nap": {"Type": "Wait", "Seconds": 1, "OutputPath": "$.none", "End": true}}}', or_replace => true) IS NOT NULL AS replaced;
SELECT sfn_start('nap', '{"a": 1}') AS run \gset
SELECT status FROM sfn_describe(:'run');
SELECT sfn_tick(now() + interval '1 minute');
SELECT status, error, cause FROM outcome(:'run'::uuid);
SELECT story(:'run');
