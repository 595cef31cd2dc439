# With sfn.max_activity_pollers no more sessions than that wait for an activity's tasks; and nobody who has gone.

use strict;
use warnings;

use IPC::Run qw(start);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', 'sfn.max_activity_pollers = 1');
$node->start;
$node->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	SELECT sfn_create_activity('dig');
	SELECT sfn_create_activity('rake');
	SELECT sfn_create_state_machine('garden', '{
	  "StartAt": "Dig", "States": {"Dig": {"Type": "Task", "Resource": "pg:activity:dig", "End": true}}}')});

my $poll = q{SELECT input FROM sfn_get_activity_task('dig', wait => '30 s')};
my ($out, $err) = ('', '');
my $first = start [ 'psql', '-XAtq', '-d', $node->connstr('postgres'), '-c', $poll ], '>', \$out, '2>', \$err;

ok($node->poll_query_until('postgres',
		q{SELECT count(*) = 1 FROM pg_stat_activity AS a WHERE query LIKE '%get_activity_task%'
		AND pid <> pg_backend_pid() AND (SELECT count(*) FROM pg_locks AS l WHERE l.pid = a.pid AND locktype = 'advisory') = 1}), 'one session waits');
my ($status, undef, $refusal) = $node->psql('postgres', "\\set VERBOSITY verbose\n$poll");
like($refusal, qr/SF004: Activity Worker Limit Exceeded: 'arn:aws:states:us-east-1:000000000000:activity:dig'/,
	'a second one is refused');
is($node->safe_psql('postgres', q{SELECT count(*) FROM sfn_get_activity_task('rake', wait => '1 ms')}), 0,
	'another activity is none of its business');
is($node->safe_psql('postgres', q{SELECT count(*) FROM sfn_get_activity_task('dig')}), 0,
	'and one who does not wait does not count');

$node->safe_psql('postgres', q{SELECT sfn_start('garden', '"here"')});
$first->finish;
is($out, qq{"here"\n}, 'the first gets the task');
is($node->safe_psql('postgres', q{SELECT count(*) FROM sfn_get_activity_task('dig', wait => '1 ms')}), 0,
	'and has made room');

# Who has gone gets none.
my $gone = start [ 'psql', '-XAtq', '-d', $node->connstr('postgres') . ' application_name=gone', '-c', $poll ], '>', \$out, '2>', \$err;

ok($node->poll_query_until('postgres', q{SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'gone' AND wait_event = 'Extension'}),
	'one waits, and goes');
$gone->kill_kill;
$node->safe_psql('postgres', q{SELECT sfn_start('garden', '"there"')});
is($node->safe_psql('postgres', q{SELECT input FROM sfn_get_activity_task('dig', wait => '10 s')}), '"there"', 'another gets the task');
is($node->safe_psql('postgres', q{SELECT count(*) FROM pg_stat_activity WHERE application_name = 'gone'}), 0, 'and nobody waits in vain');

done_testing();
