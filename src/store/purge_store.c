/*-------------------------------------------------------------------------
 *
 * purge_store.c
 *	  Remove the rows of executions that ended long ago.
 *
 * Ids are in order of start, so the oldest are found by walking the primary
 * key from its beginning.  The walk goes on behind the last one that it looked
 * at, and so passes over those that are still running, or may not be
 * purged, only once.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/stratnum.h"
#include "access/table.h"
#include "access/transam.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "storage/procarray.h"
#include "store/heap_row.h"
#include "store/purge_store.h"
#include "store/sql.h"
#include "utils/array.h"
#include "utils/fmgroids.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"

/* Executions looked at, and removed, in one statement */
#define BATCH 1000

typedef struct PurgeCandidate
{
	pg_uuid_t	id;
	int64		machine;
	bool		is_old;			/* ended before the time */
} PurgeCandidate;

/* A stretch of the walk */
typedef struct PurgeBatch
{
	int			seen;
	pg_uuid_t	last;			/* seen */
	int			count;
	Datum	   *ids;			/* those to remove */
} PurgeBatch;

static ArrayType *unused_machines(void);
static void read_batch(TimestampTz ended_before, const pg_uuid_t *after, int64 limit,
					   bool (*may_purge) (int64 machine), PurgeBatch *batch);
static int64 remove_batch(const PurgeBatch *batch);

int64
sfn_store_purge(TimestampTz ended_before, int64 limit, bool (*may_purge) (int64 machine))
{
	pg_uuid_t	after = {{0}};
	PurgeBatch	batch;
	int64		purged = 0;
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn purge", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);

	do
	{
		CHECK_FOR_INTERRUPTS();
		read_batch(ended_before, &after, limit - purged, may_purge, &batch);
		if (batch.count > 0)
			purged += remove_batch(&batch);
		after = batch.last;
		MemoryContextReset(context);
	} while (batch.seen == BATCH && purged < limit);
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
	return purged;
}

void
sfn_store_purge_machines(void)
{
	static SqlStatement statements[] = {
		{"DELETE FROM sfn.tag t USING sfn.state_machine m WHERE t.target" SQL_EQ "m.id AND t.kind" SQL_EQ "0"
			" AND m.deleted_at IS NOT NULL", 0, {0}},
		{"DELETE FROM sfn.alias a USING sfn.state_machine m WHERE a.machine" SQL_EQ "m.id"
			" AND m.deleted_at IS NOT NULL", 0, {0}},
		{"DELETE FROM sfn.version v USING sfn.state_machine m WHERE v.machine" SQL_EQ "m.id"
			" AND m.deleted_at IS NOT NULL", 0, {0}},
	};
	static SqlStatement by_machine[] = {
		{"DELETE FROM sfn.privilege WHERE target" SQL_EQ "ANY ($1) AND kind" SQL_EQ "0", 1, {INT8ARRAYOID}},
		{"DELETE FROM sfn.revision WHERE machine" SQL_EQ "ANY ($1)", 1, {INT8ARRAYOID}},
		{"DELETE FROM sfn.state_machine WHERE id" SQL_EQ "ANY ($1)", 1, {INT8ARRAYOID}},
	};
	SqlValues	values = {0};
	SqlCaller	caller;

	sfn_sql_begin(&caller);
	for (int i = 0; i < lengthof(statements); i++)
		(void) sfn_sql_run(&statements[i], NULL, false, 0);
	sfn_values_add_pointer(&values, unused_machines());
	for (int i = 0; i < lengthof(by_machine); i++)
		(void) sfn_sql_run(&by_machine[i], &values, false, 0);
	sfn_sql_end(&caller);
}

/*
 * The deleted machines that no execution needs any more, and none will.  Whoever started
 * one before the machine was deleted may have yet to commit it, or even to insert it;
 * as long as it has not, its snapshot is older than the deletion.
 */
static ArrayType *
unused_machines(void)
{
	static SqlStatement statement = {
		"SELECT id, xmin FROM sfn.state_machine WHERE deleted_at IS NOT NULL", 0, {0}
	};
	Relation	table = table_open(sfn_table_oid("state_machine"), AccessShareLock);
	TransactionId horizon = GetOldestNonRemovableTransactionId(table);
	uint64		found = sfn_sql_run(&statement, NULL, false, 0);
	Datum	   *ids = palloc(Max(found, 1) * sizeof(Datum));
	int			count = 0;

	table_close(table, AccessShareLock);
	for (uint64 row = 0; row < found; row++)
	{
		ScanKeyData key;

		CHECK_FOR_INTERRUPTS();
		ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, sfn_sql_datum(row, 1));
		if (TransactionIdPrecedes(DatumGetTransactionId(sfn_sql_datum(row, 2)), horizon) &&
			!sfn_row_exists_at_all("execution", "execution_machine", &key, 1))
			ids[count++] = sfn_sql_datum(row, 1);
	}
	return construct_array(ids, count, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE);
}

/*
 * Rows are judged once the caller is the current user again: may_purge asks
 * for that one.
 */
static void
read_batch(TimestampTz ended_before, const pg_uuid_t *after, int64 limit, bool (*may_purge) (int64 machine),
		   PurgeBatch *batch)
{
	static SqlStatement statement = {
		"SELECT id, machine, status" SQL_NE "0 AND stop_date" SQL_LT "$2 FROM sfn.execution"
		" WHERE id" SQL_GT "$1 AND start_date" SQL_LT "$2"
		" ORDER BY id LIMIT $3",
		3, {UUIDOID, TIMESTAMPTZOID, INT8OID}
	};
	PurgeCandidate *candidates = palloc(BATCH * sizeof(PurgeCandidate));
	SqlValues	values = {0};
	SqlCaller	caller;

	memset(batch, 0, sizeof(*batch));
	batch->ids = palloc(BATCH * sizeof(Datum));
	sfn_sql_begin(&caller);
	sfn_values_add(&values, UUIDPGetDatum(after));
	sfn_values_add(&values, TimestampTzGetDatum(ended_before));
	sfn_values_add(&values, Int64GetDatum(BATCH));
	batch->seen = (int) sfn_sql_run(&statement, &values, false, 0);
	for (int row = 0; row < batch->seen; row++)
	{
		(void) sfn_sql_uuid(row, 1, &candidates[row].id);
		candidates[row].machine = sfn_sql_int64(row, 2);
		candidates[row].is_old = sfn_sql_bool(row, 3);
	}
	sfn_sql_end(&caller);

	for (int i = 0; i < batch->seen; i++)
	{
		batch->last = candidates[i].id;
		if (candidates[i].is_old && batch->count < limit && may_purge(candidates[i].machine))
			batch->ids[batch->count++] = UUIDPGetDatum(&candidates[i].id);
	}
}

static int64
remove_batch(const PurgeBatch *batch)
{
	static SqlStatement executions = {
		"DELETE FROM sfn.execution e USING ("
		" SELECT id FROM sfn.execution WHERE id" SQL_EQ "ANY ($1) AND status" SQL_NE "0"
		" FOR UPDATE SKIP LOCKED) old WHERE e.id" SQL_EQ "old.id",
		1, {UUIDARRAYOID}
	};
	static SqlStatement chunks = {
		"DELETE FROM sfn.history_chunk h WHERE execution" SQL_EQ "ANY ($1) AND NOT EXISTS"
		" (SELECT FROM sfn.execution e WHERE e.id" SQL_EQ "h.execution)",
		1, {UUIDARRAYOID}
	};
	ArrayType  *ids = construct_array(batch->ids, batch->count, UUIDOID, UUID_LEN, false, TYPALIGN_CHAR);
	SqlValues	values = {0};
	SqlCaller	caller;
	int64		removed;

	sfn_sql_begin(&caller);
	sfn_values_add(&values, PointerGetDatum(ids));
	removed = (int64) sfn_sql_run(&executions, &values, false, 0);
	(void) sfn_sql_run(&chunks, &values, false, 0);
	sfn_sql_end(&caller);
	return removed;
}
