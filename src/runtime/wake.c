/*-------------------------------------------------------------------------
 *
 * wake.c
 *	  Commits wake who waits for them: workers, sfn_await, activity pollers.
 *
 * The order that makes this safe: a worker publishes until when it means to
 * sleep, then looks at the queue once more, then sleeps.  A commit either comes
 * before that look, which then finds its rows, or after the publication, and then
 * sees that the worker sleeps too long and wakes it.  The one-second bound
 * of the sleep covers a backend that dies between its commit and its callback,
 * a prepared transaction, and a server whose reserve of shared memory is used up.
 *
 * Only one worker is woken by a commit.  If it finds more than it can do, it
 * wakes the next.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <limits.h>
#include <math.h>

#include "access/xact.h"
#include "base/compat.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "portability/instr_time.h"
#include "runtime/wake.h"
#include "storage/condition_variable.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/lwlock.h"
#include "storage/proc.h"
#include "storage/shmem.h"
#include "storage/spin.h"
#include "tcop/dest.h"
#include "tcop/tcopprot.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/wait_event.h"

/* Changes with the layout: an old library in another session must not share the area. */
#define AREA_NAME "sfn wake 4"
#define MAX_WORKERS 64
/* As many as there are bits in Notes.buckets */
#define BUCKETS 64
#define LONGEST_SLEEP_MS 1000

typedef struct WorkerSlot
{
	Oid			database;		/* InvalidOid: free */
	int			number;			/* of a scheduled worker; 0: none */
	bool		waits;			/* somebody else has the number */
	bool		must_stop;
	Latch	   *latch;
	TimestampTz sleeps_until;
	TimestampTz lowest_due;		/* that was committed since it asked */
	pg_uuid_t	execution;		/* it is at work on, if is_running */
	int64		branch;			/* 0: on no single one */
	bool		is_running;
	volatile bool is_unwanted;	/* somebody else needs that execution */
} WorkerSlot;

typedef struct WakeArea
{
	TimestampTz created;
	slock_t		mutex;			/* of workers */
	WorkerSlot	workers[MAX_WORKERS];
	ConditionVariable buckets[BUCKETS];
} WakeArea;

/* What a subtransaction has noted, those that it had committed included */
typedef struct Notes
{
	struct Notes *outer;
	SubTransactionId subtransaction;
	TimestampTz due;			/* the earliest; DT_NOEND: nothing */
	uint64		buckets;
	int			stop_above;		/* INT_MAX: nobody */
	List	   *ended;			/* of EndedBranch * */
} Notes;

typedef struct EndedBranch
{
	pg_uuid_t	execution;
	int64		branch;
} EndedBranch;

/* NULL: not attached; unavailable tells whether to try. */
static WakeArea *area = NULL;
static bool unavailable = false;
static WorkerSlot *my_slot = NULL;

/* Of the current transaction, the innermost first, in TopTransactionContext */
static Notes *notes = NULL;

static bool attach(void);
static Notes *current_notes(void);
static void at_transaction_end(XactEvent event, void *arg);
static void at_subtransaction_end(SubXactEvent event, SubTransactionId subtransaction,
								  SubTransactionId parent, void *arg);
static void merge_notes(Notes *into, const Notes *from);
static void wake_for(const Notes *committed);
static void tell_workers(TimestampTz due);
static void interrupt_workers(const EndedBranch *ended);
static void wake_worker(TimestampTz due);
static void stop_workers(int above);
static int	bucket_of(WakeTopic topic, uint64 key);
static double ms_since(instr_time start);
static void sleep_ms(long ms);
static void release_slot(int code, Datum arg);

void
sfn_wake_note_due(TimestampTz due)
{
	Notes	   *current = current_notes();

	current->due = Min(current->due, due);
}

void
sfn_wake_note_execution(const pg_uuid_t *execution)
{
	current_notes()->buckets |=
		UINT64CONST(1) << bucket_of(WAKE_EXECUTION_ENDED, sfn_wake_execution_key(execution));
}

void
sfn_wake_note_activity(const char *activity_arn)
{
	current_notes()->buckets |=
		UINT64CONST(1) << bucket_of(WAKE_ACTIVITY_TASK, sfn_wake_activity_key(activity_arn));
}

void
sfn_wake_note_ended(const pg_uuid_t *execution, int64 branch)
{
	Notes	   *current = current_notes();
	MemoryContext old = MemoryContextSwitchTo(TopTransactionContext);
	EndedBranch *ended = palloc(sizeof(EndedBranch));

	ended->execution = *execution;
	ended->branch = branch;
	current->ended = lappend(current->ended, ended);
	MemoryContextSwitchTo(old);
}

void
sfn_wake_note_stop(int above)
{
	Notes	   *current = current_notes();

	current->stop_above = Min(current->stop_above, above);
}

uint64
sfn_wake_execution_key(const pg_uuid_t *execution)
{
	return hash_bytes_extended(execution->data, UUID_LEN, 0);
}

uint64
sfn_wake_activity_key(const char *activity_arn)
{
	return hash_bytes_extended((const unsigned char *) activity_arn, strlen(activity_arn), 0);
}

bool
sfn_wake_wait(WakeTopic topic, uint64 key, bool (*ready) (void *arg), void *arg, TimestampTz until)
{
	ConditionVariable *bucket = attach() ? &area->buckets[bucket_of(topic, key)] : NULL;
	double		longest_ms = until == DT_NOEND ? HUGE_VAL : (until - GetCurrentTimestamp()) / 1000.0;
	instr_time	start;
	bool		is_ready;

	INSTR_TIME_SET_CURRENT(start);
	if (bucket != NULL)
		ConditionVariablePrepareToSleep(bucket);
	while (!(is_ready = ready(arg)))
	{
		double		left = longest_ms - ms_since(start);

		CHECK_FOR_INTERRUPTS();
		if (left <= 0)
			break;
		left = Min(ceil(left), LONGEST_SLEEP_MS);
		if (bucket != NULL)
			(void) ConditionVariableTimedSleep(bucket, (long) left, PG_WAIT_EXTENSION);
		else
			sleep_ms((long) left);
		if (sfn_wake_client_is_gone())
		{
			ClientConnectionLost = true;
			InterruptPending = true;
			CHECK_FOR_INTERRUPTS();
		}
	}
	ConditionVariableCancelSleep();
	return is_ready;
}

/* A background worker has a queue instead of a connection. */
bool
sfn_wake_client_is_gone(void)
{
	return whereToSendOutput == DestRemote && MyProcPort != NULL && !pq_check_connection();
}

void
sfn_wake_sleep(double ms)
{
	instr_time	start;
	double		left;

	INSTR_TIME_SET_CURRENT(start);
	CHECK_FOR_INTERRUPTS();
	while ((left = ms - ms_since(start)) > 0)
		sleep_ms((long) Min(ceil(left), LONGEST_SLEEP_MS));
}

/* By a clock that nobody sets. */
static double
ms_since(instr_time start)
{
	instr_time	now;

	INSTR_TIME_SET_CURRENT(now);
	INSTR_TIME_SUBTRACT(now, start);
	return INSTR_TIME_GET_MILLISEC(now);
}

void
sfn_wake_worker_enter(int number)
{
	static bool registered = false;

	if (!attach())
		return;
	if (!registered)
	{
		on_shmem_exit(release_slot, (Datum) 0);
		registered = true;
	}
	SpinLockAcquire(&area->mutex);
	for (int i = 0; i < MAX_WORKERS && my_slot == NULL; i++)
	{
		if (!OidIsValid(area->workers[i].database))
			my_slot = &area->workers[i];
	}
	if (my_slot != NULL)
	{
		my_slot->database = MyDatabaseId;
		my_slot->number = number;
		my_slot->waits = number != 0;
		my_slot->must_stop = false;
		my_slot->latch = &MyProc->procLatch;
		my_slot->sleeps_until = DT_NOBEGIN;
		my_slot->lowest_due = DT_NOBEGIN;
		my_slot->is_running = my_slot->is_unwanted = false;
	}
	SpinLockRelease(&area->mutex);
}

bool
sfn_wake_worker_is_known(void)
{
	return my_slot != NULL;
}

void
sfn_wake_worker_begin(void)
{
	if (my_slot != NULL)
		my_slot->waits = false;
}

void
sfn_wake_worker_leave(void)
{
	release_slot(0, (Datum) 0);
}

bool
sfn_wake_worker_must_stop(void)
{
	bool		must_stop;

	if (my_slot == NULL)
		return false;
	SpinLockAcquire(&area->mutex);
	must_stop = my_slot->must_stop;
	SpinLockRelease(&area->mutex);
	return must_stop;
}

void
sfn_wake_worker_publish(TimestampTz until)
{
	if (my_slot == NULL)
		return;
	SpinLockAcquire(&area->mutex);
	my_slot->sleeps_until = until;
	SpinLockRelease(&area->mutex);
}

TimestampTz
sfn_wake_worker_lowest_due(void)
{
	TimestampTz lowest;

	if (my_slot == NULL)
		return DT_NOBEGIN;
	SpinLockAcquire(&area->mutex);
	lowest = my_slot->lowest_due;
	my_slot->lowest_due = DT_NOEND;
	SpinLockRelease(&area->mutex);
	return lowest;
}

void
sfn_wake_worker_sleep(TimestampTz until)
{
	long		left = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), until);

	sleep_ms(Min(left, LONGEST_SLEEP_MS));
	sfn_wake_worker_publish(DT_NOBEGIN);
}

void
sfn_wake_worker_help(void)
{
	if (area != NULL)
		wake_worker(GetCurrentTimestamp());
}

bool
sfn_wake_worker_running(const pg_uuid_t *execution)
{
	bool		was_unwanted;

	if (my_slot == NULL)
		return false;
	SpinLockAcquire(&area->mutex);
	was_unwanted = my_slot->is_unwanted;
	my_slot->is_running = execution != NULL;
	my_slot->is_unwanted = false;
	my_slot->branch = 0;
	if (execution != NULL)
		my_slot->execution = *execution;
	SpinLockRelease(&area->mutex);
	return was_unwanted;
}

void
sfn_wake_worker_branch(int64 branch)
{
	if (my_slot == NULL)
		return;
	SpinLockAcquire(&area->mutex);
	my_slot->branch = branch;
	SpinLockRelease(&area->mutex);
}

int
sfn_wake_worker_count(void)
{
	int			count = 0;

	if (!attach())
		return 0;
	SpinLockAcquire(&area->mutex);
	for (int i = 0; i < MAX_WORKERS; i++)
		count += area->workers[i].database == MyDatabaseId && !area->workers[i].waits;
	SpinLockRelease(&area->mutex);
	return count;
}

bool
sfn_wake_worker_is_unwanted(void)
{
	return my_slot != NULL && my_slot->is_unwanted;
}

bool
sfn_wake_interrupt(const pg_uuid_t *execution)
{
	bool		found = false;

	if (!attach())
		return false;
	SpinLockAcquire(&area->mutex);
	for (int i = 0; i < MAX_WORKERS; i++)
	{
		WorkerSlot *slot = &area->workers[i];

		if (slot->database == MyDatabaseId && slot->is_running &&
			memcmp(&slot->execution, execution, sizeof(*execution)) == 0)
			slot->is_unwanted = found = true;
	}
	SpinLockRelease(&area->mutex);
	return found;
}

TimestampTz
sfn_wake_area_created(void)
{
	return attach() ? area->created : DT_NOBEGIN;
}

/*
 * false: there is no room for the area; nobody is woken then, and everybody
 * looks once a second.
 */
static bool
attach(void)
{
	MemoryContext context = CurrentMemoryContext;
	bool		found = true;

	if (area != NULL || unavailable)
		return area != NULL;
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	PG_TRY();
	{
		area = ShmemInitStruct(AREA_NAME, sizeof(WakeArea), &found);
	}
	PG_CATCH();
	{
		if (geterrcode() != ERRCODE_OUT_OF_MEMORY)
			PG_RE_THROW();
		MemoryContextSwitchTo(context);
		FlushErrorState();
		unavailable = true;
		/* The error has let go of what the lock will let go of. */
		HOLD_INTERRUPTS();
	}
	PG_END_TRY();
	if (area != NULL && !found)
	{
		memset(area, 0, sizeof(WakeArea));
		area->created = GetCurrentTimestamp();
		SpinLockInit(&area->mutex);
		for (int i = 0; i < BUCKETS; i++)
			ConditionVariableInit(&area->buckets[i]);
	}
	LWLockRelease(AddinShmemInitLock);
	return area != NULL;
}

static Notes *
current_notes(void)
{
	static bool registered = false;
	SubTransactionId subtransaction = GetCurrentSubTransactionId();

	if (!registered)
	{
		/* Not in the callback, which must not fail. */
		(void) attach();
		RegisterXactCallback(at_transaction_end, NULL);
		RegisterSubXactCallback(at_subtransaction_end, NULL);
		registered = true;
	}
	if (notes == NULL || notes->subtransaction != subtransaction)
	{
		Notes	   *inner = MemoryContextAllocZero(TopTransactionContext, sizeof(Notes));

		inner->outer = notes;
		inner->subtransaction = subtransaction;
		inner->due = DT_NOEND;
		inner->stop_above = INT_MAX;
		notes = inner;
	}
	return notes;
}

/* At XACT_EVENT_COMMIT others see what was committed.  Must not fail. */
static void
at_transaction_end(XactEvent event, void *arg)
{
	if (event == XACT_EVENT_COMMIT && notes != NULL && area != NULL)
		wake_for(notes);
	if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_ABORT || event == XACT_EVENT_PREPARE)
		notes = NULL;
}

/* Innermost subtransactions end first, so only the innermost notes can be theirs. */
static void
at_subtransaction_end(SubXactEvent event, SubTransactionId subtransaction, SubTransactionId parent, void *arg)
{
	if (notes == NULL || notes->subtransaction != subtransaction)
		return;
	if (event == SUBXACT_EVENT_ABORT_SUB)
		notes = notes->outer;
	else if (event == SUBXACT_EVENT_COMMIT_SUB)
	{
		if (notes->outer != NULL && notes->outer->subtransaction == parent)
		{
			merge_notes(notes->outer, notes);
			notes = notes->outer;
		}
		else
			notes->subtransaction = parent;
	}
}

static void
merge_notes(Notes *into, const Notes *from)
{
	into->due = Min(into->due, from->due);
	into->buckets |= from->buckets;
	into->stop_above = Min(into->stop_above, from->stop_above);
	into->ended = into->ended == NIL ? from->ended : list_concat(into->ended, from->ended);
}

/*
 * A worker looks at the queue itself before it sleeps; it only shares what can
 * be done now.
 */
static void
wake_for(const Notes *committed)
{
	ListCell   *cell;

	if (committed->due != DT_NOEND)
		tell_workers(committed->due);
	if (committed->due != DT_NOEND && (my_slot == NULL || committed->due <= GetCurrentTimestamp()))
		wake_worker(committed->due);
	for (int i = 0; i < BUCKETS; i++)
	{
		if (committed->buckets & (UINT64CONST(1) << i))
			ConditionVariableBroadcast(&area->buckets[i]);
	}
	if (committed->stop_above != INT_MAX)
		stop_workers(committed->stop_above);
	foreach(cell, committed->ended)
		interrupt_workers(lfirst(cell));
}

/* Each keeps a place in the queue that this may come before. */
static void
tell_workers(TimestampTz due)
{
	SpinLockAcquire(&area->mutex);
	for (int i = 0; i < MAX_WORKERS; i++)
	{
		WorkerSlot *slot = &area->workers[i];

		if (slot->database == MyDatabaseId)
			slot->lowest_due = Min(slot->lowest_due, due);
	}
	SpinLockRelease(&area->mutex);
}

static void
interrupt_workers(const EndedBranch *ended)
{
	SpinLockAcquire(&area->mutex);
	for (int i = 0; i < MAX_WORKERS; i++)
	{
		WorkerSlot *slot = &area->workers[i];

		if (slot->database == MyDatabaseId && slot->is_running && slot->branch == ended->branch &&
			memcmp(&slot->execution, &ended->execution, sizeof(pg_uuid_t)) == 0)
			slot->is_unwanted = true;
	}
	SpinLockRelease(&area->mutex);
}

/* Wake the worker of this database that would sleep longest, if that is too long. */
static void
wake_worker(TimestampTz due)
{
	Latch	   *latch = NULL;
	TimestampTz longest = due;
	WorkerSlot *chosen = NULL;

	SpinLockAcquire(&area->mutex);
	for (int i = 0; i < MAX_WORKERS; i++)
	{
		WorkerSlot *slot = &area->workers[i];

		if (slot->database == MyDatabaseId && slot->sleeps_until > longest)
		{
			chosen = slot;
			longest = slot->sleeps_until;
		}
	}
	if (chosen != NULL)
	{
		latch = chosen->latch;
		chosen->sleeps_until = DT_NOBEGIN;
	}
	SpinLockRelease(&area->mutex);
	if (latch != NULL)
		SetLatch(latch);
}

static void
stop_workers(int above)
{
	for (int i = 0; i < MAX_WORKERS; i++)
	{
		WorkerSlot *slot = &area->workers[i];
		Latch	   *latch = NULL;

		SpinLockAcquire(&area->mutex);
		if (slot->database == MyDatabaseId && slot->number > above)
		{
			slot->must_stop = true;
			latch = slot->latch;
		}
		SpinLockRelease(&area->mutex);
		if (latch != NULL)
			SetLatch(latch);
	}
}

static int
bucket_of(WakeTopic topic, uint64 key)
{
	return (key ^ ((uint64) topic * 31)) % BUCKETS;
}

static void
sleep_ms(long ms)
{
	if (ms > 0)
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, ms, PG_WAIT_EXTENSION);
	ResetLatch(MyLatch);
	CHECK_FOR_INTERRUPTS();
}

static void
release_slot(int code, Datum arg)
{
	Latch	   *latch = NULL;
	WorkerSlot *left = my_slot;

	if (left == NULL)
		return;
	my_slot = NULL;
	SpinLockAcquire(&area->mutex);
	for (int i = 0; i < MAX_WORKERS && left->number != 0; i++)
	{
		WorkerSlot *slot = &area->workers[i];

		if (slot != left && slot->database == left->database && slot->number == left->number && slot->waits)
			latch = slot->latch;
	}
	left->database = InvalidOid;
	SpinLockRelease(&area->mutex);
	if (latch != NULL)
		SetLatch(latch);
}
