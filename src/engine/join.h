/*-------------------------------------------------------------------------
 *
 * join.h
 *	  The children of a Parallel or Map, from the first start to the last end.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_JOIN_H
#define SFN_JOIN_H

#include "postgres.h"

#include "engine/execution.h"

/* What a Parallel or Map has to do, from its fields and input */
typedef struct JoinWork
{
	int			count;			/* branches or items */
	int			max_concurrency;	/* 0: no limit */
	JsonbValue	input;			/* what Parallel branches get; a Map's effective input */
	JsonbValue	items;			/* a Map's items: an array */
} JoinWork;

/* Evaluate them.  false: *error says what is wrong. */
extern bool sfn_parallel_work(Branch *branch, JoinWork *work, ExecutionError *error);
extern bool sfn_map_work(Branch *branch, JoinWork *work, ExecutionError *error);

/*
 * Write the Started event and start as many children as may run.  Returns whether the
 * branch has a step to do.
 */
extern bool sfn_join_start(Branch *branch, JoinWork *work);
/* A child has ended with child->output; the child is gone afterwards. */
extern void sfn_join_child_succeeded(Branch *child);
/*
 * A child has failed: its siblings are aborted, all children are gone, the
 * state fails.
 */
extern void sfn_join_child_failed(Branch *child, const ExecutionError *error);
/*
 * A child waits: another iteration may start while it does.  false: that
 * failed the state, child is gone.
 */
extern bool sfn_join_child_waits(Branch *child);


/* ---- a redriven Parallel or Map, some of whose children are done ---- */

/*
 * Make the join anew, without children.  items is how many a Map had: those that
 * JSONata makes by chance or of the time may be others now.  false: it cannot be
 * made; trying the state tells why, or begins it all over.
 */
extern bool sfn_join_restore(Branch *branch, int64 started_event, int64 items);
/* Keep a child's output in memory; takes it over. */
extern void sfn_join_hold_output(BranchJoin *join, int index, Document *output);
/* A child that had succeeded; takes over output. */
extern void sfn_join_restore_output(Branch *branch, int index, Document *output);
/* What a child got that had not entered a state */
extern Document *sfn_join_restore_input(Branch *branch, int index);
/* A child that goes on. */
extern void sfn_join_restore_child(Branch *child);
/*
 * The step of a branch whose join was restored: start what had not been started, or
 * complete.  Either may fail the state and what is around it, so it waits until the whole
 * tree is there.  Returns whether the branch has a step to do.
 */
extern bool sfn_join_restored(Branch *branch);

#endif							/* SFN_JOIN_H */
