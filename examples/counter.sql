--
-- Counter: a loop that waits
--
-- Increment, wait a second, and go back until the count is reached.  Nobody waits
-- here: sfn_tick says what time it is.

CREATE SCHEMA counter;
SET search_path = counter, public;

CREATE FUNCTION increment(loop jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object(
        'Number', number,
        'IsFinished', number >= (loop ->> 'CountTo')::int)
    FROM (SELECT (loop #>> '{Iterator,Number}')::int + 1) AS next (number)
$$;

SELECT sfn_create_state_machine('counter', '{
  "StartAt": "Increment",
  "States": {
    "Increment": {
      "Type": "Task", "Resource": "pg:function:increment",
      "ResultPath": "$.Iterator", "Next": "Wait a second"},
    "Wait a second": {"Type": "Wait", "Seconds": 1, "Next": "Is finished?"},
    "Is finished?": {
      "Type": "Choice",
      "Choices": [{"Variable": "$.Iterator.IsFinished", "BooleanEquals": true, "Next": "Done"}],
      "Default": "Increment"},
    "Done": {"Type": "Succeed", "OutputPath": "$.Iterator"}}}');

SELECT string_to_table(sfn_graph('counter', 'text'), E'\n') AS graph;

SELECT sfn_start('counter', '{"CountTo": 5, "Iterator": {"Number": 0, "IsFinished": false}}',
    name => 'to-five') IS NOT NULL AS started;

-- It waits, as a row: a restart of the server would not disturb it.
SELECT e.name, w.state, w.kind FROM sfn.wakeups w JOIN sfn.executions e USING (execution)
WHERE e.name = 'to-five';

-- Two seconds later
SELECT sfn_tick(now() + interval '2 seconds') AS due;

-- At the end of all time, which for this one is three seconds away
SELECT sfn_tick('infinity') AS due;

SELECT status, output FROM sfn.executions WHERE name = 'to-five';

SELECT type, count(*)
FROM sfn.executions e, sfn_history(e.execution)
WHERE e.name = 'to-five'
GROUP BY type ORDER BY min(id);

RESET search_path;
