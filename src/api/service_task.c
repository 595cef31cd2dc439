/*-------------------------------------------------------------------------
 *
 * service_task.c
 *	  The service's API: tasks that wait for an answer.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "api/service_actions.h"
#include "api/service_arn.h"
#include "runtime/activity.h"
#include "runtime/answer.h"
#include "runtime/constraint.h"
#include "utils/timestamp.h"

/* How long the service lets a worker wait for a task */
#define POLL_SECONDS 60

/* Characters of a task token */
#define LONGEST_TASK_TOKEN 2048

static void get_activity_task(const ServiceRequest *request, JsonBuilder *response);
static void send_task_success(const ServiceRequest *request, JsonBuilder *response);
static void send_task_failure(const ServiceRequest *request, JsonBuilder *response);
static void send_task_heartbeat(const ServiceRequest *request, JsonBuilder *response);

static const RequestMember poll_members[] = {
	{"activityArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"workerName", MEMBER_STRING, false, 1, LONGEST_WORKER_NAME},
	{NULL}
};

static const RequestMember success_members[] = {
	{"taskToken", MEMBER_STRING, true, 1, LONGEST_TASK_TOKEN},
	{"output", MEMBER_STRING, true},
	{NULL}
};

static const RequestMember failure_members[] = {
	{"taskToken", MEMBER_STRING, true, 1, LONGEST_TASK_TOKEN},
	{"error", MEMBER_STRING, false, 0, LONGEST_ERROR_NAME},
	{"cause", MEMBER_STRING, false, 0, LONGEST_CAUSE},
	{NULL}
};

static const RequestMember heartbeat_members[] = {
	{"taskToken", MEMBER_STRING, true, 1, LONGEST_TASK_TOKEN},
	{NULL}
};

const ServiceAction sfn_task_actions[] = {
	{"GetActivityTask", poll_members, get_activity_task},
	{"SendTaskSuccess", success_members, send_task_success},
	{"SendTaskFailure", failure_members, send_task_failure},
	{"SendTaskHeartbeat", heartbeat_members, send_task_heartbeat},
	{NULL}
};

static void
get_activity_task(const ServiceRequest *request, JsonBuilder *response)
{
	TimestampTz until = GetCurrentTimestamp() + POLL_SECONDS * USECS_PER_SEC;
	char	   *worker_name = sfn_request_string(request, "workerName");
	TakenTask	task;
	Arn			arn;
	JsonbValue	none;

	if (sfn_activity_take_task(sfn_request_arn(request, "activityArn", ARN_ACTIVITY, &arn), worker_name, until, &task))
	{
		sfn_json_add_string(response, "taskToken", task.token);
		sfn_json_add_string(response, "input", sfn_json_text(&task.input));
		return;
	}
	sfn_json_set_null(&none);
	sfn_json_add(response, "taskToken", &none);
}

static void
send_task_success(const ServiceRequest *request, JsonBuilder *response)
{
	char	   *token = sfn_request_string(request, "taskToken");
	char	   *text = sfn_request_string(request, "output");
	JsonbValue	output;

	sfn_answer_check_token(token);
	sfn_output_parse(text, strlen(text), &output);
	sfn_answer_success(token, &output);
}

static void
send_task_failure(const ServiceRequest *request, JsonBuilder *response)
{
	sfn_answer_failure(sfn_request_string(request, "taskToken"), sfn_request_string(request, "error"),
					   sfn_request_string(request, "cause"));
}

static void
send_task_heartbeat(const ServiceRequest *request, JsonBuilder *response)
{
	sfn_answer_heartbeat(sfn_request_string(request, "taskToken"));
}
