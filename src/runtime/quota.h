/*-------------------------------------------------------------------------
 *
 * quota.h
 *	  How many state machines, activities and executions there may be.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_QUOTA_H
#define SFN_QUOTA_H

#include "postgres.h"

#include "storage/lock.h"

/*
 * Whether one more may be made in the current region and account; ereports
 * StateMachineLimitExceeded, ActivityLimitExceeded, ExecutionLimitExceeded.
 */
extern void sfn_quota_check_machine(const char *name);
extern void sfn_quota_check_activity(const char *name);
extern void sfn_quota_check_execution(const char *machine_arn);

/*
 * This session is about to wait for tasks of an activity; ereports
 * ActivityWorkerLimitExceeded.  Until leave, or the transaction's end, it counts.
 */
extern void sfn_quota_enter_poll(const char *activity_arn, LOCKTAG *place);
extern void sfn_quota_leave_poll(const LOCKTAG *place);

#endif							/* SFN_QUOTA_H */
