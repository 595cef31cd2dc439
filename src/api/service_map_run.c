/*-------------------------------------------------------------------------
 *
 * service_map_run.c
 *	  The service's API: actions on Map Runs.
 *
 * A Map Run is what a distributed Map state makes.  Every Map here runs inside
 * its execution, so executions have none, and no ARN names one.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_actions.h"
#include "api/service_arn.h"
#include "api/service_map_run.h"
#include "api/service_page.h"
#include "base/error_codes.h"
#include "runtime/constraint.h"

static void list_map_runs(const ServiceRequest *request, JsonBuilder *response);
static void refuse_map_run(const ServiceRequest *request, JsonBuilder *response);
static void update_map_run(const ServiceRequest *request, JsonBuilder *response);

static const RequestMember list_members[] = {
	{"executionArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"maxResults", MEMBER_INTEGER, false, 0, MOST_RESULTS},
	{"nextToken", MEMBER_STRING, false, 1, LONGEST_TOKEN},
	{NULL}
};

static const RequestMember describe_members[] = {
	{"mapRunArn", MEMBER_STRING, true, 1, LONGEST_QUALIFIED_ARN},
	{NULL}
};

static const RequestMember update_members[] = {
	{"mapRunArn", MEMBER_STRING, true, 1, LONGEST_QUALIFIED_ARN},
	{"maxConcurrency", MEMBER_INTEGER},
	{"toleratedFailurePercentage", MEMBER_NUMBER, false, 0, 100},
	{"toleratedFailureCount", MEMBER_INTEGER},
	{NULL}
};

const ServiceAction sfn_map_run_actions[] = {
	{"ListMapRuns", list_members, list_map_runs},
	{"DescribeMapRun", describe_members, refuse_map_run},
	{"UpdateMapRun", update_members, update_map_run},
	{NULL}
};

void
sfn_map_run_refuse_missing(const char *arn)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_RESOURCE_NOT_FOUND),
			 errmsg("Resource not found: '%s'", arn)));
}

/* There is no second page, so no token is right. */
static void
list_map_runs(const ServiceRequest *request, JsonBuilder *response)
{
	ExecutionView view;

	(void) sfn_page_position(request);
	sfn_request_execution(request, ACCESS_READ, &view);
	sfn_json_key(response, "mapRuns", -1);
	sfn_json_begin_array(response);
	sfn_json_end_array(response);
}

static void
refuse_map_run(const ServiceRequest *request, JsonBuilder *response)
{
	Arn			arn;

	sfn_map_run_refuse_missing(sfn_request_arn(request, "mapRunArn", ARN_MAP_RUN, &arn));
}

static void
update_map_run(const ServiceRequest *request, JsonBuilder *response)
{
	JsonbValue	value;

	if (!sfn_request_value(request, "maxConcurrency", &value) &&
		!sfn_request_value(request, "toleratedFailurePercentage", &value) &&
		!sfn_request_value(request, "toleratedFailureCount", &value))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("At least one of maxConcurrency, toleratedFailurePercentage and toleratedFailureCount must be specified")));
	refuse_map_run(request, response);
}
