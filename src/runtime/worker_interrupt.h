/*-------------------------------------------------------------------------
 *
 * worker_interrupt.h
 *	  Leave an execution alone when another session needs it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_WORKER_INTERRUPT_H
#define SFN_WORKER_INTERRUPT_H

#include "postgres.h"

#include "utils/uuid.h"

/* Around the work of one transaction: from its first execution on the worker looks. */
extern void sfn_interrupt_watch(void);
extern void sfn_interrupt_unwatch(void);

/* Around each execution; end returns whether it was interrupted, whatever came of it. */
extern void sfn_interrupt_begin(const pg_uuid_t *execution);
extern bool sfn_interrupt_end(void);

/* Whether a cancel that was raised is meant for the execution, not for the worker */
extern bool sfn_interrupt_is_pending(void);

#endif							/* SFN_WORKER_INTERRUPT_H */
