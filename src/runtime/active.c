/*-------------------------------------------------------------------------
 *
 * active.c
 *	  The executions this backend is driving right now, innermost first.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/xact.h"
#include "runtime/active.h"
#include "storage/ipc.h"

static void forget_requests(SubXactEvent event, SubTransactionId subtransaction, SubTransactionId parent, void *arg);

/* Head of a list whose entries live on the C stack of the functions that drive. */
static ActiveExecution *innermost = NULL;

void
sfn_active_push(ActiveExecution *entry, Execution *execution)
{
	static bool registered = false;

	if (!registered)
	{
		RegisterSubXactCallback(forget_requests, NULL);
		registered = true;
	}
	entry->execution = execution;
	entry->outer = innermost;
	innermost = entry;
}

void
sfn_active_pop(const ActiveExecution *entry)
{
	Assert(innermost == entry);
	innermost = entry->outer;
}

Execution *
sfn_active_find(const pg_uuid_t *id)
{
	for (ActiveExecution *entry = innermost; entry != NULL; entry = entry->outer)
	{
		if (memcmp(&entry->execution->id, id, sizeof(*id)) == 0)
			return entry->execution;
	}
	return NULL;
}

Execution *
sfn_active_find_by_name(int64 machine, const char *name)
{
	for (ActiveExecution *entry = innermost; entry != NULL; entry = entry->outer)
	{
		const Execution *execution = entry->execution;

		if (execution->identity->machine_id == machine && strcmp(execution->name, name) == 0)
			return entry->execution;
	}
	return NULL;
}

List *
sfn_active_list(int64 machine)
{
	List	   *ids = NIL;

	for (ActiveExecution *entry = innermost; entry != NULL; entry = entry->outer)
	{
		if (machine == 0 || entry->execution->identity->machine_id == machine)
		{
			pg_uuid_t  *id = palloc(sizeof(pg_uuid_t));

			*id = entry->execution->id;
			ids = lappend(ids, id);
		}
	}
	return ids;
}

bool
sfn_active_any(void)
{
	return innermost != NULL;
}

void
sfn_active_request(Execution *execution, const ExecutionRequest *request)
{
	MemoryContext old = MemoryContextSwitchTo(execution->context);
	ExecutionRequest *kept = palloc(sizeof(ExecutionRequest));

	*kept = *request;
	kept->subtransaction = GetCurrentSubTransactionId();
	if (request->output != NULL)
		kept->output = sfn_document_new(execution->context, &request->output->value);
	if (request->error != NULL)
		kept->error = pstrdup(request->error);
	if (request->cause != NULL)
		kept->cause = pstrdup(request->cause);
	execution->requests = lappend(execution->requests, kept);
	MemoryContextSwitchTo(old);
}

/*
 * Requests made in a subtransaction share its fate: rolled back they are
 * forgotten, committed they become the parent's.
 */
static void
forget_requests(SubXactEvent event, SubTransactionId subtransaction, SubTransactionId parent, void *arg)
{
	if (event != SUBXACT_EVENT_ABORT_SUB && event != SUBXACT_EVENT_COMMIT_SUB)
		return;
	/*
	 * A process that ends aborts from within: nothing was popped, while the memory
	 * of inner executions goes with their subtransactions.
	 */
	if (proc_exit_inprogress)
		return;
	for (ActiveExecution *entry = innermost; entry != NULL; entry = entry->outer)
	{
		ListCell   *cell;

		foreach(cell, entry->execution->requests)
		{
			ExecutionRequest *request = lfirst(cell);

			if (request->subtransaction != subtransaction)
				continue;
			if (event == SUBXACT_EVENT_COMMIT_SUB)
				request->subtransaction = parent;
			else
				entry->execution->requests = foreach_delete_current(entry->execution->requests, cell);
		}
	}
}
