/*-------------------------------------------------------------------------
 *
 * worker.c
 *	  The loop of CALL sfn_worker().
 *
 * Each turn takes what is due in one transaction, every wakeup in a
 * subtransaction of its own: one that fails for a reason that is not the state
 * machine's (a serialization failure, no memory, a bug) loses its own effects
 * only, and is put off.  A commit costs as much as many rows, so under load a
 * turn commits many executions together; with little to do it commits at once.
 *
 * A worker never runs ahead of real time, and what its role's defaults say of
 * transactions does not matter to it.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/compat.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "runtime/active.h"
#include "runtime/drive.h"
#include "runtime/tick.h"
#include "runtime/wake.h"
#include "runtime/worker.h"
#include "tcop/dest.h"
#include "tcop/tcopprot.h"
#include "utils/memutils.h"
#include "utils/resowner.h"
#include "utils/snapmgr.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"

/* A turn ends when it has handled so much, or taken so long. */
#define TURN_WAKEUPS 50
#define TURN_MS 20

/*
 * A wakeup is put off by 1, 2, 4... seconds, so often, before its execution is
 * given up.
 */
#define MOST_ATTEMPTS 6

static bool run_turn(MemoryContext context);
static void begin_turn(void);
static void handle_guarded(const WakeupRow *wakeup);
static bool is_interruption(const ErrorData *error);
static void put_off(const WakeupRow *wakeup, const ErrorData *error);
static void give_up(const WakeupRow *wakeup, const ErrorData *error);
static void sleep_until_due(TimestampTz until);
static bool client_is_gone(void);
static bool not_active(int64 machine, const pg_uuid_t *execution);

void
sfn_worker_run(TimestampTz until)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn worker", ALLOCSET_DEFAULT_SIZES);

	disable_timeout(STATEMENT_TIMEOUT, false);
	sfn_wake_worker_enter();
	PG_TRY();
	{
		SPI_commit();
		for (;;)
		{
			bool		more = run_turn(context);

			CHECK_FOR_INTERRUPTS();
			if (GetCurrentTimestamp() >= until || client_is_gone())
				break;
			if (!more)
				sleep_until_due(until);
		}
	}
	PG_FINALLY();
	{
		sfn_wake_worker_leave();
	}
	PG_END_TRY();
	MemoryContextDelete(context);
}

void
sfn_worker_run_once(void)
{
	WakeupRow	wakeup = {.due = DT_NOBEGIN};
	TimestampTz now = GetCurrentTimestamp();

	while (sfn_wakeup_take(now, wakeup.due, wakeup.id, not_active, &wakeup))
	{
		CHECK_FOR_INTERRUPTS();
		sfn_wakeup_handle(&wakeup);
	}
}

/* One transaction's worth; returns whether there may be more to do at once. */
static bool
run_turn(MemoryContext context)
{
	TimestampTz start = GetCurrentTimestamp();
	TimestampTz now = start;
	int			handled = 0;
	bool		more = false;
	MemoryContext old = MemoryContextSwitchTo(context);

	begin_turn();
	for (;;)
	{
		WakeupRow	wakeup;

		CHECK_FOR_INTERRUPTS();
		if (!sfn_wakeup_take(now, DT_NOBEGIN, 0, NULL, &wakeup))
			break;
		handle_guarded(&wakeup);
		handled++;
		MemoryContextReset(context);
		now = GetCurrentTimestamp();
		if (handled >= TURN_WAKEUPS || now >= start + TURN_MS * INT64CONST(1000))
		{
			more = true;
			break;
		}
	}
	MemoryContextSwitchTo(old);
	SPI_commit();
	return more;
}

/* Whatever the role's defaults are; and deferred constraints of a task fire inside it. */
static void
begin_turn(void)
{
	ConstraintsSetStmt *immediate = makeNode(ConstraintsSetStmt);

	XactIsoLevel = XACT_READ_COMMITTED;
	XactReadOnly = false;
	immediate->deferred = false;
	AfterTriggerSetState(immediate);
}

static void
handle_guarded(const WakeupRow *wakeup)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	ErrorData  *volatile error = NULL;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		PushActiveSnapshot(GetTransactionSnapshot());
		sfn_wakeup_handle(wakeup);
		PopActiveSnapshot();
		ReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
	}
	PG_END_TRY();
	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
	if (error == NULL)
		return;
	if (is_interruption(error))
		ReThrowError(error);
	put_off(wakeup, error);
}

/* A cancel or shutdown is meant for the worker, not for what it was doing. */
static bool
is_interruption(const ErrorData *error)
{
	return error->sqlerrcode == ERRCODE_QUERY_CANCELED ||
		ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_TO_CATEGORY(ERRCODE_OPERATOR_INTERVENTION);
}

static void
put_off(const WakeupRow *wakeup, const ErrorData *error)
{
	WakeupRow	again = *wakeup;

	ereport(LOG,
			(errcode(error->sqlerrcode),
			 errmsg("sfn: execution %s could not go on: %s", sfn_uuid_text(&wakeup->execution), error->message)));
	PushActiveSnapshot(GetTransactionSnapshot());
	if (wakeup->attempts + 1 >= MOST_ATTEMPTS)
		give_up(wakeup, error);
	else
	{
		again.attempts++;
		again.due = GetCurrentTimestamp() + (USECS_PER_SEC << wakeup->attempts);
		sfn_wakeup_put_off(&again);
	}
	PopActiveSnapshot();
}

static void
give_up(const WakeupRow *wakeup, const ErrorData *error)
{
	Drive		drive;

	if (!sfn_drive_load(&drive, &wakeup->execution, DRIVE_WHOLE, GetCurrentTimestamp()))
		return;
	sfn_execution_fail(drive.execution, STATES_RUNTIME,
					   psprintf("The execution could not go on after %d attempts: %s (SQLSTATE %s)",
								wakeup->attempts + 1, error->message, unpack_sql_state(error->sqlerrcode)));
	sfn_drive_run(&drive);
}

/* Publish, look once more, sleep (wake.c says why in this order). */
static void
sleep_until_due(TimestampTz until)
{
	TimestampTz next;

	sfn_wake_worker_publish(DT_NOEND);
	begin_turn();
	PushActiveSnapshot(GetTransactionSnapshot());
	next = Min(sfn_wakeup_next_due(), until);
	PopActiveSnapshot();
	SPI_commit();
	sfn_wake_worker_publish(next);
	sfn_wake_worker_sleep(next);
	SPI_commit();
}

static bool
client_is_gone(void)
{
	return whereToSendOutput == DestRemote && !pq_check_connection();
}

static bool
not_active(int64 machine, const pg_uuid_t *execution)
{
	return sfn_active_find(execution) == NULL;
}
