# pg_cron keeps workers running: what it needs, what sfn_schedule_workers says where that
# is missing, and who works when.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep time);

my $library = `$ENV{PG_CONFIG} --pkglibdir`;
chomp $library;
plan skip_all => 'pg_cron is not installed' unless -e "$library/pg_cron.so";

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;

# What a statement complains about, as one text
sub complaint
{
	my ($database, $statement, @options) = @_;
	my $stderr;

	$node->psql($database, $statement, stderr => \$stderr, @options);
	return $stderr;
}

# Wait until a statement is true, for some seconds.
sub within
{
	my ($seconds, $database, $statement) = @_;
	my $end = time + $seconds;

	do
	{
		return 1 if $node->safe_psql($database, "SELECT $statement") eq 't';
		sleep 0.02;
	} while (time < $end);
	return 0;
}

my $workers = q{(SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CALL %sfn_scheduled_worker(_)' AND state = 'active'
	AND datname = current_database())};
my $works = q{
	SELECT sfn_start('work', '1', async => true) AS run \gset
	SELECT sfn_await(:'run', '10 s');};

foreach my $database (qw(postgres cron))
{
	$node->safe_psql('postgres', 'CREATE DATABASE cron') if $database eq 'cron';
	$node->safe_psql($database, q{
		CREATE EXTENSION sfn;
		CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS 'BEGIN RETURN input; END';
		SELECT sfn_create_state_machine('work', '{"StartAt": "Work", "States": {
		  "Work": {"Type": "Task", "Resource": "pg:function:work", "End": true}}}')});
}

#
# What may be missing
#
like(complaint('cron', 'SELECT sfn_schedule_workers()'),
	qr/pg_cron is not loaded.*shared_preload_libraries.*cron\.database_name = 'cron'.*CREATE EXTENSION pg_cron/s,
	'pg_cron must be loaded');
like(complaint('cron', 'SELECT sfn_unschedule_workers()'), qr/pg_cron is not loaded/, 'to take workers away, too');

my ($host, $port) = ($node->host, $node->port);
$node->append_conf('postgresql.conf', qq{
	shared_preload_libraries = 'pg_cron'
	cron.database_name = 'cron'
	cron.host = '$host'
	fsync = off});
$node->restart;
like(complaint('cron', 'SELECT sfn_schedule_workers()'), qr/pg_cron does not exist.*CREATE EXTENSION pg_cron;/s,
	'the extension must be there');
$node->safe_psql('cron', 'CREATE EXTENSION pg_cron');

#
# Jobs
#
my $jobs = 'SELECT jobname, schedule, command, username FROM cron.job ORDER BY jobname';

is($node->safe_psql('cron', 'SELECT sfn_schedule_workers(3)'), '3', 'three workers');
my $ids = $node->safe_psql('cron', 'SELECT jobname, jobid FROM cron.job ORDER BY jobname LIMIT 2');
is($node->safe_psql('cron', 'SELECT sfn_schedule_workers()'), '1', 'then one');
my $user = $node->safe_psql('cron', 'SELECT current_user');
is($node->safe_psql('cron', $jobs), join("\n",
	"sfn worker cron 1|* * * * *|CALL public.sfn_scheduled_worker(1)|$user",
	"sfn worker cron 1 \@reboot|\@reboot|CALL public.sfn_scheduled_worker(1)|$user"), 'which is two jobs');
is($node->safe_psql('cron', 'SELECT jobname, jobid FROM cron.job ORDER BY jobname'), $ids, 'the same as before');
$node->safe_psql('cron', q{SELECT cron.schedule('sfn worker cron 1', '0 * * * *', 'SELECT 1')});
$node->safe_psql('cron', q{SELECT cron.schedule('sfn worker crony', '0 0 1 1 *', 'SELECT 1')});
is($node->safe_psql('cron', 'SELECT sfn_schedule_workers(2)'), '2', 'then two');
is($node->safe_psql('cron', q{SELECT count(*) FILTER (WHERE schedule = '* * * * *'), count(*) FROM cron.job
	WHERE command LIKE 'CALL public.sfn_scheduled_worker(_)'}), '2|4', 'a job that was changed is put right');
is($node->safe_psql('cron', q{SELECT count(*) FROM cron.job WHERE jobname = 'sfn worker crony'}), '1', 'and no other touched');
like(complaint('cron', 'SELECT sfn_schedule_workers(32)'), qr/WARNING:  cron\.max_running_jobs is 32/, 'too many for pg_cron are warned of');
$node->safe_psql('cron', 'SELECT sfn_schedule_workers(2)');

#
# At the start of the server, and after it has crashed
#
$node->restart;
ok(within(5, 'cron', "$workers = 2"), 'workers start with the server');
like($node->safe_psql('cron', $works), qr/^SUCCEEDED$/m, 'and work');
is($node->safe_psql('cron', q{SELECT string_agg(objid::text, ',' ORDER BY objid) FROM pg_locks
	WHERE locktype = 'advisory' AND objsubid = 1522}), '1,2', 'each under its number');
$node->stop('immediate');
$node->start;
ok(within(5, 'cron', "$workers = 2"), 'and come back after a crash');

#
# Fewer, and none
#
my $begin = time;
$node->safe_psql('cron', 'SELECT sfn_schedule_workers(1)');
ok(within(5, 'cron', "$workers = 1"), 'a worker too many ends');
cmp_ok(time - $begin, '<', 1.5, 'within a second');
like($node->safe_psql('cron', $works), qr/^SUCCEEDED$/m, 'the other one works on');
is($node->safe_psql('cron', q{BEGIN; SELECT sfn_unschedule_workers(); ROLLBACK; SELECT pg_sleep(1.5)}), "1\n", 'what is rolled back ends nothing');
is($node->safe_psql('cron', "SELECT $workers"), '1', 'indeed');

#
# At the full minute the job for every minute takes over, without a gap that matters
#
sleep 59.6 - time % 60 if time % 60 < 59.5;
my $slowest = $node->safe_psql('cron', q{
	CREATE TEMPORARY TABLE latency (run uuid, took interval);
	DO $$
	DECLARE
		run uuid;
		started timestamptz;
	BEGIN
		FOR i IN 1 .. 40 LOOP
			started := clock_timestamp();
			run := sfn_start('work', '1', async => true);
			COMMIT;
			PERFORM sfn_await(run, '10 s');
			INSERT INTO latency VALUES (run, clock_timestamp() - started);
			COMMIT;
			PERFORM pg_sleep(0.05);
		END LOOP;
	END $$;
	SELECT extract(epoch FROM max(took)) FROM latency});
cmp_ok($slowest, '<', 1, "workers take turns at the full minute (slowest: $slowest s)");
is($node->safe_psql('cron', q{SELECT count(DISTINCT jobid) FROM cron.job_run_details
	WHERE command LIKE 'CALL%sfn_scheduled_worker(1)' AND (status = 'running' OR return_message = 'CALL')}), '2', 'of different jobs');

$begin = time;
is($node->safe_psql('cron', 'SELECT sfn_unschedule_workers()'), '1', 'workers are unscheduled');
ok(within(5, 'cron', "$workers = 0"), 'and end');
cmp_ok(time - $begin, '<', 1.5, 'within a second');
is($node->safe_psql('cron', q{SELECT count(*) FROM cron.job WHERE command LIKE 'CALL%'}), '0', 'without jobs');
is($node->safe_psql('cron', 'SELECT sfn_unschedule_workers()'), '0', 'once');

#
# Workers of a database where pg_cron is not
#
my $hint = complaint('postgres', 'SELECT sfn_schedule_workers(2)');
like($hint, qr/pg_cron is in another database, "cron"/, 'pg_cron is found to be elsewhere');
my ($statement) = $hint =~ /In database "cron": (SELECT .*;)/;
ok($statement, 'what to do there is said');
$node->safe_psql('cron', $statement);
is($node->safe_psql('cron', 'SELECT count(*), count(DISTINCT database) FROM cron.job WHERE database = \'postgres\''), '4|1', 'that makes the jobs');

#
# A role that is no superuser
#
$node->safe_psql('cron', 'CREATE ROLE runner LOGIN');
my @runner = (extra_params => [ '-U', 'runner' ]);
like(complaint('cron', 'SELECT sfn_schedule_workers()', @runner), qr/permission denied for procedure sfn_worker/, 'EXECUTE is needed');
$node->safe_psql('cron', 'GRANT EXECUTE ON PROCEDURE sfn_worker TO runner');
like(complaint('cron', 'SELECT sfn_schedule_workers()', @runner), qr/permission denied for schema cron.*GRANT USAGE ON SCHEMA cron TO runner;/s,
	'and to see pg_cron');
$node->safe_psql('cron', 'GRANT USAGE ON SCHEMA cron TO runner');
is($node->safe_psql('cron', 'SELECT sfn_schedule_workers(1)', @runner), '1', 'nothing else');
$node->restart;
ok(within(5, 'cron', "$workers = 1"), 'its worker starts');
is($node->safe_psql('cron', q{SELECT DISTINCT usename FROM pg_stat_activity WHERE query LIKE 'CALL public.sfn_scheduled_worker(_)'
	AND datname = 'cron'}), 'runner', 'as that role');
like($node->safe_psql('cron', $works), qr/^SUCCEEDED$/m, 'and does what is due, of other roles too');
ok(within(5, 'postgres', "$workers = 2"), 'in the other database two have started meanwhile');
like($node->safe_psql('postgres', $works), qr/^SUCCEEDED$/m, 'which work as well');

# A job that holds more than the CALL is atomic; it does once what is due.
$node->safe_psql('cron', 'SELECT sfn_unschedule_workers()', @runner);
ok(within(5, 'cron', "$workers = 0"), 'they end');
is($node->safe_psql('cron', q{
	SELECT sfn_start('work', '1', async => true) AS run \gset
	SELECT 1 \; CALL sfn_worker();
	SELECT status FROM sfn_describe(:'run')}), "1\nSUCCEEDED", 'several statements in one string');

# pg_cron writes down each run and never forgets; a worker does, once an hour, about its own.
sleep 3 if time % 60 > 57;
my $number = (gmtime)[1] || 60;
$node->safe_psql('cron', qq{
	INSERT INTO cron.job_run_details (jobid, command, database, username, end_time)
	SELECT 1, format('CALL public.sfn_scheduled_worker(%s)', n), 'cron', '$user', now() - age
	FROM unnest(ARRAY[$number, 64]) AS n, unnest(ARRAY['2 days', '1 hour']::interval[]) AS age});
my $tidier = IPC::Run::start([ 'psql', '-XAtq', '-d', $node->connstr('cron'), '-c', "CALL sfn_scheduled_worker($number)" ],
	'<', \'', '>', \my $tidy_out, '2>', \my $tidy_err);
ok(within(5, 'cron', qq{count(*) = 3 FROM cron.job_run_details WHERE jobid = 1 AND end_time < now() - interval '30 min'
	AND command ~ '\\(($number|64)\\)'}), 'the log of old runs is kept short');
$tidier->kill_kill;

#
# Background workers of pg_cron 1.4 keep its other jobs waiting
#
$node->append_conf('postgresql.conf', "cron.use_background_workers = on\nmax_worker_processes = 20");
$node->restart;
if ($node->safe_psql('cron', q{SELECT extversion FROM pg_extension WHERE extname = 'pg_cron'}) =~ /^1\.4/)
{
	like(complaint('cron', 'SELECT sfn_schedule_workers(1)'), qr/WARNING:  pg_cron 1\.4\S* runs nothing else/, 'this is warned of');
}
$node->safe_psql('cron', 'SELECT sfn_schedule_workers(1)');
$node->restart;
like($node->safe_psql('cron', $works), qr/^SUCCEEDED$/m, 'but works');

$node->stop;
done_testing();
