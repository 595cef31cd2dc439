/*-------------------------------------------------------------------------
 *
 * activity_functions.c
 *	  Activities from SQL: sfn_create_activity, sfn_delete_activity.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "runtime/activity.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(sfn_sql_create_activity);
PG_FUNCTION_INFO_V1(sfn_sql_delete_activity);

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
