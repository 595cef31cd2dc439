/*-------------------------------------------------------------------------
 *
 * task_function.c
 *	  Tasks that are SQL functions: pg:function, Lambda ARNs, and whatever is
 *	  registered for a service's action.
 *
 * They differ in how the function is named and in how its absence is worded.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/random_id.h"
#include "task/task_function.h"
#include "utils/builtins.h"

static bool function_prepare(TaskRun *run, ExecutionError *error);
static bool registered_prepare(TaskRun *run, ExecutionError *error);
static void function_call(TaskRun *run, JsonbValue *result);
static void function_finish(TaskRun *run, bool failed);
static void function_missing(const TaskRun *run, ExecutionError *error);

const IntegrationRoutine sfn_function_routine = {
	.prepare = function_prepare,
	.call = function_call,
	.finish = function_finish
};

const IntegrationRoutine sfn_registered_routine = {
	.prepare = registered_prepare,
	.call = function_call,
	.finish = function_finish
};

static bool
function_prepare(TaskRun *run, ExecutionError *error)
{
	const Resource *resource = run->call->resource;
	char	   *missing_grant;

	run->state = sfn_task_function_find(run, resource->name, resource->kind == RESOURCE_LAMBDA, &missing_grant);
	if (run->state != NULL)
		return true;
	if (missing_grant != NULL)
		sfn_task_function_denied(run, resource->text, missing_grant, error);
	else
		function_missing(run, error);
	return false;
}

static bool
registered_prepare(TaskRun *run, ExecutionError *error)
{
	const Resource *resource = run->call->resource;
	const char *role = run->call->surroundings->role;
	char	   *function = sfn_integration_lookup == NULL ? NULL :
		sfn_integration_lookup(resource->registration, role);
	char	   *missing_grant;

	if (function == NULL)
	{
		sfn_execution_error_set(error, STATES_TASK_FAILED,
								"No integration is registered for '%s' that serves state machines of role %s. "
								"Register one with sfn_register_integration('%s', ...).",
								resource->registration, role, resource->registration);
		return false;
	}
	run->state = sfn_task_function_find(run, function, false, &missing_grant);
	if (run->state != NULL)
		return true;
	if (missing_grant != NULL)
		sfn_task_function_denied(run, resource->text, missing_grant, error);
	else
		sfn_execution_error_set(error, STATES_TASK_FAILED,
								"The integration registered for '%s' is the function %s, which does not exist "
								"or does not take one jsonb and return jsonb.",
								resource->registration, function);
	return false;
}

static void
function_call(TaskRun *run, JsonbValue *result)
{
	sfn_task_function_run(run, run->state, run->call->parameters, result);
}

static void
function_finish(TaskRun *run, bool failed)
{
	sfn_function_unpin(run->state, failed);
}

CachedFunction *
sfn_task_function_find(const TaskRun *run, const char *text, bool literal, char **missing_grant)
{
	FunctionReference reference = {
		.text = text,
		.literal = literal,
		.search_path = run->call->surroundings->search_path,
		.role = run->role.oid
	};

	return sfn_function_pin(&reference, missing_grant);
}

void
sfn_task_function_run(const TaskRun *run, CachedFunction *function, const JsonbValue *argument, JsonbValue *result)
{
	Jsonb	   *input = sfn_json_to_jsonb(argument);
	bool		is_null;
	Datum		answer = sfn_function_call(function, JsonbPGetDatum(input), &is_null);
	Jsonb	   *output;

	if (is_null)
	{
		sfn_json_set_null(result);
		return;
	}
	/*
	 * What a function returns may lie anywhere: in a table's TOAST, in a cache
	 * of its own.
	 */
	MemoryContextSwitchTo(run->context);
	output = DatumGetPointer(answer) == (Pointer) input ? input : DatumGetJsonbPCopy(answer);
	sfn_json_from_jsonb(output, result);
}

void
sfn_task_function_denied(const TaskRun *run, const char *resource, const char *missing_grant, ExecutionError *error)
{
	sfn_execution_error_set(error, STATES_PERMISSIONS,
							"User: %s is not authorized to perform: lambda:InvokeFunction on resource: %s. "
							"Missing is: %s",
							sfn_arn_role(run->call->surroundings->account, run->role.name), resource, missing_grant);
}

static void
function_missing(const TaskRun *run, ExecutionError *error)
{
	const Resource *resource = run->call->resource;
	Arn			arn;

	if (resource->kind == RESOURCE_LAMBDA)
		sfn_task_lambda_missing(resource->text,
								sfn_arn_parse(resource->text, &arn) && arn.qualifier != NULL, error);
	else
		sfn_execution_error_set(error, "Lambda.ResourceNotFoundException",
								"Function not found: %s. It must take one jsonb and return jsonb; "
								"the search_path is %s.",
								resource->text, run->call->surroundings->search_path);
}

void
sfn_task_lambda_missing(const char *arn, bool qualified, ExecutionError *error)
{
	sfn_task_lambda_error(error, "Lambda.ResourceNotFoundException", "ResourceNotFoundException", 404,
						  psprintf("Function not found: %s%s", arn, qualified ? "" : ":$LATEST"));
}

void
sfn_task_lambda_error(ExecutionError *error, const char *exception, const char *code, int status,
					  const char *message)
{
	pg_uuid_t	request;

	sfn_uuid4(&request);
	sfn_execution_error_set(error, exception,
							"%s (Service: AWSLambda; Status Code: %d; Error Code: %s; Request ID: %s; Proxy: null)",
							message, status, code, sfn_uuid_text(&request));
}
