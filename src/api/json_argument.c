/*-------------------------------------------------------------------------
 *
 * json_argument.c
 *	  Arguments of SQL functions, above all those that are JSON in one form
 *	  or another.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/json_argument.h"
#include "asl/json_complaint.h"
#include "base/error_codes.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/timestamp.h"

static char *complaint(const char *text, int len, const char *problem);

char *
sfn_argument_text(FunctionCallInfo fcinfo, int number)
{
	return PG_ARGISNULL(number) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(number));
}

Jsonb *
sfn_argument_jsonb(FunctionCallInfo fcinfo, int number)
{
	return PG_ARGISNULL(number) ? NULL : PG_GETARG_JSONB_P(number);
}

char *
sfn_argument_required_text(FunctionCallInfo fcinfo, int number, const char *name)
{
	sfn_require_argument(PG_ARGISNULL(number), name);
	return sfn_argument_text(fcinfo, number);
}

TimestampTz
sfn_argument_deadline(FunctionCallInfo fcinfo, int number, int64 absent)
{
	TimestampTz now = GetCurrentTimestamp();

	if (PG_ARGISNULL(number))
		return absent < 0 ? DT_NOEND : now + absent;
	return DatumGetTimestampTz(DirectFunctionCall2(timestamptz_pl_interval, TimestampTzGetDatum(now),
												   PG_GETARG_DATUM(number)));
}

char *
sfn_argument_definition(FunctionCallInfo fcinfo, int number, JsonForm form)
{
	Jsonb	   *jsonb;

	if (form == JSON_FORM_TEXT || PG_ARGISNULL(number))
		return sfn_argument_text(fcinfo, number);
	jsonb = PG_GETARG_JSONB_P(number);
	return JsonbToCString(NULL, &jsonb->root, VARSIZE(jsonb));
}

void
sfn_argument_input(FunctionCallInfo fcinfo, int number, JsonForm form, JsonbValue *input)
{
	if (PG_ARGISNULL(number))
		sfn_input_empty(input);
	else if (form == JSON_FORM_JSONB)
		sfn_json_from_jsonb(PG_GETARG_JSONB_P(number), input);
	else
	{
		text	   *argument = PG_GETARG_TEXT_PP(number);

		sfn_input_parse(VARDATA_ANY(argument), VARSIZE_ANY_EXHDR(argument), input);
	}
}

/*
 * sfn_input_parse
 *		JSON text to a value.
 *
 * The service quotes its parser, without the position.  What that parser takes
 * and jsonb cannot hold (U+0000, a lone surrogate) is refused in sfn's own
 * words.
 */
void
sfn_input_parse(const char *text, int len, JsonbValue *input)
{
	char	   *problem;
	Jsonb	   *jsonb = sfn_json_parse(text, len, &problem);

	if (jsonb == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_EXECUTION_INPUT),
				 errmsg_internal("Invalid State Machine Execution Input: '%s'",
								 len == 0 ? "Invalid execution input." : complaint(text, len, problem))));
	sfn_json_from_jsonb(jsonb, input);
}

void
sfn_input_empty(JsonbValue *input)
{
	JsonBuilder builder = {0};

	sfn_json_begin_object(&builder);
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, input);
}

void
sfn_argument_output(FunctionCallInfo fcinfo, int number, JsonForm form, JsonbValue *output)
{
	sfn_require_argument(PG_ARGISNULL(number), "output");
	if (form == JSON_FORM_JSONB)
		sfn_json_from_jsonb(PG_GETARG_JSONB_P(number), output);
	else
	{
		text	   *argument = PG_GETARG_TEXT_PP(number);

		sfn_output_parse(VARDATA_ANY(argument), VARSIZE_ANY_EXHDR(argument), output);
	}
}

void
sfn_output_parse(const char *text, int len, JsonbValue *output)
{
	char	   *problem;
	Jsonb	   *jsonb = sfn_json_parse(text, len, &problem);

	if (jsonb == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_OUTPUT),
				 errmsg_internal("Invalid Output: '%s'", complaint(text, len, problem))));
	sfn_json_from_jsonb(jsonb, output);
}

static char *
complaint(const char *text, int len, const char *problem)
{
	char	   *location;
	char	   *message = sfn_json_complaint(text, len, &location);
	char	   *position;

	if (message == NULL)
		return pstrdup(problem);
	position = strstr(message, "\n at ");
	if (position != NULL)
		*position = '\0';
	return message;
}
