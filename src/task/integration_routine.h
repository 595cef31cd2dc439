/*-------------------------------------------------------------------------
 *
 * integration_routine.h
 *	  What a kind of resource brings to the calling of a task.
 *
 * task.c picks the routine of a call's resource and takes it through its
 * steps; the call itself happens inside task_guard.c.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_INTEGRATION_ROUTINE_H
#define SFN_INTEGRATION_ROUTINE_H

#include "postgres.h"

#include "task/task.h"
#include "task/task_role.h"

typedef struct TaskRun
{
	const TaskCall *call;
	MemoryContext context;		/* the caller's; outlives the call's rollback */
	TaskRole	role;
	void	   *state;			/* the routine's own */
	ExecutionError failure;		/* see sfn_task_give_up */
} TaskRun;

typedef struct IntegrationRoutine
{
	/*
	 * What keeps the parameters from starting the task, in the service's
	 * words; NULL: nothing. The function is NULL where any parameters will do.
	 */
	char	   *(*check) (const JsonbValue *parameters);

	/*
	 * Find what is to be called, as the caller.  false: *error says why not;
	 * nothing to finish.  May be NULL.
	 */
	bool		(*prepare) (TaskRun *run, ExecutionError *error);

	/*
	 * Do it, as the task's role in a subtransaction; result is palloc'd in the
	 * current context.  NULL: others do it.
	 */
	void		(*call) (TaskRun *run, JsonbValue *result);

	/*
	 * The call failed with error and was rolled back.  true: the task succeeds
	 * all the same, with *result.  May be NULL.
	 */
	bool		(*forgive) (TaskRun *run, const ExecutionError *error, JsonbValue *result);

	/*
	 * After every prepare that succeeded: give back what it holds.  Must not
	 * throw.  May be NULL.
	 */
	void		(*finish) (TaskRun *run, bool failed);
} IntegrationRoutine;

extern const IntegrationRoutine sfn_function_routine;	/* pg:function, Lambda ARN */
extern const IntegrationRoutine sfn_registered_routine; /* service:action */
extern const IntegrationRoutine sfn_lambda_invoke_routine;	/* lambda:invoke */
extern const IntegrationRoutine sfn_query_routine;	/* pg:query */
extern const IntegrationRoutine sfn_notify_routine; /* pg:notify */
extern const IntegrationRoutine sfn_start_execution_routine;	/* states:startExecution: only its check */

/* A member that a routine's parameters may have */
typedef enum TaskFieldType
{
	TASK_FIELD_ANY,
	TASK_FIELD_STRING,
	TASK_FIELD_ARRAY
} TaskFieldType;

typedef struct TaskField
{
	const char *name;			/* NULL ends a list of fields */
	TaskFieldType type;
	bool		required;
} TaskField;

/*
 * For check: an object with these members and no others.  NULL, or what is
 * wrong.
 */
extern char *sfn_task_fields_check(const JsonbValue *parameters, const TaskField *fields);

/*
 * In call: undo what was done and fail the task with this error.  Never
 * returns.
 */
extern void sfn_task_give_up(TaskRun *run, const char *name, const char *cause_format,...)
			pg_attribute_printf(3, 4) pg_attribute_noreturn();

/* The same, for a result over the payload limit. */
extern void sfn_task_result_too_large(TaskRun *run) pg_attribute_noreturn();

#endif							/* SFN_INTEGRATION_ROUTINE_H */
