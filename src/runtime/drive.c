/*-------------------------------------------------------------------------
 *
 * drive.c
 *	  Lock, load, advance, flush: how a stored execution is moved on.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/rfc3339.h"
#include "base/search_path.h"
#include "miscadmin.h"
#include "runtime/active.h"
#include "runtime/answer.h"
#include "runtime/drive.h"
#include "runtime/execution_log.h"
#include "runtime/nested.h"
#include "runtime/notify.h"
#include "runtime/wake.h"
#include "storage/latch.h"
#include "store/execution_store.h"
#include "utils/timestamp.h"
#include "utils/wait_event.h"

/* A worker's turn at one execution */
#define SLICE_MS 100
/* How long to wait before asking a worker again to leave an execution alone */
#define ASK_AGAIN_MS 5

static bool load_running(Drive *drive, const pg_uuid_t *id, int64 branch_id, TimestampTz now, bool may_wait);
static bool load(Drive *drive, const pg_uuid_t *id, bool running, bool may_wait);
static void interrupt_worker(const pg_uuid_t *id);
static void finish(Drive *drive);
static void record(Execution *execution, const Event *event);
static void note_activities(const List *waiting);
static bool load_tree(Drive *drive, int64 branch_id);
static bool activity_exists(Execution *execution, const char *arn);

const ExecutionHost sfn_stored_host = {
	.emit = record,
	.start_child = sfn_nested_start,
	.stop_child = sfn_nested_stop,
	.load_children = sfn_store_load_children,
	.load_outputs = sfn_store_load_outputs,
	.activity_exists = activity_exists,
};

bool
sfn_drive_load(Drive *drive, const pg_uuid_t *id, int64 branch_id, TimestampTz now)
{
	return load_running(drive, id, branch_id, now, true);
}

bool
sfn_drive_load_hurried(Drive *drive, const pg_uuid_t *id, int64 branch_id, TimestampTz now)
{
	Execution  *execution;

	if (!load_running(drive, id, branch_id, now, false))
		return false;
	execution = drive->execution;
	if (execution->async)
		execution->yields_at = sfn_time_add_ms(Max(execution->clock, GetCurrentTimestamp()), SLICE_MS);
	return true;
}

static bool
load_running(Drive *drive, const pg_uuid_t *id, int64 branch_id, TimestampTz now, bool may_wait)
{
	if (!load(drive, id, true, may_wait))
		return false;
	if (drive->execution->status != EXECUTION_RUNNING || !load_tree(drive, branch_id))
	{
		sfn_drive_abandon(drive);
		return false;
	}
	drive->execution->clock = Max(drive->execution->clock, now);
	return true;
}

bool
sfn_drive_load_ended(Drive *drive, const pg_uuid_t *id)
{
	return load(drive, id, false, true);
}

void
sfn_drive_abandon(Drive *drive)
{
	sfn_execution_free(drive->execution);
	sfn_revision_release(drive->revision);
	memset(drive, 0, sizeof(*drive));
}

void
sfn_drive_run(Drive *drive)
{
	sfn_drive_advance(drive->execution);
	finish(drive);
}

void
sfn_drive_queue(Drive *drive)
{
	sfn_execution_queue(drive->execution);
	finish(drive);
}

/*
 * The search_path of the revision is put in force for the whole stretch, not for each of
 * its tasks: the tasks find it in force (task_guard.c), and nothing else here looks.
 */
void
sfn_drive_advance(Execution *execution)
{
	ActiveExecution entry;
	SearchPath	path;

	sfn_active_push(&entry, execution);
	sfn_search_path_enter(&path, execution->identity->surroundings.search_path);
	PG_TRY();
	{
		sfn_execution_advance(execution);
	}
	PG_FINALLY();
	{
		sfn_search_path_leave(&path);
		sfn_active_pop(&entry);
	}
	PG_END_TRY();
}

void
sfn_drive_flush(Execution *execution)
{
	bool		was_stored = execution->stored;
	List	   *waiting = sfn_notify_collect(execution);

	sfn_execution_flush(execution);
	note_activities(waiting);
	sfn_notify_tasks(execution, waiting);

	/* Nobody waits for one that nobody has seen yet. */
	if (was_stored && execution->status != EXECUTION_RUNNING)
		sfn_wake_note_execution(&execution->id);
	if (!was_stored || execution->status != EXECUTION_RUNNING)
		sfn_notify_status(execution);
}

static void
note_activities(const List *waiting)
{
	ListCell   *cell;

	foreach(cell, waiting)
	{
		const PendingTask *pending = ((const Branch *) lfirst(cell))->pending;

		if (pending->activity != NULL)
			sfn_wake_note_activity(pending->activity);
	}
}

TimestampTz
sfn_drive_stop(const pg_uuid_t *id, const char *error, const char *cause)
{
	Execution  *active = sfn_active_find(id);
	TimestampTz stop_date;
	Drive		drive;

	if (active != NULL)
	{
		ExecutionRequest request = {.kind = REQUEST_STOP, .error = error, .cause = cause};

		sfn_active_request(active, &request);
		return GetCurrentTimestamp();
	}
	interrupt_worker(id);
	if (!sfn_drive_load(&drive, id, DRIVE_WHOLE, GetCurrentTimestamp()))
	{
		ExecutionRow *row = sfn_execution_fetch(id);

		if (row == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_SFN_EXECUTION_DOES_NOT_EXIST),
					 errmsg("Execution Does Not Exist: '%s'", sfn_uuid_text(id))));
		return row->stop_date;
	}
	sfn_execution_stop(drive.execution, error, cause);
	stop_date = drive.execution->stop_date;
	sfn_drive_run(&drive);
	return stop_date;
}

/*
 * A worker that is at work on the execution need not finish.  It says what it is at
 * before it locks that, so it is found if it has the lock; and asked again in
 * case it takes it up again before this session has the lock.
 */
static void
interrupt_worker(const pg_uuid_t *id)
{
	while (!sfn_execution_try_lock(id) && sfn_wake_interrupt(id))
	{
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,
						 ASK_AGAIN_MS, PG_WAIT_EXTENSION);
		ResetLatch(MyLatch);
		CHECK_FOR_INTERRUPTS();
	}
}

static void
finish(Drive *drive)
{
	Execution  *execution = drive->execution;

	sfn_drive_flush(execution);
	if (execution->has_parent && execution->status != EXECUTION_RUNNING)
		sfn_nested_ended(execution);
	if (execution->late_requests != NIL && execution->status == EXECUTION_RUNNING)
		sfn_answer_late(execution->late_requests);
	sfn_drive_abandon(drive);
}

static void
record(Execution *execution, const Event *event)
{
	sfn_execution_record(execution, event);
	if (execution->identity->logging.level != LOG_LEVEL_OFF)
		sfn_log_to_server(execution, event);
}

/* Lock the execution and read its row. */
static bool
load(Drive *drive, const pg_uuid_t *id, bool running, bool may_wait)
{
	ExecutionHead head;

	memset(drive, 0, sizeof(*drive));
	if (!sfn_execution_head(id, &head) || (running && head.status != EXECUTION_RUNNING))
		return false;
	drive->revision = sfn_revision_acquire(head.revision);
	drive->execution = sfn_execution_create_empty(CurrentMemoryContext, &sfn_stored_host,
												  &drive->revision->identity);
	if (sfn_execution_load(drive->execution, id, may_wait))
		return true;
	sfn_drive_abandon(drive);
	return false;
}

static bool
load_tree(Drive *drive, int64 branch_id)
{
	if (branch_id == DRIVE_WHOLE)
	{
		Branch	   *root = sfn_store_load_root(drive->execution);

		if (root != NULL)
			sfn_store_load_children(drive->execution, root);
		return true;
	}
	if (branch_id == 0)
		return true;
	drive->branch = sfn_store_load_branch(drive->execution, branch_id);
	return drive->branch != NULL;
}

static bool
activity_exists(Execution *execution, const char *arn)
{
	Arn			parsed;

	return sfn_arn_parse(arn, &parsed) && parsed.kind == ARN_ACTIVITY &&
		sfn_activity_find(parsed.name, parsed.region, parsed.account) != NULL;
}
