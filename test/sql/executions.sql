--
-- Executions: start, name, stop, list
--

-- By an ordinary role, in a schema of its own
CREATE ROLE regress_executions;
CREATE SCHEMA executions AUTHORIZATION regress_executions;
SET ROLE regress_executions;
SET search_path = executions, public;

SELECT sfn_create_state_machine('greet', '{
  "StartAt": "Greet",
  "States": {
    "Greet": {"Type": "Pass", "Parameters": {"greeting.$": "States.Format(''Hello, {}!'', $.name)"}, "End": true}
  }}') IS NOT NULL AS created;
SELECT sfn_create_state_machine('nap', '{
  "StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "Seconds": 60, "End": true}}}') IS NOT NULL AS created;

-- An execution that needs nothing from outside has ended when sfn_start returns.
SELECT sfn_start('greet', '{"name": "Ada"}') AS ada \gset
SELECT status, output FROM sfn_describe(:'ada');

-- Input may come as text, json or jsonb, so that whatever one has at hand just works.
CREATE TABLE guest (name text);
INSERT INTO guest VALUES ('Grace');
SELECT output FROM guest, sfn_start('greet', row_to_json(guest)) AS id, sfn_describe(id);
SELECT output FROM guest, sfn_start('greet', jsonb_build_object('name', name)) AS id, sfn_describe(id);
PREPARE start_with(text) AS SELECT output FROM sfn_start('greet', $1) AS id, sfn_describe(id);
EXECUTE start_with('{"name": "Alan"}');

-- Any JSON value will do; nothing at all is an empty object, in all three forms.
SELECT sfn_create_state_machine('echo', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT input FROM sfn_start('echo') AS id, sfn_describe(id);
SELECT input FROM sfn_start('echo', NULL::text) AS id, sfn_describe(id);
SELECT input FROM sfn_start('echo', NULL::json) AS id, sfn_describe(id);
SELECT input FROM sfn_start('echo', NULL::jsonb) AS id, sfn_describe(id);
SELECT input FROM sfn_start('echo', 'null') AS id, sfn_describe(id);
SELECT input FROM sfn_start('echo', '42') AS id, sfn_describe(id);

-- The machine may be named by its ARN.
SELECT status FROM sfn_start('arn:aws:states:us-east-1:000000000000:stateMachine:echo') AS id, sfn_describe(id);

-- A failing execution raises nothing: it is recorded as FAILED.
SELECT sfn_create_state_machine('fail', '{
  "StartAt": "Give up", "States": {"Give up": {"Type": "Fail", "Error": "TooLate", "Cause": "The shop is closed"}}}') IS NOT NULL AS created;
SELECT status, output, error, cause FROM sfn_start('fail') AS id, sfn_describe(id);

--
-- Names
--

-- A name is for finding an execution again, and for starting it only once.
SELECT sfn_start('nap', '{"bed": 1}', name => 'monday') AS monday \gset
SELECT sfn_start('nap', '{"bed": 1}', name => 'monday') = :'monday' AS the_same;
SELECT sfn_execution_id('arn:aws:states:us-east-1:000000000000:execution:nap:monday') = :'monday' AS found;

-- With another input it is another execution, and that cannot have this name.
SELECT sfn_start('nap', '{"bed": 2}', name => 'monday');
\echo :LAST_ERROR_SQLSTATE

-- Nor can one that is started after the first has ended.
SELECT sfn_tick('infinity');
SELECT sfn_start('nap', '{"bed": 1}', name => 'monday');

-- Another machine has names of its own.
SELECT name, status FROM sfn_start('echo', name => 'monday') AS id, sfn_describe(id);

-- Without a name, the id is the name.
SELECT name = :'ada' AS named_by_id, arn LIKE '%:execution:greet:' || :'ada' AS in_arn FROM sfn_describe(:'ada');
SELECT sfn_execution_id('arn:aws:states:us-east-1:000000000000:execution:greet:' || :'ada') = :'ada' AS found;

-- Ids are in the order of the starts.
SELECT sfn_start('echo') AS first \gset
SELECT sfn_start('echo') AS second \gset
SELECT :'first'::uuid < :'second'::uuid AS in_order, substring(:'first', 15, 1) AS uuid_version;

--
-- Later: async
--

-- The start is only recorded; whoever ticks, or a worker, runs it.
SELECT sfn_start('greet', '{"name": "Linus"}', async => true) AS later \gset
SELECT status, output FROM sfn_describe(:'later');
SELECT count(*) FROM sfn_history(:'later');
SELECT sfn_tick();
SELECT status, output FROM sfn_describe(:'later');

-- A setting makes that the default.
SET sfn.async = on;
SELECT status FROM sfn_start('echo') AS id, sfn_describe(id);
SELECT status FROM sfn_start('echo', async => false) AS id, sfn_describe(id);
RESET sfn.async;
SELECT sfn_tick();

--
-- Time
--

-- A Wait ends when the clock says so, and sfn_tick says what the clock says.
SELECT sfn_start('nap') AS nap \gset
SELECT sfn_tick();
SELECT sfn_tick(now() + interval '59 seconds');
SELECT status FROM sfn_describe(:'nap');
SELECT sfn_tick(now() + interval '61 seconds');
SELECT status, stop_date - start_date >= interval '60 seconds' AS slept FROM sfn_describe(:'nap');

-- No more than so many at a time.
SELECT count(sfn_start('nap')) FROM generate_series(1, 5);
SELECT sfn_tick('infinity', 2);
SELECT sfn_tick('infinity', 0);
SELECT sfn_tick('infinity', NULL);
SELECT sfn_tick('infinity', -1);
\echo :LAST_ERROR_SQLSTATE

--
-- Stop
--
SELECT sfn_start('nap') AS nap \gset
SELECT sfn_stop(:'nap', 'AlarmClock', 'It is eight') AS stopped \gset
SELECT status, error, cause, stop_date = :'stopped' AS then FROM sfn_describe(:'nap');
SELECT sfn_tick('infinity');

-- One that has ended stays as it is.
SELECT sfn_stop(:'nap', 'Again') = :'stopped' AS unchanged;
SELECT status, error FROM sfn_describe(:'nap');

-- The service's limits hold.
SELECT sfn_stop(:'nap', repeat('x', 257));
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_stop('00000000-0000-7000-8000-000000000000');
\echo :LAST_ERROR_SQLSTATE

--
-- Lists
--

-- Newest first; columns are those of sfn_describe without input and output.
SELECT sfn_create_state_machine('listed', '{
  "StartAt": "Which",
  "States": {
    "Which": {"Type": "Choice", "Choices": [{"Variable": "$", "NumericEquals": 3, "Next": "Fail"}], "Default": "Sleep"},
    "Fail": {"Type": "Fail", "Error": "Three"},
    "Sleep": {"Type": "Wait", "Seconds": 1, "End": true}}}') IS NOT NULL AS created;
SELECT count(sfn_start('listed', to_jsonb(n), name => 'run-' || n)) FROM generate_series(1, 5) AS n;
SELECT machine, name, status, error FROM sfn_list_executions('listed');
SELECT name FROM sfn_list_executions('listed', 'RUNNING');
SELECT name FROM sfn_list_executions('listed', status => 'FAILED');

-- The next page is what was started before the last of this one.
SELECT name FROM sfn_list_executions('listed', max_results => 2);
SELECT execution AS last FROM sfn_list_executions('listed', max_results => 2) OFFSET 1 \gset
SELECT name FROM sfn_list_executions('listed', max_results => 2, before => :'last');

SELECT * FROM sfn_list_executions('listed', 'running');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM sfn_list_executions('listed', max_results => 1001);
SELECT * FROM sfn_list_executions('listed', max_results => -1);
SELECT * FROM sfn_list_executions('unlisted');
\echo :LAST_ERROR_SQLSTATE

--
-- EXPRESS
--

-- An EXPRESS machine runs in memory and gives its result at once; nothing is kept.
SELECT sfn_create_state_machine('quick', '{
  "StartAt": "Sleep",
  "States": {"Sleep": {"Type": "Wait", "Seconds": 30, "Next": "Add"},
             "Add": {"Type": "Pass", "Parameters": {"sum.$": "States.MathAdd($.a, $.b)"}, "End": true}}}', 'EXPRESS') IS NOT NULL AS created;
SET sfn.virtual_clock = on;
SELECT status, output, error, cause FROM sfn_start_sync('quick', '{"a": 2, "b": 3}');
SELECT status, output, error IS NOT NULL AS error, cause FROM sfn_start_sync('quick', '{"a": 2}');
SELECT sfn_start('quick', '{"a": 2, "b": 3}') AS quick \gset
RESET sfn.virtual_clock;
SELECT count(*) FROM sfn.executions WHERE execution = :'quick';

-- The two types are not to be confused.
SELECT * FROM sfn_start_sync('greet');
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM sfn_list_executions('quick');

--
-- What is refused
--

-- Input that is not JSON, in the words of the service's parser
SELECT sfn_start('echo', 'Ada');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_start('echo', '{''name'': ''Ada''}');
SELECT sfn_start('echo', '{"name": "Ada"');
SELECT sfn_start('echo', '');

-- JSON that cannot be stored
SELECT sfn_start('echo', '"\u0000"');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_start('echo', '"\u0000"'::json);
SELECT sfn_start('echo', '"\ud800"');

-- Input over the limit
SELECT sfn_start('echo', to_jsonb(repeat('x', 262144)));
\echo :LAST_ERROR_SQLSTATE
SELECT length(output::text) FROM sfn_start('echo', to_jsonb(repeat('x', 262142))) AS id, sfn_describe(id);

-- Names that are none, machines that are none
SELECT sfn_start('echo', name => 'a name');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_start('echo', name => repeat('x', 81));
SELECT sfn_start('echoes');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_start('arn:aws:states:us-east-1:000000000000:execution:echo:monday');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_start('echo', trace_header => repeat('x', 257));
SELECT sfn_execution_id('monday');
SELECT sfn_execution_id('arn:aws:states:us-east-1:000000000000:execution:echo:tuesday');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_start(NULL);
\echo :LAST_ERROR_SQLSTATE
SELECT * FROM sfn_describe(NULL);
SELECT sfn_stop(NULL);
SELECT sfn_execution_id(NULL);
SELECT * FROM sfn_list_executions(NULL);

-- Leave nothing behind.
SELECT count(sfn_delete_state_machine(arn)) > 0 AS deleted FROM sfn.state_machines;
RESET ROLE;
DROP SCHEMA executions CASCADE;
DROP ROLE regress_executions;
