/*-------------------------------------------------------------------------
 *
 * worker_queue.h
 *	  Where in the queue a worker looks for what is due.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_WORKER_QUEUE_H
#define SFN_WORKER_QUEUE_H

#include "postgres.h"

#include "store/execution_store.h"

/* What a worker knows of the queue */
typedef struct WorkerQueue WorkerQueue;

extern WorkerQueue *sfn_queue_create(MemoryContext context);
/* Forget everything: the whole queue is looked through next time. */
extern void sfn_queue_reset(WorkerQueue *queue);

/*
 * Around the work of one transaction.  Begins before its first look; what is due by
 * then (DT_NOBEGIN: nothing) is left alone.  full: the last one has left something
 * undone.
 */
extern void sfn_queue_begin(WorkerQueue *queue, TimestampTz left_alone, bool full);
/* Unless this is called, or if it was not committed, the queue is to be reset. */
extern void sfn_queue_end(WorkerQueue *queue);

/* The next wakeup that is due and that nobody holds: deleted.  false: there is none. */
extern bool sfn_queue_take(WorkerQueue *queue, TimestampTz as_of, WakeupRow *wakeup);
/*
 * What was taken last has been put back, by a rollback, as it was.  It is
 * looked at again when there is nothing else to do; or, soon, as the first of the
 * next transaction.
 */
extern void sfn_queue_give_back(WorkerQueue *queue, const WakeupRow *wakeup, bool soon);

/* Whether somebody holds what is due */
extern bool sfn_queue_is_held(const WorkerQueue *queue);
/*
 * After a look that found nothing: when to look again.  That is when the next is due, but
 * no later than after a second.
 */
extern TimestampTz sfn_queue_next_due(const WorkerQueue *queue);

#endif							/* SFN_WORKER_QUEUE_H */
