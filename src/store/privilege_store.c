/*-------------------------------------------------------------------------
 *
 * privilege_store.c
 *	  Rows of sfn.privilege and sfn.activity.
 *
 * A grantee has one row per target, whose bits come and go; a row without bits
 * is removed.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_type.h"
#include "store/definition_store.h"
#include "store/heap_row.h"
#include "store/sql.h"
#include "utils/timestamp.h"

#define ACTIVITY_RESULT "id, name, owner, region, account, created_at"

static void run_change(SqlStatement *statement, PrivilegeTarget kind, int64 target,
					   const char *grantee, int privilege);
static ActivityRow *fetch_activity(SqlStatement *statement, SqlValues *values);
static void fill_activity(MemoryContext context, ActivityRow *activity);

List *
sfn_privileges_fetch(PrivilegeTarget kind, int64 target)
{
	static SqlStatement statement = {
		"SELECT grantee, privileges FROM sfn.privilege"
		" WHERE kind" SQL_EQ "$1 AND target" SQL_EQ "$2 ORDER BY kind, target, grantee",
		2, {INT2OID, INT8OID}
	};
	MemoryContext context = CurrentMemoryContext;
	SqlValues	values = {0};
	SqlCaller	caller;
	List	   *list = NIL;
	uint64		count;

	sfn_values_add(&values, Int16GetDatum(kind));
	sfn_values_add(&values, Int64GetDatum(target));
	sfn_sql_begin(&caller);
	count = sfn_sql_run(&statement, &values, false, 0);
	for (uint64 row = 0; row < count; row++)
	{
		MemoryContext old = MemoryContextSwitchTo(context);
		PrivilegeRow *privilege = palloc(sizeof(PrivilegeRow));

		privilege->grantee = sfn_sql_text(context, row, 1);
		privilege->privileges = sfn_sql_int16(row, 2);
		list = lappend(list, privilege);
		MemoryContextSwitchTo(old);
	}
	sfn_sql_end(&caller);
	return list;
}

void
sfn_privilege_grant(PrivilegeTarget kind, int64 target, const char *grantee, int privilege)
{
	static SqlStatement statement = {
		"INSERT INTO sfn.privilege AS p (kind, target, grantee, privileges) VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (kind, target, grantee) DO UPDATE"
		" SET privileges = p.privileges OPERATOR(pg_catalog.|) excluded.privileges",
		4, {INT2OID, INT8OID, TEXTOID, INT2OID}
	};

	run_change(&statement, kind, target, grantee, privilege);
}

void
sfn_privilege_revoke(PrivilegeTarget kind, int64 target, const char *grantee, int privilege)
{
	static SqlStatement reduce = {
		"UPDATE sfn.privilege SET privileges = privileges OPERATOR(pg_catalog.&) (OPERATOR(pg_catalog.~) $4)"
		" WHERE kind" SQL_EQ "$1 AND target" SQL_EQ "$2 AND grantee" SQL_EQ "$3",
		4, {INT2OID, INT8OID, TEXTOID, INT2OID}
	};
	static SqlStatement remove_empty = {
		"DELETE FROM sfn.privilege"
		" WHERE kind" SQL_EQ "$1 AND target" SQL_EQ "$2 AND grantee" SQL_EQ "$3"
		" AND (privileges OPERATOR(pg_catalog.&) (OPERATOR(pg_catalog.~) $4))" SQL_EQ "0",
		4, {INT2OID, INT8OID, TEXTOID, INT2OID}
	};

	run_change(&remove_empty, kind, target, grantee, privilege);
	run_change(&reduce, kind, target, grantee, privilege);
}

static void
run_change(SqlStatement *statement, PrivilegeTarget kind, int64 target, const char *grantee, int privilege)
{
	SqlValues	values = {0};
	SqlCaller	caller;

	sfn_values_add(&values, Int16GetDatum(kind));
	sfn_values_add(&values, Int64GetDatum(target));
	sfn_values_add_text(&values, grantee);
	sfn_values_add(&values, Int16GetDatum(privilege));
	sfn_sql_begin(&caller);
	(void) sfn_sql_run(statement, &values, false, 0);
	sfn_sql_end(&caller);
}

ActivityRow *
sfn_activity_find(const char *name, const char *region, const char *account)
{
	static SqlStatement statement = {
		"SELECT " ACTIVITY_RESULT " FROM sfn.activity"
		" WHERE name" SQL_EQ "$1 AND region" SQL_EQ "$2 AND account" SQL_EQ "$3",
		3, {TEXTOID, TEXTOID, TEXTOID}
	};
	SqlValues	values = {0};

	sfn_values_add_text(&values, name);
	sfn_values_add_text(&values, region);
	sfn_values_add_text(&values, account);
	return fetch_activity(&statement, &values);
}

ActivityRow *
sfn_activity_fetch(int64 id)
{
	static SqlStatement statement = {
		"SELECT " ACTIVITY_RESULT " FROM sfn.activity WHERE id" SQL_EQ "$1",
		1, {INT8OID}
	};
	SqlValues	values = {0};

	sfn_values_add(&values, Int64GetDatum(id));
	return fetch_activity(&statement, &values);
}

static ActivityRow *
fetch_activity(SqlStatement *statement, SqlValues *values)
{
	MemoryContext context = CurrentMemoryContext;
	ActivityRow *activity = NULL;
	SqlCaller	caller;

	sfn_sql_begin(&caller);
	if (sfn_sql_run(statement, values, false, 1) > 0)
	{
		activity = MemoryContextAllocZero(context, sizeof(ActivityRow));
		fill_activity(context, activity);
	}
	sfn_sql_end(&caller);
	return activity;
}

static void
fill_activity(MemoryContext context, ActivityRow *activity)
{
	activity->id = sfn_sql_int64(0, 1);
	activity->name = sfn_sql_text(context, 0, 2);
	activity->owner = sfn_sql_text(context, 0, 3);
	activity->region = sfn_sql_text(context, 0, 4);
	activity->account = sfn_sql_text(context, 0, 5);
	activity->created = DatumGetTimestampTz(sfn_sql_datum(0, 6));
}

/*
 * Creating an activity again gives the one that is there.  Updating nothing is what makes
 * INSERT return it, also when another transaction made it a moment ago.
 */
void
sfn_activity_insert(ActivityRow *activity)
{
	static SqlStatement statement = {
		"INSERT INTO sfn.activity AS a (created_at, name, region, account, owner)"
		" VALUES (pg_catalog.clock_timestamp(), $1, $2, $3, $4)"
		" ON CONFLICT (name, region, account) DO UPDATE SET name = a.name"
		" RETURNING " ACTIVITY_RESULT,
		4, {TEXTOID, TEXTOID, TEXTOID, TEXTOID}
	};
	MemoryContext context = CurrentMemoryContext;
	SqlValues	values = {0};
	SqlCaller	caller;

	sfn_values_add_text(&values, activity->name);
	sfn_values_add_text(&values, activity->region);
	sfn_values_add_text(&values, activity->account);
	sfn_values_add_text(&values, activity->owner);
	sfn_sql_begin(&caller);
	(void) sfn_sql_run(&statement, &values, false, 0);
	fill_activity(context, activity);
	sfn_sql_end(&caller);
}

void
sfn_activity_delete(int64 id)
{
	static SqlStatement delete_privileges = {
		"DELETE FROM sfn.privilege WHERE kind" SQL_EQ "$2 AND target" SQL_EQ "$1",
		2, {INT8OID, INT2OID}
	};
	static SqlStatement delete_tags = {
		"DELETE FROM sfn.tag WHERE kind" SQL_EQ "$2 AND target" SQL_EQ "$1",
		2, {INT8OID, INT2OID}
	};
	static SqlStatement delete_activity = {
		"DELETE FROM sfn.activity WHERE id" SQL_EQ "$1",
		1, {INT8OID}
	};
	SqlValues	values = {0};
	SqlValues	key = {0};
	SqlCaller	caller;

	sfn_values_add(&values, Int64GetDatum(id));
	sfn_values_add(&values, Int16GetDatum(TARGET_ACTIVITY));
	sfn_values_add(&key, Int64GetDatum(id));
	sfn_sql_begin(&caller);
	(void) sfn_sql_run(&delete_privileges, &values, false, 0);
	(void) sfn_sql_run(&delete_tags, &values, false, 0);
	(void) sfn_sql_run(&delete_activity, &key, false, 0);
	sfn_sql_end(&caller);
}
