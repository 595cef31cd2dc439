/*-------------------------------------------------------------------------
 *
 * choice_rule.c
 *	  Whether a rule of a Choice holds.
 *
 * And and Or stop at the first rule that decides, so a later one may refer to
 * what an earlier one found missing.  A comparison whose operands have the
 * wrong type does not hold, without being an error; only a path that finds
 * nothing is one.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/rfc3339.h"
#include "engine/choice_rule.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

static bool eval_all(const ChoiceRule *rule, Environment *environment, bool decisive, bool *holds,
					 ExecutionError *error);
static bool eval_condition(const ChoiceRule *rule, Environment *environment, bool *holds, ExecutionError *error);
static bool eval_comparison(const ChoiceRule *rule, Environment *environment, bool *holds, ExecutionError *error);
static bool find(const Expression *expression, Environment *environment, JsonbValue *value, ExecutionError *error);
static bool compare(const ChoiceRule *rule, const JsonbValue *value, const JsonbValue *operand);
static bool order_holds(ChoiceOperator op, ChoiceOperator equals, int order);
static int	compare_strings(const JsonbValue *a, const JsonbValue *b);
static bool pattern_is_valid(const JsonbValue *pattern);
static bool string_matches(const JsonbValue *value, const JsonbValue *pattern);
static bool is_timestamp(const JsonbValue *value, TimestampTz *time);

bool
sfn_choice_rule_eval(const ChoiceRule *rule, Environment *environment, bool *holds, ExecutionError *error)
{
	check_stack_depth();
	switch (rule->kind)
	{
		case RULE_AND:
			return eval_all(rule, environment, false, holds, error);
		case RULE_OR:
			return eval_all(rule, environment, true, holds, error);
		case RULE_NOT:
			if (!sfn_choice_rule_eval(rule->rules[0], environment, holds, error))
				return false;
			*holds = !*holds;
			return true;
		case RULE_CONDITION:
			return eval_condition(rule, environment, holds, error);
		case RULE_COMPARISON:
			break;
	}
	return eval_comparison(rule, environment, holds, error);
}

/* And is decided by the first rule that does not hold, Or by the first that does. */
static bool
eval_all(const ChoiceRule *rule, Environment *environment, bool decisive, bool *holds, ExecutionError *error)
{
	for (int i = 0; i < rule->count; i++)
	{
		if (!sfn_choice_rule_eval(rule->rules[i], environment, holds, error))
			return false;
		if (*holds == decisive)
			return true;
	}
	*holds = !decisive;
	return true;
}

/* Nothing but true and false will do. */
static bool
eval_condition(const ChoiceRule *rule, Environment *environment, bool *holds, ExecutionError *error)
{
	JsonbValue	value;

	*holds = rule->holds;
	if (rule->condition == NULL)
		return true;
	if (!sfn_expression_eval_as(rule->condition, "boolean", environment, &value, error))
		return false;
	*holds = value.val.boolean;
	return true;
}

static bool
eval_comparison(const ChoiceRule *rule, Environment *environment, bool *holds, ExecutionError *error)
{
	JsonbValue	value;
	JsonbValue	operand = rule->operand;

	if (rule->op == CHOICE_IS_PRESENT)
	{
		bool		present = sfn_expression_lookup(rule->variable, environment, &value, error);

		if (!present && error->error != NULL)
			return false;
		*holds = present == operand.val.boolean;
		return true;
	}
	if (!find(rule->variable, environment, &value, error))
		return false;
	if (rule->operand_path != NULL && !find(rule->operand_path, environment, &operand, error))
		return false;
	if (rule->op == CHOICE_STRING_MATCHES && !pattern_is_valid(&operand))
	{
		sfn_execution_error_set(error, STATES_RUNTIME,
								"The StringMatches pattern '%s' has a backslash before neither '*' nor another backslash.",
								sfn_json_string(&operand));
		return false;
	}
	*holds = compare(rule, &value, &operand);
	return true;
}

static bool
find(const Expression *expression, Environment *environment, JsonbValue *value, ExecutionError *error)
{
	if (sfn_expression_lookup(expression, environment, value, error))
		return true;
	if (error->error == NULL)
		sfn_execution_error_set(error, STATES_RUNTIME,
								"Invalid path '%s': The choice state's condition path references an invalid value.",
								sfn_expression_text(expression));
	return false;
}

static bool
compare(const ChoiceRule *rule, const JsonbValue *value, const JsonbValue *operand)
{
	ChoiceOperator op = rule->op;
	TimestampTz a;
	TimestampTz b = rule->timestamp;

	switch (op)
	{
		case CHOICE_STRING_EQUALS:
		case CHOICE_STRING_LESS_THAN:
		case CHOICE_STRING_GREATER_THAN:
		case CHOICE_STRING_LESS_THAN_EQUALS:
		case CHOICE_STRING_GREATER_THAN_EQUALS:
			return value->type == jbvString && operand->type == jbvString &&
				order_holds(op, CHOICE_STRING_EQUALS, compare_strings(value, operand));
		case CHOICE_STRING_MATCHES:
			return value->type == jbvString && operand->type == jbvString && string_matches(value, operand);
		case CHOICE_NUMERIC_EQUALS:
		case CHOICE_NUMERIC_LESS_THAN:
		case CHOICE_NUMERIC_GREATER_THAN:
		case CHOICE_NUMERIC_LESS_THAN_EQUALS:
		case CHOICE_NUMERIC_GREATER_THAN_EQUALS:
			return value->type == jbvNumeric && operand->type == jbvNumeric &&
				order_holds(op, CHOICE_NUMERIC_EQUALS,
							DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(value->val.numeric),
															  NumericGetDatum(operand->val.numeric))));
		case CHOICE_BOOLEAN_EQUALS:
			return value->type == jbvBool && operand->type == jbvBool && value->val.boolean == operand->val.boolean;
		case CHOICE_TIMESTAMP_EQUALS:
		case CHOICE_TIMESTAMP_LESS_THAN:
		case CHOICE_TIMESTAMP_GREATER_THAN:
		case CHOICE_TIMESTAMP_LESS_THAN_EQUALS:
		case CHOICE_TIMESTAMP_GREATER_THAN_EQUALS:
			return is_timestamp(value, &a) && (rule->operand_path == NULL || is_timestamp(operand, &b)) &&
				order_holds(op, CHOICE_TIMESTAMP_EQUALS, a < b ? -1 : a > b);
		case CHOICE_IS_NULL:
			return (value->type == jbvNull) == operand->val.boolean;
		case CHOICE_IS_NUMERIC:
			return (value->type == jbvNumeric) == operand->val.boolean;
		case CHOICE_IS_STRING:
			return (value->type == jbvString) == operand->val.boolean;
		case CHOICE_IS_BOOLEAN:
			return (value->type == jbvBool) == operand->val.boolean;
		case CHOICE_IS_TIMESTAMP:
			return is_timestamp(value, &a) == operand->val.boolean;
		case CHOICE_IS_PRESENT:
			break;
	}
	return false;
}

/* The five order operators stand in the same order in each family, Equals first. */
static bool
order_holds(ChoiceOperator op, ChoiceOperator equals, int order)
{
	switch (op - equals)
	{
		case 0:
			return order == 0;
		case 1:
			return order < 0;
		case 2:
			return order > 0;
		case 3:
			return order <= 0;
		default:
			return order >= 0;
	}
}

/*
 * By UTF-16 code unit, as Java compares: bytes of UTF-8 order the same way except that
 * characters beyond U+FFFF (4 bytes, a surrogate pair) come before U+E000 to U+FFFF.
 */
static int
compare_strings(const JsonbValue *a, const JsonbValue *b)
{
	int			common = Min(a->val.string.len, b->val.string.len);

	for (int i = 0; i < common; i++)
	{
		unsigned char x = a->val.string.val[i];
		unsigned char y = b->val.string.val[i];

		if (x == y)
			continue;
		if (x >= 0xF0 && (y == 0xEE || y == 0xEF))
			return -1;
		if (y >= 0xF0 && (x == 0xEE || x == 0xEF))
			return 1;
		return x < y ? -1 : 1;
	}
	return a->val.string.len - b->val.string.len;
}

/*
 * A backslash makes the next character a literal one, and may stand only
 * before "*" and itself.
 */
static bool
pattern_is_valid(const JsonbValue *pattern)
{
	const char *p = pattern->val.string.val;
	const char *end = p + pattern->val.string.len;

	for (; p < end; p++)
	{
		if (*p != '\\')
			continue;
		if (++p == end || (*p != '*' && *p != '\\'))
			return false;
	}
	return true;
}

/*
 * "*" stands for any characters, "\*" for a star, "\\" for a backslash.  Greedy with one
 * point to come back to: a later star never needs an earlier one to give way.
 */
static bool
string_matches(const JsonbValue *value, const JsonbValue *pattern)
{
	const char *s = value->val.string.val;
	const char *s_end = s + value->val.string.len;
	const char *p = pattern->val.string.val;
	const char *p_end = p + pattern->val.string.len;
	const char *star = NULL;
	const char *star_s = NULL;

	while (s < s_end)
	{
		CHECK_FOR_INTERRUPTS();
		if (p < p_end && *p == '*')
		{
			star = ++p;
			star_s = s;
			continue;
		}
		if (p < p_end)
		{
			const char *literal = *p == '\\' ? p + 1 : p;

			if (*literal == *s)
			{
				p = literal + 1;
				s++;
				continue;
			}
		}
		if (star == NULL)
			return false;
		p = star;
		s = ++star_s;
	}
	while (p < p_end && *p == '*')
		p++;
	return p == p_end;
}

static bool
is_timestamp(const JsonbValue *value, TimestampTz *time)
{
	return value->type == jbvString && sfn_rfc3339_parse(value->val.string.val, value->val.string.len, time);
}
