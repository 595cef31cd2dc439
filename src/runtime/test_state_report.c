/*-------------------------------------------------------------------------
 *
 * test_state_report.c
 *	  What came of a test, as the service tells it.
 *
 * Which stages of the data flow are shown depends on the type of the state, and
 * not only on whether it goes through them: a table says which, as recorded
 * from the service.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "runtime/test_state_run.h"

#define TYPE(type) (1 << STATE_##type)
#define EVERY_TYPE ((1 << STATE_TYPES) - 1)

/* A stage of the data flow and how it is shown */
typedef struct FlowMember
{
	DataFlowStage stage;
	const char *name;
	int			jsonpath;		/* for states of these types */
	int			jsonata;
	bool		is_number;		/* shown as a number, not as JSON text */
} FlowMember;

static const FlowMember flow_members[] = {
	{FLOW_INPUT_PATH, "afterInputPath", EVERY_TYPE & ~TYPE(PARALLEL), 0},
	{FLOW_PARAMETERS, "afterParameters", TYPE(TASK) | TYPE(PASS), 0},
	{FLOW_ARGUMENTS, "afterArguments", 0, TYPE(TASK)},
	{FLOW_ITEMS_PATH, "afterItemsPath", TYPE(MAP), 0},
	{FLOW_ITEM_SELECTOR, "afterItemSelector", TYPE(MAP), TYPE(MAP)},
	{FLOW_MAX_CONCURRENCY, "maxConcurrency", TYPE(MAP), TYPE(MAP), true},
	{FLOW_TOLERATED_FAILURE_COUNT, "toleratedFailureCount", TYPE(MAP), TYPE(MAP), true},
	{FLOW_TOLERATED_FAILURE_PERCENTAGE, "toleratedFailurePercentage", TYPE(MAP), TYPE(MAP), true},
	{FLOW_RESULT, "result", TYPE(TASK) | TYPE(PASS), TYPE(TASK)},
	{FLOW_RESULT_SELECTOR, "afterResultSelector", EVERY_TYPE, 0},
	{FLOW_RESULT_PATH, "afterResultPath", EVERY_TYPE, 0},
	{FLOW_VARIABLES, "variables", EVERY_TYPE, EVERY_TYPE}
};

static const char *const status_names[] = {
	[TEST_SUCCEEDED] = "SUCCEEDED",
	[TEST_FAILED] = "FAILED",
	[TEST_RETRIABLE] = "RETRIABLE",
	[TEST_CAUGHT_ERROR] = "CAUGHT_ERROR",
};

static void add_inspection(const StateTestRun *run, JsonBuilder *response);
static bool is_shown(const StateTestRun *run, const FlowMember *member);
static void add_error_details(const StateTestRun *run, JsonBuilder *response);
static void add_exchange(const StateTestRun *run, JsonBuilder *response);
static void add_http_member(JsonBuilder *builder, const char *name, const JsonbValue *object, const char *member);
static char *header_text(const JsonbValue *headers);
static void add_payload(const StateTestRun *run, JsonBuilder *response, const char *name, const JsonbValue *value);
static bool flow_value(const StateTestRun *run, DataFlowStage stage, JsonbValue *value);

void
sfn_test_report(const StateTestRun *run, JsonBuilder *response)
{
	if (run->output != NULL)
	{
		JsonbValue	output;

		sfn_json_from_jsonb(run->output, &output);
		add_payload(run, response, "output", &output);
	}
	sfn_json_add_string(response, "error", run->error);
	sfn_json_add_string(response, "cause", run->cause);
	sfn_json_add_string(response, "nextState", run->next_state);
	sfn_json_add_string(response, "status", status_names[run->status]);
	if (run->test->level != INSPECTION_INFO)
		add_inspection(run, response);
}

static void
add_inspection(const StateTestRun *run, JsonBuilder *response)
{
	JsonbValue	value;

	sfn_json_key(response, "inspectionData", -1);
	sfn_json_begin_object(response);
	add_payload(run, response, "input", &run->test->input);
	/* a Fail state has no InputPath, and the service shows what it would give */
	if (run->state->type == STATE_FAIL && run->state->query_language == QUERY_JSONPATH)
		add_payload(run, response, "afterInputPath", &run->test->input);
	for (int i = 0; i < lengthof(flow_members); i++)
	{
		const FlowMember *member = &flow_members[i];

		if (!is_shown(run, member) || !flow_value(run, member->stage, &value))
			continue;
		if (member->is_number)
			sfn_json_add(response, member->name, &value);
		else
			add_payload(run, response, member->name, &value);
	}
	add_error_details(run, response);
	if (run->test->level == INSPECTION_TRACE)
		add_exchange(run, response);
	sfn_json_end_object(response);
}

/*
 * A Pass state either takes its Parameters for a result, and shows those, or has
 * a Result.
 */
static bool
is_shown(const StateTestRun *run, const FlowMember *member)
{
	const State *state = run->state;
	int			types = state->query_language == QUERY_JSONPATH ? member->jsonpath : member->jsonata;

	if (state->type == STATE_PASS &&
		member->stage == (state->u.pass.has_result ? FLOW_PARAMETERS : FLOW_RESULT))
		return false;
	return (types & (1 << state->type)) != 0;
}

static void
add_error_details(const StateTestRun *run, JsonBuilder *response)
{
	if (run->catch_index < 0 && run->retry_index < 0)
		return;
	sfn_json_key(response, "errorDetails", -1);
	sfn_json_begin_object(response);
	if (run->catch_index >= 0)
		sfn_json_add_int64(response, "catchIndex", run->catch_index);
	if (run->retry_index >= 0)
		sfn_json_add_int64(response, "retryIndex", run->retry_index);
	if (run->retry_seconds >= 0)
		sfn_json_add_int64(response, "retryBackoffIntervalSeconds", run->retry_seconds);
	sfn_json_end_object(response);
}

/* The request and the response of an HTTP task, from its parameters and result */
static void
add_exchange(const StateTestRun *run, JsonBuilder *response)
{
	const State *state = run->state;
	JsonbValue	parameters;
	JsonbValue	result;
	JsonbValue	url;

	if (state->type != STATE_TASK || run->test->mock != NULL ||
		state->u.task.resource->kind != RESOURCE_INTEGRATION ||
		strcmp(state->u.task.resource->registration, "http:invoke") != 0 ||
		!(flow_value(run, FLOW_PARAMETERS, &parameters) || flow_value(run, FLOW_ARGUMENTS, &parameters)))
		return;

	sfn_json_key(response, "request", -1);
	sfn_json_begin_object(response);
	if (sfn_json_member(&parameters, "ApiEndpoint", -1, &url) && url.type == jbvString)
		sfn_json_add_string(response, "protocol",
							strncmp(sfn_json_string(&url), "http:", 5) == 0 ? "http" : "https");
	add_http_member(response, "method", &parameters, "Method");
	add_http_member(response, "url", &parameters, "ApiEndpoint");
	add_http_member(response, "headers", &parameters, "Headers");
	add_http_member(response, "body", &parameters, "RequestBody");
	sfn_json_end_object(response);

	if (!flow_value(run, FLOW_RESULT, &result))
		return;
	sfn_json_key(response, "response", -1);
	sfn_json_begin_object(response);
	add_http_member(response, "statusCode", &result, "StatusCode");
	add_http_member(response, "statusMessage", &result, "StatusText");
	add_http_member(response, "headers", &result, "Headers");
	add_http_member(response, "body", &result, "ResponseBody");
	sfn_json_end_object(response);
}

/* All of these are texts. */
static void
add_http_member(JsonBuilder *builder, const char *name, const JsonbValue *object, const char *member)
{
	JsonbValue	value;

	if (!sfn_json_member(object, member, -1, &value))
		return;
	if (value.type == jbvString)
		sfn_json_add(builder, name, &value);
	else if (strcmp(member, "Headers") == 0 && sfn_json_is_object(&value))
		sfn_json_add_string(builder, name, header_text(&value));
	else
		sfn_json_add_string(builder, name, sfn_json_text(&value));
}

/* "[name: value, name: value]" */
static char *
header_text(const JsonbValue *headers)
{
	StringInfoData text;
	JsonCursor	cursor;
	JsonbValue	key;
	JsonbValue	value;

	initStringInfo(&text);
	sfn_json_cursor_init(&cursor, headers);
	while (sfn_json_next_member(&cursor, &key, &value))
	{
		JsonbValue	first;

		if (sfn_json_is_array(&value) && sfn_json_count(&value) == 1 && sfn_json_element(&value, 0, &first))
			value = first;
		appendStringInfo(&text, "%s%s: %s", text.len == 0 ? "[" : ", ", sfn_json_string(&key),
						 value.type == jbvString ? sfn_json_string(&value) : sfn_json_text(&value));
	}
	appendStringInfoString(&text, text.len == 0 ? "[]" : "]");
	return text.data;
}

static void
add_payload(const StateTestRun *run, JsonBuilder *response, const char *name, const JsonbValue *value)
{
	if (run->test->as_text)
		sfn_json_add_string(response, name, sfn_json_text(value));
	else
		sfn_json_add(response, name, value);
}

/* false: the state did not come that far.  Variables are there from the start. */
static bool
flow_value(const StateTestRun *run, DataFlowStage stage, JsonbValue *value)
{
	if (run->flow[stage] != NULL)
	{
		sfn_json_from_jsonb(run->flow[stage], value);
		return true;
	}
	if (stage != FLOW_VARIABLES || run->test->variables == NULL)
		return false;
	*value = *run->test->variables;
	return true;
}
