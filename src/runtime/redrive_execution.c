/*-------------------------------------------------------------------------
 *
 * redrive_execution.c
 *	  Redrive: whether an execution may be, and doing it.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/redrive.h"
#include "miscadmin.h"
#include "runtime/drive.h"
#include "runtime/machine_hold.h"
#include "runtime/quota.h"
#include "runtime/redrive_execution.h"
#include "runtime/start.h"
#include "store/execution_store.h"
#include "store/redrive_token_store.h"
#include "utils/timestamp.h"

/* The service's bounds */
#define LONGEST_ENDED_US (14 * USECS_PER_DAY)
#define LONGEST_RUN_US (365 * USECS_PER_DAY)
#define MOST_EVENTS 24999

static void load(Drive *drive, const pg_uuid_t *id);
static TimestampTz redrive_loaded(Drive *drive);
static void refuse(const Execution *execution, const char *obstacle) pg_attribute_noreturn();
static bool feed(const Event *event, void *arg);

const char *
sfn_redrive_obstacle(const RedriveFacts *facts)
{
	if (facts->status == EXECUTION_RUNNING || facts->status == EXECUTION_SUCCEEDED)
		return psprintf("Execution is %s and cannot be redriven", sfn_execution_status_name(facts->status));
	if (facts->machine_deleted)
		return "State machine is in DELETING status";
	if (facts->last_event >= MOST_EVENTS)
		return "Execution history event limit exceeded";
	if (facts->stop_date - facts->start_date >= LONGEST_RUN_US)
		return "Execution has exceeded the max execution time";
	if (GetCurrentTimestamp() - facts->stop_date > LONGEST_ENDED_US)
		return "Execution redrivable period exceeded";
	return NULL;
}

TimestampTz
sfn_drive_redrive(const pg_uuid_t *id)
{
	Drive		drive;

	load(&drive, id);
	return redrive_loaded(&drive);
}

/*
 * Loading locks the execution, so of two requests with the same token one comes
 * after the other.
 */
TimestampTz
sfn_drive_redrive_once(const pg_uuid_t *id, const char *token)
{
	Drive		drive;
	TimestampTz date;

	load(&drive, id);
	date = sfn_redrive_token_find(id, token);
	if (date != 0)
	{
		sfn_drive_abandon(&drive);
		return date;
	}
	date = redrive_loaded(&drive);
	sfn_redrive_token_insert(id, token, date);
	return date;
}

static void
load(Drive *drive, const pg_uuid_t *id)
{
	PreventCommandIfReadOnly("sfn_redrive()");
	if (!sfn_drive_load_ended(drive, id))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_EXECUTION_DOES_NOT_EXIST),
				 errmsg("Execution Does Not Exist: '%s'", sfn_uuid_text(id))));
}

static TimestampTz
redrive_loaded(Drive *drive)
{
	Execution  *execution = drive->execution;
	Redrive    *redrive;
	RedriveFacts facts;
	const char *obstacle;
	TimestampTz date;

	facts = (RedriveFacts)
	{
		.status = execution->status,
			.machine_deleted = !sfn_machine_hold(execution->identity->machine_id, MACHINE_NOT_SEEN),
			.last_event = execution->last_event, .start_date = execution->start_date,
			.stop_date = execution->stop_date
	};
	obstacle = sfn_redrive_obstacle(&facts);
	if (obstacle != NULL)
		refuse(execution, obstacle);
	sfn_quota_check_execution(execution->identity->arn);

	redrive = sfn_redrive_begin(execution);
	sfn_history_read(&execution->id, execution->identity->machine, feed, redrive);
	sfn_redrive_finish(redrive);
	sfn_execution_set_time_limit(execution, execution->redrive_date);
	date = execution->redrive_date;
	if (execution->async)
		sfn_drive_queue(drive);
	else
		sfn_drive_run(drive);
	return date;
}

static void
refuse(const Execution *execution, const char *obstacle)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_EXECUTION_NOT_REDRIVABLE),
			 errmsg("Execution Not Redrivable: '%s'", execution->arn),
			 errdetail("%s.", obstacle)));
}

static bool
feed(const Event *event, void *arg)
{
	sfn_redrive_event(arg, event);
	return true;
}
