/*-------------------------------------------------------------------------
 *
 * drive.c
 *	  Lock, load, advance, flush: how a stored execution is moved on.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "miscadmin.h"
#include "runtime/active.h"
#include "runtime/answer.h"
#include "runtime/drive.h"
#include "runtime/execution_log.h"
#include "runtime/nested.h"
#include "runtime/notify.h"
#include "store/execution_store.h"
#include "utils/timestamp.h"

static void finish(Drive *drive);
static void record(Execution *execution, const Event *event);
static bool load(Drive *drive, const pg_uuid_t *id, bool running);
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
	if (!load(drive, id, true))
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
	return load(drive, id, false);
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

void
sfn_drive_advance(Execution *execution)
{
	ActiveExecution entry;

	sfn_active_push(&entry, execution);
	PG_TRY();
	{
		sfn_execution_advance(execution);
	}
	PG_FINALLY();
	{
		sfn_active_pop(&entry);
	}
	PG_END_TRY();
}

void
sfn_drive_flush(Execution *execution)
{
	List	   *waiting = sfn_notify_collect(execution);

	sfn_execution_flush(execution);
	sfn_notify_send(execution, waiting);
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
load(Drive *drive, const pg_uuid_t *id, bool running)
{
	ExecutionHead head;

	memset(drive, 0, sizeof(*drive));
	if (!sfn_execution_head(id, &head) || (running && head.status != EXECUTION_RUNNING))
		return false;
	drive->revision = sfn_revision_acquire(head.revision);
	drive->execution = sfn_execution_create_empty(CurrentMemoryContext, &sfn_stored_host,
												  &drive->revision->identity);
	if (sfn_execution_load(drive->execution, id))
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
