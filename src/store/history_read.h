/*-------------------------------------------------------------------------
 *
 * history_read.h
 *	  The history of an execution that is in memory.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_HISTORY_READ_H
#define SFN_HISTORY_READ_H

#include "postgres.h"

#include "engine/execution.h"

/* As sfn_history_read, with what has happened since the last flush. */
extern void sfn_history_read_active(Execution *execution,
									bool (*visit) (const Event *event, void *arg), void *arg);

#endif							/* SFN_HISTORY_READ_H */
