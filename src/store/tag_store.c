/*-------------------------------------------------------------------------
 *
 * tag_store.c
 *	  Rows of sfn.tag.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "store/sql.h"
#include "store/tag_store.h"

static void add_target(SqlValues *values, PrivilegeTarget kind, int64 target);
static void change(SqlStatement *statement, SqlValues *values);

List *
sfn_tag_list(PrivilegeTarget kind, int64 target)
{
	static SqlStatement statement = {
		"SELECT key, value FROM sfn.tag WHERE kind" SQL_EQ "$1 AND target" SQL_EQ "$2"
		" ORDER BY kind, target, key",
		2, {INT2OID, INT8OID}
	};
	MemoryContext context = CurrentMemoryContext;
	MemoryContext old;
	SqlValues	values = {0};
	SqlCaller	caller;
	List	   *tags = NIL;
	uint64		count;

	add_target(&values, kind, target);
	sfn_sql_begin(&caller);
	count = sfn_sql_run(&statement, &values, false, 0);
	old = MemoryContextSwitchTo(context);
	for (uint64 row = 0; row < count; row++)
	{
		Tag		   *tag = palloc(sizeof(Tag));

		tag->key = sfn_sql_text(context, row, 1);
		tag->value = sfn_sql_text(context, row, 2);
		tags = lappend(tags, tag);
	}
	MemoryContextSwitchTo(old);
	sfn_sql_end(&caller);
	return tags;
}

void
sfn_tag_put(PrivilegeTarget kind, int64 target, const Tag *tag)
{
	static SqlStatement statement = {
		"INSERT INTO sfn.tag (kind, target, key, value) VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (kind, target, key) DO UPDATE SET value = excluded.value",
		4, {INT2OID, INT8OID, TEXTOID, TEXTOID}
	};
	SqlValues	values = {0};

	add_target(&values, kind, target);
	sfn_values_add_text(&values, tag->key);
	sfn_values_add_text(&values, tag->value);
	change(&statement, &values);
}

void
sfn_tag_delete(PrivilegeTarget kind, int64 target, const char *key)
{
	static SqlStatement statement = {
		"DELETE FROM sfn.tag WHERE kind" SQL_EQ "$1 AND target" SQL_EQ "$2 AND key" SQL_EQ "$3",
		3, {INT2OID, INT8OID, TEXTOID}
	};
	SqlValues	values = {0};

	add_target(&values, kind, target);
	sfn_values_add_text(&values, key);
	change(&statement, &values);
}

static void
add_target(SqlValues *values, PrivilegeTarget kind, int64 target)
{
	sfn_values_add(values, Int16GetDatum(kind));
	sfn_values_add(values, Int64GetDatum(target));
}

static void
change(SqlStatement *statement, SqlValues *values)
{
	SqlCaller	caller;

	sfn_sql_begin(&caller);
	(void) sfn_sql_run(statement, values, false, 0);
	sfn_sql_end(&caller);
}
