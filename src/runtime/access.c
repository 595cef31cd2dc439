/*-------------------------------------------------------------------------
 *
 * access.c
 *	  Who may do what: the one function that decides.
 *
 * A machine or activity belongs to the role that created it.  Whoever has that
 * role's privileges, and superusers, may do everything; others may do what was granted to
 * them, to a role they have the privileges of, or to PUBLIC.  As with the server's own
 * objects, a member without inheritance has to SET ROLE first.
 *
 * Roles are known by name, so that a dump restores; a role that was dropped owns nothing.
 *
 * Answers are kept, because views ask for every row and every start asks once.  They
 * are forgotten whenever a definition, a privilege, a role or a membership changes.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/defence.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "runtime/access.h"
#include "runtime/machine_cache.h"
#include "utils/acl.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

typedef struct AnswerKey
{
	int64		target;
	Oid			user;
	int			kind;			/* PrivilegeTarget */
} AnswerKey;

typedef struct Answer
{
	AnswerKey	key;
	char		status;			/* simplehash */
	int			rights;
} Answer;

#define SH_PREFIX answers
#define SH_ELEMENT_TYPE Answer
#define SH_KEY_TYPE AnswerKey
#define SH_KEY key
#define SH_HASH_KEY(table, key) hash_bytes((const unsigned char *) &(key), sizeof(AnswerKey))
#define SH_EQUAL(table, a, b) (memcmp(&(a), &(b), sizeof(AnswerKey)) == 0)
#define SH_SCOPE static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

#define ALL_RIGHTS (PRIVILEGE_START | PRIVILEGE_READ | PRIVILEGE_MANAGE)
/* Views may ask about many machines; a cache this full is started afresh. */
#define MOST_ANSWERS 10000

/* A cache only: every answer can be found again. */
static struct
{
	answers_hash *answers;		/* NULL: not initialized */
	uint64		generation;		/* of the machine cache, when they were given */
	bool		roles_changed;
} cache;

static int	find_rights(Oid user, PrivilegeTarget kind, int64 target);
static const char *find_owner(PrivilegeTarget kind, int64 target);
static bool has_role(Oid user, const char *role_name);
static void forget_stale(void);
static void note_role_change(Datum arg, int cache_id, uint32 hash);

bool
sfn_access_allowed(Oid user, PrivilegeTarget kind, int64 target, AccessRight right)
{
	AnswerKey	key;
	Answer	   *answer;
	uint64		generation;
	int			rights;
	bool		found;

	if (superuser_arg(user) || !SFN_DEFENDED(access_rights))
		return true;

	memset(&key, 0, sizeof(key));
	key.target = target;
	key.user = user;
	key.kind = kind;
	forget_stale();
	answer = answers_lookup(cache.answers, key);
	if (answer != NULL)
		return (answer->rights & right) != 0;

	generation = cache.generation;
	rights = find_rights(user, kind, target);
	/* Not kept if something changed while it was found. */
	if (generation == sfn_machine_cache_generation() && !cache.roles_changed)
	{
		answer = answers_insert(cache.answers, key, &found);
		answer->rights = rights;
		sfn_machine_cache_depend();
	}
	return (rights & right) != 0;
}

void
sfn_access_refuse(Oid user, PrivilegeTarget kind, const char *name, AccessRight right)
{
	const char *what = kind == TARGET_MACHINE ? "state machine" : "activity";
	const char *wanted = right == ACCESS_START ? "start" : right == ACCESS_READ ? "read" : "manage";

	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("permission denied for %s \"%s\"", what, name),
			 errdetail("Role \"%s\" lacks the privilege \"%s\".", GetUserNameFromId(user, false), wanted),
			 errhint("The owner can grant it with sfn_grant.")));
}

void
sfn_access_check(PrivilegeTarget kind, int64 target, const char *name, AccessRight right)
{
	if (!sfn_access_allowed(GetUserId(), kind, target, right))
		sfn_access_refuse(GetUserId(), kind, name, right);
}

/* manage includes the others. */
static int
find_rights(Oid user, PrivilegeTarget kind, int64 target)
{
	const char *owner = find_owner(kind, target);
	int			rights = 0;
	ListCell   *cell;

	if (owner == NULL)
		return 0;
	if (has_role(user, owner))
		return ALL_RIGHTS;
	foreach(cell, sfn_privileges_fetch(kind, target))
	{
		const PrivilegeRow *privilege = lfirst(cell);

		if (privilege->grantee[0] == '\0' || has_role(user, privilege->grantee))
			rights |= privilege->privileges;
	}
	return rights & PRIVILEGE_MANAGE ? ALL_RIGHTS : rights;
}

/* NULL: there is no such target. */
static const char *
find_owner(PrivilegeTarget kind, int64 target)
{
	if (kind == TARGET_MACHINE)
	{
		MachineRow *machine = sfn_machine_fetch(target);

		return machine == NULL ? NULL : machine->owner;
	}
	else
	{
		ActivityRow *activity = sfn_activity_fetch(target);

		return activity == NULL ? NULL : activity->owner;
	}
}

static bool
has_role(Oid user, const char *role_name)
{
	Oid			role = get_role_oid(role_name, true);

	return OidIsValid(role) && has_privs_of_role(user, role);
}

static void
forget_stale(void)
{
	uint64		generation = sfn_machine_cache_generation();

	if (cache.answers == NULL)
	{
		cache.answers = answers_create(CacheMemoryContext, 128, NULL);
		CacheRegisterSyscacheCallback(AUTHOID, note_role_change, (Datum) 0);
		CacheRegisterSyscacheCallback(AUTHMEMROLEMEM, note_role_change, (Datum) 0);
	}
	else if (cache.roles_changed || generation != cache.generation || cache.answers->members > MOST_ANSWERS)
		answers_reset(cache.answers);
	cache.roles_changed = false;
	cache.generation = generation;
}

static void
note_role_change(Datum arg, int cache_id, uint32 hash)
{
	cache.roles_changed = true;
}
