--
-- examples/counter.sql, as its reader runs it
--
\getenv inputdir PG_ABS_SRCDIR
\set example :inputdir '/../examples/counter.sql'
\i :example
