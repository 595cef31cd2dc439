/*-------------------------------------------------------------------------
 *
 * access.h
 *	  Who may do what: the one function that decides.
 *
 * A machine or activity belongs to the role that created it; members of that
 * role and superusers may do everything, others what they were granted.
 * manage includes read and start.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ACCESS_H
#define SFN_ACCESS_H

#include "postgres.h"

#include "store/definition_store.h"

typedef enum AccessRight
{
	ACCESS_START = PRIVILEGE_START,
	ACCESS_READ = PRIVILEGE_READ,
	ACCESS_MANAGE = PRIVILEGE_MANAGE
} AccessRight;

extern bool sfn_access_allowed(Oid user, PrivilegeTarget kind, int64 target, AccessRight right);
/* ereport 42501: user may not */
extern void sfn_access_refuse(Oid user, PrivilegeTarget kind, const char *name,
							  AccessRight right) pg_attribute_noreturn();
/* ereport 42501 unless the current user may */
extern void sfn_access_check(PrivilegeTarget kind, int64 target, const char *name, AccessRight right);

#endif							/* SFN_ACCESS_H */
