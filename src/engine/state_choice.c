/*-------------------------------------------------------------------------
 *
 * state_choice.c
 *	  Choice: the first rule that holds names the next state.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/advance.h"
#include "engine/choice_rule.h"
#include "engine/failure.h"
#include "engine/state_io.h"

bool
sfn_state_choice(Branch *branch)
{
	const State *state = branch->state;
	JsonbValue	filtered;
	ExecutionError error = {NULL};
	BranchEnvironment environment;
	StateResult result = {.result = &filtered, .assign_input = &filtered};

	if (!sfn_state_filtered_input(branch, &filtered, &error))
		return sfn_state_failed(branch, &error);

	sfn_environment_init(&environment, branch, &filtered);
	for (int i = 0; i < state->u.choice.count; i++)
	{
		const ChoiceRule *rule = state->u.choice.rules[i];
		bool		holds;

		if (!sfn_choice_rule_eval(rule, &environment.environment, &holds, &error))
		{
			sfn_state_explain(branch, &error);
			return sfn_state_failed(branch, &error);
		}
		if (holds)
		{
			result.output = rule->output;
			result.assign = rule->assign;
			result.next = rule->next;
			return sfn_state_exit(branch, &result);
		}
	}
	if (state->u.choice.default_state == NULL)
	{
		sfn_state_error(branch, &error, STATES_RUNTIME,
						"Failed to transition out of the state. The state does not point to a next state.");
		return sfn_state_failed(branch, &error);
	}
	result.output = state->output;
	result.assign = state->assign;
	result.next = state->u.choice.default_state;
	return sfn_state_exit(branch, &result);
}
