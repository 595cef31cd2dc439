--
-- Starting from triggers
--

-- By an ordinary role, in a schema of its own
CREATE ROLE regress_triggers;
CREATE SCHEMA triggers AUTHORIZATION regress_triggers;
SET ROLE regress_triggers;
SET search_path = triggers, public;

-- An execution exists if and only if the transaction of the change that started it commits, and what its
-- tasks write is written together with that change.
CREATE TABLE orders (id int PRIMARY KEY, pie text NOT NULL, state text);
CREATE TABLE kitchen (order_id int REFERENCES orders DEFERRABLE INITIALLY DEFERRED, pie text);
CREATE FUNCTION bake(task jsonb) RETURNS jsonb LANGUAGE sql AS $$
    INSERT INTO kitchen VALUES ((task ->> 'id')::int, task ->> 'pie') RETURNING to_jsonb(kitchen)
$$;
SELECT sfn_create_state_machine('bake', '{
  "StartAt": "Bake", "States": {"Bake": {"Type": "Task", "Resource": "pg:function:bake", "End": true}}}') IS NOT NULL AS created;
CREATE FUNCTION start_bake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sfn_start('bake', row_to_json(NEW), name => 'order-' || NEW.id);
    RETURN NEW;
END $$;
CREATE VIEW outcome AS
    SELECT e.name, e.status, e.input -> 'pie' AS ordered, e.output -> 'pie' AS baked FROM sfn.executions AS e ORDER BY e.execution;

-- AFTER each row
CREATE TRIGGER bake AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION start_bake();
INSERT INTO orders VALUES (1, 'apple'), (2, 'cherry');
SELECT * FROM outcome;
SELECT * FROM kitchen ORDER BY order_id;

-- An order that is rolled back leaves nothing.
BEGIN;
INSERT INTO orders VALUES (3, 'plum');
SELECT count(*) FROM kitchen;
ROLLBACK;
SELECT count(*) FROM kitchen;
SELECT count(*) FROM outcome;

-- Nor does one that is refused later in the same statement.
INSERT INTO orders VALUES (4, 'plum'), (1, 'plum');
SELECT count(*) FROM outcome;

-- A statement with many rows starts as many executions.
INSERT INTO orders SELECT n, 'pie ' || n FROM generate_series(11, 110) AS n;
SELECT count(*), count(DISTINCT baked), min(status), max(status) FROM outcome WHERE name ~ 'order-\d\d';

-- BEFORE each row: the execution may say what is stored.
DROP TRIGGER bake ON orders;
TRUNCATE kitchen;
CREATE FUNCTION ask_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT status INTO NEW.state FROM sfn_start('ask', row_to_json(NEW)) AS execution, sfn_describe(execution);
    RETURN NEW;
END $$;
SELECT sfn_create_state_machine('ask', '{
  "StartAt": "Which",
  "States": {
    "Which": {"Type": "Choice", "Choices": [{"Variable": "$.pie", "StringMatches": "*meat*", "Next": "No"}], "Default": "Yes"},
    "No": {"Type": "Fail", "Error": "Vegetarian"},
    "Yes": {"Type": "Succeed"}}}') IS NOT NULL AS created;
CREATE TRIGGER ask BEFORE INSERT OR UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION ask_first();
INSERT INTO orders VALUES (5, 'rhubarb'), (6, 'mincemeat') RETURNING id, pie, state;
UPDATE orders SET pie = 'apple' WHERE id = 6 RETURNING id, pie, state;
DROP TRIGGER ask ON orders;

-- Once for each statement, with all its rows
CREATE FUNCTION start_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sfn_start('batch', jsonb_agg(to_jsonb(inserted) ORDER BY id)) FROM inserted;
    RETURN NULL;
END $$;
SELECT sfn_create_state_machine('batch', '{
  "StartAt": "All",
  "States": {"All": {
    "Type": "Map", "End": true,
    "ItemProcessor": {"StartAt": "Bake", "States": {"Bake": {"Type": "Task", "Resource": "pg:function:bake", "End": true}}}}}}') IS NOT NULL AS created;
CREATE TRIGGER batch AFTER INSERT ON orders REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION start_batch();
INSERT INTO orders VALUES (7, 'quince'), (8, 'pear'), (9, 'fig');
SELECT * FROM kitchen ORDER BY order_id;
SELECT machine, status, jsonb_array_length(output) AS baked FROM sfn.executions WHERE machine = 'batch';
DROP TRIGGER batch ON orders;

-- At the commit: deferred constraint triggers
TRUNCATE kitchen;
CREATE CONSTRAINT TRIGGER bake_at_commit AFTER INSERT ON orders DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION start_bake();
BEGIN;
INSERT INTO orders VALUES (201, 'lemon');
INSERT INTO orders VALUES (202, 'lime');
SELECT count(*) FROM kitchen;
COMMIT;
SELECT * FROM kitchen ORDER BY order_id;

-- If such a start is refused, so is the commit.
BEGIN;
INSERT INTO orders VALUES (203, 'orange');
SELECT sfn_start('bake', '{}', name => 'order-203') IS NOT NULL AS started;
COMMIT;
SELECT count(*) FROM orders WHERE id = 203;
SELECT count(*) FROM outcome WHERE name = 'order-203';
DROP TRIGGER bake_at_commit ON orders;

-- A trigger's execution may fire the trigger again.
CREATE TABLE chain (link int);
CREATE FUNCTION start_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sfn_start('chain', to_jsonb(NEW));
    RETURN NULL;
END $$;
CREATE FUNCTION add_link(task jsonb) RETURNS jsonb LANGUAGE sql AS $$
    INSERT INTO chain VALUES ((task ->> 'link')::int + 1) RETURNING to_jsonb(link)
$$;
SELECT sfn_create_state_machine('chain', '{
  "StartAt": "Enough?",
  "States": {
    "Enough?": {"Type": "Choice", "Choices": [{"Variable": "$.link", "NumericLessThan": 5, "Next": "Add"}], "Default": "Done"},
    "Add": {"Type": "Task", "Resource": "pg:function:add_link", "End": true},
    "Done": {"Type": "Succeed"}}}') IS NOT NULL AS created;
CREATE TRIGGER chain AFTER INSERT ON chain FOR EACH ROW EXECUTE FUNCTION start_chain();
INSERT INTO chain VALUES (1);
SELECT * FROM chain ORDER BY link;
SELECT count(*), min(status) FROM sfn.executions WHERE machine = 'chain';

-- An execution that waits goes on without the trigger.
SELECT sfn_create_state_machine('remind', '{
  "StartAt": "Wait",
  "States": {"Wait": {"Type": "Wait", "Seconds": 600, "Next": "Bake"},
             "Bake": {"Type": "Task", "Resource": "pg:function:bake", "End": true}}}') IS NOT NULL AS created;
CREATE FUNCTION start_remind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sfn_start('remind', row_to_json(NEW));
    RETURN NULL;
END $$;
CREATE TRIGGER remind AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION start_remind();
TRUNCATE kitchen;
INSERT INTO orders VALUES (301, 'walnut');
SELECT count(*) FROM kitchen;
SELECT sfn_tick('infinity');
SELECT * FROM kitchen;

-- Leave nothing behind.
SELECT count(sfn_delete_state_machine(arn)) > 0 AS deleted FROM sfn.state_machines;
RESET ROLE;
DROP SCHEMA triggers CASCADE;
DROP ROLE regress_triggers;
