/*-------------------------------------------------------------------------
 *
 * wakeup_store.h
 *	  Rows of sfn.wakeup: what the rest of the store needs of them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_WAKEUP_STORE_H
#define SFN_WAKEUP_STORE_H

#include "postgres.h"

#include "store/execution_store.h"

/* New rows; wakeups is of WakeupRow *, ids assigned. */
extern void sfn_wakeup_rows_insert(int64 machine, const List *wakeups);
/* The row of a timer, unless somebody holds it */
extern void sfn_wakeup_delete(const Timer *timer);

#endif							/* SFN_WAKEUP_STORE_H */
