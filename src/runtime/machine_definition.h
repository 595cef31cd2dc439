/*-------------------------------------------------------------------------
 *
 * machine_definition.h
 *	  Create, update and delete state machines.
 *
 * The typed functions and the service's API both come here, so the rules
 * are the same for both.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_MACHINE_DEFINITION_H
#define SFN_MACHINE_DEFINITION_H

#include "postgres.h"

#include "runtime/machine_cache.h"
#include "store/definition_store.h"

typedef struct MachineDefinition
{
	const char *name;
	MachineType type;
	const char *definition;		/* an update: NULL keeps the current one */
	const char *role;			/* NULL: the caller; an update: the current one */
	const Jsonb *substitutions; /* NULL: none; an update: the current ones */
	const Jsonb *logging;		/* NULL: none; an update: the current one */
	bool		need_log_destination;	/* as the service, see logging.h */
	bool		change_nothing; /* an update: that may be what is wanted */
} MachineDefinition;

/* The machine and the revision that is current now */
typedef struct DefinedMachine
{
	MachineRow *machine;
	RevisionRow *revision;
	bool		changed;		/* made a revision */
} DefinedMachine;

/*
 * A machine of that name with the same definition, type and logging is what
 * was asked for.  Any other is StateMachineAlreadyExists, or with or_replace
 * gets a new revision.
 */
extern void sfn_definition_create(const MachineDefinition *definition, bool or_replace, DefinedMachine *result);

/*
 * A new revision of the machine that was referred to, unless nothing changes;
 * name and type are ignored. Running executions keep their revision.
 */
extern void sfn_definition_update(const char *reference, const MachineDefinition *definition,
								  DefinedMachine *result);

/*
 * Free the name, abort running executions.  false: there is no such machine.
 */
extern bool sfn_definition_delete(const char *reference);

#endif							/* SFN_MACHINE_DEFINITION_H */
