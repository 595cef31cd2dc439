# A physical standby: it can be read like its primary; nothing can be started there; and once
# promoted it carries on what was waiting, which answers to the tokens of before.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $primary = PostgreSQL::Test::Cluster->new('primary');
$primary->init(allows_streaming => 1);
$primary->start;
$primary->backup('base');

my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->start;

$primary->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	CREATE TABLE token (token text);
	CREATE TABLE effect (what text);
	CREATE FUNCTION keep_token(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
		INSERT INTO token VALUES (input ->> 'token') RETURNING 'null'::jsonb
	$$;
	CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
		INSERT INTO effect VALUES (input #>> '{}') RETURNING input
	$$;
	SELECT sfn_create_activity('oven');
	SELECT sfn_create_state_machine('wait', '{
	  "StartAt": "Sleep",
	  "States": {
	    "Sleep": {"Type": "Wait", "Seconds": 60, "Next": "Work"},
	    "Work": {"Type": "Task", "Resource": "pg:function:work", "End": true}}}');
	SELECT sfn_create_state_machine('ask', '{
	  "StartAt": "Fork",
	  "States": {"Fork": {"Type": "Parallel", "End": true, "Branches": [
	    {"StartAt": "Ask", "States": {
	      "Ask": {"Type": "Task", "Resource": "pg:function:keep_token.waitForTaskToken", "End": true,
	              "Parameters": {"token.$": "$$.Task.Token"}}}},
	    {"StartAt": "Bake", "States": {
	      "Bake": {"Type": "Task", "Resource": "pg:activity:oven", "End": true}}}]}}}');
	SELECT sfn_start('wait', '"inline"', name => 'inline');
	SELECT sfn_start('wait', '"queued"', name => 'queued', async => true);
	SELECT sfn_start('ask', name => 'ask');});
my $execution = $primary->safe_psql('postgres', q{SELECT execution FROM sfn.executions WHERE name = 'ask'});

$primary->wait_for_catchup($standby, 'replay', $primary->lsn('insert'));

# Reading
my %reads = (
	'describe' => qq{SELECT * FROM sfn_describe('$execution')},
	'history' => qq{SELECT * FROM sfn_history('$execution')},
	'list' => q{SELECT * FROM sfn_list_executions('wait')},
	'execution_id' => q{SELECT sfn_execution_id('arn:aws:states:us-east-1:000000000000:execution:ask:ask')},
	'graph of a machine' => q{SELECT sfn_graph('ask')},
	'graph of an execution' => qq{SELECT sfn_graph('$execution'::uuid)},
	'trace' => qq{SELECT sfn_trace('$execution')},
	'jsonpath' => q{SELECT sfn_jsonpath('$.a', '{"a": 1}')},
	'intrinsic' => q{SELECT sfn_intrinsic('States.MathAdd(1, 2)', '{}')},
	'API' => q{SELECT sfn_api('DescribeStateMachine',
		'{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:ask"}')},
	'lists of the API' => q{SELECT sfn_api('ListStateMachines', '{}'), sfn_api('ListActivities', '{}')},
	'views' => q{SELECT (SELECT count(*) FROM sfn.state_machines), (SELECT count(*) FROM sfn.executions),
		(SELECT count(*) FROM sfn.pending_tasks), (SELECT count(*) FROM sfn.wakeups),
		(SELECT count(*) FROM sfn.history), (SELECT count(*) FROM sfn.execution_log)});

foreach my $what (sort keys %reads)
{
	is($standby->safe_psql('postgres', $reads{$what}), $primary->safe_psql('postgres', $reads{$what}),
		"$what on the standby");
}
is($standby->safe_psql('postgres', q{SELECT severity, code FROM sfn_validate('{"StartAt": "A", "States": {}}')
		WHERE severity = 'ERROR' LIMIT 1}) ne '', 1, 'validate on the standby');

# Writing, each with error 25006
my %writes = (
	'start' => q{sfn_start('wait', '1')},
	'async start' => q{sfn_start('wait', '1', async => true)},
	'start by API' => q{sfn_api('StartExecution',
		'{"stateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:wait"}')},
	'create' => q{sfn_create_state_machine('new', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}')},
	'update' => q{sfn_update_state_machine('wait', logging => '{}')},
	'delete' => q{sfn_delete_state_machine('wait')},
	'stop' => qq{sfn_stop('$execution')},
	'redrive' => qq{sfn_redrive('$execution')},
	'tick' => q{sfn_tick()},
	'answer' => qq{sfn_send_task_success((SELECT token FROM token), '1')},
	'heartbeat' => qq{sfn_send_task_heartbeat((SELECT token FROM token))},
	'take a task' => q{sfn_get_activity_task('oven')},
	'create an activity' => q{sfn_create_activity('new')},
	'delete an activity' => q{sfn_delete_activity('oven')},
	'publish' => q{sfn_publish_version('wait')},
	'create an alias' => q{sfn_create_alias('wait', 'live', '{"1": 100}')},
	'tag' => q{sfn_tag('arn:aws:states:us-east-1:000000000000:stateMachine:wait', '{"a": "b"}')},
	'untag' => q{sfn_untag('arn:aws:states:us-east-1:000000000000:stateMachine:wait', '{a}')},
	'new token' => q{sfn_new_task_token((SELECT min(task) FROM sfn.pending_tasks))},
	'grant' => q{sfn_grant('wait', 'PUBLIC', 'start')},
	'revoke' => q{sfn_revoke('wait', 'PUBLIC', 'start')},
	'register' => q{sfn_register_integration('sns:publish', 'work')},
	'purge' => q{sfn_purge('0')});

foreach my $what (sort keys %writes)
{
	my ($status, $stdout, $stderr) = $standby->psql('postgres', "\\set VERBOSITY sqlstate\nSELECT $writes{$what}");

	like($stderr, qr/ERROR:  25006/, "$what is refused on the standby");
}

# The same in a read-only transaction of the primary
foreach my $what (sort keys %writes)
{
	my ($status, $stdout, $stderr) = $primary->psql('postgres',
		"\\set VERBOSITY sqlstate\nBEGIN READ ONLY;\nSELECT $writes{$what}");

	like($stderr, qr/ERROR:  25006/, "$what is refused in a read-only transaction");
}

# The primary dies, the standby takes over.
$primary->stop('immediate');
$standby->promote;
is($standby->safe_psql('postgres', q{SELECT sfn_tick(now() + interval '1 hour')}), '3', 'what was due is done');
$standby->safe_psql('postgres', q{
	SELECT sfn_send_task_success(token, '"yes"') FROM token;
	SELECT sfn_send_task_success(task_token, '"baked"') FROM sfn_get_activity_task('oven', 'new');});
is($standby->safe_psql('postgres', q{SELECT name, status, output FROM sfn.executions ORDER BY name}),
	join("\n", 'ask|SUCCEEDED|["yes", "baked"]', 'inline|SUCCEEDED|"inline"', 'queued|SUCCEEDED|"queued"'),
	'all that waited comes to its end');
is($standby->safe_psql('postgres', q{SELECT what, count(*) FROM effect GROUP BY what ORDER BY what}),
	"inline|1\nqueued|1", 'with its effects, once');

done_testing();
