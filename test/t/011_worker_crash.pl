# The server crashes while workers are at work: everything that was due is done once,
# and what crashes the server again and again is found and stopped.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', "restart_after_crash = on\nfsync = off");
$node->start;
# A task kills its own server process, as a bug in some C function would.
$node->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	CREATE TABLE effect (n int);
	CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO effect VALUES (input::int);
		PERFORM pg_sleep(0.01);
		RETURN input;
	END $$;
	CREATE FUNCTION die(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		EXECUTE format('COPY (SELECT 1) TO PROGRAM %L', 'cat >/dev/null; kill -9 ' || pg_backend_pid());
		PERFORM pg_sleep(10);
		RETURN input;
	END $$;
	SELECT sfn_create_state_machine('work', '{"StartAt": "Work", "States": {
	  "Work": {"Type": "Task", "Resource": "pg:function:work", "End": true}}}');
	SELECT sfn_create_state_machine('poison', '{"StartAt": "Die", "States": {
	  "Die": {"Type": "Task", "Resource": "pg:function:die", "End": true}}}');});

# (Nothing is written to psql, which may be gone before it has read it.)
sub wait_for_server
{
	foreach (1 .. 600)
	{
		return if IPC::Run::run([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', 'SELECT 1' ],
			'<', '/dev/null', '>', \my $out, '2>', \my $err);
		select(undef, undef, undef, 0.1);
	}
	die 'the server does not come back';
}

# A worker until it has nothing to do, or dies
sub work
{
	my $for = shift;

	IPC::Run::run([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', "CALL sfn_worker('$for')" ],
		'<', \'', '>', \my $out, '2>', \my $err);
	wait_for_server();
}

sub running
{
	return $node->safe_psql('postgres', q{SELECT count(*) FROM sfn.executions WHERE status = 'RUNNING'});
}

$node->safe_psql('postgres', q{
	SELECT count(sfn_start('work', to_jsonb(n), async => true)) FROM generate_series(1, 100) AS n;
	SELECT sfn_start('poison', async => true);
	SELECT count(sfn_start('work', to_jsonb(n), async => true)) FROM generate_series(101, 200) AS n;});

my $crashes = 0;

while (running() > 0 && $crashes < 10)
{
	my $log = -s $node->logfile;

	work('5 s');
	$crashes++ if slurp_file($node->logfile, $log) =~ /was terminated by signal 9/;
}
is(running(), 0, 'everything comes to its end');
cmp_ok($crashes, '>=', 3, 'the server did crash');
cmp_ok($crashes, '<=', 4, 'but not for ever');
is($node->safe_psql('postgres', q{SELECT machine, status, error, cause FROM sfn.executions WHERE machine = 'poison'}),
	'poison|FAILED|States.Runtime|The server crashed 3 times while the execution went on.', 'the guilty one is found');
is($node->safe_psql('postgres', q{SELECT status, count(*) FROM sfn.executions WHERE machine = 'work' GROUP BY 1}),
	'SUCCEEDED|200', 'the others are not stopped');
is($node->safe_psql('postgres', 'SELECT count(*), count(DISTINCT n) FROM effect'), '200|200', 'and did their work once');
is($node->safe_psql('postgres', 'SELECT (SELECT count(*) FROM sfn.wakeup) + (SELECT count(*) FROM sfn.branch)'), '0',
	'nothing is left over');

# A worker that is killed in the middle: its transaction never was, and another one begins anew.
$node->safe_psql('postgres', q{SELECT count(sfn_start('work', to_jsonb(n), async => true)) FROM generate_series(201, 400) AS n});
my $worker = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres') . ' application_name=victim',
		'-c', "CALL sfn_worker('100 years')" ], '<', \'', '>', \my $out, '2>', \my $err);
$node->poll_query_until('postgres', 'SELECT count(*) > 250 FROM effect') or die 'nothing is done';
my $pid = $node->safe_psql('postgres', q{SELECT pid FROM pg_stat_activity WHERE application_name = 'victim'});
kill 'KILL', $pid;
$worker->finish;
wait_for_server();
cmp_ok(running(), '>', 0, 'a worker is killed in the middle of its work');
work('5 s');
is(running(), 0, 'the next one goes on');
is($node->safe_psql('postgres', 'SELECT count(*), count(DISTINCT n) FROM effect'), '400|400', 'and does nothing twice');

# A restart is no crash to be afraid of for long.
$node->safe_psql('postgres', q{SELECT count(sfn_start('work', to_jsonb(n), async => true)) FROM generate_series(401, 410) AS n});
$node->restart;
work('1 s');
is(running(), 0, 'what was due before a restart is done after it');
is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'}), '0', 'no lock stays');

$node->stop;
done_testing();
