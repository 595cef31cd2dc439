/*-------------------------------------------------------------------------
 *
 * worker.h
 *	  The loop of CALL sfn_worker().
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_WORKER_H
#define SFN_WORKER_H

#include "postgres.h"

#include "datatype/timestamp.h"

/*
 * Handle what is due, commit, sleep until something is, until the given time.
 * The caller is a procedure that may commit, connected to SPI as non-atomic.
 */
extern void sfn_worker_run(TimestampTz until);

/* The same for a caller that cannot commit: what is due now, once, in its transaction. */
extern void sfn_worker_run_once(void);

#endif							/* SFN_WORKER_H */
