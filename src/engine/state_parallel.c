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
#include "engine/history.h"
#include "engine/join.h"
#include "engine/state_io.h"

bool
sfn_state_parallel(Branch *branch)
{
	JsonbValue	effective;
	ExecutionError error = {NULL};

	if (!sfn_state_effective_input(branch, NULL, &effective, &error))
		return sfn_state_failed(branch, &error);
	if (sfn_state_exceeds_limit(&effective))
	{
		sfn_state_too_large(&error, branch->state->name);
		error.terminal = true;
		return sfn_state_failed(branch, &error);
	}
	sfn_history_join_started(branch, branch->state->u.parallel.count);
	return sfn_join_start(branch, branch->state->u.parallel.count, 0, &effective, NULL);
}
