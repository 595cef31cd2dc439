/*-------------------------------------------------------------------------
 *
 * machine_cache.c
 *	  Machines and compiled revisions kept by each backend.
 *
 * Two caches.  Machines by name are rows, dropped all together whenever any
 * definition changes: to read one again costs microseconds.  Revisions are
 * compiled plans; they are immutable and go only when the cache is full or the
 * tables themselves are replaced (DROP EXTENSION, TRUNCATE), after which an id
 * may mean something else.
 *
 * Messages only set a flag, since they arrive in the middle of anything; the
 * next look-up acts on it.  A pinned revision that has to go leaves the cache
 * at once and memory with its last pin.
 *
 * What a transaction with an old snapshot reads may be out of date already,
 * with the message about it long gone.  So whatever such a transaction
 * (REPEATABLE READ and up) caches of machines is forgotten when it ends.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/xact.h"
#include "asl/compile.h"
#include "base/arn.h"
#include "base/settings.h"
#include "common/hashfn.h"
#include "runtime/execution_log.h"
#include "runtime/machine_cache.h"
#include "store/sql.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

/* What a machine is found by */
typedef struct MachineKey
{
	const char *name;
	const char *region;
	const char *account;
} MachineKey;

typedef struct MachineEntry
{
	MachineKey	key;
	char		status;			/* simplehash */
	MachineRow	row;
} MachineEntry;

static uint32 hash_machine_key(MachineKey key);
static bool same_machine_key(MachineKey a, MachineKey b);

#define SH_PREFIX machines
#define SH_ELEMENT_TYPE MachineEntry
#define SH_KEY_TYPE MachineKey
#define SH_KEY key
#define SH_HASH_KEY(table, key) hash_machine_key(key)
#define SH_EQUAL(table, a, b) same_machine_key(a, b)
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* A compiled revision in the cache */
typedef struct RevisionEntry
{
	CachedRevision revision;	/* first: what callers hold */
	MemoryContext context;		/* holds the entry and everything in it */
	dlist_node	recent;			/* in recently_used, if cached */
	bool		cached;			/* false: only its pins keep it */
} RevisionEntry;

typedef struct RevisionSlot
{
	int64		id;
	char		status;			/* simplehash */
	RevisionEntry *entry;
} RevisionSlot;

#define SH_PREFIX revisions
#define SH_ELEMENT_TYPE RevisionSlot
#define SH_KEY_TYPE int64
#define SH_KEY id
#define SH_HASH_KEY(table, key) murmurhash32((uint32) (key) ^ (uint32) ((key) >> 32))
#define SH_EQUAL(table, a, b) ((a) == (b))
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* A use of a revision, and who has to clean up after it */
typedef struct Pin
{
	dlist_node	node;
	RevisionEntry *entry;
	ResourceOwner owner;
} Pin;

/*
 * The backend's one cache.  It holds no state of any execution: whoever uses something
 * of it has a pin or a copy.
 */
static struct
{
	bool		initialized;
	Oid			machine_table;	/* whose messages concern us; InvalidOid: not known yet */
	Oid			revision_table;
	bool		machines_stale;
	bool		revisions_stale;
	bool		old_snapshot;	/* machines were read by a transaction with an old snapshot */
	uint64		generation;

	MemoryContext machines_context; /* holds machines and their rows */
	machines_hash *machines;
	revisions_hash *revisions;
	dlist_head	recently_used;	/* of RevisionEntry, latest first */
	int			revision_count;
	dlist_head	pins;			/* latest first */
} cache;

static void initialize(void);
static void note_message(Datum arg, Oid table);
static void forget_old_snapshot(XactEvent event, void *arg);
static void refresh(void);
static void drop_machines(void);
static void drop_revisions(void);
static void remember_machine(const MachineRow *row);
static void copy_machine(MemoryContext context, const MachineRow *from, MachineRow *to);
static RevisionEntry *build_revision(int64 revision_id);
static void fill_identity(CachedRevision *revision);
static void uncache(RevisionEntry *entry);
static void make_room(void);
static void pin(RevisionEntry *entry);
static void unpin(Pin *pin);
static void release_pins(ResourceReleasePhase phase, bool is_commit, bool is_top_level, void *arg);

bool
sfn_machine_lookup(const char *name, const char *region, const char *account, MachineRow *machine)
{
	MachineKey	key = {name, region, account};
	MachineEntry *entry;
	MachineRow *row;

	refresh();
	entry = machines_lookup(cache.machines, key);
	if (entry != NULL)
	{
		copy_machine(CurrentMemoryContext, &entry->row, machine);
		return true;
	}
	row = sfn_machine_find(name, region, account);
	if (row == NULL)
		return false;
	remember_machine(row);
	*machine = *row;
	return true;
}

CachedRevision *
sfn_revision_acquire(int64 revision_id)
{
	RevisionSlot *slot;
	RevisionEntry *entry;
	bool		found;

	refresh();
	slot = revisions_lookup(cache.revisions, revision_id);
	if (slot != NULL)
	{
		entry = slot->entry;
		dlist_move_head(&cache.recently_used, &entry->recent);
		pin(entry);
		return &entry->revision;
	}

	entry = build_revision(revision_id);
	slot = revisions_insert(cache.revisions, revision_id, &found);
	Assert(!found);
	slot->entry = entry;
	entry->cached = true;
	dlist_push_head(&cache.recently_used, &entry->recent);
	cache.revision_count++;
	MemoryContextSetParent(entry->context, CacheMemoryContext);
	pin(entry);
	make_room();
	return &entry->revision;
}

void
sfn_revision_release(CachedRevision *revision)
{
	dlist_iter	iter;

	dlist_foreach(iter, &cache.pins)
	{
		Pin		   *candidate = dlist_container(Pin, node, iter.cur);

		if (&candidate->entry->revision == revision)
		{
			unpin(candidate);
			return;
		}
	}
	elog(ERROR, "revision is not pinned");
}

void
sfn_machine_cache_invalidate(void)
{
	refresh();
	CacheInvalidateRelcacheByRelid(cache.machine_table);
	cache.machines_stale = true;
	cache.generation++;
}

uint64
sfn_machine_cache_generation(void)
{
	refresh();
	return cache.generation;
}

void
sfn_machine_cache_depend(void)
{
	if (IsolationUsesXactSnapshot())
		cache.old_snapshot = true;
}

/* ---------------------------------------------------------- what goes stale */

static void
initialize(void)
{
	cache.machines_context = AllocSetContextCreate(CacheMemoryContext, "sfn machines", ALLOCSET_DEFAULT_SIZES);
	cache.machines = machines_create(cache.machines_context, 32, NULL);
	cache.revisions = revisions_create(CacheMemoryContext, 64, NULL);
	dlist_init(&cache.recently_used);
	dlist_init(&cache.pins);
	CacheRegisterRelcacheCallback(note_message, (Datum) 0);
	RegisterXactCallback(forget_old_snapshot, NULL);
	RegisterResourceReleaseCallback(release_pins, NULL);
	cache.initialized = true;
}

static void
note_message(Datum arg, Oid table)
{
	if (table == cache.machine_table || !OidIsValid(table))
	{
		cache.machines_stale = true;
		cache.generation++;
	}
	if (table == cache.revision_table || !OidIsValid(table))
		cache.revisions_stale = true;
}

static void
forget_old_snapshot(XactEvent event, void *arg)
{
	if (!cache.old_snapshot ||
		(event != XACT_EVENT_COMMIT && event != XACT_EVENT_ABORT && event != XACT_EVENT_PREPARE))
		return;
	cache.old_snapshot = false;
	cache.machines_stale = true;
	cache.generation++;
}

/*
 * Act on the messages that came since.  The tables' oids are looked up again when
 * one of them concerned a table of ours: a new extension has new tables.
 */
static void
refresh(void)
{
	Oid			revision_table;

	if (!cache.initialized)
		initialize();
	if (OidIsValid(cache.machine_table) && !cache.machines_stale && !cache.revisions_stale)
		return;

	/*
	 * In this order a message that arrives meanwhile, or an error, is not
	 * forgotten.
	 */
	cache.machine_table = InvalidOid;
	cache.machines_stale = false;
	drop_machines();
	revision_table = sfn_table_oid("revision");
	if (cache.revisions_stale || cache.revision_table != revision_table)
	{
		cache.revisions_stale = false;
		cache.revision_table = revision_table;
		drop_revisions();
	}
	cache.machine_table = sfn_table_oid("state_machine");
}

static void
drop_machines(void)
{
	if (cache.machines->members == 0)
		return;
	MemoryContextReset(cache.machines_context);
	cache.machines = machines_create(cache.machines_context, 32, NULL);
}

static void
drop_revisions(void)
{
	dlist_mutable_iter iter;

	dlist_foreach_modify(iter, &cache.recently_used)
		uncache(dlist_container(RevisionEntry, recent, iter.cur));
}

/* ----------------------------------------------------------------- machines */

static uint32
hash_machine_key(MachineKey key)
{
	uint32		hash = hash_bytes((const unsigned char *) key.name, strlen(key.name));

	hash = hash_combine(hash, hash_bytes((const unsigned char *) key.region, strlen(key.region)));
	return hash_combine(hash, hash_bytes((const unsigned char *) key.account, strlen(key.account)));
}

static bool
same_machine_key(MachineKey a, MachineKey b)
{
	return strcmp(a.name, b.name) == 0 && strcmp(a.region, b.region) == 0 && strcmp(a.account, b.account) == 0;
}

/* Not when a message came while it was read: it may be about this one. */
static void
remember_machine(const MachineRow *row)
{
	MachineRow	copy;
	MachineKey	key;
	MachineEntry *entry;
	bool		found;

	if (cache.machines_stale)
		return;
	copy_machine(cache.machines_context, row, &copy);
	key.name = copy.name;
	key.region = copy.region;
	key.account = copy.account;
	entry = machines_insert(cache.machines, key, &found);
	entry->key = key;
	entry->row = copy;
	sfn_machine_cache_depend();
}

static void
copy_machine(MemoryContext context, const MachineRow *from, MachineRow *to)
{
	*to = *from;
	to->name = MemoryContextStrdup(context, from->name);
	to->owner = MemoryContextStrdup(context, from->owner);
	to->region = MemoryContextStrdup(context, from->region);
	to->account = MemoryContextStrdup(context, from->account);
}

/* ---------------------------------------------------------------- revisions */

/*
 * Everything is built below the current context, so that an error leaves
 * nothing behind.
 */
static RevisionEntry *
build_revision(int64 revision_id)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn revision", ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	RevisionEntry *entry = palloc0(sizeof(RevisionEntry));
	RevisionRow *row = sfn_revision_fetch(revision_id);
	MachineRow *machine = row == NULL ? NULL : sfn_machine_fetch(row->machine);
	Diagnostics diagnostics = {0};

	if (machine == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("revision " INT64_FORMAT " of a state machine does not exist", revision_id)));
	entry->context = context;
	entry->revision.machine = *machine;
	entry->revision.revision = *row;
	entry->revision.identity.machine =
		sfn_definition_compile(row->definition, strlen(row->definition), machine->type,
							   row->substitutions, context, &diagnostics);
	if (entry->revision.identity.machine == NULL)
		sfn_diagnostics_refuse(&diagnostics);
	fill_identity(&entry->revision);
	MemoryContextSetIdentifier(context, entry->revision.identity.name);
	MemoryContextSwitchTo(old);
	return entry;
}

static void
fill_identity(CachedRevision *revision)
{
	const MachineRow *machine = &revision->machine;
	MachineIdentity *identity = &revision->identity;

	identity->machine_id = machine->id;
	identity->revision_id = revision->revision.id;
	identity->type = machine->type;
	identity->name = machine->name;
	identity->arn = sfn_arn_state_machine(machine->region, machine->account, machine->name);
	identity->role_arn = sfn_arn_role(machine->account, revision->revision.role);
	sfn_log_settings_read(revision->revision.logging, &identity->logging);
	identity->surroundings.role = revision->revision.role;
	identity->surroundings.search_path = revision->revision.search_path;
	identity->surroundings.region = machine->region;
	identity->surroundings.account = machine->account;
}

static void
uncache(RevisionEntry *entry)
{
	revisions_delete(cache.revisions, entry->revision.revision.id);
	dlist_delete(&entry->recent);
	cache.revision_count--;
	entry->cached = false;
	if (entry->revision.use_count == 0)
		MemoryContextDelete(entry->context);
}

/* The longest unused go first; those in use stay, however many they are. */
static void
make_room(void)
{
	dlist_node *next;

	if (cache.revision_count <= sfn_setting_plan_cache_size)
		return;
	for (dlist_node *node = dlist_tail_node(&cache.recently_used); node != NULL; node = next)
	{
		RevisionEntry *entry = dlist_container(RevisionEntry, recent, node);

		next = dlist_has_prev(&cache.recently_used, node) ? dlist_prev_node(&cache.recently_used, node) : NULL;
		if (entry->revision.use_count == 0)
			uncache(entry);
		if (cache.revision_count <= sfn_setting_plan_cache_size)
			break;
	}
}

static void
pin(RevisionEntry *entry)
{
	Pin		   *pin = MemoryContextAlloc(TopMemoryContext, sizeof(Pin));

	pin->entry = entry;
	pin->owner = CurrentResourceOwner;
	entry->revision.use_count++;
	dlist_push_head(&cache.pins, &pin->node);
}

static void
unpin(Pin *pin)
{
	RevisionEntry *entry = pin->entry;

	dlist_delete(&pin->node);
	pfree(pin);
	entry->revision.use_count--;
	if (entry->revision.use_count == 0 && !entry->cached)
		MemoryContextDelete(entry->context);
}

/*
 * After an error nobody else lets go of what the failed (sub)transaction or
 * query had pinned.
 */
static void
release_pins(ResourceReleasePhase phase, bool is_commit, bool is_top_level, void *arg)
{
	dlist_mutable_iter iter;

	if (phase != RESOURCE_RELEASE_AFTER_LOCKS)
		return;
	dlist_foreach_modify(iter, &cache.pins)
	{
		Pin		   *candidate = dlist_container(Pin, node, iter.cur);

		if (candidate->owner != CurrentResourceOwner)
			continue;
		if (is_commit)
			elog(WARNING, "revision of state machine \"%s\" was still pinned at the end",
				 candidate->entry->revision.machine.name);
		unpin(candidate);
	}
}
