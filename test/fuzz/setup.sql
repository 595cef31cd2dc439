--
-- What the targets of the fuzzer find in their database
--
-- The instrumented library takes the place of the installed one.
SET allow_system_table_mods = on;
UPDATE pg_proc SET probin = :'library' WHERE probin = '$libdir/sfn';
RESET allow_system_table_mods;
CREATE FUNCTION fuzz(target text, directory text, arguments text[]) RETURNS integer
LANGUAGE C STRICT AS :'library';

-- A number below the bound, from the input that runs
CREATE FUNCTION fuzz_decide(bound integer) RETURNS integer LANGUAGE C STRICT AS :'library';
-- What a generated machine's tasks call: what comes of it is the input's decision.
CREATE FUNCTION fuzz_task(input jsonb) RETURNS jsonb LANGUAGE C STRICT AS :'library';
CREATE TABLE fuzz_token (token text);

-- Callbacks that are open, answered, refused, kept alive or forgotten
CREATE FUNCTION fuzz_answer() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	given text;
	decided integer;
	story text := '';
BEGIN
	INSERT INTO fuzz_token SELECT task_token FROM sfn_get_activity_task('fuzz') WHERE task_token IS NOT NULL;
	FOR given IN SELECT token FROM fuzz_token LOOP
		BEGIN
			decided := fuzz_decide(6);
			story := story || ', answer ' || decided;
			CASE decided
				WHEN 0, 1 THEN
					PERFORM sfn_send_task_success(given, '{"a": [1, {"b": 2}], "list": ["x", {}]}'::jsonb);
					DELETE FROM fuzz_token WHERE token = given;
				WHEN 2 THEN
					PERFORM sfn_send_task_failure(given, 'Custom', 'why');
				WHEN 3 THEN
					PERFORM sfn_send_task_heartbeat(given);
				ELSE
			END CASE;
		EXCEPTION WHEN SQLSTATE 'SF016' OR SQLSTATE 'SF027' OR SQLSTATE 'SF028' THEN
			DELETE FROM fuzz_token WHERE token = given;
		END;
	END LOOP;
	RETURN story;
END $$;

-- Run a machine as the input decides until it has ended, and look at what it leaves.
-- Its loops end with a short history.
CREATE FUNCTION fuzz_run(definition text, type text, input jsonb) RETURNS void LANGUAGE plpgsql
SET sfn.max_history_events = 200 AS $$
DECLARE
	run uuid;
	ended text;
	late timestamptz := now();
	decided integer;
	story text;
BEGIN
	TRUNCATE fuzz_token;
	PERFORM sfn_create_activity('fuzz'), sfn_create_state_machine('fuzz_inner', '{"StartAt": "W", "States": {
		"W": {"Type": "Wait", "SecondsPath": "$.n", "Next": "T"},
		"T": {"Type": "Task", "Resource": "pg:function:public.fuzz_task", "End": true}}}');
	PERFORM sfn_create_state_machine('fuzz', definition, type);
	IF type = 'EXPRESS' THEN
		SELECT status INTO STRICT ended FROM sfn_start_sync('fuzz', input);
		RETURN;
	END IF;
	decided := fuzz_decide(2);
	story := CASE decided WHEN 1 THEN 'async' ELSE 'inline' END;
	run := sfn_start('fuzz', input, async => decided = 1);
	FOR turn IN 1 .. 12 LOOP
		decided := fuzz_decide(8);
		CASE decided
			WHEN 0, 1 THEN
				late := late + fuzz_decide(256) * interval '1 second';
				PERFORM sfn_tick(late);
				story := story || ', tick ' || late - now();
			WHEN 2, 3, 4 THEN
				story := story || fuzz_answer();
			WHEN 5 THEN
				PERFORM sfn_stop(run, 'Stopped');
				story := story || ', stop';
			WHEN 6 THEN
				BEGIN
					PERFORM sfn_redrive(run);
					story := story || ', redrive';
				EXCEPTION WHEN SQLSTATE 'SF009' THEN
				END;
			ELSE
				PERFORM sfn_describe(run), sfn_graph(run), sfn_trace(run);
		END CASE;
	END LOOP;
	-- An activity's task has no timeout as long as nobody takes it.
	FOR turn IN 1 .. 100 LOOP
		PERFORM sfn_tick('infinity');
		EXIT WHEN (SELECT status <> 'RUNNING' FROM sfn_describe(run));
		PERFORM sfn_get_activity_task('fuzz');
	END LOOP;
	PERFORM sfn_tick('infinity');
	PERFORM fuzz_check(run, story);
END $$;

-- What holds of every execution that has ended
CREATE FUNCTION fuzz_check(run uuid, story text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	ended text;
	events bigint;
	last_event text;
BEGIN
	SELECT status INTO STRICT ended FROM sfn_describe(run);
	IF ended NOT IN ('SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED') THEN
		RAISE 'still % although nothing is due; it was %', ended, story;
	END IF;
	IF EXISTS (SELECT FROM sfn.branch) OR EXISTS (SELECT FROM sfn.task) OR EXISTS (SELECT FROM sfn.wakeup) THEN
		RAISE 'left by an execution that is %, which was %: % % %', ended, story, (SELECT json_agg(b) FROM sfn.branch b),
			(SELECT json_agg(t) FROM sfn.task t), (SELECT json_agg(w) FROM sfn.wakeup w);
	END IF;
	SELECT count(*) INTO events FROM sfn_history(run);
	IF EXISTS (SELECT FROM (SELECT *, row_number() OVER () AS number,
			lag(timestamp, 1, '-infinity') OVER () AS before FROM sfn_history(run)) AS event
		WHERE id <> number OR previous_event_id >= id OR timestamp < before) THEN
		RAISE 'the history has gaps, or is out of order; it was %', story;
	END IF;
	SELECT type INTO STRICT last_event FROM sfn_history(run) WHERE id = events;
	IF last_event <> (CASE ended WHEN 'SUCCEEDED' THEN 'ExecutionSucceeded' WHEN 'FAILED' THEN 'ExecutionFailed'
			WHEN 'TIMED_OUT' THEN 'ExecutionTimedOut' ELSE 'ExecutionAborted' END) THEN
		RAISE 'the history of an execution that is % ends with %', ended, last_event;
	END IF;
	-- What was entered and succeeded was left.
	IF ended = 'SUCCEEDED' AND (SELECT count(*) FILTER (WHERE type LIKE '%StateEntered') <
			count(*) FILTER (WHERE type LIKE '%StateExited') FROM sfn_history(run)) THEN
		RAISE 'more states left than entered';
	END IF;
	PERFORM sfn_describe(run), sfn_graph(run, 'text'), sfn_trace(run);
END $$;

CREATE FUNCTION fuzz_keep(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
	INSERT INTO fuzz_token VALUES (input ->> 'token') RETURNING 'null'::jsonb
$$;
