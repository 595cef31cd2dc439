/*-------------------------------------------------------------------------
 *
 * machine_hold.c
 *	  Keep a state machine from being deleted meanwhile.
 *
 * Deleting a machine aborts its running executions, but cannot see those that
 * transactions in flight have started.  So whoever leaves an execution behind that
 * runs holds the machine until he has committed, and whoever deletes waits for
 * him.  An execution that has ended by then is no concern of the deletion, which
 * keeps such ones: the start that runs to its end holds nothing.
 *
 * The hold is an advisory lock of a class of its own, since a lock on the
 * machine's row would be written by all who start.  A deletion that was committed before
 * the lock was there has told of it by then, as messages go out before locks are
 * given up; only after such a message, or with a snapshot that is older than it may
 * be, is the machine looked at again, as it is now.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/xact.h"
#include "miscadmin.h"
#include "runtime/machine_cache.h"
#include "runtime/machine_hold.h"
#include "storage/lock.h"
#include "utils/inval.h"

/* Neither users nor sfn otherwise (name_lock.c, worker_lock.c) take locks of it. */
#define HOLD_LOCK_CLASS 0x5F3

static void lock(int64 machine, LOCKMODE mode);

bool
sfn_machine_hold(int64 machine, uint64 generation)
{
	lock(machine, ShareLock);
	AcceptInvalidationMessages();
	if (!IsolationUsesXactSnapshot() && sfn_machine_cache_generation() == generation)
		return true;
	return sfn_machine_exists_now(machine);
}

void
sfn_machine_hold_off(int64 machine)
{
	lock(machine, ExclusiveLock);
}

static void
lock(int64 machine, LOCKMODE mode)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, (uint32) (machine >> 32), (uint32) machine, HOLD_LOCK_CLASS);
	(void) LockAcquire(&tag, mode, false, false);
}
