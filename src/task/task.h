/*-------------------------------------------------------------------------
 *
 * task.h
 *	  Do the work of a Task state: one call of one resource.
 *
 * The engine hands in what is to be called and gets an outcome; it does not know
 * how a resource is reached.  Nested executions are not made here: the engine
 * asks its host for them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TASK_H
#define SFN_TASK_H

#include "postgres.h"

#include "asl/resource.h"
#include "base/error_codes.h"
#include "base/json_value.h"

/* What the revision of a machine fixes for its tasks */
typedef struct TaskSurroundings
{
	const char *role;			/* database role the machine's tasks run as */
	const char *search_path;	/* captured when the definition was created */
	const char *region;
	const char *account;
} TaskSurroundings;

typedef struct TaskCall
{
	const Resource *resource;
	const JsonbValue *parameters;	/* effective input */
	const TaskSurroundings *surroundings;
	const char *credentials;	/* role ARN or name of Credentials; NULL: none */
	int64		timeout_ms;		/* 0: none */
} TaskCall;

typedef enum TaskStatus
{
	TASK_SUCCEEDED,
	TASK_FAILED,				/* error is set */
	TASK_TIMED_OUT				/* TimeoutSeconds passed while it ran */
} TaskStatus;

typedef struct TaskOutcome
{
	TaskStatus	status;
	JsonbValue	result;			/* palloc'd in the caller's context */
	ExecutionError error;
} TaskOutcome;

/*
 * Call it: EXECUTE check, subtransaction, role, search_path, timeout (DESIGN
 * 7). Errors that are not the task's (a user's cancel, serialization failures,
 * shutdown, lack of resources, corruption) are thrown; everything else is in
 * the outcome. Only for RESOURCE_LAMBDA, _LAMBDA_INVOKE, _PG_FUNCTION,
 * _PG_QUERY, _PG_NOTIFY, _INTEGRATION; for patterns with a token the answer is
 * the caller's to ignore.
 */
extern void sfn_task_call(const TaskCall *call, TaskOutcome *outcome);

/*
 * Whether the parameters can start the task at all.  false: *error is
 * States.Runtime with the service's Cause, without the usual beginning that
 * names the state.  sfn_task_call asks this itself; for those who want to know
 * before they record the task as scheduled.
 */
extern bool sfn_task_check(const Resource *resource, const JsonbValue *parameters, ExecutionError *error);

/*
 * Whether role may be assumed through Credentials by a machine that runs as
 * machine_role
 */
extern bool sfn_task_credentials_allowed(const char *machine_role, const char *credentials,
										 const char *account, ExecutionError *error);

/*
 * The function, schema-qualified, that is registered for a resource
 * ("sqs:sendMessage") and serves machines that run as role; NULL: none.  Set
 * by whoever keeps the registrations, when the library is loaded.
 */
extern char *(*sfn_integration_lookup) (const char *resource, const char *role);

#endif							/* SFN_TASK_H */
