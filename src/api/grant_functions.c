/*-------------------------------------------------------------------------
 *
 * grant_functions.c
 *	  Who may use a machine or activity, from SQL: sfn_grant, sfn_revoke.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "base/arn.h"
#include "base/error_codes.h"
#include "base/settings.h"
#include "miscadmin.h"
#include "runtime/access.h"
#include "runtime/activity.h"
#include "runtime/machine_cache.h"
#include "utils/acl.h"

/* How the store names PUBLIC */
#define PUBLIC_GRANTEE ""

/* What is granted or revoked */
typedef struct Grant
{
	PrivilegeTarget kind;
	int64		target;
	const char *grantee;		/* role name or PUBLIC_GRANTEE */
	int			privilege;
} Grant;

static void read_grant(FunctionCallInfo fcinfo, bool grantee_must_exist, Grant *grant);
static void find_target(const char *text, Grant *grant);
static int	parse_privilege(const char *text);

PG_FUNCTION_INFO_V1(sfn_sql_grant);
PG_FUNCTION_INFO_V1(sfn_sql_revoke);

Datum
sfn_sql_grant(PG_FUNCTION_ARGS)
{
	Grant		grant;

	PreventCommandIfReadOnly("sfn_grant()");
	read_grant(fcinfo, true, &grant);
	sfn_privilege_grant(grant.kind, grant.target, grant.grantee, grant.privilege);
	sfn_machine_cache_invalidate();
	PG_RETURN_VOID();
}

Datum
sfn_sql_revoke(PG_FUNCTION_ARGS)
{
	Grant		grant;

	PreventCommandIfReadOnly("sfn_revoke()");
	read_grant(fcinfo, false, &grant);
	sfn_privilege_revoke(grant.kind, grant.target, grant.grantee, grant.privilege);
	sfn_machine_cache_invalidate();
	PG_RETURN_VOID();
}

/* What was granted to a role that is no more can still be revoked. */
static void
read_grant(FunctionCallInfo fcinfo, bool grantee_must_exist, Grant *grant)
{
	char	   *target = sfn_argument_required_text(fcinfo, 0, "target");
	char	   *grantee = sfn_argument_required_text(fcinfo, 1, "grantee");
	char	   *privilege = sfn_argument_required_text(fcinfo, 2, "privilege");

	grant->privilege = parse_privilege(privilege);
	find_target(target, grant);
	if (pg_strcasecmp(grantee, "public") == 0)
		grantee = PUBLIC_GRANTEE;
	else if (grantee_must_exist)
		(void) get_role_oid(grantee, false);
	grant->grantee = grantee;
}

/* A name is a machine's if there is one of that name, else an activity's. */
static void
find_target(const char *text, Grant *grant)
{
	Arn			arn;
	bool		is_arn = sfn_arn_parse(text, &arn);
	ActivityRow *activity = NULL;
	MachineReference machine;

	if (is_arn && arn.kind == ARN_ACTIVITY)
	{
		activity = sfn_activity_resolve(text);
		if (activity == NULL)
			sfn_activity_refuse_missing(text);
	}
	else if (!is_arn && strchr(text, ':') == NULL &&
			 sfn_machine_find(text, sfn_setting_region, sfn_setting_account_id) == NULL)
		activity = sfn_activity_resolve(text);

	if (activity != NULL)
	{
		grant->kind = TARGET_ACTIVITY;
		grant->target = activity->id;
		sfn_access_check(TARGET_ACTIVITY, activity->id, activity->name, ACCESS_MANAGE);
		return;
	}
	sfn_machine_resolve(text, &machine);
	grant->kind = TARGET_MACHINE;
	grant->target = machine.machine.id;
	sfn_access_check(TARGET_MACHINE, machine.machine.id, machine.machine.name, ACCESS_MANAGE);
}

static int
parse_privilege(const char *text)
{
	if (strcmp(text, "start") == 0)
		return PRIVILEGE_START;
	if (strcmp(text, "read") == 0)
		return PRIVILEGE_READ;
	if (strcmp(text, "manage") == 0)
		return PRIVILEGE_MANAGE;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unrecognized privilege: \"%s\"", text),
			 errhint("Privileges are start, read and manage.")));
}
