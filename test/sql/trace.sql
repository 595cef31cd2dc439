--
-- sfn_trace: an execution as an OpenTelemetry trace
--
CREATE FUNCTION fails_once(task jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('attempt') = 1 THEN PERFORM sfn_raise_error('Busy', 'try again'); END IF;
    RETURN '"done"';
END $$;
CREATE SEQUENCE attempt;
SELECT sfn_create_state_machine('traced', '{
  "StartAt": "Work",
  "States": {
    "Work": {"Type": "Task", "Resource": "pg:function:fails_once",
      "Retry": [{"ErrorEquals": ["Busy"]}], "Next": "Each"},
    "Each": {"Type": "Map", "ItemsPath": "$$.Execution.Input.items", "End": true,
      "ItemProcessor": {"StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}}
  }}') IS NOT NULL AS created;
CREATE FUNCTION spans(id uuid) RETURNS TABLE (n bigint, span jsonb) LANGUAGE sql AS $$
    SELECT n, span FROM jsonb_path_query(sfn_trace(id), '$.resourceSpans[*].scopeSpans[*].spans[*]')
        WITH ORDINALITY AS s(span, n) $$;

-- A span for the execution, and one for each visit of a state, inside that of the Map around it.
SELECT sfn_start('traced', '{"items": [1, 2]}') AS id \gset
SELECT sfn_tick('infinity');
SELECT span ->> 'name' AS name,
    (SELECT p.span ->> 'name' FROM spans(:'id') AS p WHERE p.span -> 'spanId' = s.span -> 'parentSpanId') AS parent,
    span #>> '{status,code}' AS status,
    jsonb_path_query_first(span, '$.attributes[*] ? (@.key == "sfn.attempt").value.intValue') AS attempts,
    jsonb_path_query_first(span, '$.attributes[*] ? (@.key == "error.type").value.stringValue') AS error
FROM spans(:'id') AS s ORDER BY n;
SELECT bool_and(span ->> 'traceId' = replace(:'id', '-', '')) AS own_trace,
    bool_and((span ->> 'startTimeUnixNano')::numeric <= (span ->> 'endTimeUnixNano')::numeric) AS in_order,
    count(DISTINCT span -> 'spanId') = count(*) AS distinct_ids
FROM spans(:'id');

-- A trace header, of either kind, says whose trace it is part of.
SELECT sfn_start('traced', '{"items": []}',
    trace_header => '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01') AS w3c \gset
SELECT span ->> 'traceId' AS trace, span ->> 'parentSpanId' AS parent FROM spans(:'w3c') WHERE n = 1;
SELECT sfn_start('traced', '{"items": []}',
    trace_header => 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1') AS xray \gset
SELECT span ->> 'traceId' AS trace, span ->> 'parentSpanId' AS parent FROM spans(:'xray') WHERE n = 1;

-- A nested execution is part of the trace of the one that starts it.
SELECT sfn_create_state_machine('outer', '{
  "StartAt": "Inner",
  "States": {"Inner": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2",
    "Parameters": {"StateMachineArn": "traced", "Input": {"items": []}, "Name": "inner"}, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('outer', trace_header => '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01') AS outer \gset
SELECT execution AS inner FROM sfn.executions WHERE name = 'inner' \gset
SELECT i.span ->> 'traceId' AS trace, o.span ->> 'name' AS parent
FROM spans(:'inner') AS i JOIN spans(:'outer') AS o ON o.span -> 'spanId' = i.span -> 'parentSpanId' WHERE i.n = 1;

-- A failed state and its execution carry the error.
SELECT sfn_create_state_machine('fails', '{"StartAt": "No", "States": {"No": {"Type": "Fail", "Error": "No", "Cause": "never"}}}') IS NOT NULL AS created;
SELECT sfn_start('fails') AS fails \gset
SELECT span ->> 'name' AS name, span -> 'status' AS status FROM spans(:'fails') ORDER BY n;

-- So does one that failed in an expression; what comes after the next attempt is inside it all the same.
SELECT sfn_create_state_machine('wrong', '{"QueryLanguage": "JSONata", "StartAt": "Go", "States": {
  "Go": {"Type": "Pass", "Next": "Each"},
  "Each": {"Type": "Map", "Items": [1], "Output": "{% $nothing %}", "End": true,
    "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}],
    "ItemProcessor": {"StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}}}}') IS NOT NULL AS created;
SELECT sfn_start('wrong') AS wrong \gset
SELECT sfn_tick('infinity');
SELECT span ->> 'name' AS name,
    (SELECT p.span ->> 'name' FROM spans(:'wrong') AS p WHERE p.span -> 'spanId' = s.span -> 'parentSpanId') AS parent,
    span #>> '{status,code}' AS status,
    jsonb_path_query_first(span, '$.attributes[*] ? (@.key == "sfn.attempt").value.intValue') AS attempts,
    jsonb_path_query_first(span, '$.attributes[*] ? (@.key == "error.type").value.stringValue') AS error
FROM spans(:'wrong') AS s ORDER BY n;
