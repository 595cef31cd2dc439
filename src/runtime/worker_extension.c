/*-------------------------------------------------------------------------
 *
 * worker_extension.c
 *	  The extension that a worker belongs to, which may be dropped or replaced.
 *
 * DROP EXTENSION locks the extension before it locks what belongs to it.  So a worker
 * that has a lock on the extension, before it touches the first of its tables, works in
 * peace until it commits, and the two cannot deadlock; and one that does not get it
 * touches nothing.  It does not wait for the lock, since a worker has to look after its
 * client and its time meanwhile.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/pg_extension.h"
#include "miscadmin.h"
#include "runtime/worker_extension.h"
#include "storage/lock.h"
#include "utils/inval.h"

bool
sfn_worker_extension_stands(const ExtensionRow *extension)
{
	ExtensionRow now;
	bool		same;

	if (!sfn_extension_fetch("sfn", &now))
		return false;
	same = now.oid == extension->oid && strcmp(now.version, extension->version) == 0;
	pfree(now.version);
	return same;
}

bool
sfn_worker_extension_hold(const ExtensionRow *extension)
{
	LOCKTAG		tag;

	SET_LOCKTAG_OBJECT(tag, MyDatabaseId, ExtensionRelationId, extension->oid, 0);
	if (LockAcquire(&tag, AccessShareLock, false, true) == LOCKACQUIRE_NOT_AVAIL)
		return false;
	AcceptInvalidationMessages();
	return sfn_worker_extension_stands(extension);
}
