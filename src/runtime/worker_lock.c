/*-------------------------------------------------------------------------
 *
 * worker_lock.c
 *	  What only one worker of a database may do or be at a time.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "runtime/worker_lock.h"
#include "storage/lock.h"

/*
 * A class of advisory locks that neither users nor the names of executions
 * (start.c) have
 */
#define WORKER_LOCK_CLASS 0x5F2

bool
sfn_worker_lock(int number)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, 0, number, WORKER_LOCK_CLASS);
	return LockAcquire(&tag, ExclusiveLock, true, true) != LOCKACQUIRE_NOT_AVAIL;
}

void
sfn_worker_unlock(int number)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, 0, number, WORKER_LOCK_CLASS);
	(void) LockRelease(&tag, ExclusiveLock, true);
}
