# A worker beside the sessions that give it work: when it acts, whom it tells, and
# what ends it.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS 'BEGIN RETURN input; END';
	SELECT sfn_create_state_machine('work', '{"StartAt": "Work", "States": {
	  "Work": {"Type": "Task", "Resource": "pg:function:work", "End": true}}}');
	SELECT sfn_create_state_machine('nap', '{"StartAt": "Sleep", "States": {
	  "Sleep": {"Type": "Wait", "SecondsPath": "$", "End": true}}}');
	SELECT sfn_create_state_machine('ask', '{"StartAt": "Ask", "States": {
	  "Ask": {"Type": "Task", "Resource": "pg:notify.waitForTaskToken", "End": true, "HeartbeatSeconds": 1,
	    "Parameters": {"channel": "questions", "payload": {"token.$": "$$.Task.Token"}}}}}');});

# Start a worker in a session of its own; returns the handle and the backend's pid.
sub start_worker
{
	my ($database, $name) = @_;
	my $handle = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr($database) . " application_name=$name",
			'-c', "CALL sfn_worker('100 years')" ], '<', \'', '>', \my $out, '2>', \my $err);

	$node->poll_query_until($database,
		"SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = '$name' AND wait_event = 'Extension'")
	  or die "worker $name does not start";
	return ($handle, $node->safe_psql($database, "SELECT pid FROM pg_stat_activity WHERE application_name = '$name'"));
}

# A worker ends within two seconds.
sub ends
{
	my ($name, $what) = @_;
	my $begin = time;
	my $gone = $node->poll_query_until('postgres',
		"SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = '$name'");

	ok($gone && time - $begin <= 2, $what);
}

my ($worker, $pid) = start_worker('postgres', 'first');

#
# Time
#
# (Bounds are generous: the machine that runs this may be busy.)
is($node->safe_psql('postgres', q{
	SELECT count(sfn_start('nap', '1')) FROM generate_series(1, 100);
	SELECT pg_sleep(1.5);
	SELECT count(*) FROM sfn.executions WHERE status = 'SUCCEEDED'
	AND stop_date - start_date - interval '1 s' BETWEEN '0' AND '250 ms'}), "100\n\n100", 'waits end on time');

my $latency = $node->safe_psql('postgres', q{
	SELECT sfn_start('work', '1', async => true) AS run \gset
	SELECT clock_timestamp() AS begin \gset
	SELECT sfn_await(:'run', '10 s');
	SELECT extract(epoch FROM clock_timestamp() - :'begin')});
like($latency, qr/^SUCCEEDED\n/, 'an async execution is run, and who waits for it is told');
ok((split /\n/, $latency)[1] < 0.25, 'at once');

# A commit that makes something due earlier wakes the worker, one that is rolled back does not.
is($node->safe_psql('postgres', q{
	SELECT count(sfn_start('nap', '1000'));
	BEGIN;
	SAVEPOINT here;
	SELECT sfn_start('work', '"lost"', async => true) AS run \gset
	ROLLBACK TO here;
	COMMIT;
	SELECT sfn_start('work', '2', async => true) AS run \gset
	SELECT sfn_await(:'run', '10 s')}), "1\nSUCCEEDED", 'however far the next due time was');

# An idle worker looks at the queue once a second; what it has counted before it reports within two
# seconds.
$node->safe_psql('postgres', 'SELECT pg_sleep(3)');
my $scans = q{SELECT pg_stat_force_next_flush(), idx_scan FROM pg_stat_all_tables WHERE relid = 'sfn.wakeup'::regclass};
my $before = (split /\|/, $node->safe_psql('postgres', $scans))[1];
$node->safe_psql('postgres', 'SELECT pg_sleep(5)');
my $looked = (split /\|/, $node->safe_psql('postgres', $scans))[1] - $before;
SKIP:
{
	skip 'a server with assertions does not let a worker report statistics', 2
	  if $node->safe_psql('postgres', 'SHOW debug_assertions') eq 'on';
	cmp_ok($looked, '<=', 2 * 5, 'an idle worker hardly looks');
	cmp_ok($looked, '>', 0, 'and its statistics are reported while it runs');
}

# Settings that change are noticed.
$node->safe_psql('postgres', q{LOAD 'sfn'; ALTER SYSTEM SET sfn.max_history_events = 2; SELECT pg_reload_conf(), pg_sleep(1.5)});
is($node->safe_psql('postgres', q{
	SELECT sfn_start('work', '1', async => true) AS run \gset
	SELECT sfn_await(:'run', '10 s')}), 'FAILED', 'the configuration is read again');
$node->safe_psql('postgres', q{LOAD 'sfn'; ALTER SYSTEM RESET sfn.max_history_events; SELECT pg_reload_conf(), pg_sleep(1.5)});

#
# Notifications
#
my ($in, $out) = ('', '');
my $listener = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-f', '-' ],
	'<', \$in, '>', \$out, '2>', \my $errors, IPC::Run::timer(60));

# Let the listener run some statements, and more until it has heard of something; returns what it has
# seen.  Notifications are sent a moment after those who wait for a commit are woken.
sub listen_to
{
	my ($statements, $news) = @_;
	my $end = time + 10;

	$out = '';
	do
	{
		$in .= "$statements\n\\echo done\n";
		$out =~ s/^done$//m;
		$listener->pump until $out =~ /^done$/m;
		$statements = 'SELECT pg_sleep(0.01) \g /dev/null';
	} until (!defined $news || $out =~ $news || time > $end);
	return $out;
}

my $heard = listen_to(q{SET sfn.notify_executions = on; LISTEN sfn_task; LISTEN sfn_execution; LISTEN questions;
	SELECT sfn_start('ask') AS asked \gset});
like($heard, qr/notification "sfn_task" with payload "\{"task":\d+,"resource":"pg:notify\.waitForTaskToken","activity":null,"execution":"[0-9a-f-]{36}"\}"/,
	'a task that begins to wait is announced');
like($heard, qr/notification "sfn_execution" with payload "\{"execution":"[0-9a-f-]{36}","machine":"ask","status":"RUNNING"\}"/,
	'and so is the execution');

my ($token) = $heard =~ /notification "questions" with payload "\{"token":"([\w-]{72})"\}"/;

ok($token, 'the definition itself may pass its token on');
$heard =~ s/notification "questions".*//g;
unlike($heard, qr/\Q$token\E/, 'sfn does not');

# The listener hears what others do, too: a heartbeat is missed, a worker notices, and the execution fails.
my $failure = qr/notification "sfn_execution" with payload "\{"execution":"[0-9a-f-]{36}","machine":"ask","status":"FAILED"\}"/;

$heard = listen_to(q{SELECT sfn_await(:'asked', '10 s');}, $failure);
like($heard, qr/^FAILED$/m, 'a missed heartbeat is noticed');
like($heard, $failure, 'and what has become of an execution is told');

# Executions started without the setting are nobody's news.
$heard = listen_to(q{RESET sfn.notify_executions;
	SELECT sfn_start('work', '1', async => true) AS run \gset
	SELECT sfn_await(:'run', '10 s');});
unlike($heard, qr/sfn_execution/, 'unless nobody asked for it');
$in .= "\\q\n";
$listener->finish;

#
# What ends a worker
#
$worker->kill_kill;
ends('first', 'a worker ends when its client has gone');

($worker) = start_worker('postgres', 'second');
$node->safe_psql('postgres', q{SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'second'});
$worker->finish;
ends('second', 'or cancels it');

# DROP DATABASE waits for nobody, unless told to.
$node->safe_psql('postgres', 'CREATE DATABASE other');
$node->safe_psql('other', 'CREATE EXTENSION sfn');
($worker) = start_worker('other', 'third');
isnt($node->psql('postgres', 'DROP DATABASE other'), 0, 'a worker keeps its database from being dropped');
$node->safe_psql('postgres', 'DROP DATABASE other WITH (FORCE)');
$worker->finish;
ends('third', 'but not by force');

# Dropping the extension ends its workers, whatever they are doing; who has changed his mind finds
# them at work.
($worker) = start_worker('postgres', 'fourth');
is($node->safe_psql('postgres', q{
	SET client_min_messages = warning;
	BEGIN;
	DROP EXTENSION sfn CASCADE;
	SELECT pg_sleep(1.5);
	ROLLBACK;
	SELECT sfn_start('work', '1', async => true) AS run \gset
	SELECT sfn_await(:'run', '10 s')}), "\nSUCCEEDED", 'a worker goes on if its extension is not dropped after all');
$node->safe_psql('postgres', q{
	SELECT count(sfn_start('work', '1', async => true)) FROM generate_series(1, 2000);
	DROP EXTENSION sfn CASCADE});
ok($worker->finish, 'a worker whose extension is dropped ends without an error');
ends('fourth', 'at once');
# Another extension of that name is not its own.
$node->safe_psql('postgres', 'CREATE EXTENSION sfn');
($worker) = start_worker('postgres', 'fifth');
$node->safe_psql('postgres', 'DROP EXTENSION sfn CASCADE; CREATE EXTENSION sfn');
$worker->finish;
ends('fifth', 'even if it is installed again');

$node->stop;
done_testing();
