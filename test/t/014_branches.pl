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

END
{
	my $status = $?;

	$_->kill_kill foreach @workers;
	$? = $status;
}

done_testing();
