/*-------------------------------------------------------------------------
 *
 * task_role.c
 *	  Which database role a task runs as.
 *
 * Machines keep their role by name, so that dumps restore; whether it still
 * exists shows when a task needs it.  Credentials name another role for one
 * task, which the machine's own must be a member of.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/defence.h"
#include "task/task_role.h"
#include "utils/acl.h"
#include "utils/inval.h"
#include "utils/syscache.h"

/*
 * A cache only, of the role found last: a session mostly runs tasks of one.  It is good
 * as long as no role has changed.
 */
static struct
{
	bool		initialized;
	uint64		generation;
	uint64		found_in;		/* generation; 0: nothing found yet */
	Oid			oid;
	char		name[NAMEDATALEN];
} latest = {.generation = 1};

static Oid	find_role(const char *name);
static void role_changed(Datum arg, int cacheid, uint32 hashvalue);
static const char *credentials_role(const char *credentials);

bool
sfn_task_role_find(const TaskCall *call, TaskRole *role, ExecutionError *error)
{
	const TaskSurroundings *surroundings = call->surroundings;

	role->name = surroundings->role;
	role->oid = find_role(role->name);
	if (!OidIsValid(role->oid))
	{
		sfn_execution_error_set(error, STATES_PERMISSIONS,
								"The role %s that the state machine runs as does not exist. Create the role, "
								"or give the state machine another one with sfn_update_state_machine.",
								sfn_arn_role(surroundings->account, role->name));
		return false;
	}
	if (call->credentials == NULL)
		return true;
	if (!sfn_task_credentials_allowed(surroundings->role, call->credentials, surroundings->account, error))
		return false;
	role->name = credentials_role(call->credentials);
	role->oid = get_role_oid(role->name, false);
	return true;
}

/* InvalidOid: there is none. */
static Oid
find_role(const char *name)
{
	uint64		generation;
	Oid			oid;

	if (!latest.initialized)
	{
		CacheRegisterSyscacheCallback(AUTHOID, role_changed, (Datum) 0);
		latest.initialized = true;
	}
	if (latest.found_in == latest.generation && strcmp(latest.name, name) == 0)
		return latest.oid;
	generation = latest.generation;
	oid = get_role_oid(name, true);
	if (OidIsValid(oid))
	{
		strlcpy(latest.name, name, sizeof(latest.name));
		latest.oid = oid;
		latest.found_in = generation;
	}
	return oid;
}

static void
role_changed(Datum arg, int cacheid, uint32 hashvalue)
{
	latest.generation++;
}

bool
sfn_task_credentials_allowed(const char *machine_role, const char *credentials, const char *account,
							 ExecutionError *error)
{
	Oid			machine = get_role_oid(machine_role, true);
	Oid			wanted = get_role_oid(credentials_role(credentials), true);

	if (OidIsValid(machine) && OidIsValid(wanted) &&
		(is_member_of_role(machine, wanted) || !SFN_DEFENDED(assumed_role)))
		return true;
	sfn_execution_error_set(error, STATES_TASK_FAILED,
							"The role %s is not authorized to assume the task state's role, %s.",
							sfn_arn_role(account, machine_role), credentials);
	return false;
}

/* A role is given as the service gives it, or by its bare name. */
static const char *
credentials_role(const char *credentials)
{
	Arn			arn;

	if (strncmp(credentials, "arn:", 4) != 0)
		return credentials;
	return sfn_arn_parse(credentials, &arn) && arn.kind == ARN_ROLE ? arn.name : "";
}
