/*-------------------------------------------------------------------------
 *
 * worker_extension.h
 *	  The extension that a worker belongs to, which may be dropped or replaced.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_WORKER_EXTENSION_H
#define SFN_WORKER_EXTENSION_H

#include "postgres.h"

#include "store/extension_row.h"

/* Whether it is still installed, in the version that it had. */
extern bool sfn_worker_extension_stands(const ExtensionRow *extension);
/*
 * Keep it from being dropped until the end of the transaction.  false: somebody
 * is about to drop it, or has; none of its tables may be touched.
 */
extern bool sfn_worker_extension_hold(const ExtensionRow *extension);

#endif							/* SFN_WORKER_EXTENSION_H */
