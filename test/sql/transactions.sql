--
-- Transactions: an execution is as durable as what started it
--

-- By an ordinary role, in a schema of its own
CREATE ROLE regress_transactions;
CREATE SCHEMA transactions AUTHORIZATION regress_transactions;
SET ROLE regress_transactions;
SET search_path = transactions, public;

CREATE TABLE ledger (entry text);
CREATE FUNCTION book(task jsonb) RETURNS jsonb LANGUAGE sql AS $$
    INSERT INTO ledger VALUES (task ->> 'entry') RETURNING to_jsonb(entry)
$$;
SELECT sfn_create_state_machine('book', '{
  "StartAt": "Book", "States": {"Book": {"Type": "Task", "Resource": "pg:function:book", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_create_state_machine('later', '{
  "StartAt": "Wait",
  "States": {"Wait": {"Type": "Wait", "Seconds": 60, "Next": "Book"},
             "Book": {"Type": "Task", "Resource": "pg:function:book", "End": true}}}') IS NOT NULL AS created;
CREATE VIEW state AS SELECT
    (SELECT string_agg(entry, ', ' ORDER BY entry) FROM ledger) AS ledger,
    (SELECT string_agg(name || ' ' || status, ', ' ORDER BY name) FROM sfn.executions) AS executions,
    (SELECT count(*) FROM sfn.wakeups) AS wakeups;

--
-- Rollback
--
BEGIN;
SELECT sfn_start('book', '{"entry": "a"}', name => 'a') IS NOT NULL AS started;
SELECT sfn_start('later', '{"entry": "b"}', name => 'b') IS NOT NULL AS started;
SELECT * FROM state;
ROLLBACK;
SELECT * FROM state;

-- Everything comes back, definitions included.
BEGIN;
SELECT sfn_create_state_machine('brief', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT status FROM sfn_start('brief') AS id, sfn_describe(id);
SELECT sfn_update_state_machine('book', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}') IS NOT NULL AS updated;
SELECT status FROM sfn_start('book', '{"entry": "c"}') AS id, sfn_describe(id);
SELECT sfn_delete_state_machine('later');
ROLLBACK;
SELECT sfn_start('brief');
SELECT status FROM sfn_start('book', '{"entry": "c"}', name => 'c') AS id, sfn_describe(id);
SELECT status FROM sfn_start('later', '{"entry": "d"}', name => 'd') AS id, sfn_describe(id);
SELECT * FROM state;

-- So does what was ticked, stopped or answered.
BEGIN;
SELECT sfn_tick('infinity');
SELECT * FROM state;
ROLLBACK;
SELECT * FROM state;
BEGIN;
SELECT sfn_stop(execution) IS NOT NULL AS stopped FROM sfn.executions WHERE name = 'd';
ROLLBACK;
SELECT sfn_tick('infinity');
SELECT * FROM state;

--
-- Savepoints
--
BEGIN;
SELECT sfn_start('book', '{"entry": "e"}', name => 'e') IS NOT NULL AS started;
SAVEPOINT here;
SELECT sfn_start('book', '{"entry": "f"}', name => 'f') IS NOT NULL AS started;
SELECT sfn_start('later', '{"entry": "g"}', name => 'g') IS NOT NULL AS started;
ROLLBACK TO here;
SELECT sfn_start('book', '{"entry": "h"}', name => 'h') IS NOT NULL AS started;
RELEASE here;
COMMIT;
SELECT * FROM state;

-- The name of what was rolled back is free.
SELECT status FROM sfn_start('book', '{"entry": "f"}', name => 'f') AS id, sfn_describe(id);

-- A rolled-back change of a definition is forgotten within the transaction too.
BEGIN;
SAVEPOINT here;
SELECT sfn_update_state_machine('book', '{"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": "changed", "End": true}}}') IS NOT NULL AS updated;
SELECT output FROM sfn_start('book', '{"entry": "i"}') AS id, sfn_describe(id);
ROLLBACK TO here;
SELECT output FROM sfn_start('book', '{"entry": "i"}') AS id, sfn_describe(id);
ROLLBACK;

-- A caller's own error handling is a savepoint as well.
DO $$
BEGIN
    PERFORM sfn_start('book', '{"entry": "j"}', name => 'j');
    RAISE EXCEPTION 'never mind';
EXCEPTION WHEN raise_exception THEN
    PERFORM sfn_start('book', '{"entry": "k"}', name => 'k');
END $$;
SELECT name FROM sfn.executions WHERE name IN ('j', 'k');

-- A refused start does not hurt its transaction more than any error does.
BEGIN;
SAVEPOINT here;
SELECT sfn_start('book', '{"entry": "other"}', name => 'k');
ROLLBACK TO here;
SELECT status FROM sfn_start('book', '{"entry": "l"}', name => 'l') AS id, sfn_describe(id);
COMMIT;

--
-- Isolation
--

-- What this transaction started, it sees at every level.
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT count(*) FROM ledger;
SELECT sfn_start('book', '{"entry": "m"}', name => 'm') AS m \gset
SELECT status FROM sfn_describe(:'m');
SELECT count(*) FROM sfn_history(:'m');
SELECT sfn_start('later', '{"entry": "n"}', name => 'n') = sfn_start('later', '{"entry": "n"}', name => 'n') AS the_same;
SELECT sfn_tick('infinity');
COMMIT;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT count(*) FROM ledger;
SELECT sfn_start('book', '{"entry": "o"}', name => 'o') AS o \gset
SELECT status FROM sfn_describe(:'o');
SELECT sfn_start('later', '{"entry": "p"}', name => 'p') IS NOT NULL AS started;
SELECT sfn_tick('infinity');
COMMIT;
SELECT * FROM state;

--
-- Read-only transactions
--

-- Looking is allowed, changing is not.
SELECT execution AS k FROM sfn.executions WHERE name = 'k' \gset
SET default_transaction_read_only = on;
SELECT sfn_start('book', '{"entry": "q"}');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM sfn_start_sync('book');
SELECT sfn_stop(:'k');
SELECT sfn_tick('infinity');
SELECT sfn_create_state_machine('new', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}');
SELECT sfn_update_state_machine('book', role => current_user);
SELECT sfn_delete_state_machine('book');
SELECT sfn_grant('book', 'PUBLIC', 'read');
SELECT sfn_revoke('book', 'PUBLIC', 'read');
SELECT sfn_create_activity('new');
SELECT sfn_delete_activity('new');
SELECT sfn_api('StartExecution', '{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:book"}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_api('StopExecution', '{"executionArn": "arn:aws:states:us-east-1:000000000000:execution:book:k"}');
SELECT machine, name, status FROM sfn_describe(:'k');
SELECT count(*) FROM sfn_history(:'k');
SELECT count(*) FROM sfn_list_executions('book');
SELECT sfn_execution_id('arn:aws:states:us-east-1:000000000000:execution:book:k') = :'k' AS found;
SELECT sfn_graph(:'k'::uuid) IS NOT NULL AS drawn;
SELECT sfn_api('DescribeExecution', '{"executionArn": "arn:aws:states:us-east-1:000000000000:execution:book:k"}') ->> 'status' AS status;
SELECT jsonb_array_length(sfn_api('ListStateMachines', '{}') -> 'stateMachines') AS machines;
SELECT * FROM sfn_validate('{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}');
SELECT count(*) FROM sfn.history WHERE execution = :'k';
RESET default_transaction_read_only;

--
-- In the middle of a query
--

-- Many starts in one statement
SELECT count(DISTINCT sfn_start('book', jsonb_build_object('entry', 'bulk ' || n))) FROM generate_series(1, 100) AS n;
SELECT count(*) FROM ledger WHERE entry LIKE 'bulk%';

-- One of them refused: none of them
SELECT count(sfn_start('book', '{"entry": "twice"}', name => 'twice')) FROM generate_series(1, 2);
SELECT count(*) FROM ledger WHERE entry = 'twice';

-- From a cursor: an execution is started when its row is fetched.
BEGIN;
DECLARE starts CURSOR FOR
    SELECT status FROM generate_series(1, 4) AS n, sfn_start('book', jsonb_build_object('entry', 'cursor ' || n)) AS id, sfn_describe(id);
FETCH 2 FROM starts;
SELECT count(*) FROM ledger WHERE entry LIKE 'cursor%';
FETCH ALL FROM starts;
SELECT count(*) FROM ledger WHERE entry LIKE 'cursor%';
COMMIT;

-- Looking at executions while workers scan a table, at any isolation level
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
CREATE VIEW looked AS SELECT count(sfn_execution_id('arn:aws:states:us-east-1:000000000000:execution:book:k')) AS arns,
    count(sfn_execution_id('arn:aws:states:us-east-1:000000000000:express:book:k:' ||
        (SELECT execution FROM sfn.executions WHERE name = 'k'))) AS express,
    count(sfn_graph((SELECT execution FROM sfn.executions WHERE name = 'k'))) AS graphs
FROM (SELECT entry FROM ledger OFFSET 0) AS scanned;
EXPLAIN (COSTS OFF) SELECT sfn_execution_id(entry) FROM ledger;
SELECT arns > 100 AS arns, express > 100 AS express, graphs > 100 AS graphs FROM looked;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT arns > 100 AS arns, express > 100 AS express, graphs > 100 AS graphs FROM looked;
SELECT count((SELECT described.status FROM sfn_describe(:'k') AS described WHERE entry <> '')) > 0 AS described FROM ledger;
SELECT count(*) > 0 AS found FROM sfn.executions;
COMMIT;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;

-- Leave nothing behind.
SELECT count(sfn_delete_state_machine(arn)) > 0 AS deleted FROM sfn.state_machines;
RESET ROLE;
DROP SCHEMA transactions CASCADE;
DROP ROLE regress_transactions;
