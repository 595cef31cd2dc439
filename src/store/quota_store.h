/*-------------------------------------------------------------------------
 *
 * quota_store.h
 *	  How many there are of what quotas limit.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_QUOTA_STORE_H
#define SFN_QUOTA_STORE_H

#include "postgres.h"

/* Counting ends at most, so that it costs no more than the quota is large. */
extern int	sfn_count_machines(const char *region, const char *account, int most);
extern int	sfn_count_activities(const char *region, const char *account, int most);
extern int	sfn_count_running_executions(int most);

#endif							/* SFN_QUOTA_STORE_H */
