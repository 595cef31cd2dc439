/*-------------------------------------------------------------------------
 *
 * state_pass.c
 *	  Pass: hand on the input, or a fixed Result.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/advance.h"
#include "engine/failure.h"
#include "engine/state_io.h"

bool
sfn_state_pass(Branch *branch)
{
	const State *state = branch->state;
	JsonbValue	effective;
	ExecutionError error = {NULL};
	StateResult result = {.apply_result = true, .output = state->output, .assign = state->assign, .next = state->next};

	if (!sfn_state_effective_input(branch, NULL, &effective, &error))
		return sfn_state_failed(branch, &error);
	result.result = result.assign_input = state->u.pass.has_result ? &state->u.pass.result : &effective;
	return sfn_state_exit(branch, &result);
}
