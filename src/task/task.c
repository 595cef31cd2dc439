/*-------------------------------------------------------------------------
 *
 * task.c
 *	  Do the work of a Task state: one call of one resource.
 *
 * Everything that can be found out beforehand (are the parameters usable, which
 * role, which function, may the role use it) is found out before the call's
 * subtransaction begins, so that the ordinary refusals cost no rollback.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "task/integration_routine.h"
#include "task/sql_error.h"
#include "task/task_guard.h"

char	   *(*sfn_integration_lookup) (const char *resource, const char *role) = NULL;

static const IntegrationRoutine *routine_of(ResourceKind kind);
static bool field_is_valid(const JsonbValue *value, TaskFieldType type);
static const TaskField *find_field(const TaskField *fields, const JsonbValue *key);

bool
sfn_task_check(const Resource *resource, const JsonbValue *parameters, ExecutionError *error)
{
	const IntegrationRoutine *routine = routine_of(resource->kind);
	char	   *problem;

	if (routine == NULL || routine->check == NULL)
		return true;
	problem = routine->check(parameters);
	if (problem == NULL)
		return true;
	sfn_execution_error_set(error, STATES_RUNTIME,
							"The Parameters '%s' could not be used to start the Task: [%s]",
							sfn_text_clip(sfn_json_text(parameters), CAUSE_MAX_CHARACTERS / 2), problem);
	return false;
}

void
sfn_task_call(const TaskCall *call, TaskOutcome *outcome)
{
	const IntegrationRoutine *routine = routine_of(call->resource->kind);
	TaskRun		run = {.call = call, .context = CurrentMemoryContext};

	if (routine == NULL || routine->call == NULL)
		elog(ERROR, "resource \"%s\" cannot be called", call->resource->text);
	memset(outcome, 0, sizeof(*outcome));
	outcome->status = TASK_FAILED;
	if (!sfn_task_check(call->resource, call->parameters, &outcome->error) ||
		!sfn_task_role_find(call, &run.role, &outcome->error))
		return;
	if (routine->prepare != NULL && !routine->prepare(&run, &outcome->error))
		return;
	sfn_task_guard_call(&run, routine, outcome);
}

/* NULL: those who have the resource's work done do it themselves. */
static const IntegrationRoutine *
routine_of(ResourceKind kind)
{
	switch (kind)
	{
		case RESOURCE_LAMBDA:
		case RESOURCE_PG_FUNCTION:
			return &sfn_function_routine;
		case RESOURCE_LAMBDA_INVOKE:
			return &sfn_lambda_invoke_routine;
		case RESOURCE_PG_QUERY:
			return &sfn_query_routine;
		case RESOURCE_PG_NOTIFY:
			return &sfn_notify_routine;
		case RESOURCE_INTEGRATION:
			return &sfn_registered_routine;
		case RESOURCE_START_EXECUTION:
			return &sfn_start_execution_routine;
		case RESOURCE_ACTIVITY:
			break;
	}
	return NULL;
}

char *
sfn_task_fields_check(const JsonbValue *parameters, const TaskField *fields)
{
	JsonCursor	cursor;
	JsonbValue	key;
	JsonbValue	value;

	for (const TaskField *field = fields; field->name != NULL; field++)
	{
		if (!sfn_json_member(parameters, field->name, -1, &value))
		{
			if (field->required)
				return psprintf("The field '%s' is required but was missing", field->name);
		}
		else if (!field_is_valid(&value, field->type))
			return psprintf("The value of the field '%s' has an invalid format", field->name);
	}
	if (!sfn_json_is_object(parameters))
		return NULL;
	sfn_json_cursor_init(&cursor, parameters);
	while (sfn_json_next_member(&cursor, &key, &value))
	{
		if (find_field(fields, &key) == NULL)
			return psprintf("The field '%s' is not supported by Step Functions", sfn_json_string(&key));
	}
	return NULL;
}

static bool
field_is_valid(const JsonbValue *value, TaskFieldType type)
{
	switch (type)
	{
		case TASK_FIELD_ANY:
			return true;
		case TASK_FIELD_STRING:
			return value->type == jbvString;
		case TASK_FIELD_ARRAY:
			return sfn_json_is_array(value);
	}
	return false;
}

static const TaskField *
find_field(const TaskField *fields, const JsonbValue *key)
{
	for (const TaskField *field = fields; field->name != NULL; field++)
	{
		if (sfn_json_string_is(key, field->name))
			return field;
	}
	return NULL;
}
