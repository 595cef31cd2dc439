/*-------------------------------------------------------------------------
 *
 * test_state_run.h
 *	  One test of a state, for the files that carry it out.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TEST_STATE_RUN_H
#define SFN_TEST_STATE_RUN_H

#include "postgres.h"

#include "engine/execution.h"
#include "runtime/test_state.h"

typedef enum StateTestStatus
{
	TEST_SUCCEEDED,
	TEST_FAILED,
	TEST_RETRIABLE,				/* a Retrier would try again */
	TEST_CAUGHT_ERROR
} StateTestStatus;

typedef struct StateTestRun
{
	const StateTest *test;
	const State *state;
	MemoryContext context;		/* of what is kept from the state's steps */

	Jsonb	   *flow[DATA_FLOW_STAGES]; /* NULL: not reached */

	/* what became of the state */
	StateTestStatus status;
	Jsonb	   *output;			/* NULL: none */
	const char *error;			/* NULL: none */
	const char *cause;
	const char *next_state;		/* NULL: none */

	/* which Retrier or Catcher took the error; -1: none did */
	int			retry_index;
	int64		retry_seconds;	/* until the next attempt; -1: there is none */
	int			catch_index;
} StateTestRun;

/* ---- test_state_mock.c ---- */

/* ereport unless what is mocked, or not, suits the request */
extern void sfn_mock_check_request(const StateTest *test);
/* ereport unless it suits the state */
extern void sfn_mock_check_state(const StateTest *test, const State *state);
/* As ExecutionHost.mock; the execution's runtime is the StateTestRun. */
extern bool sfn_mock_answer(Execution *execution, Branch *branch, int count, TaskOutcome *outcome);
/* As ExecutionHost.read_items */
extern bool sfn_mock_read_items(Execution *execution, Branch *branch, JsonbValue *items, ExecutionError *error);

/* ---- test_state_context.c ---- */

/*
 * The context object: what the test gives, completed.  ereport
 * ValidationException for members that there are not.
 */
extern void sfn_test_context_make(const StateTest *test, const State *state, const Execution *execution,
								  JsonbValue *context);

/* ---- test_state_report.c ---- */

extern void sfn_test_report(const StateTestRun *run, JsonBuilder *response);

#endif							/* SFN_TEST_STATE_RUN_H */
