# The history codec keeps what it is given and notices damage.  It has no door in SQL, so
# a module made for this test calls the library's functions.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $source = "$ENV{TESTDIR}/test/modules/codec";
my $build = PostgreSQL::Test::Utils::tempdir;
my $make = $ENV{MAKE} || 'make';

system("cd '$build' && $make --no-print-directory -s -f '$source/Makefile' >make.log 2>&1") == 0
  or BAIL_OUT("the test's module does not build:\n" . slurp_file("$build/make.log"));

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;

# A module finds the functions of those that were loaded before it.
sub query
{
	my ($query) = @_;

	return $node->safe_psql('postgres', "LOAD '\$libdir/sfn'; $query");
}

query(qq{
	CREATE FUNCTION codec_round_trip(seed bigint, events integer) RETURNS integer
		LANGUAGE C STRICT AS '$build/codec_test';
	CREATE FUNCTION codec_damage(seed bigint, rounds integer, repaired boolean) RETURNS integer
		LANGUAGE C STRICT AS '$build/codec_test';});

is(query('SELECT count(codec_round_trip(seed, 500)) FROM generate_series(1, 300) AS seed'),
	300, 'generated events come out as they went in, however they are cut into chunks');

is(query('SELECT sum(codec_damage(seed, 500, false)) FROM generate_series(1, 50) AS seed'),
	25000, 'the checksum sees bits turned and ends cut off');

# Damage that makes another valid chunk passes; it must only not be believed blindly.
like(query('SELECT sum(codec_damage(seed, 500, true)) FROM generate_series(1, 200) AS seed'),
	qr/^\d+$/, 'with the checksum made right the decoder keeps within its bounds');

done_testing();
