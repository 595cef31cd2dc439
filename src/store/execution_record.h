/*-------------------------------------------------------------------------
 *
 * execution_record.h
 *	  What the store remembers of an execution in memory (Execution.history).
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_EXECUTION_RECORD_H
#define SFN_EXECUTION_RECORD_H

#include "postgres.h"

#include "engine/execution.h"
#include "store/history_codec.h"

/* The row has an input that is not in memory. */
#define INPUT_NOT_READ PG_UINT64_MAX

/* A branch's row as it was last read or written */
typedef struct StoredBranch
{
	int64		id;				/* key */
	char		status;			/* simplehash */
	uint64		input;			/* serials of documents; 0: none; INPUT_NOT_READ */
	uint64		variables;
	WakeupKind	timer_kind;
	int64		join_event;		/* BranchJoin.started_event of the join that the row has; 0: none */
	bool		has_items;		/* the row has join_input and join_items */
	bool		has_outputs;	/* rows of sfn.branch_output belong to join_event's join */
	bool		read_outputs;	/* they are in memory */
} StoredBranch;

typedef struct ExecutionRecord
{
	HistoryEncoder *encoder;	/* NULL until the first event */
	bytea	   *first_chunk;	/* a full chunk that begins with event 1: sfn.execution.events */
	struct stored_branches_hash *branches;	/* rows known, by id; NULL: none */
	bool		partly_loaded;	/* there are rows of branches that are not in memory */
} ExecutionRecord;

/* The execution's record, made when first asked for. */
extern ExecutionRecord *sfn_record_get(Execution *execution);
/* Note that the branch's row is as the branch is now. */
extern StoredBranch *sfn_record_branch(Execution *execution, const Branch *branch);
/* Whether the row has another input than the branch. */
extern bool sfn_record_input_changed(const StoredBranch *stored, const Branch *branch);
/* NULL: not known */
extern StoredBranch *sfn_record_find_branch(Execution *execution, int64 id);

/*
 * Read again what may have changed of a branch around one that is driven while the
 * execution is shared: how far its join is.  false: it is not in that join any more.
 */
extern bool sfn_store_reload_join(Execution *execution, Branch *branch);

#endif							/* SFN_EXECUTION_RECORD_H */
