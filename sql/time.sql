-- Time

CREATE FUNCTION sfn_tick(as_of timestamptz DEFAULT NULL, max_wakeups int DEFAULT NULL) RETURNS bigint
AS 'MODULE_PATHNAME', 'sfn_sql_tick'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_tick(timestamptz, int) IS
'Handles what is due at as_of (NULL: clock_timestamp(); infinity: whenever) of state machines that the caller may manage, in order of due '
'time and in this transaction, and returns how many wakeups that were, at most max_wakeups (NULL: all): waits, retries, timeouts, missed '
'heartbeats, starts that were left to workers. '
'Raises 22023 for a negative max_wakeups, 25006 in a read-only transaction.';
