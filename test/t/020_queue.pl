# The queue that workers serve: a machine with many executions in it does not keep the others waiting,
# and what has passed through it is passed by, even if nobody can vacuum it.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('queue');
$node->init;
$node->append_conf('postgresql.conf', 'fsync = off');
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		PERFORM pg_sleep((input ->> 'sleep')::float8);
		RETURN input;
	END $$;
	SELECT sfn_create_state_machine(name, '{"StartAt": "Work", "States": {
		"Work": {"Type": "Task", "Resource": "pg:function:work", "End": true}}}')
	FROM unnest('{many,few,idle,idle_too}'::text[]) AS name;});

sub ask
{
	return $node->safe_psql('postgres', shift);
}

sub start_worker
{
	return IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', q{CALL sfn_worker('100 years')} ],
		'<', '/dev/null', '>', \my $out, '2>', \my $err);
}

sub end_worker
{
	my $worker = shift;

	ask(q{SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE 'CALL sfn_worker%'});
	$worker->finish;
}

# How many of the many were done before the last of the few
sub done_before
{
	my ($many, $few, $sleep) = @_;

	ask(qq{
		SELECT count(sfn_start('many', '{"sleep": $sleep}', async => true)) FROM generate_series(1, $many);
		SELECT count(sfn_start('few', '{"sleep": $sleep}', async => true)) FROM generate_series(1, $few);});
	my $worker = start_worker();
	$node->poll_query_until('postgres', q{SELECT count(*) = 0 FROM sfn.executions WHERE machine = 'few' AND status = 'RUNNING'});
	my $before = ask(q{
		SELECT count(*) FROM sfn.executions
		WHERE machine = 'many' AND stop_date < (SELECT max(stop_date) FROM sfn.executions WHERE machine = 'few')});
	end_worker($worker);
	ask(q{
		SELECT count(sfn_stop(execution)) FROM sfn.executions WHERE status = 'RUNNING';
		SELECT sfn_purge('0')});
	return $before;
}

#
# Fairness
#
my $before = done_before(5000, 20, 0);
cmp_ok($before, '<', 1000, "20 executions wait for $before of 5,000 that were first");
$before = done_before(200, 3, 0.02);
cmp_ok($before, '<', 50, "slow ones, which are committed one by one: 3 wait for $before of 200");

#
# What has passed through the queue
#
# An open snapshot keeps all of it; how much a worker reads of it is told by the index.
ask('ALTER TABLE sfn.wakeup SET (autovacuum_enabled = off)');
my $reader = $node->background_psql('postgres');
$reader->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM sfn.wakeup');
ask(q{
	INSERT INTO sfn.wakeup (due, id, machine, execution, kind, attempts, crashes)
	SELECT now() - interval '1 hour' + n * interval '10 ms', -n, 1, gen_random_uuid(), 1, 0, 0 FROM generate_series(1, 200000) n;
	DELETE FROM sfn.wakeup});
my $worker = start_worker();
my $run = q{
	DO $$
	DECLARE
		run uuid;
	BEGIN
		FOR i IN 1 .. 200 LOOP
			run := sfn_start('few', '{"sleep": 0}', async => true);
			COMMIT;
			PERFORM sfn_await(run, '60 s');
			COMMIT;
		END LOOP;
	END $$};

ask($run);
end_worker($worker);
my $read = ask(q{SELECT idx_tup_read FROM pg_stat_all_indexes WHERE indexrelname = 'wakeup_pkey'});
# Once when it begins; and now and then, the less often the more there is.
cmp_ok($read, '<', 200000 * 5, "200 executions, one after the other, read $read entries of the index, where 200,000 are dead");
$reader->quit;

$node->stop;
done_testing();
