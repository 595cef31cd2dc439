/*-------------------------------------------------------------------------
 *
 * failure.c
 *	  Carry out what recovery.c decides about a failed state.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/random_id.h"
#include "base/rfc3339.h"
#include "engine/branch.h"
#include "engine/failure.h"
#include "engine/finish.h"
#include "engine/history.h"
#include "engine/join.h"
#include "engine/recovery.h"
#include "engine/settle.h"
#include "engine/state_io.h"

static ExecutionError tell_evaluation(Branch *branch, const ExecutionError *failure);
static bool retry(Branch *branch, const Recovery *recovery);

bool
sfn_state_failed(Branch *branch, const ExecutionError *failure)
{
	Recovery	recovery;
	ExecutionError told = tell_evaluation(branch, failure);
	const ExecutionError *error = &told;
	bool		joins = branch->state->type == STATE_MAP || branch->state->type == STATE_PARALLEL;
	/* The service has a Map fail that did not come to its start, but in JSONata only. */
	bool		failed = branch->join != NULL ||
		(failure->evaluation && branch->phase == BRANCH_ATTEMPT);

	sfn_recovery_decide(branch->state, error, branch->attempts, sfn_random_double(), &recovery);
	if (branch->execution->host->observe_failure != NULL)
		branch->execution->host->observe_failure(branch->execution, error, &recovery);
	if (recovery.action == RECOVERY_RETRY)
		return retry(branch, &recovery);

	/*
	 * The Failed event tells that the children's end was the state's end.
	 * States.Runtime ends the whole execution at once.
	 */
	if (joins && failed && !sfn_error_is_runtime(error))
		branch->last_event = sfn_history_leaf(branch, branch->state->type == STATE_MAP ?
											  EVENT_MAP_STATE_FAILED : EVENT_PARALLEL_STATE_FAILED,
											  branch->last_event);
	if (recovery.action == RECOVERY_CATCH)
		return sfn_state_exit_caught(branch, recovery.catcher, error);
	return sfn_branch_failed(branch, error);
}

bool
sfn_branch_failed(Branch *branch, const ExecutionError *failure)
{
	ExecutionError error = tell_evaluation(branch, failure);

	sfn_branch_settle(branch);
	if (branch->parent == NULL)
		sfn_execution_failed(branch->execution, &error, branch->last_event);
	else
		sfn_join_child_failed(branch, &error);
	return false;
}

/* EvaluationFailed is told of once: the error that goes on is one like any other. */
static ExecutionError
tell_evaluation(Branch *branch, const ExecutionError *failure)
{
	ExecutionError error = *failure;

	if (error.evaluation)
		sfn_history_evaluation_failed(branch, &error);
	error.evaluation = false;
	return error;
}

static bool
retry(Branch *branch, const Recovery *recovery)
{
	Execution  *execution = branch->execution;
	int		   *attempts = branch->attempts;
	int			count = branch->retry_count;

	branch->attempts = NULL;
	sfn_branch_forget_visit(branch);
	if (attempts == NULL)
		attempts = MemoryContextAllocZero(execution->context, branch->state->retrier_count * sizeof(int));
	attempts[recovery->retrier->index]++;
	branch->attempts = attempts;
	branch->retry_count = count + 1;
	branch->phase = BRANCH_RETRYING;
	sfn_branch_set_timer(branch, WAKEUP_RETRY,
						 sfn_time_add_ms(sfn_execution_now(execution), recovery->delay_ms));
	return sfn_branch_waits(branch);
}
