/*-------------------------------------------------------------------------
 *
 * name_lock.c
 *	  Names that are being given: one transaction at a time.
 *
 * Who asks for what another is just making should get that, and not an error
 * because it could not be seen yet.  The lock is an advisory one of a class of
 * its own, which users' advisory locks do not meet.
 *
 * Locks are kept until the transaction ends, in a table that all sessions share and
 * that is not large.  A transaction that gives very many names goes on without: that
 * no name is given twice is seen to by unique indexes, and who asks for one of the
 * later ones meanwhile waits there, to get the error then.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/compat.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "runtime/name_lock.h"
#include "storage/lock.h"
#include "storage/proc.h"

#define SFN_LOCK_CLASS 0x5F1

/* Of one transaction; the table has room for some thousands by default. */
#define MOST_LOCKS 1000

void
sfn_name_lock(int64 machine, const char *name)
{
	static LocalTransactionId transaction = InvalidLocalTransactionId;
	static int	locks;
	LOCKTAG		tag;
	uint64		hash = hash_bytes_extended((const unsigned char *) name, strlen(name), machine);

	if (transaction != sfn_local_transaction())
	{
		transaction = sfn_local_transaction();
		locks = 0;
	}
	if (locks >= MOST_LOCKS)
		return;
	locks++;
	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, (uint32) (hash >> 32), (uint32) hash, SFN_LOCK_CLASS);
	(void) LockAcquire(&tag, ExclusiveLock, false, false);
}
