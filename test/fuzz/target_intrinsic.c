/*-------------------------------------------------------------------------
 *
 * target_intrinsic.c
 *	  Fuzz intrinsic functions: a call in the first line, its input in the rest.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/json_value.h"
#include "fuzz.h"
#include "template/expression.h"

#define DOCUMENT "{\"a\": [1, 2, 2, \"x\", null, [3]], \"n\": 7, \"s\": \"a,b\", \"o\": {\"k\": {\"deep\": 1}}, " \
	"\"json\": \"{\\\"x\\\": [1, \\\"\\\\u00e9\\\"]}\", \"base64\": \"YWJj\", \"f\": -0.5}"

static void run(FuzzInput *input);
static const JsonbValue *context_object(Environment *environment);
static void note_variable(const char *name, void *arg);

const FuzzTarget fuzz_intrinsic = {
	.covers = "^src/template/(intrinsic|expression)",
	.seeds = "(States[.]\\w+[(][^\"]*)",
	.errors = "54001 54000 2201B",
	.run = run
};

static void
run(FuzzInput *input)
{
	int			len;
	char	   *text = fuzz_line(input, &len);
	Jsonb	   *document = fuzz_document(input);
	char	   *problem = NULL;
	JsonbValue	value;
	JsonbValue	result;
	Environment environment = {.input = &value, .context = context_object, .context_arg = &value};
	VariableScope scope = {0};
	ExecutionError error = {0};
	Expression *expression;

	if (document == NULL)
		document = sfn_json_parse(DOCUMENT, strlen(DOCUMENT), &problem);
	sfn_json_from_jsonb(document, &value);
	scope.values = sfn_document_from_jsonb(CurrentMemoryContext, document);
	environment.variables = &scope;

	(void) sfn_expression_parse(text, len, ACCEPT_PATH | ACCEPT_FAIL_INTRINSIC | ACCEPT_REFERENCE_ONLY, &problem);
	problem = NULL;
	expression = sfn_expression_parse(text, len, ACCEPT_ANY, &problem);
	if (expression == NULL)
	{
		if (problem == NULL)
			fuzz_finding("refused without saying why");
		return;
	}
	sfn_expression_walk_variables(expression, note_variable, NULL);
	if (sfn_expression_eval(expression, &environment, &result, &error))
		(void) sfn_json_to_jsonb(&result);
	else if (error.error == NULL || error.cause == NULL)
		fuzz_finding("fails without an error or a Cause");
}

static const JsonbValue *
context_object(Environment *environment)
{
	return environment->context_arg;
}

static void
note_variable(const char *name, void *arg)
{
	if (name[0] == '\0')
		fuzz_finding("a variable without a name");
}
