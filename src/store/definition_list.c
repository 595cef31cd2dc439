/*-------------------------------------------------------------------------
 *
 * definition_list.c
 *	  Lists of state machines and activities.
 *
 * A list is a list of ids first; the rows are then fetched one by one as
 * everybody else fetches them.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "store/definition_list.h"
#include "store/sql.h"

static List *read_ids(SqlStatement *statement, SqlValues *values, MemoryContext context);
static List *read_page(SqlStatement *statement, int64 after, int limit);

List *
sfn_machine_list(int64 after, int limit)
{
	static SqlStatement statement = {
		"SELECT id FROM sfn.state_machine"
		" WHERE deleted_at IS NULL AND id" SQL_GT "$1 ORDER BY id LIMIT $2",
		2, {INT8OID, INT8OID}
	};
	List	   *ids = read_page(&statement, after, limit);
	ListCell   *cell;

	foreach(cell, ids)
		lfirst(cell) = sfn_machine_fetch(*(int64 *) lfirst(cell));
	return ids;
}

int
sfn_machine_ids(int64 after, int64 *ids, int room)
{
	static SqlStatement statement = {
		"SELECT id FROM sfn.state_machine"
		" WHERE deleted_at IS NULL AND id" SQL_GT "$1 ORDER BY id LIMIT $2",
		2, {INT8OID, INT8OID}
	};
	List	   *found = read_page(&statement, after, room);
	ListCell   *cell;
	int			count = 0;

	foreach(cell, found)
		ids[count++] = *(int64 *) lfirst(cell);
	return count;
}

List *
sfn_machine_list_named(const char *name, const char *region, const char *account)
{
	static SqlStatement statement = {
		"SELECT id FROM sfn.state_machine"
		" WHERE name" SQL_EQ "$1 AND region" SQL_EQ "$2 AND account" SQL_EQ "$3 ORDER BY id DESC",
		3, {TEXTOID, TEXTOID, TEXTOID}
	};
	MemoryContext context = CurrentMemoryContext;
	SqlValues	values = {0};
	SqlCaller	caller;
	List	   *ids;
	ListCell   *cell;

	sfn_sql_begin(&caller);
	sfn_values_add_text(&values, name);
	sfn_values_add_text(&values, region);
	sfn_values_add_text(&values, account);
	ids = read_ids(&statement, &values, context);
	sfn_sql_end(&caller);
	foreach(cell, ids)
		lfirst(cell) = sfn_machine_fetch(*(int64 *) lfirst(cell));
	return ids;
}

List *
sfn_activity_list(int64 after, int limit)
{
	static SqlStatement statement = {
		"SELECT id FROM sfn.activity WHERE id" SQL_GT "$1 ORDER BY id LIMIT $2",
		2, {INT8OID, INT8OID}
	};
	List	   *ids = read_page(&statement, after, limit);
	ListCell   *cell;

	foreach(cell, ids)
		lfirst(cell) = sfn_activity_fetch(*(int64 *) lfirst(cell));
	return ids;
}

static List *
read_page(SqlStatement *statement, int64 after, int limit)
{
	MemoryContext context = CurrentMemoryContext;
	SqlValues	values = {0};
	SqlCaller	caller;
	List	   *ids;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, Int64GetDatum(after));
	sfn_values_add(&values, Int64GetDatum(limit));
	ids = read_ids(statement, &values, context);
	sfn_sql_end(&caller);
	return ids;
}

/* The list is the caller's, not SPI's. */
static List *
read_ids(SqlStatement *statement, SqlValues *values, MemoryContext context)
{
	MemoryContext old;
	uint64		count = sfn_sql_run(statement, values, false, 0);
	List	   *ids = NIL;

	old = MemoryContextSwitchTo(context);
	for (uint64 row = 0; row < count; row++)
	{
		int64	   *id = palloc(sizeof(int64));

		*id = sfn_sql_int64(row, 1);
		ids = lappend(ids, id);
	}
	MemoryContextSwitchTo(old);
	return ids;
}
