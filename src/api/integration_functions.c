/*-------------------------------------------------------------------------
 *
 * integration_functions.c
 *	  What a task's function and those who write one need from SQL:
 *	  sfn_raise_error, sfn_register_integration, sfn_unregister_integration.
 *
 * A registration belongs to the role that makes it and serves that role's
 * machines, so nobody can put a function of his own in the way of another's; what
 * a superuser registers serves every machine.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/resource.h"
#include "base/defence.h"
#include "base/error_codes.h"
#include "catalog/namespace.h"
#include "fmgr.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "store/integration_store.h"
#include "task/function_lookup.h"
#include "task/sql_error.h"
#include "utils/builtins.h"

static char *required_text(FunctionCallInfo fcinfo, int argument, const char *name);
static void check_length(const char *text, const char *name, int longest);
static const char *registration_of(const char *resource);
static const char *registering_role(void);
static const char *function_to_register(const char *text);

PG_FUNCTION_INFO_V1(sfn_sql_raise_error);
PG_FUNCTION_INFO_V1(sfn_sql_register_integration);
PG_FUNCTION_INFO_V1(sfn_sql_unregister_integration);

Datum
sfn_sql_raise_error(PG_FUNCTION_ARGS)
{
	char	   *error = required_text(fcinfo, 0, "error");
	char	   *cause = PG_ARGISNULL(1) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(1));

	if (strncmp(error, "States.", strlen("States.")) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("error name \"%s\" is reserved", error),
				 errdetail("Names that begin with \"States.\" are those of the States Language itself.")));
	check_length(error, "error", ERROR_NAME_MAX_CHARACTERS);
	if (cause != NULL)
		check_length(cause, "cause", CAUSE_MAX_CHARACTERS);
	ereport(ERROR,
			(errcode(ERRCODE_SFN_TASK_ERROR),
			 errmsg("%s", error),
			 cause == NULL ? 0 : errdetail_internal("%s", cause)));
	PG_RETURN_NULL();
}

Datum
sfn_sql_register_integration(PG_FUNCTION_ARGS)
{
	const char *registration = registration_of(required_text(fcinfo, 0, "resource"));
	const char *function = function_to_register(required_text(fcinfo, 1, "function"));

	sfn_integration_register(registration, registering_role(), function);
	PG_RETURN_VOID();
}

Datum
sfn_sql_unregister_integration(PG_FUNCTION_ARGS)
{
	const char *registration = registration_of(required_text(fcinfo, 0, "resource"));
	const char *role = registering_role();

	if (!sfn_integration_unregister(registration, role))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("no integration is registered for \"%s\"", registration),
				 role[0] == '\0' ? errdetail("None serves the state machines of all roles.") :
				 errdetail("None serves the state machines of role \"%s\" alone.", role)));
	PG_RETURN_VOID();
}

static char *
required_text(FunctionCallInfo fcinfo, int argument, const char *name)
{
	sfn_require_argument(PG_ARGISNULL(argument), name);
	return text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

/* In the service's words */
static void
check_length(const char *text, const char *name, int longest)
{
	if (pg_mbstrlen_with_len(text, strlen(text)) > longest)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("1 validation error detected: Value at '%s' failed to satisfy constraint: "
						"Member must have length less than or equal to %d", name, longest)));
}

/* "service:action" of what may be given as that or as an ARN */
static const char *
registration_of(const char *text)
{
	Resource   *resource = NULL;
	char	   *problem;

	if (strncmp(text, "arn:", 4) != 0 && strncmp(text, "pg:", 3) != 0)
		resource = sfn_resource_parse(psprintf("arn:aws:states:::%s", text), &problem);
	if (resource == NULL)
		resource = sfn_resource_parse(text, &problem);
	if (resource == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid resource \"%s\"", text),
				 errdetail("%s.", problem),
				 errhint("Write service:action or aws-sdk:service:action.")));
	if (resource->kind != RESOURCE_INTEGRATION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("resource \"%s\" cannot be registered", text),
				 errdetail("It is built in.")));
	return resource->registration;
}

/* "": all */
static const char *
registering_role(void)
{
	return superuser() || !SFN_DEFENDED(own_integrations) ? "" : GetUserNameFromId(GetUserId(), false);
}

/* The qualified name of a function that exists and that the caller may use */
static const char *
function_to_register(const char *text)
{
	FunctionReference reference = {.text = text, .search_path = namespace_search_path, .role = GetUserId()};
	char	   *missing_grant;
	Oid			function = sfn_function_lookup(&reference, &missing_grant);

	if (missing_grant != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for function \"%s\"", text),
				 errhint("%s", missing_grant)));
	if (!OidIsValid(function))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FUNCTION),
				 errmsg("function \"%s\" does not exist", text),
				 errdetail("An integration is a function that takes one jsonb and returns jsonb.")));
	return sfn_function_qualified_name(function);
}
