/*-------------------------------------------------------------------------
 *
 * worker.c
 *	  The life of a worker: CALL sfn_worker().
 *
 * A worker does turns (worker_turn.c) and sleeps in between, until its time is
 * over, it is asked to stop, its client has gone, or the extension it belongs to is
 * dropped or upgraded.  The client must be looked after: whoever started the
 * CALL may be long gone, as pg_cron is when a job is unscheduled, and the server would
 * notice at the end of the statement.
 *
 * A scheduled worker has a number, and a number has one worker at a time.  pg_cron
 * counts how often a job should have run and starts it again as soon as it has ended;
 * so a worker ends just after each full minute, when the next run has been counted: one
 * is made and one is used, and there is always one to take over.  A
 * worker that finds its number taken waits for it, as long as it would have
 * worked.
 *
 * A worker never LISTENs: a session that is busy does not read the queue of
 * notifications, which then grows for the whole cluster.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "executor/spi.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "postmaster/interrupt.h"
#include "runtime/wake.h"
#include "runtime/worker.h"
#include "runtime/worker_extension.h"
#include "runtime/worker_lock.h"
#include "runtime/worker_turn.h"
#include "utils/guc.h"
#include "utils/memutils.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"

/* How long after the full minute: pg_cron must have counted the next run for sure. */
#define AFTER_MINUTE_US (500 * INT64CONST(1000))

/* How long to wait for a wakeup that others hold: at first, and at most */
#define SHORTEST_WAIT_US INT64CONST(1000)
#define LONGEST_WAIT_US USECS_PER_SEC

typedef struct Worker
{
	TimestampTz until;
	int			number;			/* 0: not scheduled */
	bool		has_number;
	ExtensionRow extension;		/* as it was at the start */
	int64		wait_us;		/* for what others hold; 0: nothing is */
} Worker;

static bool wait_for_number(Worker *worker);
static void work(Worker *worker, WorkerTurns *turns);
static void sleep_after(Worker *worker, const TurnResult *result);
static bool is_over(const Worker *worker);
static void do_chores(void);

TimestampTz
sfn_worker_full_minute(void)
{
	TimestampTz now = GetCurrentTimestamp();

	/* Timestamps count from a full minute; leap seconds do not exist for them. */
	return now - now % USECS_PER_MINUTE + USECS_PER_MINUTE + AFTER_MINUTE_US;
}

void
sfn_worker_run(TimestampTz until, int number)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn worker", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	Worker		worker = {.until = until, .number = number};
	WorkerTurns *turns = sfn_turns_begin(context, &worker.extension);

	disable_timeout(STATEMENT_TIMEOUT, false);
	(void) sfn_extension_fetch("sfn", &worker.extension);
	sfn_wake_worker_enter(number);
	PG_TRY();
	{
		SPI_commit();
		if (number == 0 || wait_for_number(&worker))
			work(&worker, turns);
	}
	PG_FINALLY();
	{
		sfn_turns_end(turns);
		if (worker.has_number)
			sfn_worker_unlock(number);
		sfn_wake_worker_leave();
	}
	PG_END_TRY();
	/* Somebody may have just counted on this worker. */
	sfn_wake_worker_help();
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
}

void
sfn_worker_run_once(void)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn worker", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);

	sfn_turn_run_uncommitted(sfn_turns_begin(context, NULL));
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
}

/* false: time is over. */
static bool
wait_for_number(Worker *worker)
{
	while (!sfn_worker_lock(worker->number))
	{
		CHECK_FOR_INTERRUPTS();
		if (is_over(worker))
			return false;
		SPI_commit();
		sfn_wake_worker_sleep(worker->until);
	}
	worker->has_number = true;
	sfn_wake_worker_begin();
	return true;
}

static void
work(Worker *worker, WorkerTurns *turns)
{
	for (;;)
	{
		TurnResult	result;

		sfn_turn_run(turns, &result);
		if (result.full)
			sfn_wake_worker_help();
		if (!result.more)
			sleep_after(worker, &result);
		else
			worker->wait_us = 0;
		do_chores();
		if (is_over(worker))
			break;
	}
}

/*
 * Nobody tells when a wakeup that another session holds is free again, if
 * its transaction comes to nothing; so it is looked for, ever less often.
 */
static void
sleep_after(Worker *worker, const TurnResult *result)
{
	TimestampTz until = Min(result->next_due, worker->until);

	if (result->overdue)
	{
		worker->wait_us = Min(Max(worker->wait_us * 2, SHORTEST_WAIT_US), LONGEST_WAIT_US);
		until = Min(until, GetCurrentTimestamp() + worker->wait_us);
	}
	else
		worker->wait_us = 0;
	sfn_wake_worker_publish(until);
	sfn_wake_worker_sleep(until);
}

/*
 * Looks at the client, which may reset the latch: not to be called between
 * looking at the queue and sleeping.
 */
static bool
is_over(const Worker *worker)
{
	return GetCurrentTimestamp() >= worker->until || sfn_wake_worker_must_stop() || sfn_wake_client_is_gone() ||
		!sfn_worker_extension_stands(&worker->extension);
}

/*
 * What the server does between statements, and this is a long one.  Statistics, without
 * which autovacuum does not know how often the queue's rows change, are reported between
 * transactions; a procedure is always in one, but here it is an empty one.  A server
 * built with assertions insists all the same.
 */
static void
do_chores(void)
{
	CHECK_FOR_INTERRUPTS();
	if (ConfigReloadPending)
	{
		ConfigReloadPending = false;
		ProcessConfigFile(PGC_SIGHUP);
	}
#ifndef USE_ASSERT_CHECKING
	(void) pgstat_report_stat(false);
#endif
}
