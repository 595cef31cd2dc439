--
-- What CREATE EXTENSION makes, and where it refuses to
--
-- Everything stored is in schema sfn, so that is no place for the functions.
BEGIN;
DROP EXTENSION sfn;
DROP SCHEMA IF EXISTS sfn;
CREATE SCHEMA sfn;
SAVEPOINT before_refusal;
CREATE EXTENSION sfn SCHEMA sfn;
\echo :LAST_ERROR_SQLSTATE
ROLLBACK TO before_refusal;

-- Any other will do, and the functions find what they need whatever the search_path.
DROP SCHEMA sfn;
CREATE SCHEMA "Work flows";
CREATE EXTENSION sfn SCHEMA "Work flows";
SET search_path = pg_catalog;
SELECT "Work flows".sfn_create_state_machine('nap', '{
  "StartAt": "Sleep",
  "States": {"Sleep": {"Type": "Wait", "Seconds": 60, "End": true}}}') IS NOT NULL AS created;
SELECT "Work flows".sfn_start('nap', '{"who": "cat"}') AS nap \gset
SELECT "Work flows".sfn_tick('infinity');
SELECT status, output FROM "Work flows".sfn_describe(:'nap');
ROLLBACK;

-- Every function, table, view and type says what it is.
SELECT pg_describe_object(classid, objid, 0) AS without_comment
FROM pg_depend
WHERE refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sfn') AND deptype = 'e'
  AND classid IN ('pg_proc'::regclass, 'pg_class'::regclass, 'pg_namespace'::regclass)
  AND obj_description(objid, classid::regclass::text::name) IS NULL
  AND NOT (classid = 'pg_class'::regclass
           AND (SELECT relkind FROM pg_class WHERE oid = objid) NOT IN ('r', 'v'))
ORDER BY 1;

-- Every table's rows and every sequence's position are in a dump.
SELECT c.relname AS not_dumped
FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND d.classid = 'pg_class'::regclass
WHERE d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sfn') AND d.deptype = 'e'
  AND c.relkind IN ('r', 'S')
  AND NOT c.oid = ANY (SELECT unnest(extconfig) FROM pg_extension WHERE extname = 'sfn')
ORDER BY 1;

-- PUBLIC can call functions and look at views, and do nothing to a table.
SELECT c.relname, x.privilege_type
FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND d.classid = 'pg_class'::regclass,
    aclexplode(c.relacl) x
WHERE d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'sfn') AND d.deptype = 'e'
  AND x.grantee = 0 AND NOT (c.relkind = 'v' AND x.privilege_type = 'SELECT')
ORDER BY 1, 2;
