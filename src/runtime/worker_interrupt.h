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

/* Around each execution; end returns whether it was interrupted, whatever came of it. */
extern void sfn_interrupt_begin(const pg_uuid_t *execution);
extern bool sfn_interrupt_end(void);

/* After the executions of one transaction, before the worker sleeps */
extern void sfn_interrupt_unwatch(void);

/* Whether a cancel that was raised is meant for the execution, not for the worker */
extern bool sfn_interrupt_is_pending(void);

#endif							/* SFN_WORKER_INTERRUPT_H */
