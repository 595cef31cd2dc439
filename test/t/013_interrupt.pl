# What a worker does when an execution is in the way: a stop, a deletion or a timeout interrupts
# the task that it is running, at once and whatever the task does about it; and an execution
# that cannot go on, or crashes the server, keeps no other waiting and is given up in the end.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

my $node = PostgreSQL::Test::Cluster->new('worker');
$node->init;
$node->append_conf('postgresql.conf', 'restart_after_crash = on');
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	CREATE TABLE effect (execution text, what text);
	CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO effect VALUES (input ->> 'execution', 'work');
		RETURN 'null';
	END $$;
	CREATE FUNCTION sleep(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO effect VALUES (input ->> 'execution', 'sleep');
		PERFORM pg_sleep(60);
		RETURN 'null';
	END $$;
	CREATE FUNCTION spin(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO effect VALUES (input ->> 'execution', 'spin');
		LOOP
			PERFORM 1;
		END LOOP;
	END $$;
	CREATE FUNCTION stubborn(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO effect VALUES (input ->> 'execution', 'stubborn');
		FOR i IN 1 .. 3 LOOP
			BEGIN
				PERFORM pg_sleep(60);
			EXCEPTION WHEN query_canceled THEN
				INSERT INTO effect VALUES (input ->> 'execution', 'caught');
			END;
		END LOOP;
		RETURN 'null';
	END $$;
	CREATE FUNCTION recursive(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO effect VALUES (input ->> 'execution', 'recursive');
		CALL sfn_worker();
		PERFORM pg_sleep(60);
		RETURN 'null';
	END $$;
	CREATE FUNCTION conflict(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		RAISE EXCEPTION 'in the way' USING ERRCODE = 'serialization_failure';
	END $$;
	CREATE FUNCTION crash(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO effect VALUES (input ->> 'execution', 'crash');
		COPY (SELECT) TO PROGRAM 'kill -9 $PPID';
		PERFORM pg_sleep(60);
		RETURN 'null';
	END $$;
	CREATE FUNCTION machine(name text, function text, more jsonb DEFAULT '{}') RETURNS text LANGUAGE sql AS $def$
		SELECT sfn_create_state_machine(name, jsonb_build_object('StartAt', 'Before', 'States', jsonb_build_object(
			'Before', '{"Type": "Wait", "Seconds": 0, "Next": "Run"}'::jsonb,
			'Run', jsonb_build_object('Type', 'Task', 'Resource', 'pg:function:' || function, 'End', true,
				'Parameters', '{"execution.$": "$$.Execution.Name"}'::jsonb,
				'Retry', '[{"ErrorEquals": ["States.ALL"]}]'::jsonb))) || more)
	$def$;
	SELECT machine(f, f) FROM unnest('{work,sleep,spin,stubborn,recursive,conflict,crash}'::text[]) AS f;
	SELECT machine('limited', 'sleep', '{"TimeoutSeconds": 2}');});

sub ask
{
	return $node->safe_psql('postgres', shift);
}

my @workers;

# Each in a session that comes back after a crash
sub start_worker
{
	my $psql = $node->installed_command('psql');
	my $connection = $node->connstr('postgres');
	my $pid = fork // die "fork: $!\n";

	if ($pid == 0)
	{
		open(STDIN, '<', '/dev/null');
		open(STDOUT, '>', '/dev/null');
		open(STDERR, '>', '/dev/null');
		setpgrp(0, 0);
		exec('sh', '-c', "while true; do $psql -XAqt -d \"$connection\" -c 'CALL sfn_worker()'; sleep 0.05; done")
		  or POSIX::_exit(1);
	}
	push @workers, $pid;
}

sub status_of
{
	my $name = shift;

	return ask("SELECT concat_ws(' ', status, error) FROM sfn.executions WHERE name = '$name'");
}

start_worker();

# A task is being run: its execution's row is held, and its function sleeps or spins.
sub start_and_wait
{
	my ($machine, $name) = @_;

	ask("SELECT sfn_start('$machine', name => '$name', async => true)");
	$node->poll_query_until('postgres', q{
		SELECT count(*) = 1 FROM pg_stat_activity
		WHERE query LIKE 'CALL sfn_worker%' AND state = 'active' AND xact_start < clock_timestamp() - interval '300 ms'})
	  or die "the task was not run\n";
}

foreach my $machine (qw(sleep spin stubborn recursive))
{
	start_and_wait($machine, "stop_$machine");
	my $took = ask(qq{
		WITH before AS MATERIALIZED (SELECT clock_timestamp() AS time), stop AS MATERIALIZED (
			SELECT sfn_stop(execution) FROM before, sfn.executions WHERE name = 'stop_$machine')
		SELECT ceil(extract(epoch FROM clock_timestamp() - time) * 1000) FROM stop, before});

	cmp_ok($took, '<', 200, "\"$machine\" is stopped in $took ms");
	is(status_of("stop_$machine"), 'ABORTED', 'and has not gone on');
}
is(ask('SELECT count(*) FROM effect'), '0', 'what they did is rolled back');

start_and_wait('sleep', 'deleted');
$node->psql('postgres', q{SELECT sfn_delete_state_machine('sleep')}, timeout => 5);
is(status_of('deleted'), 'ABORTED', 'a deletion interrupts as well');
ask(q{SELECT machine('sleep', 'sleep')});

# Two workers, since the one cannot see the time
start_worker();
start_and_wait('limited', 'limited');
$node->poll_query_until('postgres', q{SELECT status <> 'RUNNING' FROM sfn.executions WHERE name = 'limited'});
is(status_of('limited'), 'TIMED_OUT', 'an execution that is running a task times out');
my $late = ask(q{SELECT extract(epoch FROM stop_date - start_date) FROM sfn.executions WHERE name = 'limited'});
cmp_ok($late, '<', 3.5, "after $late s");

# A branch has stopped its nested execution, which took too long, and runs a task before anybody
# can see that.  Who stops the whole stops the nested one, too, and does not wait for the task.
ask(q{
	SELECT sfn_create_state_machine('nested', '{"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 1000, "End": true}}}');
	SELECT sfn_create_state_machine('nest', '{"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [
		{"StartAt": "Nest", "States": {
			"Nest": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync", "TimeoutSeconds": 1,
				"Parameters": {"StateMachineArn": "arn:aws:states:us-east-1:000000000000:stateMachine:nested"},
				"Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Sleep"}], "End": true},
			"Sleep": {"Type": "Task", "Resource": "pg:function:sleep", "Parameters": {}, "End": true}}},
		{"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 1000, "End": true}}}]}}}');});
ask(q{SELECT sfn_start('nest', name => 'nest', async => true)});
$node->poll_query_until('postgres', q{
	SELECT count(*) = 1 FROM pg_stat_activity WHERE query LIKE 'CALL sfn_worker%' AND wait_event = 'PgSleep'});
my $took = ask(q{
	WITH before AS MATERIALIZED (SELECT clock_timestamp() AS time), stop AS MATERIALIZED (
		SELECT sfn_stop(execution) FROM before, sfn.executions WHERE name = 'nest')
	SELECT ceil(extract(epoch FROM clock_timestamp() - time) * 1000) FROM stop, before});
cmp_ok($took, '<', 500, "what is nested in a branch at work is stopped in $took ms");
is(ask(q{SELECT string_agg(status, ' ') FROM sfn.executions WHERE machine IN ('nest', 'nested')}),
	'ABORTED ABORTED', 'with what it is nested in');

# The workers go on.
ask(q{SELECT sfn_start('work', name => 'after', async => true)});
$node->poll_query_until('postgres', q{SELECT status <> 'RUNNING' FROM sfn.executions WHERE name = 'after'});
is(status_of('after'), 'SUCCEEDED', 'workers go on');

# One that cannot go on for a reason that is not its own is put off, and others go on meanwhile.
ask(q{
	SELECT sfn_start('conflict', name => 'conflict', async => true);
	SELECT sfn_start('work', async => true) FROM generate_series(1, 50);});
$node->poll_query_until('postgres', q{SELECT count(*) = 51 FROM sfn.executions WHERE machine = 'work' AND status = 'SUCCEEDED'});
is(status_of('conflict'), 'RUNNING', 'one that cannot go on keeps nobody waiting');
$node->poll_query_until('postgres', q{SELECT attempts >= 2 FROM sfn.wakeup WHERE attempts > 0});
cmp_ok(ask('SELECT max(attempts) FROM sfn.wakeup'), '>=', 2, 'and is tried again, ever later');
ask(q{SELECT sfn_stop(execution) FROM sfn.executions WHERE name = 'conflict'});

# One that crashes the server is found and given up; those that were due with it are done.  It may
# be a branch that does.  (They are committed together, so the server does not crash before.)
ask(q{
	BEGIN;
	SELECT sfn_create_state_machine('crash_branch', '{"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true, "Branches": [
		{"StartAt": "Work", "States": {"Work": {"Type": "Task", "Resource": "pg:function:work", "Parameters": {}, "End": true}}},
		{"StartAt": "Crash", "States": {"Crash": {"Type": "Task", "Resource": "pg:function:crash", "Parameters": {}, "End": true}}}]}}}');
	SELECT sfn_start('crash_branch', name => 'crash_branch', async => true);
	SELECT sfn_start('work', async => true) FROM generate_series(1, 20);
	SELECT sfn_start('crash', name => 'crash', async => true);
	SELECT sfn_start('work', async => true) FROM generate_series(1, 20);
	COMMIT;});
for (1 .. 300)
{
	# A psql that finds no server is gone before it has been told what to ask.
	my ($status, $left) = eval { $node->psql('postgres', q{SELECT count(*) FROM sfn.executions WHERE status = 'RUNNING'}) };

	last if defined $status && $status == 0 && $left eq '0';
	sleep(0.1);
}
is(status_of('crash'), 'FAILED States.Runtime', 'one that crashes the server is given up');
is(ask(q{SELECT cause FROM sfn.executions WHERE name = 'crash'}),
	'The server crashed 3 times while the execution went on.', 'which says why');
is(status_of('crash_branch'), 'FAILED States.Runtime', 'and so is one with a branch that does');
is(ask(q{SELECT status, count(*) FROM sfn.executions WHERE machine = 'work' GROUP BY status}), 'SUCCEEDED|91', 'all others are done');
is(ask(q{SELECT what, count(*) FROM effect WHERE execution IS NOT NULL GROUP BY what}), 'work|91', 'once');
is(ask('SELECT count(*) FROM sfn.branch'), '0', 'nothing is left');

END
{
	my $status = $?;

	kill('KILL', map { -$_ } @workers) if @workers;
	waitpid($_, 0) foreach @workers;
	$? = $status;
}

done_testing();
