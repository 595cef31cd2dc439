/*-------------------------------------------------------------------------
 *
 * state_fail.c
 *	  Fail: end the branch with an Error and a Cause.
 *
 * At the top level the execution fails; inside a Parallel or Map the state
 * around it may retry or catch.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/advance.h"
#include "engine/failure.h"
#include "engine/state_io.h"

static bool text_of(Branch *branch, const char *field, const char *constant, const Expression *path,
					const char **text, ExecutionError *error);

bool
sfn_state_fail(Branch *branch)
{
	const State *state = branch->state;
	ExecutionError outcome = {NULL};
	ExecutionError error = {NULL};

	if (!text_of(branch, "ErrorPath", state->u.fail.error, state->u.fail.error_path, &outcome.error, &error) ||
		!text_of(branch, "CausePath", state->u.fail.cause, state->u.fail.cause_path, &outcome.cause, &error))
		return sfn_branch_failed(branch, &error);
	return sfn_branch_failed(branch, &outcome);
}

/* The constant, or what the path or JSONata gives, which must be a string. */
static bool
text_of(Branch *branch, const char *field, const char *constant, const Expression *path, const char **text,
		ExecutionError *error)
{
	const JsonbValue *input = &branch->input->value;
	BranchEnvironment environment;
	JsonbValue	value;

	*text = constant;
	if (path == NULL)
		return true;
	if (branch->state->query_language == QUERY_JSONATA)
	{
		if (!sfn_state_jsonata(branch, path, "string", &value, error))
			return false;
		*text = sfn_json_string(&value);
		return true;
	}
	sfn_environment_init(&environment, branch, input);
	if (!sfn_expression_lookup(path, &environment.environment, &value, error))
	{
		if (error->error == NULL)
			sfn_state_error(branch, error, STATES_RUNTIME,
							"The JSONPath '%s' specified for the field '%s' could not be found in the input '%s'",
							sfn_expression_text(path), field, sfn_json_text(input));
		else
			sfn_state_explain(branch, error);
		return false;
	}
	if (value.type != jbvString)
	{
		sfn_state_error(branch, error, STATES_RUNTIME,
						"The value of the field '%s' must be a string, but '%s' refers to %s",
						field, sfn_expression_text(path), sfn_json_text(&value));
		return false;
	}
	*text = sfn_json_string(&value);
	return true;
}
