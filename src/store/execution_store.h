/*-------------------------------------------------------------------------
 *
 * execution_store.h
 *	  Rows of executions, branches, tasks and wakeups.
 *
 * The lock on an execution's row covers its branches, tasks and history, and is taken
 * before anything of them is read for a change.  For a branch of a Parallel or Map of
 * an async execution that takes the lock on its own row as well, which comes first and,
 * as long as nothing else is changed, is enough (execution_share.c).
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_EXECUTION_STORE_H
#define SFN_EXECUTION_STORE_H

#include "postgres.h"

#include "engine/execution.h"
#include "nodes/pg_list.h"

/*
 * Write everything that changed since the execution was created, loaded or
 * last flushed: its row, its history since then (as the row's first chunk or
 * in sfn.history_chunk), branches, tasks, wakeups.  With the execution ended
 * its branches, tasks, outputs and timers' wakeups are removed.
 *
 * Returns the ids (int64 *) of branches that should have been removed but are
 * locked by others, who find out when they want to flush.
 *
 * Raises 23505 (execution_name) when the name was given to another execution
 * that committed meanwhile.
 */
extern List *sfn_execution_flush(Execution *execution);

/*
 * The history sink's side: append to the execution's chunk (ExecutionHost.emit
 * of stored executions).
 */
extern void sfn_execution_record(Execution *execution, const Event *event);

/* What is needed to find an execution's machine before it is loaded. */
typedef struct ExecutionHead
{
	int64		machine;
	int64		revision;
	ExecutionStatus status;
	bool		async;
	bool		has_parent;
	pg_uuid_t	parent;
} ExecutionHead;

/* false: no such execution */
extern bool sfn_execution_head(const pg_uuid_t *id, ExecutionHead *head);

/*
 * Lock the execution's row and fill execution (created empty) from it:
 * everything but branches.  Unless it may wait for whoever holds the lock, that
 * is error 55P03.  false: gone.
 */
extern bool sfn_execution_load(Execution *execution, const pg_uuid_t *id, bool may_wait);
/* The same without a lock */
extern bool sfn_execution_read(Execution *execution, const pg_uuid_t *id);
/*
 * Lock the execution's row.  false: it was not to wait, and somebody else has it.  One
 * that is gone counts as locked.
 */
extern bool sfn_execution_lock(const pg_uuid_t *id, bool may_wait);
/*
 * The branch with its ancestors, up to the root; NULL: gone, or one of them no longer
 * has it.  The execution must be loaded, and nothing of its tree yet.  A Parallel or
 * Map above may have no input until its outputs or children are loaded.
 */
extern Branch *sfn_store_load_branch(Execution *execution, int64 branch_id);
/* ExecutionHost.load_input, load_children and load_outputs of stored executions. */
extern void sfn_store_load_input(Execution *execution);
extern void sfn_store_load_children(Execution *execution, Branch *branch);
extern void sfn_store_load_outputs(Execution *execution, Branch *branch);
/* Only the main line (for stopping) */
extern Branch *sfn_store_load_root(Execution *execution);

/* ---- branches that have locks of their own ---- */

typedef enum BranchLock
{
	BRANCH_LOCKED,
	BRANCH_NEEDS_NONE,			/* the execution's lock is the one to take */
	BRANCH_HELD,				/* somebody else has it */
	BRANCH_MOVED_ON,			/* whoever had it has led it into a Parallel or Map */
	BRANCH_GONE
} BranchLock;

/*
 * Lock the row of a branch of an async execution, if it is to be locked; unless
 * may_wait that is not waited for.  What it was to be locked for is over if it has moved
 * on meanwhile, and the execution must not be waited for then.
 */
extern BranchLock sfn_branch_lock(int64 branch_id, bool may_wait);
/* Remove what is left of a branch that was locked and whose parent no longer has it. */
extern void sfn_branch_delete(int64 branch_id);
/* ExecutionHost.settle of stored executions; error 55P03 if the own branch is no more. */
extern void sfn_store_settle(Execution *execution);

/* ---- wakeups ---- */

typedef struct WakeupRow
{
	int64		id;
	TimestampTz due;
	pg_uuid_t	execution;
	int64		branch;			/* 0: the execution's own */
	WakeupKind	kind;
	bool		has_detail;
	pg_uuid_t	detail;			/* WAKEUP_CHILD_ENDED: the child */
	int64		machine;		/* filled when taken */
	int			attempts;		/* how often handling it failed */
	int			crashes;		/* how often the server may have crashed of handling it */
} WakeupRow;

/*
 * Take the next wakeup due at or before as_of, in order of (due, id), of
 * machines that may_drive allows (NULL: all): the row is locked and
 * deleted; wakeups locked by others are skipped.  after: only those behind
 * (after_due, after_id), DT_NOBEGIN for all. false: none.
 */
extern bool sfn_wakeup_take(TimestampTz as_of, TimestampTz after_due, int64 after_id,
							bool (*may_drive) (const WakeupRow *wakeup), WakeupRow *wakeup);

/* Where a wakeup is, or would be, in the queue */
typedef struct WakeupPlace
{
	TimestampTz due;
	int64		id;
} WakeupPlace;

/* A look for the next wakeup */
typedef struct WakeupSearch
{
	WakeupPlace after;			/* behind that; afterwards, where the look has come to */
	TimestampTz as_of;
	TimestampTz until;			/* how far to look for the next that is not due yet */
	void		(*held) (const WakeupPlace *place, void *arg);	/* called for each that somebody holds */
	void	   *arg;
	TimestampTz next_due;		/* out, if none is found: when that is due, or until */
} WakeupSearch;

/*
 * As above.  What this backend adds meanwhile is seen; what others commit may not be,
 * until sfn_wakeup_look_anew is called.
 */
extern void sfn_wakeup_look_anew(void);
extern bool sfn_wakeup_take_next(WakeupSearch *search, WakeupRow *wakeup);
/* The one at a place.  false: it is gone, or (is_there) somebody holds it. */
extern bool sfn_wakeup_take_at(const WakeupPlace *place, WakeupRow *wakeup, bool *is_there);
/* The first of a machine among those due between from and as_of. */
extern bool sfn_wakeup_take_of(int64 machine, TimestampTz from, TimestampTz as_of, WakeupRow *wakeup);

/*
 * Add one that belongs to no branch's or execution's own timer (START,
 * CHILD_ENDED, RESUME).
 */
extern void sfn_wakeup_insert(const WakeupRow *wakeup, int64 machine);
/*
 * Count an attempt at the first wakeup due at or before as_of and behind
 * (after_due, after_id), which stays in the queue.  false: none that nobody
 * else holds.
 */
extern bool sfn_wakeup_mark(TimestampTz as_of, TimestampTz after_due, int64 after_id, WakeupRow *wakeup);
/* Take the one that was read.  false: it is gone, or somebody holds it. */
extern bool sfn_wakeup_take_marked(const WakeupRow *marked);
/*
 * One that is in the queue, due when it says, is due later, unless somebody
 * else holds it; attempts and crashes become those given.
 */
extern void sfn_wakeup_put_off(const WakeupRow *wakeup, TimestampTz due);
/*
 * Called with the due time of each row that comes into the queue; set when the
 * library is loaded.
 */
extern void (*sfn_wakeup_inserted) (TimestampTz due);
/*
 * The earliest due among those this backend inserted since the last call;
 * DT_NOEND: none.
 */
extern TimestampTz sfn_wakeup_inserted_since(void);
/* As if one due then had been inserted: for a call that has asked on another's behalf */
extern void sfn_wakeup_note_earliest(TimestampTz due);

/* ---- finding ---- */

/*
 * What is committed at the moment, or written by this transaction, whatever its
 * snapshot shows
 */
typedef struct ExecutionPeek
{
	int64		machine;
	ExecutionStatus status;
	bool		is_own;			/* this transaction has started or changed it */
} ExecutionPeek;

/* false: no such execution */
extern bool sfn_execution_peek(const pg_uuid_t *id, ExecutionPeek *peek);

/*
 * The execution of a machine by the name that was given at its start, or by
 * its id's text: among what is committed now, which an older snapshot may not
 * show (sfn_execution_fetch_newest does).
 */
extern bool sfn_execution_find_by_name(int64 machine, const char *name, pg_uuid_t *id);
/* Which task has this token.  false: none. */
extern bool sfn_task_find_by_token(const uint8 *hash, pg_uuid_t *execution, int64 *branch);
/* Where a task is.  false: there is none of that id. */
extern bool sfn_task_find(int64 id, pg_uuid_t *execution, int64 *branch);
/* Which .sync task waits for this nested execution.  false: none. */
extern bool sfn_task_find_by_child(const pg_uuid_t *child, pg_uuid_t *execution, int64 *branch);
/*
 * The oldest task of an activity that nobody has or is about to take, its
 * execution locked; false: none.  except: executions (pg_uuid_t *) whose tasks are left
 * alone
 */
extern bool sfn_task_take_activity(const char *activity_arn, const List *except,
								   pg_uuid_t *execution, int64 *branch);
/*
 * Remove the row of a running execution of which nothing is kept (EXPRESS
 * without logging).
 */
extern void sfn_execution_delete(const pg_uuid_t *id);
/* Running executions of a machine, oldest first, among what is committed now. */
extern List *sfn_execution_list_running(int64 machine);	/* of pg_uuid_t * */

/* ---- reading ---- */

typedef struct ExecutionRow
{
	pg_uuid_t	id;
	int64		machine;
	int64		revision;
	char	   *name;			/* NULL: none given */
	bool		async;
	ExecutionStatus status;
	Jsonb	   *input;
	Jsonb	   *output;			/* NULL: none */
	char	   *error;
	char	   *cause;
	TimestampTz start_date;
	TimestampTz stop_date;		/* 0: running */
	int			redrive_count;
	TimestampTz redrive_date;
	char	   *trace_header;
	int			version;
	char	   *alias;
	int64		last_event;
} ExecutionRow;

/* NULL: no such execution. No lock. */
extern ExecutionRow *sfn_execution_fetch(const pg_uuid_t *id);
/* The same as it is committed now, whatever the transaction's snapshot shows. */
extern ExecutionRow *sfn_execution_fetch_newest(const pg_uuid_t *id);
/* Which executions */
typedef struct ExecutionFilter
{
	int64		machine;
	int			status;			/* -1: any */
	int			version;		/* through which it was started; 0: any, or none */
	const char *alias;			/* through which it was started; NULL: any, or none */
} ExecutionFilter;

/*
 * Newest first; before: only older ones than that id (NULL: from the newest);
 * of ExecutionRow *, without payloads.
 */
extern List *sfn_execution_list(const ExecutionFilter *filter, int limit, const pg_uuid_t *before);

/*
 * Read the history of a stored execution, in order, calling back for each
 * event; false from visit stops.
 */
extern void sfn_history_read(const pg_uuid_t *id, const StateMachine *machine,
							 bool (*visit) (const Event *event, void *arg), void *arg);

#endif							/* SFN_EXECUTION_STORE_H */
