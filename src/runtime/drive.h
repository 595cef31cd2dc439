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
#include "runtime/machine_cache.h"

/* An execution loaded for a change */
typedef struct Drive
{
	Execution  *execution;
	CachedRevision *revision;	/* pinned */
	Branch	   *branch;			/* the one that was asked for; NULL: none was */
} Drive;

/*
 * Lock and load a stored execution that is running, with one of its branches
 * and that one's ancestors (branch_id 0: none; DRIVE_WHOLE: the whole tree).
 * now: the time that has come at least (an execution's clock does not go
 * back).  false: it has ended, or the branch is gone.
 */
#define DRIVE_WHOLE (-1)
extern bool sfn_drive_load(Drive *drive, const pg_uuid_t *id, int64 branch_id, TimestampTz now);
/*
 * The same in a hurry, for workers, whom others wait for: error 55P03 instead of
 * waiting for whoever holds the execution, and an async one goes back into the
 * queue after a while.
 */
extern bool sfn_drive_load_hurried(Drive *drive, const pg_uuid_t *id, int64 branch_id, TimestampTz now);
/* The same of one that has ended, without branches; false: no such execution. */
extern bool sfn_drive_load_ended(Drive *drive, const pg_uuid_t *id);
/* Nothing changed: let go. */
extern void sfn_drive_abandon(Drive *drive);
/*
 * Advance, flush, notify, and let an execution that waits for the end of this one go on.
 * Lets go of the drive.
 */
extern void sfn_drive_run(Drive *drive);

/*
 * The same, but what is runnable is left to the next worker or tick (async
 * executions).
 */
extern void sfn_drive_queue(Drive *drive);

/* The host of stored executions */
extern const ExecutionHost sfn_stored_host;

/* Advance while active. */
extern void sfn_drive_advance(Execution *execution);
/* Flush, and tell who waits for what was done: workers, pollers, listeners. */
extern void sfn_drive_flush(Execution *execution);

/*
 * Stop; returns the stop date.  An ended one is left as it is; ereports
 * ExecutionDoesNotExist.
 */
extern TimestampTz sfn_drive_stop(const pg_uuid_t *id, const char *error, const char *cause);

#endif							/* SFN_DRIVE_H */
