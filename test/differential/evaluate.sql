-- What sfn makes of the pairs in the file :pairs, one JSON object a line.
\set ON_ERROR_STOP 1
\set QUIET 1
\pset tuples_only on
\pset format unaligned
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS sfn;
SET statement_timeout = '600s';
SET sfn.jsonata_max_steps = 5000000;
CREATE TEMP TABLE pair (line text);
-- No character of a JSON text is a control character, so each line is one column as it is.
\set copy '\\copy pair FROM ' :'pairs' ' WITH (FORMAT csv, DELIMITER E''\\x01'', QUOTE E''\\x02'')'
:copy
CREATE FUNCTION pg_temp.outcome(pair jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
	found jsonb;
BEGIN
	found := sfn_jsonata(pair ->> 'expr', pair -> 'data', pair -> 'bindings');
	RETURN CASE WHEN found IS NULL THEN '{"nothing": true}' ELSE jsonb_build_object('value', found) END;
EXCEPTION
	WHEN SQLSTATE 'SFX01' OR SQLSTATE 'SFX02' THEN
		RETURN jsonb_build_object('error', split_part(SQLERRM, ':', 1));
	WHEN others THEN
		RETURN jsonb_build_object('error', SQLERRM, 'sqlstate', SQLSTATE);
END $$;
SELECT jsonb_build_object('i', line::jsonb -> 'i') || pg_temp.outcome(line::jsonb) FROM pair;
