/*-------------------------------------------------------------------------
 *
 * heap_row.c
 *	  Rows added to and found in sfn's tables without SQL.
 *
 * Starting an execution that ends at once is one row, so what it costs to add a
 * row is most of what a workflow costs.  A writer adds rows as COPY does, through the
 * table and index access methods, with all constraints; what has to be known for that it
 * finds ready (table_shape.c), so little more is done than the row needs: a quarter of
 * what an INSERT through SPI takes.
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
#include "base/compat.h"
#include "commands/sequence.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "store/heap_row.h"
#include "store/sql.h"
#include "store/table_shape.h"
#include "utils/datum.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

struct RowWriter
{
	Relation	relation;
	TableShape *shape;
	TupleTableSlot *slot;
	/* Where the shape is not plain: */
	EState	   *estate;
	ResultRelInfo *target;
};

static void put(RowWriter *writer, const Datum *values);
static void open_for_executor(RowWriter *writer);
static void check_nulls(const RowWriter *writer);
static void fill_indexes(const RowWriter *writer, TupleTableSlot *old);
static void fill_index(const RowWriter *writer, TableIndex *index, TupleTableSlot *old);
static bool has_value(TupleTableSlot *slot, int column, Datum value, bool is_null);

RowWriter *
sfn_row_writer_open(const char *table, int columns)
{
	RowWriter  *writer = palloc0(sizeof(RowWriter));

	PreventCommandIfReadOnly("INSERT");
	PreventCommandIfParallelMode("INSERT");

	writer->shape = sfn_table_shape_occupy(table, columns, &writer->relation);
	writer->slot = writer->shape->slot;
	if (!writer->shape->plain)
		open_for_executor(writer);
	return writer;
}

void
sfn_row_write(RowWriter *writer, const SqlValues *values)
{
	TupleTableSlot *slot = writer->slot;

	Assert(values->count == slot->tts_tupleDescriptor->natts);
	ExecClearTuple(slot);
	for (int i = 0; i < values->count; i++)
		slot->tts_isnull[i] = values->nulls[i] == 'n';
	put(writer, values->values);
	table_tuple_insert(writer->relation, slot, GetCurrentCommandId(true), 0, NULL);
	fill_indexes(writer, NULL);
}

ItemPointerData
sfn_row_replace(RowWriter *writer, TupleTableSlot *old, const RowView *row)
{
	TupleTableSlot *slot = writer->slot;
	ItemPointerData tid = old->tts_tid;
	TM_FailureData failure;
	LockTupleMode mode;
	sfn_index_updates updates;

	ExecClearTuple(slot);
	memcpy(slot->tts_isnull, row->nulls, slot->tts_tupleDescriptor->natts * sizeof(bool));
	put(writer, row->values);
	if (table_tuple_update(writer->relation, &tid, slot, GetCurrentCommandId(true), GetActiveSnapshot(),
						   InvalidSnapshot, true, &failure, &mode, &updates) != TM_Ok)
		sfn_row_changed_meanwhile();
	if (sfn_updates_indexes(updates))
		fill_indexes(writer, old);
	return slot->tts_tid;
}

void
sfn_row_changed_meanwhile(void)
{
	if (!IsolationUsesXactSnapshot())
		elog(ERROR, "a row that is locked was changed");
	ereport(ERROR,
			(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
			 errmsg("could not serialize access due to concurrent update")));
}

/* The slot's nulls are set. */
static void
put(RowWriter *writer, const Datum *values)
{
	TupleTableSlot *slot = writer->slot;

	memcpy(slot->tts_values, values, slot->tts_tupleDescriptor->natts * sizeof(Datum));
	ExecStoreVirtualTuple(slot);
	if (writer->shape->plain)
		check_nulls(writer);
	else
		ExecConstraints(writer->target, slot, writer->estate);
}

void
sfn_row_writer_close(RowWriter *writer)
{
	TableShape *shape = writer->shape;

	ExecClearTuple(writer->slot);
	for (int i = 0; i < shape->index_count; i++)
	{
		if (shape->indexes[i].relation == NULL)
			continue;
		index_close(shape->indexes[i].relation, NoLock);
		shape->indexes[i].relation = NULL;
	}
	if (!shape->plain)
	{
		ExecCloseIndices(writer->target);
		FreeExecutorState(writer->estate);
	}
	shape->busy = false;
	table_close(writer->relation, NoLock);
	pfree(writer);
}

static void
open_for_executor(RowWriter *writer)
{
	MemoryContext old;

	writer->estate = CreateExecutorState();
	old = MemoryContextSwitchTo(writer->estate->es_query_cxt);
	writer->target = makeNode(ResultRelInfo);
	InitResultRelInfo(writer->target, writer->relation, 0, NULL, 0);
	ExecOpenIndices(writer->target, false);
	MemoryContextSwitchTo(old);
}

static void
check_nulls(const RowWriter *writer)
{
	const TupleTableSlot *slot = writer->slot;

	for (int i = 0; i < slot->tts_tupleDescriptor->natts; i++)
	{
		const FormData_pg_attribute *column = TupleDescAttr(slot->tts_tupleDescriptor, i);

		if (slot->tts_isnull[i] && column->attnotnull)
			ereport(ERROR,
					(errcode(ERRCODE_NOT_NULL_VIOLATION),
					 errmsg("null value in column \"%s\" of relation \"%s\" violates not-null constraint",
							NameStr(column->attname), RelationGetRelationName(writer->relation)),
					 errtablecol(writer->relation, i + 1)));
	}
}

/* old: the version before; NULL: it is a new row. */
static void
fill_indexes(const RowWriter *writer, TupleTableSlot *old)
{
	TableShape *shape = writer->shape;

	if (!shape->plain)
	{
		if (writer->target->ri_NumIndices > 0)
			(void) sfn_insert_index_entries(writer->target, writer->slot, writer->estate);
		ResetPerTupleExprContext(writer->estate);
		return;
	}
	for (int i = 0; i < shape->index_count; i++)
	{
		TableIndex *index = &shape->indexes[i];

		if (index->info->ii_ReadyForInserts &&
			(index->predicate == NULL || ExecQual(index->predicate, shape->row)))
			fill_index(writer, index, old);
	}
	ResetExprContext(shape->row);
}

/*
 * As ExecInsertIndexTuples does; an index that no row belongs to is not even opened.  The
 * index is told when only the row's place has changed, not what it has under its key.
 */
static void
fill_index(const RowWriter *writer, TableIndex *index, TupleTableSlot *old)
{
	TupleTableSlot *slot = writer->slot;
	const IndexInfo *info = index->info;
	bool		is_unchanged = old != NULL;
	Datum		values[INDEX_MAX_KEYS];
	bool		is_null[INDEX_MAX_KEYS];

	if (index->relation == NULL)
		index->relation = index_open(index->oid, RowExclusiveLock);
	for (int i = 0; i < info->ii_NumIndexAttrs; i++)
	{
		values[i] = slot_getattr(slot, info->ii_IndexAttrNumbers[i], &is_null[i]);
		is_unchanged = is_unchanged && has_value(old, info->ii_IndexAttrNumbers[i], values[i], is_null[i]);
	}
	(void) index_insert(index->relation, values, is_null, &slot->tts_tid, writer->relation,
						info->ii_Unique ? UNIQUE_CHECK_YES : UNIQUE_CHECK_NO, is_unchanged, index->info);
}

static bool
has_value(TupleTableSlot *slot, int column, Datum value, bool is_null)
{
	const FormData_pg_attribute *attribute = TupleDescAttr(slot->tts_tupleDescriptor, column - 1);
	bool		slot_is_null;
	Datum		slot_value = slot_getattr(slot, column, &slot_is_null);

	if (is_null || slot_is_null)
		return is_null && slot_is_null;
	return datumIsEqual(slot_value, value, attribute->attbyval, attribute->attlen);
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
