/*-------------------------------------------------------------------------
 *
 * heap_row.c
 *	  Rows added to and found in sfn's tables without SQL.
 *
 * Starting an execution that ends at once is one row, so what it costs to add a
 * row is most of what a workflow costs.  A writer adds rows as COPY does: through the
 * table access method, with constraints checked and indexes filled by the executor's own
 * functions, for half of what an INSERT through SPI takes.
 *
 * No privilege is checked on the way, so nobody's identity has to be taken on either:
 * what a caller may do was decided before (runtime/access.c), and no code but the
 * server's own runs here.  Triggers that somebody adds to sfn's tables do not fire.
 *
 * Looking for a row by key as unique checks do, among what is committed rather than
 * what the snapshot shows, serves the rule that names are unique: it
 * neither overlooks a name just taken nor leaves a predicate lock on its neighbors, which
 * would make serializable transactions fail that only start executions.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "commands/sequence.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "store/heap_row.h"
#include "store/sql.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

struct RowWriter
{
	Relation	relation;
	EState	   *estate;
	ResultRelInfo *target;
	TupleTableSlot *slot;
	int			columns;
};

RowWriter *
sfn_row_writer_open(const char *table, int columns)
{
	RowWriter  *writer = palloc(sizeof(RowWriter));
	MemoryContext old;

	PreventCommandIfReadOnly("INSERT");
	PreventCommandIfParallelMode("INSERT");

	writer->relation = table_open(sfn_table_oid(table), RowExclusiveLock);
	writer->columns = columns;
	if (RelationGetNumberOfAttributes(writer->relation) != columns)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table \"%s\" of the extension sfn has another shape than its loaded library expects",
						RelationGetRelationName(writer->relation)),
				 errhint("Connect again to load the library that belongs to the installed extension.")));

	writer->estate = CreateExecutorState();
	old = MemoryContextSwitchTo(writer->estate->es_query_cxt);
	writer->target = makeNode(ResultRelInfo);
	InitResultRelInfo(writer->target, writer->relation, 0, NULL, 0);
	ExecOpenIndices(writer->target, false);
	writer->slot = table_slot_create(writer->relation, NULL);
	MemoryContextSwitchTo(old);
	return writer;
}

void
sfn_row_write(RowWriter *writer, const SqlValues *values)
{
	TupleTableSlot *slot = writer->slot;

	Assert(values->count == writer->columns);
	ExecClearTuple(slot);
	memcpy(slot->tts_values, values->values, writer->columns * sizeof(Datum));
	for (int i = 0; i < writer->columns; i++)
		slot->tts_isnull[i] = values->nulls[i] == 'n';
	ExecStoreVirtualTuple(slot);

	ExecConstraints(writer->target, slot, writer->estate);
	table_tuple_insert(writer->relation, slot, GetCurrentCommandId(true), 0, NULL);
	if (writer->target->ri_NumIndices > 0)
		(void) ExecInsertIndexTuples(writer->target, slot, writer->estate, false, false, NULL, NIL);
	ResetPerTupleExprContext(writer->estate);
}

void
sfn_row_writer_close(RowWriter *writer)
{
	ExecDropSingleTupleTableSlot(writer->slot);
	ExecCloseIndices(writer->target);
	FreeExecutorState(writer->estate);
	table_close(writer->relation, NoLock);
	pfree(writer);
}

void
sfn_row_insert(const char *table, const SqlValues *values)
{
	RowWriter  *writer = sfn_row_writer_open(table, values->count);

	sfn_row_write(writer, values);
	sfn_row_writer_close(writer);
}

int64
sfn_sequence_next(const char *sequence)
{
	return nextval_internal(sfn_table_oid(sequence), false);
}

bool
sfn_row_exists_at_all(const char *table, const char *index, ScanKey keys, int key_count)
{
	Relation	relation = table_open(sfn_table_oid(table), AccessShareLock);
	Relation	index_relation = index_open(sfn_table_oid(index), AccessShareLock);
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	SnapshotData dirty;
	IndexScanDesc scan;
	bool		found;

	InitDirtySnapshot(dirty);
	scan = index_beginscan(relation, index_relation, &dirty, key_count, 0);
	index_rescan(scan, keys, key_count, NULL, 0);
	found = index_getnext_slot(scan, ForwardScanDirection, slot);
	index_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	index_close(index_relation, AccessShareLock);
	table_close(relation, AccessShareLock);
	return found;
}

bool
sfn_row_find(const char *table, const char *index, ScanKey keys, int key_count,
			 int column, void *result, Size size)
{
	Relation	relation = table_open(sfn_table_oid(table), AccessShareLock);
	Relation	index_relation = index_open(sfn_table_oid(index), AccessShareLock);
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	IndexScanDesc scan = index_beginscan(relation, index_relation, SnapshotSelf, key_count, 0);
	bool		found;

	index_rescan(scan, keys, key_count, NULL, 0);
	found = index_getnext_slot(scan, ForwardScanDirection, slot);
	if (found)
	{
		bool		is_null;
		Datum		value = slot_getattr(slot, column, &is_null);

		Assert(!is_null && !TupleDescAttr(slot->tts_tupleDescriptor, column - 1)->attbyval);
		memcpy(result, DatumGetPointer(value), size);
	}
	index_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	index_close(index_relation, AccessShareLock);
	table_close(relation, AccessShareLock);
	return found;
}
