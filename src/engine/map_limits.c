/*-------------------------------------------------------------------------
 *
 * map_limits.c
 *	  The numbers of a Map: how many iterations at a time, how many may fail.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/map_limits.h"
#include "engine/state_io.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

static bool read_percentage(Branch *branch, const JsonbValue *input, double *percentage, ExecutionError *error);
static void observe_integer(Branch *branch, DataFlowStage stage, int64 number);

bool
sfn_map_max_concurrency(Branch *branch, const JsonbValue *input, int64 *max_concurrency, ExecutionError *error)
{
	static const NumberRule rule = {"MaxConcurrencyPath", 0, PG_INT32_MAX};
	const NumberField *field = &branch->state->u.map.max_concurrency;

	*max_concurrency = 0;
	if (field->is_set && !sfn_state_integer(branch, field, &rule, input, max_concurrency, error))
		return false;
	observe_integer(branch, FLOW_MAX_CONCURRENCY, *max_concurrency);
	return true;
}

bool
sfn_map_tolerance(Branch *branch, const JsonbValue *input, MapTolerance *tolerance, ExecutionError *error)
{
	static const NumberRule rule = {"ToleratedFailureCountPath", PG_INT64_MIN, PG_INT32_MAX};
	const State *state = branch->state;

	memset(tolerance, 0, sizeof(*tolerance));
	tolerance->count_is_set = state->u.map.tolerated_failure_count.is_set;
	tolerance->percentage_is_set = state->u.map.tolerated_failure_percentage.is_set;
	if (tolerance->count_is_set)
	{
		if (!sfn_state_integer(branch, &state->u.map.tolerated_failure_count, &rule, input, &tolerance->count, error))
			return false;
		if (tolerance->count < 0)
		{
			sfn_state_error(branch, error, STATES_RUNTIME, "ToleratedFailureCount cannot be negative.");
			return false;
		}
		observe_integer(branch, FLOW_TOLERATED_FAILURE_COUNT, tolerance->count);
	}
	return !tolerance->percentage_is_set || read_percentage(branch, input, &tolerance->percentage, error);
}

/*
 * The first threshold to be passed counts.  Where neither is set a single failure fails a
 * running Map, which is the caller's to decide.
 */
bool
sfn_map_tolerance_exceeded(const MapTolerance *tolerance, int64 failures, int64 count)
{
	if (tolerance->count_is_set && failures > tolerance->count)
		return true;
	return tolerance->percentage_is_set && failures * 100.0 > tolerance->percentage * count;
}

static bool
read_percentage(Branch *branch, const JsonbValue *input, double *percentage, ExecutionError *error)
{
	const NumberField *field = &branch->state->u.map.tolerated_failure_percentage;
	JsonbValue	found;
	BranchEnvironment environment;

	if (field->path == NULL)
	{
		found.type = jbvNumeric;
		found.val.numeric = DatumGetNumeric(DirectFunctionCall1(float8_numeric, Float8GetDatum(field->constant)));
	}
	else if (branch->state->query_language == QUERY_JSONATA)
	{
		if (!sfn_state_jsonata(branch, field->path, "number", &found, error))
			return false;
	}
	else
	{
		sfn_environment_init(&environment, branch, input);
		if (!sfn_expression_eval(field->path, &environment.environment, &found, error))
		{
			sfn_state_explain(branch, error);
			return false;
		}
		if (found.type != jbvNumeric)
		{
			sfn_state_error(branch, error, STATES_RUNTIME,
							"The ToleratedFailurePercentagePath field refers to value \"%s\" which is not a valid float: %s",
							found.type == jbvString ? sfn_json_string(&found) : sfn_json_text(&found),
							sfn_expression_text(field->path));
			return false;
		}
	}
	*percentage = sfn_json_double(&found);
	if (*percentage < 0 || *percentage > 100)
	{
		if (branch->state->query_language == QUERY_JSONATA)
			sfn_state_evaluation_error(branch, error, sfn_expression_field(field->path),
									   "ToleratedFailurePercentage must be between 0 and 100.");
		else
			sfn_state_error(branch, error, STATES_RUNTIME, "ToleratedFailurePercentage must be between 0 and 100.");
		return false;
	}
	sfn_state_observe(branch, FLOW_TOLERATED_FAILURE_PERCENTAGE, &found);
	return true;
}

static void
observe_integer(Branch *branch, DataFlowStage stage, int64 number)
{
	JsonbValue	value;

	if (branch->execution->host->observe == NULL)
		return;
	sfn_json_set_int64(&value, number);
	sfn_state_observe(branch, stage, &value);
}
