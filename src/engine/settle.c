/*-------------------------------------------------------------------------
 *
 * settle.c
 *	  One branch is driven while others drive other branches.
 *
 * Whoever has locked an execution may do anything with it.  So that the tasks of
 * several branches can run at the same time, a worker can also share an execution: it
 * has locked the row of one branch only, its own, and moves that and what comes into
 * being under it.  What is around it is read and not changed; it stays as it is as long
 * as the branch lives.
 *
 * Only when something of the rest is wanted, the execution is settled: the host locks
 * it and reads again what others may have changed meanwhile.  That is when the own
 * branch ends or fails, when the execution is to end, and before every flush that has
 * something to tell.  From then on no more tasks are run, since others wait for the
 * lock; they are left to the queue.
 *
 * Ids of events count through the whole execution, so until it is settled they are
 * provisional, far above all real ones, and the events are held.  A Cause names the id
 * of an event, which settles, too.  Afterwards a provisional id is translated wherever
 * it turns up: in what an event follows at once, in branches before the flush.  Held
 * events keep their times, but for those before the last event that others have written
 * meanwhile.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/settle.h"
#include "miscadmin.h"

/* Ids above are provisional. */
#define PROVISIONAL (INT64CONST(1) << 62)
/* So many events are held at most, more or less. */
#define MOST_HELD 1000

static void release_held(Execution *execution);
static void settle_branch(Branch *branch);
static void settle_id(const Execution *execution, int64 *id);
static bool calls_function(const Resource *resource);

void
sfn_execution_share(Execution *execution, Branch *own)
{
	execution->own = own;
	execution->is_unsettled = true;
	execution->stored_events = execution->last_event;
	execution->last_event = PROVISIONAL;
}

void
sfn_execution_settle(Execution *execution)
{
	if (!execution->is_unsettled)
		return;
	execution->host->settle(execution);
	execution->is_unsettled = false;
	execution->own = NULL;
	execution->last_event = execution->settled_after = execution->stored_events;
	release_held(execution);
}

void
sfn_branch_settle(Branch *branch)
{
	if (branch->execution->own == branch)
		sfn_execution_settle(branch->execution);
}

void
sfn_execution_settle_history(Execution *execution)
{
	if (execution->held != NIL)
		sfn_execution_settle(execution);
	if (execution->settled_after != 0 && execution->root != NULL)
		settle_branch(execution->root);
}

int64
sfn_event_settled(const Execution *execution, int64 id)
{
	if (id <= PROVISIONAL || execution->is_unsettled)
		return id;
	return id - PROVISIONAL + execution->settled_after;
}

int64
sfn_execution_event_count(const Execution *execution)
{
	if (!execution->is_unsettled)
		return execution->last_event;
	return execution->stored_events + (execution->last_event - PROVISIONAL);
}

void
sfn_execution_hold_event(Execution *execution, const Event *event)
{
	MemoryContext old = MemoryContextSwitchTo(execution->context);
	Event	   *held = palloc(sizeof(Event));

	*held = *event;
	if (event->data != NULL)
		(void) sfn_document_share(unconstify(Document *, event->data));
	if (event->assigned != NULL)
		(void) sfn_document_share(unconstify(Document *, event->assigned));
	if (event->error != NULL)
		held->error = pstrdup(event->error);
	if (event->cause != NULL)
		held->cause = pstrdup(event->cause);
	if (event->text != NULL)
		held->text = pstrdup(event->text);
	execution->held = lappend(execution->held, held);
	MemoryContextSwitchTo(old);
}

bool
sfn_execution_holds_many(const Execution *execution)
{
	return list_length(execution->held) >= MOST_HELD;
}

static void
release_held(Execution *execution)
{
	List	   *events = execution->held;
	ListCell   *cell;
	TimestampTz clock = execution->clock;
	TimestampTz last = execution->stored_clock;

	execution->held = NIL;
	foreach(cell, events)
	{
		Event	   *event = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		event->id = ++execution->last_event;
		event->previous = sfn_event_settled(execution, event->previous);
		event->time = last = Max(event->time, last);
		execution->host->emit(execution, event);
		sfn_document_release(unconstify(Document *, event->data));
		sfn_document_release(unconstify(Document *, event->assigned));
	}
	list_free_deep(events);
	execution->clock = Max(clock, last);
}

static void
settle_branch(Branch *branch)
{
	const Execution *execution = branch->execution;
	dlist_iter	iter;

	check_stack_depth();
	settle_id(execution, &branch->last_event);
	settle_id(execution, &branch->entered_event);
	settle_id(execution, &branch->before_event);
	if (branch->join != NULL)
	{
		settle_id(execution, &branch->join->started_event);
		settle_id(execution, &branch->join->last_event);
	}
	dlist_foreach(iter, &branch->children)
		settle_branch(dlist_container(Branch, sibling, iter.cur));
}

static void
settle_id(const Execution *execution, int64 *id)
{
	*id = sfn_event_settled(execution, *id);
}

bool
sfn_branch_is_for_others(const Branch *branch)
{
	const Execution *execution = branch->execution;

	if (!execution->hands_over || branch == execution->own)
		return false;
	/* Nobody is beside the main line, but for those who wait for what was settled. */
	if (branch->parent == NULL && execution->settled_after == 0)
		return false;
	return branch->state->type == STATE_TASK &&
		(branch->phase == BRANCH_ENTER || branch->phase == BRANCH_ATTEMPT || branch->phase == BRANCH_RETRYING) &&
		calls_function(branch->state->u.task.resource);
}

/* The others have done their part when a row is written. */
static bool
calls_function(const Resource *resource)
{
	return resource->kind != RESOURCE_ACTIVITY && resource->kind != RESOURCE_PG_NOTIFY &&
		resource->kind != RESOURCE_START_EXECUTION;
}
