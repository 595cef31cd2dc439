# A fresh install and the chain of upgrades give the same catalog.
#
# Every sql/sfn--A--B.sql is a link of the chain, which begins with the frozen install
# script of the first release, sql/sfn--A.sql (docs/operations.md tells how a release is
# made).  While there is no release, the chain is the install script alone; that the
# comparison sees what an upgrade could forget is tested all the same.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

# One line for every property of every member of the extension
my $catalog = q{
	WITH member AS (
		SELECT d.classid, d.objid
		FROM pg_depend d JOIN pg_extension x ON d.refobjid = x.oid AND d.refclassid = 'pg_extension'::regclass
		WHERE x.extname = 'sfn' AND d.deptype = 'e'),
	relation AS (
		SELECT c.* FROM pg_class c JOIN member m ON m.objid = c.oid AND m.classid = 'pg_class'::regclass)
	SELECT 'member ' || pg_describe_object(classid, objid, 0) || ': ' ||
		COALESCE(obj_description(objid, classid::regclass::text::name), '') FROM member
	UNION ALL
	SELECT 'function ' || p.oid::regprocedure || ': ' || pg_get_functiondef(p.oid) || ' ' ||
		COALESCE((SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(p.proacl) a), 'default privileges')
	FROM pg_proc p JOIN member m ON m.objid = p.oid AND m.classid = 'pg_proc'::regclass
	UNION ALL
	SELECT 'relation ' || oid::regclass || ': ' || concat_ws(' ', relkind, relpersistence, reloptions,
			(SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(relacl) a),
			CASE WHEN relkind = 'v' THEN pg_get_viewdef(oid) END)
	FROM relation
	UNION ALL
	SELECT 'column ' || r.oid::regclass || '.' || a.attname || ': ' || concat_ws(' ', a.attnum, format_type(a.atttypid, a.atttypmod),
			a.attnotnull, a.attstorage, a.attcompression, a.attcollation::regcollation, a.attisdropped,
			pg_get_expr(d.adbin, d.adrelid), col_description(r.oid, a.attnum))
	FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0
		LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
	UNION ALL
	SELECT 'constraint ' || r.oid::regclass || '.' || c.conname || ': ' || pg_get_constraintdef(c.oid)
	FROM relation r JOIN pg_constraint c ON c.conrelid = r.oid
	UNION ALL
	SELECT 'index ' || i.indexrelid::regclass || ': ' || pg_get_indexdef(i.indexrelid)
	FROM relation r JOIN pg_index i ON i.indrelid = r.oid
	UNION ALL
	SELECT 'trigger ' || r.oid::regclass || ': ' || pg_get_triggerdef(t.oid)
	FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
	UNION ALL
	SELECT 'sequence ' || r.oid::regclass || ': ' || concat_ws(' ', s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmax, s.seqmin,
			s.seqcache, s.seqcycle)
	FROM relation r JOIN pg_sequence s ON s.seqrelid = r.oid
	UNION ALL
	SELECT 'dumped ' || c.oid::regclass || ': ' || c.condition
	FROM pg_extension x, unnest(x.extconfig, x.extcondition) AS c (oid, condition) WHERE x.extname = 'sfn'
	UNION ALL
	SELECT 'schema ' || nspname || ': ' || COALESCE(nspacl::text, '') FROM pg_namespace WHERE nspname = 'sfn'
	ORDER BY 1};

my $node = PostgreSQL::Test::Cluster->new('upgrade');
$node->init;
$node->start;

my $current = $node->safe_psql('postgres', q{SELECT default_version FROM pg_available_extensions WHERE name = 'sfn'});

$node->safe_psql('postgres', 'CREATE EXTENSION sfn');

my $fresh = $node->safe_psql('postgres', $catalog);

# Whatever can be installed comes to the same.
my @versions = split /\n/, $node->safe_psql('postgres',
	q{SELECT version FROM pg_available_extension_versions WHERE name = 'sfn' ORDER BY version COLLATE "C"});

ok((grep { $_ eq $current } @versions), 'the current version can be installed');
foreach my $version (@versions)
{
	my $name = 'from_' . ($version =~ tr/./_/r);

	$node->safe_psql('postgres', "CREATE DATABASE $name TEMPLATE template0");
	$node->safe_psql($name, "CREATE EXTENSION sfn VERSION '$version'");
	# An execution in flight goes on behind the upgrade.
	$node->safe_psql($name, q{
		SELECT sfn_create_state_machine('nap', '{
		  "StartAt": "Sleep",
		  "States": {"Sleep": {"Type": "Wait", "Seconds": 60, "End": true}}}');
		SELECT sfn_start('nap', '"cat"');});
	$node->safe_psql($name, "ALTER EXTENSION sfn UPDATE TO '$current'");
	is($node->safe_psql($name, $catalog), $fresh, "an install of $version and its upgrade are as a fresh install");
	is($node->safe_psql($name, q{SELECT sfn_tick('infinity'); SELECT status, output FROM sfn.executions}),
		"1\nSUCCEEDED|\"cat\"", "an execution of $version goes on");
}
is($node->safe_psql('postgres', qq{
		SELECT count(*) FROM pg_extension_update_paths('sfn') WHERE target = '$current' AND path IS NULL}),
	'0', 'every version has a path to the current one');

# What an upgrade script may forget, and the comparison must see
my @forgotten = (
	'ALTER TABLE sfn.execution ADD COLUMN forgotten int',
	'ALTER TABLE sfn.wakeup SET (fillfactor = 50)',
	'ALTER TABLE sfn.execution ALTER COLUMN events SET STORAGE EXTENDED',
	'ALTER TABLE sfn.execution ALTER COLUMN cause SET NOT NULL',
	'ALTER SEQUENCE sfn.task_id CACHE 10',
	'CREATE INDEX ON sfn.task (execution)',
	'GRANT SELECT ON sfn.execution TO PUBLIC',
	'GRANT EXECUTE ON PROCEDURE sfn_worker TO PUBLIC',
	'ALTER FUNCTION sfn_describe COST 1000',
	'COMMENT ON FUNCTION sfn_tick IS NULL',
	'ALTER VIEW sfn.executions SET (security_barrier = false)',
	'ALTER EXTENSION sfn DROP FUNCTION sfn_tick',
	q{UPDATE pg_extension SET extconfig = extconfig[2:], extcondition = extcondition[2:] WHERE extname = 'sfn'});

foreach my $change (@forgotten)
{
	isnt($node->safe_psql('postgres', "BEGIN; $change; $catalog; ROLLBACK"), $fresh, "seen: $change");
}
is($node->safe_psql('postgres', $catalog), $fresh, 'and nothing else changes it');

done_testing();
