--
-- What tools/bench measures: state machines, and the same work done by hand
--
-- Documents have 140 bytes as text unless said.

CREATE EXTENSION sfn;
CREATE SCHEMA bench;

CREATE FUNCTION bench.payload(seed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT format('{"order": "%s", "customer": "%s", "amount": %s, "state": "open"}',
		md5(seed), md5(seed || 'a') || substr(md5(seed || 'b'), 1, 15), 100 + abs(hashtext(seed)) % 900)
$$;

--
-- "commit": the price of a row that can be found again
--
CREATE TABLE bench.commit_row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload jsonb NOT NULL);

--
-- Five Tasks
--
-- "same": each returns its argument; "different": each returns another document; "writing":
-- each inserts a row.
CREATE FUNCTION bench.same(document jsonb) RETURNS jsonb LANGUAGE plpgsql AS
$$BEGIN RETURN document; END$$;

DO $$
BEGIN
	FOR step IN 1 .. 5 LOOP
		EXECUTE format('CREATE FUNCTION bench.different_%s(document jsonb) RETURNS jsonb LANGUAGE plpgsql AS
			$f$BEGIN RETURN %L::jsonb; END$f$', step, bench.payload(step::text));
	END LOOP;
END
$$;

CREATE TABLE bench.written (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, document jsonb NOT NULL);
CREATE FUNCTION bench.writing(document jsonb) RETURNS jsonb LANGUAGE plpgsql AS
$$BEGIN INSERT INTO bench.written (document) VALUES (document); RETURN document; END$$;

-- A chain of five Tasks; %s in the function's name stands for the number of the step.
CREATE FUNCTION bench.five_tasks(function text) RETURNS text LANGUAGE sql AS $$
	SELECT jsonb_build_object('StartAt', 'Step 1', 'States', jsonb_object_agg('Step ' || i,
		jsonb_build_object('Type', 'Task', 'Resource', 'pg:function:bench.' || replace(function, '%s', i::text)) ||
		CASE WHEN i = 5 THEN '{"End": true}' ELSE jsonb_build_object('Next', 'Step ' || i + 1) END))::text
	FROM generate_series(1, 5) i
$$;

SELECT sfn_create_state_machine('same', bench.five_tasks('same'));
SELECT sfn_create_state_machine('different', bench.five_tasks('different_%s'));
SELECT sfn_create_state_machine('writing', bench.five_tasks('writing'));
SELECT sfn_create_state_machine('calls', bench.five_tasks('same'), type => 'EXPRESS');

-- "plpgsql": the same by hand, with a row of history for the beginning and two for each step.
CREATE TABLE bench.workflow_event (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, workflow bigint NOT NULL,
	at timestamptz NOT NULL, type text NOT NULL, details jsonb
);
CREATE INDEX ON bench.workflow_event (workflow);
CREATE SEQUENCE bench.workflow_id;

DO $$
DECLARE
	event text := 'INSERT INTO bench.workflow_event (workflow, at, type, details)
		VALUES (workflow, clock_timestamp(), ''%s'', document);';
	body text;
BEGIN
	body := format(event, 'started');
	FOR step IN 1 .. 5 LOOP
		body := body || format(event, 2 * step, 'step ' || step || ' entered') ||
			'document := bench.%1$s(document); ' ||
			format(event, 2 * step + 1, 'step ' || step || ' left');
	END LOOP;
	EXECUTE format('CREATE FUNCTION bench.by_hand(document jsonb) RETURNS bigint LANGUAGE plpgsql AS
		$f$DECLARE workflow bigint := nextval(''bench.workflow_id''); BEGIN %s RETURN workflow; END$f$',
		format(body, 'same'));
	EXECUTE format('CREATE FUNCTION bench.writing_by_hand(document jsonb) RETURNS bigint LANGUAGE plpgsql AS
		$f$DECLARE workflow bigint := nextval(''bench.workflow_id''); BEGIN %s RETURN workflow; END$f$',
		format(body, 'writing'));
END
$$;

-- Five calls that may fail, each taken back alone if it does
DO $$
BEGIN
	EXECUTE format('CREATE FUNCTION bench.calls_by_hand(document jsonb) RETURNS jsonb LANGUAGE plpgsql AS
		$f$BEGIN %s RETURN document; END$f$',
		repeat('BEGIN document := bench.same(document); EXCEPTION WHEN division_by_zero THEN RAISE; END; ', 5));
END
$$;

--
-- EXPRESS
--
SELECT sfn_create_state_machine('chain', (
	SELECT jsonb_build_object('StartAt', 'Pass 1', 'States', jsonb_object_agg('Pass ' || i, '{"Type": "Pass"}' ||
		CASE WHEN i = 1000 THEN '{"End": true}' ELSE jsonb_build_object('Next', 'Pass ' || i + 1) END))::text
	FROM generate_series(1, 1000) i), type => 'EXPRESS');

CREATE FUNCTION bench.chain_by_hand(document jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	FOR i IN 1 .. 1000 LOOP
		document := document;
	END LOOP;
	RETURN document;
END
$$;

SELECT sfn_create_state_machine('counter', '{
  "StartAt": "Increment",
  "States": {
    "Increment": {
      "Type": "Pass", "Next": "Is finished?",
      "Parameters": {"count.$": "States.MathAdd($.count, 1)", "until.$": "$.until"}},
    "Is finished?": {
      "Type": "Choice",
      "Choices": [{"Variable": "$.count", "NumericLessThanPath": "$.until", "Next": "Increment"}],
      "Default": "Done"},
    "Done": {"Type": "Succeed"}}}', type => 'EXPRESS');

CREATE FUNCTION bench.counter_by_hand(document jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
	LOOP
		document := jsonb_build_object('count', (document ->> 'count')::int + 1, 'until', document -> 'until');
		EXIT WHEN (document ->> 'count')::int >= (document ->> 'until')::int;
	END LOOP;
	RETURN document;
END
$$;

SELECT sfn_create_state_machine('map', '{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map", "End": true,
      "ItemProcessor": {"StartAt": "Item", "States": {"Item": {"Type": "Pass", "End": true}}}}}}',
  type => 'EXPRESS');

CREATE FUNCTION bench.map_by_hand(document jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	result jsonb[] := '{}';
	item jsonb;
BEGIN
	FOR item IN SELECT jsonb_array_elements(document) LOOP
		result := result || item;
	END LOOP;
	RETURN to_jsonb(result);
END
$$;

CREATE TABLE bench.items (count int PRIMARY KEY, document jsonb NOT NULL);
INSERT INTO bench.items SELECT n, (SELECT jsonb_agg(i) FROM generate_series(1, n) i)
	FROM unnest(ARRAY[2500, 10000, 40000]) n;

--
-- Callbacks
--
CREATE TABLE bench.token (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, token text NOT NULL);
CREATE FUNCTION bench.keep_token(task jsonb) RETURNS jsonb LANGUAGE plpgsql AS
$$BEGIN INSERT INTO bench.token (token) VALUES (task ->> 'token'); RETURN NULL; END$$;

SELECT sfn_create_state_machine('callback', '{
  "StartAt": "Approve",
  "States": {
    "Approve": {
      "Type": "Task", "Resource": "pg:function:bench.keep_token.waitForTaskToken", "End": true,
      "Parameters": {"token.$": "$$.Task.Token", "order.$": "$"}}}}');

SELECT sfn_create_state_machine('callbacks', '{
  "StartAt": "Each",
  "States": {
    "Each": {
      "Type": "Map", "End": true, "ItemsPath": "$.items",
      "ItemProcessor": {"StartAt": "Approve", "States": {
        "Approve": {
          "Type": "Task", "Resource": "pg:function:bench.keep_token.waitForTaskToken", "End": true,
          "Parameters": {"token.$": "$$.Task.Token"}}}}}}}');

-- A Map of as many callbacks has more events than an execution may have.
DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET sfn.max_history_events = 0', current_database()); END$$;

--
-- Waits
--
SELECT sfn_create_state_machine('wait', '{
  "StartAt": "Wait",
  "States": {"Wait": {"Type": "Wait", "Seconds": 2, "End": true}}}');

--
-- Documents to look into
--
CREATE TABLE bench.document (id int PRIMARY KEY, document jsonb NOT NULL);
INSERT INTO bench.document SELECT i, jsonb_build_object('id', i, 'order', bench.payload(i::text)::jsonb,
		'a', jsonb_build_object('x', i, 'b', (SELECT jsonb_agg(jsonb_build_object('c', i + j, 'd', j)) FROM generate_series(1, 3) j)))
	FROM generate_series(1, 5000) i;
VACUUM ANALYZE bench.document;

-- An order of ten items
CREATE TABLE bench.order_document AS
	SELECT jsonb_build_object('id', 17, 'a', '{"b": [1, 2, {"c": 42}, 3]}'::jsonb, 'items', jsonb_agg(jsonb_build_object(
		'name', 'item ' || i, 'price', i * 2.5, 'qty', i, 'sku', 'SKU-000' || i))) AS document
	FROM generate_series(1, 10) i;
VACUUM ANALYZE bench.order_document;
