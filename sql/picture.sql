-- Pictures

CREATE FUNCTION sfn_graph(target text, format text DEFAULT 'mermaid') RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_graph'
LANGUAGE C VOLATILE PARALLEL RESTRICTED;

COMMENT ON FUNCTION sfn_graph(text, text) IS
'Draws a state machine (name or ARN), or an execution (its id''s text or ARN) with each state coloured by what became of it. '
'format is mermaid, dot (Graphviz) or text (for a terminal). '
'Needs the privilege read.  Raises StateMachineDoesNotExist, ExecutionDoesNotExist, 22023 for another format.';

CREATE FUNCTION sfn_graph(execution_id uuid, format text DEFAULT 'mermaid') RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_graph_execution'
LANGUAGE C VOLATILE PARALLEL RESTRICTED;

COMMENT ON FUNCTION sfn_graph(uuid, text) IS
'Draws an execution: its state machine with each state coloured by what became of it; see sfn_graph(text, text).';
