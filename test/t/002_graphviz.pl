# What sfn_graph calls dot is what Graphviz calls dot.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

plan skip_all => 'Graphviz is not installed' if system('dot -V >/dev/null 2>&1') != 0;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION sfn');
foreach my $example (qw(pie donuts counter saga))
{
	$node->safe_psql('postgres', slurp_file("examples/$example.sql"));
}

# Names that mean something to dot, to mermaid or to neither
$node->safe_psql('postgres', q{
	SELECT sfn_create_state_machine('odd', '{
	  "StartAt": "say \"hi\"",
	  "States": {
	    "say \"hi\"": {"Type": "Pass", "Next": "back\\\\slash"},
	    "back\\\\slash": {"Type": "Pass", "Next": "<b>&amp;</b>"},
	    "<b>&amp;</b>": {"Type": "Pass", "Next": "graph"},
	    "graph": {"Type": "Pass", "Next": "Größe → 5; -- {x|y}"},
	    "Größe → 5; -- {x|y}": {"Type": "Succeed"}}}');});

foreach my $machine (qw(pie donuts counter saga odd))
{
	renders($machine, qq{sfn_graph('$machine', 'dot')});
}
foreach my $execution (qw(order-1 order-2 order-3 homer to-five oslo))
{
	renders($execution,
		qq{sfn_graph((SELECT execution FROM sfn.executions WHERE name = '$execution'), 'dot')});
}

my $svg = rendered(q{sfn_graph('odd', 'dot')});

like($svg, qr/>say &quot;hi&quot;</, 'quotes are shown as they are');
like($svg, qr/>back\\slash</, 'a backslash is no escape');
like($svg, qr/>&lt;b&gt;&amp;amp;&lt;\/b&gt;</, 'markup is text');
like($svg, qr/>Größe → 5; -- \{x\|y\}</, 'and so is everything else');

done_testing();

sub renders
{
	my ($name, $graph) = @_;

	like(rendered($graph), qr/<svg .*<\/svg>/s, "$name is drawn");
}

sub rendered
{
	my $graph = shift;
	my $dot = $node->safe_psql('postgres', "SELECT $graph");
	my ($svg, $errors) = ('', '');

	IPC::Run::run([ 'dot', '-Tsvg' ], '<', \$dot, '>', \$svg, '2>', \$errors);
	is($errors, '', 'dot has nothing to complain of');
	# Graphviz writes a hyphen by its number.
	$svg =~ s/&#45;/-/g;
	return $svg;
}
