--
-- Donuts: every item of an order gets its own icing
--
-- A Map runs the same states for each item of a list.  ItemSelector gives every
-- iteration what it needs: the item, its number, and what holds for the whole order.

CREATE SCHEMA donuts;
SET search_path = donuts, public;

CREATE TABLE tray (box int, icing text, quantity int);

-- Ice the donuts of one item; an icing that nobody has made is an error of the step.
CREATE FUNCTION ice_donuts(item jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    IF item ->> 'icing' NOT IN ('sprinkles', 'chocolate', 'maple') THEN
        PERFORM sfn_raise_error('NoSuchIcing', item ->> 'icing');
    END IF;
    INSERT INTO tray
    VALUES ((item ->> 'box')::int, item ->> 'icing', (item ->> 'quantity')::int);
    RETURN jsonb_build_object('iced', item -> 'quantity', 'for', item -> 'customer');
END $$;
CREATE FUNCTION box_donuts(items jsonb) RETURNS jsonb LANGUAGE sql AS $$
    SELECT jsonb_build_object('boxes', jsonb_array_length(items), 'donuts', sum((item ->> 'iced')::int))
    FROM jsonb_array_elements(items) item
$$;

-- Two items at a time, at most.  Unknown icing is left out rather than spoiling the order.
SELECT sfn_create_state_machine('donuts', '{
  "Comment": "Ice what was ordered and box it",
  "StartAt": "Ice all donuts",
  "States": {
    "Ice all donuts": {
      "Type": "Map",
      "ItemsPath": "$.detail.ordered",
      "ItemSelector": {
        "box.$": "$$.Map.Item.Index",
        "icing.$": "$$.Map.Item.Value.icing",
        "quantity.$": "$$.Map.Item.Value.quantity",
        "customer.$": "$.detail.customer"},
      "MaxConcurrency": 2,
      "ItemProcessor": {
        "StartAt": "Ice donuts",
        "States": {
          "Ice donuts": {
            "Type": "Task", "Resource": "pg:function:ice_donuts",
            "Catch": [{"ErrorEquals": ["NoSuchIcing"], "Next": "Leave out"}],
            "End": true},
          "Leave out": {"Type": "Pass", "Result": {"iced": 0}, "End": true}}},
      "Next": "Box the donuts"},
    "Box the donuts": {"Type": "Task", "Resource": "pg:function:box_donuts", "End": true}}}');

SELECT string_to_table(sfn_graph('donuts', 'text'), E'\n') AS graph;

SELECT sfn_start('donuts', '{"detail": {
  "customer": "Homer",
  "ordered": [
    {"icing": "sprinkles", "quantity": 4},
    {"icing": "chocolate", "quantity": 6},
    {"icing": "gravel", "quantity": 1},
    {"icing": "maple", "quantity": 2}]}}', name => 'homer') IS NOT NULL AS started;

SELECT status, output FROM sfn.executions WHERE name = 'homer';

SELECT * FROM tray ORDER BY box;

-- What every iteration came to.
SELECT h.id, h.previous_event_id AS previous, h.type, h.details
FROM sfn.executions e, sfn_history(e.execution) h
WHERE e.name = 'homer' AND h.type ~ '^MapIteration|^MapState(Started|Succeeded)'
ORDER BY h.id;

RESET search_path;
