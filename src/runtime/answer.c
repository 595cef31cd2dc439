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

#include "access/xact.h"
#include "base/settings.h"
#include "miscadmin.h"
#include "runtime/access.h"
#include "runtime/active.h"
#include "runtime/answer.h"
#include "runtime/drive.h"
#include "runtime/quota.h"
#include "runtime/wake.h"
#include "store/execution_store.h"
#include "utils/memutils.h"
#include "utils/resowner.h"
#include "utils/timestamp.h"

/* A worker that asks for a task */
typedef struct Poll
{
	const char *activity_arn;
	const char *worker_name;
	MemoryContext context;		/* of one attempt */
	TakenTask  *task;
} Poll;

static bool take_or_let_go(void *arg);
static bool take(Poll *poll);
static void answer(const char *token, ExecutionRequest *request);
static void parse_token(const char *token, pg_uuid_t *execution, uint8 *hash);
static bool is_answered(const Execution *execution, const uint8 *token_hash);
static void refuse_gone(void) pg_attribute_noreturn();
static void refuse_unknown(void) pg_attribute_noreturn();
static bool apply(const ExecutionRequest *request, bool may_wait);

void
sfn_answer_check_token(const char *token)
{
	pg_uuid_t	execution;

	parse_token(token, &execution, NULL);
}

void
sfn_answer_success(const char *token, const JsonbValue *output)
{
	ExecutionRequest request = {.kind = REQUEST_TASK_SUCCESS};

	if (sfn_json_exceeds(output, sfn_setting_max_payload_bytes))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("1 validation error detected: Value at 'output' failed to satisfy constraint: Member must have length less than or equal to %d",
						sfn_setting_max_payload_bytes)));
	request.output = sfn_document_new(CurrentMemoryContext, output);
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
sfn_answer_late(List *requests, bool may_wait)
{
	ListCell   *cell;

	foreach(cell, requests)
	{
		CHECK_FOR_INTERRUPTS();
		(void) apply(lfirst(cell), may_wait);
	}
}

bool
sfn_answer_take(const char *activity_arn, const char *worker_name, TimestampTz until, TakenTask *task)
{
	Poll		poll = {.activity_arn = activity_arn, .worker_name = worker_name, .task = task};
	LOCKTAG		place;
	bool		taken;

	PreventCommandIfReadOnly("sfn_get_activity_task()");
	PreventCommandDuringRecovery("sfn_get_activity_task()");
	if (until <= GetCurrentTimestamp() || sfn_active_any() ||
		TransactionIdIsValid(GetTopTransactionIdIfAny()))
		return take(&poll);

	poll.context = AllocSetContextCreate(CurrentMemoryContext, "sfn poll", ALLOCSET_DEFAULT_SIZES);
	sfn_quota_enter_poll(activity_arn, &place);
	taken = sfn_wake_wait(WAKE_ACTIVITY_TASK, sfn_wake_activity_key(activity_arn), take_or_let_go, &poll, until);
	sfn_quota_leave_poll(&place);
	if (!taken)
		MemoryContextDelete(poll.context);
	return taken;
}

/*
 * In a subtransaction: who found a task gone after it had locked the execution must
 * not hold that lock while it waits for the next.  Where nothing was locked nothing is
 * rolled back, since that would also end the waiting for the condition variable, and so
 * make it look again at once, for ever.
 */
static bool
take_or_let_go(void *arg)
{
	Poll	   *poll = arg;
	ResourceOwner owner = CurrentResourceOwner;
	MemoryContext old = CurrentMemoryContext;
	bool		taken;

	BeginInternalSubTransaction(NULL);
	MemoryContextReset(poll->context);
	MemoryContextSwitchTo(poll->context);
	taken = take(poll);
	if (taken || !TransactionIdIsValid(GetCurrentTransactionIdIfAny()))
		ReleaseCurrentSubTransaction();
	else
		RollbackAndReleaseCurrentSubTransaction();
	MemoryContextSwitchTo(old);
	CurrentResourceOwner = owner;
	return taken;
}

/*
 * The search may have read a task before its execution was locked, so it is
 * looked at again.
 */
static bool
take(Poll *poll)
{
	pg_uuid_t	execution;
	int64		branch_id;
	Drive		drive;

	while (sfn_task_take_activity(poll->activity_arn, sfn_active_list(0), &execution, &branch_id))
	{
		const PendingTask *pending;

		CHECK_FOR_INTERRUPTS();
		if (!sfn_drive_load(&drive, &execution, branch_id, GetCurrentTimestamp()))
			continue;
		pending = drive.branch->pending;
		if (pending == NULL || pending->taken || pending->activity == NULL ||
			strcmp(pending->activity, poll->activity_arn) != 0)
		{
			sfn_drive_abandon(&drive);
			continue;
		}
		sfn_json_from_jsonb(sfn_json_to_jsonb(&pending->input->value), &poll->task->input);
		poll->task->token = sfn_branch_activity_taken(drive.branch, poll->worker_name);
		sfn_drive_run(&drive);
		return true;
	}
	return false;
}

char *
sfn_answer_new_token(int64 task)
{
	pg_uuid_t	execution;
	int64		branch_id;
	ExecutionHead head;
	MachineRow *machine;
	Drive		drive;
	char	   *token;

	PreventCommandIfReadOnly("sfn_new_task_token()");
	if (!sfn_task_find(task, &execution, &branch_id) || !sfn_execution_head(&execution, &head))
		refuse_unknown();
	machine = sfn_machine_fetch(head.machine);
	if (machine == NULL)
		refuse_unknown();
	sfn_access_check(TARGET_MACHINE, head.machine, machine->name, ACCESS_MANAGE);
	if (sfn_active_find(&execution) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("a task of the execution that is running cannot be given a token")));
	if (!sfn_drive_load(&drive, &execution, branch_id, GetCurrentTimestamp()))
		refuse_unknown();
	if (drive.branch->pending == NULL || drive.branch->pending->id != task)
		refuse_unknown();
	if (drive.branch->pending->is_answered)
		refuse_gone();
	if (!drive.branch->pending->has_token)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("task " INT64_FORMAT " has no token yet", task),
				 errdetail("No worker has taken it from its activity's queue."),
				 errhint("Take it with sfn_get_activity_task.")));
	token = sfn_branch_renew_token(drive.branch);
	sfn_drive_run(&drive);
	return token;
}

static void
answer(const char *token, ExecutionRequest *request)
{
	static const char *const names[] = {
		[REQUEST_TASK_SUCCESS] = "sfn_send_task_success()",
		[REQUEST_TASK_FAILURE] = "sfn_send_task_failure()",
		[REQUEST_TASK_HEARTBEAT] = "sfn_send_task_heartbeat()",
	};
	pg_uuid_t	id;
	Execution  *active;
	ExecutionHead head;

	PreventCommandIfReadOnly(names[request->kind]);
	parse_token(token, &id, request->token_hash);
	active = sfn_active_find(&id);
	if (active != NULL)
	{
		if (is_answered(active, request->token_hash))
			refuse_gone();
		sfn_active_request(active, request);
		return;
	}
	if (apply(request, true))
		return;
	if (sfn_execution_head(&id, &head))
		refuse_gone();
	refuse_unknown();
}

static void
parse_token(const char *token, pg_uuid_t *execution, uint8 *hash)
{
	if (!sfn_token_parse(token, execution, hash))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_TOKEN),
				 errmsg("Invalid Token: 'Invalid token'")));
}

/* Whether an answer with this token is kept already. */
static bool
is_answered(const Execution *execution, const uint8 *token_hash)
{
	ListCell   *cell;

	foreach(cell, execution->requests)
	{
		const ExecutionRequest *request = lfirst(cell);

		if ((request->kind == REQUEST_TASK_SUCCESS || request->kind == REQUEST_TASK_FAILURE) &&
			memcmp(request->token_hash, token_hash, TASK_TOKEN_HASH_BYTES) == 0)
			return true;
	}
	return false;
}

static void
refuse_gone(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_TASK_TIMED_OUT),
			 errmsg("Task Timed Out: 'Provided task does not exist anymore'")));
}

static void
refuse_unknown(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_TASK_DOES_NOT_EXIST),
			 errmsg("Task does not exist: 'Provided task does not exist'")));
}

/* false: no task waits with this token. */
static bool
apply(const ExecutionRequest *request, bool may_wait)
{
	pg_uuid_t	execution;
	int64		branch_id;
	Drive		drive;

	if (!sfn_task_find_by_token(request->token_hash, &execution, &branch_id) ||
		!sfn_drive_load_to_note(&drive, &execution, branch_id, GetCurrentTimestamp(), may_wait))
		return false;

	/*
	 * Who waited for the lock may find that another answer came first; and
	 * time may be over.
	 */
	if (sfn_branch_find_token(drive.execution, request->token_hash) != drive.branch ||
		Min(drive.branch->pending->timeout_at, drive.branch->pending->heartbeat_at) <= drive.execution->clock)
	{
		sfn_drive_abandon(&drive);
		return false;
	}
	sfn_branch_answer(drive.branch, request, drive.execution->async);
	if (drive.execution->async)
		sfn_drive_queue(&drive);
	else
		sfn_drive_run(&drive);
	return true;
}
