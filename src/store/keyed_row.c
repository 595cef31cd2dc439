/*-------------------------------------------------------------------------
 *
 * keyed_row.c
 *	  Single rows of sfn's tables, by key: read, locked, changed and removed without SQL.
 *
 * To go on with an execution takes half a dozen rows, each of them found by key.  For a
 * row the executor's work of setting up a statement is several times that of finding,
 * locking or changing it.  So this does what the executor does after it is set up, and in
 * its way: through index and table access methods, with a new snapshot each time, with
 * the executor's rules for what others have changed meanwhile.  In
 * READ COMMITTED the latest version counts, from REPEATABLE READ on that is error 40001.
 *
 * As in heap_row.c no privilege is checked and no trigger fires.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "miscadmin.h"
#include "storage/bufmgr.h"
#include "store/heap_row.h"
#include "store/keyed_row.h"
#include "store/row_place.h"
#include "store/sql.h"
#include "store/table_columns.h"
#include "store/table_shape.h"
#include "utils/datum.h"
#include "utils/fmgroids.h"
#include "utils/snapmgr.h"

const RowKey sfn_execution_key = {"execution", EXECUTION_COLUMNS, "execution_pkey", F_UUID_EQ, true};
const RowKey sfn_branch_key = {"branch", BRANCH_COLUMNS, "branch_pkey", F_INT8EQ, true};
const RowKey sfn_task_key = {"task", TASK_COLUMNS, "task_pkey", F_INT8EQ, true};
const RowKey sfn_task_token_key = {"task", TASK_COLUMNS, "task_token", F_BYTEAEQ, false};
const RowKey sfn_task_child_key = {"task", TASK_COLUMNS, "task_child", F_UUID_EQ, false};

/* A search that is under way */
typedef struct RowSearch
{
	Oid			index_oid;
	Relation	index;			/* NULL: not asked yet */
	Snapshot	snapshot;
	IndexScanDesc scan;
} RowSearch;

static void begin(KeyedRow *row, const RowKey *key, LOCKMODE lock, RowSearch *search);
static void ask_index(KeyedRow *row, RowSearch *search, ScanKey scan_keys, int count);
static bool next(KeyedRow *row, RowSearch *search);
static bool find(KeyedRow *row, RowSearch *search, Datum value);
static bool is_in_place(KeyedRow *row, RowSearch *search, Datum id);
static void end(RowSearch *search);
static void note_place(const KeyedRow *row);
static void view(KeyedRow *row);
static bool lock_row(KeyedRow *row, Snapshot snapshot, RowLock lock);
static bool take_if_wanted(KeyedRow *row, const RowWish *wish);
static bool take_ahead(KeyedRow *row, RowSearch *search, const RowWish *wish);
static void look_ahead(KeyedRow *row, RowSearch *search, RowsAhead *ahead);
static bool remove_unless_held(KeyedRow *row);

bool
sfn_keyed_row_find(KeyedRow *row, const RowKey *key, Datum value, RowLock lock)
{
	RowSearch	search;
	bool		found;

	begin(row, key, lock == ROW_READ ? AccessShareLock : RowExclusiveLock, &search);
	found = find(row, &search, value) &&
		(lock == ROW_READ || lock_row(row, search.snapshot, lock));
	end(&search);
	if (found)
		note_place(row);
	else
		sfn_keyed_row_release(row);
	return found;
}

bool
sfn_keyed_row_take(KeyedRow *row, const RowKey *key, const RowWish *wish)
{
	RowSearch	search;
	bool		found;

	begin(row, key, RowExclusiveLock, &search);
	found = wish->ahead != NULL && take_ahead(row, &search, wish);
	if (!found)
	{
		ask_index(row, &search, wish->scan_keys, wish->count);
		while ((found = next(row, &search)))
		{
			CHECK_FOR_INTERRUPTS();
			if (take_if_wanted(row, wish))
				break;
			if (wish->is_over != NULL && *wish->is_over)
			{
				found = false;
				break;
			}
		}
		if (found && wish->ahead != NULL)
			look_ahead(row, &search, wish->ahead);
	}
	end(&search);
	if (!found)
		sfn_keyed_row_release(row);
	return found;
}

static bool
take_if_wanted(KeyedRow *row, const RowWish *wish)
{
	return (wish->wanted == NULL || wish->wanted(&row->view, wish->arg)) && remove_unless_held(row);
}

/*
 * The first one ahead.  The index reads a page at a time, so to begin anew for each row
 * would compare all of its page's keys again.  A place may have got another row since,
 * or be no more if the table became shorter before it was locked.
 */
static bool
take_ahead(KeyedRow *row, RowSearch *search, const RowWish *wish)
{
	RowsAhead  *ahead = wish->ahead;
	IndexFetchTableData *fetch;
	BlockNumber blocks;
	bool		found = false;

	if (ahead->next >= ahead->count || ahead->file != row->relation->rd_rel->relfilenode ||
		IsolationUsesXactSnapshot())
		return false;
	blocks = RelationGetNumberOfBlocks(row->relation);
	fetch = table_index_fetch_begin(row->relation);
	while (!found && ahead->next < ahead->count)
	{
		ItemPointerData place = ahead->places[ahead->next++];
		bool		again = false;

		if (ItemPointerGetBlockNumber(&place) >= blocks ||
			!table_index_fetch_tuple(fetch, &place, search->snapshot, row->slot, &again, NULL))
			continue;
		view(row);
		found = take_if_wanted(row, wish);
	}
	table_index_fetch_end(fetch);
	return found;
}

static void
look_ahead(KeyedRow *row, RowSearch *search, RowsAhead *ahead)
{
	ItemPointer place;

	ahead->file = row->relation->rd_rel->relfilenode;
	ahead->count = ahead->next = 0;
	while (ahead->count < ROWS_AHEAD &&
		   (place = index_getnext_tid(search->scan, ForwardScanDirection)) != NULL)
		ahead->places[ahead->count++] = *place;
}

void
sfn_keyed_row_update(KeyedRow *row)
{
	RowWriter  *writer = sfn_row_writer_open(row->key->table, row->key->columns);
	ItemPointerData place = sfn_row_replace(writer, row->slot, &row->view);

	sfn_row_place_note(row->relation, row->view.values[0], &place);
	sfn_row_writer_close(writer);
}

void
sfn_keyed_row_delete(KeyedRow *row)
{
	TM_FailureData failure;

	if (table_tuple_delete(row->relation, &row->slot->tts_tid, GetCurrentCommandId(true),
						   GetActiveSnapshot(), InvalidSnapshot, true, &failure, false) != TM_Ok)
		sfn_row_changed_meanwhile();
}

void
sfn_keyed_row_release(KeyedRow *row)
{
	ExecDropSingleTupleTableSlot(row->slot);
	table_close(row->relation, NoLock);
}

bool
sfn_keyed_row_remove(const RowKey *key, Datum value)
{
	RowSearch	search;
	KeyedRow	row;
	bool		removed;

	begin(&row, key, RowExclusiveLock, &search);
	removed = find(&row, &search, value);
	/* It counts as held by somebody if this transaction has locked it. */
	if (removed && !remove_unless_held(&row))
	{
		removed = lock_row(&row, search.snapshot, ROW_LOCK_SKIP);
		if (removed)
			sfn_keyed_row_delete(&row);
	}
	end(&search);
	sfn_keyed_row_release(&row);
	return removed;
}

/*
 * As a statement begins: it sees what its transaction has done before.  Why the newest
 * snapshot, even where the transaction keeps one: see sql.c.
 */
static void
begin(KeyedRow *row, const RowKey *key, LOCKMODE lock, RowSearch *search)
{
	TableShape *shape = sfn_table_shape_get(key->table, key->columns, lock, &row->relation);

	row->key = key;
	row->slot = table_slot_create(row->relation, NULL);
	row->view.values = palloc(key->columns * sizeof(Datum));
	row->view.nulls = palloc(key->columns * sizeof(bool));
	search->index_oid = sfn_table_shape_index(shape, key->index);
	search->index = NULL;
	CommandCounterIncrement();
	search->snapshot = RegisterSnapshot(sfn_sql_sees_newest() ? GetLatestSnapshot() : GetTransactionSnapshot());
}

static void
ask_index(KeyedRow *row, RowSearch *search, ScanKey scan_keys, int count)
{
	search->index = index_open(search->index_oid, AccessShareLock);
	search->scan = index_beginscan(row->relation, search->index, search->snapshot, count, 0);
	index_rescan(search->scan, scan_keys, count, NULL, 0);
}

static bool
next(KeyedRow *row, RowSearch *search)
{
	if (!index_getnext_slot(search->scan, ForwardScanDirection, row->slot))
		return false;
	view(row);
	return true;
}

/* The row with the key, where it was last or where the index says */
static bool
find(KeyedRow *row, RowSearch *search, Datum value)
{
	ScanKeyData scan_key;

	if (row->key->is_id && is_in_place(row, search, value))
		return true;
	ScanKeyInit(&scan_key, 1, BTEqualStrategyNumber, row->key->equal, value);
	ask_index(row, search, &scan_key, 1);
	return next(row, search);
}

static bool
is_in_place(KeyedRow *row, RowSearch *search, Datum id)
{
	const FormData_pg_attribute *column = TupleDescAttr(RelationGetDescr(row->relation), 0);
	ItemPointerData place;

	if (!sfn_row_place_find(row->relation, id, &place) ||
		!table_tuple_fetch_row_version(row->relation, &place, search->snapshot, row->slot))
		return false;
	view(row);
	return datumIsEqual(row->view.values[0], id, column->attbyval, column->attlen);
}

static void
end(RowSearch *search)
{
	if (search->index != NULL)
	{
		index_endscan(search->scan);
		index_close(search->index, NoLock);
	}
	UnregisterSnapshot(search->snapshot);
}

static void
note_place(const KeyedRow *row)
{
	sfn_row_place_note(row->relation, row->view.values[0], &row->slot->tts_tid);
}

static void
view(KeyedRow *row)
{
	slot_getallattrs(row->slot);
	memcpy(row->view.values, row->slot->tts_values, row->key->columns * sizeof(Datum));
	memcpy(row->view.nulls, row->slot->tts_isnull, row->key->columns * sizeof(bool));
}

/* false: it is gone.  A key never changes, so the latest version still has it. */
static bool
lock_row(KeyedRow *row, Snapshot snapshot, RowLock lock)
{
	LockWaitPolicy policy = lock == ROW_LOCK ? LockWaitBlock : lock == ROW_LOCK_SKIP ? LockWaitSkip : LockWaitError;
	uint8		flags = TUPLE_LOCK_FLAG_LOCK_UPDATE_IN_PROGRESS |
		(IsolationUsesXactSnapshot() ? 0 : TUPLE_LOCK_FLAG_FIND_LAST_VERSION);
	ItemPointerData tid = row->slot->tts_tid;
	TM_FailureData failure;

	switch (table_tuple_lock(row->relation, &tid, snapshot, row->slot, GetCurrentCommandId(false),
							 LockTupleNoKeyExclusive, policy, flags, &failure))
	{
		case TM_Ok:
			view(row);
			return true;
		case TM_SelfModified:
		case TM_WouldBlock:
			return false;
		case TM_Deleted:
			if (IsolationUsesXactSnapshot())
				sfn_row_changed_meanwhile();
			return false;
		default:
			sfn_row_changed_meanwhile();
	}
}

/*
 * Locking it first would cost as much again, and leave a multixact where the lock
 * and the removal are of different subtransactions.
 */
static bool
remove_unless_held(KeyedRow *row)
{
	TM_FailureData failure;

	switch (table_tuple_delete(row->relation, &row->slot->tts_tid, GetCurrentCommandId(true),
							   GetActiveSnapshot(), InvalidSnapshot, false, &failure, false))
	{
		case TM_Ok:
			return true;
		case TM_Updated:
		case TM_Deleted:
			if (IsolationUsesXactSnapshot())
				sfn_row_changed_meanwhile();
			return false;
		default:
			return false;
	}
}
