/*-------------------------------------------------------------------------
 *
 * task_notify.c
 *	  pg:notify: tell everybody who listens on a channel.
 *
 * The notification goes out when the transaction commits, as with NOTIFY.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "commands/async.h"
#include "task/integration_routine.h"

/* What NOTIFY can carry; async.c keeps the number to itself. */
#define LONGEST_PAYLOAD 7999

static char *notify_check(const JsonbValue *parameters);
static void notify_call(TaskRun *run, JsonbValue *result);

const IntegrationRoutine sfn_notify_routine = {
	.check = notify_check,
	.call = notify_call
};

static char *
notify_check(const JsonbValue *parameters)
{
	static const TaskField fields[] = {
		{"channel", TASK_FIELD_STRING, true},
		{"payload", TASK_FIELD_ANY, false},
		{NULL}
	};

	return sfn_task_fields_check(parameters, fields);
}

static void
notify_call(TaskRun *run, JsonbValue *result)
{
	const JsonbValue *parameters = run->call->parameters;
	JsonbValue	channel;
	JsonbValue	payload;
	JsonBuilder builder = {NULL};
	char	   *text = "";

	(void) sfn_json_member(parameters, "channel", -1, &channel);
	if (sfn_json_member(parameters, "payload", -1, &payload) && payload.type != jbvNull)
		text = payload.type == jbvString ? sfn_json_string(&payload) : sfn_json_text(&payload);
	if (strlen(text) > LONGEST_PAYLOAD)
		sfn_task_give_up(run, STATES_DATA_LIMIT_EXCEEDED,
						 "The payload of a notification can have %d bytes, but this one has %zu.",
						 LONGEST_PAYLOAD, strlen(text));
	Async_Notify(sfn_json_string(&channel), text);

	sfn_json_begin_object(&builder);
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, result);
}
