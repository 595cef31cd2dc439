/*-------------------------------------------------------------------------
 *
 * worker.h
 *	  The life of a worker: CALL sfn_worker().
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_WORKER_H
#define SFN_WORKER_H

#include "postgres.h"

#include "datatype/timestamp.h"

/* Just after the next full minute, when pg_cron is about to start the next worker */
extern TimestampTz sfn_worker_full_minute(void);

/*
 * Handle what is due, commit, sleep until something is, until the given time.  The
 * caller is a procedure that may commit, connected to SPI as non-atomic.
 * number: of a scheduled worker, of which there is one at a time (0: none).
 */
extern void sfn_worker_run(TimestampTz until, int number);

/* The same for a caller that cannot commit: what is due now, once, in its transaction. */
extern void sfn_worker_run_once(void);

#endif							/* SFN_WORKER_H */
