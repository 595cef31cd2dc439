/*-------------------------------------------------------------------------
 *
 * tick.h
 *	  Handle what is due.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TICK_H
#define SFN_TICK_H

#include "postgres.h"

#include "runtime/drive.h"
#include "store/execution_store.h"

/*
 * Handle what is due at as_of, of machines the caller may manage, in the caller's
 * transaction: how many wakeups were handled.  max_wakeups -1: no limit.
 */
extern int64 sfn_tick_run(TimestampTz as_of, int64 max_wakeups);

/*
 * Do what one wakeup, taken from the queue, asks for; terms: as a worker
 * (sfn_drive_load_hurried); NULL: this is none.
 */
extern void sfn_wakeup_handle(const WakeupRow *wakeup, WorkerTerms *terms);

#endif							/* SFN_TICK_H */
