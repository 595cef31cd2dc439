/*-------------------------------------------------------------------------
 *
 * state_succeed.c
 *	  Succeed: end the branch.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/advance.h"
#include "engine/failure.h"
#include "engine/state_io.h"

bool
sfn_state_succeed(Branch *branch)
{
	JsonbValue	filtered;
	ExecutionError error = {NULL};
	StateResult result = {.result = &filtered, .output = branch->state->output};

	if (!sfn_state_filtered_input(branch, &filtered, &error))
		return sfn_state_failed(branch, &error);
	return sfn_state_exit(branch, &result);
}
