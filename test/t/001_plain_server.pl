# sfn needs nothing preloaded and no other extension: a server as initdb makes it will do.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('plain');
$node->init;
$node->start;

is($node->safe_psql('postgres', 'SHOW shared_preload_libraries'), '', 'nothing is preloaded');

$node->safe_psql('postgres', q{
	CREATE EXTENSION sfn;
	SELECT sfn_create_state_machine('nap', '{
	  "StartAt": "Sleep",
	  "States": {
	    "Sleep": {"Type": "Wait", "Seconds": 3600, "Next": "Awake"},
	    "Awake": {"Type": "Succeed"}}}');});

my $execution = $node->safe_psql('postgres', q{SELECT sfn_start('nap', '{"who": "cat"}')});

# An execution that waits is rows: it neither notices nor minds a restart, whichever.
$node->restart;
$node->safe_psql('postgres', q{SELECT sfn_start('nap')});
$node->stop('immediate');
$node->start;

is($node->safe_psql('postgres', q{SELECT count(*), min(state) FROM sfn.wakeups}),
	'2|Sleep', 'both are still waiting after a crash');
is($node->safe_psql('postgres', q{SELECT sfn_tick(now() + interval '1 hour')}), '2', 'both were due');
is($node->safe_psql('postgres', qq{SELECT status, output FROM sfn_describe('$execution')}),
	'SUCCEEDED|{"who": "cat"}', 'and went on as if nothing had happened');

# The database must be UTF8, since JSON is.
$node->safe_psql('postgres',
	q{CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'});

my ($status, $stdout, $stderr) = $node->psql('latin', 'CREATE EXTENSION sfn');

isnt($status, 0, 'a database of another encoding is refused');
like($stderr, qr/UTF8/, 'with a message that says which it must have');

done_testing();
