# The torture of test/torture, for a minute.

use strict;
use warnings;

use FindBin;
# These want to be loaded before anything runs.
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;

my $script = "$FindBin::RealBin/../torture/torture.pl";

defined(do $script) or die "$script: ", $@ || $!, "\n";
