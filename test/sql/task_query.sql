--
-- pg:query and pg:notify
--
CREATE SCHEMA task_query;
SET search_path = task_query, public;
CREATE TABLE pie (id int PRIMARY KEY, filling text, baked timestamptz, tags text[], recipe jsonb);

-- One task: what became of a resource with these parameters.
CREATE FUNCTION try(resource text, parameters jsonb, role text DEFAULT NULL)
RETURNS TABLE (error text, answer text)
LANGUAGE plpgsql AS $$
DECLARE
  execution uuid;
BEGIN
  PERFORM sfn_create_state_machine('task_query', jsonb_build_object('StartAt', 'Work',
    'States', jsonb_build_object('Work',
      jsonb_build_object('Type', 'Task', 'Resource', resource, 'Parameters', parameters, 'End', true))),
    role => role, or_replace => true);
  execution := sfn_start('task_query');
  RETURN QUERY SELECT d.error, coalesce(d.cause, d.output::text) FROM sfn_describe(execution) AS d;
END $$;
CREATE FUNCTION query(sql text, params jsonb DEFAULT NULL, role text DEFAULT NULL)
RETURNS TABLE (error text, answer text)
LANGUAGE sql AS $$
  SELECT error, CASE WHEN answer LIKE '{"errorType"%' THEN answer::jsonb->>'errorMessage' ELSE answer END
  FROM try('pg:query', jsonb_strip_nulls(jsonb_build_object('sql', sql)) ||
           CASE WHEN params IS NULL THEN '{}' ELSE jsonb_build_object('params', params) END, role)
$$;

--
-- Rows
--
SELECT * FROM query('SELECT 1 AS one, ''two'' AS two, NULL AS three, ARRAY[4] AS four, true AS five');
SELECT * FROM query('SELECT g FROM generate_series(1, 3) AS g');
SELECT * FROM query('SELECT WHERE false');

-- The query's own names for the columns count.
INSERT INTO pie VALUES (1, 'apple', '2020-01-02 03:04:05+00');
SET timezone = 'UTC';
SELECT * FROM query('SELECT id AS number, filling AS what, baked AS at FROM pie');
SELECT * FROM query('TABLE pie');

-- Statements without rows tell how many they changed; RETURNING gives both.
SELECT * FROM query('UPDATE pie SET filling = ''pear'' WHERE id = 1');
SELECT * FROM query('INSERT INTO pie (id) VALUES (2), (3) RETURNING id');
SELECT * FROM query('DELETE FROM pie WHERE id > 1');
SELECT * FROM query('CREATE TABLE other (a int)');
SELECT * FROM query('EXPLAIN (COSTS OFF) SELECT 1');

--
-- Parameters
--
-- Types are deduced from where a parameter is used; objects and arrays are jsonb, and
-- where a column is jsonb any JSON value is itself.
SELECT * FROM query('INSERT INTO pie VALUES ($1, $2, $3, $4, $5)',
                    '[4, 12, "2020-01-02T03:04:05Z", "{a,b}", {"flour": 500}]');
SELECT * FROM query('INSERT INTO pie (id, recipe) VALUES ($1, $2), ($3, $4)', '[5, "text", 6, null]');
SELECT to_jsonb(pie) AS row, recipe IS NULL AS without FROM pie ORDER BY id;
SELECT * FROM query('SELECT $1 AS text, $2 AS bool, $3::numeric + 1 AS number, $4->0 AS element', '["x", true, 1.5, [7]]');
SELECT * FROM query('SELECT id FROM pie WHERE id IN (SELECT e::int FROM jsonb_array_elements($1) AS e) ORDER BY id', '[[1, 5, 9]]');
SELECT * FROM query('SELECT jsonb_build_object($1, $2)', '["name", "value"]');

-- Data cannot become SQL.
SELECT * FROM query('SELECT filling FROM pie WHERE filling = $1', '["x'' OR true; DROP TABLE pie; --"]');

-- A value that does not fit, a parameter that is not given, one that nobody asked for.
SELECT * FROM query('SELECT $1::int', '["many"]');
SELECT * FROM query('SELECT $1, $3', '[1]');
SELECT * FROM query('SELECT 1 AS one', '[1]');

--
-- What a statement may be
--
SELECT sql, t.*
FROM unnest(ARRAY['SELECT 1; SELECT 2', '', 'SELEC 1', 'COMMIT', 'ROLLBACK', 'BEGIN', 'SAVEPOINT s',
                  'DO $$BEGIN COMMIT; END$$', 'COPY pie TO STDOUT', 'VACUUM pie', 'SELECT 1 / 0',
                  'SELECT * FROM nowhere']) AS sql,
  query(sql) AS t;

-- What failed has done nothing.
SELECT * FROM query('WITH new AS (INSERT INTO pie (id) VALUES (7) RETURNING id) SELECT 1 / (id - 7) FROM new');
SELECT count(*) FROM pie WHERE id = 7;

-- More rows than a result can hold end the statement, however many were to come.
SELECT * FROM query('WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n)
                     SELECT i, repeat(''x'', 1000) AS filler FROM n');

-- Parameters of the task itself.
SELECT error, regexp_replace(answer, '.*\[', '[') AS answer
FROM unnest('{"{}", "{\"sql\": 1}", "{\"sql\": \"SELECT 1\", \"params\": 1}", "{\"sql\": \"SELECT 1\", \"args\": []}"}'::jsonb[]) AS parameters,
  try('pg:query', parameters);

-- The statement runs as the machine's role, with its rights and the machine's search_path.
CREATE ROLE regress_task_reader;
GRANT USAGE ON SCHEMA task_query TO regress_task_reader;
GRANT SELECT ON pie TO regress_task_reader;
SELECT * FROM query('SELECT current_user::text AS who, count(*) FROM pie', role => 'regress_task_reader');
SELECT * FROM query('DELETE FROM pie', role => 'regress_task_reader');
SELECT * FROM query('SET ROLE regress_task_reader');
SELECT current_user = session_user AS same;

--
-- pg:notify
--
-- The result is an empty object; test/isolation shows what the listeners get.
SELECT * FROM try('pg:notify', '{"channel": "task_query", "payload": {"as": ["JSON"]}}');

-- Its limits are those of NOTIFY.
SELECT size, t.* FROM unnest('{7999,8000}'::int[]) AS size,
  try('pg:notify', jsonb_build_object('channel', 'task_query', 'payload', repeat('x', size))) AS t;
SELECT error, answer::jsonb->>'errorMessage' AS message
FROM unnest(ARRAY['', repeat('c', 64)]) AS channel, try('pg:notify', jsonb_build_object('channel', channel));
SELECT error, regexp_replace(answer, '.*\[', '[') AS answer FROM try('pg:notify', '{"payload": 1}');

SELECT sfn_delete_state_machine('task_query');
SET client_min_messages = error;
DROP SCHEMA task_query CASCADE;
DROP ROLE regress_task_reader;
