/*-------------------------------------------------------------------------
 *
 * service_version.c
 *	  The service's API: actions on versions of state machines.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_actions.h"
#include "api/service_arn.h"
#include "api/service_page.h"
#include "miscadmin.h"
#include "runtime/constraint.h"
#include "runtime/machine_cache.h"
#include "runtime/version.h"

static void publish_version(const ServiceRequest *request, JsonBuilder *response);
static void delete_version(const ServiceRequest *request, JsonBuilder *response);
static void list_versions(const ServiceRequest *request, JsonBuilder *response);
static void add_version(JsonBuilder *response, const MachineRow *machine, const VersionRow *version);

static const RequestMember publish_members[] = {
	{"stateMachineArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"revisionId", MEMBER_STRING},
	{"description", MEMBER_STRING, false, 0, LONGEST_DESCRIPTION, .is_sensitive = true},
	{NULL}
};

static const RequestMember delete_members[] = {
	{"stateMachineVersionArn", MEMBER_STRING, true, 1, LONGEST_QUALIFIED_ARN},
	{NULL}
};

static const RequestMember list_members[] = {
	{"stateMachineArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"maxResults", MEMBER_INTEGER, false, 0, MOST_RESULTS},
	{"nextToken", MEMBER_STRING, false, 1, LONGEST_TOKEN},
	{NULL}
};

const ServiceAction sfn_version_actions[] = {
	{"PublishStateMachineVersion", publish_members, publish_version},
	{"DeleteStateMachineVersion", delete_members, delete_version},
	{"ListStateMachineVersions", list_members, list_versions},
	{NULL}
};

static void
publish_version(const ServiceRequest *request, JsonBuilder *response)
{
	Arn			arn;
	char	   *reference = sfn_request_machine_arn(request, &arn);
	MachineRow *machine;

	PreventCommandIfReadOnly("sfn_api('PublishStateMachineVersion')");
	machine = sfn_machine_lock_managed(reference);
	add_version(response, machine, sfn_version_publish(machine, sfn_request_string(request, "revisionId"),
													   sfn_request_string(request, "description")));
}

/* One that is gone, or whose machine is, needs no deleting. */
static void
delete_version(const ServiceRequest *request, JsonBuilder *response)
{
	int			number;
	char	   *reference = sfn_request_version_arn(request, &number);
	Arn			arn;

	PreventCommandIfReadOnly("sfn_api('DeleteStateMachineVersion')");
	(void) sfn_arn_parse(reference, &arn);
	if (sfn_machine_find(arn.name, arn.region, arn.account) != NULL)
		sfn_version_remove(sfn_machine_lock_managed(reference), number);
}

/* The newest first; a page ends at a number, and later ones are larger. */
static void
list_versions(const ServiceRequest *request, JsonBuilder *response)
{
	Arn			arn;
	char	   *reference = sfn_request_machine_arn(request, &arn);
	int64		before = sfn_page_position_number(request, PG_INT32_MAX);
	int			limit = sfn_request_limit(request);
	MachineReference found;
	List	   *versions;
	ListCell   *cell;

	sfn_machine_resolve(reference, &found);
	sfn_access_check(TARGET_MACHINE, found.machine.id, found.machine.name, ACCESS_READ);
	versions = sfn_version_list(found.machine.id, (int) Min(before, PG_INT32_MAX), limit + 1);
	sfn_json_key(response, "stateMachineVersions", -1);
	sfn_json_begin_array(response);
	foreach(cell, versions)
	{
		const VersionRow *version = lfirst(cell);

		CHECK_FOR_INTERRUPTS();
		if (foreach_current_index(cell) == limit)
			break;
		before = version->number;
		sfn_json_begin_object(response);
		add_version(response, &found.machine, version);
		sfn_json_end_object(response);
	}
	sfn_json_end_array(response);
	if (list_length(versions) > limit)
		sfn_page_add_next(request, response, psprintf(INT64_FORMAT, before));
}

static void
add_version(JsonBuilder *response, const MachineRow *machine, const VersionRow *version)
{
	sfn_json_add_string(response, "stateMachineVersionArn", sfn_version_arn(machine, version->number));
	sfn_response_add_time(response, "creationDate", version->created);
}
