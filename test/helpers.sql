\set saved_echo :ECHO
\set ECHO none
--
-- Included at the top of a test: what makes its statements short, in schema helper.
--
CREATE SCHEMA IF NOT EXISTS helper;

-- Run a machine of this definition; what has become of its execution.
CREATE OR REPLACE FUNCTION helper.outcome(definition text, input jsonb DEFAULT '{}',
	OUT status text, OUT output jsonb, OUT error text, OUT cause text)
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_create_state_machine('outcome', definition, or_replace => true);
	SELECT d.status, d.output, d.error, d.cause INTO status, output, error, cause
	FROM sfn_describe(sfn_start('outcome', input)) d;
END$$;

-- What has become of an execution.
CREATE OR REPLACE FUNCTION helper.outcome(execution uuid,
	OUT status text, OUT output jsonb, OUT error text, OUT cause text)
LANGUAGE sql AS $$
	SELECT d.status, d.output, d.error, d.cause FROM sfn_describe(execution) d
$$;

-- A history without what is the same in every one.
CREATE OR REPLACE FUNCTION helper.events(execution uuid)
RETURNS TABLE (id bigint, prev bigint, type text, details text)
LANGUAGE sql AS $$
	SELECT id, previous_event_id, type,
		(details - '{inputDetails,outputDetails,assignedVariablesDetails,roleArn,region,resourceType}'::text[])::text
	FROM sfn_history(execution) ORDER BY id
$$;

-- A history as one line: types of events, states by name.
CREATE OR REPLACE FUNCTION helper.story(execution uuid) RETURNS text
LANGUAGE sql AS $$
	SELECT string_agg(concat_ws(' ', type, details ->> 'name', details ->> 'index'), ', ' ORDER BY id)
	FROM sfn_history(execution)
$$;

-- Delete every machine, which aborts what still waits.
CREATE OR REPLACE PROCEDURE helper.clean() LANGUAGE plpgsql AS $$
BEGIN
	PERFORM sfn_delete_state_machine(name) FROM sfn.state_machine WHERE deleted_at IS NULL;
END$$;
\set ECHO :saved_echo
