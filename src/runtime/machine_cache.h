/*-------------------------------------------------------------------------
 *
 * machine_cache.h
 *	  Machines and compiled revisions kept by each backend.
 *
 * A revision never changes, so its compiled form is good for as long as it is
 * kept: pinned while in use (a task may call back into sfn and change the
 * machine that is running), bounded by sfn.plan_cache_size.  What a name
 * stands for does change; the relation cache's messages of sfn.state_machine
 * tell every backend, so a hit costs no query.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_MACHINE_CACHE_H
#define SFN_MACHINE_CACHE_H

#include "postgres.h"

#include "engine/execution.h"
#include "store/definition_store.h"

typedef struct CachedRevision
{
	MachineIdentity identity;	/* what the engine sees; identity.machine is compiled */
	MachineRow	machine;		/* as of caching */
	RevisionRow revision;
	int			use_count;
} CachedRevision;

/* "name", ARN, "name:version", "name:alias" */
typedef struct MachineReference
{
	MachineRow	machine;		/* in the current context; revision: the version's, if one is named */
	int			version;		/* 0: none named */
	const char *alias;			/* NULL: none named */
} MachineReference;

/*
 * ereport StateMachineDoesNotExist, InvalidArn.  An alias stands for one of
 * its versions, drawn by weight at each call.
 */
extern void sfn_machine_resolve(const char *reference, MachineReference *result);

/* The machine of that name, copied to the current context; false: none. */
extern bool sfn_machine_lookup(const char *name, const char *region, const char *account, MachineRow *machine);

/*
 * Pinned until sfn_revision_release; an error lets go too, when the
 * (sub)transaction or query that pinned it is cleaned up.  ereport
 * InvalidDefinition if this version of sfn does not understand the stored
 * definition any more.
 */
extern CachedRevision *sfn_revision_acquire(int64 revision_id);
extern void sfn_revision_release(CachedRevision *revision);

/*
 * Tell all backends that definitions or privileges changed: now here,
 * elsewhere at commit.
 */
extern void sfn_machine_cache_invalidate(void);
/* Another number each time something may have changed. */
extern uint64 sfn_machine_cache_generation(void);
/*
 * Somebody keeps what was read until the generation changes; it does at the
 * end of the transaction if this one's snapshot may be older than what was
 * committed.
 */
extern void sfn_machine_cache_depend(void);

#endif							/* SFN_MACHINE_CACHE_H */
