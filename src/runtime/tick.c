/*-------------------------------------------------------------------------
 *
 * tick.c
 *	  Handle what is due.
 *
 * Wakeups are taken one at a time, in order of due time.  What handling one
 * adds is due no earlier than that one, since an execution's clock does not go
 * back; so the search may go on behind it instead of wading through rows
 * deleted in this very transaction.  An execution with a slower clock may still be
 * given something that is due earlier, and the search then goes back.
 *
 * An execution that this backend is driving (a task's function called sfn_tick) is left
 * alone: its rows are not the truth at the moment.  So is one that another transaction
 * has changed, or whose branch another one has locked: that one, or the next tick, goes
 * on with it.  Ticks that waited for each other, each with executions of its own, would
 * deadlock.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/defence.h"
#include "miscadmin.h"
#include "runtime/access.h"
#include "runtime/active.h"
#include "runtime/drive.h"
#include "runtime/nested.h"
#include "runtime/start.h"
#include "runtime/tick.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

static bool may_drive(const WakeupRow *wakeup);
static bool load(Drive *drive, const WakeupRow *wakeup, int64 branch, WorkerTerms *terms);
static bool is_over(Drive *drive, const WakeupRow *wakeup, WorkerTerms *terms);
static void handle_start(const WakeupRow *wakeup, WorkerTerms *terms);
static void handle_branch(const WakeupRow *wakeup, WorkerTerms *terms);

int64
sfn_tick_run(TimestampTz as_of, int64 max_wakeups)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn tick", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	WakeupRow	wakeup = {.due = DT_NOBEGIN};
	volatile TimestampTz earliest_of_all = sfn_wakeup_inserted_since();
	volatile int64 handled = 0;

	PG_TRY();
	{
		while ((max_wakeups < 0 || handled < max_wakeups) &&
			   sfn_wakeup_take(as_of, wakeup.due, wakeup.id, may_drive, &wakeup))
		{
			TimestampTz earliest;

			CHECK_FOR_INTERRUPTS();
			sfn_wakeup_handle(&wakeup, NULL);
			handled++;
			earliest = sfn_wakeup_inserted_since();
			earliest_of_all = Min(earliest_of_all, earliest);
			if (earliest <= wakeup.due)
			{
				wakeup.due = earliest;
				wakeup.id = 0;
			}
			MemoryContextReset(context);
		}
	}
	PG_FINALLY();
	{
		/* A tick around this one, whose task this is, wants to know it all. */
		sfn_wakeup_note_earliest(earliest_of_all);
	}
	PG_END_TRY();
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
	return handled;
}

static bool
may_drive(const WakeupRow *wakeup)
{
	int64		branch = wakeup->branch;
	pg_uuid_t	parent;

	if (!sfn_access_allowed(GetUserId(), TARGET_MACHINE, wakeup->machine, ACCESS_MANAGE) &&
		SFN_DEFENDED(tick_rights))
		return false;
	if (sfn_active_find(&wakeup->execution) != NULL)
		return false;
	if (wakeup->kind == WAKEUP_CHILD_ENDED && !sfn_task_find_by_child(&wakeup->detail, &parent, &branch))
		branch = 0;
	return sfn_drive_try_lock(&wakeup->execution, branch);
}

void
sfn_wakeup_handle(const WakeupRow *wakeup, WorkerTerms *terms)
{
	Drive		drive;

	switch (wakeup->kind)
	{
		case WAKEUP_START:
			handle_start(wakeup, terms);
			break;
		case WAKEUP_EXECUTION_TIMEOUT:
			if (!load(&drive, wakeup, DRIVE_WHOLE, terms))
				break;
			drive.execution->timer.stored_id = 0;
			sfn_execution_time_out(drive.execution);
			sfn_drive_run(&drive);
			break;
		case WAKEUP_CHILD_ENDED:
			sfn_nested_deliver(&wakeup->detail, wakeup->due, terms);
			break;
		default:
			handle_branch(wakeup, terms);
			break;
	}
}

static bool
load(Drive *drive, const WakeupRow *wakeup, int64 branch, WorkerTerms *terms)
{
	if (terms != NULL)
		return sfn_drive_load_hurried(drive, terms, &wakeup->execution, branch, wakeup->due);
	return sfn_drive_load(drive, &wakeup->execution, branch, wakeup->due);
}

/*
 * An execution whose time is over does not begin anything new, even if what is
 * to time it out comes later in the queue: it may have interrupted a worker
 * for that, which would go on with it otherwise.  Lets go of the drive if so.
 */
static bool
is_over(Drive *drive, const WakeupRow *wakeup, WorkerTerms *terms)
{
	const Timer *timer = &drive->execution->timer;
	WakeupRow	timeout = *wakeup;

	if (terms == NULL || timer->kind != WAKEUP_EXECUTION_TIMEOUT || timer->due > GetCurrentTimestamp())
		return false;
	timeout.due = timer->due;
	sfn_drive_abandon(drive);
	if (load(drive, &timeout, DRIVE_WHOLE, terms))
	{
		sfn_execution_time_out(drive->execution);
		sfn_drive_run(drive);
	}
	return true;
}

/* One that was stopped before it began, and redriven, begins with that. */
static void
handle_start(const WakeupRow *wakeup, WorkerTerms *terms)
{
	Drive		drive;

	if (!load(&drive, wakeup, 0, terms))
		return;
	if (drive.execution->redrive_count > 0)
	{
		sfn_drive_abandon(&drive);
		return;
	}
	if (drive.revision->identity.type == MACHINE_EXPRESS)
	{
		sfn_express_run_queued(drive.execution);
		sfn_drive_abandon(&drive);
		return;
	}
	sfn_execution_begin(drive.execution);
	sfn_drive_run(&drive);
}

/* A timer of a branch; one that was set anew since has another wakeup. */
static void
handle_branch(const WakeupRow *wakeup, WorkerTerms *terms)
{
	Drive		drive;
	Branch	   *branch;

	if (!load(&drive, wakeup, wakeup->branch, terms))
		return;
	branch = drive.branch;
	if (branch->timer.kind != wakeup->kind || branch->timer.stored_id != wakeup->id)
	{
		sfn_drive_abandon(&drive);
		return;
	}
	if (is_over(&drive, wakeup, terms))
		return;
	branch->timer.stored_id = 0;
	if (wakeup->kind != WAKEUP_TASK_TIMEOUT)
	{
		sfn_branch_timer_fired(branch);
		sfn_drive_run(&drive);
		return;
	}
	sfn_branch_task_timer_fired(branch);

	/*
	 * Whoever answers too late, and waits for the lock, is to hear of it now, not when
	 * the next task is done.
	 */
	if (terms != NULL && drive.execution->async)
		sfn_drive_queue(&drive);
	else
		sfn_drive_run(&drive);
}
