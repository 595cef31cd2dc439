/*-------------------------------------------------------------------------
 *
 * execution_share.c
 *	  Branches that have locks of their own.
 *
 * Branches of a Parallel or Map of an async execution can be driven at the same time,
 * each by a worker that has locked the branch's row and not that of the execution,
 * which it locks only for a moment, to flush.  So whoever has locked such a row may
 * wait for the execution's, and whoever has locked an execution must never wait for the
 * row of a branch: not to lock it, to change it or to remove it.
 *
 * Who ends an execution, or a Parallel or Map, removes the rows of branches that nobody
 * has locked.  The others find out when they have the execution's lock: what is around
 * them has gone on without them, and they lose everything since their last flush.  The
 * row itself is removed by whoever locks it next.
 *
 * A branch that is in a Parallel or Map itself is moved only by its children and needs
 * no lock.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "storage/proc.h"
#include "store/execution_record.h"
#include "store/execution_store.h"
#include "store/keyed_row.h"
#include "store/table_columns.h"
#include "store/wakeup_store.h"
#include "utils/timestamp.h"

/*
 * Whoever holds an execution longer is no worker that flushes; others wait for this
 * one, too.
 */
#define LONGEST_WAIT_MS 10000

static bool has_own_lock(const RowView *row);
static bool lock_running(Execution *execution);
static void delete_by_id(const RowKey *key, Datum id);

BranchLock
sfn_branch_lock(int64 branch_id, bool may_wait)
{
	KeyedRow	row;
	bool		own;

	if (!sfn_keyed_row_find(&row, &sfn_branch_key, Int64GetDatum(branch_id), ROW_READ))
		return BRANCH_GONE;
	own = has_own_lock(&row.view);
	sfn_keyed_row_release(&row);
	if (!own)
		return BRANCH_NEEDS_NONE;
	if (!sfn_keyed_row_find(&row, &sfn_branch_key, Int64GetDatum(branch_id), may_wait ? ROW_LOCK : ROW_LOCK_SKIP))
	{
		if (may_wait || !sfn_keyed_row_find(&row, &sfn_branch_key, Int64GetDatum(branch_id), ROW_READ))
			return BRANCH_GONE;
		sfn_keyed_row_release(&row);
		return BRANCH_HELD;
	}
	own = has_own_lock(&row.view);
	sfn_keyed_row_release(&row);
	if (own)
		return BRANCH_LOCKED;
	return may_wait ? BRANCH_MOVED_ON : BRANCH_HELD;
}

static bool
has_own_lock(const RowView *row)
{
	return !sfn_view_is_null(row, COL_BRANCH_PARENT) && sfn_view_int16(row, COL_BRANCH_PHASE) != BRANCH_JOINING;
}

void
sfn_branch_delete(int64 branch_id)
{
	KeyedRow	row;
	Timer		timer;

	if (!sfn_keyed_row_find(&row, &sfn_branch_key, Int64GetDatum(branch_id), ROW_READ))
		return;
	timer.stored_due = sfn_view_time(&row.view, COL_BRANCH_TIMER_DUE, DT_NOEND);
	timer.stored_id = sfn_view_int64(&row.view, COL_BRANCH_TIMER_ID);
	if (timer.stored_id != 0)
		sfn_wakeup_delete(&timer);
	if (!sfn_view_is_null(&row.view, COL_BRANCH_TASK))
		delete_by_id(&sfn_task_key, sfn_view_datum(&row.view, COL_BRANCH_TASK));
	sfn_keyed_row_delete(&row);
	sfn_keyed_row_release(&row);
}

static void
delete_by_id(const RowKey *key, Datum id)
{
	KeyedRow	row;

	if (!sfn_keyed_row_find(&row, key, id, ROW_READ))
		return;
	sfn_keyed_row_delete(&row);
	sfn_keyed_row_release(&row);
}

void
sfn_store_settle(Execution *execution)
{
	bool		is_alive = lock_running(execution);

	for (Branch *around = execution->own->parent; is_alive && around != NULL; around = around->parent)
		is_alive = sfn_store_reload_join(execution, around);
	if (!is_alive)
		ereport(ERROR,
				(errcode(ERRCODE_LOCK_NOT_AVAILABLE),
				 errmsg("a branch of execution %s was ended while it was at work", sfn_uuid_text(&execution->id))));
}

static bool
lock_running(Execution *execution)
{
	int			lock_timeout = LockTimeout;
	bool		found;
	KeyedRow	row;

	LockTimeout = LONGEST_WAIT_MS;
	PG_TRY();
	{
		found = sfn_keyed_row_find(&row, &sfn_execution_key, UUIDPGetDatum(&execution->id), ROW_LOCK);
	}
	PG_FINALLY();
	{
		LockTimeout = lock_timeout;
	}
	PG_END_TRY();
	if (!found)
		return false;
	found = sfn_view_int16(&row.view, COL_EXECUTION_STATUS) == EXECUTION_RUNNING;
	execution->stored_events = sfn_view_int64(&row.view, COL_EXECUTION_LAST_EVENT);
	execution->stored_clock = sfn_view_time(&row.view, COL_EXECUTION_CLOCK, 0);
	sfn_keyed_row_release(&row);
	return found;
}
