/*-------------------------------------------------------------------------
 *
 * surroundings.c
 *	  What goes with a definition for its tasks: whom they run as, and where
 *	  their functions are looked for.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/defence.h"
#include "catalog/namespace.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "runtime/surroundings.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

char *
sfn_surroundings_role(const char *role)
{
	Oid			oid;

	if (role == NULL)
		return GetUserNameFromId(GetUserId(), false);
	oid = get_role_oid(role, false);
	if (!is_member_of_role(GetUserId(), oid) && SFN_DEFENDED(assumed_role))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be member of role \"%s\"", role),
				 errdetail("Tasks of the state machine would run as that role."),
				 errhint("Leave the role out to run tasks as yourself.")));
	return pstrdup(role);
}

/*
 * The current search_path as it is now: "$user" and schemas that do not exist
 * are resolved, temporary tables come last, where they cannot stand in for
 * anything.
 */
char *
sfn_surroundings_search_path(void)
{
	List	   *schemas = fetch_search_path(false);
	StringInfoData path;
	ListCell   *cell;

	initStringInfo(&path);
	foreach(cell, schemas)
	{
		const char *name = get_namespace_name(lfirst_oid(cell));

		if (name == NULL || isAnyTempNamespace(lfirst_oid(cell)))
			continue;
		appendStringInfo(&path, "%s, ", quote_identifier(name));
	}
	if (SFN_DEFENDED(temporary_last))
		appendStringInfoString(&path, "pg_temp");
	else if (path.len > 0)
		path.data[path.len - 2] = '\0';
	return path.data;
}
