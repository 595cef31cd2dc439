/*-------------------------------------------------------------------------
 *
 * activity.c
 *	  Create, find and delete activities.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/error_codes.h"
#include "base/settings.h"
#include "miscadmin.h"
#include "runtime/access.h"
#include "runtime/activity.h"
#include "runtime/machine_cache.h"
#include "runtime/name_lock.h"
#include "runtime/quota.h"

ActivityRow *
sfn_activity_reserve(const char *name)
{
	sfn_name_lock(0, sfn_arn_activity(sfn_setting_region, sfn_setting_account_id, name));
	return sfn_activity_find(name, sfn_setting_region, sfn_setting_account_id);
}

ActivityRow *
sfn_activity_create(const char *name)
{
	ActivityRow *activity = palloc0(sizeof(ActivityRow));

	PreventCommandIfReadOnly("sfn_create_activity()");
	sfn_name_check(name);
	if (sfn_activity_reserve(name) == NULL)
		sfn_quota_check_activity(name);
	activity->name = pstrdup(name);
	activity->owner = GetUserNameFromId(GetUserId(), false);
	activity->region = pstrdup(sfn_setting_region);
	activity->account = pstrdup(sfn_setting_account_id);
	sfn_activity_insert(activity);
	return activity;
}

ActivityRow *
sfn_activity_resolve(const char *reference)
{
	Arn			arn;

	if (strchr(reference, ':') == NULL)
		return sfn_activity_find(reference, sfn_setting_region, sfn_setting_account_id);
	if (!sfn_arn_parse(reference, &arn) || arn.kind != ARN_ACTIVITY)
		sfn_arn_refuse(reference);
	return sfn_activity_find(arn.name, arn.region, arn.account);
}

void
sfn_activity_refuse_missing(const char *reference)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_ACTIVITY_DOES_NOT_EXIST),
			 errmsg("Activity Does Not Exist: '%s'", reference)));
}

bool
sfn_activity_remove(const char *reference)
{
	ActivityRow *activity;

	PreventCommandIfReadOnly("sfn_delete_activity()");
	activity = sfn_activity_resolve(reference);
	if (activity == NULL)
		return false;
	sfn_access_check(TARGET_ACTIVITY, activity->id, activity->name, ACCESS_MANAGE);
	sfn_activity_delete(activity->id);
	sfn_machine_cache_invalidate();
	return true;
}

bool
sfn_activity_take_task(const char *reference, const char *worker_name, TimestampTz until, TakenTask *task)
{
	ActivityRow *activity = sfn_activity_resolve(reference);

	if (activity == NULL)
		sfn_activity_refuse_missing(reference);
	sfn_access_check(TARGET_ACTIVITY, activity->id, activity->name, ACCESS_START);
	return sfn_answer_take(sfn_activity_arn(activity), worker_name, until, task);
}

char *
sfn_activity_arn(const ActivityRow *activity)
{
	return sfn_arn_activity(activity->region, activity->account, activity->name);
}
