/*-------------------------------------------------------------------------
 *
 * wake.h
 *	  Commits wake who waits for them: workers, sfn_await, activity pollers.
 *
 * A few kB of shared memory, taken from the server's reserve at first use, so
 * that nothing has to be preloaded.  A transaction notes what it does;
 * when it commits, and only then, whoever waits for that is woken.  A rolled
 * back savepoint takes its notes back.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_WAKE_H
#define SFN_WAKE_H

#include "postgres.h"

#include "datatype/timestamp.h"
#include "utils/uuid.h"

/* What one can wait for besides a due time */
typedef enum WakeTopic
{
	WAKE_EXECUTION_ENDED,
	WAKE_ACTIVITY_TASK
} WakeTopic;

/* ---- who commits ---- */

/* Something becomes due: a worker that would sleep past that time is woken. */
extern void sfn_wake_note_due(TimestampTz due);
extern void sfn_wake_note_execution(const pg_uuid_t *execution);
extern void sfn_wake_note_activity(const char *activity_arn);
/*
 * A worker that is at work on this branch works for nothing from then on, and is to
 * leave it.
 */
extern void sfn_wake_note_ended(const pg_uuid_t *execution, int64 branch);
/* Scheduled workers of this database with a number above that are to end. */
extern void sfn_wake_note_stop(int above);

/* ---- who waits ---- */

extern uint64 sfn_wake_execution_key(const pg_uuid_t *execution);
extern uint64 sfn_wake_activity_key(const char *activity_arn);
/*
 * Wait until ready(arg) holds, which is asked anew whenever a commit noted the
 * topic and key, or until the time given (DT_NOEND: for ever).  Interruptible, and
 * ends with the session if its client goes.
 * Returns whether ready.
 */
extern bool sfn_wake_wait(WakeTopic topic, uint64 key, bool (*ready) (void *arg), void *arg, TimestampTz until);

/*
 * Whether nobody is there any more to whom this session could answer.  That may reset the
 * latch, so what is waited for is to be looked at after it.
 */
extern bool sfn_wake_client_is_gone(void);
/*
 * Just wait so long, interruptibly.  Neither this nor sfn_wake_wait is misled by a
 * clock that is set meanwhile.
 */
extern void sfn_wake_sleep(double ms);

/* ---- workers ---- */

/*
 * Take a slot for this backend, until it ends or leaves.  number: of a
 * scheduled worker, which must yet get hold of it (0: none).
 */
extern void sfn_wake_worker_enter(int number);
/* Whether this backend has a slot; it has none where there is no room. */
extern bool sfn_wake_worker_is_known(void);
/* The number is this worker's now. */
extern void sfn_wake_worker_begin(void);
/* Whoever waits for the number is woken. */
extern void sfn_wake_worker_leave(void);
extern bool sfn_wake_worker_must_stop(void);
/*
 * Publish until when this worker means to sleep (DT_NOBEGIN: it does not);
 * then it must look at the queue once more before it does.
 */
extern void sfn_wake_worker_publish(TimestampTz until);
/*
 * The earliest due time that a commit has brought since this was asked last; DT_NOEND:
 * none, DT_NOBEGIN: nobody knows.
 */
extern TimestampTz sfn_wake_worker_lowest_due(void);
/*
 * Sleep until that time, or until a commit makes something due earlier, but no
 * longer than a second.
 */
extern void sfn_wake_worker_sleep(TimestampTz until);
/* There is more to do than this worker can at once: wake another one. */
extern void sfn_wake_worker_help(void);
/*
 * This worker is at work on an execution, or (NULL) on none any more; returns
 * whether it was to leave alone the one it was at.
 */
extern bool sfn_wake_worker_running(const pg_uuid_t *execution);
/* It is at work on one branch of that; to be told before the branch is locked. */
extern void sfn_wake_worker_branch(int64 branch);
/* How many workers this database has */
extern int	sfn_wake_worker_count(void);
/* Whether it is to leave alone the one it is at; may be called by a signal handler. */
extern bool sfn_wake_worker_is_unwanted(void);
/*
 * Whatever worker is at work on the execution is to leave it alone.  false:
 * none is.
 */
extern bool sfn_wake_interrupt(const pg_uuid_t *execution);
/*
 * When the shared memory was new: whatever was due before may have been at
 * work in a crash.
 */
extern TimestampTz sfn_wake_area_created(void);

#endif							/* SFN_WAKE_H */
