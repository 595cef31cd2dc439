/*-------------------------------------------------------------------------
 *
 * event.c
 *	  History events as the service shows them.
 *
 * One table says how each type is called and which details it has; one function
 * per family of shapes writes the details object.  Payloads stay binary until
 * here: an event is written often and read seldom, so the JSON text that the
 * service shows is made on reading.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/json_value.h"
#include "engine/event.h"

/* A details object on its way */
typedef struct DetailsWriter
{
	JsonBuilder builder;
	const Event *event;
	const EventSurroundings *surroundings;
	bool		include_data;
} DetailsWriter;

static void add_members(DetailsWriter *writer, EventShape shape);
static void add_execution_started(DetailsWriter *writer);
static void add_task_scheduled(DetailsWriter *writer);
static void add_lambda_scheduled(DetailsWriter *writer);
static void add_activity_scheduled(DetailsWriter *writer);
static void add_state_exited(DetailsWriter *writer);
static void add_payload(DetailsWriter *writer, const char *name, const char *details_name);
static void add_not_truncated(DetailsWriter *writer, const char *name);
static void add_assigned(DetailsWriter *writer);
static void add_state_name(DetailsWriter *writer, const char *member);
static void add_task_resource(DetailsWriter *writer);
static void add_resource_text(DetailsWriter *writer);
static void add_error(DetailsWriter *writer);
static void add_number(DetailsWriter *writer, const char *name, int64 number);
static void add_credentials(DetailsWriter *writer);

static const EventTypeInfo event_types[] = {
#define EVENT_TYPE(cname, name, details, shape) [EVENT_##cname] = {name, details, shape},
	SFN_EVENT_TYPES(EVENT_TYPE)
#undef EVENT_TYPE
};

const EventTypeInfo *
sfn_event_type_info(EventType type)
{
	Assert((unsigned int) type < EVENT_TYPE_COUNT);
	return &event_types[type];
}

EventType
sfn_event_state_entered(StateType type)
{
	static const EventType types[STATE_TYPES] = {
		[STATE_TASK] = EVENT_TASK_STATE_ENTERED,
		[STATE_WAIT] = EVENT_WAIT_STATE_ENTERED,
		[STATE_PASS] = EVENT_PASS_STATE_ENTERED,
		[STATE_SUCCEED] = EVENT_SUCCEED_STATE_ENTERED,
		[STATE_FAIL] = EVENT_FAIL_STATE_ENTERED,
		[STATE_CHOICE] = EVENT_CHOICE_STATE_ENTERED,
		[STATE_PARALLEL] = EVENT_PARALLEL_STATE_ENTERED,
		[STATE_MAP] = EVENT_MAP_STATE_ENTERED
	};

	return types[type];
}

EventType
sfn_event_state_exited(StateType type)
{
	static const EventType types[STATE_TYPES] = {
		[STATE_TASK] = EVENT_TASK_STATE_EXITED,
		[STATE_WAIT] = EVENT_WAIT_STATE_EXITED,
		[STATE_PASS] = EVENT_PASS_STATE_EXITED,
		[STATE_SUCCEED] = EVENT_SUCCEED_STATE_EXITED,
		[STATE_FAIL] = EVENT_FAIL_STATE_EXITED_UNUSED,
		[STATE_CHOICE] = EVENT_CHOICE_STATE_EXITED,
		[STATE_PARALLEL] = EVENT_PARALLEL_STATE_EXITED,
		[STATE_MAP] = EVENT_MAP_STATE_EXITED
	};

	return types[type];
}

bool
sfn_event_details(const Event *event, const EventSurroundings *surroundings,
				  bool include_data, JsonbValue *details)
{
	EventShape	shape = sfn_event_type_info(event->type)->shape;
	DetailsWriter writer = {
		.event = event,
		.surroundings = surroundings,
		.include_data = include_data && !surroundings->hide_data
	};

	if (shape == SHAPE_NONE)
		return false;
	sfn_json_begin_object(&writer.builder);
	add_members(&writer, shape);
	sfn_json_end_object(&writer.builder);
	sfn_json_built(&writer.builder, details);
	return true;
}

static void
add_members(DetailsWriter *writer, EventShape shape)
{
	const Event *event = writer->event;

	switch (shape)
	{
		case SHAPE_NONE:
			break;
		case SHAPE_EXECUTION_STARTED:
			add_execution_started(writer);
			break;
		case SHAPE_OUTPUT:
			add_payload(writer, "output", "outputDetails");
			break;
		case SHAPE_ERROR:
			add_error(writer);
			break;
		case SHAPE_REDRIVEN:
			add_number(writer, "redriveCount", event->number);
			break;
		case SHAPE_STATE_ENTERED:
			add_state_name(writer, "name");
			add_payload(writer, "input", "inputDetails");
			break;
		case SHAPE_STATE_EXITED:
			add_state_exited(writer);
			break;
		case SHAPE_TASK_SCHEDULED:
			add_task_scheduled(writer);
			break;
		case SHAPE_TASK:
			add_task_resource(writer);
			break;
		case SHAPE_TASK_OUTPUT:
			add_task_resource(writer);
			add_payload(writer, "output", "outputDetails");
			break;
		case SHAPE_TASK_ERROR:
			add_task_resource(writer);
			add_error(writer);
			break;
		case SHAPE_LAMBDA_SCHEDULED:
			add_lambda_scheduled(writer);
			break;
		case SHAPE_ACTIVITY_SCHEDULED:
			add_activity_scheduled(writer);
			break;
		case SHAPE_ACTIVITY_STARTED:
			sfn_json_add_string(&writer->builder, "workerName", event->text);
			break;
		case SHAPE_MAP_STARTED:
			add_number(writer, "length", event->number);
			break;
		case SHAPE_ITERATION:
			add_state_name(writer, "name");
			add_number(writer, "index", event->number);
			break;
		case SHAPE_EVALUATION_FAILED:
			add_state_name(writer, "state");
			add_error(writer);
			sfn_json_add_string(&writer->builder, "location", event->text);
			break;
	}
}

static void
add_execution_started(DetailsWriter *writer)
{
	add_payload(writer, "input", "inputDetails");
	sfn_json_add_string(&writer->builder, "roleArn", writer->surroundings->role_arn);
	sfn_json_add_string(&writer->builder, "stateMachineVersionArn", writer->surroundings->version_arn);
	sfn_json_add_string(&writer->builder, "stateMachineAliasArn", writer->surroundings->alias_arn);
}

/* Parameters come without a companion object, unlike every other payload. */
static void
add_task_scheduled(DetailsWriter *writer)
{
	add_task_resource(writer);
	sfn_json_add_string(&writer->builder, "region", writer->surroundings->region);
	add_payload(writer, "parameters", NULL);
	add_number(writer, "timeoutInSeconds", writer->event->number);
	add_number(writer, "heartbeatInSeconds", writer->event->heartbeat);
	add_credentials(writer);
}

static void
add_lambda_scheduled(DetailsWriter *writer)
{
	add_resource_text(writer);
	add_payload(writer, "input", "inputDetails");
	add_number(writer, "timeoutInSeconds", writer->event->number);
	add_credentials(writer);
}

static void
add_activity_scheduled(DetailsWriter *writer)
{
	add_resource_text(writer);
	add_payload(writer, "input", "inputDetails");
	add_number(writer, "timeoutInSeconds", writer->event->number);
	add_number(writer, "heartbeatInSeconds", writer->event->heartbeat);
}

static void
add_state_exited(DetailsWriter *writer)
{
	add_state_name(writer, "name");
	add_payload(writer, "output", "outputDetails");
	add_assigned(writer);
}

/* A payload as JSON text; details_name NULL: no companion object. */
static void
add_payload(DetailsWriter *writer, const char *name, const char *details_name)
{
	const Document *data = writer->event->data;

	if (data == NULL || !writer->include_data)
		return;
	sfn_json_add_string(&writer->builder, name, sfn_json_text(&data->value));
	if (details_name != NULL)
		add_not_truncated(writer, details_name);
}

static void
add_not_truncated(DetailsWriter *writer, const char *name)
{
	sfn_json_key(&writer->builder, name, strlen(name));
	sfn_json_begin_object(&writer->builder);
	sfn_json_add_bool(&writer->builder, "truncated", false);
	sfn_json_end_object(&writer->builder);
}

/* Values are JSON text each, so a string shows with its quotes. */
static void
add_assigned(DetailsWriter *writer)
{
	const Document *assigned = writer->event->assigned;
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	member;

	if (assigned == NULL || !writer->include_data || sfn_json_count(&assigned->value) == 0)
		return;

	sfn_json_key(&writer->builder, "assignedVariables", strlen("assignedVariables"));
	sfn_json_begin_object(&writer->builder);
	iterator = JsonbIteratorInit(&assigned->jsonb->root);
	while ((token = JsonbIteratorNext(&iterator, &member, true)) != WJB_DONE)
	{
		JsonbValue	text;

		if (token == WJB_KEY)
			sfn_json_key(&writer->builder, member.val.string.val, member.val.string.len);
		else if (token == WJB_VALUE)
		{
			sfn_json_set_cstring(&text, sfn_json_text(&member));
			sfn_json_push(&writer->builder, &text);
		}
	}
	sfn_json_end_object(&writer->builder);
	add_not_truncated(writer, "assignedVariablesDetails");
}

static void
add_state_name(DetailsWriter *writer, const char *member)
{
	if (writer->event->state != NULL)
		sfn_json_add_string(&writer->builder, member, writer->event->state->name);
}

static void
add_task_resource(DetailsWriter *writer)
{
	const State *state = writer->event->state;

	if (state == NULL || state->type != STATE_TASK)
		return;
	sfn_json_add_string(&writer->builder, "resourceType", state->u.task.resource->type);
	sfn_json_add_string(&writer->builder, "resource", state->u.task.resource->action);
}

static void
add_resource_text(DetailsWriter *writer)
{
	const State *state = writer->event->state;

	if (state != NULL && state->type == STATE_TASK)
		sfn_json_add_string(&writer->builder, "resource", state->u.task.resource->text);
}

static void
add_error(DetailsWriter *writer)
{
	sfn_json_add_string(&writer->builder, "error", writer->event->error);
	sfn_json_add_string(&writer->builder, "cause", writer->event->cause);
}

static void
add_number(DetailsWriter *writer, const char *name, int64 number)
{
	if (number >= 0)
		sfn_json_add_int64(&writer->builder, name, number);
}

static void
add_credentials(DetailsWriter *writer)
{
	if (writer->event->text == NULL)
		return;
	sfn_json_key(&writer->builder, "taskCredentials", strlen("taskCredentials"));
	sfn_json_begin_object(&writer->builder);
	sfn_json_add_string(&writer->builder, "roleArn", writer->event->text);
	sfn_json_end_object(&writer->builder);
}
