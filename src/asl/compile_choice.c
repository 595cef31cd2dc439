/*-------------------------------------------------------------------------
 *
 * compile_choice.c
 *	  Compile a Choice state: its rules, comparisons and targets.
 *
 * Rules inside And, Or and Not are checked as objects of another kind, which
 * have neither Next nor Assign.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compiler.h"
#include "base/rfc3339.h"
#include "miscadmin.h"

static ChoiceRule *compile_rule(Compiler *compiler, ObjectKind kind, StateSource *source,
								const JsonNode *node, const Place *place);
static void compile_nested(Compiler *compiler, StateSource *source, ChoiceRule *rule, ChoiceRuleKind kind,
						   const FieldValue *value);
static void compile_comparison(Compiler *compiler, ChoiceRule *rule, const ObjectFields *fields);
static void compile_operand(Compiler *compiler, ChoiceRule *rule, const ObjectFields *fields);
static void report_operators(Compiler *compiler, const ObjectFields *fields, const JsonNode *node,
							 const Place *place);

void
sfn_compile_choice(Compiler *compiler, StateSource *source, const ObjectFields *fields)
{
	State	   *state = source->state;
	const FieldValue *choices = sfn_field_value(fields, FIELD_CHOICES);

	if (choices != NULL)
	{
		state->u.choice.count = choices->node->count;
		state->u.choice.rules = palloc(sizeof(ChoiceRule *) * choices->node->count);
		for (int i = 0; i < choices->node->count; i++)
			state->u.choice.rules[i] = compile_rule(compiler, KIND_RULE, source, choices->node->items[i],
													sfn_place_index(compiler, choices->place, i));
	}
	sfn_compile_transition(compiler, source, fields, FIELD_DEFAULT, &state->u.choice.default_state);
}

static ChoiceRule *
compile_rule(Compiler *compiler, ObjectKind kind, StateSource *source, const JsonNode *node, const Place *place)
{
	QueryLanguage language = source->state->query_language;
	ChoiceRule *rule = palloc0(sizeof(ChoiceRule));
	const FieldValue *value;
	ObjectFields *fields;

	check_stack_depth();

	fields = sfn_fields_check(compiler, kind, language,
							  language == QUERY_JSONPATH ? LANGUAGE_JSONPATH : LANGUAGE_JSONATA, node, place);
	if (fields == NULL)
		return rule;

	if ((value = sfn_field_value(fields, FIELD_AND)) != NULL)
		compile_nested(compiler, source, rule, RULE_AND, value);
	else if ((value = sfn_field_value(fields, FIELD_OR)) != NULL)
		compile_nested(compiler, source, rule, RULE_OR, value);
	else if ((value = sfn_field_value(fields, FIELD_NOT)) != NULL)
		compile_nested(compiler, source, rule, RULE_NOT, value);
	else if ((value = sfn_field_value(fields, FIELD_CONDITION)) != NULL)
	{
		rule->kind = RULE_CONDITION;
		rule->condition = value->expression;
		rule->holds = value->expression == NULL && value->node->boolean;
	}

	if (fields->operators == 1 && sfn_field_given(fields, FIELD_VARIABLE))
		compile_comparison(compiler, rule, fields);
	else if (language == QUERY_JSONPATH)
		report_operators(compiler, fields, node, place);

	if (kind == KIND_RULE)
	{
		sfn_compile_transition(compiler, source, fields, FIELD_NEXT, &rule->next);
		rule->output = sfn_field_template(fields, FIELD_OUTPUT);
		rule->assign = sfn_field_template(fields, FIELD_ASSIGN);
	}
	return rule;
}

static void
compile_nested(Compiler *compiler, StateSource *source, ChoiceRule *rule, ChoiceRuleKind kind,
			   const FieldValue *value)
{
	rule->kind = kind;
	rule->count = kind == RULE_NOT ? 1 : value->node->count;
	rule->rules = palloc(sizeof(ChoiceRule *) * rule->count);

	if (kind == RULE_NOT)
	{
		rule->rules[0] = compile_rule(compiler, KIND_NESTED_RULE, source, value->node, value->place);
		return;
	}
	for (int i = 0; i < rule->count; i++)
		rule->rules[i] = compile_rule(compiler, KIND_NESTED_RULE, source, value->node->items[i],
									  sfn_place_index(compiler, value->place, i));
}

static void
compile_comparison(Compiler *compiler, ChoiceRule *rule, const ObjectFields *fields)
{
	const FieldValue *variable = sfn_field_value(fields, FIELD_VARIABLE);

	rule->kind = RULE_COMPARISON;
	rule->op = fields->op;
	if (variable != NULL)
		rule->variable = variable->u.path;
	compile_operand(compiler, rule, fields);
}

/* The second operand: a path, or a constant of the operator's type */
static void
compile_operand(Compiler *compiler, ChoiceRule *rule, const ObjectFields *fields)
{
	static const JsonNodeType node_types[] = {
		[OPERAND_STRING] = JSON_NODE_STRING,
		[OPERAND_NUMBER] = JSON_NODE_NUMBER,
		[OPERAND_BOOLEAN] = JSON_NODE_BOOL,
		[OPERAND_TIMESTAMP] = JSON_NODE_STRING,
	};
	static const char *const type_names[] = {
		[JSON_NODE_STRING] = "[STRING]",
		[JSON_NODE_NUMBER] = "[NUMBER]",
		[JSON_NODE_BOOL] = "[BOOLEAN]",
	};
	const JsonNode *node = fields->operand;
	OperandType type = sfn_choice_operand_type(fields->op);
	JsonNodeType node_type = fields->operand_is_path ? JSON_NODE_STRING : node_types[type];

	if (node->type != node_type)
		sfn_compiler_complain(compiler, fields->operand_place, "Expected value of type %s", type_names[node_type]);
	else if (fields->operand_is_path)
		rule->operand_path = sfn_compile_path(compiler, node, fields->operand_place, ACCEPT_PATH, true);
	else if (type == OPERAND_TIMESTAMP && !sfn_rfc3339_parse(node->text, node->len, &rule->timestamp))
		sfn_compiler_complain(compiler, fields->operand_place, "String does not match RFC3339 timestamp");
	else
	{
		sfn_json_from_jsonb(sfn_json_tree_to_jsonb(node), &rule->operand);
		if (fields->op != CHOICE_STRING_MATCHES)
			sfn_warn_of_path(compiler, node, fields->operand_place, ACCEPT_PATH);
	}
}

/*
 * A rule with Variable has exactly one operator, one with And, Or or Not has
 * none.  A rule with neither is reported for just that.
 */
static void
report_operators(Compiler *compiler, const ObjectFields *fields, const JsonNode *node, const Place *place)
{
	bool		compares = sfn_field_given(fields, FIELD_VARIABLE);
	bool		combines = sfn_field_given(fields, FIELD_AND) || sfn_field_given(fields, FIELD_OR) ||
		sfn_field_given(fields, FIELD_NOT);
	StringInfoData given;

	if (compares && fields->operators == 0)
		sfn_compiler_complain(compiler, place, "A rule with 'Variable' should have one comparison operator");
	if (fields->operators == 0)
		return;

	initStringInfo(&given);
	for (int i = 0; i < node->count; i++)
	{
		ChoiceOperator op;
		bool		is_path;

		if (!sfn_choice_operator_find(node->keys[i], &op, &is_path))
			continue;
		appendStringInfo(&given, "%s%s", given.len > 0 ? ", " : "", node->keys[i]);
		if (combines)
			sfn_compiler_complain(compiler, place, "Field '%s' is not supported", node->keys[i]);
	}
	if (compares)
		sfn_compiler_complain(compiler, place, "There should only be one of the following fields: [%s]", given.data);
	pfree(given.data);
}
