/*-------------------------------------------------------------------------
 *
 * task_functions.c
 *	  Tasks that wait for an answer, from SQL: sfn_send_task_success, _failure,
 *	  _heartbeat, sfn_new_task_token.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "base/error_codes.h"
#include "runtime/answer.h"
#include "runtime/constraint.h"
#include "utils/builtins.h"

static Datum send_success(FunctionCallInfo fcinfo, JsonForm form);

PG_FUNCTION_INFO_V1(sfn_sql_send_task_success_text);
PG_FUNCTION_INFO_V1(sfn_sql_send_task_success_jsonb);
PG_FUNCTION_INFO_V1(sfn_sql_send_task_failure);
PG_FUNCTION_INFO_V1(sfn_sql_send_task_heartbeat);
PG_FUNCTION_INFO_V1(sfn_sql_new_task_token);

Datum
sfn_sql_send_task_success_text(PG_FUNCTION_ARGS)
{
	return send_success(fcinfo, JSON_FORM_TEXT);
}

Datum
sfn_sql_send_task_success_jsonb(PG_FUNCTION_ARGS)
{
	return send_success(fcinfo, JSON_FORM_JSONB);
}

Datum
sfn_sql_send_task_failure(PG_FUNCTION_ARGS)
{
	char	   *token = sfn_argument_required_text(fcinfo, 0, "task_token");
	char	   *error = sfn_argument_text(fcinfo, 1);
	char	   *cause = sfn_argument_text(fcinfo, 2);

	sfn_constraint_check_length(error, "error", LONGEST_ERROR_NAME);
	sfn_constraint_check_length(cause, "cause", LONGEST_CAUSE);
	sfn_answer_failure(token, error, cause);
	PG_RETURN_VOID();
}

Datum
sfn_sql_send_task_heartbeat(PG_FUNCTION_ARGS)
{
	sfn_answer_heartbeat(sfn_argument_required_text(fcinfo, 0, "task_token"));
	PG_RETURN_VOID();
}

Datum
sfn_sql_new_task_token(PG_FUNCTION_ARGS)
{
	sfn_require_argument(PG_ARGISNULL(0), "task");
	PG_RETURN_TEXT_P(cstring_to_text(sfn_answer_new_token(PG_GETARG_INT64(0))));
}

static Datum
send_success(FunctionCallInfo fcinfo, JsonForm form)
{
	char	   *token = sfn_argument_required_text(fcinfo, 0, "task_token");
	JsonbValue	output;

	sfn_require_argument(PG_ARGISNULL(1), "output");
	sfn_answer_check_token(token);
	sfn_argument_output(fcinfo, 1, form, &output);
	sfn_answer_success(token, &output);
	PG_RETURN_VOID();
}
