/*-------------------------------------------------------------------------
 *
 * service_api.c
 *	  The service's JSON API from SQL: sfn_api, sfn_error_code.
 *
 * Here is only the way to an action and back.  Actions are in the tables of
 * the service_*.c files, one per noun.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "api/service_actions.h"
#include "base/error_codes.h"
#include "utils/builtins.h"

#define SQLSTATE_LENGTH 5

static Datum call(const char *name, const JsonbValue *object);
static const ServiceAction *find_action(const char *name);

PG_FUNCTION_INFO_V1(sfn_sql_api_text);
PG_FUNCTION_INFO_V1(sfn_sql_api_jsonb);
PG_FUNCTION_INFO_V1(sfn_sql_error_code);

static const ServiceAction *const tables[] = {
	sfn_machine_actions,
	sfn_machine_view_actions,
	sfn_version_actions,
	sfn_alias_actions,
	sfn_tag_actions,
	sfn_map_run_actions,
	sfn_execution_actions,
	sfn_activity_actions,
	sfn_test_actions,
	sfn_task_actions
};

Datum
sfn_sql_api_text(PG_FUNCTION_ARGS)
{
	char	   *action = sfn_argument_required_text(fcinfo, 0, "action");
	char	   *request = sfn_argument_required_text(fcinfo, 1, "request");
	char	   *problem;
	Jsonb	   *jsonb = sfn_json_parse(request, strlen(request), &problem);
	JsonbValue	object;

	if (jsonb == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_SERIALIZATION),
				 errmsg("request is not valid JSON"),
				 errdetail_internal("%s", problem)));
	sfn_json_from_jsonb(jsonb, &object);
	return call(action, &object);
}

Datum
sfn_sql_api_jsonb(PG_FUNCTION_ARGS)
{
	char	   *action = sfn_argument_required_text(fcinfo, 0, "action");
	JsonbValue	object;

	sfn_require_argument(PG_ARGISNULL(1), "request");
	sfn_json_from_jsonb(PG_GETARG_JSONB_P(1), &object);
	return call(action, &object);
}

/*
 * sfn_sql_error_code
 *		The service's name for an SQLSTATE.
 *
 * What a role may not do is refused with the server's own code wherever it is
 * refused, and has one name at the service.
 */
Datum
sfn_sql_error_code(PG_FUNCTION_ARGS)
{
	char	   *text = sfn_argument_required_text(fcinfo, 0, "sqlstate");
	const char *name;
	int			sqlstate;

	if (strlen(text) != SQLSTATE_LENGTH ||
		strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != SQLSTATE_LENGTH)
		PG_RETURN_NULL();
	sqlstate = MAKE_SQLSTATE(text[0], text[1], text[2], text[3], text[4]);
	name = sqlstate == ERRCODE_INSUFFICIENT_PRIVILEGE ?
		sfn_service_error_name(ERRCODE_SFN_ACCESS_DENIED) : sfn_service_error_name(sqlstate);
	if (name == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(name));
}

static Datum
call(const char *name, const JsonbValue *object)
{
	const ServiceAction *action = find_action(name);
	ServiceRequest request;
	JsonBuilder response = {0};

	if (action == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_UNKNOWN_OPERATION),
				 errmsg("Unknown operation: '%s'", name)));
	request.action = action->name;
	request.members = action->members;
	request.object = *object;
	sfn_request_check(&request);
	sfn_json_begin_object(&response);
	action->answer(&request, &response);
	sfn_json_end_object(&response);
	PG_RETURN_JSONB_P(sfn_json_built_jsonb(&response));
}

/* NULL: there is none of that name. */
static const ServiceAction *
find_action(const char *name)
{
	for (int i = 0; i < lengthof(tables); i++)
	{
		for (const ServiceAction *action = tables[i]; action->name != NULL; action++)
		{
			if (strcmp(action->name, name) == 0)
				return action;
		}
	}
	return NULL;
}
