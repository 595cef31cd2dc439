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
 * Variables that no state assigns are only worth a warning: they are undefined
 * when the expression is evaluated.  One that a state assigns hides a function of
 * its name.
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
	List	   *seen;			/* of char *: what was said about it */
	int			errors;
} JsonataSite;

static Expression *parse_string(const char *text, int len, const char *pointer, void *arg);
static void check_reference(JsonataReference kind, const char *name, void *arg);
static bool has_member(const FieldValue *value, const char *name);
static void refuse(JsonataSite *site, const char *code, const char *message);

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
	site->seen = NIL;
	site->errors = 0;
	sfn_jsonata_walk_references(sfn_expression_jsonata(expression), check_reference, site);
	return site->errors > 0 ? NULL : expression;
}

static void
check_reference(JsonataReference kind, const char *name, void *arg)
{
	JsonataSite *site = arg;
	VariableUse *use;

	switch (kind)
	{
		case JSONATA_REFERENCE_NAME:
		case JSONATA_REFERENCE_CONTEXT:
			refuse(site, CODE_UNSUPPORTED_JSONATA_EXPRESSION,
				   psprintf("Reference to '%s' at the top level is not supported.", name));
			break;
		case JSONATA_REFERENCE_DOCUMENT:
			refuse(site, CODE_UNSUPPORTED_JSONATA_EXPRESSION, "Reference to '$$' is not supported.");
			break;
		case JSONATA_REFERENCE_MEMBER:
			if (!has_member(site->value, name))
				refuse(site, CODE_UNSUPPORTED_JSONATA_EXPRESSION,
					   psprintf("Field '$states.%s' does not exist.", name));
			break;
		case JSONATA_REFERENCE_BINDING:
			if (strcmp(name, "states") == 0)
				refuse(site, CODE_RESERVED_VARIABLE_NAME, "Cannot assign to reserved variable '$states'.");
			break;
		case JSONATA_REFERENCE_FUNCTION:
		case JSONATA_REFERENCE_VARIABLE:
			if (strcmp(name, "states") == 0)
				break;
			use = sfn_compiler_note_variable(site->compiler, &site->compiler->references, name, site->place);
			use->is_tolerated = kind == JSONATA_REFERENCE_VARIABLE;
			use->is_function = kind == JSONATA_REFERENCE_FUNCTION;
			break;
	}
}

/* Whether $states has a member of that name in the field */
static bool
has_member(const FieldValue *value, const char *name)
{
	bool		leaves = value->field->id == FIELD_OUTPUT || value->field->id == FIELD_ASSIGN;

	if (strcmp(name, "result") == 0)
		return leaves && (value->kind == KIND_TASK || value->kind == KIND_PARALLEL || value->kind == KIND_MAP);
	if (strcmp(name, "errorOutput") == 0)
		return leaves && value->kind == KIND_CATCHER;
	return strcmp(name, "input") == 0 || strcmp(name, "context") == 0;
}

/* Say it once, however often the expression does it. */
static void
refuse(JsonataSite *site, const char *code, const char *message)
{
	ListCell   *cell;

	site->errors++;
	foreach(cell, site->seen)
	{
		if (strcmp(lfirst(cell), message) == 0)
			return;
	}
	site->seen = sfn_compiler_note(site->compiler, site->seen, (void *) message);
	sfn_compiler_report(site->compiler, DIAGNOSTIC_ERROR, code, site->place, "%s", message);
}
