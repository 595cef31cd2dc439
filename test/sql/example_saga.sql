--
-- examples/saga.sql, as its reader runs it
--
\getenv inputdir PG_ABS_SRCDIR
\set example :inputdir '/../examples/saga.sql'
\i :example
