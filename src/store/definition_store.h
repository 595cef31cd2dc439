/*-------------------------------------------------------------------------
 *
 * definition_store.h
 *	  Rows of sfn.state_machine, sfn.revision, sfn.privilege and sfn.activity.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_DEFINITION_STORE_H
#define SFN_DEFINITION_STORE_H

#include "postgres.h"

#include "asl/state_machine.h"
#include "datatype/timestamp.h"
#include "nodes/pg_list.h"
#include "utils/jsonb.h"
#include "utils/uuid.h"

typedef struct MachineRow
{
	int64		id;
	char	   *name;
	MachineType type;
	char	   *owner;			/* role name */
	char	   *region;
	char	   *account;
	TimestampTz created;
	int64		revision;		/* current */
	bool		deleted;
} MachineRow;

typedef struct RevisionRow
{
	int64		id;
	int64		machine;
	pg_uuid_t	revision_id;	/* the service's */
	bool		is_initial;		/* the first: the service names no revisionId */
	char	   *definition;		/* as given */
	Jsonb	   *substitutions;	/* NULL: none */
	char	   *role;			/* database role, by name */
	char	   *search_path;
	Jsonb	   *logging;		/* NULL: none */
	Jsonb	   *encryption;		/* as given; NULL: not given */
	bool		tracing;
	TimestampTz created;
} RevisionRow;

/*
 * NULL: none.  By name the machine of the current region and account comes
 * first. Deleted ones are not found by name.
 */
extern MachineRow *sfn_machine_find(const char *name, const char *region, const char *account);
extern MachineRow *sfn_machine_fetch(int64 id);
extern RevisionRow *sfn_revision_fetch(int64 id);

/*
 * Insert; fills id, revision->id and created.  Unique violations become
 * StateMachineAlreadyExists.
 */
extern void sfn_machine_insert(MachineRow *machine, RevisionRow *revision);
/*
 * A new current revision of a machine (row locked first); fills revision->id,
 * revision_id, created.
 */
extern void sfn_revision_insert(int64 machine, RevisionRow *revision);
/* Lock the machine's row for a change.  false: gone. */
extern bool sfn_machine_lock(int64 id);
/* Whether it exists at the moment, whatever the snapshot shows */
extern bool sfn_machine_exists_now(int64 id);
/* Mark deleted; frees the name. */
extern void sfn_machine_mark_deleted(int64 id);

/*
 * Privileges granted on a machine or activity: bit set over the roles the user
 * is a member of, and PUBLIC.
 */
#define PRIVILEGE_START		0x1
#define PRIVILEGE_READ		0x2
#define PRIVILEGE_MANAGE	0x4
typedef struct PrivilegeRow
{
	char	   *grantee;		/* role name, or "" for PUBLIC */
	int			privileges;
} PrivilegeRow;

typedef enum PrivilegeTarget
{
	TARGET_MACHINE,
	TARGET_ACTIVITY
} PrivilegeTarget;

extern List *sfn_privileges_fetch(PrivilegeTarget kind, int64 target);	/* of PrivilegeRow * */
extern void sfn_privilege_grant(PrivilegeTarget kind, int64 target, const char *grantee, int privilege);
extern void sfn_privilege_revoke(PrivilegeTarget kind, int64 target, const char *grantee, int privilege);

typedef struct ActivityRow
{
	int64		id;
	char	   *name;
	char	   *owner;
	char	   *region;
	char	   *account;
	TimestampTz created;
} ActivityRow;

extern ActivityRow *sfn_activity_find(const char *name, const char *region, const char *account);
extern ActivityRow *sfn_activity_fetch(int64 id);
extern void sfn_activity_insert(ActivityRow *activity);	/* fills id and created; existing: fills from it */
extern void sfn_activity_delete(int64 id);

#endif							/* SFN_DEFINITION_STORE_H */
