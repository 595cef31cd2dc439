/*-------------------------------------------------------------------------
 *
 * settle.h
 *	  One branch is driven while others drive other branches.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SETTLE_H
#define SFN_SETTLE_H

#include "postgres.h"

#include "engine/execution.h"

/*
 * From here on the execution is shared: only own, a branch of it that was just loaded,
 * belongs to who drives it.
 */
extern void sfn_execution_share(Execution *execution, Branch *own);
/*
 * Something of the execution itself, or of a branch around the own one, is to be looked
 * at or changed: it becomes this session's until the transaction ends.
 */
extern void sfn_execution_settle(Execution *execution);
/* The same, if the branch is the own one. */
extern void sfn_branch_settle(Branch *branch);
/* To be called before a flush: nothing of the tree has provisional ids any more. */
extern void sfn_execution_settle_history(Execution *execution);

/* An event's id as it is in the history, if that is settled */
extern int64 sfn_event_settled(const Execution *execution, int64 id);
/* How many events there are, as far as is known here */
extern int64 sfn_execution_event_count(const Execution *execution);
/* Keep an event until the history is settled. */
extern void sfn_execution_hold_event(Execution *execution, const Event *event);
/* Whether so many events are kept that it is time to settle */
extern bool sfn_execution_holds_many(const Execution *execution);

/*
 * Whether the step of a runnable branch is left to the queue: a task of a branch that
 * another worker could run at the same time.
 */
extern bool sfn_branch_is_for_others(const Branch *branch);

#endif							/* SFN_SETTLE_H */
