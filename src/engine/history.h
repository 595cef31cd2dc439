/*-------------------------------------------------------------------------
 *
 * history.h
 *	  The single builder of history events.
 *
 * Each function numbers an event, links it, stamps it and hands it to the
 * execution's host.  Unless said otherwise the event follows the branch's last
 * one and becomes its last; a "leaf" does not, so that nothing chains from it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_HISTORY_H
#define SFN_HISTORY_H

#include "postgres.h"

#include "engine/execution.h"

/* The execution's time now: real time, but never before its last event. */
extern TimestampTz sfn_execution_now(Execution *execution);
/* Whether events reach anybody; if not, nobody needs their documents. */
extern bool sfn_history_wanted(const Execution *execution);

extern void sfn_history_execution_started(Execution *execution);
extern void sfn_history_execution_ended(Execution *execution, EventType type, int64 previous);
extern void sfn_history_execution_redriven(Execution *execution);
extern void sfn_history_state_entered(Branch *branch);
extern void sfn_history_state_exited(Branch *branch, const Document *output, const Document *assigned);

/* Of a Task, in the family of its resource (Task*, LambdaFunction*, Activity*) */
extern void sfn_history_task_scheduled(Branch *branch, const Document *parameters, int64 timeout,
									   int64 heartbeat, const char *credentials);
extern void sfn_history_task_started(Branch *branch, const char *worker_name);
extern void sfn_history_task_submitted(Branch *branch, const Document *output);
extern void sfn_history_task_succeeded(Branch *branch, const Document *output);
extern void sfn_history_task_failed(Branch *branch, const ExecutionError *error);
extern void sfn_history_task_timed_out(Branch *branch, const ExecutionError *error);
/* A JSONata field has failed; the event becomes the branch's last. */
extern void sfn_history_evaluation_failed(Branch *branch, const ExecutionError *error);

/* Of a Parallel or Map: Started */
extern void sfn_history_join_started(Branch *branch, int length);
/* MapIterationStarted, as the first event of an iteration, after the given one */
extern void sfn_history_iteration_started(Branch *child, int64 previous);
/*
 * MapIterationSucceeded, ...Failed, ...Aborted of an iteration; a leaf.
 * Returns its id.
 */
extern int64 sfn_history_iteration_ended(Branch *child, EventType type, int64 previous);
/* An event without details that does not become the branch's last.  Returns its id. */
extern int64 sfn_history_leaf(Branch *branch, EventType type, int64 previous);

#endif							/* SFN_HISTORY_H */
