/*-------------------------------------------------------------------------
 *
 * answer.c
 *	  Answers from outside: task tokens and activity workers.
 *
 * A token tells which execution it belongs to, so that one that was used or has
 * expired is told from one that never existed.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "runtime/active.h"
#include "runtime/answer.h"
#include "runtime/drive.h"
#include "store/execution_store.h"
#include "utils/timestamp.h"

static void answer(const char *token, ExecutionRequest *request);
static bool apply(const ExecutionRequest *request);

void
sfn_answer_success(const char *token, const JsonbValue *output)
{
	ExecutionRequest request = {.kind = REQUEST_TASK_SUCCESS,
	.output = sfn_document_new(CurrentMemoryContext, output)};

	answer(token, &request);
}

void
sfn_answer_failure(const char *token, const char *error, const char *cause)
{
	ExecutionRequest request = {.kind = REQUEST_TASK_FAILURE, .error = error, .cause = cause};

	answer(token, &request);
}

void
sfn_answer_heartbeat(const char *token)
{
	ExecutionRequest request = {.kind = REQUEST_TASK_HEARTBEAT};

	answer(token, &request);
}

void
sfn_answer_late(List *requests)
{
	ListCell   *cell;

	foreach(cell, requests)
	{
		CHECK_FOR_INTERRUPTS();
		(void) apply(lfirst(cell));
	}
}

bool
sfn_answer_take(const char *activity_arn, const char *worker_name, char **token, JsonbValue *input)
{
	pg_uuid_t	execution;
	int64		branch_id;
	Drive		drive;

	while (sfn_task_take_activity(activity_arn, &execution, &branch_id))
	{
		char	   *made;

		CHECK_FOR_INTERRUPTS();
		if (!sfn_drive_load(&drive, &execution, branch_id, GetCurrentTimestamp()))
			continue;
		sfn_json_from_jsonb(sfn_json_to_jsonb(&drive.branch->pending->input->value), input);
		made = sfn_branch_activity_taken(drive.branch, worker_name);
		*token = pstrdup(made);
		sfn_drive_run(&drive);
		return true;
	}
	return false;
}

static void
answer(const char *token, ExecutionRequest *request)
{
	pg_uuid_t	id;
	Execution  *active;
	ExecutionHead head;

	if (!sfn_token_parse(token, &id, request->token_hash))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_TOKEN),
				 errmsg("Invalid Token: 'Invalid token'")));
	active = sfn_active_find(&id);
	if (active != NULL)
	{
		sfn_active_request(active, request);
		return;
	}
	if (apply(request))
		return;
	if (sfn_execution_head(&id, &head))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_TASK_TIMED_OUT),
				 errmsg("Task Timed Out: 'Provided task does not exist anymore'")));
	ereport(ERROR,
			(errcode(ERRCODE_SFN_TASK_DOES_NOT_EXIST),
			 errmsg("Task does not exist: 'Provided task does not exist'")));
}

/* false: no task waits with this token. */
static bool
apply(const ExecutionRequest *request)
{
	pg_uuid_t	execution;
	int64		branch_id;
	Drive		drive;

	if (!sfn_task_find_by_token(request->token_hash, &execution, &branch_id) ||
		!sfn_drive_load(&drive, &execution, branch_id, GetCurrentTimestamp()))
		return false;

	/* Who waited for the lock may find that another answer came first. */
	if (sfn_branch_find_token(drive.execution, request->token_hash) != drive.branch)
	{
		sfn_drive_abandon(&drive);
		return false;
	}
	if (request->kind == REQUEST_TASK_SUCCESS)
		sfn_branch_task_succeeded(drive.branch, &request->output->value);
	else if (request->kind == REQUEST_TASK_FAILURE)
		sfn_branch_task_failed(drive.branch, request->error, request->cause);
	else
		sfn_branch_heartbeat(drive.branch);
	if (drive.execution->async)
		sfn_drive_queue(&drive);
	else
		sfn_drive_run(&drive);
	return true;
}
