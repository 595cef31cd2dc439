--
-- examples/counter.sql, as its reader runs it
--
\getenv inputdir PG_ABS_SRCDIR
\set example :inputdir '/../examples/counter.sql'
\i :example

-- Leave nothing to the tests that follow.
SELECT sfn_delete_state_machine('counter');
DROP SCHEMA counter CASCADE;
