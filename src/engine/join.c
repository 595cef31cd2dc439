/*-------------------------------------------------------------------------
 *
 * join.c
 *	  The children of a Parallel or Map, from the first start to the last end.
 *
 * Parallel branches are all started at once.  A Map starts iterations up to
 * MaxConcurrency, and even without that limit no more than START_AHEAD that
 * have not run yet: a Map over many items must not hold a Branch for each of
 * them when most can be run one after the other.  The next iteration starts
 * when one ends or, below MaxConcurrency, when one waits.
 *
 * Links follow the service: iterations started with the state follow its
 * Started event, one that takes the place of another follows the last event
 * inside that other one.  MapIterationSucceeded is a leaf but for the last,
 * which MapStateSucceeded and MapStateExited both follow.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/advance.h"
#include "engine/branch.h"
#include "engine/failure.h"
#include "engine/history.h"
#include "engine/join.h"
#include "engine/recovery.h"
#include "engine/state_io.h"
#include "miscadmin.h"

/* The service runs at most 40 iterations of an inline Map at a time. */
#define START_AHEAD 40

static void drop_turn(Branch *branch);
static BranchJoin *create_join(Branch *branch, const JoinWork *work, int64 started_event);
static bool is_mocked(Branch *branch, bool *more);
static bool show_iterations(Branch *branch, ExecutionError *error);
static bool complete_join(Branch *branch);
static bool finish_join(Branch *branch, const JsonbValue *outputs);
static bool start_iterations(Branch *branch, int how_many, int64 previous);
static bool start_iteration(Branch *branch, int64 previous);
static bool iteration_input(Branch *branch, int index, Document **input, ExecutionError *error);
static void start_branches(Branch *branch);
static void fail_join(Branch *branch, int64 failing_event, const ExecutionError *error);

bool
sfn_join_start(Branch *branch, JoinWork *work)
{
	BranchJoin *join;
	bool		more;

	sfn_history_join_started(branch, work->count);
	join = create_join(branch, work, branch->last_event);
	if (branch->execution->host->mock != NULL && is_mocked(branch, &more))
		return more;
	if (join->count == 0)
		return complete_join(branch);
	if (branch->state->type == STATE_PARALLEL)
		start_branches(branch);
	else
		start_iterations(branch, join->max_concurrency > 0 ? Min(join->max_concurrency, START_AHEAD) : START_AHEAD,
						 join->started_event);
	return false;
}

void
sfn_join_child_succeeded(Branch *child)
{
	Branch	   *branch = child->parent;
	BranchJoin *join = branch->join;
	int64		last_inside = child->last_event;

	branch->dirty = true;
	join->live--;
	sfn_join_hold_output(join, child->index, sfn_document_share(child->output));
	join->last_event = last_inside;
	if (branch->state->type == STATE_MAP)
		join->last_event = sfn_history_iteration_ended(child, EVENT_MAP_ITERATION_SUCCEEDED, last_inside);
	sfn_branch_remove(child);

	if (join->next < join->count)
	{
		/* A Parallel that was restored starts its other branches in its own turn. */
		if (branch->state->type == STATE_MAP &&
			(join->max_concurrency == 0 || join->live < join->max_concurrency))
			start_iterations(branch, 1, last_inside);
	}
	else if (join->live == 0)
	{
		drop_turn(branch);
		if (complete_join(branch))
			sfn_branch_make_runnable(branch);
	}
}

void
sfn_join_child_failed(Branch *child, const ExecutionError *error)
{
	Branch	   *branch = child->parent;
	int64		failing_event = child->last_event;
	bool		told = !sfn_error_is_runtime(error);

	if (told && branch->state->type == STATE_MAP)
		sfn_history_iteration_ended(child, EVENT_MAP_ITERATION_FAILED, failing_event);
	/* The service calls a Task aborted even where its own error ends the child. */
	if (told && child->state->type == STATE_TASK)
		sfn_history_leaf(child, EVENT_TASK_STATE_ABORTED, failing_event);
	sfn_branch_remove(child);
	fail_join(branch, failing_event, error);
}

bool
sfn_join_child_waits(Branch *child)
{
	Branch	   *branch = child->parent;
	BranchJoin *join = branch->join;

	if (branch->state->type != STATE_MAP || join->next >= join->count)
		return true;
	if (join->max_concurrency > 0 && join->live >= join->max_concurrency)
		return true;
	return start_iterations(branch, 1, join->started_event);
}

bool
sfn_join_restore(Branch *branch, int64 started_event, int64 items)
{
	JoinWork	work;
	ExecutionError error = {NULL};

	if (branch->state->type == STATE_MAP ? !sfn_map_work(branch, &work, &error) :
		!sfn_parallel_work(branch, &work, &error))
		return false;
	if (branch->state->type == STATE_MAP && work.count != items)
		return false;
	create_join(branch, &work, started_event);
	return true;
}

void
sfn_join_hold_output(BranchJoin *join, int index, Document *output)
{
	bool		is_first = join->held_from == join->held_to;

	join->outputs[index] = output;
	join->held_from = is_first ? index : Min(join->held_from, index);
	join->held_to = is_first ? index + 1 : Max(join->held_to, index + 1);
}

void
sfn_join_restore_output(Branch *branch, int index, Document *output)
{
	BranchJoin *join = branch->join;

	sfn_join_hold_output(join, index, output);
	join->next = Max(join->next, index + 1);
}

/* An ItemSelector has made the input once. */
Document *
sfn_join_restore_input(Branch *branch, int index)
{
	ExecutionError error = {NULL};
	Document   *input;

	if (branch->state->type == STATE_PARALLEL)
		return sfn_document_share(branch->join->input);
	if (!iteration_input(branch, index, &input, &error))
		elog(ERROR, "the input of iteration %d cannot be made again: %s", index, error.cause);
	return input;
}

void
sfn_join_restore_child(Branch *child)
{
	BranchJoin *join = child->parent->join;

	join->live++;
	join->next = Max(join->next, child->index + 1);
}

/* Branches of a Parallel are entered in order, so those that were not are the last. */
bool
sfn_join_restored(Branch *branch)
{
	BranchJoin *join = branch->join;
	int			room = join->max_concurrency > 0 ? Min(join->max_concurrency, START_AHEAD) : START_AHEAD;

	if (join->live == 0 && join->next == join->count)
		return complete_join(branch);
	if (branch->state->type == STATE_PARALLEL)
		start_branches(branch);
	else
		start_iterations(branch, room - join->live, join->started_event);
	return false;
}

/*
 * A restored join that its children end first needs its own turn no more.
 */
static void
drop_turn(Branch *branch)
{
	if (!branch->runnable)
		return;
	dlist_delete(&branch->run);
	branch->runnable = false;
}

static BranchJoin *
create_join(Branch *branch, const JoinWork *work, int64 started_event)
{
	BranchJoin *join = MemoryContextAllocZero(branch->execution->context, sizeof(BranchJoin));

	join->count = work->count;
	join->max_concurrency = work->max_concurrency;
	join->input = sfn_branch_document(branch, &work->input);
	if (branch->state->type == STATE_MAP)
		join->items = sfn_branch_document(branch, &work->items);
	join->started_event = join->last_event = started_event;
	join->outputs = MemoryContextAllocExtended(branch->execution->context, Max(join->count, 1) * sizeof(Document *),
											   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	branch->join = join;
	branch->phase = BRANCH_JOINING;
	branch->dirty = true;
	return join;
}

/*
 * Whether the host gives the outcome, so that no child runs; the state is left
 * then.  What iterations would get is made all the same, since ItemSelector is
 * part of the state.
 */
static bool
is_mocked(Branch *branch, bool *more)
{
	Execution  *execution = branch->execution;
	TaskOutcome outcome;
	ExecutionError error = {NULL};

	if (!show_iterations(branch, &error))
	{
		*more = sfn_state_failed(branch, &error);
		return true;
	}
	if (!execution->host->mock(execution, branch, branch->join->count, &outcome))
		return false;
	*more = outcome.status == TASK_SUCCEEDED ?
		finish_join(branch, &outcome.result) : sfn_state_failed(branch, &outcome.error);
	return true;
}

static bool
show_iterations(Branch *branch, ExecutionError *error)
{
	JsonBuilder builder = {0};
	JsonbValue	inputs;

	if (branch->state->type != STATE_MAP || branch->state->u.map.item_selector == NULL)
		return true;
	sfn_json_begin_array(&builder);
	for (int i = 0; i < branch->join->count; i++)
	{
		Document   *input;

		CHECK_FOR_INTERRUPTS();
		if (!iteration_input(branch, i, &input, error))
			return false;
		sfn_json_push(&builder, &input->value);
	}
	sfn_json_end_array(&builder);
	sfn_json_built(&builder, &inputs);
	sfn_state_observe(branch, FLOW_ITEM_SELECTOR, &inputs);
	return true;
}

/*
 * All children have ended: their outputs, in order, are the state's result.
 */
static bool
complete_join(Branch *branch)
{
	BranchJoin *join = branch->join;
	JsonBuilder builder = {0};
	JsonbValue	outputs;

	if (join->stored_outputs > 0)
		branch->execution->host->load_outputs(branch->execution, branch);
	sfn_json_begin_array(&builder);
	for (int i = 0; i < join->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		sfn_json_push(&builder, &join->outputs[i]->value);
	}
	sfn_json_end_array(&builder);
	sfn_json_built(&builder, &outputs);
	return finish_join(branch, &outputs);
}

static bool
finish_join(Branch *branch, const JsonbValue *outputs)
{
	BranchJoin *join = branch->join;
	StateResult result = {.result = outputs, .apply_result = true, .assign_input = outputs,
		.output = branch->state->output, .assign = branch->state->assign, .next = branch->state->next};

	branch->last_event = result.exited_after = join->last_event;
	if (sfn_state_exceeds_limit(outputs))
	{
		ExecutionError error;

		sfn_state_too_large(&error, branch->state->name);
		return sfn_state_failed(branch, &error);
	}
	branch->last_event = sfn_history_leaf(branch,
										  branch->state->type == STATE_MAP ?
										  EVENT_MAP_STATE_SUCCEEDED : EVENT_PARALLEL_STATE_SUCCEEDED,
										  join->last_event);
	/* What fails from here on is no failure of the children. */
	sfn_branch_forget_join(branch);
	return sfn_state_exit(branch, &result);
}

/* false: one could not be started and the state has failed. */
static bool
start_iterations(Branch *branch, int how_many, int64 previous)
{
	while (how_many-- > 0 && branch->join->next < branch->join->count)
	{
		CHECK_FOR_INTERRUPTS();
		if (!start_iteration(branch, previous))
			return false;
	}
	return true;
}

static bool
start_iteration(Branch *branch, int64 previous)
{
	BranchJoin *join = branch->join;
	Document   *input;
	ExecutionError error = {NULL};
	Branch	   *child;

	if (!iteration_input(branch, join->next, &input, &error))
	{
		fail_join(branch, previous, &error);
		return false;
	}
	child = sfn_branch_create(branch->execution, branch, branch->state->u.map.processor, join->next);
	child->input = input;
	join->next++;
	join->live++;
	branch->dirty = true;
	sfn_history_iteration_started(child, previous);
	sfn_branch_make_runnable(child);
	return true;
}

/* The item, or what ItemSelector makes of it. */
static bool
iteration_input(Branch *branch, int index, Document **input, ExecutionError *error)
{
	BranchJoin *join = branch->join;
	const PayloadTemplate *selector = branch->state->u.map.item_selector;
	BranchEnvironment environment;
	JsonbValue	item;
	JsonbValue	selected;

	sfn_json_element(&join->items->value, index, &item);
	if (selector == NULL)
	{
		*input = sfn_document_new(branch->execution->context, &item);
		return true;
	}
	sfn_environment_init(&environment, branch, &join->input->value);
	environment.environment.states_input = &join->input->value; /* the same where JSONata asks, and here */
	environment.item_index = index;
	environment.item_value = &item;
	if (!sfn_template_eval(selector, &environment.environment, &selected, error))
	{
		sfn_state_explain(branch, error);
		return false;
	}
	if (sfn_state_exceeds_limit(&selected))
	{
		sfn_state_too_large(error, branch->state->name);
		error->terminal = true;
		return false;
	}
	*input = sfn_document_new(branch->execution->context, &selected);
	return true;
}

static void
start_branches(Branch *branch)
{
	BranchJoin *join = branch->join;

	for (; join->next < join->count; join->next++)
	{
		Branch	   *child = sfn_branch_create(branch->execution, branch,
											  branch->state->u.parallel.branches[join->next], join->next);

		child->input = sfn_document_share(join->input);
		child->last_event = join->started_event;
		join->live++;
		sfn_branch_make_runnable(child);
	}
}

/*
 * Abort the children that are left and fail the Parallel or Map.  Its own
 * Failed event is written only if nothing retries it (failure.c).
 *
 * States.Runtime ends the whole execution, and nothing is told between the
 * event after which it occurred and that end.
 */
static void
fail_join(Branch *branch, int64 failing_event, const ExecutionError *error)
{
	Execution  *execution = branch->execution;
	dlist_mutable_iter iter;

	if (branch->id != 0)
		execution->host->load_children(execution, branch);
	dlist_foreach_modify(iter, &branch->children)
	{
		Branch	   *sibling = dlist_container(Branch, sibling, iter.cur);

		if (!sfn_error_is_runtime(error))
			sfn_branch_write_aborted(sibling, failing_event);
		sfn_branch_remove(sibling);
	}
	branch->last_event = failing_event;
	branch->dirty = true;
	drop_turn(branch);
	if (sfn_state_failed(branch, error))
		sfn_branch_make_runnable(branch);
}
