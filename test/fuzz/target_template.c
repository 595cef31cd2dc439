/*-------------------------------------------------------------------------
 *
 * target_template.c
 *	  Fuzz payload templates: a template in the first line, its input in the rest.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/json_value.h"
#include "fuzz.h"
#include "template/payload_template.h"

#define DOCUMENT "{\"a\": [1, {\"b\": \"x\"}], \"n\": 7, \"s\": \"text\", \"o\": {\"k\": null}}"

static void run(FuzzInput *input);
static const JsonbValue *context_object(Environment *environment);
static void note_variable(const char *name, void *arg);
static void note_problem(const char *pointer, const char *field, const char *message, void *arg);

const FuzzTarget fuzz_template = {
	.covers = "^src/(template/(payload_template|environment)|base/json_tree)[.]c$",
	.seeds = "[.]\\$\"\\s*:",
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
	JsonTreeProblem tree_problem = {0};
	JsonNode   *tree;
	int			problems = 0;
	PayloadTemplate *tmpl;
	JsonbValue	value;
	JsonbValue	result;
	VariableScope scope = {0};
	Environment environment = {.input = &value, .context = context_object, .context_arg = &value};
	ExecutionError error = {0};

	if (document == NULL)
		document = sfn_json_parse(DOCUMENT, strlen(DOCUMENT), &problem);
	sfn_json_from_jsonb(document, &value);
	scope.values = sfn_document_from_jsonb(CurrentMemoryContext, document);
	environment.variables = &scope;

	tree = sfn_json_tree_parse(text, len, &tree_problem);
	if (tree == NULL)
	{
		if (tree_problem.message == NULL || tree_problem.line < 1 || tree_problem.column < 1)
			fuzz_finding("refused without saying why or where");
		return;
	}
	tmpl = sfn_template_compile(tree, note_problem, &problems);
	if ((tmpl == NULL) != (problems > 0))
		fuzz_finding("%d problems, and yet %s", problems, tmpl == NULL ? "no template" : "a template");
	if (tmpl == NULL)
		return;
	sfn_template_walk_variables(tmpl, note_variable, NULL);
	if (sfn_template_eval(tmpl, &environment, &result, &error))
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

static void
note_problem(const char *pointer, const char *field, const char *message, void *arg)
{
	if (pointer == NULL || field == NULL || message == NULL)
		fuzz_finding("a problem that does not say where or what it is");
	++*(int *) arg;
}
