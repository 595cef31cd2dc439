--
-- A backend's memory does not grow with the executions it has run
--
-- Inline and async, of every kind of state, failing ones, with callbacks, retries, EXPRESS: what one
-- leaves behind is measured after the caches are warm, and again after many more.
CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    IF input -> 'fail' IS NOT NULL THEN
        PERFORM sfn_raise_error('Failed', 'as asked');
    END IF;
    RETURN input;
END $$;
CREATE TABLE token (token text);
CREATE FUNCTION keep(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO token VALUES (input ->> 'token');
    RETURN 'null';
END $$;
SELECT sfn_create_state_machine('all', '{
  "StartAt": "Work",
  "States": {
    "Work": {"Type": "Task", "Resource": "pg:function:work", "ResultPath": "$.work", "Assign": {"kept.$": "$.n"},
             "Retry": [{"ErrorEquals": ["Failed"], "IntervalSeconds": 1, "MaxAttempts": 1}],
             "Catch": [{"ErrorEquals": ["Failed"], "ResultPath": "$.error", "Assign": {"kept": "nothing"}, "Next": "Query"}], "Next": "Query"},
    "Query": {"Type": "Task", "Resource": "pg:query", "Parameters": {"sql": "SELECT $1::int + 1 AS next", "params.$": "States.Array($.n)"},
              "ResultPath": "$.query", "Next": "Choose"},
    "Choose": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericLessThan": 0, "Next": "Done"}], "Default": "Fork"},
    "Fork": {"Type": "Parallel", "ResultPath": "$.fork", "Next": "Each", "Branches": [
      {"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "Seconds": 1, "End": true}}},
      {"StartAt": "Ask", "States": {"Ask": {"Type": "Task", "Resource": "pg:function:keep.waitForTaskToken",
        "Parameters": {"token.$": "$$.Task.Token"}, "End": true}}}]},
    "Each": {"Type": "Map", "ItemsPath": "$.items", "ResultPath": "$.each", "Next": "Done",
      "ItemProcessor": {"StartAt": "Format", "States": {
        "Format": {"Type": "Pass", "Parameters": {"text.$": "States.Format(''{}-{}'', $, $kept)"}, "End": true}}}},
    "Done": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_create_state_machine('quick', '{
  "StartAt": "Pass",
  "States": {"Pass": {"Type": "Pass", "Result": [1, 2, 3], "Next": "Ask"},
             "Ask": {"Type": "Task", "QueryLanguage": "JSONata", "Resource": "pg:function:work",
                     "Arguments": {"sum": "{% $sum($states.input) %}", "found": "{% $match(\"abc\", /b/).match %}"},
                     "Output": "{% $states.context.Execution.Input.n % 7 = 0 ? $nothing : $map([1..5], function($n) {$n & $states.result.found}) %}",
                     "Catch": [{"ErrorEquals": ["States.QueryEvaluationError"], "Output": "{% $states.errorOutput %}", "Next": "Work"}],
                     "Next": "Work"},
             "Work": {"Type": "Task", "Resource": "pg:function:work", "End": true}}}', 'EXPRESS') IS NOT NULL AS created;

CREATE PROCEDURE run(times int) LANGUAGE plpgsql AS $$
BEGIN
    FOR n IN 1 .. times LOOP
        PERFORM sfn_start('all', jsonb_build_object('n', n, 'items', '[1, 2]'::jsonb)
            || CASE WHEN n % 5 = 0 THEN '{"fail": true}'::jsonb ELSE '{}' END, async => n % 2 = 0);
        PERFORM sfn_start_sync('quick', jsonb_build_object('n', n) || CASE WHEN n % 5 = 0 THEN '{"fail": true}'::jsonb ELSE '{}' END);
        IF n % 50 = 0 THEN
            PERFORM sfn_tick('infinity');
            PERFORM sfn_send_task_success(token, '{"answer": 1}') FROM token;
            PERFORM sfn_tick('infinity');
            DELETE FROM token;
            PERFORM sfn_describe(execution), sfn_history(execution), sfn_graph(execution), sfn_trace(execution)
            FROM sfn.executions ORDER BY execution DESC LIMIT 1;
            COMMIT;
        END IF;
    END LOOP;
END $$;
-- Short ones, and everything else that a session does a hundred thousand times: expressions that are new
-- each time, what is refused, tasks that fail in every way, definitions that come and go, a worker's turns.
CREATE FUNCTION fail(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    CASE input::int % 4
        WHEN 0 THEN RETURN to_jsonb(1 / 0);
        WHEN 1 THEN RETURN to_jsonb(repeat('x', 300000));
        WHEN 2 THEN EXECUTE 'DECLARE c' || input::int || ' CURSOR FOR SELECT 1'; RETURN 'null';
        ELSE RETURN to_jsonb(status) FROM sfn_describe(sfn_start('pass'));
    END CASE;
END $$;
SELECT sfn_create_state_machine('pass', '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_create_state_machine('fail', '{"StartAt": "F", "States": {
  "F": {"Type": "Task", "Resource": "pg:function:fail", "Parameters": {"a.$": "$.n"}, "InputPath": "$", "End": true,
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Next"}]},
  "Next": {"Type": "Fail", "ErrorPath": "$.Error"}}}') IS NOT NULL AS created;
CREATE FUNCTION refused(command text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE command;
    RETURN false;
EXCEPTION WHEN OTHERS THEN
    RETURN true;
END $$;
CREATE PROCEDURE run_short(times int) LANGUAGE plpgsql AS $$
DECLARE
    path text;
    call text;
BEGIN
    FOR n IN 1 .. times LOOP
        PERFORM sfn_start('pass', to_jsonb(n));
        IF n % 20 = 0 THEN
            path := '$.a' || n;
            call := format('States.Format(''{}'', $.a%s)', n);
            PERFORM sfn_start('fail', jsonb_build_object('n', n / 20)), sfn_start('pass', to_jsonb(n), async => true),
                sfn_jsonpath(path, '{}'), sfn_jsonpath_nodes(path || '[?(@.a =~ /x' || n || '/)]', '{}'),
                sfn_intrinsic(call, jsonb_build_object('a' || n, 1)), sfn_jsonata('$sum([1, ' || n || '])', '{}');
            PERFORM refused(format('SELECT sfn_start(''pass'', ''{"a": %s''::text)', n)),
                refused(format('SELECT sfn_jsonpath(''$.a[%s'', ''{}'')', n)),
                refused(format('SELECT sfn_intrinsic(''States.Nothing(%s)'', ''{}'')', n)),
                refused(format('SELECT sfn_jsonata(''%s + '', ''{}'')', n)),
                refused(format('SELECT sfn_create_state_machine(''m'', ''{"StartAt": "%s"}'')', n)),
                refused('SELECT sfn_start(''nobody'')');
        END IF;
        IF n % 1000 = 0 THEN
            PERFORM sfn_create_state_machine('m' || n, '{"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}');
            PERFORM sfn_start('m' || n);
            PERFORM sfn_delete_state_machine('m' || n);
            COMMIT;
            CALL sfn_worker('0');
        END IF;
    END LOOP;
END $$;
CREATE FUNCTION memory() RETURNS bigint LANGUAGE sql AS $$
    SELECT sum(used_bytes) FROM pg_backend_memory_contexts
$$;

-- Definitions are kept, but not more than so many.
SET sfn.plan_cache_size = 10;
CALL run(500);
CALL run_short(15000);
SELECT memory() > 0 AS warm;
SELECT memory() AS before \gset
CALL run(4000);
-- If each left something behind, if only 16 bytes, it would be more than this.
SELECT grown < 16 * 8000 AS same, CASE WHEN grown >= 16 * 8000 THEN grown END AS grown
FROM (SELECT memory() - :before AS grown) AS bytes;
SELECT memory() AS before \gset
CALL run_short(100000);
-- Less than a byte for each
SELECT grown < 100000 AS same, CASE WHEN grown >= 100000 THEN grown END AS grown
FROM (SELECT memory() - :before AS grown) AS bytes;
SELECT sfn_tick() > 0 AS rest;
SELECT machine, status, count(*) FROM sfn.executions WHERE machine NOT LIKE 'm%' GROUP BY machine, status ORDER BY machine, status;
