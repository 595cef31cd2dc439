/*-------------------------------------------------------------------------
 *
 * start.c
 *	  Start executions: inline, async, express, nested.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/rfc3339.h"
#include "base/settings.h"
#include "engine/history.h"
#include "miscadmin.h"
#include "runtime/access.h"
#include "runtime/active.h"
#include "runtime/drive.h"
#include "runtime/execution_log.h"
#include "runtime/express.h"
#include "runtime/machine_cache.h"
#include "runtime/machine_hold.h"
#include "runtime/name_lock.h"
#include "runtime/quota.h"
#include "runtime/start.h"
#include "runtime/wake.h"
#include "store/execution_store.h"
#include "utils/timestamp.h"

static void check_request(const StartRequest *request, const MachineReference *machine);
static bool find_existing(const StartRequest *request, const CachedRevision *revision, StartResult *result);
static void refuse_deleted(const CachedRevision *revision) pg_attribute_noreturn();
static void refuse_existing(const CachedRevision *revision, const char *name) pg_attribute_noreturn();
static Execution *create(const StartRequest *request, const MachineReference *machine,
						 const CachedRevision *revision);
static void run(Execution *execution, const StartRequest *request);
static bool keep_if_logged(Execution *execution);
static void enqueue(Execution *execution);
static void flush_named(Execution *execution, const CachedRevision *revision);
static void report(const Execution *execution, StartResult *result);

void
sfn_execution_start(const StartRequest *request, StartResult *result)
{
	MachineReference machine;
	CachedRevision *revision;
	Execution  *execution;
	uint64		generation;

	PreventCommandIfReadOnly("sfn_start()");
	PreventCommandDuringRecovery("sfn_start()");
	memset(result, 0, sizeof(*result));
	generation = sfn_machine_cache_generation();
	sfn_machine_resolve(request->machine, &machine);
	check_request(request, &machine);
	revision = sfn_revision_acquire(machine.machine.revision);
	if (request->name != NULL && revision->identity.type == MACHINE_STANDARD &&
		find_existing(request, revision, result))
	{
		sfn_revision_release(revision);
		return;
	}
	if (revision->identity.type == MACHINE_STANDARD)
		sfn_quota_check_execution(revision->identity.arn);
	execution = create(request, &machine, revision);
	run(execution, request);
	if (execution->status == EXECUTION_RUNNING && !sfn_machine_hold(machine.machine.id, generation))
		refuse_deleted(revision);
	if (revision->identity.type == MACHINE_STANDARD || request->async)
		flush_named(execution, revision);
	else
		keep_if_logged(execution);
	report(execution, result);
	sfn_execution_free(execution);
	sfn_revision_release(revision);
}

void
sfn_express_run_queued(Execution *execution)
{
	execution->host = sfn_express_host(execution->identity);
	execution->hands_over = false;
	execution->yields_at = DT_NOEND;
	sfn_execution_set_time_limit(execution, sfn_execution_now(execution));
	sfn_execution_begin(execution);
	sfn_express_run(execution);
	if (!keep_if_logged(execution))
		sfn_execution_delete(&execution->id);
	sfn_wake_note_execution(&execution->id);
}

/*
 * Those of an EXPRESS execution begin when it runs: as long as it lies in the
 * queue nobody waits for it.
 */
void
sfn_execution_set_time_limit(Execution *execution, TimestampTz since)
{
	int64		seconds = execution->identity->machine->timeout_seconds;
	int64		longest = execution->identity->type == MACHINE_EXPRESS ?
		EXPRESS_MAX_SECONDS : sfn_setting_max_execution_seconds;

	if (longest > 0)
		seconds = seconds == 0 ? longest : Min(seconds, longest);
	if (seconds == 0)
		return;
	execution->timer.kind = WAKEUP_EXECUTION_TIMEOUT;
	execution->timer.due = sfn_time_add_ms(since, seconds * 1000);
}

static void
check_request(const StartRequest *request, const MachineReference *machine)
{
	Oid			user = OidIsValid(request->user) ? request->user : GetUserId();

	if (!sfn_access_allowed(user, TARGET_MACHINE, machine->machine.id, ACCESS_START))
		sfn_access_refuse(user, TARGET_MACHINE, machine->machine.name, ACCESS_START);
	if (request->sync && machine->machine.type != MACHINE_EXPRESS)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_STATE_MACHINE_TYPE_NOT_SUPPORTED),
				 errmsg("This operation is not supported by this type of state machine"),
				 errdetail("State machine \"%s\" is of type STANDARD.", machine->machine.name),
				 errhint("Use sfn_start.")));
	if (request->name != NULL)
		sfn_name_check(request->name);
	if (sfn_json_exceeds(request->input, sfn_setting_max_payload_bytes))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to %d",
						sfn_setting_max_payload_bytes)));
}

/*
 * The same name and the same input give the execution that runs already;
 * anything else under a name that was used is refused.  Concurrent starts of
 * one name wait for each other, so that the second finds the first.
 */
static bool
find_existing(const StartRequest *request, const CachedRevision *revision, StartResult *result)
{
	int64		machine = revision->identity.machine_id;
	Execution  *active = sfn_active_find_by_name(machine, request->name);
	pg_uuid_t	id;
	ExecutionRow *row;
	JsonbValue	input;

	if (active != NULL)
	{
		if (!sfn_json_equal(&active->input->value, request->input))
			refuse_existing(revision, request->name);
		report(active, result);
		result->existed = true;
		return true;
	}
	sfn_name_lock(machine, request->name);
	if (!sfn_execution_find_by_name(machine, request->name, &id))
		return false;
	row = sfn_execution_fetch_newest(&id);
	if (row == NULL)
		return false;
	sfn_json_from_jsonb(row->input, &input);
	if (row->status != EXECUTION_RUNNING || !sfn_json_equal(&input, request->input))
		refuse_existing(revision, request->name);
	result->execution = id;
	result->arn = sfn_arn_execution(revision->machine.region, revision->machine.account,
									revision->machine.name, request->name);
	result->name = pstrdup(request->name);
	result->machine_arn = pstrdup(revision->identity.arn);
	result->type = revision->identity.type;
	result->start_date = row->start_date;
	result->status = EXECUTION_RUNNING;
	result->existed = true;
	return true;
}

static void
refuse_existing(const CachedRevision *revision, const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_EXECUTION_ALREADY_EXISTS),
			 errmsg("Execution Already Exists: '%s'",
					sfn_arn_execution(revision->machine.region, revision->machine.account,
									  revision->machine.name, name)),
			 errhint("A name is free again when its execution has been purged.")));
}

/* As if the deletion had come before the start */
static void
refuse_deleted(const CachedRevision *revision)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_STATE_MACHINE_DOES_NOT_EXIST),
			 errmsg("State Machine Does Not Exist: '%s'", revision->identity.arn),
			 errdetail("It was deleted while the execution started.")));
}

static Execution *
create(const StartRequest *request, const MachineReference *machine, const CachedRevision *revision)
{
	const MachineRow *row = &revision->machine;
	bool		express = revision->identity.type == MACHINE_EXPRESS;
	const ExecutionHost *host = express && !request->async ?
		sfn_express_host(&revision->identity) : &sfn_stored_host;
	Execution  *execution = sfn_execution_create(CurrentMemoryContext, host,
												 &revision->identity, request->input);
	MemoryContext old = MemoryContextSwitchTo(execution->context);

	/* By check_request */
	execution->input->size_checked = true;
	sfn_uuid7(&execution->id);
	execution->name_given = request->name != NULL;
	execution->name = request->name != NULL ? pstrdup(request->name) : sfn_uuid_text(&execution->id);
	execution->arn = express ?
		sfn_arn_express(row->region, row->account, row->name, execution->name, &execution->id) :
		sfn_arn_execution(row->region, row->account, row->name, execution->name);
	execution->async = request->async;
	execution->sync = request->sync;
	execution->notifies = sfn_setting_notify_executions;
	execution->start_date = execution->clock = Max(execution->start_date, request->now);
	if (request->trace_header != NULL)
		execution->trace_header = pstrdup(request->trace_header);
	execution->version = machine->version;
	if (machine->alias != NULL)
		execution->alias = pstrdup(machine->alias);
	execution->has_parent = request->has_parent;
	execution->parent_execution = request->parent_execution;
	if (!express || !request->async)
		sfn_execution_set_time_limit(execution, execution->start_date);
	MemoryContextSwitchTo(old);
	return execution;
}

static void
run(Execution *execution, const StartRequest *request)
{
	if (request->async)
		return;
	sfn_execution_begin(execution);
	if (execution->identity->type == MACHINE_EXPRESS)
		sfn_express_run(execution);
	else
		sfn_drive_advance(execution);
}

/*
 * The race that the name's lock does not see: a caller whose snapshot is older
 * than the other's commit.
 */
static void
flush_named(Execution *execution, const CachedRevision *revision)
{
	MemoryContext context = CurrentMemoryContext;

	PG_TRY();
	{
		sfn_drive_flush(execution);
		if (execution->async)
			enqueue(execution);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(context);
		if (execution->name_given && geterrcode() == ERRCODE_UNIQUE_VIOLATION)
		{
			FlushErrorState();
			refuse_existing(revision, execution->name);
		}
		PG_RE_THROW();
	}
	PG_END_TRY();
}

/*
 * An EXPRESS execution has ended.  A long history that turns out not to be
 * wanted has rows already.
 */
static bool
keep_if_logged(Execution *execution)
{
	if (sfn_log_wants_stored(execution))
	{
		sfn_drive_flush(execution);
		return true;
	}
	if (execution->history != NULL)
		sfn_execution_delete(&execution->id);
	return false;
}

static void
enqueue(Execution *execution)
{
	WakeupRow	wakeup = {.due = execution->start_date, .execution = execution->id, .kind = WAKEUP_START};

	sfn_wakeup_insert(&wakeup, execution->identity->machine_id);
}

/* Copy out what the caller may want to know. */
static void
report(const Execution *execution, StartResult *result)
{
	result->execution = execution->id;
	result->arn = pstrdup(execution->arn);
	result->name = pstrdup(execution->name);
	result->machine_arn = pstrdup(execution->identity->arn);
	result->type = execution->identity->type;
	result->start_date = execution->start_date;
	result->stop_date = execution->stop_date;
	result->status = execution->status;
	if (execution->output != NULL)
		sfn_json_from_jsonb(sfn_json_to_jsonb(&execution->output->value), &result->output);
	if (execution->error.error != NULL)
		result->error.error = pstrdup(execution->error.error);
	if (execution->error.cause != NULL)
		result->error.cause = pstrdup(execution->error.cause);
}
