/*-------------------------------------------------------------------------
 *
 * execution_trace.h
 *	  What became of each state of an execution.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_EXECUTION_TRACE_H
#define SFN_EXECUTION_TRACE_H

#include "postgres.h"

#include "graph/graph.h"
#include "runtime/execution_view.h"

/* By number of state, palloc'd.  machine: of the execution's revision. */
extern GraphStatus *sfn_execution_trace(const ExecutionView *view, const StateMachine *machine);

#endif							/* SFN_EXECUTION_TRACE_H */
