--
-- Pie: an order becomes a pie
--
-- A bakery whose steps are SQL functions and whose orders are rows.  A trigger
-- starts one execution per order, in the transaction of the order; what its steps
-- write and how far it has come are committed together.

-- Names without a schema are found as they are here, also when a step runs later.
CREATE SCHEMA pie;
SET search_path = pie, public;

-- The kitchen: what goes in, what comes out, and who ordered it.
CREATE TABLE pantry (
    ingredient text PRIMARY KEY,
    grams int NOT NULL CHECK (grams >= 0)
);
INSERT INTO pantry
VALUES ('flour', 2000), ('butter', 1000), ('apples', 3000), ('cherries', 900);
CREATE TABLE shelf (order_id int PRIMARY KEY, pie text NOT NULL, oven int NOT NULL);
CREATE TABLE bin (order_id int PRIMARY KEY, reason jsonb NOT NULL);
CREATE TABLE orders (
    id int PRIMARY KEY,
    pie text NOT NULL,
    oven text NOT NULL DEFAULT 'slow'
);

-- The steps.  Each takes a jsonb and returns one.
CREATE FUNCTION take(what text, amount int) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    UPDATE pantry SET grams = grams - amount WHERE ingredient = what;
    RETURN jsonb_build_object(what, amount);
END $$;
CREATE FUNCTION prepare_dough(step jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN take('flour', 250) || take('butter', 125);
END $$;
CREATE FUNCTION roll_out_crust(step jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN step || '{"crust": "28 cm"}';
END $$;
CREATE FUNCTION peel_apples(step jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN take('apples', 800);
END $$;
CREATE FUNCTION pit_cherries(step jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN take('cherries', 600);
END $$;
CREATE FUNCTION fill_and_cover(step jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN step || '{"covered": true}';
END $$;
CREATE FUNCTION bake(step jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    -- A slow oven needs three attempts, a broken one stays cold.
    degrees int := CASE step ->> 'oven' WHEN 'slow' THEN 100 + 50 * (step ->> 'attempt')::int ELSE 20 END;
BEGIN
    IF degrees < 200 THEN
        PERFORM sfn_raise_error('OvenTooCold', format('It has %s degrees', degrees));
    END IF;
    RETURN jsonb_build_object('degrees', degrees);
END $$;
CREATE FUNCTION fold_box(step jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN '{"box": "folded"}';
END $$;
CREATE FUNCTION box_pie(step jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO shelf
    VALUES ((step ->> 'id')::int, step ->> 'pie', (step #>> '{ready,baked,degrees}')::int);
    RETURN jsonb_build_object('boxed', step -> 'pie');
END $$;
CREATE FUNCTION throw_away(step jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO bin VALUES ((step ->> 'id')::int, step -> 'mishap');
    RETURN jsonb_build_object('thrown_away', step -> 'pie');
END $$;

-- The recipe.  The oven gets two more attempts, one after a minute and one after two;
-- if it is still too cold then, what is in it is thrown away.
SELECT sfn_create_state_machine('pie', '{
  "Comment": "Bake the pie that was ordered",
  "StartAt": "Prepare the dough",
  "States": {
    "Prepare the dough": {
      "Type": "Task", "Resource": "pg:function:prepare_dough",
      "ResultPath": "$.dough", "Next": "Roll out the crust"},
    "Roll out the crust": {
      "Type": "Task", "Resource": "pg:function:roll_out_crust",
      "InputPath": "$.dough", "ResultPath": "$.dough", "Next": "Pie type"},
    "Pie type": {
      "Type": "Choice",
      "Choices": [
        {"Variable": "$.pie", "StringEquals": "apple", "Next": "Peel the apples"},
        {"Variable": "$.pie", "StringEquals": "cherry", "Next": "Pit the cherries"}],
      "Default": "Not on the menu"},
    "Not on the menu": {
      "Type": "Fail", "Error": "NotOnTheMenu",
      "CausePath": "States.Format(''We bake no {} pies'', $.pie)"},
    "Peel the apples": {
      "Type": "Task", "Resource": "pg:function:peel_apples",
      "ResultPath": "$.filling", "Next": "Fill and cover"},
    "Pit the cherries": {
      "Type": "Task", "Resource": "pg:function:pit_cherries",
      "ResultPath": "$.filling", "Next": "Fill and cover"},
    "Fill and cover": {
      "Type": "Task", "Resource": "pg:function:fill_and_cover", "Next": "Bake and fold"},
    "Bake and fold": {
      "Type": "Parallel",
      "Branches": [
        {"StartAt": "Bake",
         "States": {
           "Bake": {
             "Type": "Task", "Resource": "pg:function:bake",
             "Parameters": {"oven.$": "$.oven", "attempt.$": "$$.State.RetryCount"},
             "Retry": [{
               "ErrorEquals": ["OvenTooCold"],
               "IntervalSeconds": 60, "BackoffRate": 2, "MaxAttempts": 2}],
             "End": true}}},
        {"StartAt": "Fold the box",
         "States": {
           "Fold the box": {
             "Type": "Task", "Resource": "pg:function:fold_box", "End": true}}}],
      "ResultSelector": {"baked.$": "$[0]", "box.$": "$[1].box"},
      "ResultPath": "$.ready",
      "Catch": [{"ErrorEquals": ["OvenTooCold"], "ResultPath": "$.mishap", "Next": "Throw away"}],
      "Next": "Cool down"},
    "Cool down": {"Type": "Wait", "Seconds": 1800, "Next": "Box the pie"},
    "Box the pie": {"Type": "Task", "Resource": "pg:function:box_pie", "End": true},
    "Throw away": {"Type": "Task", "Resource": "pg:function:throw_away", "End": true}}}');

SELECT string_to_table(sfn_graph('pie', 'text'), E'\n') AS graph;

-- An order starts the machine.  Its input is the row.
CREATE FUNCTION start_pie() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sfn_start('pie', row_to_json(NEW), name => 'order-' || NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER start_pie AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION start_pie();

-- An apple pie.  The insert returns when the oven has been too cold for the first time.
INSERT INTO orders VALUES (1, 'apple');

SELECT name, state, kind FROM sfn.wakeups JOIN sfn.executions USING (execution)
WHERE name LIKE 'order-%';

-- A rhubarb pie: nobody bakes that, and the execution says so.  The order itself is fine.
INSERT INTO orders VALUES (2, 'rhubarb');

-- A cherry pie in a broken oven will be thrown away.
INSERT INTO orders VALUES (3, 'cherry', 'broken');

-- An order that is rolled back leaves nothing: no execution, and the flour is still there.
BEGIN;
INSERT INTO orders VALUES (4, 'apple');
SELECT count(*) AS executions FROM sfn.executions WHERE name = 'order-4';
ROLLBACK;

SELECT count(*) AS executions FROM sfn.executions WHERE name = 'order-4';

-- One minute passes, then two: the slow oven is hot, the broken one given up.
SELECT sfn_tick(now() + interval '1 minute') AS due;

SELECT sfn_tick(now() + interval '3 minutes') AS due;

-- Half an hour later the pie is cold enough for its box.
SELECT sfn_tick(now() + interval '1 hour') AS due;

-- What came of the orders.
SELECT name, status, error, cause, output
FROM sfn.executions WHERE name LIKE 'order-%' ORDER BY name;

-- What the steps wrote.  Each effect is there once, however often its step was tried:
-- three doughs, one of which nobody had a filling for.
SELECT * FROM shelf;
SELECT * FROM bin;
SELECT * FROM pantry ORDER BY ingredient;

-- How the apple pie went, with the minutes since it was ordered.
SELECT h.id, extract(minute FROM h.timestamp - e.start_date) AS minute, h.type,
    coalesce(h.details ->> 'name', h.details ->> 'error') AS about
FROM sfn.executions e, sfn_history(e.execution) h
WHERE e.name = 'order-1'
ORDER BY h.id;

-- And the broken oven's cherries, as a picture.
SELECT string_to_table(sfn_graph(execution, 'text'), E'\n') AS graph
FROM sfn.executions WHERE name = 'order-3';

RESET search_path;
