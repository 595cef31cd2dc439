/*-------------------------------------------------------------------------
 *
 * evaluate.c
 *	  Evaluate a node of the tree.
 *
 * The dispatcher, and what is too small for a file of its own: variables, names,
 * blocks, conditions.  After a node's own work come, as in the reference, its
 * predicates, its grouping, and the rule of singletons: a sequence of one is that
 * one.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/evaluator.h"
#include "jsonata/native.h"
#include "miscadmin.h"

/* Between looks at interrupts */
#define STEPS_PER_CHECK 1000

static Value evaluate_inner(Evaluator *ev, const AstNode *node, Value input, Scope *scope);
static Value evaluate_variable(Evaluator *ev, const AstNode *node, Value input, Scope *scope);
static Value evaluate_block(Evaluator *ev, const AstNode *node, Value input, Scope *scope);
static Value evaluate_condition(Evaluator *ev, const AstNode *node, Value input, Scope *scope);
static Value evaluate_bind(Evaluator *ev, const AstNode *node, Value input, Scope *scope);
static Value evaluate_regex(Evaluator *ev, const AstNode *node);
static void lookup_in_array(Evaluator *ev, Value input, Key name, Array *found);

Value
sfn_evaluate(Evaluator *ev, const AstNode *node, Value input, Scope *scope)
{
	Value		result;

	switch (node->kind)
	{
		case AST_CONSTANT:
			result = node->constant;
			break;
		case AST_VARIABLE:
			result = evaluate_variable(ev, node, input, scope);
			break;
		case AST_NAME:
			result = sfn_name_lookup(ev, input, (Key) {
				node->constant.string, node->constant.len
			});
			break;
		case AST_PATH:
			return sfn_path_evaluate(ev, node, input, scope);
		default:
			result = evaluate_inner(ev, node, input, scope);
			break;
	}
	return node->plain ? sfn_sequence_value(result) :
		sfn_evaluate_rest(ev, node, result, scope);
}

static Value
evaluate_inner(Evaluator *ev, const AstNode *node, Value input, Scope *scope)
{
	Value		result;

	sfn_evaluator_step(ev);
	sfn_stack_check(ev);

	switch (node->kind)
	{
		case AST_BINARY:
			return sfn_binary_evaluate(ev, node, input, scope);
		case AST_NEGATE:
			return sfn_negate_evaluate(ev, node, input, scope);
		case AST_ARRAY:
			return sfn_array_evaluate(ev, node, input, scope);
		case AST_OBJECT:
			return sfn_group_evaluate(ev, node, input, scope);
		case AST_WILDCARD:
			return sfn_wildcard_evaluate(ev, input);
		case AST_DESCENDANT:
			return sfn_descendants_evaluate(ev, input);
		case AST_PARENT:
			if (!sfn_scope_lookup(scope, node->slot->symbol, &result))
				return UNDEFINED_VALUE;
			return result;
		case AST_CONDITION:
		case AST_DEFAULT:
		case AST_COALESCE:
			return evaluate_condition(ev, node, input, scope);
		case AST_BLOCK:
			return evaluate_block(ev, node, input, scope);
		case AST_BIND:
			return evaluate_bind(ev, node, input, scope);
		case AST_REGEX:
			return evaluate_regex(ev, node);
		case AST_CALL:
			return sfn_call_evaluate(ev, node, input, scope, NULL);
		case AST_PARTIAL:
			return sfn_partial_evaluate(ev, node, input, scope);
		case AST_LAMBDA:
			return sfn_lambda_evaluate(ev, node, input, scope);
		case AST_APPLY:
			return sfn_apply_evaluate(ev, node, input, scope);
		case AST_TRANSFORM:
			return sfn_transform_evaluate(ev, node, scope);
		default:
			elog(ERROR, "cannot evaluate JSONata node of kind %d", node->kind);
	}
}

Value
sfn_evaluate_rest(Evaluator *ev, const AstNode *node, Value result, Scope *scope)
{
	int			i;

	for (i = 0; i < node->predicates.count; i++)
		result = sfn_filter_apply(ev, node->predicates.stages[i].filter, result, scope);
	if (node->group != NULL)
		result = sfn_group_evaluate(ev, node->group, result, scope);
	if (node->keep_array && is_sequence(result) && !has_tuples(result))
		result.array->flags |= ARRAY_KEEP;
	return sfn_sequence_value(result);
}

Value
sfn_sequence_value(Value value)
{
	if (value.kind != VALUE_ARRAY ||
		(value.array->flags & (ARRAY_SEQUENCE | ARRAY_TUPLES)) != ARRAY_SEQUENCE)
		return value;
	if (value.array->count == 0)
		return UNDEFINED_VALUE;
	if (value.array->count == 1 && (value.array->flags & ARRAY_KEEP) == 0)
		return sfn_array_get(value, 0);
	return value;
}

void
sfn_evaluator_check(Evaluator *ev)
{
	CHECK_FOR_INTERRUPTS();
	if (ev->max_steps > 0 && ev->steps >= ev->max_steps)
	{
		Complaint	complaint = {.code = "D1012",.position = ev->call_position};

		complaint.limit = psprintf("More than sfn.jsonata_max_steps = " INT64_FORMAT
								   " steps (U1001).", ev->max_steps);
		sfn_evaluator_fail(ev, &complaint);
	}
	ev->next_check = ev->steps + STEPS_PER_CHECK;
}

void
sfn_evaluator_fail(Evaluator *ev, const Complaint *complaint)
{
	Complaint	placed = *complaint;

	/* As in the reference, an error in a function is placed at the call. */
	if (ev->call_position >= 0)
		placed.position = ev->call_position;
	sfn_trap_spring(&ev->trap, &placed);
}

void
sfn_evaluator_raise(Evaluator *ev, const char *code, int position, Value token, Value value)
{
	Complaint	complaint = {.code = code,.position = position,.token = token,.value = value};

	sfn_evaluator_fail(ev, &complaint);
}

void
sfn_stack_check(Evaluator *ev)
{
	if (unlikely(stack_is_too_deep()))
	{
		Complaint	complaint = {.code = "D1011",.position = ev->call_position};

		complaint.limit = "More nesting than max_stack_depth has room for (U1001).";
		sfn_evaluator_fail(ev, &complaint);
	}
}

static Value
evaluate_variable(Evaluator *ev, const AstNode *node, Value input, Scope *scope)
{
	Value		value;

	if (node->symbol == SYMBOL_CONTEXT)
	{
		if (input.kind == VALUE_ARRAY && (input.array->flags & ARRAY_WRAPPER) != 0)
			return input.array->items[0];
		return input;
	}
	if (ev->expression->bound[node->symbol] &&
		sfn_scope_lookup(scope, node->symbol, &value))
		return value;
	return sfn_global_value(ev, node->global);
}

Value
sfn_global_value(Evaluator *ev, int index)
{
	const Global *global = &ev->expression->globals[index];
	const JsonataEnvironment *environment = ev->environment;
	JsonbValue	json;
	Value		value = UNDEFINED_VALUE;

	if (ev->global_known[index])
		return ev->globals[index];

	if (global->symbol == SYMBOL_ROOT)
		value = ev->root;
	else if (environment->variable != NULL &&
			 environment->variable(environment->arg, global->name, global->member, &json))
		value = sfn_value_from_jsonb(&json);
	else if (global->native != NULL && global->member == NULL)
		value = sfn_native_value(ev, global->native);

	/* Nothing of it is in the arena, which may be rewound. */
	ev->globals[index] = value;
	ev->global_known[index] = true;
	return value;
}

bool
sfn_variable_exists(Evaluator *ev, Scope *scope, Value name)
{
	const Jsonata *expression = ev->expression;
	Key			key = {name.string, name.len};
	JsonbValue	json;
	Value		value;
	int			i;

	for (i = 0; i < expression->symbol_count; i++)
	{
		if (expression->symbols[i].len == key.len &&
			memcmp(expression->symbols[i].text, key.text, key.len) == 0 &&
			sfn_scope_lookup(scope, i, &value))
			return !is_undefined(value);
	}
	if (ev->environment->variable != NULL &&
		ev->environment->variable(ev->environment->arg, pnstrdup(key.text, key.len),
								  NULL, &json))
		return true;
	return sfn_native_find(key) != NULL;
}

/*
 * sfn_name_lookup
 *		The member of an object, or of all objects of an array as one sequence.
 */
Value
sfn_name_lookup(Evaluator *ev, Value input, Key name)
{
	Array	   *found;

	if (is_object(input))
		return sfn_member_get(input, name);
	if (!is_array(input))
		return UNDEFINED_VALUE;

	found = sfn_array_new(&ev->arena, Min(sfn_array_count(input), 16), ARRAY_SEQUENCE);
	lookup_in_array(ev, input, name, found);
	return value_array(found);
}

static void
lookup_in_array(Evaluator *ev, Value input, Key name, Array *found)
{
	ArrayWalk	walk;
	Value		item;
	Value		member;

	sfn_stack_check(ev);
	sfn_walk_init(&walk, input);
	while (sfn_walk_next(&walk, &item))
	{
		sfn_evaluator_step(ev);
		if (is_array(item))
		{
			lookup_in_array(ev, item, name, found);
			continue;
		}
		if (!is_object(item))
			continue;
		member = sfn_member_get(item, name);
		if (is_array(member))
			sfn_array_push_all(&ev->arena, found, member);
		else if (!is_undefined(member))
			sfn_array_push(&ev->arena, found, member);
	}
}

static Value
evaluate_block(Evaluator *ev, const AstNode *node, Value input, Scope *scope)
{
	Value		result = UNDEFINED_VALUE;
	int			i;

	if (node->scoped)
		scope = sfn_scope_new(ev, scope, 4);
	for (i = 0; i < node->count; i++)
		result = sfn_evaluate(ev, node->items[i], input, scope);
	return result;
}

static Value
evaluate_condition(Evaluator *ev, const AstNode *node, Value input, Scope *scope)
{
	Value		condition = sfn_evaluate(ev, node->left, input, scope);

	switch (node->kind)
	{
		case AST_DEFAULT:
			if (sfn_value_truth(ev, condition))
				return condition;
			return sfn_evaluate(ev, node->right, input, scope);
		case AST_COALESCE:
			if (!is_undefined(condition))
				return condition;
			return sfn_evaluate(ev, node->right, input, scope);
		default:
			if (sfn_value_truth(ev, condition))
				return sfn_evaluate(ev, node->right, input, scope);
			if (node->third != NULL)
				return sfn_evaluate(ev, node->third, input, scope);
			return UNDEFINED_VALUE;
	}
}

static Value
evaluate_bind(Evaluator *ev, const AstNode *node, Value input, Scope *scope)
{
	Value		value = sfn_evaluate(ev, node->right, input, scope);

	if (node->symbol != SYMBOL_CONTEXT)
		sfn_scope_bind(ev, scope, node->symbol, value);
	return value;
}

static Value
evaluate_regex(Evaluator *ev, const AstNode *node)
{
	Value		value = sfn_function_new(ev, FUNCTION_REGEX, 2);

	value.function->node = node;
	return value;
}
