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

/* How a worker drives, and what came of it */
typedef struct WorkerTerms
{
	bool		shares;			/* branches whose tasks could run at the same time are driven one by one */
	bool		is_alone;		/* nothing else is in the transaction */
	bool		wants_to_be_alone;	/* nothing was done: it is to be driven in a transaction of its own */
	bool		commits;		/* others wait for what was done */
	int64		task_count;		/* functions that were called */
	int64		task_us;		/* how long that took */
} WorkerTerms;

/* An execution loaded for a change */
typedef struct Drive
{
	Execution  *execution;
	CachedRevision *revision;	/* pinned */
	Branch	   *branch;			/* the one that was asked for; NULL: none was */
	WorkerTerms *terms;			/* NULL: this is no worker */
} Drive;

/*
 * Lock and load a stored execution that is running, with one of its branches and that
 * one's ancestors (branch_id 0: none; DRIVE_WHOLE: the whole tree). now: the time that
 * has come at least (an execution's clock does not go back).  false: it has ended, or
 * the branch is gone.  A branch that was left over by an end of what was around it is
 * removed.
 */
#define DRIVE_WHOLE (-1)
extern bool sfn_drive_load(Drive *drive, const pg_uuid_t *id, int64 branch_id, TimestampTz now);
/*
 * The same in a hurry, for workers, whom others wait for: error 55P03 instead of
 * waiting for whoever holds the execution, and an async one goes back into the
 * queue after a while.  Of what is shared only the branch is locked, and only if the
 * transaction has nothing else to do; else terms->wants_to_be_alone and false.
 */
extern bool sfn_drive_load_hurried(Drive *drive, WorkerTerms *terms,
								   const pg_uuid_t *id, int64 branch_id, TimestampTz now);
/*
 * The same to note something down for the branch, which is all that is locked where
 * that is enough. Unless it may wait for that, that is error 55P03.
 */
extern bool sfn_drive_load_to_note(Drive *drive, const pg_uuid_t *id, int64 branch_id, TimestampTz now,
								   bool may_wait);
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

/*
 * Lock an execution without waiting, with those that its end moves on in the same
 * transaction, and before it a branch of it (0: none), if that has a lock of its own.
 * false: somebody else has one of them.
 */
extern bool sfn_drive_try_lock(const pg_uuid_t *id, int64 branch_id);
/*
 * A worker that is at work on the execution need not finish.  Returns when it has let
 * go, or when it is not a worker who has the execution.
 */
extern void sfn_drive_interrupt(const pg_uuid_t *id);

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
