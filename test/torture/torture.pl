# Executions of every kind run on four workers, ticks and callers while whatever there is to
# hurt is hurt: a backend is killed, and the server with it; the server is stopped at once;
# pg_cron's launcher is killed; sessions are terminated, statements canceled or timed out, clients vanish in
# the middle.
#
# Then, after recovery, each execution comes to its end, each task's effect is there as often as its history
# tells, histories have no gaps, no row and no lock is left.
#
# TORTURE_SECONDS says how long (60), TORTURE_SEED which way; "make torture SECONDS=600" is the long one.
#
# Where pg_cron is installed two of the workers are its own, the others are in sessions that come back.
# Whatever talks to the server may find it gone at any moment: nothing is written to a psql's
# standard input.

use strict;
use warnings;

use POSIX ();
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

my $seconds = $ENV{TORTURE_SECONDS} || 60;
my $seed = $ENV{TORTURE_SEED} || time % 1000000;
my $scratch = "$PostgreSQL::Test::Utils::tmp_check/torture";
my $node = PostgreSQL::Test::Cluster->new('torture');
my $library = `$ENV{PG_CONFIG} --pkglibdir`;
chomp $library;
my $has_cron = -e "$library/pg_cron.so";
my %loop;						# process group => arguments of start_loop

diag(sprintf 'seed %d, %d seconds', $seed, $seconds);
srand($seed);
mkdir $scratch;

$node->init;
$node->append_conf('postgresql.conf', qq{
restart_after_crash = on
max_connections = 50
log_min_messages = log
log_statement = none
deadlock_timeout = 100ms
});
if ($has_cron)
{
	my $host = $node->host;

	$node->append_conf('postgresql.conf', qq{
shared_preload_libraries = 'pg_cron'
cron.database_name = 'postgres'
cron.host = '$host'
});
}
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	CREATE TABLE effect (execution uuid, state text);
	CREATE TABLE started (execution uuid);
	CREATE TABLE token (token text);
	CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO effect VALUES ((input ->> 'execution')::uuid, input ->> 'state');
		IF input ? 'sleep' THEN
			PERFORM pg_sleep(random() * (input ->> 'sleep')::float8);
		END IF;
		IF input ? 'fail' AND random() < (input ->> 'fail')::float8 THEN
			PERFORM sfn_raise_error('Flaky');
		END IF;
		RETURN 'null';
	END $$;
	CREATE FUNCTION ask(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO token VALUES (input ->> 'token');
		RETURN 'null';
	END $$;
	SELECT sfn_create_activity('oven');
	SELECT sfn_create_state_machine('everything', replace($def$ {
	  "StartAt": "First",
	  "States": {
	    "First": {"Type": "Task", "Resource": "pg:function:work", "Parameters": {WHO}, "ResultPath": null, "Next": "Sleep"},
	    "Sleep": {"Type": "Wait", "Seconds": 1, "Next": "Slow"},
	    "Slow": {"Type": "Task", "Resource": "pg:function:work", "Parameters": {WHO, "sleep": 0.2}, "ResultPath": null, "Next": "Fork"},
	    "Fork": {"Type": "Parallel", "ResultPath": null, "Next": "Each", "Branches": [
	      {"StartAt": "A", "States": {
	        "A": {"Type": "Task", "Resource": "pg:function:work", "Parameters": {WHO}, "End": true}}},
	      {"StartAt": "Nap", "States": {
	        "Nap": {"Type": "Wait", "Seconds": 1, "Next": "B"},
	        "B": {"Type": "Task", "Resource": "pg:function:work", "Parameters": {WHO}, "End": true}}},
	      {"StartAt": "Ask", "States": {
	        "Ask": {"Type": "Task", "Resource": "pg:function:ask.waitForTaskToken", "Next": "C",
	                "Parameters": {"token.$": "$$.Task.Token"}},
	        "C": {"Type": "Task", "Resource": "pg:function:work", "Parameters": {WHO}, "End": true}}}]},
	    "Each": {"Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 2, "ResultPath": null, "Next": "Flaky",
	      "ItemProcessor": {"StartAt": "Item", "States": {
	        "Item": {"Type": "Task", "Resource": "pg:function:work", "Parameters": {WHO}, "Next": "Item waits"},
	        "Item waits": {"Type": "Wait", "Seconds": 1, "End": true}}}},
	    "Flaky": {"Type": "Task", "Resource": "pg:function:work", "Parameters": {WHO, "fail": 0.3}, "ResultPath": null, "Next": "Bake",
	      "Retry": [{"ErrorEquals": ["Flaky"], "IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 1000}]},
	    "Bake": {"Type": "Task", "Resource": "pg:activity:oven", "TimeoutSeconds": 5, "ResultPath": null, "Next": "Last",
	      "Retry": [{"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 1000}]},
	    "Last": {"Type": "Task", "Resource": "pg:function:work", "Parameters": {WHO}, "End": true}}} $def$,
	  'WHO', '"execution.$": "$$.Execution.Name", "state.$": "$$.State.Name"'));});

# Backends of workers
use constant WORKER => q{query LIKE 'CALL %sfn_%worker%'};

# What happens over and over, each in sessions of its own
my $worker = q{CALL sfn_worker('1 hour');};
my $starts = q{
	SELECT random() < 0.1 AS undo, random() < 0.2 AS hurry, random() < 0.7 AS queued \gset
	\if :hurry
		SET statement_timeout = 3;
	\else
		RESET statement_timeout;
	\endif
	BEGIN;
	INSERT INTO started SELECT sfn_start('everything', '{"items": [0, 1, 2]}', async => :'queued');
	\if :undo
		ROLLBACK;
	\else
		COMMIT;
	\endif
} x 8 . q{SELECT pg_sleep(0.4);};
my $answers = q{
	DO $$
	DECLARE
		one record;
	BEGIN
		FOR one IN SELECT ctid, token FROM token LIMIT 3 FOR UPDATE SKIP LOCKED LOOP
			PERFORM sfn_send_task_heartbeat(one.token);
			PERFORM sfn_send_task_success(one.token, '"yes"');
			DELETE FROM token WHERE ctid = one.ctid;
			PERFORM pg_sleep(random() * 0.05);
		END LOOP;
	END $$;
} x 10;
# A task that is taken and lost times out.
my $bakes = q{
	SELECT NULL AS token, false AS taken \gset
	SELECT task_token AS token, true AS taken FROM sfn_get_activity_task('oven', 'baker', '1 s') \gset
	\if :taken
		SELECT sfn_send_task_success(:'token', '"bread"');
	\endif
} x 50;
my $ticks = q{SET statement_timeout = '150ms';} . q{SELECT sfn_tick(max_wakeups => 5); SELECT pg_sleep(0.05);} x 20;

if ($has_cron)
{
	$node->safe_psql('postgres', 'CREATE EXTENSION pg_cron; SELECT sfn_schedule_workers(2)');
	# It starts them at once.
	$node->restart;
}
start_loop('worker', $worker, 'run') for 1 .. ($has_cron ? 2 : 4);
start_loop('starts', $starts, 'start') for 1 .. 2;
start_loop('answers', $answers, 'run') for 1 .. 2;
start_loop('bakes', $bakes, 'run') for 1 .. 3;
start_loop('ticks', $ticks, 'run');

my %hurt;
my ($kills, $hit) = (0, 0);
my $end = time + $seconds;

while (time < $end)
{
	sleep(0.2 + rand(1.2));
	hurt();
}
touch("$scratch/start.stop");
diag(join ', ', map { "$hurt{$_} x $_" } sort keys %hurt);

# Whatever was lost times out; then there is nothing left to do.  (Callers may have been faster than
# workers.)
my $drained = 0;

for (1 .. 600 + $seconds)
{
	sleep(0.5);
	$drained = try(q{SELECT count(*) FROM sfn.executions WHERE status = 'RUNNING'}) eq '0';
	last if $drained;
}
stop_loops();

ok($drained, 'every execution comes to its end');
cmp_ok($kills, '>=', 20, "$kills kills") if $seconds >= 60;
cmp_ok($hit, '>', 0, "kills have hit $hit running tasks");

my $executions = ask('SELECT count(*) FROM sfn.executions');
my $least = $seconds < 60 ? $seconds * 10 : 1000;

cmp_ok($executions, '>=', $least, "$executions executions");
is(ask(q{SELECT status, error, cause, count(*) FROM sfn.executions WHERE status <> 'SUCCEEDED' GROUP BY 1, 2, 3}), '', 'and succeeds');
is(ask(q{SELECT count(*) FROM started FULL JOIN sfn.executions e USING (execution)
		WHERE e.status IS NULL OR started.execution IS NULL}), '0', 'what was started is what was committed');
my $violations = ask(q{
	WITH told AS (
		SELECT h.execution, details ->> 'name' AS state, count(*) AS times FROM sfn.executions e, sfn.history h
		WHERE h.execution = e.execution AND h.type = 'TaskStateExited' AND details ->> 'name' NOT IN ('Ask', 'Bake') GROUP BY 1, 2),
	done AS (SELECT execution, state, count(*) AS times FROM effect GROUP BY 1, 2)
	SELECT count(*) FROM told FULL JOIN done USING (execution, state) WHERE told.times IS DISTINCT FROM done.times});
is($violations, '0', 'the effect of each task is there as its history tells');
is(ask(q{
		SELECT count(*) FROM sfn.executions e LEFT JOIN
			(SELECT execution, state, count(*) AS times FROM effect GROUP BY 1, 2) AS done USING (execution)
		WHERE times IS DISTINCT FROM CASE state WHEN 'Item' THEN 3 ELSE 1 END}), '0', 'once');
is(ask(q{SELECT count(DISTINCT state), count(*) % count(DISTINCT execution) FROM effect}), '8|0', 'and none is missing');
is(ask(q{
		SELECT count(*) FROM sfn.executions e, LATERAL (
			SELECT count(*) <> max(id) OR count(DISTINCT id) <> max(id) OR bool_or(previous_event_id >= id)
				OR count(*) FILTER (WHERE type = 'ParallelStateSucceeded') <> 1
				OR count(*) FILTER (WHERE type = 'MapStateSucceeded') <> 1
				OR count(*) FILTER (WHERE type = 'ExecutionSucceeded') <> 1 AS bad
			FROM sfn.history h WHERE h.execution = e.execution) AS history
		WHERE bad}), '0', 'histories have no gaps, and joins happen once');
is(ask(q{
		SELECT count(*) FROM sfn.executions e, LATERAL (
			SELECT bool_or("timestamp" < before) AS bad
			FROM (SELECT "timestamp", lag("timestamp") OVER (ORDER BY id) AS before
				FROM sfn.history h WHERE h.execution = e.execution) AS event) AS history
		WHERE bad}), '0', 'time does not go back');
is(ask(q{
		SELECT (SELECT count(*) FROM sfn.wakeup), (SELECT count(*) FROM sfn.branch), (SELECT count(*) FROM sfn.branch_output),
			(SELECT count(*) FROM sfn.task), (SELECT count(*) FROM token),
			(SELECT count(*) FROM sfn.history_chunk c WHERE NOT EXISTS (SELECT FROM sfn.execution e WHERE e.id = c.execution))}),
	'0|0|0|0|0|0', 'no row is left over');
is(ask(q{SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'}), '0', 'and no lock');
my $left = ask(q{
	SELECT e.id, b.id, b.parent, b.index, b.state, b.phase, b.timer_id, b.task, e.async, e.status, e.stop_date FROM sfn.branch b JOIN sfn.execution e ON e.id = b.execution LIMIT 20});
diag("branches that are left:\n$left") if $left ne '';
diag("$executions executions, " . eval { my $n = 0; $n += $_ for values %hurt; $n } . " times hurt, $kills kills, $hit running tasks hit, $violations violations");

done_testing();

# Run some SQL again and again, each time in a new session, until there is the file named.
sub start_loop
{
	my ($name, $sql, $until) = @_;
	my $file = "$scratch/$name.sql";
	my $psql = $node->installed_command('psql');
	my $connection = $node->connstr('postgres');

	append_to_file($file, "SET application_name = '$name';\n$sql\n") unless -e $file;

	my $pid = fork // die "fork: $!\n";

	if ($pid == 0)
	{
		POSIX::setsid();
		open(STDIN, '<', '/dev/null');
		open(STDOUT, '>', '/dev/null');
		open(STDERR, '>>', "$scratch/$name.log");
		exec('sh', '-c', "while [ ! -e $scratch/$until.stop ]; do $psql -XAqt -d \"$connection\" -f $file; sleep 0.05; done")
		  or POSIX::_exit(1);
	}
	$loop{$pid} = [@_];
}

sub touch
{
	append_to_file(shift, '');
}

# What a statement answers; nothing if the server does not.
sub try
{
	my $sql = shift;

	open(my $psql, '-|', 'sh', '-c', 'exec "$0" "$@" 2>>' . "$scratch/try.log </dev/null",
		$node->installed_command('psql'), '-XAqt', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-c', $sql)
	  or die "psql: $!\n";
	my $answer = do { local $/; <$psql> } // '';

	return '' unless close $psql;
	chomp $answer;
	return $answer;
}

# Now that nobody hurts it any more
sub ask
{
	return $node->safe_psql('postgres', shift);
}

sub wait_for_server
{
	for (1 .. 1200)
	{
		return if try('SELECT 1') eq '1';
		sleep(0.05);
	}
	die "the server does not come back\n";
}

sub stop_loops
{
	touch("$scratch/$_.stop") foreach qw(start run);
	kill('KILL', map { -$_ } keys %loop) if %loop;
	waitpid($_, 0) foreach keys %loop;
	%loop = ();
	ask('SELECT sfn_unschedule_workers()') if $has_cron;
	# Workers notice that their clients have gone; who does not is told.
	ask(q{SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
		WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()});
}

# Something bad happens.  Whatever kills may hit a task that is running.
sub hurt
{
	my @ways = (
		[ 'worker killed', 4, sub { end_backend('KILL', WORKER) } ],
		[ 'caller killed', 1, sub { end_backend('KILL', q{application_name IN ('starts', 'answers', 'ticks')}) } ],
		[ 'server stopped', 2, \&stop_server ],
		[ 'launcher killed', $has_cron, sub { end_launcher('KILL') } ],
		[ 'launcher terminated', $has_cron, sub { end_launcher('TERM') } ],
		[ 'worker terminated', 3, sub { end_backend('TERM', WORKER) } ],
		[ 'session terminated', 2, sub { end_backend('TERM', 'true') } ],
		[ 'statement canceled', 4, sub { in_session('pg_cancel_backend(pid)') } ],
		[ 'client vanished', 4, \&kill_client ]);
	my $draw = 0;

	$draw += $_->[1] foreach @ways;
	$draw = rand($draw);
	foreach my $way (@ways)
	{
		$draw -= $way->[1];
		next if $draw >= 0;
		$hurt{ $way->[0] }++ if $way->[2]->();
		last;
	}
}

# One backend, of those that are in the middle of a task if there is any
sub end_backend
{
	my ($signal, $which) = @_;
	my $found = try(qq{
		SELECT pid, wait_event = 'PgSleep' FROM pg_stat_activity
		WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND state = 'active' AND $which
		ORDER BY wait_event = 'PgSleep' DESC NULLS LAST, random() LIMIT 1});

	return 0 unless $found =~ /^(\d+)\|(t?)/;
	kill($signal, $1) or return 0;
	$kills++;
	$hit++ if $2 eq 't';
	wait_for_server();
	return 1;
}

sub end_launcher
{
	my $signal = shift;
	my $pid = try(q{SELECT pid FROM pg_stat_activity WHERE backend_type = 'pg_cron launcher'});

	return 0 unless $pid =~ /^\d+$/;
	kill($signal, $pid) or return 0;
	$kills++;
	wait_for_server();
	return 1;
}

sub stop_server
{
	$hit++ if try(q{SELECT count(*) > 0 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND } . WORKER) eq 't';
	$kills++;
	$node->stop('immediate');
	$node->start;
	return 1;
}

sub in_session
{
	my $what = shift;

	return try(qq{
		SELECT $what FROM pg_stat_activity
		WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND state = 'active'
		ORDER BY random() LIMIT 1}) eq 't';
}

# The client is gone without a word, and another one comes.
sub kill_client
{
	my @groups = keys %loop;
	my $group = $groups[ rand @groups ];
	my $start = delete $loop{$group};

	kill('KILL', -$group);
	waitpid($group, 0);
	start_loop(@$start);
	return 1;
}

END
{
	my $status = $?;

	kill('KILL', map { -$_ } keys %loop) if %loop;
	$? = $status;
}
