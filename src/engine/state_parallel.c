/*-------------------------------------------------------------------------
 *
 * state_parallel.c
 *	  Parallel: every branch with the same input, the outputs in order.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/advance.h"
#include "engine/failure.h"
#include "engine/join.h"
#include "engine/state_io.h"

bool
sfn_state_parallel(Branch *branch)
{
	JoinWork	work;
	ExecutionError error = {NULL};

	if (!sfn_parallel_work(branch, &work, &error))
		return sfn_state_failed(branch, &error);
	return sfn_join_start(branch, &work);
}

bool
sfn_parallel_work(Branch *branch, JoinWork *work, ExecutionError *error)
{
	work->count = branch->state->u.parallel.count;
	work->max_concurrency = 0;
	if (!sfn_state_effective_input(branch, NULL, &work->input, error))
		return false;
	if (!sfn_state_exceeds_limit(&work->input))
		return true;
	sfn_state_too_large(error, branch->state->name);
	error->terminal = true;
	return false;
}
