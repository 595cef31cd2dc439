/*-------------------------------------------------------------------------
 *
 * task_deadline.h
 *	  End a task's call when its TimeoutSeconds have passed.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TASK_DEADLINE_H
#define SFN_TASK_DEADLINE_H

#include "postgres.h"

#include <signal.h>

#include "datatype/timestamp.h"

/*
 * On the stack of the call that it limits; calls nest when a task calls sfn.
 */
typedef struct TaskDeadline
{
	struct TaskDeadline *outer;
	TimestampTz due;
	volatile sig_atomic_t passed;
} TaskDeadline;

/* Start the clock; every begin needs its end, on errors too. */
extern void sfn_task_deadline_begin(TaskDeadline *deadline, int64 timeout_ms);
extern void sfn_task_deadline_end(TaskDeadline *deadline);

/* Whether an error that came out of the call is its timeout. */
extern bool sfn_task_deadline_caused(const TaskDeadline *deadline, const ErrorData *edata);

/*
 * The bottom of error_context_stack for a call, whether or not it has a
 * deadline itself: NULL while there is none at all.
 */
extern ErrorContextCallback *sfn_task_deadline_context(void);

#endif							/* SFN_TASK_DEADLINE_H */
