/*-------------------------------------------------------------------------
 *
 * worker_interrupt.c
 *	  Leave an execution alone when another session needs it.
 *
 * A worker holds the lock on the execution that it drives while its tasks run.
 * Who wants to stop that execution, delete its machine, or handle its timeout
 * does not wait for a task that may take hours: he marks the worker's slot in
 * shared memory.  While it works, a timer of the worker looks at the mark every
 * few ms and cancels the call, as a user would cancel it.  What was done since the
 * last flush is rolled back, tasks' effects and events together, the wakeup goes
 * back to the queue, and the lock to who waits for it.
 *
 * The mark names the execution, so it cannot hit the next one; and no signal is
 * sent that might still be on its way.  A user's own cancel that arrives in the same
 * moment is taken for the mark.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <signal.h>

#include "miscadmin.h"
#include "runtime/wake.h"
#include "runtime/worker_interrupt.h"
#include "storage/latch.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"

#define PERIOD_MS 20

static void watch(void);
static void look(void);

static TimeoutId timer = MAX_TIMEOUTS;	/* not registered */
static volatile sig_atomic_t is_pending = false;

void
sfn_interrupt_begin(const pg_uuid_t *execution)
{
	(void) sfn_wake_worker_running(execution);
	if (sfn_wake_worker_is_known())
		watch();
}

/*
 * Once begun, the timer goes on until the worker has no more to do: the signal of a
 * timer that was switched off comes all the same, and would wake a worker that sleeps.
 */
static void
watch(void)
{
	if (timer == MAX_TIMEOUTS)
		timer = RegisterTimeout(USER_TIMEOUT, look);
	if (!get_timeout_active(timer))
		enable_timeout_every(timer, TimestampTzPlusMilliseconds(GetCurrentTimestamp(), PERIOD_MS), PERIOD_MS);
}

bool
sfn_interrupt_end(void)
{
	bool		was_unwanted = sfn_wake_worker_running(NULL);

	/* What was asked for this execution's sake must not hit what comes after it. */
	if (is_pending)
		QueryCancelPending = false;
	is_pending = false;
	return was_unwanted;
}

void
sfn_interrupt_unwatch(void)
{
	if (timer != MAX_TIMEOUTS)
		disable_timeout(timer, false);
}

bool
sfn_interrupt_is_pending(void)
{
	return is_pending;
}

/* Runs in a signal handler. */
static void
look(void)
{
	if (!sfn_wake_worker_is_unwanted())
		return;
	is_pending = true;
	QueryCancelPending = true;
	InterruptPending = true;
	SetLatch(MyLatch);
}
