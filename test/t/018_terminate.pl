# A session that is terminated in the middle of a task, with executions and subtransactions inside
# each other, takes nothing with it: what it did is gone, and the server stands.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	CREATE TABLE effect (what text);
	CREATE FUNCTION die(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO effect VALUES ('dying');
		PERFORM sfn_stop(sfn_start('nap'));
		PERFORM pg_terminate_backend(pg_backend_pid());
		PERFORM pg_sleep(60);
		RETURN 'null';
	END $$;
	-- The inner execution's memory belongs to a cursor of a block that catches errors.
	CREATE FUNCTION nest(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	DECLARE
		run record;
	BEGIN
		FOR run IN SELECT sfn_start('die') LOOP
		END LOOP;
		RETURN 'null';
	EXCEPTION WHEN others THEN
		RETURN '"caught"';
	END $$;
	SELECT sfn_create_state_machine('nap', '{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 60, "End": true}}}');
	SELECT sfn_create_state_machine('die', '{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "pg:function:die", "End": true}}}');
	SELECT sfn_create_state_machine('nest', '{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "pg:function:nest", "End": true}}}');});

isnt($node->psql('postgres', q{SELECT sfn_start('nest')}), 0, 'a session is terminated inside a task');
$node->poll_query_until('postgres', 'SELECT true');
unlike(slurp_file($node->logfile), qr/was terminated by signal/, 'which does not crash it');
is($node->safe_psql('postgres', 'SELECT (SELECT count(*) FROM effect), (SELECT count(*) FROM sfn.execution)'),
	'0|0', 'and has done nothing');

# In a worker
$node->safe_psql('postgres', q{SELECT sfn_start('nest', async => true)});
isnt($node->psql('postgres', q{CALL sfn_worker('10 s')}), 0, 'so is a worker');
$node->poll_query_until('postgres', 'SELECT true');
unlike(slurp_file($node->logfile), qr/was terminated by signal/, 'which does not crash it either');
is($node->safe_psql('postgres', 'SELECT (SELECT count(*) FROM effect), (SELECT count(*) FROM sfn.wakeup)'),
	'0|1', 'and leaves the execution to be tried again');

$node->stop;
done_testing();
