/*-------------------------------------------------------------------------
 *
 * eval_operator.c
 *	  Operators between two values, and the minus before one.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "jsonata/evaluator.h"
#include "jsonata/lexer.h"
#include "jsonata/stringify.h"
#include "jsonata/text_builder.h"

#define LARGEST_RANGE 10000000

static Value calculate(Evaluator *ev, const AstNode *node, Value left, Value right);
static Value compare(Evaluator *ev, const AstNode *node, Value left, Value right);
static Value concatenate(Evaluator *ev, const AstNode *node, Value left, Value right);
static Value make_range(Evaluator *ev, const AstNode *node, Value left, Value right);
static bool is_element(Evaluator *ev, Value element, Value array);
static Value operator_text(Operator op);

Value
sfn_binary_evaluate(Evaluator *ev, const AstNode *node, Value input, Scope *scope)
{
	Value		left = sfn_evaluate(ev, node->left, input, scope);
	Value		right;

	if (node->op == OP_AND || node->op == OP_OR)
	{
		bool		truth = sfn_value_truth(ev, left);

		if (truth == (node->op == OP_AND))
			truth = sfn_value_truth(ev, sfn_evaluate(ev, node->right, input, scope));
		return value_bool(truth);
	}

	right = sfn_evaluate(ev, node->right, input, scope);
	switch (node->op)
	{
		case OP_ADD:
		case OP_SUBTRACT:
		case OP_MULTIPLY:
		case OP_DIVIDE:
		case OP_REMAINDER:
			return calculate(ev, node, left, right);
		case OP_LESS:
		case OP_LESS_EQUAL:
		case OP_GREATER:
		case OP_GREATER_EQUAL:
			return compare(ev, node, left, right);
		case OP_EQUAL:
		case OP_UNEQUAL:
			if (is_undefined(left) || is_undefined(right))
				return value_bool(false);
			return value_bool(sfn_value_equal(ev, left, right) == (node->op == OP_EQUAL));
		case OP_CONCATENATE:
			return concatenate(ev, node, left, right);
		case OP_RANGE:
			return make_range(ev, node, left, right);
		case OP_IN:
			if (is_undefined(left) || is_undefined(right))
				return value_bool(false);
			return value_bool(is_array(right) ? is_element(ev, left, right) :
							  sfn_value_identical(left, right));
		default:
			elog(ERROR, "unknown JSONata operator %d", node->op);
	}
}

Value
sfn_negate_evaluate(Evaluator *ev, const AstNode *node, Value input, Scope *scope)
{
	Value		operand = sfn_evaluate(ev, node->left, input, scope);

	if (is_undefined(operand))
		return operand;
	if (!sfn_value_is_numeric(ev, operand))
		sfn_evaluator_raise(ev, "D1002", node->position, value_string("-", 1), operand);
	return value_number(-sfn_value_double(operand));
}

static Value
calculate(Evaluator *ev, const AstNode *node, Value left, Value right)
{
	double		a;
	double		b;

	if (!is_undefined(left) && !sfn_value_is_numeric(ev, left))
		sfn_evaluator_raise(ev, "T2001", node->position, operator_text(node->op), left);
	if (!is_undefined(right) && !sfn_value_is_numeric(ev, right))
		sfn_evaluator_raise(ev, "T2002", node->position, operator_text(node->op), right);
	if (is_undefined(left) || is_undefined(right))
		return UNDEFINED_VALUE;

	a = sfn_value_double(left);
	b = sfn_value_double(right);
	switch (node->op)
	{
		case OP_ADD:
			return value_number(a + b);
		case OP_SUBTRACT:
			return value_number(a - b);
		case OP_MULTIPLY:
			return value_number(a * b);
		case OP_DIVIDE:
			return value_number(a / b);
		default:
			return value_number(fmod(a, b));
	}
}

static Value
compare(Evaluator *ev, const AstNode *node, Value left, Value right)
{
	double		order;

	if (!(is_undefined(left) || is_number(left) || is_string(left)) ||
		!(is_undefined(right) || is_number(right) || is_string(right)))
		sfn_evaluator_raise(ev, "T2010", node->position, operator_text(node->op),
							is_number(left) || is_string(left) ? right : left);
	if (is_undefined(left) || is_undefined(right))
		return UNDEFINED_VALUE;
	if (is_number(left) != is_number(right))
	{
		Complaint	complaint = {.code = "T2009",.position = node->position,
			.token = operator_text(node->op),.value = left,.value2 = right};

		sfn_evaluator_fail(ev, &complaint);
	}

	if (is_number(left))
	{
		double		a = sfn_value_double(left);
		double		b = sfn_value_double(right);

		/* NaN compares as false with everything. */
		order = a < b ? -1 : a > b ? 1 : a == b ? 0 : NAN;
	}
	else
	{
		sfn_evaluator_charge(ev, Min(left.len, right.len));
		order = sfn_string_compare(left, right);
	}

	switch (node->op)
	{
		case OP_LESS:
			return value_bool(order < 0);
		case OP_LESS_EQUAL:
			return value_bool(order <= 0);
		case OP_GREATER:
			return value_bool(order > 0);
		default:
			return value_bool(order >= 0);
	}
}

static Value
concatenate(Evaluator *ev, const AstNode *node, Value left, Value right)
{
	TextBuilder text;
	Size		expected = 0;

	if (is_string(left))
		expected += left.len;
	if (is_string(right))
		expected += right.len;
	sfn_text_init(&text, &ev->arena, Max(expected, 16));
	if (!is_undefined(left))
		sfn_stringify(&text, left, STRINGIFY_STRING, ev);
	if (!is_undefined(right))
		sfn_stringify(&text, right, STRINGIFY_STRING, ev);
	sfn_evaluator_charge(ev, text.len);
	return sfn_text_value(&text);
}

static Value
make_range(Evaluator *ev, const AstNode *node, Value left, Value right)
{
	double		first;
	double		last;
	Array	   *range;

	if (!is_undefined(left) &&
		(!is_number(left) || sfn_value_double(left) != floor(sfn_value_double(left)) ||
		 isinf(sfn_value_double(left))))
		sfn_evaluator_raise(ev, "T2003", node->position, operator_text(node->op), left);
	if (!is_undefined(right) &&
		(!is_number(right) || sfn_value_double(right) != floor(sfn_value_double(right)) ||
		 isinf(sfn_value_double(right))))
		sfn_evaluator_raise(ev, "T2004", node->position, operator_text(node->op), right);
	if (is_undefined(left) || is_undefined(right))
		return UNDEFINED_VALUE;

	first = sfn_value_double(left);
	last = sfn_value_double(right);
	if (first > last)
		return UNDEFINED_VALUE;
	if (last - first + 1 > LARGEST_RANGE)
		sfn_evaluator_raise(ev, "D2014", node->position, operator_text(node->op),
							value_number(last - first + 1));
	range = sfn_array_range(&ev->arena, first, (int) (last - first + 1));
	range->flags |= ARRAY_SEQUENCE;
	return value_array(range);
}

static bool
is_element(Evaluator *ev, Value element, Value array)
{
	ArrayWalk	walk;
	Value		item;

	sfn_walk_init(&walk, array);
	while (sfn_walk_next(&walk, &item))
	{
		sfn_evaluator_step(ev);
		if (is_string(element))
			sfn_evaluator_charge(ev, element.len);
		if (sfn_value_identical(element, item))
			return true;
	}
	return false;
}

static Value
operator_text(Operator op)
{
	static const char *const texts[] = {
		[OP_ADD] = "+",[OP_SUBTRACT] = "-",[OP_MULTIPLY] = "*",[OP_DIVIDE] = "/",
		[OP_REMAINDER] = "%",[OP_LESS] = "<",[OP_LESS_EQUAL] = "<=",[OP_GREATER] = ">",
		[OP_GREATER_EQUAL] = ">=",[OP_RANGE] = ".."
	};

	return value_string(texts[op], strlen(texts[op]));
}
