/*-------------------------------------------------------------------------
 *
 * start.h
 *	  Start executions: inline, async, express, nested.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_START_H
#define SFN_START_H

#include "postgres.h"

#include "engine/execution.h"

typedef struct StartRequest
{
	const char *machine;		/* name, ARN, name:version, name:alias */
	const JsonbValue *input;
	const char *name;			/* NULL: none given */
	bool		async;
	bool		sync;			/* wait for the end: EXPRESS only */
	const char *trace_header;
	Oid			user;			/* who must be allowed to start; InvalidOid: the current user */

	/*
	 * nested start: the time that has come for the starter at least, and
	 * whether it waits
	 */
	TimestampTz now;
	bool		has_parent;
	pg_uuid_t	parent_execution;
} StartRequest;

typedef struct StartResult
{
	pg_uuid_t	execution;
	char	   *arn;
	char	   *name;
	char	   *machine_arn;
	MachineType type;
	TimestampTz start_date;
	bool		existed;		/* same name and input: the running one */
	ExecutionStatus status;		/* ended already, or EXECUTION_RUNNING */
	JsonbValue	output;			/* EXECUTION_SUCCEEDED */
	ExecutionError error;
	TimestampTz stop_date;
} StartResult;

/*
 * Start; ereports the service's refusals.  The result is palloc'd in the
 * current context.
 */
extern void sfn_execution_start(const StartRequest *request, StartResult *result);
/*
 * Set the timer that ends it: the machine's TimeoutSeconds, the setting, or
 * the five minutes of EXPRESS.
 */
extern void sfn_execution_set_time_limit(Execution *execution, TimestampTz since);
/* Run an async EXPRESS execution that was queued; its row goes. */
extern void sfn_express_run_queued(Execution *execution);

#endif							/* SFN_START_H */
