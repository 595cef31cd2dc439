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
#include "base/settings.h"
#include "runtime/quota.h"
#include "store/quota_store.h"

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
