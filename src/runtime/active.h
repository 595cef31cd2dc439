/*-------------------------------------------------------------------------
 *
 * active.h
 *	  The executions this backend is driving right now, innermost first.
 *
 * A task's function may call sfn, also about the very execution that runs it.
 * Such an execution is in memory only (or newer there than in its rows), so it is
 * read here, and what is done to it is kept and applied when the task returns.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ACTIVE_H
#define SFN_ACTIVE_H

#include "postgres.h"

#include "engine/execution.h"

typedef struct ActiveExecution
{
	Execution  *execution;
	struct ActiveExecution *outer;
} ActiveExecution;

/*
 * Between push and pop the execution is active; pop also on the way out of an
 * error (PG_FINALLY).
 */
extern void sfn_active_push(ActiveExecution *entry, Execution *execution);
extern void sfn_active_pop(const ActiveExecution *entry);

/* NULL: none of that id is active. */
extern Execution *sfn_active_find(const pg_uuid_t *id);
/* By machine and name; NULL: none. */
extern Execution *sfn_active_find_by_name(int64 machine, const char *name);
/* Ids of those of a machine, 0: of all: list of pg_uuid_t *, palloc'd. */
extern List *sfn_active_list(int64 machine);
/* Whether this backend is inside any execution's task. */
extern bool sfn_active_any(void);

/*
 * Keep a request until the task returns; forgotten if the current
 * subtransaction rolls back.  All of it is copied.
 */
extern void sfn_active_request(Execution *execution, const ExecutionRequest *request);

#endif							/* SFN_ACTIVE_H */
