# Machines of random shape on four workers, whose backends are killed now and then, while
# somebody answers and somebody stops some: in the end every history is whole, and every effect
# is there as often as the history says that its task succeeded.
#
# Machines depend on the seed alone; it is printed, and can be given as SFN_TEST_SEED.

use strict;
use warnings;

use JSON::PP;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

my $seed = $ENV{SFN_TEST_SEED} // 20;
my $machines = $ENV{SFN_TEST_MACHINES} // 12;
my $executions = $ENV{SFN_TEST_EXECUTIONS} // 10;
my $kills = $ENV{SFN_TEST_KILLS} // 3;
my $json = JSON::PP->new->canonical;
my $states = 0;

note("seed $seed");
srand($seed);

# States one after another, with a Pass at the end for those that are caught
sub chain
{
	my $depth = shift;
	my @chain = map { state_of($depth) } 1 .. 1 + int rand 3;
	my %states;
	my ($first, $next);

	foreach my $state (reverse(@chain), undef)
	{
		last unless defined $state;
		unless (defined $next)
		{
			$next = 'S' . ++$states;
			$states{$next} = { Type => 'Pass', Result => 'done', End => JSON::PP::true };
		}
		$first = 'S' . ++$states;
		$states{$first} = $state;
		$state->{Next} = $next;
		$state->{Catch} = [ { ErrorEquals => ['States.ALL'], ResultPath => undef, Next => $next } ]
		  if $state->{Type} =~ /^(Task|Parallel|Map)$/ && rand() < 0.8;
		$state->{Retry} = [ { ErrorEquals => ['States.ALL'], IntervalSeconds => 1, MaxAttempts => 1 } ]
		  if $state->{Type} =~ /^(Task|Parallel|Map)$/ && rand() < 0.1;
		$next = $first;
	}
	return { StartAt => $first, States => \%states };
}

sub state_of
{
	my $depth = shift;
	my $kind = rand();

	return task('work') if $kind < 0.35;
	return task('risky') if $kind < 0.45;
	return task('ask.waitForTaskToken', 'token.$' => '$$.Task.Token') if $kind < 0.52;
	return nested() if $kind < 0.56 && $depth < 3;
	return { Type => 'Pass' } if $kind < 0.6;
	return { Type => 'Wait', Seconds => rand() < 0.9 ? 0 : 1 } if $kind < 0.68;
	return task('refuse') if $kind < 0.7 && $depth < 3;
	return task('work') if $depth == 0;
	return { Type => 'Parallel', ResultPath => undef, Branches => [ map { chain($depth - 1) } 1 .. 2 + int rand 2 ] }
	  if $kind < 0.86;
	return { Type => 'Map', ItemsPath => '$.items', ResultPath => undef, MaxConcurrency => int rand 3,
		ItemSelector => { 'items.$' => '$.items' }, ItemProcessor => chain($depth - 1) };
}

sub nested
{
	return { Type => 'Task', Resource => 'arn:aws:states:::states:startExecution.sync:2', ResultPath => undef,
		Parameters => { StateMachineArn => 'child', 'Input.$' => '$' } };
}

sub task
{
	my ($function, %more) = @_;

	return { Type => 'Task', Resource => "pg:function:$function", ResultPath => undef,
		Parameters => { 'execution.$' => '$$.Execution.Name', ms => int rand 15, %more } };
}

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', "restart_after_crash = on\nfsync = off\nlog_error_verbosity = verbose\ndeadlock_timeout = 200ms");
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	CREATE TABLE effect (execution text);
	CREATE TABLE asked (execution text, token text);
	CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO effect VALUES (input ->> 'execution');
		PERFORM pg_sleep((input ->> 'ms')::float / 1000);
		RETURN input;
	END $$;
	CREATE FUNCTION risky(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM work(input);
		IF random() < 0.2 THEN
			RAISE EXCEPTION 'bad luck';
		END IF;
		RETURN input;
	END $$;
	CREATE FUNCTION refuse(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM work(input);
		RAISE EXCEPTION 'no';
	END $$;
	CREATE FUNCTION ask(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO asked VALUES (input ->> 'execution', input ->> 'token');
		RETURN input;
	END $$;
	-- Until it is killed
	CREATE PROCEDURE answer() LANGUAGE plpgsql AS $$
	DECLARE
		question record;
	BEGIN
		LOOP
			FOR question IN DELETE FROM asked RETURNING token LOOP
				BEGIN
					IF random() < 0.9 THEN
						PERFORM sfn_send_task_success(question.token, '"yes"');
					ELSE
						PERFORM sfn_send_task_failure(question.token, 'No', 'not today');
					END IF;
				EXCEPTION WHEN OTHERS THEN
					IF SQLERRM !~ '^Task (Timed Out|does not exist)' THEN
						RAISE;
					END IF;
				END;
			END LOOP;
			COMMIT;
			PERFORM pg_sleep(0.01);
		END LOOP;
	END $$;

	CREATE VIEW history AS
		SELECT name, status, h.* FROM sfn.executions, sfn_history(execution) AS h;
	CREATE FUNCTION flaws() RETURNS TABLE (name text, flaw text) LANGUAGE sql AS $$
		WITH event AS MATERIALIZED (
			SELECT *, lag(timestamp) OVER run AS before, row_number() OVER run AS number
			FROM history WINDOW run AS (PARTITION BY name ORDER BY id)),
		counts AS (
			SELECT name, status, substring(type FROM '^(Task|Wait|Pass)State') AS type,
				count(*) FILTER (WHERE type LIKE '%Entered') AS entered,
				count(*) FILTER (WHERE type ~ '(Exited|Aborted)$') AS gone
			FROM event WHERE type ~ '^(Task|Wait|Pass)State' GROUP BY 1, 2, 3),
		iterations AS (
			SELECT name, status, count(*) FILTER (WHERE type LIKE '%Started') AS entered,
				count(*) FILTER (WHERE type NOT LIKE '%Started') AS gone
			FROM event WHERE type LIKE 'MapIteration%' GROUP BY 1, 2)
		SELECT name, format('event %s has number %s', number, id) FROM event WHERE id <> number
		UNION ALL SELECT name, format('event %s is earlier than the one before', id) FROM event WHERE timestamp < before
		UNION ALL SELECT name, format('event %s follows %s', id, previous_event_id) FROM event WHERE previous_event_id >= id
		UNION ALL SELECT name, format('%s %s were entered and %s left', entered, type, gone) FROM counts
			WHERE status = 'SUCCEEDED' AND entered <> gone OR entered < gone
		UNION ALL SELECT name, format('%s iterations were started and %s ended', entered, gone) FROM iterations
			WHERE status = 'SUCCEEDED' AND entered <> gone OR entered < gone
		UNION ALL SELECT name, format('%s ends', count(*)) FROM event
			WHERE type ~ '^Execution(Succ|Fail|Ab|Tim)' GROUP BY 1 HAVING count(*) <> 1
		UNION ALL SELECT name, format('%s tasks succeeded and %s have an effect', succeeded, effects) FROM (
			SELECT name, (SELECT count(*) FROM event v WHERE v.name = e.name AND type = 'TaskSucceeded'
					AND details ->> 'resource' IN ('function:work', 'function:risky')) AS succeeded,
				(SELECT count(*) FROM effect WHERE execution = name) AS effects
			FROM sfn.executions e) AS n
			WHERE succeeded <> effects
	$$;});

my @loops;

# A statement in a session that comes back when it has been killed
sub keep_running
{
	my $statement = shift;
	my $psql = $node->installed_command('psql');
	my $connection = $node->connstr('postgres');
	my $pid = fork // die "fork: $!\n";

	if ($pid == 0)
	{
		open(STDIN, '<', '/dev/null');
		open(STDOUT, '>', '/dev/null');
		open(STDERR, '>', '/dev/null');
		setpgrp(0, 0);
		exec('sh', '-c', "while true; do $psql -XAqt -d \"$connection\" -c '$statement'; sleep 0.05; done")
		  or POSIX::_exit(1);
	}
	push @loops, $pid;
}

# The answer to a query, asked again while the server comes back
sub ask
{
	my $query = shift;

	for (1 .. 200)
	{
		# A psql that finds no server is gone before it has been told what to ask.
		my ($status, $answer) = eval { $node->psql('postgres', $query) };

		return $answer if defined $status && $status == 0;
		sleep(0.1);
	}
	die "the server does not come back\n";
}

foreach my $number (1 .. $machines)
{
	my $definition = $json->encode(chain(3));

	$node->safe_psql('postgres', "SELECT sfn_create_state_machine('m$number', \$def\$$definition\$def\$)");
}
$node->safe_psql('postgres', "SELECT sfn_create_state_machine('child', \$def\$" . $json->encode(chain(1)) . '$def$)');
keep_running('CALL sfn_worker()') foreach 1 .. 4;
keep_running('CALL answer()');

my $begin = time;
my $total = $machines * $executions;

ask(qq{SELECT sfn_start('m' || m, '{"items": [1, 2, 3]}', name => m || '.' || e, async => true)
	FROM generate_series(1, $machines) AS m, generate_series(1, $executions) AS e});
for my $kill (1 .. $kills)
{
	sleep(0.7);
	ask(q{SELECT sfn_stop(execution) FROM sfn.executions WHERE status = 'RUNNING' ORDER BY random() LIMIT 3});
	my $victim = ask(q{SELECT pid FROM pg_stat_activity WHERE query LIKE 'CALL sfn_worker%' ORDER BY wait_event <> 'PgSleep', random() LIMIT 1});

	kill('KILL', $victim) if $victim =~ /^\d+$/;
}

my $running = '';

for (1 .. 600)
{
	$running = ask(q{SELECT count(*) FROM sfn.executions WHERE status = 'RUNNING'});
	last if $running eq '0';
	sleep(0.1);
}
is($running, '0', 'every execution has ended');
note(sprintf('%d executions in %.1f s', $total, time - $begin));
note(ask('SELECT string_agg(s, $$, $$) FROM (SELECT status || $$ $$ || count(*) AS s FROM sfn.executions GROUP BY status) AS n'));
note(ask('SELECT count(*) || $$ effects$$ FROM effect'));
is(ask('SELECT * FROM flaws() ORDER BY 1, 2 LIMIT 20'), '', 'every history is whole and agrees with the effects');
$node->poll_query_until('postgres', 'SELECT count(*) = 0 FROM sfn.wakeup');
is(ask('SELECT (SELECT count(*) FROM sfn.branch), (SELECT count(*) FROM sfn.task), (SELECT count(*) FROM sfn.branch_output),
	(SELECT count(*) FROM sfn.wakeup)'), '0|0|0|0', 'nothing is left');

my $log = slurp_file($node->logfile);

unlike($log, qr/deadlock detected/, 'nobody has waited crosswise');
unlike($log, qr/could not go on/, 'nothing was in the way');

END
{
	my $status = $?;

	kill('KILL', map { -$_ } @loops) if @loops;
	waitpid($_, 0) foreach @loops;
	$? = $status;
}

done_testing();
