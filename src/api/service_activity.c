/*-------------------------------------------------------------------------
 *
 * service_activity.c
 *	  The service's API: actions on activities.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_actions.h"
#include "api/service_arn.h"
#include "api/service_configuration.h"
#include "api/service_page.h"
#include "base/error_codes.h"
#include "miscadmin.h"
#include "runtime/access.h"
#include "runtime/activity.h"
#include "runtime/constraint.h"
#include "runtime/tag.h"
#include "store/definition_list.h"

static void create_activity(const ServiceRequest *request, JsonBuilder *response);
static void delete_activity(const ServiceRequest *request, JsonBuilder *response);
static void describe_activity(const ServiceRequest *request, JsonBuilder *response);
static void list_activities(const ServiceRequest *request, JsonBuilder *response);
static void add_activity(JsonBuilder *response, const ActivityRow *activity);

static const RequestMember create_members[] = {
	{"name", MEMBER_STRING, true, 1, LONGEST_NAME},
	TAGS_MEMBER(false),
	ENCRYPTION_MEMBER,
	{NULL}
};

static const RequestMember activity_members[] = {
	{"activityArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{NULL}
};

static const RequestMember list_members[] = {
	{"maxResults", MEMBER_INTEGER, false, 0, MOST_RESULTS},
	{"nextToken", MEMBER_STRING, false, 1, LONGEST_TOKEN},
	{NULL}
};

const ServiceAction sfn_activity_actions[] = {
	{"CreateActivity", create_members, create_activity},
	{"DeleteActivity", activity_members, delete_activity},
	{"DescribeActivity", activity_members, describe_activity},
	{"ListActivities", list_members, list_activities},
	{NULL}
};

/* One that exists is what was asked for, unless it is to be encrypted otherwise. */
static void
create_activity(const ServiceRequest *request, JsonBuilder *response)
{
	const char *name = sfn_request_string(request, "name");
	List	   *tags = sfn_request_tags(request);
	ActivityRow *existing;
	ActivityRow *activity;

	sfn_name_check(name);
	existing = sfn_activity_reserve(name);
	if (existing != NULL && sfn_request_wants_key(request))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_ACTIVITY_ALREADY_EXISTS),
				 errmsg("Activity Already Exists: '%s'", sfn_activity_arn(existing))));
	(void) sfn_request_encryption(request);
	activity = sfn_activity_create(name);
	if (existing == NULL)
		sfn_tags_put(TARGET_ACTIVITY, activity->id, tags);
	sfn_json_add_string(response, "activityArn", sfn_activity_arn(activity));
	sfn_response_add_time(response, "creationDate", activity->created);
}

static void
delete_activity(const ServiceRequest *request, JsonBuilder *response)
{
	Arn			arn;

	(void) sfn_activity_remove(sfn_request_arn(request, "activityArn", ARN_ACTIVITY, &arn));
}

static void
describe_activity(const ServiceRequest *request, JsonBuilder *response)
{
	Arn			arn;
	char	   *reference = sfn_request_arn(request, "activityArn", ARN_ACTIVITY, &arn);
	ActivityRow *activity = sfn_activity_resolve(reference);

	if (activity == NULL)
		sfn_activity_refuse_missing(reference);
	sfn_access_check(TARGET_ACTIVITY, activity->id, activity->name, ACCESS_READ);
	add_activity(response, activity);
	sfn_response_add_encryption(response);
}

/* Those that may be read */
static void
list_activities(const ServiceRequest *request, JsonBuilder *response)
{
	int64		after = sfn_page_position_number(request, 0);
	int			limit = sfn_request_limit(request);
	int			count = 0;
	List	   *activities;

	sfn_json_key(response, "activities", -1);
	sfn_json_begin_array(response);
	do
	{
		ListCell   *cell;

		activities = sfn_activity_list(after, limit);
		foreach(cell, activities)
		{
			const ActivityRow *activity = lfirst(cell);

			CHECK_FOR_INTERRUPTS();
			/* deleted a moment ago */
			if (activity == NULL)
				continue;
			if (sfn_access_allowed(GetUserId(), TARGET_ACTIVITY, activity->id, ACCESS_READ))
			{
				if (count++ == limit)
					break;
				sfn_json_begin_object(response);
				add_activity(response, activity);
				sfn_json_end_object(response);
			}
			after = activity->id;
		}
	} while (count <= limit && list_length(activities) == limit);
	sfn_json_end_array(response);
	if (count > limit)
		sfn_page_add_next(request, response, psprintf(INT64_FORMAT, after));
}

static void
add_activity(JsonBuilder *response, const ActivityRow *activity)
{
	sfn_json_add_string(response, "activityArn", sfn_activity_arn(activity));
	sfn_json_add_string(response, "name", activity->name);
	sfn_response_add_time(response, "creationDate", activity->created);
}
