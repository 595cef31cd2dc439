/*-------------------------------------------------------------------------
 *
 * task_guard.h
 *	  The call wrapper: what happens around every call of a task.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TASK_GUARD_H
#define SFN_TASK_GUARD_H

#include "postgres.h"

#include "task/integration_routine.h"

/* Make the prepared call.  Throws what is not the task's error. */
extern void sfn_task_guard_call(TaskRun *run, const IntegrationRoutine *routine, TaskOutcome *outcome);

#endif							/* SFN_TASK_GUARD_H */
