# JSONata here and in the reference, where that is installed.
#
# make jsonata-differential installs it and compares more.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'the reference is not installed: make jsonata-differential'
	if system('cd test/differential && node -e \'require("jsonata")\' >/dev/null 2>&1') != 0;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init(extra => [ '--encoding=UTF8', '--no-locale' ]);
$node->start;

$ENV{PGHOST} = $node->host;
$ENV{PGPORT} = $node->port;
$ENV{PGDATABASE} = 'postgres';
foreach my $seed (1, 2)
{
	local $ENV{PAIRS} = 5000;
	local $ENV{SEED} = $seed;
	my ($out, $err);
	my $agree = IPC::Run::run(['tools/run_jsonata_differential'], '>', \$out, '2>', \$err);

	ok($agree, "both agree on all pairs of seed $seed") or diag($out, $err);
}

done_testing();
