# The clock of the server is set while a worker sleeps and sessions wait: nobody sleeps on, what is
# due by the new time is done, nothing before its time, and nobody waits longer than he said.
#
# (libfaketime moves the wall clock of one cluster; where it is not installed there is nothing to test.)

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

my ($library) = glob '/usr/lib/*/faketime/libfaketime.so.1';
plan skip_all => 'libfaketime is not installed' unless defined $library;

my $node = PostgreSQL::Test::Cluster->new('clock');
my $offset = PostgreSQL::Test::Utils::tempdir() . '/offset';

sub set_clock
{
	open(my $file, '>', "$offset.new") or die "$offset: $!\n";
	print $file shift . "\n";
	close $file;
	rename "$offset.new", $offset or die "$offset: $!\n";
}

sub start
{
	local %ENV = (%ENV, LD_PRELOAD => $library, FAKETIME_TIMESTAMP_FILE => $offset, FAKETIME_NO_CACHE => 1,
		FAKETIME_DONT_FAKE_MONOTONIC => 1);

	$node->start;
}

sub ask
{
	return $node->safe_psql('postgres', shift);
}

sub background
{
	my ($name, $statement) = @_;
	my $handle = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres') . " application_name=$name", '-c', $statement ],
		'<', '/dev/null', '>', \my $out, '2>', \my $err);

	$node->poll_query_until('postgres',
		"SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = '$name' AND wait_event = 'Extension'")
	  or die "$name does not start";
	return $handle;
}

sub running
{
	my $names = shift;

	return ask("SELECT string_agg(name, ',' ORDER BY name) FROM sfn.executions WHERE status = 'RUNNING' AND name IN ($names)");
}

sub took_at_most
{
	my ($seconds, $handle, $what) = @_;
	my $begin = time;

	$handle->finish;
	cmp_ok(time - $begin, '<', $seconds, $what);
}

set_clock('+0');
$node->init;
$node->append_conf('postgresql.conf', 'fsync = off');
start();
plan skip_all => 'libfaketime does not reach the server'
  if do { set_clock('+1h'); my $is_fake = abs(ask('SELECT extract(epoch FROM clock_timestamp())') - time) > 3000; set_clock('+0'); !$is_fake };
ask(q{
	CREATE EXTENSION sfn;
	SELECT sfn_create_state_machine('nap', '{"StartAt": "Sleep", "States": {
	  "Sleep": {"Type": "Wait", "SecondsPath": "$", "End": true}}}');
	SELECT sfn_create_state_machine('express_nap', '{"StartAt": "Sleep", "States": {
	  "Sleep": {"Type": "Wait", "SecondsPath": "$", "End": true}}}', type => 'EXPRESS');});

my $worker = background('worker', q{CALL sfn_worker('100 years')});

# Forward, over what the worker sleeps for
ask(q{SELECT sfn_start('nap', '1800', name => 'half_hour'), sfn_start('nap', '7200', name => 'two_hours')});
sleep 1.2;
set_clock('+1h');
sleep 2.2;
is(running(q{'half_hour', 'two_hours'}), 'two_hours', 'a worker notices within a second that time has leapt forward');

# Back: what is new is done in its time.
set_clock('+0');
ask(q{SELECT sfn_start('nap', '1', name => 'second'), sfn_start('nap', '1800', name => 'another_half')});
sleep 2.2;
is(running(q{'second', 'another_half', 'two_hours'}), 'another_half,two_hours', 'and goes on when it has been set back');

# Who waits for so long waits for so long.
my $sleeper = background('sleeper', q{SELECT sfn_start_sync('express_nap', '2')});
my $waiter = background('waiter', q{SELECT sfn_await(execution, '2 s') FROM sfn.executions WHERE name = 'two_hours'});
set_clock('-1h');
took_at_most(3.5, $waiter, 'a time to wait is over although the clock was set back');
took_at_most(2.5, $sleeper, 'and so is the sleep of an EXPRESS execution');
$worker->kill_kill;
set_clock('+0');

# After a crash, what was due before it is handled with care: before it, not before the time when the server started.
$node->stop('immediate');
set_clock('+1h');
start();
ask(q{LOAD 'sfn'; SELECT sfn_start('nap', '0', name => 'first')});
set_clock('+0');
$worker = background('worker', q{CALL sfn_worker('100 years')});
sleep 1.5;
is(running(q{'another_half'}), 'another_half', 'a server that has started in the future takes up nothing before its time');
$worker->kill_kill;

$node->stop;
done_testing();
