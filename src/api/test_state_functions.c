/*-------------------------------------------------------------------------
 *
 * test_state_functions.c
 *	  Tests of single states from SQL: sfn_test_state.
 *
 * The service's TestState has more to say about a test; what both have goes the
 * same way.  Here payloads are values, and tasks run as the caller.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "api/test_request.h"
#include "base/error_codes.h"
#include "miscadmin.h"

static Datum test_state(FunctionCallInfo fcinfo, JsonForm form);
static bool read_mock(const Jsonb *argument, StateMock *mock);

PG_FUNCTION_INFO_V1(sfn_sql_test_state_text);
PG_FUNCTION_INFO_V1(sfn_sql_test_state_jsonb);

Datum
sfn_sql_test_state_text(PG_FUNCTION_ARGS)
{
	return test_state(fcinfo, JSON_FORM_TEXT);
}

Datum
sfn_sql_test_state_jsonb(PG_FUNCTION_ARGS)
{
	return test_state(fcinfo, JSON_FORM_JSONB);
}

/* (definition, input, inspection_level, variables, mock) */
static Datum
test_state(FunctionCallInfo fcinfo, JsonForm form)
{
	StateTest	test = {.configuration = {.failed_iterations = -1}};
	Jsonb	   *given_variables = sfn_argument_jsonb(fcinfo, 3);
	JsonbValue	variables;
	StateMock	mock;
	JsonBuilder result = {0};

	sfn_require_argument(PG_ARGISNULL(0), "definition");
	test.definition = sfn_argument_definition(fcinfo, 0, form);
	sfn_argument_input(fcinfo, 1, JSON_FORM_JSONB, &test.input);
	test.level = sfn_inspection_level(sfn_argument_text(fcinfo, 2));
	test.role = GetUserNameFromId(GetUserId(), false);
	if (given_variables != NULL)
	{
		sfn_json_from_jsonb(given_variables, &variables);
		if (!sfn_json_is_object(&variables) || sfn_json_count(&variables) > 0)
			test.variables = &variables;
	}
	if (read_mock(sfn_argument_jsonb(fcinfo, 4), &mock))
		test.mock = &mock;

	sfn_json_begin_object(&result);
	sfn_test_state(&test, &result);
	sfn_json_end_object(&result);
	PG_RETURN_JSONB_P(sfn_json_built_jsonb(&result));
}

/* false: NULL, or a JSON null */
static bool
read_mock(const Jsonb *argument, StateMock *mock)
{
	static const RequestMember members[] = {
		{"mock", MEMBER_STRUCTURE, .members = sfn_mock_members + 1},
		{NULL}
	};
	ServiceRequest request = {.action = "TestState", .members = members};
	JsonBuilder builder = {0};
	JsonbValue	value;

	if (argument == NULL)
		return false;
	sfn_json_from_jsonb(argument, &value);
	sfn_json_begin_object(&builder);
	sfn_json_add(&builder, "mock", &value);
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, &request.object);
	sfn_request_check(&request);
	return sfn_request_mock(&request, false, mock);
}
