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
#include "api/test_request.h"


static void test_state(const ServiceRequest *request, JsonBuilder *response);
static void read_configuration(const ServiceRequest *request, StateConfiguration *configuration);

static const RequestMember configuration_members[] = {
	{"retrierRetryCount", MEMBER_INTEGER, false, 0},
	{"errorCausedByState", MEMBER_STRING, false, 1, LONGEST_NAME, .is_sensitive = true},
	{"mapIterationFailureCount", MEMBER_INTEGER, false, 0},
	{"mapItemReaderData", MEMBER_STRING, false, 0, LONGEST_DOCUMENT, .is_sensitive = true},
	{NULL}
};

static const RequestMember test_members[] = {
	{"definition", MEMBER_STRING, true, 1, LONGEST_DEFINITION, .is_sensitive = true},
	{"roleArn", MEMBER_STRING, false, 1, LONGEST_ARN},
	{"input", MEMBER_STRING, false, 0, LONGEST_DOCUMENT, .is_sensitive = true},
	{"inspectionLevel", MEMBER_STRING, false, .values = INSPECTION_LEVELS},
	{"revealSecrets", MEMBER_BOOLEAN},
	{"variables", MEMBER_STRING, false, 0, LONGEST_DOCUMENT, .is_sensitive = true},
	{"stateName", MEMBER_STRING, false, 1, LONGEST_NAME, .is_sensitive = true},
	{"mock", MEMBER_STRUCTURE, .members = sfn_mock_members},
	{"context", MEMBER_STRING, false, 0, LONGEST_DOCUMENT, .is_sensitive = true},
	{"stateConfiguration", MEMBER_STRUCTURE, .members = configuration_members},
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
	test.level = sfn_inspection_level(sfn_request_string(request, "inspectionLevel"));
	test.reveal_secrets = sfn_request_boolean(request, "revealSecrets", false);
	if (sfn_request_mock(request, true, &mock))
		test.mock = &mock;
	read_configuration(request, &test.configuration);
	if (input == NULL)
		sfn_input_empty(&test.input);
	else
		sfn_input_parse(input, strlen(input), &test.input);
	if (sfn_request_document(request, "variables", "variables", &variables))
		test.variables = &variables;
	if (sfn_request_document(request, "context", "Context object", &context))
		test.context = &context;
	sfn_test_state(&test, response);
}

static void
read_configuration(const ServiceRequest *request, StateConfiguration *configuration)
{
	ServiceRequest given;

	memset(configuration, 0, sizeof(*configuration));
	configuration->failed_iterations = -1;
	if (!sfn_request_structure(request, "stateConfiguration", &given))
		return;
	configuration->retries = sfn_request_integer(&given, "retrierRetryCount", 0);
	configuration->error_caused_by = sfn_request_string(&given, "errorCausedByState");
	configuration->failed_iterations = sfn_request_integer(&given, "mapIterationFailureCount", -1);
	configuration->item_reader_data = sfn_request_string(&given, "mapItemReaderData");
}
