/*-------------------------------------------------------------------------
 *
 * advance.h
 *	  The dispatcher: one routine per state type.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ADVANCE_H
#define SFN_ADVANCE_H

#include "postgres.h"

#include "engine/execution.h"

/*
 * A routine does the state's work, or begins it, for a branch that has entered
 * the state.  It returns whether the branch has a step to do (phase
 * BRANCH_ENTER or BRANCH_ATTEMPT); if not, the branch waits, has ended, or is
 * gone.
 */
typedef bool (*StateRoutine) (Branch *branch);

extern bool sfn_state_pass(Branch *branch);
extern bool sfn_state_succeed(Branch *branch);
extern bool sfn_state_fail(Branch *branch);
extern bool sfn_state_choice(Branch *branch);
extern bool sfn_state_wait(Branch *branch);
extern bool sfn_state_task(Branch *branch);
extern bool sfn_state_parallel(Branch *branch);
extern bool sfn_state_map(Branch *branch);

/* A Wait whose time has come. */
extern bool sfn_state_wait_over(Branch *branch);

#endif							/* SFN_ADVANCE_H */
