/*-------------------------------------------------------------------------
 *
 * version.c
 *	  Publish and delete versions of state machines.
 *
 * A version is a number for a revision, which is immutable, so that nothing has
 * to be copied.  Executions keep the revision they started with; deleting a
 * version does not disturb them.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/error_codes.h"
#include "base/random_id.h"
#include "lib/stringinfo.h"
#include "runtime/access.h"
#include "runtime/alias.h"
#include "runtime/constraint.h"
#include "runtime/machine_cache.h"
#include "runtime/version.h"

/* The service's quota */
#define MOST_VERSIONS 1000

/* Digits of the largest number that every int holds */
#define MOST_DIGITS 9

static const char *revision_name(const RevisionRow *revision);

/*
 * An alias has a character that is no digit.  Numbers begin without a zero, so
 * what does begin with one names nothing, as do those that are too large.
 */
int
sfn_version_number(const char *qualifier)
{
	size_t		len = strlen(qualifier);

	if (len == 0 || strspn(qualifier, "0123456789") != len)
		return 0;
	return len > MOST_DIGITS || qualifier[0] == '0' ? PG_INT32_MAX : atoi(qualifier);
}

char *
sfn_version_arn(const MachineRow *machine, int number)
{
	return psprintf("%s:%d", sfn_arn_state_machine(machine->region, machine->account, machine->name), number);
}

MachineRow *
sfn_machine_lock_managed(const char *reference)
{
	MachineReference found;

	sfn_machine_resolve(reference, &found);
	if (found.version != 0)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_STATE_MACHINE_DOES_NOT_EXIST),
				 errmsg("State Machine Does Not Exist: '%s'",
						found.alias != NULL ? sfn_alias_arn(&found.machine, found.alias) :
						sfn_version_arn(&found.machine, found.version)),
				 errdetail("A state machine is asked for here, not a version or alias of one.")));
	sfn_access_check(TARGET_MACHINE, found.machine.id, found.machine.name, ACCESS_MANAGE);
	if (!sfn_machine_lock(found.machine.id))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_STATE_MACHINE_DELETING),
				 errmsg("State Machine Deleting: '%s'",
						sfn_arn_state_machine(found.machine.region, found.machine.account, found.machine.name))));
	return sfn_machine_fetch(found.machine.id);
}

VersionRow *
sfn_version_publish(const MachineRow *machine, const char *revision_id, const char *description)
{
	RevisionRow *revision = sfn_revision_fetch(machine->revision);

	if (revision_id != NULL && strcmp(revision_id, revision_name(revision)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_CONFLICT),
				 errmsg("Failed to publish the State Machine version for revision %s. The current State Machine revision is %s.",
						revision_id, revision_name(revision))));
	return sfn_version_publish_revision(machine, revision, description);
}

VersionRow *
sfn_version_publish_revision(const MachineRow *machine, const RevisionRow *revision, const char *description)
{
	VersionRow *version = sfn_version_fetch_revision(machine->id, revision->id);

	sfn_constraint_check_length(description, "description", LONGEST_DESCRIPTION);
	if (version != NULL)
		return version;
	if (sfn_version_count(machine->id) >= MOST_VERSIONS)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_SERVICE_QUOTA_EXCEEDED),
				 errmsg("The maximum number of versions of state machine '%s' has been reached: %d",
						sfn_arn_state_machine(machine->region, machine->account, machine->name), MOST_VERSIONS),
				 errhint("Delete versions that are not needed any more.")));
	version = palloc0(sizeof(VersionRow));
	version->revision = revision->id;
	if (description != NULL)
		version->description = pstrdup(description);
	sfn_version_insert(machine->id, version);
	return version;
}

void
sfn_version_remove(const MachineRow *machine, int number)
{
	List	   *aliases = sfn_alias_list(machine->id, number, NULL, PG_INT32_MAX);
	StringInfoData names;
	ListCell   *cell;

	if (aliases == NIL)
	{
		sfn_version_delete(machine->id, number);
		return;
	}
	initStringInfo(&names);
	foreach(cell, aliases)
		appendStringInfo(&names, "%s%s", names.len > 0 ? ", " : "", ((AliasRow *) lfirst(cell))->name);
	ereport(ERROR,
			(errcode(ERRCODE_SFN_CONFLICT),
			 errmsg_internal("Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [%s]",
							 names.data)));
}

/* The first revision has no id to be known by. */
static const char *
revision_name(const RevisionRow *revision)
{
	return revision->is_initial ? "INITIAL" : sfn_uuid_text(&revision->revision_id);
}
