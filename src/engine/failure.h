/*-------------------------------------------------------------------------
 *
 * failure.h
 *	  Carry out what recovery.c decides about a failed state.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_FAILURE_H
#define SFN_FAILURE_H

#include "postgres.h"

#include "engine/execution.h"

/*
 * The branch's state has failed: retry it, let a catcher take it, or fail the branch.
 * Returns whether the branch has a step to do; if not, it may be gone.
 */
extern bool sfn_state_failed(Branch *branch, const ExecutionError *failure);

/*
 * Nobody here takes the error: the execution fails, or the Parallel or Map
 * around.  Always false.
 */
extern bool sfn_branch_failed(Branch *branch, const ExecutionError *failure);

#endif							/* SFN_FAILURE_H */
