/*-------------------------------------------------------------------------
 *
 * task_wait.h
 *	  A Task that waits for somebody outside: callback, activity worker,
 *	  nested execution.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TASK_WAIT_H
#define SFN_TASK_WAIT_H

#include "postgres.h"

#include "engine/execution.h"

/* The branch's task waits from now on; fill in what kind of answer it waits for. */
extern PendingTask *sfn_task_wait_begin(Branch *branch, int64 timeout_seconds, int64 heartbeat_seconds);
/* Start the clocks of TimeoutSeconds and HeartbeatSeconds. */
extern void sfn_task_wait_start_clocks(Branch *branch, TimestampTz since);
/*
 * The task's result is here: write the Succeeded event and leave the state,
 * unless it is too large.
 */
extern bool sfn_task_finish(Branch *branch, const JsonbValue *result);
/* Write the Failed event, and fail the state. */
extern bool sfn_task_fail(Branch *branch, const ExecutionError *error);
/* Write the TimedOut event, and fail the state. */
extern bool sfn_task_time_out(Branch *branch, bool heartbeat);
/*
 * Act on the answer that was kept; the branch is then runnable, or waits, or
 * has ended.
 */
extern void sfn_task_apply_answer(Branch *branch);
/* The nested execution of a .sync task has ended. */
extern bool sfn_task_child_ended(Branch *branch, bool succeeded, const JsonbValue *description);

#endif							/* SFN_TASK_WAIT_H */
