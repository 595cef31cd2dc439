/*-------------------------------------------------------------------------
 *
 * test_request.c
 *	  What is asked of a test of a state, by either API.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/test_request.h"
#include "base/error_codes.h"
#include "runtime/constraint.h"

static void read_result(const ServiceRequest *mock, StateMock *result);
static MockValidation validation_mode(const char *name);

static const RequestMember error_members[] = {
	{"error", MEMBER_STRING, false, 0, LONGEST_ERROR_NAME, .is_sensitive = true},
	{"cause", MEMBER_STRING, false, 0, LONGEST_CAUSE, .is_sensitive = true},
	{NULL}
};

const RequestMember sfn_mock_members[] = {
	{"result", MEMBER_STRING, false, 0, LONGEST_DOCUMENT, .is_sensitive = true},
	{"errorOutput", MEMBER_STRUCTURE, .members = error_members},
	{"fieldValidationMode", MEMBER_STRING, false, .values = "STRICT, PRESENT, NONE"},
	{NULL}
};

InspectionLevel
sfn_inspection_level(const char *name)
{
	if (name == NULL || strcmp(name, "INFO") == 0)
		return INSPECTION_INFO;
	if (strcmp(name, "DEBUG") == 0)
		return INSPECTION_DEBUG;
	if (strcmp(name, "TRACE") == 0)
		return INSPECTION_TRACE;
	sfn_constraint_refuse(name, "inspectionLevel", "satisfy enum value set: [" INSPECTION_LEVELS "]");
}

bool
sfn_request_document(const ServiceRequest *request, const char *name, const char *noun, JsonbValue *value)
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

bool
sfn_request_mock(const ServiceRequest *request, bool as_text, StateMock *mock)
{
	ServiceRequest given;
	ServiceRequest error;

	memset(mock, 0, sizeof(*mock));
	if (!sfn_request_structure(request, "mock", &given))
		return false;
	if (as_text)
		mock->has_result = sfn_request_document(&given, "result", "mock result", &mock->result);
	else
		read_result(&given, mock);
	mock->has_error = sfn_request_structure(&given, "errorOutput", &error);
	if (mock->has_error)
	{
		mock->error = sfn_request_string(&error, "error");
		mock->cause = sfn_request_string(&error, "cause");
	}
	mock->validation = validation_mode(sfn_request_string(&given, "fieldValidationMode"));
	return true;
}

/* A result that is null is one, too. */
static void
read_result(const ServiceRequest *mock, StateMock *result)
{
	char	   *problem;
	Jsonb	   *jsonb;

	result->has_result = sfn_json_member(&mock->object, "result", -1, &result->result);
	if (!result->has_result || result->result.type != jbvString)
		return;
	jsonb = sfn_json_parse(result->result.val.string.val, result->result.val.string.len, &problem);
	if (jsonb != NULL)
		sfn_json_from_jsonb(jsonb, &result->result);
}

static MockValidation
validation_mode(const char *name)
{
	if (name == NULL || strcmp(name, "STRICT") == 0)
		return MOCK_STRICT;
	return strcmp(name, "PRESENT") == 0 ? MOCK_PRESENT : MOCK_NONE;
}
