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
#include "store/version_store.h"

typedef struct MachineDefinition
{
	const char *name;
	MachineType type;
	const char *definition;		/* an update: NULL keeps the current one */
	const char *role;			/* NULL: the caller; an update: the current one */
	const Jsonb *substitutions; /* NULL: none; an update: the current ones */
	const Jsonb *logging;		/* NULL: none; an update: the current one */
	bool		need_log_destination;	/* as the service, see logging.h */
	const Jsonb *encryption;	/* NULL: not given; an update: as it was */
	bool		has_tracing;	/* whether tracing is given */
	bool		tracing;
	List	   *tags;			/* of Tag *, for a machine that is made; checked */
	bool		publish;		/* make a version of the result */
	const char *version_description;	/* NULL: none */
} MachineDefinition;

/* The machine and the revision that is current now */
typedef struct DefinedMachine
{
	MachineRow *machine;
	RevisionRow *revision;
	bool		changed;		/* made a revision */
	VersionRow *version;		/* publish: the revision's version; NULL: not asked for */
} DefinedMachine;

/*
 * A machine of that name that is the same in all but role and tags is what was
 * asked for, and keeps its own.  Any other is StateMachineAlreadyExists, or
 * with or_replace gets a new revision.
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
