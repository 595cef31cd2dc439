/*-------------------------------------------------------------------------
 *
 * wake.c
 *	  Commits wake who waits for them: workers, sfn_await, activity pollers.
 *
 * The order that makes this safe: a worker publishes until when it means to
 * sleep, then looks at the queue once more, then sleeps.  A commit either comes
 * before that look, which then finds its rows, or after the publication, and then
 * sees that the worker sleeps too long and wakes it.  The one-second bound
 * of the sleep covers a backend that dies between its commit and its callback.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/xact.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "pgstat.h"
#include "runtime/wake.h"
#include "storage/condition_variable.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/lwlock.h"
#include "storage/proc.h"
#include "storage/shmem.h"
#include "storage/spin.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/wait_event.h"

/* Changes with the layout: an old library in another session must not share the area. */
#define AREA_NAME "sfn wake 1"
#define MAX_WORKERS 64
#define BUCKETS 64
#define LONGEST_SLEEP_MS 1000

typedef struct WorkerSlot
{
	Oid			database;		/* InvalidOid: free */
	int			pid;
	Latch	   *latch;
	TimestampTz sleeps_until;
} WorkerSlot;

typedef struct WakeArea
{
	slock_t		mutex;			/* workers */
	WorkerSlot	workers[MAX_WORKERS];
	ConditionVariable buckets[BUCKETS];
} WakeArea;

typedef enum NoteKind
{
	NOTE_DUE,
	NOTE_BUCKET
} NoteKind;

typedef struct Note
{
	NoteKind	kind;
	SubTransactionId subtransaction;
	TimestampTz due;
	int			bucket;
} Note;

static WakeArea *area = NULL;
static WorkerSlot *my_slot = NULL;

/* Of the current transaction, in TopTransactionContext */
static List *notes = NIL;

static void attach(void);
static void add_note(const Note *note);
static bool same_note(Note *kept, const Note *note);
static void at_transaction_end(XactEvent event, void *arg);
static void at_subtransaction_end(SubXactEvent event, SubTransactionId subtransaction,
								  SubTransactionId parent, void *arg);
static void wake_worker(TimestampTz due);
static int	bucket_of(WakeTopic topic, uint64 key);
static void release_slot(int code, Datum arg);

void
sfn_wake_note_due(TimestampTz due)
{
	Note		note = {.kind = NOTE_DUE, .due = due};

	add_note(&note);
}

void
sfn_wake_note_execution(const pg_uuid_t *execution)
{
	Note		note = {.kind = NOTE_BUCKET,
	.bucket = bucket_of(WAKE_EXECUTION_ENDED, sfn_wake_execution_key(execution))};

	add_note(&note);
}

void
sfn_wake_note_activity(const char *activity_arn)
{
	Note		note = {.kind = NOTE_BUCKET,
	.bucket = bucket_of(WAKE_ACTIVITY_TASK, sfn_wake_activity_key(activity_arn))};

	add_note(&note);
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
	ConditionVariable *bucket;
	bool		is_ready;

	attach();
	bucket = &area->buckets[bucket_of(topic, key)];
	ConditionVariablePrepareToSleep(bucket);
	while (!(is_ready = ready(arg)))
	{
		TimestampTz now = GetCurrentTimestamp();
		long		left = LONGEST_SLEEP_MS;

		if (now >= until)
			break;
		if (until != DT_NOEND)
			left = Min(left, TimestampDifferenceMilliseconds(now, until));
		(void) ConditionVariableTimedSleep(bucket, left, PG_WAIT_EXTENSION);
	}
	ConditionVariableCancelSleep();
	return is_ready;
}

void
sfn_wake_worker_enter(void)
{
	static bool registered = false;

	attach();
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
		my_slot->pid = MyProcPid;
		my_slot->latch = &MyProc->procLatch;
		my_slot->sleeps_until = DT_NOBEGIN;
	}
	SpinLockRelease(&area->mutex);
}

void
sfn_wake_worker_leave(void)
{
	release_slot(0, (Datum) 0);
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

void
sfn_wake_worker_sleep(TimestampTz until)
{
	long		left = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), until);

	if (left > 0)
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,
						 Min(left, LONGEST_SLEEP_MS), PG_WAIT_EXTENSION);
	ResetLatch(MyLatch);
	CHECK_FOR_INTERRUPTS();
	sfn_wake_worker_publish(DT_NOBEGIN);
}

static void
attach(void)
{
	bool		found;

	if (area != NULL)
		return;
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	area = ShmemInitStruct(AREA_NAME, sizeof(WakeArea), &found);
	if (!found)
	{
		memset(area, 0, sizeof(WakeArea));
		SpinLockInit(&area->mutex);
		for (int i = 0; i < BUCKETS; i++)
			ConditionVariableInit(&area->buckets[i]);
	}
	LWLockRelease(AddinShmemInitLock);
}

static void
add_note(const Note *note)
{
	static bool registered = false;
	MemoryContext old;
	ListCell   *cell;
	Note	   *kept;

	if (!registered)
	{
		attach();
		RegisterXactCallback(at_transaction_end, NULL);
		RegisterSubXactCallback(at_subtransaction_end, NULL);
		registered = true;
	}
	foreach(cell, notes)
	{
		if (same_note(lfirst(cell), note))
			return;
	}
	old = MemoryContextSwitchTo(TopTransactionContext);
	kept = palloc(sizeof(Note));
	*kept = *note;
	kept->subtransaction = GetCurrentSubTransactionId();
	notes = lappend(notes, kept);
	MemoryContextSwitchTo(old);
}

/*
 * Whether a note of this very subtransaction says it already; of due times the
 * earliest counts.
 */
static bool
same_note(Note *kept, const Note *note)
{
	if (kept->kind != note->kind || kept->bucket != note->bucket ||
		kept->subtransaction != GetCurrentSubTransactionId())
		return false;
	kept->due = Min(kept->due, note->due);
	return true;
}

/* Called with the transaction visible to others; must not fail. */
static void
at_transaction_end(XactEvent event, void *arg)
{
	ListCell   *cell;

	if (event == XACT_EVENT_COMMIT)
	{
		foreach(cell, notes)
		{
			const Note *note = lfirst(cell);

			if (note->kind == NOTE_DUE)
				wake_worker(note->due);
			else
				ConditionVariableBroadcast(&area->buckets[note->bucket]);
		}
	}
	if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_ABORT || event == XACT_EVENT_PREPARE)
		notes = NIL;
}

static void
at_subtransaction_end(SubXactEvent event, SubTransactionId subtransaction, SubTransactionId parent, void *arg)
{
	ListCell   *cell;

	if (event != SUBXACT_EVENT_ABORT_SUB && event != SUBXACT_EVENT_COMMIT_SUB)
		return;
	foreach(cell, notes)
	{
		Note	   *note = lfirst(cell);

		if (note->subtransaction != subtransaction)
			continue;
		if (event == SUBXACT_EVENT_COMMIT_SUB)
			note->subtransaction = parent;
		else
			notes = foreach_delete_current(notes, cell);
	}
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

static int
bucket_of(WakeTopic topic, uint64 key)
{
	return (key ^ ((uint64) topic * 31)) % BUCKETS;
}

static void
release_slot(int code, Datum arg)
{
	if (my_slot == NULL)
		return;
	SpinLockAcquire(&area->mutex);
	my_slot->database = InvalidOid;
	SpinLockRelease(&area->mutex);
	my_slot = NULL;
}
