/*-------------------------------------------------------------------------
 *
 * activity_functions.c
 *	  Activities from SQL: sfn_create_activity, sfn_delete_activity,
 *	  sfn_get_activity_task.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "api/result_row.h"
#include "funcapi.h"
#include "runtime/activity.h"
#include "runtime/constraint.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(sfn_sql_create_activity);
PG_FUNCTION_INFO_V1(sfn_sql_delete_activity);
PG_FUNCTION_INFO_V1(sfn_sql_get_activity_task);

Datum
sfn_sql_create_activity(PG_FUNCTION_ARGS)
{
	ActivityRow *activity = sfn_activity_create(sfn_argument_required_text(fcinfo, 0, "name"));

	PG_RETURN_TEXT_P(cstring_to_text(sfn_activity_arn(activity)));
}

/* As with state machines, it is no error if there is none. */
Datum
sfn_sql_delete_activity(PG_FUNCTION_ARGS)
{
	char	   *activity = sfn_argument_required_text(fcinfo, 0, "activity");

	if (!sfn_activity_remove(activity))
		ereport(NOTICE,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("activity \"%s\" does not exist, skipping", activity)));
	PG_RETURN_VOID();
}

Datum
sfn_sql_get_activity_task(PG_FUNCTION_ARGS)
{
	char	   *reference = sfn_argument_required_text(fcinfo, 0, "activity");
	char	   *worker_name = sfn_argument_text(fcinfo, 1);
	TimestampTz until = sfn_argument_deadline(fcinfo, 2, 0);
	TakenTask	task;
	ResultRow	row = {0};

	sfn_constraint_check_length(worker_name, "workerName", LONGEST_WORKER_NAME);
	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (sfn_activity_take_task(reference, worker_name, until, &task))
	{
		sfn_result_add_text(&row, task.token);
		sfn_result_add_json(&row, &task.input);
		sfn_result_put(fcinfo, &row);
	}
	return (Datum) 0;
}
