/*-------------------------------------------------------------------------
 *
 * worker_turn.c
 *	  What a worker does in one transaction.
 *
 * A commit costs as much as many rows, so under load a turn commits many
 * executions together; with little to do it commits at once.  Each wakeup is taken
 * and handled in a subtransaction of its own: one that fails for a
 * reason that is not the state machine's (a deadlock, no memory, a bug) loses its
 * own effects only, and is put off.  What is only found out when the turn commits
 * is attributed by going through the same wakeups again, one per transaction.
 *
 * A worker waits for nobody: an execution that another session holds is passed
 * over, and its wakeup stays in the queue; so does that of an execution that
 * another session needs while this one is at work on it (worker_interrupt.c).
 *
 * Where it pays, the tasks of a Parallel or Map are left to the queue, each branch with
 * a wakeup of its own, for as many workers as there are.  Such a branch is driven in a
 * transaction of its own, in which it is the only thing locked until it is flushed
 * (engine/settle.c); that the worker does wait for, together with others who flush.
 *
 * After a crash of the server (its shared memory is new) nobody knows which of the
 * wakeups that were due by then was at work.  One worker takes them up
 * one at a time and commits a mark before each, so that one that crashes the server
 * again and again is found and stopped, and nothing else is with it when it does.
 *
 * No setting of the worker's role reaches what it does: a transaction is READ
 * COMMITTED and may write, sfn's own statements have a search_path of their own,
 * and tasks have that of their revision.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/rfc3339.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "runtime/active.h"
#include "runtime/drive.h"
#include "runtime/tick.h"
#include "runtime/wake.h"
#include "runtime/worker_extension.h"
#include "runtime/worker_interrupt.h"
#include "runtime/worker_lock.h"
#include "runtime/worker_pace.h"
#include "runtime/worker_queue.h"
#include "runtime/worker_turn.h"
#include "storage/proc.h"
#include "utils/memutils.h"
#include "utils/resowner.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

/* A turn ends when it has handled so much, or taken so long. */
#define MOST_WAKEUPS 50
#define LONGEST_US 20000
/* A backend with more subtransactions than this makes every snapshot look them up. */
#define MOST_SUBTRANSACTIONS (PGPROC_MAX_CACHED_SUBXIDS - 16)

/* Longer than who has interrupted a worker waits to look again (drive.c) */
#define ROOM_US 10000

/*
 * A wakeup is put off by 1, 2, 4... seconds, so often, before its execution is
 * given up.
 */
#define MOST_ATTEMPTS 6
/* The execution is given up when it was alone at work in so many crashes. */
#define MOST_CRASHES 3

struct WorkerTurns
{
	MemoryContext context;		/* of one wakeup */
	const ExtensionRow *extension;
	WorkerPace *pace;
	TimestampTz careful_until;	/* what is due by then wants care; DT_NOBEGIN: nothing does any more */
	bool		is_careful;		/* this worker takes it up */
	WakeupRow	careful_after;	/* (due, id) of the last one */
	int			alone;			/* so many wakeups are to be handled one per transaction */
	WorkerQueue *queue;
	bool		was_full;		/* the last transaction has left something to do */
};

typedef enum AttemptOutcome
{
	ATTEMPT_NOTHING,			/* nothing there to be taken */
	ATTEMPT_HANDLED,
	ATTEMPT_LATER,				/* it should not keep the commit of others waiting */
	ATTEMPT_BUSY				/* another session holds the execution */
} AttemptOutcome;

/* Taking and handling one wakeup */
typedef struct Attempt
{
	WorkerTurns *turns;
	TimestampTz as_of;
	const WakeupRow *after;		/* the search begins behind its (due, id); NULL: the queue knows */
	bool		is_marked;		/* wakeup says which one to take */
	bool		is_first;		/* nothing else is in the transaction */
	bool		may_commit;		/* the transaction is the worker's; else it may be that of a worker's task */
	bool		(*may_drive) (const WakeupRow *wakeup);
	bool		is_taken;
	WakeupRow	wakeup;
	WorkerTerms terms;
	AttemptOutcome outcome;
} Attempt;

/* What giving up says of an execution */
typedef struct GiveUp
{
	const WakeupRow *wakeup;
	const char *cause;
} GiveUp;

typedef struct PutOff
{
	const WakeupRow *wakeup;
	TimestampTz due;
} PutOff;

static void run_batch(WorkerTurns *turns, TurnResult *result);
static bool is_full(int handled, TimestampTz start);
static bool take_care(WorkerTurns *turns);
static bool begin_transaction(const WorkerTurns *turns);
static void commit(WorkerTurns *turns, int handled, const WakeupRow *last);
static void make_attempt(Attempt *attempt);
static ErrorData *guard(MemoryContext context, bool (*action) (void *arg), void *arg);
static bool is_interruption(const ErrorData *error);
static bool take_and_handle(void *arg);
static bool take(Attempt *attempt);
static bool pays_to_share(const WorkerTurns *turns, int64 machine);
static void handle_failure(WorkerTurns *turns, const WakeupRow *wakeup, const ErrorData *error);
static void give_up(WorkerTurns *turns, const WakeupRow *wakeup, const char *cause);
static bool fail_execution(void *arg);
static void put_off(WorkerTurns *turns, const WakeupRow *wakeup, TimestampTz due);
static bool put_off_wakeup(void *arg);
static bool not_active(const WakeupRow *wakeup);

WorkerTurns *
sfn_turns_begin(MemoryContext context, const ExtensionRow *extension)
{
	WorkerTurns *turns = MemoryContextAllocZero(context, sizeof(WorkerTurns));

	turns->context = AllocSetContextCreate(context, "sfn wakeup", ALLOCSET_DEFAULT_SIZES);
	turns->extension = extension;
	turns->pace = sfn_pace_create(context);
	/*
	 * The clock may have been set back since, and nothing is to be taken up
	 * before its time.
	 */
	turns->careful_until = Min(sfn_wake_area_created(), GetCurrentTimestamp());
	turns->careful_after.due = DT_NOBEGIN;
	turns->queue = sfn_queue_create(context);
	return turns;
}

void
sfn_turns_end(WorkerTurns *turns)
{
	if (turns->is_careful)
		sfn_worker_unlock(WORKER_LOCK_CAREFUL);
	turns->is_careful = false;
}

void
sfn_turn_run(WorkerTurns *turns, TurnResult *result)
{
	MemoryContext old = MemoryContextSwitchTo(turns->context);

	memset(result, 0, sizeof(*result));
	if (turns->careful_until != DT_NOBEGIN && !turns->is_careful)
		turns->is_careful = sfn_worker_lock(WORKER_LOCK_CAREFUL);
	if (turns->is_careful && take_care(turns))
		result->more = true;
	else
		run_batch(turns, result);
	sfn_interrupt_unwatch();
	MemoryContextSwitchTo(old);
	MemoryContextReset(turns->context);
}

void
sfn_turn_run_uncommitted(WorkerTurns *turns)
{
	WakeupRow	after = {.due = DT_NOBEGIN};
	Attempt		attempt = {.turns = turns, .as_of = GetCurrentTimestamp(), .after = &after,
	.may_drive = not_active};

	for (;;)
	{
		CHECK_FOR_INTERRUPTS();
		make_attempt(&attempt);
		if (attempt.outcome == ATTEMPT_NOTHING)
			break;
		after = attempt.wakeup;
		MemoryContextReset(turns->context);
	}
}

/*
 * While another worker goes carefully through what may be dangerous, this one leaves that
 * alone.
 */
static void
run_batch(WorkerTurns *turns, TurnResult *result)
{
	TimestampTz start = GetCurrentTimestamp();
	Attempt		attempt = {.turns = turns, .as_of = start, .may_commit = true};
	WakeupRow	last = {.due = DT_NOBEGIN};
	int			handled = 0;

	if (!begin_transaction(turns))
	{
		result->overdue = true;
		result->next_due = DT_NOEND;
		return;
	}
	sfn_wake_worker_publish(DT_NOEND);
	sfn_queue_begin(turns->queue, turns->careful_until, turns->was_full);
	while (!result->full)
	{
		CHECK_FOR_INTERRUPTS();
		attempt.is_first = handled == 0;
		make_attempt(&attempt);
		if (attempt.outcome == ATTEMPT_NOTHING)
			break;
		if (attempt.outcome == ATTEMPT_BUSY)
			sfn_wake_worker_publish(DT_NOEND);
		if (attempt.outcome != ATTEMPT_HANDLED)
			sfn_queue_give_back(turns->queue, &attempt.wakeup, attempt.outcome == ATTEMPT_LATER);
		else
		{
			last = attempt.wakeup;
			handled++;
		}
		attempt.as_of = GetCurrentTimestamp();
		result->full = attempt.outcome == ATTEMPT_LATER ||
			(attempt.outcome == ATTEMPT_HANDLED && attempt.terms.commits) ||
			(turns->alone > 0 && handled > 0) || is_full(handled, start);
		MemoryContextReset(turns->context);
	}
	sfn_queue_end(turns->queue);
	turns->was_full = result->full;
	result->more = handled > 0;
	result->next_due = sfn_queue_next_due(turns->queue);
	result->overdue = sfn_queue_is_held(turns->queue);
	commit(turns, handled, &last);
}

static bool
is_full(int handled, TimestampTz start)
{
	return handled >= MOST_WAKEUPS || GetCurrentTimestamp() >= start + LONGEST_US ||
		MyProc->subxidStatus.overflowed || MyProc->subxidStatus.count > MOST_SUBTRANSACTIONS;
}

/* One wakeup that was due when the server came back; false: there is none left. */
static bool
take_care(WorkerTurns *turns)
{
	Attempt		attempt = {.turns = turns, .is_marked = true, .is_first = true, .may_commit = true};
	WakeupRow  *wakeup = &attempt.wakeup;
	bool		found;

	if (!begin_transaction(turns))
		return false;
	found = sfn_wakeup_mark(turns->careful_until, turns->careful_after.due, turns->careful_after.id, wakeup);
	SPI_commit();
	if (!found)
	{
		turns->careful_until = DT_NOBEGIN;
		sfn_queue_reset(turns->queue);
		sfn_turns_end(turns);
		return false;
	}
	turns->careful_after = *wakeup;

	if (!begin_transaction(turns))
		return false;
	if (wakeup->crashes > MOST_CRASHES)
		give_up(turns, wakeup, psprintf("The server crashed %d times while the execution went on.", MOST_CRASHES));
	else
		make_attempt(&attempt);
	if (attempt.outcome == ATTEMPT_BUSY)
	{
		wakeup->crashes--;
		put_off(turns, wakeup, wakeup->due);
	}
	commit(turns, 1, wakeup);
	return true;
}

/*
 * Deferred constraints fire inside the task whose doing they are, as its role.
 *
 * false: the extension is being dropped, or was; there is nothing to be done.
 */
static bool
begin_transaction(const WorkerTurns *turns)
{
	ConstraintsSetStmt *immediate = makeNode(ConstraintsSetStmt);

	if (!sfn_worker_extension_hold(turns->extension))
	{
		SPI_commit();
		return false;
	}
	XactIsoLevel = XACT_READ_COMMITTED;
	XactReadOnly = false;
	immediate->deferred = false;
	AfterTriggerSetState(immediate);
	return true;
}

/*
 * A commit may still fail, if a task has deferred a constraint.  SPI has begun
 * another transaction then; if the turn was about several wakeups, they get their turns
 * one by one.
 */
static void
commit(WorkerTurns *turns, int handled, const WakeupRow *last)
{
	ErrorData  *volatile error = NULL;

	PG_TRY();
	{
		SPI_commit();
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(turns->context);
		error = CopyErrorData();
		FlushErrorState();
	}
	PG_END_TRY();

	turns->alone = Max(turns->alone - handled, 0);
	if (error == NULL)
		return;
	sfn_queue_reset(turns->queue);
	if (handled == 0 || is_interruption(error))
		ReThrowError(error);
	if (handled > 1)
	{
		turns->alone = handled;
		return;
	}
	if (!begin_transaction(turns))
		return;
	handle_failure(turns, last, error);
	SPI_commit();
}

static void
make_attempt(Attempt *attempt)
{
	TimestampTz start = GetCurrentTimestamp();
	bool		interrupted;
	ErrorData  *error;

	attempt->outcome = ATTEMPT_NOTHING;
	attempt->is_taken = false;
	memset(&attempt->terms, 0, sizeof(attempt->terms));
	error = guard(attempt->turns->context, take_and_handle, attempt);
	interrupted = attempt->may_commit && sfn_interrupt_end();
	/* The lock is free: who needs it is to have it before this worker comes again. */
	if (interrupted)
		pg_usleep(ROOM_US);
	if (error != NULL && !attempt->is_taken)
		ReThrowError(error);
	else if (error != NULL && interrupted)
		attempt->outcome = ATTEMPT_BUSY;
	else if (error != NULL && error->sqlerrcode == ERRCODE_LOCK_NOT_AVAILABLE)
	{
		attempt->outcome = ATTEMPT_BUSY;
		/* Its time is over, whatever another worker is doing with it. */
		if (attempt->wakeup.kind == WAKEUP_EXECUTION_TIMEOUT)
			(void) sfn_wake_interrupt(&attempt->wakeup.execution);
	}
	else if (error != NULL)
	{
		handle_failure(attempt->turns, &attempt->wakeup, error);
		attempt->outcome = ATTEMPT_HANDLED;
	}
	else if (attempt->outcome == ATTEMPT_HANDLED)
	{
		sfn_pace_note(attempt->turns->pace, attempt->wakeup.machine, GetCurrentTimestamp() - start);
		sfn_pace_note_tasks(attempt->turns->pace, attempt->wakeup.machine,
							attempt->terms.task_count, attempt->terms.task_us);
	}
}

/*
 * Do something in a subtransaction, which stays if it returns true.  NULL, or the
 * error that it was rolled back for; a cancel or shutdown is meant for the
 * worker, not for what it was doing.
 */
static ErrorData *
guard(MemoryContext context, bool (*action) (void *arg), void *arg)
{
	ResourceOwner owner = CurrentResourceOwner;
	ErrorData  *volatile error = NULL;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		bool		stays;

		PushActiveSnapshot(GetTransactionSnapshot());
		stays = action(arg);
		PopActiveSnapshot();
		if (stays)
			ReleaseCurrentSubTransaction();
		else
			RollbackAndReleaseCurrentSubTransaction();
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
	if (error != NULL && is_interruption(error))
		ReThrowError(error);
	return error;
}

/*
 * Whether somebody wants the worker to end.  What a wakeup runs can raise any SQLSTATE,
 * and must not end workers with it, who would take the same wakeup up again and again; so
 * the error has to come from where the server acts on interrupts.
 */
static bool
is_interruption(const ErrorData *error)
{
	return ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_OPERATOR_INTERVENTION &&
		error->funcname != NULL && strcmp(error->funcname, "ProcessInterrupts") == 0 &&
		!(error->sqlerrcode == ERRCODE_QUERY_CANCELED && sfn_interrupt_is_pending());
}

static bool
take_and_handle(void *arg)
{
	Attempt    *attempt = arg;
	WorkerTurns *turns = attempt->turns;

	attempt->is_taken = take(attempt);
	if (!attempt->is_taken)
		return true;
	if (attempt->may_commit && !attempt->is_first && sfn_pace_is_slow(turns->pace, attempt->wakeup.machine))
	{
		attempt->outcome = ATTEMPT_LATER;
		return false;
	}
	if (attempt->may_commit)
	{
		sfn_wake_worker_publish(DT_NOBEGIN);
		sfn_interrupt_begin(&attempt->wakeup.execution);
	}
	attempt->terms.is_alone = attempt->is_first;
	attempt->terms.shares = attempt->may_commit && pays_to_share(turns, attempt->wakeup.machine);
	sfn_wakeup_handle(&attempt->wakeup, &attempt->terms);
	if (attempt->terms.wants_to_be_alone)
	{
		attempt->outcome = ATTEMPT_LATER;
		return false;
	}
	/* The cancel came too late, or was caught. */
	if (attempt->may_commit && sfn_wake_worker_is_unwanted())
	{
		attempt->outcome = ATTEMPT_BUSY;
		return false;
	}
	attempt->outcome = ATTEMPT_HANDLED;
	return true;
}

static bool
take(Attempt *attempt)
{
	if (attempt->is_marked)
		return sfn_wakeup_take_marked(&attempt->wakeup);
	if (attempt->after == NULL)
		return sfn_queue_take(attempt->turns->queue, attempt->as_of, &attempt->wakeup);
	return sfn_wakeup_take(attempt->as_of, attempt->after->due, attempt->after->id, attempt->may_drive,
						   &attempt->wakeup);
}

/*
 * To leave a branch to another worker costs a commit, and so does it to drive one by
 * itself.  That pays if its tasks take longer than that; as long as this is not known,
 * if there is another worker.
 */
static bool
pays_to_share(const WorkerTurns *turns, int64 machine)
{
	switch (sfn_pace_of_tasks(turns->pace, machine))
	{
		case PACE_QUICK:
			return false;
		case PACE_SLOW:
			return true;
		case PACE_UNKNOWN:
			break;
	}
	return sfn_wake_worker_count() > 1;
}

static void
handle_failure(WorkerTurns *turns, const WakeupRow *wakeup, const ErrorData *error)
{
	WakeupRow	again = *wakeup;

	ereport(LOG,
			(errcode(error->sqlerrcode),
			 errmsg("execution %s could not go on: %s", sfn_uuid_text(&wakeup->execution), error->message),
			 error->detail == NULL ? 0 : errdetail_internal("%s", error->detail)));
	again.attempts++;
	again.crashes = 0;
	/* What is too large, or too deep for the stack, is so the next time. */
	if (ERRCODE_TO_CATEGORY(error->sqlerrcode) == ERRCODE_PROGRAM_LIMIT_EXCEEDED)
		give_up(turns, &again,
				psprintf("The execution meets a limit of the server: %s (SQLSTATE %s)",
						 error->message, unpack_sql_state(error->sqlerrcode)));
	else if (again.attempts >= MOST_ATTEMPTS)
		give_up(turns, &again,
				psprintf("The execution could not go on after %d attempts: %s (SQLSTATE %s)",
						 again.attempts, error->message, unpack_sql_state(error->sqlerrcode)));
	else
		put_off(turns, &again, sfn_time_add_ms(GetCurrentTimestamp(), INT64CONST(1000) << wakeup->attempts));
}

/* If not even that can be done, it is tried again. */
static void
give_up(WorkerTurns *turns, const WakeupRow *wakeup, const char *cause)
{
	GiveUp		give_up = {.wakeup = wakeup, .cause = cause};
	ErrorData  *error = guard(turns->context, fail_execution, &give_up);

	if (error == NULL)
		return;
	ereport(LOG,
			(errcode(error->sqlerrcode),
			 errmsg("execution %s could not be given up: %s", sfn_uuid_text(&wakeup->execution), error->message)));
	put_off(turns, wakeup, sfn_time_add_ms(GetCurrentTimestamp(), INT64CONST(1000) << MOST_ATTEMPTS));
}

static bool
fail_execution(void *arg)
{
	const GiveUp *give_up = arg;
	WorkerTerms terms = {0};
	Drive		drive;

	if (!sfn_wakeup_take_marked(give_up->wakeup) ||
		!sfn_drive_load_hurried(&drive, &terms, &give_up->wakeup->execution, DRIVE_WHOLE, GetCurrentTimestamp()))
		return true;
	sfn_execution_fail(drive.execution, STATES_RUNTIME, give_up->cause);
	sfn_drive_run(&drive);
	return true;
}

static void
put_off(WorkerTurns *turns, const WakeupRow *wakeup, TimestampTz due)
{
	PutOff		put_off = {.wakeup = wakeup, .due = due};
	ErrorData  *error = guard(turns->context, put_off_wakeup, &put_off);

	if (error != NULL)
		ReThrowError(error);
}

static bool
put_off_wakeup(void *arg)
{
	const PutOff *put_off = arg;

	sfn_wakeup_put_off(put_off->wakeup, put_off->due);
	return true;
}

static bool
not_active(const WakeupRow *wakeup)
{
	return sfn_active_find(&wakeup->execution) == NULL;
}
