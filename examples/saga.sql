--
-- Saga: three bookings, all or none
--
-- Flight, hotel and car are booked one after the other, each in a system that knows
-- nothing of the others.  When one fails, those before it are cancelled, last first:
-- every booking's Catch leads to the cancellation of the one before.

CREATE SCHEMA saga;
SET search_path = saga, public;

CREATE TABLE booking (trip text, what text, PRIMARY KEY (trip, what));
CREATE TABLE diary (id int GENERATED ALWAYS AS IDENTITY, entry text);
CREATE TABLE rentable (car text PRIMARY KEY);
INSERT INTO rentable VALUES ('small car');

CREATE FUNCTION book(wish jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO booking VALUES (wish ->> 'trip', wish ->> 'what');
    INSERT INTO diary (entry) VALUES (format('%s: booked %s', wish ->> 'trip', wish ->> 'what'));
    IF wish ? 'car' AND NOT EXISTS (SELECT FROM rentable WHERE car = wish ->> 'car') THEN
        PERFORM sfn_raise_error('NoCarLeft', format('There is no %s', wish ->> 'car'));
    END IF;
    RETURN wish -> 'what';
END $$;
CREATE FUNCTION cancel(wish jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM booking WHERE trip = wish ->> 'trip' AND what = wish ->> 'what';
    INSERT INTO diary (entry) VALUES (format('%s: cancelled %s', wish ->> 'trip', wish ->> 'what'));
    RETURN wish -> 'what';
END $$;

-- The trip's error is kept in $.problem on the way back, and the last state reports it.
SELECT sfn_create_state_machine('saga', '{
  "StartAt": "Book flight",
  "States": {
    "Book flight": {
      "Type": "Task", "Resource": "pg:function:book",
      "Parameters": {"trip.$": "$.trip", "what": "flight"}, "ResultPath": "$.flight",
      "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.problem", "Next": "Nothing booked"}],
      "Next": "Book hotel"},
    "Book hotel": {
      "Type": "Task", "Resource": "pg:function:book",
      "Parameters": {"trip.$": "$.trip", "what": "hotel"}, "ResultPath": "$.hotel",
      "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.problem", "Next": "Cancel flight"}],
      "Next": "Book car"},
    "Book car": {
      "Type": "Task", "Resource": "pg:function:book",
      "Parameters": {"trip.$": "$.trip", "what": "car", "car.$": "$.wanted"}, "ResultPath": "$.car",
      "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.problem", "Next": "Cancel hotel"}],
      "Next": "Booked"},
    "Booked": {"Type": "Succeed"},
    "Cancel hotel": {
      "Type": "Task", "Resource": "pg:function:cancel",
      "Parameters": {"trip.$": "$.trip", "what": "hotel"}, "ResultPath": null,
      "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 10}],
      "Next": "Cancel flight"},
    "Cancel flight": {
      "Type": "Task", "Resource": "pg:function:cancel",
      "Parameters": {"trip.$": "$.trip", "what": "flight"}, "ResultPath": null,
      "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 10}],
      "Next": "Nothing booked"},
    "Nothing booked": {
      "Type": "Fail", "ErrorPath": "$.problem.Error", "CausePath": "$.problem.Cause"}}}');

SELECT string_to_table(sfn_graph('saga', 'text'), E'\n') AS graph;

-- A trip for which everything can be had
SELECT sfn_start('saga', '{"trip": "Rome", "wanted": "small car"}', name => 'rome') IS NOT NULL AS started;

-- and one whose car cannot.
SELECT sfn_start('saga', '{"trip": "Oslo", "wanted": "limousine"}', name => 'oslo') IS NOT NULL AS started;

SELECT name, status, error, cause FROM sfn.executions WHERE name IN ('rome', 'oslo') ORDER BY name;

-- Nothing of Oslo is booked.
SELECT * FROM booking ORDER BY trip, what;

-- The diary says how it went.  What the failed step wrote was never there:
-- "booked car" stood in the diary before the error and left with it.
SELECT entry FROM diary ORDER BY id;

-- The history tells why.
SELECT id, type, coalesce(details ->> 'name', details ->> 'error') AS about, details ->> 'cause' AS cause
FROM sfn.history
WHERE execution = (SELECT execution FROM sfn.executions WHERE name = 'oslo')
ORDER BY id;

RESET search_path;
