/*-------------------------------------------------------------------------
 *
 * payload_template.c
 *	  Parameters, Arguments, Output, ItemSelector, Assign and the like.
 *
 * Compiling cuts the JSON value into the parts that have expressions and those
 * that have none.  The latter become binary JSON once, as large as they can
 * be, and evaluation copies their bytes; a template without any expression is
 * a constant that is handed out as it is.
 *
 * What counts as an expression is decided in compile_member and compile_node
 * alone: a member whose name ends in ".$", or in JSONata states a string with
 * delimiters.  The member's name loses the ending, and only then do the names of an
 * object have to be unique.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "template/payload_template.h"

#define EXPRESSION_SUFFIX ".$"
#define EXPRESSION_SUFFIX_LEN 2

typedef enum TemplateKind
{
	TEMPLATE_CONSTANT,
	TEMPLATE_EXPRESSION,
	TEMPLATE_OBJECT,
	TEMPLATE_ARRAY
} TemplateKind;

struct PayloadTemplate
{
	TemplateKind kind;

	JsonbValue	constant;		/* TEMPLATE_CONSTANT */

	Expression *expression;		/* TEMPLATE_EXPRESSION */
	const char *field;			/* the member's name, with its ending */

	PayloadTemplate *parts;		/* TEMPLATE_OBJECT, TEMPLATE_ARRAY */
	int			count;
	JsonbValue *names;			/* TEMPLATE_OBJECT: in the order of parts, which is jsonb's */
	int		   *sequence;		/* TEMPLATE_OBJECT: parts in the order of the definition */
};

typedef struct TemplateCompiler
{
	TemplateProblem report;		/* JSONPath */
	JsonataStringParser parse;	/* JSONata; else NULL */
	void	   *arg;
	int			problems;
	StringInfoData pointer;		/* where we are */
} TemplateCompiler;

/* A member while its object is compiled. */
typedef struct TemplateMember
{
	const char *name;			/* without the ending */
	int			len;
	const char *field;			/* with it */
	const JsonNode *node;
	int			index;			/* in the definition */
	PayloadTemplate part;
} TemplateMember;

static void compile_node(TemplateCompiler *compiler, const JsonNode *node, PayloadTemplate *part);
static void compile_string(TemplateCompiler *compiler, const JsonNode *node, PayloadTemplate *part);
static PayloadTemplate *compile(TemplateCompiler *compiler, const JsonNode *node);
static void compile_object(TemplateCompiler *compiler, const JsonNode *node, PayloadTemplate *part);
static void compile_array(TemplateCompiler *compiler, const JsonNode *node, PayloadTemplate *part);
static void compile_member(TemplateCompiler *compiler, TemplateMember *member);
static void compile_expression(TemplateCompiler *compiler, TemplateMember *member);
static void check_names(TemplateCompiler *compiler, const TemplateMember *members, int count);
static int	compare_members(const void *a, const void *b);
static void make_constant(const JsonNode *node, PayloadTemplate *part);
static void report_problem(TemplateCompiler *compiler, const char *field, const char *message);
static bool part_eval(const PayloadTemplate *part, Environment *environment,
					  JsonbValue *result, ExecutionError *error);
static bool object_eval(const PayloadTemplate *object, Environment *environment,
						JsonbValue *tree, ExecutionError *error);
static bool array_eval(const PayloadTemplate *array, Environment *environment,
					   JsonbValue *tree, ExecutionError *error);

PayloadTemplate *
sfn_template_compile(const JsonNode *node, TemplateProblem report, void *arg)
{
	TemplateCompiler compiler = {.report = report, .arg = arg};

	return compile(&compiler, node);
}

PayloadTemplate *
sfn_template_compile_jsonata(const JsonNode *node, JsonataStringParser parse, void *arg)
{
	TemplateCompiler compiler = {.parse = parse,.arg = arg};

	return compile(&compiler, node);
}

const Expression *
sfn_template_expression(const PayloadTemplate *tmpl)
{
	return tmpl->kind == TEMPLATE_EXPRESSION ? tmpl->expression : NULL;
}

static PayloadTemplate *
compile(TemplateCompiler *compiler, const JsonNode *node)
{
	PayloadTemplate *tmpl = palloc0(sizeof(PayloadTemplate));

	initStringInfo(&compiler->pointer);
	compile_node(compiler, node, tmpl);
	pfree(compiler->pointer.data);
	if (compiler->problems > 0)
		return NULL;

	if (tmpl->kind == TEMPLATE_CONSTANT)
		make_constant(node, tmpl);

	return tmpl;
}

/*
 * compile_node
 *		One value of the template.
 *
 * A part without expressions is only marked as constant here.  Whoever has a
 * constant part and is none itself makes the value, so each is made once,
 * however deep the template is.
 */
static void
compile_node(TemplateCompiler *compiler, const JsonNode *node, PayloadTemplate *part)
{
	check_stack_depth();

	switch (node->type)
	{
		case JSON_NODE_OBJECT:
			compile_object(compiler, node, part);
			break;
		case JSON_NODE_ARRAY:
			compile_array(compiler, node, part);
			break;
		case JSON_NODE_STRING:
			compile_string(compiler, node, part);
			break;
		default:
			part->kind = TEMPLATE_CONSTANT;
			break;
	}
}

static void
compile_string(TemplateCompiler *compiler, const JsonNode *node, PayloadTemplate *part)
{
	part->kind = TEMPLATE_CONSTANT;
	if (compiler->parse == NULL || sfn_expression_delimiters(node->text, node->len) == DELIMITERS_NONE)
		return;
	part->kind = TEMPLATE_EXPRESSION;
	part->expression = compiler->parse(node->text, node->len, compiler->pointer.data, compiler->arg);
	if (part->expression == NULL)
		compiler->problems++;
}

static void
compile_object(TemplateCompiler *compiler, const JsonNode *node, PayloadTemplate *part)
{
	TemplateMember *members = palloc0(Max(node->count, 1) * sizeof(TemplateMember));
	bool		constant = true;

	for (int i = 0; i < node->count; i++)
	{
		members[i].field = node->keys[i];
		members[i].node = node->items[i];
		members[i].index = i;
		compile_member(compiler, &members[i]);
		constant = constant && members[i].part.kind == TEMPLATE_CONSTANT;
	}

	if (constant)
	{
		part->kind = TEMPLATE_CONSTANT;
		pfree(members);
		return;
	}

	qsort(members, node->count, sizeof(TemplateMember), compare_members);
	check_names(compiler, members, node->count);

	part->kind = TEMPLATE_OBJECT;
	part->count = node->count;
	part->parts = palloc(node->count * sizeof(PayloadTemplate));
	part->names = palloc(node->count * sizeof(JsonbValue));
	part->sequence = palloc(node->count * sizeof(int));
	for (int i = 0; i < node->count; i++)
	{
		sfn_json_set_string(&part->names[i], pnstrdup(members[i].name, members[i].len),
							members[i].len);
		part->parts[i] = members[i].part;
		part->sequence[members[i].index] = i;
		if (part->parts[i].kind == TEMPLATE_CONSTANT)
			make_constant(members[i].node, &part->parts[i]);
	}
	pfree(members);
}

static void
compile_array(TemplateCompiler *compiler, const JsonNode *node, PayloadTemplate *part)
{
	PayloadTemplate *parts = palloc0(Max(node->count, 1) * sizeof(PayloadTemplate));
	bool		constant = true;

	for (int i = 0; i < node->count; i++)
	{
		int			here = compiler->pointer.len;

		appendStringInfo(&compiler->pointer, "[%d]", i);
		compile_node(compiler, node->items[i], &parts[i]);
		compiler->pointer.len = here;
		compiler->pointer.data[here] = '\0';
		constant = constant && parts[i].kind == TEMPLATE_CONSTANT;
	}

	if (constant)
	{
		part->kind = TEMPLATE_CONSTANT;
		pfree(parts);
		return;
	}

	part->kind = TEMPLATE_ARRAY;
	part->count = node->count;
	part->parts = parts;
	for (int i = 0; i < node->count; i++)
	{
		if (parts[i].kind == TEMPLATE_CONSTANT)
			make_constant(node->items[i], &parts[i]);
	}
}

static void
compile_member(TemplateCompiler *compiler, TemplateMember *member)
{
	int			here = compiler->pointer.len;

	member->name = member->field;
	member->len = strlen(member->field);
	if (compiler->parse == NULL && member->len >= EXPRESSION_SUFFIX_LEN &&
		strcmp(member->field + member->len - EXPRESSION_SUFFIX_LEN, EXPRESSION_SUFFIX) == 0)
	{
		member->len -= EXPRESSION_SUFFIX_LEN;
		compile_expression(compiler, member);
		return;
	}

	appendStringInfo(&compiler->pointer, "/%s", member->field);
	compile_node(compiler, member->node, &member->part);
	compiler->pointer.len = here;
	compiler->pointer.data[here] = '\0';
}

static void
compile_expression(TemplateCompiler *compiler, TemplateMember *member)
{
	Expression *expression = NULL;
	char	   *problem;

	if (member->node->type == JSON_NODE_STRING)
		expression = sfn_expression_parse(member->node->text, member->node->len, ACCEPT_ANY,
										  &problem);
	if (expression == NULL)
		report_problem(compiler, member->field,
					   psprintf("The value for the field '%s' must be a valid JSONPath or a "
								"valid intrinsic function call", member->field));

	member->part.kind = TEMPLATE_EXPRESSION;
	member->part.expression = expression;
	member->part.field = pstrdup(member->field);
}

/* members is sorted by name. */
static void
check_names(TemplateCompiler *compiler, const TemplateMember *members, int count)
{
	for (int i = 1; i < count; i++)
	{
		if (compare_members(&members[i - 1], &members[i]) == 0)
			report_problem(compiler, members[i].field,
						   psprintf("The fields '%s' and '%s' have the same name once evaluated",
									members[i - 1].field, members[i].field));
	}
}

/* jsonb's order of names: shorter ones first */
static int
compare_members(const void *a, const void *b)
{
	const TemplateMember *left = a;
	const TemplateMember *right = b;

	if (left->len != right->len)
		return left->len < right->len ? -1 : 1;

	return memcmp(left->name, right->name, left->len);
}

static void
make_constant(const JsonNode *node, PayloadTemplate *part)
{
	sfn_json_from_jsonb(sfn_json_tree_to_jsonb(node), &part->constant);
}

static void
report_problem(TemplateCompiler *compiler, const char *field, const char *message)
{
	compiler->problems++;
	compiler->report(compiler->pointer.data, field, message, compiler->arg);
}

void
sfn_template_walk_variables(const PayloadTemplate *tmpl,
							void (*visit) (const char *name, void *arg), void *arg)
{
	check_stack_depth();

	if (tmpl->kind == TEMPLATE_EXPRESSION)
		sfn_expression_walk_variables(tmpl->expression, visit, arg);

	for (int i = 0; i < tmpl->count; i++)
		sfn_template_walk_variables(&tmpl->parts[i], visit, arg);
}

bool
sfn_template_eval(const PayloadTemplate *tmpl, Environment *environment,
				  JsonbValue *result, ExecutionError *error)
{
	JsonbValue	tree;
	const char *problem;

	if (tmpl->kind == TEMPLATE_CONSTANT)
	{
		*result = tmpl->constant;
		return true;
	}

	if (!part_eval(tmpl, environment, &tree, error))
		return false;
	if (sfn_json_try_finish(&tree, result, &problem))
		return true;
	sfn_execution_error_set(error, STATES_DATA_LIMIT_EXCEEDED, "The result is too large: %s", problem);

	return false;
}

/*
 * part_eval
 *		A part's value, where objects and arrays are still trees, to be written as
 *		binary JSON all at once.
 */
static bool
part_eval(const PayloadTemplate *part, Environment *environment,
		  JsonbValue *result, ExecutionError *error)
{
	switch (part->kind)
	{
		case TEMPLATE_CONSTANT:
			*result = part->constant;
			return true;
		case TEMPLATE_EXPRESSION:
			if (sfn_expression_lookup(part->expression, environment, result, error))
				return true;
			if (error->error != NULL)
				return false;
			if (sfn_expression_is_past_end(part->expression, environment))
			{
				result->type = jbvNull;
				return true;
			}
			sfn_expression_set_missing(part->expression, part->field, environment, error);
			return false;
		case TEMPLATE_OBJECT:
			return object_eval(part, environment, result, error);
		case TEMPLATE_ARRAY:
			return array_eval(part, environment, result, error);
	}

	elog(ERROR, "unexpected kind of template: %d", (int) part->kind);
}

static bool
object_eval(const PayloadTemplate *object, Environment *environment,
			JsonbValue *tree, ExecutionError *error)
{
	JsonbPair  *pairs = palloc(object->count * sizeof(JsonbPair));

	check_stack_depth();

	/* Of several parts that fail, the first of the definition is told about. */
	for (int k = 0; k < object->count; k++)
	{
		int			i = object->sequence[k];

		pairs[i].key = object->names[i];
		pairs[i].order = i;
		if (!part_eval(&object->parts[i], environment, &pairs[i].value, error))
			return false;
	}
	tree->type = jbvObject;
	tree->val.object.nPairs = object->count;
	tree->val.object.pairs = pairs;

	return true;
}

static bool
array_eval(const PayloadTemplate *array, Environment *environment,
		   JsonbValue *tree, ExecutionError *error)
{
	JsonbValue *elements = palloc(array->count * sizeof(JsonbValue));

	check_stack_depth();

	for (int i = 0; i < array->count; i++)
	{
		if (!part_eval(&array->parts[i], environment, &elements[i], error))
			return false;
	}
	tree->type = jbvArray;
	tree->val.array.nElems = array->count;
	tree->val.array.elems = elements;
	tree->val.array.rawScalar = false;

	return true;
}
