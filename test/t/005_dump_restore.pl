# A dump taken while executions wait is restored into another cluster, and they go on
# there: timers, retries, timeouts, callbacks, activities, nested executions, and branches of Parallel
# and Map.  What has ended is read as before, and no id is given twice.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $old = PostgreSQL::Test::Cluster->new('old');
$old->init;
$old->start;
$old->safe_psql('postgres', q{
	CREATE ROLE baker;
	CREATE ROLE seller;
	CREATE SCHEMA bakery AUTHORIZATION baker;
	CREATE SCHEMA extensions;
	GRANT USAGE ON SCHEMA extensions TO PUBLIC;
	CREATE EXTENSION sfn SCHEMA extensions;
	CREATE TABLE bakery.effect (what text, as_role name DEFAULT current_user);
	ALTER TABLE bakery.effect OWNER TO baker;
	CREATE TABLE bakery.token (token text);
	ALTER TABLE bakery.token OWNER TO baker;
	CREATE FUNCTION bakery.work(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO bakery.effect VALUES (input ->> 'what');
		RETURN input;
	END $$;
	CREATE FUNCTION bakery.keep_token(input jsonb) RETURNS jsonb LANGUAGE sql AS $$
		INSERT INTO bakery.token VALUES (input ->> 'token') RETURNING 'null'::jsonb
	$$;
	CREATE FUNCTION bakery.burn(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		IF (SELECT count(*) FROM bakery.effect WHERE what = 'burnt') = 0 AND current_database() = 'postgres' THEN
			PERFORM extensions.sfn_raise_error('Burnt');
		END IF;
		INSERT INTO bakery.effect VALUES ('burnt');
		RETURN input;
	END $$;});

# One function for every way to wait; all of them are one row of the others in the end.
my $setup = q{
	SET ROLE baker;
	SET search_path = bakery, extensions;
	SELECT sfn_create_activity('oven');
	SELECT sfn_create_state_machine('timer', '{
	  "StartAt": "Sleep",
	  "States": {
	    "Sleep": {"Type": "Wait", "Seconds": 3600, "Assign": {"who": "cat"}, "Next": "Work"},
	    "Work": {"Type": "Task", "Resource": "pg:function:work",
	             "Parameters": {"what": "timer", "who.$": "$who"}, "End": true}}}');
	SELECT sfn_create_state_machine('callback', '{
	  "StartAt": "Ask",
	  "States": {
	    "Ask": {"Type": "Task", "Resource": "pg:function:keep_token.waitForTaskToken", "TimeoutSeconds": 86400,
	            "Parameters": {"token.$": "$$.Task.Token"}, "End": true}}}');
	SELECT sfn_create_state_machine('deadline', '{
	  "StartAt": "Ask", "TimeoutSeconds": 7200,
	  "States": {
	    "Ask": {"Type": "Task", "Resource": "pg:activity:oven", "TimeoutSeconds": 3600,
	            "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Forever"}], "End": true},
	    "Forever": {"Type": "Wait", "Seconds": 100000, "End": true}}}');
	SELECT sfn_create_state_machine('retry', '{
	  "StartAt": "Burn",
	  "States": {
	    "Burn": {"Type": "Task", "Resource": "pg:function:burn",
	             "Retry": [{"ErrorEquals": ["Burnt"], "IntervalSeconds": 60, "MaxAttempts": 3}], "End": true}}}');
	SELECT sfn_create_state_machine('both', '{
	  "StartAt": "Fork",
	  "States": {"Fork": {"Type": "Parallel", "End": true, "Branches": [
	    {"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "Seconds": 60, "End": true}}},
	    {"StartAt": "Each", "States": {"Each": {"Type": "Map", "MaxConcurrency": 2, "End": true,
	      "ItemProcessor": {"StartAt": "Nap", "States": {
	        "Nap": {"Type": "Wait", "SecondsPath": "$", "Next": "Work"},
	        "Work": {"Type": "Task", "Resource": "pg:function:work",
	                 "Parameters": {"what": "item"}, "ResultPath": null, "End": true}}}}}}]}}}');
	SELECT sfn_create_state_machine('parent', '{
	  "StartAt": "Call",
	  "States": {"Call": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2",
	    "Parameters": {"StateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:timer"},
	    "OutputPath": "$.Status", "End": true}}}');
	SELECT sfn_grant('timer', 'seller', 'start');
	SELECT sfn_start('timer', name => 'timer');
	SELECT sfn_publish_version('timer'), sfn_create_alias('timer', 'live', '{"1": 100}');
	SELECT sfn_tag('arn:aws:states:us-east-1:000000000000:stateMachine:timer', '{"team": "night"}');
	SELECT sfn_start('timer:live', name => 'again');
	SELECT sfn_start('timer', name => 'queued', async => true);
	SELECT sfn_start('callback', name => 'callback');
	SELECT sfn_start('deadline', name => 'deadline');
	SELECT sfn_start('deadline', name => 'taken');
	SELECT sfn_start('retry', name => 'retry');
	SELECT sfn_start('both', '[10, 20, 30, 40, 50]', name => 'both');
	SELECT sfn_start('parent', name => 'parent');
	SELECT sfn_start('both', '[]', name => 'ended');
	SELECT sfn_stop(execution) FROM sfn.executions WHERE name = 'ended';};
$old->safe_psql('postgres', $setup);

my $token = $old->safe_psql('postgres', 'SELECT token FROM bakery.token');
my $oven = $old->safe_psql('postgres',
	q{SET ROLE baker; SET search_path = extensions; SELECT task_token FROM sfn_get_activity_task('oven', 'before')});

# What both have to show
my %looks = (
	'executions' => q{SELECT * FROM sfn.executions ORDER BY execution},
	'histories' => q{SELECT h.* FROM sfn.executions e, sfn.history h WHERE h.execution = e.execution ORDER BY 1, 2},
	'machines' => q{SELECT * FROM sfn.state_machines ORDER BY arn},
	'wakeups' => q{SELECT * FROM sfn.wakeups ORDER BY due, execution, state},
	'pending tasks' => q{SELECT * FROM sfn.pending_tasks ORDER BY task},
	'privileges' => q{SELECT * FROM sfn.privilege},
	'versions and aliases' => q{SELECT * FROM sfn.version, sfn.alias},
	'tags' => q{SELECT * FROM sfn.tag});

my $dump = "$PostgreSQL::Test::Utils::tmp_check/sfn.dump";
my $new = PostgreSQL::Test::Cluster->new('new');

$old->run_log([ 'pg_dump', '-Fc', '-f', $dump, '-d', $old->connstr('postgres') ]);
$new->init;
$new->start;
$new->safe_psql('postgres', 'CREATE ROLE baker; CREATE ROLE seller; CREATE DATABASE restored');
$new->command_ok([ 'pg_restore', '--exit-on-error', '-d', $new->connstr('restored'), $dump ], 'the dump is restored');

foreach my $what (sort keys %looks)
{
	is($new->safe_psql('restored', $looks{$what}), $old->safe_psql('postgres', $looks{$what}), "$what are the same");
}
is($new->safe_psql('restored', q{SELECT count(*) FROM sfn.executions WHERE status = 'RUNNING'}), '10', 'ten are in flight');

sub as_baker
{
	return $new->safe_psql('restored', 'SET ROLE baker; SET search_path = bakery, extensions; ' . shift);
}

# Answers to tokens that were given out before the dump
as_baker(qq{SELECT sfn_send_task_success('$token', '"yes"')});
as_baker(qq{SELECT sfn_send_task_heartbeat('$oven'); SELECT sfn_send_task_success('$oven', '"baked"')});
is(as_baker(q{SELECT name, status, output FROM sfn.executions WHERE name IN ('callback', 'deadline') ORDER BY name}),
	"callback|SUCCEEDED|\"yes\"\ndeadline|SUCCEEDED|\"baked\"", 'tokens of before are answered');
is(as_baker(q{SELECT input FROM sfn_get_activity_task('oven', 'after')}), '{}', 'a queued task is taken');

is(as_baker(q{SELECT sfn_start('timer', name => 'timer') = execution FROM sfn.executions WHERE name = 'timer'}),
	't', 'a name that was used is known');
as_baker(q{SELECT sfn_start('both', '[5]', name => 'later')});
as_baker(q{SELECT sfn_tick(now() + interval '150 minutes')});

is(as_baker(q{SELECT name, status, error FROM sfn.executions
		WHERE machine <> 'timer' OR name IN ('timer', 'again', 'queued') ORDER BY name COLLATE "C"}),
	join("\n", 'again|SUCCEEDED|', 'both|SUCCEEDED|', 'callback|SUCCEEDED|', 'deadline|SUCCEEDED|',
		'ended|ABORTED|', 'later|SUCCEEDED|', 'parent|SUCCEEDED|', 'queued|SUCCEEDED|', 'retry|SUCCEEDED|',
		'taken|TIMED_OUT|', 'timer|SUCCEEDED|'),
	'all come to their end');
is(as_baker(q{SELECT what, as_role, count(*) FROM effect GROUP BY 1, 2 ORDER BY 1}),
	join("\n", 'burnt|baker|1', 'item|baker|6', 'timer|baker|4'), 'with their effects, as the role of before');
is($new->safe_psql('restored', q{
		SELECT count(*) FROM (
			SELECT h.id, row_number() OVER (PARTITION BY e.execution ORDER BY h.id) AS expected
			FROM sfn.executions e, sfn.history h WHERE h.execution = e.execution) AS event
		WHERE id <> expected}), '0', 'histories have no gaps');
is($new->safe_psql('restored', q{
		SELECT (SELECT count(*) FROM sfn.branch), (SELECT count(*) FROM sfn.branch_output),
			(SELECT count(*) FROM sfn.task), (SELECT count(*) FROM sfn.wakeup)}), '0|0|0|0', 'and nothing is left over');

done_testing();
