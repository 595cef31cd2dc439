# Branches of a Parallel or Map on several workers: at the same time, joined once, in one history
# without gaps; and what ends some of them reaches the workers that are at work on the others.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', 'fsync = off');
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	CREATE TABLE effect (execution text, what text);
	-- {"seconds": how long it takes, "fail": whether it fails then}
	CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO effect VALUES (input ->> 'execution', input ->> 'what');
		PERFORM pg_sleep((input ->> 'seconds')::float);
		IF (input ->> 'fail')::boolean THEN
			RAISE EXCEPTION 'as asked';
		END IF;
		RETURN input -> 'what';
	END $$;
	CREATE FUNCTION task(what jsonb, seconds float, more jsonb DEFAULT '{"End": true}', fail boolean DEFAULT false)
	RETURNS jsonb LANGUAGE sql AS $def$
		SELECT jsonb_build_object('Type', 'Task', 'Resource', 'pg:function:work', 'Parameters',
			jsonb_build_object('execution.$', '$$.Execution.Name', 'seconds', seconds, 'fail', fail) ||
			CASE WHEN jsonb_typeof(what) = 'string' AND what ->> 0 LIKE '$%' THEN jsonb_build_object('what.$', what)
			ELSE jsonb_build_object('what', what) END) || more
	$def$;
	CREATE SEQUENCE state_number;
	CREATE FUNCTION states(VARIADIC states jsonb[]) RETURNS jsonb LANGUAGE sql AS $$
		WITH state AS MATERIALIZED (
			SELECT s, n, 'S' || nextval('state_number') AS name FROM unnest(states) WITH ORDINALITY AS t (s, n)),
		linked AS (
			SELECT *, lead(name) OVER (ORDER BY n) AS next FROM state)
		SELECT jsonb_build_object('StartAt', (SELECT name FROM state WHERE n = 1), 'States', jsonb_object_agg(name,
			CASE WHEN next IS NULL OR s ->> 'Type' IN ('Fail', 'Succeed') THEN s
			ELSE s - 'End' || jsonb_build_object('Next', next) END))
		FROM linked
	$$;
	CREATE FUNCTION parallel(branches jsonb[], more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
		SELECT jsonb_build_object('Type', 'Parallel', 'End', true, 'Branches', to_jsonb(branches)) || more
	$$;
	CREATE FUNCTION map(processor jsonb, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $$
		SELECT jsonb_build_object('Type', 'Map', 'End', true, 'ItemProcessor', processor) || more
	$$;
	CREATE FUNCTION machine(name text, VARIADIC states jsonb[]) RETURNS void LANGUAGE sql AS $$
		SELECT sfn_create_state_machine(name, states(VARIADIC states))
	$$;

	-- What is wrong with the history of an execution
	CREATE FUNCTION flaws(run uuid) RETURNS SETOF text LANGUAGE sql AS $$
		WITH event AS MATERIALIZED (
			SELECT *, lag(timestamp) OVER (ORDER BY id) AS before, row_number() OVER (ORDER BY id) AS number
			FROM sfn_history(run))
		SELECT format('event %s has number %s', number, id) FROM event WHERE id <> number
		UNION ALL SELECT format('event %s is earlier than the one before', id) FROM event WHERE timestamp < before
		UNION ALL SELECT format('event %s follows %s', id, previous_event_id) FROM event
			WHERE previous_event_id >= id
		UNION ALL SELECT format('%s %s were entered and %s left', entered, type, gone) FROM (
			SELECT substring(type FROM '^(Task|Wait|Pass)State') AS type,
				count(*) FILTER (WHERE type LIKE '%Entered') AS entered,
				count(*) FILTER (WHERE type ~ '(Exited|Aborted)$') AS gone
			FROM event WHERE type ~ '^(Task|Wait|Pass)State' GROUP BY 1) AS state
			WHERE entered <> gone
		UNION ALL SELECT format('%s tasks succeeded and %s have an effect', succeeded, effects) FROM (
			SELECT (SELECT count(*) FROM event WHERE type = 'TaskSucceeded') AS succeeded,
				(SELECT count(*) FROM effect e JOIN sfn.executions x ON x.name = e.execution AND x.execution = run) AS effects) AS n
			WHERE succeeded <> effects
	$$;
	-- The outcome of an execution and whether its history is whole
	CREATE FUNCTION told(run uuid) RETURNS text LANGUAGE sql AS $$
		SELECT concat_ws(' ', status, output, error, (SELECT string_agg(flaw, '; ') FROM flaws(run) AS flaw))
		FROM sfn.executions WHERE execution = run
	$$;});

my @workers;

sub ask
{
	return $node->safe_psql('postgres', shift);
}

sub start_workers
{
	my $count = shift;

	for (1 .. $count)
	{
		push @workers, IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'),
			'-c', q{CALL sfn_worker('100 years')} ], '<', \'', '>', \my $out, '2>', \my $err);
	}
	$node->poll_query_until('postgres', 'SELECT count(*) = ' . scalar(@workers) .
		q{ FROM pg_stat_activity WHERE query LIKE 'CALL sfn_worker%' AND wait_event = 'Extension'})
	  or die "the workers do not start\n";
}

# Run an execution; returns what is told of it, and how long it took.
sub run
{
	my ($machine, $input) = @_;
	my $result = ask(qq{
		SELECT sfn_start('$machine', '@{[ $input // '{}' ]}', async => true) AS run \\gset
		SELECT sfn_await(:'run', '60 s') <> '' AS ended \\gset
		SELECT told(:'run'), extract(epoch FROM stop_date - start_date) FROM sfn.executions WHERE execution = :'run'});

	note("$machine: $result");
	return split(/\|/, $result);
}

start_workers(2);

#
# At the same time
#
ask(q{SELECT machine('two', parallel(ARRAY[states(task('1', 1)), states(task('2', 1))]))});
my ($told, $took) = run('two');
is($told, 'SUCCEEDED [1, 2]', 'two branches');
cmp_ok($took, '<', 1.5, 'on two workers take as long as one');

start_workers(2);
ask(q{SELECT machine('each', map(states(task('"$"', 0.5)), '{"MaxConcurrency": 3}'))});
($told, $took) = run('each', '[1, 2, 3, 4, 5, 6]');
is($told, 'SUCCEEDED [1, 2, 3, 4, 5, 6]', 'six iterations');
cmp_ok($took, '>=', 1, 'no more than three at a time');
cmp_ok($took, '<', 1.4, 'and no fewer');

ask(q{SELECT machine('nested',
	map(states(parallel(ARRAY[states(task('"$"', 0.1), '{"Type": "Pass", "Result": "a", "End": true}'),
		states('{"Type": "Wait", "Seconds": 0, "End": true}', task('"b"', 0.1), task('"$"', 0.1))])), '{"MaxConcurrency": 2}'),
	task('"after"', 0))});
($told, $took) = run('nested', '[1, 2, 3]');
is($told, 'SUCCEEDED "after"', 'a Parallel in a Map');
is(ask('SELECT count(*) FROM sfn.branch'), '0', 'nothing is left');


#
# Ends
#

# No worker is at work on anything 100 ms after what it was at work on has ended (looked for with patience:
# the machine that runs this may be busy).
sub is_quiet
{
	my $what = shift;
	my $late = ask(q{
		DO $$
		DECLARE
			start timestamptz := clock_timestamp();
		BEGIN
			WHILE EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid <> pg_backend_pid()) LOOP
				PERFORM pg_stat_clear_snapshot();
				IF clock_timestamp() > start + interval '10 s' THEN
					EXIT;
				END IF;
			END LOOP;
			PERFORM set_config('sfn_test.late', ceil(extract(epoch FROM clock_timestamp() - start) * 1000)::text, false);
		END $$;
		SELECT current_setting('sfn_test.late')});

	cmp_ok($late, '<', 250, "$what after $late ms");
	$node->poll_query_until('postgres', 'SELECT count(*) = 0 FROM sfn.branch');
	is(ask('SELECT (SELECT count(*) FROM sfn.branch) + (SELECT count(*) FROM sfn.task) + (SELECT count(*) FROM sfn.wakeup)'),
		'0', 'nothing is left');
}

ask(q{SELECT sfn_create_state_machine('fails', jsonb_set(states(parallel(ARRAY[states(task('1', 60)),
		states(task('2', 0.3, fail => true)), states(task('3', 60))],
		'{"Catch": [{"ErrorEquals": ["raise_exception"], "ResultPath": null, "Next": "Caught"}]}')),
		'{States,Caught}', '{"Type": "Pass", "Result": "caught", "End": true}'));});
($told, $took) = run('fails');
is($told, 'SUCCEEDED "caught"', 'a branch that fails ends its siblings');
is_quiet('wherever they are, and their effects are gone,');

ask(q{
	CREATE SEQUENCE try;
	CREATE FUNCTION flaky(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM pg_sleep(0.1);
		IF nextval('try') = 1 THEN
			RAISE EXCEPTION 'not yet';
		END IF;
		RETURN work(input);
	END $$;
	SELECT machine('retried', parallel(ARRAY[states(task('1', 0.3)),
		states(task('2', 0.1, '{"Resource": "pg:function:flaky", "End": true}')), states(task('3', 0), task('4', 0.3))],
		'{"Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 1}]}'))});
($told, $took) = run('retried');
like($told, qr/^SUCCEEDED \[1, 2, 4\]/, 'a Parallel that is retried');

ask(q{SELECT machine('long', parallel(ARRAY[states(task('1', 60)), states(task('2', 60)), states(task('3', 60))]))});
my $stopped = ask(q{
	SELECT sfn_start('long', async => true) AS run \gset
	SELECT count(pg_sleep(0.5));
	SELECT clock_timestamp() AS begin \gset
	SELECT sfn_stop(:'run') IS NOT NULL;
	SELECT clock_timestamp() - :'begin' < '200 ms', status FROM sfn.executions WHERE execution = :'run'});
is($stopped, "1\nt\nt|ABORTED", 'a stop waits for no branch');
is_quiet('workers notice');

ask(q{SELECT sfn_create_state_machine('limited', states(parallel(ARRAY[states(task('1', 60)), states(task('2', 60))])) ||
	'{"TimeoutSeconds": 1}')});
($told, $took) = run('limited');
like($told, qr/^TIMED_OUT/, 'nor does the end of its time');
cmp_ok($took, '<', 1.5, 'which comes on time');
is_quiet('workers notice');

ask(q{SELECT machine('one_limited', parallel(ARRAY[states(task('1', 1.5)), jsonb_set(
		states(task('2', 60, '{"TimeoutSeconds": 1, "End": true, "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Late"}]}')),
		'{States,Late}', '{"Type": "Pass", "Result": "late", "End": true}')]))});
($told, $took) = run('one_limited');
is((split / /, $told)[0], 'SUCCEEDED', 'a task that times out');
like($told, qr/\[1, "late"\]/, 'is a matter of its branch');
cmp_ok($took, '<', 2, 'and the others go on meanwhile');

# A nested execution that is at work is stopped with what is around it.
ask(q{SELECT machine('inner', task('1', 60));
	SELECT machine('outer', parallel(ARRAY[states(task('1', 60)), states('{"Type": "Task", "End": true, "Parameters": {"StateMachineArn": "inner"},
		"Resource": "arn:aws:states:::states:startExecution.sync:2"}')]))});
$stopped = ask(q{
	SELECT sfn_start('outer', async => true) AS run \gset
	SELECT count(pg_sleep(0.5));
	SELECT clock_timestamp() AS begin \gset
	SELECT sfn_stop(:'run') IS NOT NULL;
	SELECT clock_timestamp() - :'begin' < '300 ms';
	SELECT machine, status FROM sfn.executions WHERE machine IN ('inner', 'outer') ORDER BY machine});
is($stopped, "1\nt\nt\ninner|ABORTED\nouter|ABORTED", 'a stop reaches nested executions');
is_quiet('and whoever runs them');

#
# From outside
#
ask(q{
	CREATE TABLE asked (what jsonb, token text);
	CREATE FUNCTION ask(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO asked VALUES (input -> 'what', input ->> 'token');
		RETURN 'null';
	END $$;
	CREATE FUNCTION question(what jsonb, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql AS $def$
		SELECT jsonb_build_object('Type', 'Task', 'Resource', 'pg:function:ask.waitForTaskToken', 'End', true, 'Parameters',
			jsonb_build_object('token.$', '$$.Task.Token', 'what', what)) || more
	$def$;
	SELECT machine('asks', parallel(ARRAY[states(task('1', 1.5)), states(question('"q"')),
		jsonb_set(states(question('"h"', '{"HeartbeatSeconds": 1, "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Silent"}]}')),
			'{States,Silent}', '{"Type": "Pass", "Result": "silent", "End": true}'),
		states('{"Type": "Task", "Resource": "pg:activity:chop", "End": true}')]));
	SELECT sfn_create_activity('chop') IS NOT NULL;});
my $answered = ask(q{
	SELECT sfn_start('asks', async => true) AS run \gset
	SELECT count(pg_sleep(0.5));
	SELECT clock_timestamp() AS begin \gset
	SELECT sfn_send_task_success(token, '"a"') FROM asked WHERE what = '"q"';
	SELECT task_token AS token FROM sfn_get_activity_task('chop') \gset
	SELECT sfn_send_task_success(:'token', '"chopped"');
	SELECT clock_timestamp() - :'begin' < '200 ms';
	SELECT sfn_await(:'run', '10 s');
	SELECT told(:'run');
	SELECT max(timestamp) - min(timestamp) < '1.4 s' FROM sfn_history(:'run') WHERE type IN ('ExecutionStarted', 'TaskTimedOut')});
note($answered);
like($answered, qr/\[1, "a", "silent", "chopped"\]/, 'answers and heartbeats reach branches');
like($answered, qr/^t$/m, 'at once');
like($answered, qr/^t\z/m, 'and on time, while another one is at work');

# A task may look at its execution, whose history does not have yet what the branch has done.
ask(q{
	CREATE FUNCTION look(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	DECLARE
		run uuid := input ->> 'execution';
	BEGIN
		PERFORM work(input);
		RETURN jsonb_build_array((SELECT status FROM sfn_describe(run)), (SELECT max(id) FROM sfn_history(run)),
			(SELECT count(*) FROM sfn.history WHERE execution = run), sfn_trace(run) IS NOT NULL,
			sfn_api('GetExecutionHistory', jsonb_build_object('reverseOrder', true, 'executionArn',
				(SELECT arn FROM sfn.executions WHERE execution = run))) -> 'events' -> 0 ->> 'type');
	END $$;
	SELECT machine('looks', parallel(ARRAY[states(task('1', 0.1, '{"Resource": "pg:function:look", "End": true}')), states(task('2', 0.2))]))});
($told) = run('looks');
is($told, 'SUCCEEDED [["RUNNING", 3, 3, true, "ParallelStateStarted"], 2]', 'a task that looks at its execution');

#
# Redrive
#
ask(q{
	CREATE TABLE broken AS SELECT true AS yes;
	CREATE FUNCTION maybe(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM pg_sleep(0.2);
		IF input ->> 'what' = '3' AND (SELECT yes FROM broken) THEN
			RAISE EXCEPTION 'still broken';
		END IF;
		RETURN work(input);
	END $$;
	SELECT machine('redriven', map(states(task('"$"', 0, '{"Resource": "pg:function:maybe", "End": true}'), task('"$"', 0.1)),
		'{"MaxConcurrency": 4}'))});
my $redriven = ask(q{
	SELECT sfn_start('redriven', '[1, 2, 3, 4, 5]', async => true) AS run \gset
	SELECT sfn_await(:'run', '10 s');
	UPDATE broken SET yes = false;
	SELECT sfn_redrive(:'run') IS NOT NULL;
	SELECT sfn_await(:'run', '10 s');
	SELECT output, (SELECT count(*) FROM sfn_history(:'run')) = (SELECT max(id) FROM sfn_history(:'run'))
	FROM sfn.executions WHERE execution = :'run'});
is($redriven, "FAILED\nt\nSUCCEEDED\n[1, 2, 3, 4, 5]|t", 'a redriven Map');
is_quiet('it is over');

END
{
	my $status = $?;

	$_->kill_kill foreach @workers;
	$? = $status;
}

done_testing();
