/*-------------------------------------------------------------------------
 *
 * recovery.c
 *	  Decide what happens after a state has failed.
 *
 * A failed state offers its error first to its Retriers, then to its Catchers,
 * each in the order of the definition.  The first Retrier whose ErrorEquals
 * matches is the only one asked: if it has used up its attempts, the Catchers
 * are next and not the other Retriers.  If no one takes the error, the branch
 * fails and its parent state is asked in turn.
 *
 * This file only decides.  The wakeup and the history events are the caller's
 * work (failure.c), so every rule here can be tested without an execution.
 *
 * Attempts are counted per Retrier, not per state.  The counts live in the
 * Branch and start afresh whenever the state is entered again.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "engine/recovery.h"

/* The longest delay the service accepts for a Retrier: MaxDelaySeconds' bound. */
#define LONGEST_DELAY_SECONDS 31622400

static bool any_matches(const ExecutionError *error, const char **names, int count);
static bool sqlstate_matches(const ExecutionError *error, const char *name);

void
sfn_recovery_decide(const State *state, const ExecutionError *error, const int *attempts, double jitter,
					Recovery *recovery)
{
	recovery->action = RECOVERY_NONE;
	recovery->retrier = NULL;
	recovery->catcher = NULL;
	if (error->terminal)
		return;

	for (int i = 0; i < state->retrier_count; i++)
	{
		const Retrier *retrier = &state->retriers[i];
		int			used = attempts == NULL ? 0 : attempts[i];

		if (!any_matches(error, retrier->error_equals, retrier->error_count))
			continue;
		recovery->retrier = retrier;
		if (used < retrier->max_attempts)
		{
			recovery->action = RECOVERY_RETRY;
			recovery->delay_ms = sfn_retrier_delay_ms(retrier, used + 1, jitter);
			return;
		}
		break;
	}

	for (int i = 0; i < state->catcher_count; i++)
	{
		const Catcher *catcher = &state->catchers[i];

		if (any_matches(error, catcher->error_equals, catcher->error_count))
		{
			recovery->action = RECOVERY_CATCH;
			recovery->catcher = catcher;
			return;
		}
	}
}

bool
sfn_error_is_runtime(const ExecutionError *error)
{
	return error->error != NULL && strcmp(error->error, STATES_RUNTIME) == 0;
}

/*
 * sfn_error_matches
 *		Whether one name of an ErrorEquals covers an error.
 *
 * States.Runtime is covered by nothing, not even by its own name.  A missed
 * heartbeat is recorded as States.Timeout and also answers to
 * States.HeartbeatTimeout.  A failure may come without any name; States.ALL and
 * States.TaskFailed cover that too.
 */
bool
sfn_error_matches(const ExecutionError *error, const char *name)
{
	const char *actual = error->error == NULL ? "" : error->error;

	if (sfn_error_is_runtime(error))
		return false;
	if (strcmp(name, STATES_ALL) == 0 || strcmp(name, actual) == 0)
		return true;
	if (strcmp(name, STATES_TASK_FAILED) == 0)
		return strcmp(actual, STATES_TIMEOUT) != 0;
	if (strcmp(name, STATES_HEARTBEAT_TIMEOUT) == 0)
		return error->heartbeat;
	return sqlstate_matches(error, name);
}

/*
 * sfn_retrier_delay_ms
 *		How long to wait before the given attempt, counted from 1.
 *
 * The product is formed in double and capped before it becomes an integer:
 * with the default BackoffRate it leaves int64 at attempt 55, long before the
 * largest MaxAttempts a definition may ask for.
 *
 * The random draw for JitterStrategy FULL is a parameter, 0 to 1, so that a
 * test can fix it.
 */
int64
sfn_retrier_delay_ms(const Retrier *retrier, int attempt, double jitter)
{
	double		longest;
	double		seconds;

	Assert(attempt >= 1);
	Assert(jitter >= 0.0 && jitter <= 1.0);

	longest = retrier->max_delay_seconds > 0 ? retrier->max_delay_seconds : LONGEST_DELAY_SECONDS;
	seconds = Min(retrier->interval_seconds * pow(retrier->backoff_rate, attempt - 1), longest);
	if (retrier->full_jitter)
		seconds *= jitter;
	return (int64) (seconds * 1000.0);
}

static bool
any_matches(const ExecutionError *error, const char **names, int count)
{
	for (int i = 0; i < count; i++)
	{
		if (sfn_error_matches(error, names[i]))
			return true;
	}
	return false;
}

/* "SQLSTATE:23505" names one SQL error, "SQLSTATE:23" its class. */
static bool
sqlstate_matches(const ExecutionError *error, const char *name)
{
	static const char prefix[] = "SQLSTATE:";
	const char *wanted = name + sizeof(prefix) - 1;

	if (error->sqlstate[0] == '\0' || strncmp(name, prefix, sizeof(prefix) - 1) != 0)
		return false;
	return strlen(wanted) == 2 ? strncmp(error->sqlstate, wanted, 2) == 0 : strcmp(error->sqlstate, wanted) == 0;
}
