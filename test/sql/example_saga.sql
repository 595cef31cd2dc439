--
-- examples/saga.sql, as its reader runs it
--
\getenv inputdir PG_ABS_SRCDIR
\set example :inputdir '/../examples/saga.sql'
\i :example

-- Leave nothing to the tests that follow.
SELECT sfn_delete_state_machine('saga');
DROP SCHEMA saga CASCADE;
