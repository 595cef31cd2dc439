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
#include "engine/history.h"
#include "engine/join.h"
#include "engine/map_limits.h"
#include "engine/state_io.h"

static bool find_items(Branch *branch, const JsonbValue *input, JsonbValue *items, ExecutionError *error);

bool
sfn_state_map(Branch *branch)
{
	const State *state = branch->state;
	JsonbValue	filtered;
	JsonbValue	items;
	int64		max_concurrency;
	MapTolerance tolerance;
	ExecutionError error = {NULL};
	int			count;

	if (state->u.map.distributed && branch->execution->host->mock == NULL)
	{
		sfn_state_error(branch, &error, STATES_RUNTIME,
						"Distributed Map is not available in this version of sfn; Mode INLINE is.");
		return sfn_state_failed(branch, &error);
	}
	if (!sfn_state_filtered_input(branch, &filtered, &error) ||
		!find_items(branch, &filtered, &items, &error) ||
		!sfn_map_max_concurrency(branch, &filtered, &max_concurrency, &error))
		return sfn_state_failed(branch, &error);

	count = sfn_json_count(&items);
	sfn_history_join_started(branch, count);
	if (state->u.map.distributed && !sfn_map_tolerance(branch, &filtered, &tolerance, &error))
		return sfn_state_failed(branch, &error);
	return sfn_join_start(branch, count, (int) Min(max_concurrency, PG_INT32_MAX), &filtered,
						  sfn_branch_document(branch, &items));
}

static bool
find_items(Branch *branch, const JsonbValue *input, JsonbValue *items, ExecutionError *error)
{
	const Expression *path = branch->state->u.map.items_path;
	BranchEnvironment environment;

	if (branch->state->u.map.has_reader)
		return branch->execution->host->read_items(branch->execution, branch, items, error);
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
