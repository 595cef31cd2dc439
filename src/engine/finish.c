/*-------------------------------------------------------------------------
 *
 * finish.c
 *	  The ends an execution can come to.
 *
 * An end removes every branch there is; those that are only rows are the
 * store's to remove when it flushes an ended execution.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "engine/branch.h"
#include "engine/finish.h"
#include "engine/history.h"
#include "engine/settle.h"

static void begin_end(Execution *execution);
static void end(Execution *execution, ExecutionStatus status);
static void keep_error(Execution *execution, const char *error, const char *cause);

void
sfn_execution_succeeded(Execution *execution)
{
	Branch	   *root = execution->root;

	execution->output = sfn_document_share(root->output);
	sfn_history_execution_ended(execution, EVENT_EXECUTION_SUCCEEDED, root->last_event);
	end(execution, EXECUTION_SUCCEEDED);
}

void
sfn_execution_failed(Execution *execution, const ExecutionError *error, int64 previous)
{
	keep_error(execution, error->error, error->cause);
	sfn_history_execution_ended(execution, EVENT_EXECUTION_FAILED, previous);
	end(execution, EXECUTION_FAILED);
}

/*
 * The service gives a timed-out execution neither error nor cause, its event
 * an error, and lets ExecutionTimedOut and ExecutionAborted follow no event.
 */
void
sfn_execution_time_out(Execution *execution)
{
	begin_end(execution);
	sfn_history_execution_ended(execution, EVENT_EXECUTION_TIMED_OUT, 0);
	end(execution, EXECUTION_TIMED_OUT);
}

void
sfn_execution_stop(Execution *execution, const char *error, const char *cause)
{
	begin_end(execution);
	keep_error(execution, error, cause);
	sfn_history_execution_ended(execution, EVENT_EXECUTION_ABORTED, 0);
	end(execution, EXECUTION_ABORTED);
}

void
sfn_execution_fail(Execution *execution, const char *error, const char *cause)
{
	ExecutionError failure = {.error = error, .cause = cause};

	begin_end(execution);
	sfn_execution_failed(execution, &failure, execution->root == NULL ? 0 : execution->root->last_event);
}

/*
 * An end from outside finds branches of all kinds, and nested executions of theirs are
 * to end as well.  An execution that still lies in the queue has been started all the
 * same.
 */
static void
begin_end(Execution *execution)
{
	Branch	   *root = execution->root;

	sfn_execution_settle(execution);
	if (root != NULL && root->id != 0 && execution->host->load_children != NULL)
		execution->host->load_children(execution, root);
	if (execution->last_event == 0)
		sfn_history_execution_started(execution);
}

/* The stop date is the time of the last event, if there are events. */
static void
end(Execution *execution, ExecutionStatus status)
{
	execution->status = status;
	execution->stop_date = sfn_history_wanted(execution) ? execution->clock : sfn_execution_now(execution);
	execution->timer.kind = WAKEUP_NONE;
	if (execution->root != NULL)
		sfn_branch_remove(execution->root);
}

static void
keep_error(Execution *execution, const char *error, const char *cause)
{
	execution->error.error = error == NULL ? NULL : MemoryContextStrdup(execution->context, error);
	execution->error.cause = cause == NULL ? NULL : MemoryContextStrdup(execution->context, cause);
}
