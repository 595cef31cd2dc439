/*-------------------------------------------------------------------------
 *
 * drive.h
 *	  Lock, load, advance, flush: how an execution is moved on.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_DRIVE_H
#define SFN_DRIVE_H

#include "postgres.h"

#include "engine/execution.h"

typedef struct StartRequest
{
	const char *machine;		/* name, ARN, name:version, name:alias */
	const JsonbValue *input;
	const char *name;			/* NULL: none given */
	bool		async;
	const char *trace_header;
	/* nested start: who waits for it */
	bool		has_parent;
	pg_uuid_t	parent_execution;
	int64		parent_branch;
} StartRequest;

typedef struct StartResult
{
	pg_uuid_t	execution;
	const char *arn;			/* palloc'd in the current context */
	TimestampTz start_date;
	bool		existed;		/* same name and input: the running one */
	/* EXPRESS, or ended inline */
	ExecutionStatus status;
	JsonbValue	output;			/* EXECUTION_SUCCEEDED, in the current context */
	ExecutionError error;
	TimestampTz stop_date;
} StartResult;

/* sfn_start: ereports the service's refusals. */
extern void sfn_drive_start(const StartRequest *request, StartResult *result);
/* sfn_start_sync: EXPRESS only */
extern void sfn_drive_start_sync(const StartRequest *request, StartResult *result);
/* Stop; returns the stop date.  An ended one is left as it is. */
extern TimestampTz sfn_drive_stop(const pg_uuid_t *execution, const char *error, const char *cause);
/* Handle what is due; how many wakeups. */
extern int64 sfn_drive_tick(TimestampTz as_of, int64 max_wakeups);

/* An execution that this backend is driving right now (a task's function asks for it); NULL: none of that id. */
extern Execution *sfn_drive_active(const pg_uuid_t *id);

#endif							/* SFN_DRIVE_H */
