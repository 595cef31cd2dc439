/*-------------------------------------------------------------------------
 *
 * branch.c
 *	  Making, ending and unmaking branches.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/branch.h"
#include "engine/finish.h"
#include "engine/history.h"
#include "engine/join.h"
#include "engine/settle.h"
#include "miscadmin.h"

Branch *
sfn_branch_create(Execution *execution, Branch *parent, const StateScope *scope, int index)
{
	Branch	   *branch = MemoryContextAllocZero(execution->context, sizeof(Branch));

	branch->execution = execution;
	branch->parent = parent;
	branch->index = index;
	branch->scope = scope;
	branch->state = scope->start;
	branch->phase = BRANCH_ENTER;
	dlist_init(&branch->children);
	if (parent != NULL)
	{
		dlist_push_tail(&parent->children, &branch->sibling);
		branch->variables.outer = &parent->variables;
	}
	else
		execution->root = branch;
	return branch;
}

void
sfn_branch_make_runnable(Branch *branch)
{
	dlist_head *runnable = &branch->execution->runnable;
	Branch	   *sibling = NULL;

	if (branch->runnable)
		return;
	branch->runnable = true;
	if (branch->parent != NULL && dlist_has_prev(&branch->parent->children, &branch->sibling))
		sibling = dlist_container(Branch, sibling, dlist_prev_node(&branch->parent->children, &branch->sibling));
	if (sibling != NULL && sibling->runnable)
		dlist_insert_after(&sibling->run, &branch->run);
	else
		dlist_push_head(runnable, &branch->run);
}

void
sfn_branch_set_timer(Branch *branch, WakeupKind kind, TimestampTz due)
{
	branch->timer.kind = kind;
	branch->timer.due = due;
	branch->dirty = true;
}

void
sfn_branch_clear_timer(Branch *branch)
{
	branch->timer.kind = WAKEUP_NONE;
	branch->dirty = true;
}

void
sfn_branch_queue(Branch *branch, TimestampTz due)
{
	sfn_branch_set_timer(branch, WAKEUP_RESUME, due);
}

void
sfn_branch_forget_visit(Branch *branch)
{
	branch->retry_count = 0;
	if (branch->attempts != NULL)
	{
		pfree(branch->attempts);
		branch->attempts = NULL;
	}
	if (branch->timer.kind != WAKEUP_NONE)
		sfn_branch_clear_timer(branch);
	if (branch->pending != NULL)
		sfn_branch_forget_task(branch);
	if (branch->join != NULL)
		sfn_branch_forget_join(branch);
}

void
sfn_branch_forget_task(Branch *branch)
{
	PendingTask *pending = branch->pending;

	if (pending->id != 0)
	{
		MemoryContext old = MemoryContextSwitchTo(branch->execution->context);
		RemovedBranch *removed = palloc0(sizeof(RemovedBranch));

		removed->task_id = pending->id;
		branch->execution->removed = lappend(branch->execution->removed, removed);
		MemoryContextSwitchTo(old);
	}
	sfn_document_release(pending->input);
	pfree(pending);
	branch->pending = NULL;
}

void
sfn_branch_forget_join(Branch *branch)
{
	BranchJoin *join = branch->join;

	sfn_document_release(join->input);
	sfn_document_release(join->items);
	if (join->outputs != NULL)
	{
		for (int i = 0; i < join->count; i++)
			sfn_document_release(join->outputs[i]);
		pfree(join->outputs);
	}
	pfree(join);
	branch->join = NULL;
	branch->dirty = true;
}

void
sfn_branch_stop_nested(Branch *branch)
{
	Execution  *execution = branch->execution;
	PendingTask *pending = branch->pending;

	if (pending == NULL || !pending->has_child)
		return;
	/* Whoever stops both has locked the one around first. */
	sfn_execution_settle(execution);
	pending->has_child = false;
	execution->host->stop_child(execution, &pending->child);
}

bool
sfn_branch_waits(Branch *branch)
{
	while (branch->parent != NULL)
	{
		Branch	   *parent = branch->parent;

		sfn_branch_settle(branch);
		if (!sfn_join_child_waits(branch))
			break;
		branch = parent;
	}
	return false;
}

bool
sfn_branch_succeeded(Branch *branch)
{
	sfn_branch_settle(branch);
	branch->phase = BRANCH_ENDED;
	branch->output = sfn_document_share(branch->input);
	if (branch->parent == NULL)
		sfn_execution_succeeded(branch->execution);
	else
		sfn_join_child_succeeded(branch);
	return false;
}

void
sfn_branch_remove(Branch *branch)
{
	Execution  *execution = branch->execution;
	dlist_mutable_iter iter;

	check_stack_depth();
	dlist_foreach_modify(iter, &branch->children)
		sfn_branch_remove(dlist_container(Branch, sibling, iter.cur));

	sfn_branch_stop_nested(branch);
	if (branch->id != 0)
	{
		MemoryContext old = MemoryContextSwitchTo(execution->context);
		RemovedBranch *removed = palloc0(sizeof(RemovedBranch));

		removed->id = branch->id;
		removed->timer = branch->timer;
		removed->task_id = branch->pending == NULL ? 0 : branch->pending->id;
		execution->removed = lappend(execution->removed, removed);
		MemoryContextSwitchTo(old);
		if (branch->pending != NULL)
			branch->pending->id = 0;
	}
	sfn_branch_forget_visit(branch);
	sfn_document_release(branch->input);
	sfn_document_release(branch->output);
	sfn_document_release(branch->variables.values);
	if (branch->runnable)
		dlist_delete(&branch->run);
	if (branch->parent != NULL)
		dlist_delete(&branch->sibling);
	else
		execution->root = NULL;
	pfree(branch);
}

/*
 * The service writes events for what was open, from outside in: the iteration,
 * the state it was in, what was inside that.  Only Task, Wait, Parallel and Map
 * states have an Aborted event.
 */
void
sfn_branch_write_aborted(Branch *branch, int64 previous)
{
	dlist_iter	iter;

	check_stack_depth();
	if (branch->parent != NULL && branch->parent->state->type == STATE_MAP)
		sfn_history_iteration_ended(branch, EVENT_MAP_ITERATION_ABORTED, previous);
	if (branch->phase != BRANCH_ENTER && branch->phase != BRANCH_ENDED)
	{
		switch (branch->state->type)
		{
			case STATE_TASK:
				sfn_history_leaf(branch, EVENT_TASK_STATE_ABORTED, previous);
				break;
			case STATE_WAIT:
				sfn_history_leaf(branch, EVENT_WAIT_STATE_ABORTED, previous);
				break;
			case STATE_PARALLEL:
				sfn_history_leaf(branch, EVENT_PARALLEL_STATE_ABORTED, previous);
				break;
			case STATE_MAP:
				sfn_history_leaf(branch, EVENT_MAP_STATE_ABORTED, previous);
				break;
			default:
				break;
		}
	}
	dlist_foreach(iter, &branch->children)
		sfn_branch_write_aborted(dlist_container(Branch, sibling, iter.cur), previous);
}

Branch *
sfn_branch_find_token(Execution *execution, const uint8 *token_hash)
{
	List	   *open = NIL;

	if (execution->root != NULL)
		open = list_make1(execution->root);
	while (open != NIL)
	{
		Branch	   *branch = llast(open);
		dlist_iter	iter;

		CHECK_FOR_INTERRUPTS();
		open = list_delete_last(open);
		if (branch->pending != NULL && branch->pending->has_token &&
			memcmp(branch->pending->token_hash, token_hash, TASK_TOKEN_HASH_BYTES) == 0)
			return branch;
		dlist_foreach(iter, &branch->children)
			open = lappend(open, dlist_container(Branch, sibling, iter.cur));
	}
	return NULL;
}
