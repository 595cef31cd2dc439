/*-------------------------------------------------------------------------
 *
 * service_test_state.c
 *	  The service's API: TestState.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "api/service_actions.h"
#include "api/service_arn.h"
#include "base/error_codes.h"
#include "runtime/constraint.h"
#include "runtime/test_state.h"

/* The service's limits, in characters: of documents, and of a definition */
#define LONGEST_DOCUMENT 262144
#define LONGEST_DEFINITION 1048576

static void test_state(const ServiceRequest *request, JsonBuilder *response);
static bool read_document(const ServiceRequest *request, const char *name, const char *noun, JsonbValue *value);
static bool read_mock(const ServiceRequest *request, StateMock *mock);
static void read_configuration(const ServiceRequest *request, StateConfiguration *configuration);
static InspectionLevel read_level(const ServiceRequest *request);
static MockValidation read_validation(const ServiceRequest *request);

static const RequestMember test_members[] = {
	{"definition", MEMBER_STRING, true, 1, LONGEST_DEFINITION},
	{"roleArn", MEMBER_STRING, false, 1, LONGEST_ARN},
	{"input", MEMBER_STRING, false, 0, LONGEST_DOCUMENT},
	{"inspectionLevel", MEMBER_STRING, false, .values = "INFO, DEBUG, TRACE"},
	{"revealSecrets", MEMBER_BOOLEAN},
	{"variables", MEMBER_STRING, false, 0, LONGEST_DOCUMENT},
	{"stateName", MEMBER_STRING, false, 1, LONGEST_NAME},
	{"mock", MEMBER_STRUCTURE},
	{"context", MEMBER_STRING, false, 0, LONGEST_DOCUMENT},
	{"stateConfiguration", MEMBER_STRUCTURE},
	{NULL}
};

static const RequestMember mock_members[] = {
	{"result", MEMBER_STRING, false, 0, LONGEST_DOCUMENT},
	{"errorOutput", MEMBER_STRUCTURE},
	{"fieldValidationMode", MEMBER_STRING, false, .values = "STRICT, PRESENT, NONE"},
	{NULL}
};

static const RequestMember error_members[] = {
	{"error", MEMBER_STRING, false, 0, LONGEST_ERROR_NAME},
	{"cause", MEMBER_STRING, false, 0, LONGEST_CAUSE},
	{NULL}
};

static const RequestMember configuration_members[] = {
	{"retrierRetryCount", MEMBER_INTEGER, false, 0},
	{"errorCausedByState", MEMBER_STRING, false, 1, LONGEST_NAME},
	{"mapIterationFailureCount", MEMBER_INTEGER, false, 0},
	{"mapItemReaderData", MEMBER_STRING, false, 0, LONGEST_DOCUMENT},
	{NULL}
};

const ServiceAction sfn_test_actions[] = {
	{"TestState", test_members, test_state},
	{NULL}
};

static void
test_state(const ServiceRequest *request, JsonBuilder *response)
{
	StateTest	test = {.as_text = true};
	const char *input = sfn_request_string(request, "input");
	JsonbValue	context;
	JsonbValue	variables;
	StateMock	mock;

	test.definition = sfn_request_string(request, "definition");
	test.state_name = sfn_request_string(request, "stateName");
	test.role = sfn_request_role(request);
	test.level = read_level(request);
	test.reveal_secrets = sfn_request_boolean(request, "revealSecrets", false);
	if (read_mock(request, &mock))
		test.mock = &mock;
	read_configuration(request, &test.configuration);
	if (input == NULL)
		sfn_input_empty(&test.input);
	else
		sfn_input_parse(input, strlen(input), &test.input);
	if (read_document(request, "variables", "variables", &variables))
		test.variables = &variables;
	if (read_document(request, "context", "Context object", &context))
		test.context = &context;
	sfn_test_state(&test, response);
}

/* JSON text other than the input; false: absent */
static bool
read_document(const ServiceRequest *request, const char *name, const char *noun, JsonbValue *value)
{
	const char *text = sfn_request_string(request, name);
	char	   *problem;
	Jsonb	   *jsonb;

	if (text == NULL)
		return false;
	jsonb = sfn_json_parse(text, strlen(text), &problem);
	if (jsonb == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_VALIDATION),
				 errmsg("Invalid %s provided: not valid JSON", noun),
				 errdetail_internal("%s", problem)));
	sfn_json_from_jsonb(jsonb, value);
	return true;
}

static bool
read_mock(const ServiceRequest *request, StateMock *mock)
{
	ServiceRequest given;
	ServiceRequest error;

	memset(mock, 0, sizeof(*mock));
	if (!sfn_request_structure(request, "mock", mock_members, &given))
		return false;
	mock->has_result = read_document(&given, "result", "mock result", &mock->result);
	mock->has_error = sfn_request_structure(&given, "errorOutput", error_members, &error);
	if (mock->has_error)
	{
		mock->error = sfn_request_string(&error, "error");
		mock->cause = sfn_request_string(&error, "cause");
	}
	mock->validation = read_validation(&given);
	return true;
}

static void
read_configuration(const ServiceRequest *request, StateConfiguration *configuration)
{
	ServiceRequest given;

	memset(configuration, 0, sizeof(*configuration));
	configuration->failed_iterations = -1;
	if (!sfn_request_structure(request, "stateConfiguration", configuration_members, &given))
		return;
	configuration->retries = sfn_request_integer(&given, "retrierRetryCount", 0);
	configuration->error_caused_by = sfn_request_string(&given, "errorCausedByState");
	configuration->failed_iterations = sfn_request_integer(&given, "mapIterationFailureCount", -1);
	configuration->item_reader_data = sfn_request_string(&given, "mapItemReaderData");
}

static InspectionLevel
read_level(const ServiceRequest *request)
{
	const char *level = sfn_request_string(request, "inspectionLevel");

	if (level == NULL || strcmp(level, "INFO") == 0)
		return INSPECTION_INFO;
	return strcmp(level, "DEBUG") == 0 ? INSPECTION_DEBUG : INSPECTION_TRACE;
}

static MockValidation
read_validation(const ServiceRequest *request)
{
	const char *mode = sfn_request_string(request, "fieldValidationMode");

	if (mode == NULL || strcmp(mode, "STRICT") == 0)
		return MOCK_STRICT;
	return strcmp(mode, "PRESENT") == 0 ? MOCK_PRESENT : MOCK_NONE;
}
