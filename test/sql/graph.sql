--
-- sfn_graph: pictures of machines and of executions
--
SELECT sfn_create_state_machine('pie', '{
  "Comment": "From dough to box",
  "StartAt": "Prepare the dough",
  "States": {
    "Prepare the dough": {"Type": "Task", "Resource": "pg:function:prepare_dough", "TimeoutSeconds": 60,
      "Retry": [{"ErrorEquals": ["Oven.Cold", "States.Timeout"], "MaxAttempts": 1}],
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Throw away"}],
      "Next": "Pie type"},
    "Pie type": {"Type": "Choice", "Choices": [
        {"Variable": "$.pie", "StringEquals": "apple", "Next": "Peel apples"},
        {"And": [{"Not": {"Variable": "$.pie", "IsNull": true}},
                 {"Or": [{"Variable": "$.cherries", "NumericGreaterThanPath": "$.enough"}, {"Variable": "$.cherries", "IsPresent": false}]}],
         "Next": "Pit cherries"}],
      "Default": "No such pie"},
    "Peel apples": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:000000000000:function:peel", "Next": "Bake while folding"},
    "Pit cherries": {"Type": "Task", "Resource": "pg:activity:pitter", "Next": "Bake while folding"},
    "No such pie": {"Type": "Fail", "Error": "UnknownPie"},
    "Bake while folding": {"Type": "Parallel", "Next": "Cut & pack", "Branches": [
      {"StartAt": "Bake", "States": {"Bake": {"Type": "Task", "Resource": "pg:function:bake", "End": true}}},
      {"StartAt": "Cool down", "States": {
        "Cool down": {"Type": "Wait", "Seconds": 1800, "Next": "Fold the box"},
        "Fold the box": {"Type": "Pass", "End": true}}}]},
    "Cut & pack": {"Type": "Map", "ItemsPath": "$.pieces", "End": true, "ItemProcessor": {
      "StartAt": "\"Each\" <piece>", "States": {"\"Each\" <piece>": {"Type": "Succeed"}}}},
    "Throw away": {"Type": "Pass", "End": true}}}') IS NOT NULL AS created;

-- For a terminal: a line leads from a state to the one below, every other way is an arrow with a name.
\pset format unaligned
\pset tuples_only on
SELECT sfn_graph('pie', 'text');

-- For web pages.  Names stand only in labels, where signs that Mermaid knows are written as entities.
SELECT sfn_graph('pie');

-- For Graphviz.  Edges that lead to or from a box are cut at its border.
SELECT sfn_graph('pie', 'dot');

-- Ways back are arrows too.
SELECT sfn_create_state_machine('loop', '{"StartAt": "Again?", "States": {
  "Again?": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericLessThan": 3, "Next": "Once more"}], "Default": "Enough"},
  "Once more": {"Type": "Pass", "Parameters": {"n.$": "States.MathAdd($.n, 1)"}, "Next": "Again?"},
  "Enough": {"Type": "Succeed"}}}') IS NOT NULL AS created;
SELECT sfn_graph('loop', 'text');

-- An execution shows what became of each state.
SELECT sfn_start('loop', '{"n": 1}') AS run \gset
SELECT sfn_graph(:'run', 'text');

SELECT sfn_create_state_machine('torn', '{"StartAt": "Both", "States": {
  "Both": {"Type": "Parallel", "Branches": [
      {"StartAt": "Well", "States": {"Well": {"Type": "Pass", "End": true}}},
      {"StartAt": "Ill", "States": {"Ill": {"Type": "Fail", "Error": "Ill"}}}],
    "Catch": [{"ErrorEquals": ["Ill"], "Next": "Rest"}], "Next": "Dance"},
  "Dance": {"Type": "Pass", "End": true},
  "Rest": {"Type": "Wait", "Seconds": 3600, "End": true}}}') IS NOT NULL AS created;
SELECT sfn_start('torn') AS run \gset
SELECT sfn_graph(:'run'::uuid, 'text');
SELECT sfn_graph(:'run'::uuid);
SELECT sfn_graph(:'run'::uuid, 'dot');
\pset tuples_only off
\pset format aligned

-- What there is not
SELECT sfn_graph('pie', 'png');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_graph('no such machine');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_graph(NULL::text);
\echo :LAST_ERROR_SQLSTATE

SELECT sfn_delete_state_machine(name) FROM unnest(ARRAY['pie', 'loop', 'torn']) AS name;
