--
-- What tools/bench measures: sfn's machines, and the same work done by hand
--
CREATE EXTENSION sfn;
CREATE SCHEMA bench;

--
-- The price of a row: what "commit" inserts
--
CREATE TABLE bench.commit_row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload jsonb NOT NULL);

--
-- Five steps.  The document has 140 bytes as text, and so has each of those that differ.
--
CREATE FUNCTION bench.same(document jsonb) RETURNS jsonb LANGUAGE plpgsql AS
$$BEGIN RETURN document; END$$;

CREATE FUNCTION bench.payload(seed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT format('{"order": "%s", "customer": "%s", "amount": %s, "state": "open"}',
		md5(seed), md5(seed || 'a') || substr(md5(seed || 'b'), 1, 15), 100 + abs(hashtext(seed)) % 900)
$$;

DO $$
BEGIN
	FOR step IN 1 .. 5 LOOP
		EXECUTE format('CREATE FUNCTION bench.different_%s(document jsonb) RETURNS jsonb LANGUAGE plpgsql AS
			$f$BEGIN RETURN %L::jsonb; END$f$', step, bench.payload(step::text));
	END LOOP;
END
$$;

-- A chain of five Tasks.  %s in the name stands for the number of the step.
CREATE FUNCTION bench.five_tasks(function text) RETURNS text LANGUAGE sql AS $$
	SELECT jsonb_build_object('StartAt', 'Step 1', 'States', jsonb_object_agg('Step ' || i,
		jsonb_build_object('Type', 'Task', 'Resource', 'pg:function:bench.' || replace(function, '%s', i::text)) ||
		CASE WHEN i = 5 THEN '{"End": true}' ELSE jsonb_build_object('Next', 'Step ' || i + 1) END))::text
	FROM generate_series(1, 5) i
$$;

SELECT sfn_create_state_machine('same', bench.five_tasks('same'));
SELECT sfn_create_state_machine('different', bench.five_tasks('different_%s'));
SELECT sfn_create_state_machine('calls', bench.five_tasks('same'), type => 'EXPRESS');

-- The same by hand: a row for the workflow's beginning, and for each step one before and one after.
CREATE TABLE bench.workflow_event (
	workflow bigint, id int, at timestamptz NOT NULL, type text NOT NULL, details jsonb,
	PRIMARY KEY (workflow, id)
);
CREATE SEQUENCE bench.workflow_id;

CREATE FUNCTION bench.by_hand(document jsonb) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	workflow bigint := nextval('bench.workflow_id');
BEGIN
	INSERT INTO bench.workflow_event VALUES (workflow, 1, clock_timestamp(), 'started', document);
	INSERT INTO bench.workflow_event VALUES (workflow, 2, clock_timestamp(), 'step 1 entered', document);
	document := bench.same(document);
	INSERT INTO bench.workflow_event VALUES (workflow, 3, clock_timestamp(), 'step 1 left', document);
	INSERT INTO bench.workflow_event VALUES (workflow, 4, clock_timestamp(), 'step 2 entered', document);
	document := bench.same(document);
	INSERT INTO bench.workflow_event VALUES (workflow, 5, clock_timestamp(), 'step 2 left', document);
	INSERT INTO bench.workflow_event VALUES (workflow, 6, clock_timestamp(), 'step 3 entered', document);
	document := bench.same(document);
	INSERT INTO bench.workflow_event VALUES (workflow, 7, clock_timestamp(), 'step 3 left', document);
	INSERT INTO bench.workflow_event VALUES (workflow, 8, clock_timestamp(), 'step 4 entered', document);
	document := bench.same(document);
	INSERT INTO bench.workflow_event VALUES (workflow, 9, clock_timestamp(), 'step 4 left', document);
	INSERT INTO bench.workflow_event VALUES (workflow, 10, clock_timestamp(), 'step 5 entered', document);
	document := bench.same(document);
	INSERT INTO bench.workflow_event VALUES (workflow, 11, clock_timestamp(), 'step 5 left', document);
	RETURN workflow;
END
$$;
