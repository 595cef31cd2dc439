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
#include "engine/settle.h"
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

/* What is to be loaded, and how */
typedef struct LoadRequest
{
	const pg_uuid_t *id;
	int64		branch_id;
	TimestampTz now;
	bool		may_wait;
	bool		only_notes;		/* the branch is given something for later */
	WorkerTerms *terms;			/* NULL: this is no worker */
} LoadRequest;

static bool load_running(Drive *drive, const LoadRequest *request);
static BranchLock lock_branch(const LoadRequest *request);
static void refuse_held(const LoadRequest *request) pg_attribute_noreturn();
static bool wants_to_share(WorkerTerms *terms);
static bool lock_parents(const ExecutionHead *head, bool may_wait);
static void finish(Drive *drive);
static void report(const Drive *drive);
static void record(Execution *execution, const Event *event);
static void note_activities(const List *waiting);
static void note_leftovers(const Execution *execution, const List *leftovers);
static void acquire(Drive *drive, int64 revision);
static bool load_tree(Drive *drive, int64 branch_id);
static bool activity_exists(Execution *execution, const char *arn);

const ExecutionHost sfn_stored_host = {
	.emit = record,
	.start_child = sfn_nested_start,
	.stop_child = sfn_nested_stop,
	.load_children = sfn_store_load_children,
	.load_input = sfn_store_load_input,
	.load_outputs = sfn_store_load_outputs,
	.settle = sfn_store_settle,
	.activity_exists = activity_exists,
};

bool
sfn_drive_load(Drive *drive, const pg_uuid_t *id, int64 branch_id, TimestampTz now)
{
	LoadRequest request = {.id = id, .branch_id = branch_id, .now = now, .may_wait = true};

	return load_running(drive, &request);
}

bool
sfn_drive_load_hurried(Drive *drive, WorkerTerms *terms, const pg_uuid_t *id, int64 branch_id, TimestampTz now)
{
	LoadRequest request = {.id = id, .branch_id = branch_id, .now = now, .terms = terms};
	Execution  *execution;

	if (!load_running(drive, &request))
		return false;
	execution = drive->execution;
	if (execution->async)
	{
		execution->yields_at = sfn_time_add_ms(Max(execution->clock, GetCurrentTimestamp()), SLICE_MS);
		execution->hands_over = terms->shares;
		execution->is_timed = true;
	}
	return true;
}

bool
sfn_drive_load_to_note(Drive *drive, const pg_uuid_t *id, int64 branch_id, TimestampTz now, bool may_wait)
{
	LoadRequest request = {.id = id, .branch_id = branch_id, .now = now, .may_wait = may_wait, .only_notes = true};

	return load_running(drive, &request);
}

/*
 * A branch that has a lock of its own is locked first.  Who has locked it and finds
 * that nothing around it has it any more removes it.
 */
static bool
load_running(Drive *drive, const LoadRequest *request)
{
	ExecutionHead head;
	bool		exists = sfn_execution_head(request->id, &head);
	BranchLock	lock = request->branch_id > 0 && (!exists || head.async) ? lock_branch(request) : BRANCH_NEEDS_NONE;
	bool		is_own = lock == BRANCH_LOCKED;
	bool		is_shared = is_own && (request->terms == NULL ? request->only_notes : request->terms->shares);
	bool		is_found = false;

	memset(drive, 0, sizeof(*drive));
	drive->terms = request->terms;
	if (lock == BRANCH_MOVED_ON || (is_shared && request->terms != NULL && !wants_to_share(request->terms)))
		return false;
	if (exists && head.status == EXECUTION_RUNNING)
	{
		if (!lock_parents(&head, request->may_wait))
			refuse_held(request);
		acquire(drive, head.revision);
		is_found = is_shared ? sfn_execution_read(drive->execution, request->id) :
			sfn_execution_load(drive->execution, request->id, request->may_wait);
		drive->execution->is_unsettled = is_shared;
		is_found = is_found && drive->execution->status == EXECUTION_RUNNING && load_tree(drive, request->branch_id);
		if (!is_found)
			sfn_drive_abandon(drive);
	}
	if (!is_found)
	{
		if (is_own)
			sfn_branch_delete(request->branch_id);
		return false;
	}
	if (is_shared)
		sfn_execution_share(drive->execution, drive->branch);
	drive->execution->clock = Max(drive->execution->clock, request->now);
	return true;
}

static BranchLock
lock_branch(const LoadRequest *request)
{
	BranchLock	lock;

	if (request->terms != NULL)
		sfn_wake_worker_branch(request->branch_id);
	lock = sfn_branch_lock(request->branch_id, request->may_wait);
	if (lock == BRANCH_HELD)
		refuse_held(request);
	return lock;
}

/*
 * Lock the executions that go on in the same transaction when this one ends: that is
 * so if both are inline.  Whoever stops one stops what is nested in it, so those
 * around it are locked first, here as well.
 */
static bool
lock_parents(const ExecutionHead *head, bool may_wait)
{
	ExecutionHead parent;

	if (head->async || !head->has_parent || !sfn_execution_head(&head->parent, &parent) ||
		parent.status != EXECUTION_RUNNING || parent.async)
		return true;
	check_stack_depth();
	return lock_parents(&parent, may_wait) && sfn_execution_lock(&head->parent, may_wait);
}

static void
refuse_held(const LoadRequest *request)
{
	ereport(ERROR,
			(errcode(ERRCODE_LOCK_NOT_AVAILABLE),
			 errmsg("execution %s is held by another session", sfn_uuid_text(request->id))));
}

/*
 * To flush, the worker will wait for the execution, with nothing else locked for which
 * others might wait.  Meanwhile somebody should look at what else there is to do.
 */
static bool
wants_to_share(WorkerTerms *terms)
{
	if (!terms->is_alone)
	{
		terms->wants_to_be_alone = true;
		return false;
	}
	terms->commits = true;
	sfn_wake_worker_help();
	return true;
}

bool
sfn_drive_load_ended(Drive *drive, const pg_uuid_t *id)
{
	ExecutionHead head;

	memset(drive, 0, sizeof(*drive));
	if (!sfn_execution_head(id, &head))
		return false;
	acquire(drive, head.revision);
	if (sfn_execution_load(drive->execution, id, true))
		return true;
	sfn_drive_abandon(drive);
	return false;
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

	sfn_execution_settle_history(execution);
	note_leftovers(execution, sfn_execution_flush(execution));
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

/*
 * Whoever has locked a branch that was to be removed will not be able to flush it.  A
 * worker need not find out by itself; and the row is removed by the next who comes to
 * it.
 */
static void
note_leftovers(const Execution *execution, const List *leftovers)
{
	ListCell   *cell;

	foreach(cell, leftovers)
	{
		WakeupRow	wakeup = {.due = GetCurrentTimestamp(), .execution = execution->id,
		.branch = *(int64 *) lfirst(cell), .kind = WAKEUP_RESUME};

		CHECK_FOR_INTERRUPTS();
		sfn_wakeup_insert(&wakeup, execution->identity->machine_id);
		sfn_wake_note_ended(&execution->id, wakeup.branch);
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
	sfn_drive_interrupt(id);
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
 * The worker says what it is at before it locks that, so it is found if it has the
 * lock; and asked again in case it takes it up again before this session has the lock.
 */
void
sfn_drive_interrupt(const pg_uuid_t *id)
{
	while (!sfn_drive_try_lock(id, 0) && sfn_wake_interrupt(id))
	{
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,
						 ASK_AGAIN_MS, PG_WAIT_EXTENSION);
		ResetLatch(MyLatch);
		CHECK_FOR_INTERRUPTS();
	}
}

/* Whoever drives an inline execution has not locked its branches, and removes them. */
bool
sfn_drive_try_lock(const pg_uuid_t *id, int64 branch_id)
{
	ExecutionHead head;
	bool		exists = sfn_execution_head(id, &head);

	if (branch_id > 0 && (!exists || head.async) && sfn_branch_lock(branch_id, false) == BRANCH_HELD)
		return false;
	return !exists || (lock_parents(&head, false) && sfn_execution_lock(id, false));
}

static void
finish(Drive *drive)
{
	Execution  *execution = drive->execution;

	sfn_drive_flush(execution);
	if (drive->terms != NULL)
		report(drive);
	if (execution->has_parent && execution->status != EXECUTION_RUNNING)
		sfn_nested_ended(execution);
	if (execution->late_requests != NIL && execution->status == EXECUTION_RUNNING)
		sfn_answer_late(execution->late_requests, drive->terms == NULL);
	sfn_drive_abandon(drive);
}

static void
report(const Drive *drive)
{
	const Execution *execution = drive->execution;
	WorkerTerms *terms = drive->terms;

	terms->commits = terms->commits || execution->has_handed_over;
	terms->task_count += execution->task_count;
	terms->task_us += execution->task_us;
}

static void
record(Execution *execution, const Event *event)
{
	sfn_execution_record(execution, event);
	if (execution->identity->logging.level != LOG_LEVEL_OFF)
		sfn_log_to_server(execution, event);
}

/* An empty execution, to be filled from rows */
static void
acquire(Drive *drive, int64 revision)
{
	drive->revision = sfn_revision_acquire(revision);
	drive->execution = sfn_execution_create_empty(CurrentMemoryContext, &sfn_stored_host,
												  &drive->revision->identity);
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
