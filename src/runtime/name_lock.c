/*-------------------------------------------------------------------------
 *
 * name_lock.c
 *	  Names that are being given: one transaction at a time.
 *
 * Who asks for what another is just making should get that, and not an error
 * because it could not be seen yet.  The lock is an advisory one of a class of
 * its own, which users' advisory locks do not meet.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "miscadmin.h"
#include "runtime/name_lock.h"
#include "storage/lock.h"

#define SFN_LOCK_CLASS 0x5F1

void
sfn_name_lock(int64 machine, const char *name)
{
	LOCKTAG		tag;
	uint64		hash = hash_bytes_extended((const unsigned char *) name, strlen(name), machine);

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, (uint32) (hash >> 32), (uint32) hash, SFN_LOCK_CLASS);
	(void) LockAcquire(&tag, ExclusiveLock, false, false);
}
