/*-------------------------------------------------------------------------
 *
 * recovery.h
 *	  Decide what happens after a state has failed.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_RECOVERY_H
#define SFN_RECOVERY_H

#include "postgres.h"

#include "asl/state_machine.h"
#include "base/error_codes.h"

typedef enum RecoveryAction
{
	RECOVERY_NONE,				/* the branch fails */
	RECOVERY_RETRY,
	RECOVERY_CATCH
} RecoveryAction;

typedef struct Recovery
{
	RecoveryAction action;
	const Retrier *retrier;		/* that the error matches, even if its attempts are used up; NULL: none */
	int64		delay_ms;		/* RECOVERY_RETRY */
	const Catcher *catcher;		/* RECOVERY_CATCH */
} Recovery;

/*
 * attempts: how often each of the state's Retriers was used in this visit
 * (NULL: never). jitter: a random number from 0 to 1 for JitterStrategy FULL.
 */
extern void sfn_recovery_decide(const State *state, const ExecutionError *error, const int *attempts,
								double jitter, Recovery *recovery);
/* whether no Retrier or Catcher of any state can take it, whatever it names */
extern bool sfn_error_is_runtime(const ExecutionError *error);
extern bool sfn_error_matches(const ExecutionError *error, const char *name);
extern int64 sfn_retrier_delay_ms(const Retrier *retrier, int attempt, double jitter);

#endif							/* SFN_RECOVERY_H */
