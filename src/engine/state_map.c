/*-------------------------------------------------------------------------
 *
 * state_map.c
 *	  Map: one iteration per item.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/advance.h"
#include "engine/failure.h"
#include "engine/join.h"
#include "engine/map_limits.h"
#include "engine/state_io.h"

static bool eval_items(Branch *branch, JsonbValue *items, ExecutionError *error);
static bool find_items(Branch *branch, const JsonbValue *input, JsonbValue *items, ExecutionError *error);

bool
sfn_state_map(Branch *branch)
{
	JoinWork	work;
	ExecutionError error = {NULL};

	if (branch->state->u.map.distributed && branch->execution->host->mock == NULL)
	{
		sfn_state_error(branch, &error, STATES_RUNTIME,
						"Distributed Map is not available in this version of sfn; Mode INLINE is.");
		return sfn_state_failed(branch, &error);
	}
	if (!sfn_map_work(branch, &work, &error))
		return sfn_state_failed(branch, &error);
	return sfn_join_start(branch, &work);
}

bool
sfn_map_work(Branch *branch, JoinWork *work, ExecutionError *error)
{
	int64		max_concurrency;
	MapTolerance tolerance;

	if (!sfn_state_filtered_input(branch, &work->input, error) ||
		!find_items(branch, &work->input, &work->items, error) ||
		!sfn_map_max_concurrency(branch, &work->input, &max_concurrency, error))
		return false;
	if (branch->state->u.map.distributed && !sfn_map_tolerance(branch, &work->input, &tolerance, error))
		return false;
	work->count = sfn_json_count(&work->items);
	work->max_concurrency = (int) Min(max_concurrency, PG_INT32_MAX);
	return true;
}

static bool
find_items(Branch *branch, const JsonbValue *input, JsonbValue *items, ExecutionError *error)
{
	const Expression *path = branch->state->u.map.items_path;
	BranchEnvironment environment;

	if (branch->state->u.map.has_reader)
		return branch->execution->host->read_items(branch->execution, branch, items, error);
	if (branch->state->query_language == QUERY_JSONATA)
		return eval_items(branch, items, error);
	*items = *input;
	if (path != NULL)
	{
		sfn_environment_init(&environment, branch, input);
		if (!sfn_expression_eval(path, &environment.environment, items, error))
		{
			sfn_state_explain(branch, error);
			return false;
		}
	}
	if (sfn_json_is_array(items))
	{
		sfn_state_observe(branch, FLOW_ITEMS_PATH, items);
		return true;
	}
	sfn_state_error(branch, error, STATES_RUNTIME, "Reference path \"%s\" must point to array.",
					path == NULL ? "$" : sfn_expression_text(path));
	return false;
}

/* Items of JSONata, or the input */
static bool
eval_items(Branch *branch, JsonbValue *items, ExecutionError *error)
{
	const PayloadTemplate *tmpl = branch->state->u.map.items;
	BranchEnvironment environment;

	if (tmpl == NULL)
	{
		*items = branch->input->value;
		if (sfn_json_is_array(items))
			return true;
		sfn_state_evaluation_error(branch, error, NULL, "Map state input must be an array but was: %s",
								   sfn_json_text(items));
		return false;
	}
	if (sfn_template_expression(tmpl) != NULL)
		return sfn_state_jsonata(branch, sfn_template_expression(tmpl), "array", items, error);
	sfn_environment_init(&environment, branch, &branch->input->value);
	if (sfn_template_eval(tmpl, &environment.environment, items, error))
		return true;
	sfn_state_explain(branch, error);
	return false;
}
