/*-------------------------------------------------------------------------
 *
 * worker_lock.h
 *	  What only one worker of a database may do or be at a time.
 *
 * Locks of the session, since workers commit as they go.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_WORKER_LOCK_H
#define SFN_WORKER_LOCK_H

#include "postgres.h"

/* Taking up what a crash may have interrupted; scheduled workers have numbers above. */
#define WORKER_LOCK_CAREFUL 0

/* false: another session has it. */
extern bool sfn_worker_lock(int number);
extern void sfn_worker_unlock(int number);

#endif							/* SFN_WORKER_LOCK_H */
