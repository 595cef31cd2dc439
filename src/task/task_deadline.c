/*-------------------------------------------------------------------------
 *
 * task_deadline.c
 *	  End a task's call when its TimeoutSeconds have passed.
 *
 * When the time is over the call is canceled as a user would cancel it.  A
 * function may catch that (EXCEPTION WHEN query_canceled), even in a loop, and
 * go on.  So once the time is over the cancel stays pending: whenever one is
 * raised, an error context callback asks for the next, which is raised at the
 * next check for interrupts.  Since every statement of a handler and every turn
 * of a loop makes such a check outside the block that caught, each level of
 * blocks can catch one cancel and no more.  Code that loses the request in some
 * other way is reached by the timer, which fires again and again.
 *
 * Deadlines nest: a task may start an execution whose task has a deadline of
 * its own.  One timer serves all of them, set for the earliest.  A cancel made
 * for an outer call means nothing to the inner ones, which pass it up.
 *
 * A call that ends with a request of ours still open takes it back.  One that was
 * open already when ours was made is somebody else's and stays, and so does
 * statement_timeout's.  A user's cancel that comes after ours and before the next
 * check for interrupts cannot be told from it.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "port/atomics.h"
#include "storage/latch.h"
#include "task/task_deadline.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"

#define REPEAT_MS 100
/* Longer ones never pass, and their sum with the present is a timestamp. */
#define LONGEST_MS (INT64CONST(100) * 366 * 86400 * 1000)

static void set_timer(void);
static void timer_fired(void);
static void keep_canceling(void *arg);
static void request_cancel(void);
static bool any_passed(void);

static TaskDeadline *volatile innermost = NULL;
static TimeoutId timer = MAX_TIMEOUTS;	/* not registered */
static volatile sig_atomic_t is_ours = false;	/* the cancel that is pending, if one is */
static ErrorContextCallback keep_canceling_callback = {.callback = keep_canceling};

void
sfn_task_deadline_begin(TaskDeadline *deadline, int64 timeout_ms)
{
	if (timer == MAX_TIMEOUTS)
		timer = RegisterTimeout(USER_TIMEOUT, timer_fired);
	deadline->due = TimestampTzPlusMilliseconds(GetCurrentTimestamp(), Min(timeout_ms, LONGEST_MS));
	deadline->passed = false;
	deadline->outer = innermost;
	pg_compiler_barrier();
	innermost = deadline;
	set_timer();
}

void
sfn_task_deadline_end(TaskDeadline *deadline)
{
	Assert(innermost == deadline);
	innermost = deadline->outer;
	set_timer();
	/* What was asked for this call's sake must not hit what comes after it. */
	if (deadline->passed && !any_passed() && is_ours && !get_timeout_indicator(STATEMENT_TIMEOUT, false))
		QueryCancelPending = false;
}

/*
 * sfn_task_deadline_caused Whether an error that came out of the call is its
 * timeout.
 *
 * A function that answers the cancel with an error of its own has still run
 * out of time.  statement_timeout, in contrast, is somebody else's wish.
 */
bool
sfn_task_deadline_caused(const TaskDeadline *deadline, const ErrorData *edata)
{
	if (!deadline->passed)
		return false;
	return edata->message_id == NULL ||
		strcmp(edata->message_id, "canceling statement due to statement timeout") != 0;
}

ErrorContextCallback *
sfn_task_deadline_context(void)
{
	return innermost == NULL ? NULL : &keep_canceling_callback;
}

static void
set_timer(void)
{
	TimestampTz earliest = DT_NOEND;

	for (TaskDeadline *deadline = innermost; deadline != NULL; deadline = deadline->outer)
		earliest = Min(earliest, deadline->due);
	if (earliest == DT_NOEND)
		disable_timeout(timer, false);
	else
		enable_timeout_every(timer, earliest, REPEAT_MS);
}

/* Runs in a signal handler. */
static void
timer_fired(void)
{
	TimestampTz now = GetCurrentTimestamp();

	for (TaskDeadline *deadline = innermost; deadline != NULL; deadline = deadline->outer)
	{
		if (deadline->due <= now)
			deadline->passed = true;
	}
	if (any_passed())
		request_cancel();
}

/* Called for every error raised inside the call, before any handler sees it */
static void
keep_canceling(void *arg)
{
	if (any_passed() && geterrcode() == ERRCODE_QUERY_CANCELED)
		request_cancel();
}

static void
request_cancel(void)
{
	if (!QueryCancelPending)
		is_ours = true;
	QueryCancelPending = true;
	InterruptPending = true;
	SetLatch(MyLatch);
}

static bool
any_passed(void)
{
	for (TaskDeadline *deadline = innermost; deadline != NULL; deadline = deadline->outer)
	{
		if (deadline->passed)
			return true;
	}
	return false;
}
