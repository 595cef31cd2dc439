/*-------------------------------------------------------------------------
 *
 * nested.h
 *	  states:startExecution: executions that a Task starts.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_NESTED_H
#define SFN_NESTED_H

#include "postgres.h"

#include "engine/execution.h"
#include "runtime/drive.h"

/* ExecutionHost.start_child and stop_child */
extern void sfn_nested_start(Execution *execution, const NestedRequest *request, NestedStart *outcome);
extern void sfn_nested_stop(Execution *execution, const pg_uuid_t *child);

/*
 * A nested execution has ended: tell the one that waits for it, now if it is
 * inline, else through the queue.
 */
extern void sfn_nested_ended(Execution *child);
/*
 * Give an ended child's outcome to the task that waits for it, if one still
 * does. terms: as a worker; NULL: this is none.
 */
extern void sfn_nested_deliver(const pg_uuid_t *child, TimestampTz now, WorkerTerms *terms);

#endif							/* SFN_NESTED_H */
