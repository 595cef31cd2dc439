/*-------------------------------------------------------------------------
 *
 * task_start_execution.c
 *	  states:startExecution, as far as it is a task like others.
 *
 * Executions are not started here: who drives the one that asks does it.  But
 * what the parameters may be is known here as for every integration.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "task/integration_routine.h"

static char *start_execution_check(const JsonbValue *parameters);

const IntegrationRoutine sfn_start_execution_routine = {
	.check = start_execution_check
};

static char *
start_execution_check(const JsonbValue *parameters)
{
	static const TaskField fields[] = {
		{"StateMachineArn", TASK_FIELD_STRING, true},
		{"Input", TASK_FIELD_ANY, false},
		{"Name", TASK_FIELD_STRING, false},
		{"TraceHeader", TASK_FIELD_STRING, false},
		{NULL}
	};

	return sfn_task_fields_check(parameters, fields);
}
