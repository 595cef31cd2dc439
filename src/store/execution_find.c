/*-------------------------------------------------------------------------
 *
 * execution_find.c
 *	  Find executions: by name, by a task's token, by what a queue holds.
 *
 * Names are looked up among what is committed now, not what the caller's
 * snapshot shows (heap_row.c).
 *
 * Who takes a task from an activity's queue locks the execution, not the task:
 * everybody else locks the execution first as well, so nobody waits crosswise.
 * Executions that others hold are passed over.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/stratnum.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "store/execution_store.h"
#include "store/heap_row.h"
#include "store/keyed_row.h"
#include "store/sql.h"
#include "store/table_columns.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"

/* Column positions in sfn.execution */
#define COLUMN_ID 1

static bool find_task(const RowKey *key, Datum value, pg_uuid_t *execution, int64 *branch);

bool
sfn_execution_find_by_name(int64 machine, const char *name, pg_uuid_t *id)
{
	ScanKeyData keys[2];

	ScanKeyInit(&keys[0], 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(machine));
	ScanKeyInit(&keys[1], 2, BTEqualStrategyNumber, F_TEXTEQ, CStringGetTextDatum(name));
	if (sfn_row_find("execution", "execution_name", keys, 2, COLUMN_ID, id, sizeof(*id)))
		return true;

	/* An execution without a name of its own goes by its id. */
	if (!sfn_uuid_parse(name, id))
		return false;
	ScanKeyInit(&keys[1], 2, BTEqualStrategyNumber, F_UUID_EQ, UUIDPGetDatum(id));
	return sfn_row_find("execution", "execution_machine", keys, 2, COLUMN_ID, id, sizeof(*id));
}

bool
sfn_execution_peek(const pg_uuid_t *id, ExecutionPeek *peek)
{
	static SqlStatement statement = {
		"SELECT machine, status, xmin FROM sfn.execution WHERE id" SQL_EQ "$1",
		1, {UUIDOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	bool		found;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, UUIDPGetDatum(id));
	found = sfn_sql_run(&statement, &values, false, 0) > 0;
	if (found)
	{
		peek->machine = sfn_sql_int64(0, 1);
		peek->status = (ExecutionStatus) sfn_sql_int16(0, 2);
		peek->is_own = TransactionIdIsCurrentTransactionId(DatumGetTransactionId(sfn_sql_datum(0, 3)));
	}
	sfn_sql_end(&caller);
	return found;
}

bool
sfn_task_find_by_token(const uint8 *hash, pg_uuid_t *execution, int64 *branch)
{
	bytea	   *key = palloc(VARHDRSZ + TASK_TOKEN_HASH_BYTES);

	SET_VARSIZE(key, VARHDRSZ + TASK_TOKEN_HASH_BYTES);
	memcpy(VARDATA(key), hash, TASK_TOKEN_HASH_BYTES);
	return find_task(&sfn_task_token_key, PointerGetDatum(key), execution, branch);
}

bool
sfn_task_find(int64 id, pg_uuid_t *execution, int64 *branch)
{
	return find_task(&sfn_task_key, Int64GetDatum(id), execution, branch);
}

bool
sfn_task_find_by_child(const pg_uuid_t *child, pg_uuid_t *execution, int64 *branch)
{
	return find_task(&sfn_task_child_key, UUIDPGetDatum(child), execution, branch);
}

static bool
find_task(const RowKey *key, Datum value, pg_uuid_t *execution, int64 *branch)
{
	KeyedRow	row;

	if (!sfn_keyed_row_find(&row, key, value, ROW_READ))
		return false;
	(void) sfn_view_uuid(&row.view, COL_TASK_EXECUTION, execution);
	*branch = sfn_view_int64(&row.view, COL_TASK_BRANCH);
	sfn_keyed_row_release(&row);
	return true;
}

/*
 * The limits bound how many tasks of held executions are looked at, a few at first.
 */
bool
sfn_task_take_activity(const char *activity_arn, const List *except, pg_uuid_t *execution, int64 *branch)
{
	static SqlStatement statement = {
		"SELECT t.execution, t.branch FROM ("
		"  SELECT id, execution, branch FROM sfn.task"
		"  WHERE activity" SQL_EQ "$1 AND activity IS NOT NULL AND NOT taken"
		"  AND execution" SQL_NE "ALL ($3)"
		"  ORDER BY activity, id LIMIT $2) t"
		" JOIN sfn.execution e ON e.id" SQL_EQ "t.execution"
		" ORDER BY t.id LIMIT 1 FOR NO KEY UPDATE OF e SKIP LOCKED",
		3, {TEXTOID, INT4OID, UUIDARRAYOID}
	};
	static const int limits[] = {10, 100, 10000};
	SqlCaller	caller;
	bool		found;
	Datum	   *ids = palloc(Max(list_length(except), 1) * sizeof(Datum));
	ArrayType  *excepted;

	for (int i = 0; i < list_length(except); i++)
		ids[i] = UUIDPGetDatum(list_nth(except, i));
	excepted = construct_array(ids, list_length(except), UUIDOID, UUID_LEN, false, TYPALIGN_CHAR);

	for (int i = 0; i < lengthof(limits); i++)
	{
		SqlValues	values = {0};

		CHECK_FOR_INTERRUPTS();
		sfn_values_add_text(&values, activity_arn);
		sfn_values_add(&values, Int32GetDatum(limits[i]));
		sfn_values_add_pointer(&values, excepted);
		sfn_sql_begin(&caller);
		found = sfn_sql_run(&statement, &values, false, 1) > 0;
		if (found)
		{
			(void) sfn_sql_uuid(0, 1, execution);
			*branch = sfn_sql_int64(0, 2);
		}
		sfn_sql_end(&caller);
		if (found)
			return true;
	}
	return false;
}

List *
sfn_execution_list_running(int64 machine)
{
	static SqlStatement statement = {
		"SELECT id FROM sfn.execution WHERE machine" SQL_EQ "$1 AND status" SQL_EQ "0 ORDER BY machine, id",
		1, {INT8OID}
	};
	MemoryContext context = CurrentMemoryContext;
	SqlValues	values = {0};
	SqlCaller	caller;
	List	   *list = NIL;
	uint64		count;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, Int64GetDatum(machine));
	count = sfn_sql_run(&statement, &values, false, 0);
	for (uint64 row = 0; row < count; row++)
	{
		MemoryContext old = MemoryContextSwitchTo(context);
		pg_uuid_t  *id = palloc(sizeof(pg_uuid_t));

		(void) sfn_sql_uuid(row, 1, id);
		list = lappend(list, id);
		MemoryContextSwitchTo(old);
	}
	sfn_sql_end(&caller);
	return list;
}
