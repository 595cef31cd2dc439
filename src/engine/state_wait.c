/*-------------------------------------------------------------------------
 *
 * state_wait.c
 *	  Wait: until a time, or for some seconds.
 *
 * Output and Assign are evaluated when the wait ends.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/rfc3339.h"
#include "engine/advance.h"
#include "engine/branch.h"
#include "engine/failure.h"
#include "engine/history.h"
#include "engine/state_io.h"
#include "utils/timestamp.h"

/* The service's bound: 2^31 seconds, a little over 24,855 days. */
#define LONGEST_WAIT_SECONDS (INT64CONST(1) << 31)

/* The service's bound for Seconds */
#define LONGEST_SECONDS 99999999

static bool wait_until(Branch *branch, const JsonbValue *input, TimestampTz *due, ExecutionError *error);
static bool timestamp_from_jsonata(Branch *branch, TimestampTz *due, ExecutionError *error);
static bool seconds_from_path(Branch *branch, const JsonbValue *value, int64 *seconds, ExecutionError *error);
static bool value_at_path(Branch *branch, const JsonbValue *input, const char *field, JsonbValue *value,
						  ExecutionError *error);
static const char *printed(const JsonbValue *value);

bool
sfn_state_wait(Branch *branch)
{
	Execution  *execution = branch->execution;
	JsonbValue	filtered;
	ExecutionError error = {NULL};
	TimestampTz due;

	if (!sfn_state_filtered_input(branch, &filtered, &error) ||
		!wait_until(branch, &filtered, &due, &error))
		return sfn_state_failed(branch, &error);
	if (due <= sfn_execution_now(execution))
		return sfn_state_wait_over(branch);
	branch->phase = BRANCH_WAITING;
	sfn_branch_set_timer(branch, WAKEUP_WAIT, due);
	return sfn_branch_waits(branch);
}

bool
sfn_state_wait_over(Branch *branch)
{
	JsonbValue	filtered;
	ExecutionError error = {NULL};
	StateResult result = {.result = &filtered, .assign_input = &filtered,
		.output = branch->state->output, .assign = branch->state->assign, .next = branch->state->next};

	if (!sfn_state_filtered_input(branch, &filtered, &error))
		return sfn_state_failed(branch, &error);
	return sfn_state_exit(branch, &result);
}

static bool
wait_until(Branch *branch, const JsonbValue *input, TimestampTz *due, ExecutionError *error)
{
	static const NumberRule seconds_rule = {"SecondsPath", 0, LONGEST_SECONDS};
	const State *state = branch->state;
	TimestampTz now = sfn_execution_now(branch->execution);
	int64		seconds = state->u.wait.seconds;
	JsonbValue	value;

	switch (state->u.wait.kind)
	{
		case WAIT_SECONDS:
			break;
		case WAIT_TIMESTAMP:
			*due = state->u.wait.timestamp;
			break;
		case WAIT_SECONDS_PATH:
			if (state->query_language == QUERY_JSONATA)
			{
				if (!sfn_state_integer(branch, &(NumberField) {true, 0, state->u.wait.path}, &seconds_rule, input,
									   &seconds, error))
					return false;
				break;
			}
			if (!value_at_path(branch, input, "SecondsPath", &value, error) ||
				!seconds_from_path(branch, &value, &seconds, error))
				return false;
			break;
		case WAIT_TIMESTAMP_PATH:
			if (state->query_language == QUERY_JSONATA)
			{
				if (!timestamp_from_jsonata(branch, due, error))
					return false;
				break;
			}
			if (!value_at_path(branch, input, "TimestampPath", &value, error))
				return false;
			if (value.type != jbvString ||
				!sfn_rfc3339_parse(value.val.string.val, value.val.string.len, due))
			{
				sfn_state_error(branch, error, STATES_RUNTIME,
								"The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: %s == %s",
								sfn_expression_text(state->u.wait.path), printed(&value));
				return false;
			}
			break;
	}

	if (state->u.wait.kind == WAIT_SECONDS || state->u.wait.kind == WAIT_SECONDS_PATH)
	{
		if (seconds <= LONGEST_WAIT_SECONDS)
			*due = sfn_time_add_ms(now, seconds * 1000);
	}
	else
	{
		/* Whole seconds count, as in the service. */
		*due -= *due % USECS_PER_SEC;
		seconds = (*due - now) / USECS_PER_SEC;
	}
	if (seconds <= LONGEST_WAIT_SECONDS)
		return true;
	sfn_state_error(branch, error, STATES_RUNTIME, "Wait state delay is too long.");
	return false;
}

static bool
timestamp_from_jsonata(Branch *branch, TimestampTz *due, ExecutionError *error)
{
	const Expression *expression = branch->state->u.wait.path;
	JsonbValue	value;

	if (!sfn_state_jsonata(branch, expression, "string", &value, error))
		return false;
	if (sfn_rfc3339_parse(value.val.string.val, value.val.string.len, due))
		return true;
	sfn_state_evaluation_error(branch, error, sfn_expression_field(expression),
							   "The %s field cannot be parsed as an ISO-8601 extended offset date-time format string: %s",
							   sfn_expression_field(expression), sfn_json_string(&value));
	return false;
}

static bool
seconds_from_path(Branch *branch, const JsonbValue *value, int64 *seconds, ExecutionError *error)
{
	const char *path = sfn_expression_text(branch->state->u.wait.path);

	if (!sfn_json_int64(value, seconds))
	{
		sfn_state_error(branch, error, STATES_RUNTIME,
						"The SecondsPath parameter cannot be parsed as a long value: %s == %s", path, printed(value));
		return false;
	}
	if (*seconds < 0)
	{
		sfn_state_error(branch, error, STATES_RUNTIME,
						"The SecondsPath parameter references a negative value: %s == %s", path, printed(value));
		return false;
	}
	return true;
}

static bool
value_at_path(Branch *branch, const JsonbValue *input, const char *field, JsonbValue *value, ExecutionError *error)
{
	const Expression *path = branch->state->u.wait.path;
	BranchEnvironment environment;

	sfn_environment_init(&environment, branch, input);
	if (sfn_expression_lookup(path, &environment.environment, value, error))
		return true;
	if (error->error != NULL)
		sfn_state_explain(branch, error);
	else
		sfn_state_error(branch, error, STATES_RUNTIME, "The %s parameter does not reference an input value: %s",
						field, sfn_expression_text(path));
	return false;
}

static const char *
printed(const JsonbValue *value)
{
	return value->type == jbvString ? sfn_json_string(value) : sfn_json_text(value);
}
