/*-------------------------------------------------------------------------
 *
 * advance.c
 *	  Move an execution on, until every branch waits or it has ended.
 *
 * Branches are entered in order, and each runs until it waits or ends, with everything
 * inside it.  A turn is one step: enter a state and do its work, or go on where a timer
 * or an answer left off.  A worker's turn at an execution may be bounded in time; what
 * is left then goes into the queue, and so may tasks that several workers can run at
 * the same time (settle.c).
 *
 * Whatever a step allocates is gone at the next one; what must last is copied
 * to the execution's context, as Documents.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/settings.h"
#include "engine/advance.h"
#include "engine/branch.h"
#include "engine/history.h"
#include "engine/join.h"
#include "engine/settle.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

static const StateRoutine routines[STATE_TYPES] = {
	[STATE_TASK] = sfn_state_task,
	[STATE_WAIT] = sfn_state_wait,
	[STATE_PASS] = sfn_state_pass,
	[STATE_SUCCEED] = sfn_state_succeed,
	[STATE_FAIL] = sfn_state_fail,
	[STATE_CHOICE] = sfn_state_choice,
	[STATE_PARALLEL] = sfn_state_parallel,
	[STATE_MAP] = sfn_state_map,
};

static void run_branch(Branch *branch);
static bool must_end(Execution *execution);
static void apply_requests(Execution *execution);
static void apply_request(Execution *execution, ExecutionRequest *request);

void
sfn_execution_advance(Execution *execution)
{
	MemoryContext old = MemoryContextSwitchTo(execution->step);

	check_stack_depth();
	while (execution->status == EXECUTION_RUNNING && !dlist_is_empty(&execution->runnable))
	{
		run_branch(dlist_container(Branch, run, dlist_head_node(&execution->runnable)));
		if (execution->requests != NIL)
			apply_requests(execution);
		if (execution->clock >= execution->yields_at)
			sfn_execution_queue(execution);
	}
	MemoryContextSwitchTo(old);
}

/*
 * Run the first of the runnable branches until it waits or ends, or until a task
 * has asked for something: that is applied before anything else is done, so the branch
 * keeps its place.
 */
static void
run_branch(Branch *branch)
{
	Execution  *execution = branch->execution;

	dlist_delete(&branch->run);
	branch->runnable = false;
	do
	{
		CHECK_FOR_INTERRUPTS();
		MemoryContextReset(execution->step);
		if (sfn_execution_holds_many(execution))
			sfn_execution_settle(execution);
		if (must_end(execution))
			return;
		if (sfn_branch_is_for_others(branch))
		{
			sfn_branch_queue(branch, GetCurrentTimestamp());
			execution->has_handed_over = true;
			return;
		}
		if (!sfn_branch_step(branch))
			return;
	} while (execution->requests == NIL && execution->clock < execution->yields_at);
	branch->runnable = true;
	dlist_push_head(&execution->runnable, &branch->run);
}

bool
sfn_branch_step(Branch *branch)
{
	switch (branch->phase)
	{
		case BRANCH_ENTER:
			sfn_history_state_entered(branch);
			branch->phase = BRANCH_ATTEMPT;
			break;
		case BRANCH_WAITING:
			return sfn_state_wait_over(branch);
		case BRANCH_RETRYING:
			branch->phase = BRANCH_ATTEMPT;
			break;
		case BRANCH_JOINING:
			return sfn_join_restored(branch);
		default:
			Assert(branch->phase == BRANCH_ATTEMPT);
			break;
	}
	branch->dirty = true;
	return routines[branch->state->type] (branch);
}

/* Whether something other than its branches ends the execution now; then it has ended. */
static bool
must_end(Execution *execution)
{
	int			limit = sfn_setting_max_history_events;

	if (execution->timer.kind == WAKEUP_EXECUTION_TIMEOUT &&
		execution->timer.due <= sfn_execution_now(execution))
	{
		sfn_execution_time_out(execution);
		return true;
	}
	if (limit > 0 && sfn_execution_event_count(execution) >= limit - 1 && execution->identity->type == MACHINE_STANDARD)
	{
		sfn_execution_fail(execution, STATES_RUNTIME,
						   psprintf("The execution reached the maximum number of history events (%d).", limit));
		return true;
	}
	return false;
}

/* What tasks asked for while they ran, in order. */
static void
apply_requests(Execution *execution)
{
	List	   *requests = execution->requests;
	ListCell   *cell;

	execution->requests = NIL;
	foreach(cell, requests)
	{
		if (execution->status == EXECUTION_RUNNING)
			apply_request(execution, lfirst(cell));
	}
	list_free(requests);
}

static void
apply_request(Execution *execution, ExecutionRequest *request)
{
	Branch	   *branch;

	if (request->kind == REQUEST_STOP)
	{
		sfn_execution_stop(execution, request->error, request->cause);
		return;
	}

	branch = sfn_branch_find_token(execution, request->token_hash);
	if (branch == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(execution->context);

		execution->late_requests = lappend(execution->late_requests, request);
		MemoryContextSwitchTo(old);
		return;
	}
	sfn_branch_answer(branch, request, false);
}
