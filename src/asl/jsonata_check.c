/*-------------------------------------------------------------------------
 *
 * jsonata_check.c
 *	  Compile the JSONata of a field, and refuse what states do not offer.
 *
 * An expression has no document to look at, so a name or $ that nothing gives a
 * meaning is a mistake, as is a member of $states that there is not where the
 * expression stands: only what a Task, Parallel or Map makes of its result sees
 * $states.result, and only a Catcher $states.errorOutput.
 *
 * Variables that no state assigns are no mistake of the definition: they
 * are undefined when the expression is evaluated.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compiler.h"

/* The field that an expression is in */
typedef struct JsonataSite
{
	Compiler   *compiler;
	const FieldValue *value;
	const Place *place;			/* of the expression itself */
} JsonataSite;

static Expression *parse_string(const char *text, int len, const char *pointer, void *arg);
static void note_reference(const char *name, void *arg);

PayloadTemplate *
sfn_compile_jsonata_template(Compiler *compiler, const FieldValue *value)
{
	JsonataSite site = {compiler, value};

	return sfn_template_compile_jsonata(value->node, parse_string, &site);
}

Expression *
sfn_compile_jsonata(Compiler *compiler, const FieldValue *value)
{
	JsonataSite site = {compiler, value};

	return parse_string(value->node->text, value->node->len, "", &site);
}

static Expression *
parse_string(const char *text, int len, const char *pointer, void *arg)
{
	JsonataSite *site = arg;
	Compiler   *compiler = site->compiler;
	JsonataProblem problem;
	Expression *expression;

	site->place = sfn_place_pointer(compiler, site->value->place, pointer);
	if (sfn_expression_delimiters(text, len) != DELIMITERS_BOTH)
	{
		sfn_compiler_complain(compiler, site->place, "JSONata string must start with {%% and end with %%}");
		return NULL;
	}
	expression = sfn_expression_parse_jsonata(text, len, sfn_place_text_within(site->place, compiler->state),
											  &problem);
	if (expression == NULL)
	{
		sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_INVALID_JSONATA_EXPRESSION, site->place,
							"%s", problem.message);
		return NULL;
	}
	sfn_expression_walk_variables(expression, note_reference, site);
	return expression;
}

static void
note_reference(const char *name, void *arg)
{
	JsonataSite *site = arg;
	VariableUse *use = sfn_compiler_note_variable(site->compiler, &site->compiler->references, name,
												  site->place);

	use->is_tolerated = true;
}
