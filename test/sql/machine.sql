--
-- State machines: create, update, replace, delete
--

-- By an ordinary role, in a schema of its own
CREATE ROLE regress_machine;
CREATE SCHEMA machine AUTHORIZATION regress_machine;
SET ROLE regress_machine;
SET search_path = machine, public;

-- A state machine is a definition under a name; what comes back is its ARN.
SELECT sfn_create_state_machine('hello', '{
  "Comment": "Greet whoever is named",
  "StartAt": "Greet",
  "States": {
    "Greet": {"Type": "Pass", "Parameters": {"greeting.$": "States.Format(''Hello, {}!'', $.name)"}, "End": true}
  }}');
SELECT status, output FROM sfn_start('hello', '{"name": "Ada"}') AS id, sfn_describe(id);

-- The definition is kept as given, to the last blank.
SELECT name, type, definition LIKE E'{\n  "Comment"%' AS as_given, logging, substitutions, revision_id
FROM sfn.state_machines WHERE name = 'hello';

-- It may also come as json or jsonb.
SELECT sfn_create_state_machine('from_json', json_build_object('StartAt', 'A', 'States',
    json_build_object('A', json_build_object('Type', 'Succeed'))));
SELECT sfn_create_state_machine('from_jsonb', jsonb_build_object('StartAt', 'A', 'States',
    jsonb_build_object('A', jsonb_build_object('Type', 'Succeed'))));
SELECT name, definition FROM sfn.state_machines WHERE name LIKE 'from%' ORDER BY name;

-- Region and account are part of the ARN, and names are unique within them.
SET sfn.region = 'eu-central-1';
SET sfn.account_id = '123456789012';
SELECT sfn_create_state_machine('hello', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}');
SELECT status, output FROM sfn_start('hello', '{"name": "Ada"}') AS id, sfn_describe(id);
SELECT status, output FROM sfn_start('arn:aws:states:us-east-1:000000000000:stateMachine:hello', '{"name": "Ada"}') AS id, sfn_describe(id);
RESET sfn.region;
RESET sfn.account_id;

--
-- The same again
--

-- Asking for what is there already is no error ...
SELECT sfn_create_state_machine('same', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}');
SELECT sfn_create_state_machine('same', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}');

-- ... but a definition that is written otherwise, or another type, is something else.
SELECT sfn_create_state_machine('same', '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_create_state_machine('same', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}', 'EXPRESS');

-- A script that is run again after a change says or_replace, and gets a new revision.
SELECT sfn_create_state_machine('same', '{"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}', or_replace => true);
SELECT definition, revision_id IS NOT NULL AS revised FROM sfn.state_machines WHERE name = 'same';

-- The type stays what it is.
SELECT sfn_create_state_machine('same', '{"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}', 'EXPRESS', or_replace => true);

--
-- Revisions
--

-- An execution keeps the revision that it started with.
SELECT sfn_create_state_machine('changing', '{
  "StartAt": "Wait",
  "States": {"Wait": {"Type": "Wait", "Seconds": 60, "Next": "Old"},
             "Old": {"Type": "Pass", "Result": "old", "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('changing') AS before \gset
SELECT sfn_update_state_machine('changing', '{
  "StartAt": "Wait",
  "States": {"Wait": {"Type": "Wait", "Seconds": 60, "Next": "New"},
             "New": {"Type": "Pass", "Result": "new", "End": true}}}') AS revision \gset
SELECT sfn_start('changing') AS after \gset
SELECT sfn_tick('infinity');
SELECT output FROM sfn_describe(:'before');
SELECT output FROM sfn_describe(:'after');

-- What is not given stays; if nothing changes, so does the revision.
SELECT sfn_update_state_machine('changing', role => current_user) = :'revision' AS unchanged;
SELECT sfn_update_state_machine('changing', logging => '{"level": "ERROR"}') = :'revision' AS unchanged;
SELECT definition LIKE '%"New"%' AS kept, logging FROM sfn.state_machines WHERE name = 'changing';

-- One cannot change nothing at all.
SELECT sfn_update_state_machine('changing');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_update_state_machine('unchanging', role => current_user);
\echo :LAST_ERROR_SQLSTATE

--
-- Substitutions
--

-- ${Name} in strings is replaced, as a deployment template would.
SELECT sfn_create_state_machine('template', '{
  "StartAt": "Pass",
  "States": {"Pass": {"Type": "Pass", "Result": "${Stage} in ${Region}", "End": true}}}',
  substitutions => '{"Stage": "test", "Region": "Hamburg"}') IS NOT NULL AS created;
SELECT output FROM sfn_start('template') AS id, sfn_describe(id);
SELECT sfn_update_state_machine('template', substitutions => '{"Stage": "live", "Region": "Berlin"}') IS NOT NULL AS updated;
SELECT output FROM sfn_start('template') AS id, sfn_describe(id);
SELECT sfn_update_state_machine('template', substitutions => '["Stage"]');
\echo :LAST_ERROR_SQLSTATE

--
-- The search_path of whoever wrote the definition
--

-- Functions without a schema are those that the definition's writer meant, whoever runs it.
RESET ROLE;
CREATE SCHEMA kitchen AUTHORIZATION regress_machine;
CREATE SCHEMA cellar AUTHORIZATION regress_machine;
SET ROLE regress_machine;
CREATE FUNCTION kitchen.where_am_i(jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT ''"kitchen"''::jsonb';
CREATE FUNCTION cellar.where_am_i(jsonb) RETURNS jsonb LANGUAGE sql AS 'SELECT ''"cellar"''::jsonb';
SET search_path = kitchen, nowhere, "$user", public;
SELECT sfn_create_state_machine('place', '{
  "StartAt": "Ask",
  "States": {"Ask": {"Type": "Task", "Resource": "pg:function:where_am_i", "End": true}}}') IS NOT NULL AS created;
SET search_path = cellar, public;
SELECT output FROM sfn_start('place') AS id, sfn_describe(id);

-- Schemas that are not there are not kept, and temporary objects come last.
SELECT search_path FROM sfn.state_machines WHERE name = 'place';
SET search_path = machine, public;

--
-- Logging is checked and completed
--
SELECT sfn_create_state_machine('logged', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}',
                                logging => '{"level": "ALL", "includeExecutionData": true}') IS NOT NULL AS created;
SELECT logging FROM sfn.state_machines WHERE name = 'logged';
SELECT sfn_update_state_machine('logged', logging => '{"level": "SOME"}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_update_state_machine('logged', logging => '{"level": "ALL", "destinations": [
    {"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:us-east-1:000000000000:log-group:one:*"}},
    {"cloudWatchLogsLogGroup": {"logGroupArn": "arn:aws:logs:us-east-1:000000000000:log-group:two:*"}}]}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_update_state_machine('logged', logging => '{"lvl": "ALL"}');
SELECT sfn_update_state_machine('logged', logging => '{"includeExecutionData": "yes"}');
SELECT sfn_update_state_machine('logged', logging => '"ALL"');

--
-- Deleting
--

-- The name is free at once; what ran is aborted, what had ended is kept.
SELECT sfn_start('changing') AS running \gset
SELECT sfn_delete_state_machine('changing');
SELECT status FROM sfn_describe(:'running');
SELECT type, previous_event_id FROM sfn_history(:'running') ORDER BY id;
SELECT status, output FROM sfn_describe(:'before');
SELECT count(*) FROM sfn.state_machines WHERE name = 'changing';
SELECT sfn_start('changing');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_create_state_machine('changing', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}') IS NOT NULL AS created;

-- A deleted machine's executions are still found by their ARN, one that is made anew has its own.
SELECT arn FROM sfn_describe(:'before') \gset
SELECT sfn_execution_id(:'arn') = :'before' AS found;
SELECT count(*) FROM sfn_list_executions('changing');

-- Deleting what is not there is worth a notice, not an error.
SET client_min_messages = notice;
SELECT sfn_delete_state_machine('no such machine');
RESET client_min_messages;
SELECT sfn_delete_state_machine('changing:1');
\echo :LAST_ERROR_SQLSTATE

--
-- What is refused
--

-- Names have 1 to 80 characters, and not just any.
SELECT sfn_create_state_machine('two words', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_create_state_machine('', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}');

-- A definition is refused with everything that is wrong about it.
SELECT sfn_create_state_machine('wrong', '{"StartAt": "Nowhere", "States": {"A": {"Type": "Pass"}}}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_create_state_machine('wrong', 'StartAt: A');
SELECT sfn_create_state_machine('wrong', '');
SELECT sfn_create_state_machine('wrong', '{"StartAt": "A", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}');

-- An update that is refused leaves the machine as it was.
SELECT sfn_update_state_machine('hello', '{"StartAt": "Nowhere"}');
SELECT status FROM sfn_start('hello', '{"name": "Ada"}') AS id, sfn_describe(id);

SELECT sfn_create_state_machine('wrong', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}', 'FAST');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_create_state_machine('wrong', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}', role => 'nobody at all');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_update_state_machine('arn:aws:states:us-east-1:000000000000:activity:hello', role => current_user);
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_update_state_machine('arn:hello', role => current_user);

-- NULL means the default where there is one, and is an error elsewhere.
SELECT sfn_create_state_machine('defaults', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}', NULL, NULL, NULL, NULL, NULL);
SELECT sfn_create_state_machine(NULL, '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_create_state_machine('missing', NULL);
SELECT sfn_update_state_machine(NULL, role => current_user);
SELECT sfn_delete_state_machine(NULL);

-- Leave nothing behind.
SELECT count(sfn_delete_state_machine(arn)) > 0 AS deleted FROM sfn.state_machines;
RESET ROLE;
DROP SCHEMA machine, kitchen, cellar CASCADE;
DROP ROLE regress_machine;
