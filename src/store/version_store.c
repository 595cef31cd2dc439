/*-------------------------------------------------------------------------
 *
 * version_store.c
 *	  Rows of sfn.version and sfn.alias.
 *
 * Numbers of versions come from the machine's row and are not given again when
 * a version is deleted.  Whoever adds, changes or deletes has locked that row, so
 * that what was checked about a machine's versions and aliases stays true.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "store/sql.h"
#include "store/version_store.h"
#include "utils/timestamp.h"

#define VERSION_RESULT "number, revision, description, created_at"
#define ALIAS_RESULT \
	"name, description, first_version, first_weight, second_version, created_at, updated_at"

/* Reads row number row of a result into a new struct in context. */
typedef void *(*RowReader) (MemoryContext context, uint64 row);

static List *read_rows(SqlStatement *statement, SqlValues *values, RowReader reader);
static void *read_first(SqlStatement *statement, SqlValues *values, RowReader reader);
static void *read_version(MemoryContext context, uint64 row);
static void *read_alias(MemoryContext context, uint64 row);
static int	count_rows(SqlStatement *statement, int64 machine);
static void write_alias(SqlStatement *statement, int64 machine, AliasRow *alias);

VersionRow *
sfn_version_fetch(int64 machine, int number)
{
	static SqlStatement statement = {
		"SELECT " VERSION_RESULT " FROM sfn.version WHERE machine" SQL_EQ "$1 AND number" SQL_EQ "$2",
		2, {INT8OID, INT4OID}
	};
	SqlValues	values = {0};

	sfn_values_add(&values, Int64GetDatum(machine));
	sfn_values_add(&values, Int32GetDatum(number));
	return read_first(&statement, &values, read_version);
}

VersionRow *
sfn_version_fetch_revision(int64 machine, int64 revision)
{
	static SqlStatement statement = {
		"SELECT " VERSION_RESULT " FROM sfn.version WHERE machine" SQL_EQ "$1 AND revision" SQL_EQ "$2"
		" ORDER BY machine DESC, number DESC LIMIT 1",
		2, {INT8OID, INT8OID}
	};
	SqlValues	values = {0};

	sfn_values_add(&values, Int64GetDatum(machine));
	sfn_values_add(&values, Int64GetDatum(revision));
	return read_first(&statement, &values, read_version);
}

void
sfn_version_insert(int64 machine, VersionRow *version)
{
	static SqlStatement statement = {
		"WITH numbered AS ("
		"UPDATE sfn.state_machine SET last_version = last_version OPERATOR(pg_catalog.+) 1"
		" WHERE id" SQL_EQ "$1 RETURNING last_version)"
		" INSERT INTO sfn.version (machine, revision, created_at, number, description)"
		" SELECT $1, $2, pg_catalog.clock_timestamp(), last_version, $3 FROM numbered"
		" RETURNING number, created_at",
		3, {INT8OID, INT8OID, TEXTOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;

	sfn_values_add(&values, Int64GetDatum(machine));
	sfn_values_add(&values, Int64GetDatum(version->revision));
	sfn_values_add_text(&values, version->description);
	sfn_sql_begin(&caller);
	if (sfn_sql_run(&statement, &values, false, 0) != 1)
		elog(ERROR, "state machine " INT64_FORMAT " was not locked", machine);
	version->number = sfn_sql_int32(0, 1);
	version->created = DatumGetTimestampTz(sfn_sql_datum(0, 2));
	sfn_sql_end(&caller);
}

void
sfn_version_delete(int64 machine, int number)
{
	static SqlStatement statement = {
		"DELETE FROM sfn.version WHERE machine" SQL_EQ "$1 AND number" SQL_EQ "$2",
		2, {INT8OID, INT4OID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;

	sfn_values_add(&values, Int64GetDatum(machine));
	sfn_values_add(&values, Int32GetDatum(number));
	sfn_sql_begin(&caller);
	(void) sfn_sql_run(&statement, &values, false, 0);
	sfn_sql_end(&caller);
}

List *
sfn_version_list(int64 machine, int before, int limit)
{
	static SqlStatement statement = {
		"SELECT " VERSION_RESULT " FROM sfn.version WHERE machine" SQL_EQ "$1 AND number" SQL_LT "$2"
		" ORDER BY machine DESC, number DESC LIMIT $3",
		3, {INT8OID, INT4OID, INT4OID}
	};
	SqlValues	values = {0};

	sfn_values_add(&values, Int64GetDatum(machine));
	sfn_values_add(&values, Int32GetDatum(before));
	sfn_values_add(&values, Int32GetDatum(limit));
	return read_rows(&statement, &values, read_version);
}

int
sfn_version_count(int64 machine)
{
	static SqlStatement statement = {
		"SELECT pg_catalog.count(*)::pg_catalog.int4 FROM sfn.version WHERE machine" SQL_EQ "$1",
		1, {INT8OID}
	};

	return count_rows(&statement, machine);
}

AliasRow *
sfn_alias_fetch(int64 machine, const char *name)
{
	static SqlStatement statement = {
		"SELECT " ALIAS_RESULT " FROM sfn.alias WHERE machine" SQL_EQ "$1 AND name" SQL_EQ "$2",
		2, {INT8OID, TEXTOID}
	};
	SqlValues	values = {0};

	sfn_values_add(&values, Int64GetDatum(machine));
	sfn_values_add_text(&values, name);
	return read_first(&statement, &values, read_alias);
}

void
sfn_alias_insert(int64 machine, AliasRow *alias)
{
	static SqlStatement statement = {
		"INSERT INTO sfn.alias (machine, name, description, first_version, first_weight, second_version,"
		" created_at, updated_at)"
		" SELECT $1, $2, $3, $4, $5, $6, clock, clock FROM pg_catalog.clock_timestamp() AS clock"
		" RETURNING created_at, updated_at",
		6, {INT8OID, TEXTOID, TEXTOID, INT4OID, INT2OID, INT4OID}
	};

	write_alias(&statement, machine, alias);
}

void
sfn_alias_update(int64 machine, AliasRow *alias)
{
	static SqlStatement statement = {
		"UPDATE sfn.alias SET description = $3, first_version = $4, first_weight = $5,"
		" second_version = $6, updated_at = pg_catalog.clock_timestamp()"
		" WHERE machine" SQL_EQ "$1 AND name" SQL_EQ "$2"
		" RETURNING created_at, updated_at",
		6, {INT8OID, TEXTOID, TEXTOID, INT4OID, INT2OID, INT4OID}
	};

	write_alias(&statement, machine, alias);
}

bool
sfn_alias_delete(int64 machine, const char *name)
{
	static SqlStatement statement = {
		"DELETE FROM sfn.alias WHERE machine" SQL_EQ "$1 AND name" SQL_EQ "$2",
		2, {INT8OID, TEXTOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	bool		deleted;

	sfn_values_add(&values, Int64GetDatum(machine));
	sfn_values_add_text(&values, name);
	sfn_sql_begin(&caller);
	deleted = sfn_sql_run(&statement, &values, false, 0) > 0;
	sfn_sql_end(&caller);
	return deleted;
}

/* No name is empty, so all are behind "". */
List *
sfn_alias_list(int64 machine, int version, const char *after, int limit)
{
	static SqlStatement statement = {
		"SELECT " ALIAS_RESULT " FROM sfn.alias WHERE machine" SQL_EQ "$1 AND name" SQL_GT "$2"
		" AND ($3" SQL_EQ "0 OR first_version" SQL_EQ "$3 OR second_version" SQL_EQ "$3)"
		" ORDER BY machine, name LIMIT $4",
		4, {INT8OID, TEXTOID, INT4OID, INT4OID}
	};
	SqlValues	values = {0};

	sfn_values_add(&values, Int64GetDatum(machine));
	sfn_values_add_text(&values, after == NULL ? "" : after);
	sfn_values_add(&values, Int32GetDatum(version));
	sfn_values_add(&values, Int32GetDatum(limit));
	return read_rows(&statement, &values, read_alias);
}

int
sfn_alias_count(int64 machine)
{
	static SqlStatement statement = {
		"SELECT pg_catalog.count(*)::pg_catalog.int4 FROM sfn.alias WHERE machine" SQL_EQ "$1",
		1, {INT8OID}
	};

	return count_rows(&statement, machine);
}

static List *
read_rows(SqlStatement *statement, SqlValues *values, RowReader reader)
{
	MemoryContext context = CurrentMemoryContext;
	MemoryContext old;
	SqlCaller	caller;
	List	   *list = NIL;
	uint64		count;

	sfn_sql_begin(&caller);
	count = sfn_sql_run(statement, values, false, 0);
	old = MemoryContextSwitchTo(context);
	for (uint64 row = 0; row < count; row++)
		list = lappend(list, reader(context, row));
	MemoryContextSwitchTo(old);
	sfn_sql_end(&caller);
	return list;
}

static void *
read_first(SqlStatement *statement, SqlValues *values, RowReader reader)
{
	List	   *rows = read_rows(statement, values, reader);

	return rows == NIL ? NULL : linitial(rows);
}

static void *
read_version(MemoryContext context, uint64 row)
{
	VersionRow *version = MemoryContextAlloc(context, sizeof(VersionRow));

	version->number = sfn_sql_int32(row, 1);
	version->revision = sfn_sql_int64(row, 2);
	version->description = sfn_sql_text(context, row, 3);
	version->created = DatumGetTimestampTz(sfn_sql_datum(row, 4));
	return version;
}

static void *
read_alias(MemoryContext context, uint64 row)
{
	AliasRow   *alias = MemoryContextAlloc(context, sizeof(AliasRow));

	alias->name = sfn_sql_text(context, row, 1);
	alias->description = sfn_sql_text(context, row, 2);
	alias->first_version = sfn_sql_int32(row, 3);
	alias->first_weight = sfn_sql_int16(row, 4);
	alias->second_version = sfn_sql_int32(row, 5);
	alias->created = DatumGetTimestampTz(sfn_sql_datum(row, 6));
	alias->updated = DatumGetTimestampTz(sfn_sql_datum(row, 7));
	return alias;
}

static int
count_rows(SqlStatement *statement, int64 machine)
{
	SqlValues	values = {0};
	SqlCaller	caller;
	int			count;

	sfn_values_add(&values, Int64GetDatum(machine));
	sfn_sql_begin(&caller);
	(void) sfn_sql_run(statement, &values, false, 0);
	count = sfn_sql_int32(0, 1);
	sfn_sql_end(&caller);
	return count;
}

static void
write_alias(SqlStatement *statement, int64 machine, AliasRow *alias)
{
	SqlValues	values = {0};
	SqlCaller	caller;

	sfn_values_add(&values, Int64GetDatum(machine));
	sfn_values_add_text(&values, alias->name);
	sfn_values_add_text(&values, alias->description);
	sfn_values_add(&values, Int32GetDatum(alias->first_version));
	sfn_values_add(&values, Int16GetDatum(alias->first_weight));
	sfn_values_add_if(&values, alias->second_version != 0, Int32GetDatum(alias->second_version));
	sfn_sql_begin(&caller);
	if (sfn_sql_run(statement, &values, false, 0) != 1)
		elog(ERROR, "alias \"%s\" was not written", alias->name);
	alias->created = DatumGetTimestampTz(sfn_sql_datum(0, 1));
	alias->updated = DatumGetTimestampTz(sfn_sql_datum(0, 2));
	sfn_sql_end(&caller);
}
