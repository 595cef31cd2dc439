/*-------------------------------------------------------------------------
 *
 * execution_view.h
 *	  Look at an execution, wherever it is.
 *
 * One that this backend is driving is in memory only, or newer there than in
 * its rows; a task's function that asks about its own execution sees that.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_EXECUTION_VIEW_H
#define SFN_EXECUTION_VIEW_H

#include "postgres.h"

#include "base/arn.h"
#include "runtime/access.h"
#include "store/execution_store.h"

typedef struct ExecutionView
{
	pg_uuid_t	id;
	MachineRow *machine;		/* also when it is deleted */
	int64		revision;
	const char *arn;
	const char *machine_arn;
	const char *version_arn;	/* started through a version; NULL: not */
	const char *alias_arn;		/* started through an alias; NULL: not */
	const char *name;
	ExecutionStatus status;
	JsonbValue	input;
	bool		has_output;
	JsonbValue	output;
	const char *error;			/* NULL: none */
	const char *cause;			/* NULL: none */
	TimestampTz start_date;
	TimestampTz stop_date;		/* 0: running */
	int			redrive_count;
	TimestampTz redrive_date;	/* 0: never */
	const char *trace_header;	/* NULL: none */
	int64		last_event;
	Execution  *active;			/* NULL: it is in its rows */
} ExecutionView;

/*
 * ereports ExecutionDoesNotExist, naming it as it was asked for (NULL: by its
 * id), and 42501 if the current user lacks the right.
 */
extern void sfn_execution_view(const pg_uuid_t *id, const char *asked_for, AccessRight right, ExecutionView *view);
/* The same of a row that was read and a machine that was checked. */
extern void sfn_execution_view_row(const ExecutionRow *row, MachineRow *machine, ExecutionView *view);

/*
 * The machine whose executions are to be listed, STANDARD and readable to the
 * current user, or a refusal.  filter gets it, and the version or alias if the
 * reference names one; any status.
 */
extern MachineRow *sfn_execution_list_machine(const char *reference, ExecutionFilter *filter);

/* Which execution has this ARN, be its machine deleted.  false: none. */
extern bool sfn_execution_find_arn(const Arn *arn, pg_uuid_t *id);
/* The same, or ExecutionDoesNotExist; text: of the ARN */
extern void sfn_execution_resolve(const char *text, const Arn *arn, pg_uuid_t *id);

/*
 * Its history, in order, with what its details need; visit returns whether to
 * go on.
 */
extern void sfn_execution_view_history(const ExecutionView *view,
									   bool (*visit) (const Event *event, const EventSurroundings *surroundings,
													  void *arg),
									   void *arg);

/* The same, as far as its machine logs it. */
extern void sfn_execution_view_log(const ExecutionView *view,
								   bool (*visit) (const Event *event, const EventSurroundings *surroundings,
												  void *arg),
								   void *arg);

#endif							/* SFN_EXECUTION_VIEW_H */
