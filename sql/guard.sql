-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION sfn" to load this file. \quit

DO $$
BEGIN
	-- JSON is Unicode, and a payload's size is counted in UTF-8.
	IF pg_catalog.getdatabaseencoding() OPERATOR(pg_catalog.<>) 'UTF8' THEN
		RAISE EXCEPTION USING
			ERRCODE = 'feature_not_supported',
			MESSAGE = 'sfn needs a database with encoding UTF8',
			DETAIL = pg_catalog.format('This one has %s.', pg_catalog.getdatabaseencoding()),
			HINT = 'CREATE DATABASE ... ENCODING ''UTF8'' TEMPLATE template0 makes one.';
	END IF;
	-- That schema is for what is stored; who may use the functions may not write there.
	IF '@extschema@' OPERATOR(pg_catalog.=) 'sfn' THEN
		RAISE EXCEPTION USING
			ERRCODE = 'invalid_schema_name',
			MESSAGE = 'sfn''s functions cannot be in schema "sfn"',
			DETAIL = 'The extension keeps its tables and views in a schema of this name.',
			HINT = 'Choose another schema, or leave it out; drop a schema "sfn" that you have made.';
	END IF;
END
$$;
