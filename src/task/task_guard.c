/*-------------------------------------------------------------------------
 *
 * task_guard.c
 *	  The call wrapper: what happens around every call of a task.
 *
 * A task's code belongs to whoever defined the machine, not to whoever happens
 * to drive the execution: a trigger's user, a worker, an operator's session.
 * So it runs
 *
 *	- in a subtransaction, which is rolled back before its error is even looked
 *	  at: a failed task has done nothing;
 *	- as the task's role.  Where that is another than the current user, the
 *	  session is closed to it: no SET ROLE, and nothing that would run later
 *	  with the session's rights (deferred triggers, WITH HOLD cursors) or
 *	  change what the session's names mean (temporary tables, PREPARE).  In a
 *	  session that has SET ROLE to the task's role there is a way back as well,
 *	  and that alone is closed;
 *	- with the search_path of its revision;
 *	- in a GUC nest of its own, undone at the end even where the task
 *	  succeeded, since a SET (of a role, of a path, of a custom setting that
 *	  other code trusts) would otherwise outlive it.
 *
 * Nothing is switched that is right already.  Any SET in a transaction makes the
 * end of every GUC nest look at all settings, so leaving search_path alone where
 * it does not differ is worth a comparison.
 *
 * error_context_stack begins afresh inside the call: the Cause of an error tells
 * where in the task it happened, and nothing about who called sfn.  An error that
 * goes up gets the lines of the callers as it is thrown again.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/defence.h"
#include "base/settings.h"
#include "catalog/namespace.h"
#include "miscadmin.h"
#include "nodes/memnodes.h"
#include "task/sql_error.h"
#include "task/task_deadline.h"
#include "task/task_guard.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/portal.h"
#include "utils/resowner.h"
#include "utils/snapmgr.h"

/* What a call finds, to be put back after it */
typedef struct SessionState
{
	Oid			user;
	int			security_context;
	int			guc_nest;
	bool		has_snapshot;
	MemoryContext newest_portal;
} SessionState;

static void session_enter(const TaskRun *run, SessionState *session);
static void session_leave(const SessionState *session);
static void handle_error(TaskRun *run, const IntegrationRoutine *routine, ErrorData *edata, bool timed_out,
						 TaskOutcome *outcome);
static MemoryContext all_portals(void);
static void close_new_portals(MemoryContext newest_before);

void
sfn_task_guard_call(TaskRun *run, const IntegrationRoutine *routine, TaskOutcome *outcome)
{
	ResourceOwner owner = CurrentResourceOwner;
	bool		has_deadline = run->call->timeout_ms > 0;
	TaskDeadline deadline;
	ErrorData  *volatile edata = NULL;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(run->context);
	if (has_deadline)
		sfn_task_deadline_begin(&deadline, run->call->timeout_ms);
	PG_TRY();
	{
		SessionState session;

		error_context_stack = sfn_task_deadline_context();
		session_enter(run, &session);
		routine->call(run, &outcome->result);
		CHECK_FOR_INTERRUPTS();
		/*
		 * Too large a result fails the task, so what the task did must go with
		 * it.
		 */
		if (sfn_json_exceeds(&outcome->result, sfn_setting_max_payload_bytes))
			sfn_task_result_too_large(run);
		session_leave(&session);
		ReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		if (has_deadline)
			sfn_task_deadline_end(&deadline);
		MemoryContextSwitchTo(run->context);
		edata = CopyErrorData();
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
	}
	PG_END_TRY();
	MemoryContextSwitchTo(run->context);
	CurrentResourceOwner = owner;

	if (has_deadline && edata == NULL)
		sfn_task_deadline_end(&deadline);
	if (routine->finish != NULL)
		routine->finish(run, edata != NULL);
	if (edata == NULL)
		outcome->status = TASK_SUCCEEDED;
	else
		handle_error(run, routine, edata, has_deadline && sfn_task_deadline_caused(&deadline, edata), outcome);
}

void
sfn_task_give_up(TaskRun *run, const char *name, const char *cause_format,...)
{
	StringInfoData cause;
	int			needed;

	MemoryContextSwitchTo(run->context);
	initStringInfo(&cause);
	do
	{
		va_list		arguments;

		va_start(arguments, cause_format);
		needed = appendStringInfoVA(&cause, cause_format, arguments);
		va_end(arguments);
		if (needed > 0)
			enlargeStringInfo(&cause, needed);
	} while (needed > 0);
	sfn_execution_error_set(&run->failure, name, "%s", cause.data);
	ereport(ERROR,
			(errcode(ERRCODE_SFN_TASK_ERROR),
			 errmsg("%s", name),
			 errdetail_internal("%s", cause.data)));
}

void
sfn_task_result_too_large(TaskRun *run)
{
	const Resource *resource = run->call->resource;

	sfn_task_give_up(run, STATES_DATA_LIMIT_EXCEEDED,
					 "The state/task '%s' returned a result with a size exceeding "
					 "the maximum number of bytes service limit.",
					 resource->kind == RESOURCE_LAMBDA ? resource->text : resource->type);
}

static void
session_enter(const TaskRun *run, SessionState *session)
{
	const char *search_path = run->call->surroundings->search_path;
	int			closed = 0;

	if (SFN_DEFENDED(restricted_operation))
		closed |= SECURITY_RESTRICTED_OPERATION;
	if (SFN_DEFENDED(local_userid_change))
		closed |= SECURITY_LOCAL_USERID_CHANGE;

	session->guc_nest = NewGUCNestLevel();
	if (strcmp(search_path, namespace_search_path) != 0 && SFN_DEFENDED(captured_path))
		(void) set_config_option("search_path", search_path, PGC_USERSET, PGC_S_SESSION,
								 GUC_ACTION_SAVE, true, 0, false);
	GetUserIdAndSecContext(&session->user, &session->security_context);
	if (run->role.oid != session->user && SFN_DEFENDED(task_role))
		SetUserIdAndSecContext(run->role.oid, session->security_context | closed);
	else if (session->user != GetSessionUserId())
		SetUserIdAndSecContext(session->user, session->security_context |
							   (closed & SECURITY_LOCAL_USERID_CHANGE));
	session->newest_portal = all_portals()->firstchild;

	/*
	 * A worker between two transactions' statements has none, and TOAST needs
	 * one.
	 */
	session->has_snapshot = ActiveSnapshotSet();
	if (!session->has_snapshot)
		PushActiveSnapshot(GetTransactionSnapshot());
}

static void
session_leave(const SessionState *session)
{
	if (SFN_DEFENDED(open_cursors))
		close_new_portals(session->newest_portal);
	if (!session->has_snapshot)
		PopActiveSnapshot();
	/* false: settings go back to what they were although nothing has failed */
	AtEOXact_GUC(!SFN_DEFENDED(setting_nest), session->guc_nest);
	SetUserIdAndSecContext(session->user, session->security_context);
}

/* The subtransaction is gone: what was it, and whose? */
static void
handle_error(TaskRun *run, const IntegrationRoutine *routine, ErrorData *edata, bool timed_out,
			 TaskOutcome *outcome)
{
	const char *switched_role = run->role.oid == GetUserId() ? NULL : run->role.name;

	if (run->failure.error != NULL && edata->sqlerrcode == ERRCODE_SFN_TASK_ERROR)
		outcome->error = run->failure;
	else if (timed_out)
	{
		outcome->status = TASK_TIMED_OUT;
		outcome->error = (ExecutionError) {.error = STATES_TIMEOUT};
		return;
	}
	else if (sfn_sql_error_is_of_task(edata))
		sfn_sql_error_to_execution(edata, switched_role, &outcome->error);
	else
		ThrowErrorData(edata);

	outcome->status = TASK_FAILED;
	if (routine->forgive != NULL && routine->forgive(run, &outcome->error, &outcome->result))
	{
		outcome->status = TASK_SUCCEEDED;
		outcome->error = (ExecutionError) {NULL};
	}
}

/*
 * Cursors that the task has left open would stay open until the end of the
 * transaction, under names that others may want.  The server has no list of
 * them to walk through, but each has a memory context under one parent, the
 * newest first, whose identifier is its name; usually there is no new one.
 */
static MemoryContext
all_portals(void)
{
	static MemoryContext parent = NULL;

	if (parent == NULL)
	{
		for (parent = TopMemoryContext->firstchild; parent != NULL; parent = parent->nextchild)
		{
			if (strcmp(parent->name, "TopPortalContext") == 0)
				break;
		}
		if (parent == NULL)
			elog(ERROR, "memory context of portals not found");
	}
	return parent;
}

static void
close_new_portals(MemoryContext newest_before)
{
	MemoryContext next;

	if (all_portals()->firstchild == newest_before)
		return;
	for (MemoryContext context = all_portals()->firstchild; context != NULL; context = next)
	{
		Portal		portal = context->ident == NULL ? NULL : GetPortalByName(context->ident);

		next = context->nextchild;
		if (PortalIsValid(portal) && portal->createSubid == GetCurrentSubTransactionId() &&
			portal->status != PORTAL_ACTIVE && !portal->portalPinned)
			PortalDrop(portal, false);
	}
}
