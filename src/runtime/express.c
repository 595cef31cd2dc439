/*-------------------------------------------------------------------------
 *
 * express.c
 *	  EXPRESS executions: run to the end in memory.
 *
 * Branches that wait do so together: the backend sleeps until the earliest of
 * their timers, so two parallel waits of two seconds take two seconds.  The
 * sleep ends at once for a cancel.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/settings.h"
#include "engine/history.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "runtime/drive.h"
#include "runtime/execution_log.h"
#include "runtime/express.h"
#include "runtime/nested.h"
#include "runtime/wake.h"
#include "utils/timestamp.h"

static Branch *next_timer(Branch *branch, Branch *earliest);
static bool no_activity(Execution *execution, const char *arn);

static const ExecutionHost silent_host = {
	.start_child = sfn_nested_start,
	.activity_exists = no_activity,
};

static const ExecutionHost logged_host = {
	.emit = sfn_log_record,
	.start_child = sfn_nested_start,
	.activity_exists = no_activity,
};

const ExecutionHost *
sfn_express_host(const MachineIdentity *identity)
{
	return identity->logging.level == LOG_LEVEL_OFF ? &silent_host : &logged_host;
}

void
sfn_express_run(Execution *execution)
{
	for (;;)
	{
		Branch	   *waiting;

		sfn_drive_advance(execution);
		if (execution->status != EXECUTION_RUNNING)
			return;
		waiting = next_timer(execution->root, NULL);
		if (waiting == NULL)
			elog(ERROR, "express execution waits for nothing");
		if (execution->timer.kind != WAKEUP_NONE && execution->timer.due < waiting->timer.due)
		{
			sfn_express_sleep(execution, execution->timer.due);
			sfn_execution_time_out(execution);
			return;
		}
		sfn_express_sleep(execution, waiting->timer.due);
		sfn_branch_timer_fired(waiting);
	}
}

/* The branch whose timer is due first, among this one, those under it, and earliest. */
static Branch *
next_timer(Branch *branch, Branch *earliest)
{
	dlist_iter	iter;

	check_stack_depth();
	if (branch->timer.kind != WAKEUP_NONE &&
		(earliest == NULL || branch->timer.due < earliest->timer.due))
		earliest = branch;
	dlist_foreach(iter, &branch->children)
		earliest = next_timer(dlist_container(Branch, sibling, iter.cur), earliest);
	return earliest;
}

/*
 * The execution's clock may be ahead of real time, if a STANDARD one whose
 * time travels has started it; so it is the time between that is slept.
 */
void
sfn_express_sleep(Execution *execution, TimestampTz due)
{
	if (!sfn_setting_virtual_clock)
		sfn_wake_sleep((due - sfn_execution_now(execution)) / 1000.0);
	execution->clock = Max(execution->clock, due);
}

/* Express machines have no activities; the definition was refused. */
static bool
no_activity(Execution *execution, const char *arn)
{
	return false;
}
