/*-------------------------------------------------------------------------
 *
 * version.h
 *	  Publish and delete versions of state machines.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_VERSION_H
#define SFN_VERSION_H

#include "postgres.h"

#include "store/definition_store.h"
#include "store/version_store.h"

/* Characters of the description of a version or alias */
#define LONGEST_DESCRIPTION 256

/* What a qualifier says if it is a version's number; 0: it is an alias's name. */
extern int	sfn_version_number(const char *qualifier);
extern char *sfn_version_arn(const MachineRow *machine, int number);

/*
 * The machine that was referred to without version or alias, row locked, for a
 * caller who may manage it; ereports StateMachineDoesNotExist,
 * StateMachineDeleting if somebody else has just deleted it, 42501.
 */
extern MachineRow *sfn_machine_lock_managed(const char *reference);

/*
 * The current revision's version; a new one unless it was published before.
 * revision_id: which revision the caller takes for current (NULL: any), or
 * ConflictException.
 */
extern VersionRow *sfn_version_publish(const MachineRow *machine, const char *revision_id, const char *description);
/* The same of a revision that is known to be current. */
extern VersionRow *sfn_version_publish_revision(const MachineRow *machine, const RevisionRow *revision,
												const char *description);
/* ereports ConflictException while aliases route to it; one that is not there is fine. */
extern void sfn_version_remove(const MachineRow *machine, int number);

#endif							/* SFN_VERSION_H */
