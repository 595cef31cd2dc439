/*-------------------------------------------------------------------------
 *
 * task_function.h
 *	  Tasks that are SQL functions: what their resources have in common.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TASK_FUNCTION_H
#define SFN_TASK_FUNCTION_H

#include "postgres.h"

#include "task/function_cache.h"
#include "task/integration_routine.h"

/*
 * Find and pin for the task's role, on the machine's path; as
 * sfn_function_pin.
 */
extern CachedFunction *sfn_task_function_find(const TaskRun *run, const char *text, bool literal,
											  char **missing_grant);
/*
 * Call with a JSON value; SQL NULL is JSON null; *result is a document of its
 * own in the run's context.
 */
extern void sfn_task_function_run(const TaskRun *run, CachedFunction *function, const JsonbValue *argument,
								  JsonbValue *result);

/* Errors of a function that cannot be called; resource: its ARN or Resource */
extern void sfn_task_function_denied(const TaskRun *run, const char *resource, const char *missing_grant,
									 ExecutionError *error);
/* As the Lambda service words it, for an ARN without qualifier too */
extern void sfn_task_lambda_missing(const char *arn, bool qualified, ExecutionError *error);
extern void sfn_task_lambda_error(ExecutionError *error, const char *exception, const char *code, int status,
								  const char *message);

/*
 * The bare name in a FunctionName: "name", "name:qualifier",
 * "account:function:name" or an ARN.  *qualifier: NULL where there is none.
 */
extern char *sfn_task_lambda_name(const char *text, char **qualifier);

#endif							/* SFN_TASK_FUNCTION_H */
