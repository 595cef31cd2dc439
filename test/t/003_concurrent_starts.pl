# Many clients start executions at once, at every isolation level: sfn adds no conflict
# of its own to those that the tasks have.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $clients = 16;
my $starts = 50;				# of each client

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	CREATE TABLE effect (id bigint GENERATED ALWAYS AS IDENTITY);
	CREATE FUNCTION work(input jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
	BEGIN
		INSERT INTO effect DEFAULT VALUES;
		RETURN input;
	END $$;
	SELECT sfn_create_state_machine('once', '{
	  "StartAt": "Work",
	  "States": {"Work": {"Type": "Task", "Resource": "pg:function:work", "End": true}}}');
	SELECT sfn_create_state_machine('later', '{
	  "StartAt": "Work",
	  "States": {
	    "Work": {"Type": "Task", "Resource": "pg:function:work", "Next": "Wait"},
	    "Wait": {"Type": "Wait", "Seconds": 1, "Next": "Work again"},
	    "Work again": {"Type": "Task", "Resource": "pg:function:work", "End": true}}}');});

my $expected = 0;

foreach my $level ('read committed', 'repeatable read', 'serializable')
{
	foreach my $machine (qw(once later))
	{
		$node->pgbench(
			"--no-vacuum --client=$clients --jobs=2 --transactions=$starts",
			0,
			[qr/number of transactions actually processed: @{[ $clients * $starts ]}\//],
			[qr/^$/],
			"$clients clients start \"$machine\", $level",
			{
				"start_${machine}_" . ($level =~ tr/ /_/r) =>
				  qq{BEGIN ISOLATION LEVEL $level; SELECT sfn_start('$machine', '{"n": 1}'); COMMIT;}
			});
		$expected += $clients * $starts;
	}
}

is($node->safe_psql('postgres', 'SELECT count(*) FROM effect'), $expected, 'every start had its effect, once');
is($node->safe_psql('postgres', q{SELECT sfn_tick('infinity')}), $expected / 2, 'half of them wait');
is($node->safe_psql('postgres', q{SELECT status, count(*) FROM sfn.executions GROUP BY status}),
	"SUCCEEDED|$expected", 'all come to their end');
is($node->safe_psql('postgres', 'SELECT count(*) FROM effect'), $expected * 3 / 2, 'and so do their effects');

done_testing();
