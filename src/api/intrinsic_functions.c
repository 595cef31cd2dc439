/*-------------------------------------------------------------------------
 *
 * intrinsic_functions.c
 *	  Intrinsic functions from SQL: sfn_intrinsic.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/error_codes.h"
#include "base/json_value.h"
#include "fmgr.h"
#include "template/expression.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

/* What a call site keeps: the expression it parsed last. */
typedef struct ParsedIntrinsic
{
	MemoryContext context;		/* of this and of everything below */
	char	   *text;
	int			len;
	Expression *expression;
} ParsedIntrinsic;

static const Expression *parse_once(FmgrInfo *flinfo, const char *text, int len);
static void make_empty(JsonbValue *object);
static const JsonbValue *given_context(Environment *environment);

PG_FUNCTION_INFO_V1(sfn_sql_intrinsic);

Datum
sfn_sql_intrinsic(PG_FUNCTION_ARGS)
{
	Environment environment = {.context = given_context};
	ExecutionError error = {0};
	const Expression *expression;
	text	   *expression_text;
	JsonbValue	input;
	JsonbValue	context;
	JsonbValue	result;

	sfn_require_argument(PG_ARGISNULL(0), "expression");
	sfn_require_argument(PG_ARGISNULL(1), "input");

	sfn_json_from_jsonb(PG_GETARG_JSONB_P(1), &input);
	environment.input = &input;
	if (PG_ARGISNULL(2))
		make_empty(&context);
	else
		sfn_json_from_jsonb(PG_GETARG_JSONB_P(2), &context);
	environment.context_arg = &context;

	expression_text = PG_GETARG_TEXT_PP(0);
	expression = parse_once(fcinfo->flinfo, VARDATA_ANY(expression_text),
							VARSIZE_ANY_EXHDR(expression_text));
	if (!sfn_expression_eval(expression, &environment, &result, &error))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_EVALUATION_FAILED),
				 errmsg_internal("%s", error.cause),
				 errdetail("An execution would fail with the error %s.", error.error)));

	PG_RETURN_JSONB_P(sfn_json_to_jsonb(&result));
}

/*
 * parse_once
 *		The parsed expression, from the last call of this call site if the text
 *		is still the same.
 */
static const Expression *
parse_once(FmgrInfo *flinfo, const char *text, int len)
{
	ParsedIntrinsic *parsed = flinfo->fn_extra;
	MemoryContext context;
	MemoryContext caller;
	Expression *expression;
	char	   *problem;

	if (parsed != NULL && parsed->len == len && memcmp(parsed->text, text, len) == 0)
		return parsed->expression;

	context = AllocSetContextCreate(CurrentMemoryContext, "sfn intrinsic", ALLOCSET_SMALL_SIZES);
	caller = MemoryContextSwitchTo(context);
	expression = sfn_expression_parse(text, len, ACCEPT_INTRINSIC, &problem);
	if (expression == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_EXPRESSION),
				 errmsg("\"%.*s\" is not a valid intrinsic function call", len, text),
				 errdetail_internal("%s", problem)));

	parsed = palloc(sizeof(ParsedIntrinsic));
	parsed->context = context;
	parsed->text = pnstrdup(text, len);
	parsed->len = len;
	parsed->expression = expression;
	MemoryContextSwitchTo(caller);

	if (flinfo->fn_extra != NULL)
		MemoryContextDelete(((ParsedIntrinsic *) flinfo->fn_extra)->context);
	flinfo->fn_extra = parsed;
	MemoryContextSetParent(context, flinfo->fn_mcxt);

	return expression;
}

static void
make_empty(JsonbValue *object)
{
	JsonBuilder builder = {0};

	sfn_json_begin_object(&builder);
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, object);
}

static const JsonbValue *
given_context(Environment *environment)
{
	return environment->context_arg;
}
