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

/*
 * The state has written its Started event: make the BranchJoin and start as many children as may
 * run.  input: what Parallel branches get, or a Map's effective input.  Takes
 * over items (NULL for a Parallel).  Returns whether branch has a step to do.
 */
extern bool sfn_join_start(Branch *branch, int count, int max_concurrency, const JsonbValue *input,
						   Document *items);
/* A child has ended with child->output; the child is gone afterwards. */
extern void sfn_join_child_succeeded(Branch *child);
/* A child has failed: its siblings are aborted, all children are gone, the state fails. */
extern void sfn_join_child_failed(Branch *child, const ExecutionError *error);
/* A child waits: another iteration may start while it does.  false: that failed the state, child is gone. */
extern bool sfn_join_child_waits(Branch *child);

#endif							/* SFN_JOIN_H */
