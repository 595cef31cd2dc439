# The server crashes between the start of executions and what they wait for, and in the middle of
# transactions: what was committed is there and goes on, what was not never happened, and a task whose
# transaction did not commit is done again, its effect once.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('crash');
$node->init;
# Commits that are told are on disk: that is what is tested.
$node->append_conf('postgresql.conf', 'fsync = on');
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	CREATE TABLE effect (execution text, what text);
	CREATE TABLE token (token text);
	CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
		INSERT INTO effect VALUES (input ->> 'id', input ->> 'what') RETURNING 'null'::jsonb
	$$;
	CREATE FUNCTION ask(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
		INSERT INTO token VALUES (input ->> 'token') RETURNING 'null'::jsonb
	$$;
	SELECT sfn_create_state_machine('everything', '{
	  "StartAt": "First",
	  "States": {
	    "First": {"Type": "Task", "Resource": "pg:function:work", "ResultPath": null, "Next": "Fork",
	              "Parameters": {"id.$": "$$.Execution.Id", "what": "first"}},
	    "Fork": {"Type": "Parallel", "Next": "Last", "Branches": [
	      {"StartAt": "Sleep", "States": {
	        "Sleep": {"Type": "Wait", "Seconds": 60, "Next": "Work"},
	        "Work": {"Type": "Task", "Resource": "pg:function:work", "End": true,
	                 "Parameters": {"id.$": "$$.Execution.Id", "what": "slept"}}}},
	      {"StartAt": "Ask", "States": {
	        "Ask": {"Type": "Task", "Resource": "pg:function:ask.waitForTaskToken", "TimeoutSeconds": 1000,
	                "Parameters": {"token.$": "$$.Task.Token"}, "End": true}}}]},
	    "Last": {"Type": "Task", "Resource": "pg:function:work", "End": true,
	             "Parameters": {"id.$": "$$.Execution.Id", "what": "last"}}}}');});

sub crash
{
	$node->stop('immediate');
	$node->start;
}

# What is done in a session that the crash ends before it commits
sub crash_amid
{
	my $session = $node->background_psql('postgres', on_error_stop => 1);

	$session->query_safe("BEGIN; $_[0]");
	crash();
	# Its server is gone, and it with it.
	eval { $session->quit };
}

sub state_of
{
	return $node->safe_psql('postgres', q{
		SELECT (SELECT count(*) FROM sfn.executions WHERE status = 'RUNNING'),
			(SELECT count(*) FROM sfn.executions WHERE status = 'SUCCEEDED'), (SELECT count(*) FROM sfn.wakeups),
			(SELECT count(*) FROM sfn.pending_tasks), (SELECT count(*) FROM effect),
			(SELECT count(*) FROM (SELECT DISTINCT * FROM effect) AS once)});
}

$node->safe_psql('postgres', q{SELECT sfn_start('everything') FROM generate_series(1, 10)});
crash();
is(state_of(), '10|0|20|10|10|10', 'what was committed waits');

crash_amid(q{SELECT sfn_start('everything') FROM generate_series(1, 10)});
is(state_of(), '10|0|20|10|10|10', 'starts that were not committed never happened');

crash_amid(q{SELECT sfn_tick(now() + interval '100 s')});
is(state_of(), '10|0|20|10|10|10', 'nor did a tick');
$node->safe_psql('postgres', q{SELECT sfn_tick(now() + interval '100 s')});
is(state_of(), '10|0|10|10|20|20', 'which is done again');

crash_amid(q{SELECT sfn_send_task_success(token, '1') FROM token});
is(state_of(), '10|0|10|10|20|20', 'nor did answers');
$node->safe_psql('postgres', q{SELECT sfn_send_task_success(token, '1') FROM token});
crash();
is(state_of(), '0|10|0|0|30|30', 'which are given again, and what they ended has ended');

crash_amid(q{SELECT sfn_purge('0')});
is(state_of(), '0|10|0|0|30|30', 'nor did a purge');
is($node->safe_psql('postgres', q{
		SELECT count(*) FROM (
			SELECT h.id, row_number() OVER (PARTITION BY e.execution ORDER BY h.id) AS expected
			FROM sfn.executions e, sfn.history h WHERE h.execution = e.execution) AS event
		WHERE id <> expected}), '0', 'histories have no gaps');

done_testing();
