/*-------------------------------------------------------------------------
 *
 * execution.c
 *	  An execution's life in memory: made, begun, moved by what happens
 *	  outside, freed.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/branch.h"
#include "engine/execution.h"
#include "engine/history.h"
#include "engine/task_wait.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

static const char *const status_names[] = {
	[EXECUTION_RUNNING] = "RUNNING",
	[EXECUTION_SUCCEEDED] = "SUCCEEDED",
	[EXECUTION_FAILED] = "FAILED",
	[EXECUTION_TIMED_OUT] = "TIMED_OUT",
	[EXECUTION_ABORTED] = "ABORTED",
};

Execution *
sfn_execution_create_empty(MemoryContext parent, const ExecutionHost *host, const MachineIdentity *identity)
{
	MemoryContext context = AllocSetContextCreate(parent, "sfn execution", ALLOCSET_SMALL_SIZES);
	Execution  *execution = MemoryContextAllocZero(context, sizeof(Execution));

	execution->context = context;
	execution->step = AllocSetContextCreate(context, "sfn step", ALLOCSET_SMALL_SIZES);
	execution->host = host;
	execution->identity = identity;
	execution->status = EXECUTION_RUNNING;
	execution->yields_at = DT_NOEND;
	dlist_init(&execution->runnable);
	return execution;
}

Execution *
sfn_execution_create(MemoryContext parent, const ExecutionHost *host, const MachineIdentity *identity,
					 const JsonbValue *input)
{
	Execution  *execution = sfn_execution_create_empty(parent, host, identity);

	execution->input = sfn_document_new(execution->context, input);
	execution->start_date = execution->clock = GetCurrentTimestamp();
	return execution;
}

Document *
sfn_execution_input(Execution *execution)
{
	if (execution->input == NULL)
		execution->host->load_input(execution);
	return execution->input;
}

void
sfn_execution_free(Execution *execution)
{
	MemoryContextDelete(execution->context);
}

void
sfn_execution_begin(Execution *execution)
{
	Branch	   *root = sfn_branch_create(execution, NULL, execution->identity->machine->scope, 0);

	root->input = sfn_document_share(sfn_execution_input(execution));
	sfn_history_execution_started(execution);
	sfn_branch_make_runnable(root);
}

void
sfn_branch_timer_fired(Branch *branch)
{
	sfn_branch_clear_timer(branch);
	if (branch->phase == BRANCH_TASK)
	{
		sfn_task_apply_answer(branch);
		return;
	}
	Assert(branch->phase <= BRANCH_RETRYING || branch->phase == BRANCH_JOINING);
	sfn_branch_make_runnable(branch);
}

/*
 * Due in real time, which is what workers go by; the execution's own may be ahead of it.
 */
void
sfn_execution_queue(Execution *execution)
{
	TimestampTz now = GetCurrentTimestamp();

	while (!dlist_is_empty(&execution->runnable))
	{
		Branch	   *branch = dlist_container(Branch, run, dlist_pop_head_node(&execution->runnable));

		branch->runnable = false;
		sfn_branch_queue(branch, now);
	}
}

const char *
sfn_execution_status_name(ExecutionStatus status)
{
	return status_names[status];
}

bool
sfn_execution_status_parse(const char *name, ExecutionStatus *status)
{
	for (int i = 0; i < lengthof(status_names); i++)
	{
		if (strcmp(name, status_names[i]) == 0)
		{
			*status = (ExecutionStatus) i;
			return true;
		}
	}
	return false;
}
