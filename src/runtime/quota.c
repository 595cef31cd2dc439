/*-------------------------------------------------------------------------
 *
 * quota.c
 *	  How many state machines, activities and executions there may be.
 *
 * Quotas protect a server from a client that runs wild, and are off unless a
 * superuser sets them.  They are looked at without a lock: concurrent sessions
 * may together pass one by as many as they are.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/error_codes.h"
#include "base/random_id.h"
#include "base/settings.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "runtime/quota.h"
#include "store/quota_store.h"

/* Advisory locks of a class of their own, which users' do not meet */
#define POLL_LOCK_CLASS 0x5F4

void
sfn_quota_check_machine(const char *name)
{
	int			quota = sfn_setting_max_state_machines;

	if (quota > 0 && sfn_count_machines(sfn_setting_region, sfn_setting_account_id, quota) >= quota)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_STATE_MACHINE_LIMIT_EXCEEDED),
				 errmsg("State Machine Limit Exceeded: '%s'",
						sfn_arn_state_machine(sfn_setting_region, sfn_setting_account_id, name)),
				 errdetail("The setting sfn.max_state_machines is %d.", quota)));
}

void
sfn_quota_check_activity(const char *name)
{
	int			quota = sfn_setting_max_activities;

	if (quota > 0 && sfn_count_activities(sfn_setting_region, sfn_setting_account_id, quota) >= quota)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_ACTIVITY_LIMIT_EXCEEDED),
				 errmsg("Activity Limit Exceeded: '%s'",
						sfn_arn_activity(sfn_setting_region, sfn_setting_account_id, name)),
				 errdetail("The setting sfn.max_activities is %d.", quota)));
}

void
sfn_quota_check_execution(const char *machine_arn)
{
	int			quota = sfn_setting_max_running_executions;

	if (quota > 0 && sfn_count_running_executions(quota) >= quota)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_EXECUTION_LIMIT_EXCEEDED),
				 errmsg("Execution Limit Exceeded: '%s'", machine_arn),
				 errdetail("The setting sfn.max_running_executions is %d.", quota)));
}

/*
 * Each of those who wait holds one of as many places, a lock, which an error or the
 * end of the session gives back by itself.
 */
void
sfn_quota_enter_poll(const char *activity_arn, LOCKTAG *place)
{
	int			quota = sfn_setting_max_activity_pollers;
	uint32		activity = hash_bytes((const unsigned char *) activity_arn, strlen(activity_arn));
	int			first = quota > 0 ? (int) (sfn_random_double() * quota) : 0;

	memset(place, 0, sizeof(*place));
	for (int i = 0; i < quota; i++)
	{
		CHECK_FOR_INTERRUPTS();
		SET_LOCKTAG_ADVISORY(*place, MyDatabaseId, activity, (first + i) % quota, POLL_LOCK_CLASS);
		if (LockAcquire(place, ExclusiveLock, false, true) == LOCKACQUIRE_OK)
			return;
	}
	if (quota > 0)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_ACTIVITY_WORKER_LIMIT_EXCEEDED),
				 errmsg("Activity Worker Limit Exceeded: '%s'", activity_arn),
				 errdetail("The setting sfn.max_activity_pollers is %d.", quota)));
}

void
sfn_quota_leave_poll(const LOCKTAG *place)
{
	if (OidIsValid(place->locktag_field1))
		(void) LockRelease(place, ExclusiveLock, false);
}
