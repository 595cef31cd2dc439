-- A bakery that works by itself: the scene of the demo's second part

-- What the machine's tasks do, and who did it
CREATE TABLE orders (id int PRIMARY KEY, pie text NOT NULL, execution uuid);
CREATE TABLE kitchen_log (at timestamptz DEFAULT clock_timestamp(), order_id int, entry text, backend int DEFAULT pg_backend_pid());
CREATE FUNCTION prepare_dough(task jsonb) RETURNS jsonb LANGUAGE sql AS $$
    INSERT INTO kitchen_log (order_id, entry) VALUES ((task ->> 'id')::int, 'dough for ' || (task ->> 'pie')); SELECT task $$;
CREATE FUNCTION roll_out(task jsonb) RETURNS jsonb LANGUAGE sql AS $$
    INSERT INTO kitchen_log (order_id, entry) VALUES ((task ->> 'id')::int, 'rolled out after resting'); SELECT task $$;
CREATE FUNCTION box_pie(task jsonb) RETURNS jsonb LANGUAGE sql AS $$
    INSERT INTO kitchen_log (order_id, entry) VALUES ((task ->> 'id')::int, 'boxed'); SELECT task $$;

SELECT sfn_create_activity('oven') IS NOT NULL AS created;

SELECT sfn_create_state_machine('live_pie', '{
  "StartAt": "Prepare the dough",
  "States": {
    "Prepare the dough": {"Type": "Task", "Resource": "pg:function:prepare_dough", "Next": "Let it rest"},
    "Let it rest": {"Type": "Wait", "Seconds": 2, "Next": "Roll out the crust"},
    "Roll out the crust": {"Type": "Task", "Resource": "pg:function:roll_out", "Next": "Head baker approval"},
    "Head baker approval": {"Type": "Task", "Resource": "pg:notify.waitForTaskToken", "TimeoutSeconds": 30,
      "Parameters": {"channel": "head_baker", "payload": {"pie.$": "$.pie", "token.$": "$$.Task.Token"}},
      "ResultPath": "$.approval", "Next": "Bake"},
    "Bake": {"Type": "Task", "Resource": "pg:activity:oven", "HeartbeatSeconds": 2, "ResultPath": "$.baked",
      "Catch": [{"ErrorEquals": ["States.HeartbeatTimeout"], "ResultPath": "$.oven", "Next": "Bake again"}],
      "Next": "Box the pie"},
    "Bake again": {"Type": "Task", "Resource": "pg:activity:oven", "TimeoutSeconds": 30, "ResultPath": "$.baked", "Next": "Box the pie"},
    "Box the pie": {"Type": "Task", "Resource": "pg:function:box_pie", "End": true}
  }
}') IS NOT NULL AS created;

-- An order starts its execution; a worker takes it from there, after the commit.
CREATE FUNCTION bake_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.execution := sfn_start('live_pie', jsonb_build_object('id', NEW.id, 'pie', NEW.pie), name => 'order-' || NEW.id, async => true);
    RETURN NEW;
END $$;
CREATE TRIGGER bake BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION bake_order();
