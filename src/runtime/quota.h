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

/*
 * Whether one more may be made in the current region and account; ereports
 * StateMachineLimitExceeded, ActivityLimitExceeded, ExecutionLimitExceeded.
 */
extern void sfn_quota_check_machine(const char *name);
extern void sfn_quota_check_activity(const char *name);
extern void sfn_quota_check_execution(const char *machine_arn);

#endif							/* SFN_QUOTA_H */
