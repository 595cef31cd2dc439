/*-------------------------------------------------------------------------
 *
 * branch.h
 *	  Making, ending and unmaking branches.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_BRANCH_H
#define SFN_BRANCH_H

#include "postgres.h"

#include "engine/execution.h"

/*
 * The branch has a step to do, before those that are runnable already: what is
 * inside a Parallel's branch comes before its siblings.  A child comes behind
 * its siblings, though.
 */
extern void sfn_branch_make_runnable(Branch *branch);
extern void sfn_branch_set_timer(Branch *branch, WakeupKind kind, TimestampTz due);
extern void sfn_branch_clear_timer(Branch *branch);
/* What the branch has to do is left to whoever takes it from the queue next. */
extern void sfn_branch_queue(Branch *branch, TimestampTz due);

/*
 * Forget what belongs to the visit of the state it leaves: attempts, pending
 * task, join, timer.
 */
extern void sfn_branch_forget_visit(Branch *branch);
/* Forget a pending task; its row goes at the flush. */
extern void sfn_branch_forget_task(Branch *branch);

/* Forget a join; rows of its outputs go at the flush. */
extern void sfn_branch_forget_join(Branch *branch);
/* Stop the nested execution that the branch's .sync task waits for, if it does. */
extern void sfn_branch_stop_nested(Branch *branch);

/*
 * The branch waits; iterations that were held back may start. Always false: it
 * has no step to do.
 */
extern bool sfn_branch_waits(Branch *branch);

/*
 * The branch has reached its end with branch->input as output: the execution has
 * succeeded, or a child is done.  Always false: the branch has no step to do.
 */
extern bool sfn_branch_succeeded(Branch *branch);

/* Take the branch and everything under it out of the tree; its rows go at the flush. */
extern void sfn_branch_remove(Branch *branch);

/*
 * A failed sibling ends this branch, wherever it is: write the Aborted events
 * of its open states, all following the given event.  The branch itself stays
 * in the tree.
 */
extern void sfn_branch_write_aborted(Branch *branch, int64 previous);

#endif							/* SFN_BRANCH_H */
