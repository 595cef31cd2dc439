/*-------------------------------------------------------------------------
 *
 * machine_cache.h
 *	  Machines and compiled revisions kept by each backend.
 *
 * Looked up by name or revision, compared, compiled if stale, pinned while in use (a task
 * may call back into sfn and change the machine that is running), bounded by sfn.plan_cache_size.
 * A change to a definition or a privilege invalidates the other backends' entries through
 * the relation cache's messages of sfn.state_machine, so a hit costs no query.
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
	struct CachedRevision *next_free;	/* cache's own */
} CachedRevision;

/* "name", ARN, "name:version", "name:alias" */
typedef struct MachineReference
{
	MachineRow	machine;
	int			version;		/* 0: none named */
	const char *alias;			/* NULL: none named */
} MachineReference;

/* ereport StateMachineDoesNotExist, InvalidArn */
extern void sfn_machine_resolve(const char *reference, MachineReference *result);

/* Pinned until sfn_revision_release, also across errors of subtransactions (a resource owner callback
 * or a context callback lets go when the transaction that pinned it ends). */
extern CachedRevision *sfn_revision_acquire(int64 revision_id);
extern void sfn_revision_release(CachedRevision *revision);

/* Tell all backends that definitions or privileges changed. */
extern void sfn_machine_cache_invalidate(void);

#endif							/* SFN_MACHINE_CACHE_H */
