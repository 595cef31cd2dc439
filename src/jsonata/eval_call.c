/*-------------------------------------------------------------------------
 *
 * eval_call.c
 *	  Functions: make them, apply them, in part or to one another.
 *
 * A call in tail position is not made but handed back as a thunk, and made by
 * the loop that applied the function: recursion in tail position takes no
 * stack.  Other recursion is bounded by sfn.jsonata_max_depth.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/evaluator.h"
#include "jsonata/native.h"
#include "jsonata/regex_match.h"
#include "jsonata/signature.h"

/* So many arguments need no memory of the arena. */
#define FEW_ARGUMENTS 8

static Value apply(Evaluator *ev, Value function, const Value *args, int count,
				   Value context, Value name);
static Value apply_once(Evaluator *ev, Value function, const Value *args, int count,
						Value context, Value name);
static Value apply_lambda(Evaluator *ev, const Function *lambda, const Value *args, int count,
						  Value context, Value name);
static Value apply_native(Evaluator *ev, const NativeFunction *native, const Value *args, int count,
						  Value context, Value name);
static void charge_native(Evaluator *ev, const NativeCall *call, Value result);
static Value apply_partial(Evaluator *ev, const Function *partial, const Value *args, int count);
static Value resume_thunk(Evaluator *ev, const Thunk *thunk, Value context);
static Value called_name(const AstNode *call);
static bool is_forgotten_dollar(Evaluator *ev, const AstNode *call, Value function, Scope *scope);
static Value partial_lambda(Evaluator *ev, const Function *lambda, const AstNode *partial,
							const Value *args);

Value
sfn_call_evaluate(Evaluator *ev, const AstNode *call, Value input, Scope *scope,
				  const Value *first_arg)
{
	Value		few[FEW_ARGUMENTS];
	Value	   *args = few;
	int			count = 0;
	int			outermost = ev->call_position;
	Value		function;
	Value		result;
	int			i;

	if (call->tail && first_arg == NULL)
	{
		Thunk	   *thunk = ALLOC(ev, sizeof(Thunk));

		*thunk = (Thunk) {call, input, scope};
		return (Value) {.kind = VALUE_THUNK,.thunk = thunk};
	}

	function = sfn_evaluate(ev, call->left, input, scope);
	if (is_forgotten_dollar(ev, call, function, scope))
		sfn_evaluator_raise(ev, "T1005", call->position, called_name(call), UNDEFINED_VALUE);

	if (call->count + 1 > FEW_ARGUMENTS)
		args = ALLOC(ev, (call->count + 1) * sizeof(Value));
	if (first_arg != NULL)
		args[count++] = *first_arg;
	for (i = 0; i < call->count; i++)
		args[count++] = sfn_evaluate(ev, call->items[i], input, scope);

	if (outermost < 0)
		ev->call_position = call->position;
	result = apply(ev, function, args, count, input, called_name(call));
	ev->call_position = outermost;
	return result;
}

Value
sfn_value_call(Evaluator *ev, Value function, const Value *args, int count)
{
	ArenaMark	mark;
	Value		result;

	sfn_arena_mark(&ev->arena, &mark);
	result = apply(ev, function, args, count, value_null(), UNDEFINED_VALUE);

	/* A function binds nothing outside of itself: all it leaves is its result. */
	if (result.kind <= VALUE_NUMBER)
		sfn_arena_rewind(&ev->arena, &mark);
	return result;
}

Value
sfn_function_new(Evaluator *ev, FunctionKind kind, int arity)
{
	Function   *function = ALLOC(ev, sizeof(Function));

	memset(function, 0, sizeof(Function));
	function->kind = kind;
	function->arity = arity;
	return (Value) {.kind = VALUE_FUNCTION,.function = function};
}

Value
sfn_lambda_evaluate(Evaluator *ev, const AstNode *node, Value input, Scope *scope)
{
	Value		value = sfn_function_new(ev, FUNCTION_LAMBDA, node->count);
	Function   *lambda = value.function;

	lambda->node = node;
	lambda->scope = scope;
	lambda->input = input;
	lambda->signature = node->signature;
	lambda->parameter_count = node->count;
	lambda->parameters = node->parameters;
	return value;
}

/*
 * left ~> right: a call with left as its first argument, a function applied to left, or
 * two functions made one.
 */
Value
sfn_apply_evaluate(Evaluator *ev, const AstNode *node, Value input, Scope *scope)
{
	Value		left = sfn_evaluate(ev, node->left, input, scope);
	int			outermost = ev->call_position;
	Value		right;
	Value		result;

	/* The reference passes over predicates of such a call, and so does this. */
	if (node->right->kind == AST_CALL)
		return sfn_call_evaluate(ev, node->right, input, scope, &left);

	right = sfn_evaluate(ev, node->right, input, scope);
	if (!is_function(right))
		sfn_evaluator_raise(ev, "T2006", node->position, UNDEFINED_VALUE, right);
	if (is_function(left))
	{
		result = sfn_function_new(ev, FUNCTION_CHAIN, 1);
		result.function->args = ALLOC(ev, 2 * sizeof(Value));
		result.function->args[0] = left;
		result.function->args[1] = right;
		return result;
	}

	if (outermost < 0)
		ev->call_position = node->position;
	result = apply(ev, right, &left, 1, value_null(), UNDEFINED_VALUE);
	ev->call_position = outermost;
	return result;
}

Value
sfn_partial_evaluate(Evaluator *ev, const AstNode *node, Value input, Scope *scope)
{
	Value	   *args = ALLOC(ev, node->count * sizeof(Value));
	Value		function;
	Value		partial;
	int			holes = 0;
	int			i;

	for (i = 0; i < node->count; i++)
	{
		if (node->items[i]->kind == AST_HOLE)
		{
			args[i] = (Value) {.kind = VALUE_THUNK};
			holes++;
		}
		else
			args[i] = sfn_evaluate(ev, node->items[i], input, scope);
	}

	function = sfn_evaluate(ev, node->left, input, scope);
	if (is_forgotten_dollar(ev, node, function, scope))
		sfn_evaluator_raise(ev, "T1007", node->position, called_name(node), UNDEFINED_VALUE);
	if (!is_function(function))
		sfn_evaluator_raise(ev, "T1008", node->position, called_name(node), UNDEFINED_VALUE);
	if (function.function->kind == FUNCTION_LAMBDA)
		return partial_lambda(ev, function.function, node, args);

	partial = sfn_function_new(ev, FUNCTION_PARTIAL, holes);
	partial.function->input = function;
	partial.function->arg_count = node->count;
	partial.function->args = args;
	return partial;
}

static Value
partial_lambda(Evaluator *ev, const Function *lambda, const AstNode *node, const Value *args)
{
	Value		value = sfn_function_new(ev, FUNCTION_LAMBDA, 0);
	Function   *partial = value.function;
	int		   *parameters = ALLOC(ev, Max(lambda->parameter_count, 1) * sizeof(int));
	int			i;

	partial->node = lambda->node;
	partial->input = lambda->input;
	partial->scope = sfn_scope_new(ev, lambda->scope, lambda->parameter_count);
	partial->parameters = parameters;
	for (i = 0; i < lambda->parameter_count; i++)
	{
		if (i < node->count && node->items[i]->kind == AST_HOLE)
			parameters[partial->parameter_count++] = lambda->parameters[i];
		else
			sfn_scope_bind(ev, partial->scope, lambda->parameters[i],
						   i < node->count ? args[i] : UNDEFINED_VALUE);
	}
	partial->arity = partial->parameter_count;
	return value;
}

static Value
apply(Evaluator *ev, Value function, const Value *args, int count, Value context, Value name)
{
	Value		result = apply_once(ev, function, args, count, context, name);

	while (result.kind == VALUE_THUNK)
		result = resume_thunk(ev, result.thunk, context);
	return result;
}

static Value
resume_thunk(Evaluator *ev, const Thunk *thunk, Value context)
{
	const AstNode *call = thunk->call;
	Value		function = sfn_evaluate(ev, call->left, thunk->input, thunk->scope);
	Value		few[FEW_ARGUMENTS];
	Value	   *args = few;
	int			i;

	sfn_evaluator_step(ev);
	if (call->count > FEW_ARGUMENTS)
		args = ALLOC(ev, call->count * sizeof(Value));
	for (i = 0; i < call->count; i++)
		args[i] = sfn_evaluate(ev, call->items[i], thunk->input, thunk->scope);
	return apply_once(ev, function, args, call->count, context, called_name(call));
}

static Value
apply_once(Evaluator *ev, Value value, const Value *args, int count, Value context, Value name)
{
	const Function *function = value.function;
	Value		given = count > 0 ? args[0] : UNDEFINED_VALUE;
	Value		between;

	if (!is_function(value))
		sfn_evaluator_raise(ev, "T1006", ev->call_position, name, UNDEFINED_VALUE);

	switch (function->kind)
	{
		case FUNCTION_NATIVE:
			return apply_native(ev, function->native, args, count, context, name);
		case FUNCTION_LAMBDA:
			return apply_lambda(ev, function, args, count, context, name);
		case FUNCTION_PARTIAL:
			return apply_partial(ev, function, args, count);
		case FUNCTION_REGEX:
			return sfn_regex_call(ev, function, given,
								  count > 1 ? args[1] : UNDEFINED_VALUE);
		case FUNCTION_NEXT_MATCH:
			return sfn_regex_next(ev, function);
		case FUNCTION_TRANSFORM:
			if (count != 1 || !(is_undefined(given) || is_object(given) || is_array(given)))
			{
				Complaint	complaint = {.code = "T0410",.position = ev->call_position,
				.token = name,.value = given,.index = count > 1 ? 2 : 1};

				sfn_evaluator_fail(ev, &complaint);
			}
			return sfn_transform_apply(ev, function, given);
		default:
			between = apply(ev, function->args[0], &given, 1, context, UNDEFINED_VALUE);
			between = sfn_sequence_value(between);
			return apply_once(ev, function->args[1], &between, 1, context, UNDEFINED_VALUE);
	}
}

static Value
apply_lambda(Evaluator *ev, const Function *lambda, const Value *args, int count,
			 Value context, Value name)
{
	Scope	   *scope = sfn_scope_new(ev, lambda->scope, lambda->parameter_count);
	Value		result;
	int			i;

	if (lambda->signature != NULL)
	{
		Value	   *validated = ALLOC(ev, (count + lambda->signature->count) * sizeof(Value));

		count = sfn_signature_apply(ev, lambda->signature, name, args, count, context, validated);
		args = validated;
	}

	sfn_evaluator_step(ev);
	sfn_stack_check(ev);
	if (++ev->depth > ev->max_depth)
	{
		Complaint	complaint = {.code = "D1011",.position = ev->call_position};

		complaint.limit = psprintf("More than sfn.jsonata_max_depth = %d calls within calls (U1001).",
								   ev->max_depth);
		sfn_evaluator_fail(ev, &complaint);
	}
	for (i = 0; i < lambda->parameter_count; i++)
		sfn_scope_bind(ev, scope, lambda->parameters[i], i < count ? args[i] : UNDEFINED_VALUE);
	result = sfn_evaluate(ev, lambda->node->left, lambda->input, scope);
	ev->depth--;
	return result;
}

static Value
apply_native(Evaluator *ev, const NativeFunction *native, const Value *args, int count,
			 Value context, Value name)
{
	const Signature *signature = sfn_native_signature(native);
	NativeCall	call = {.function = native};
	Value		few[FEW_ARGUMENTS];
	Value	   *validated = few;
	Value		result;

	sfn_stack_check(ev);
	if (count + signature->count > FEW_ARGUMENTS)
		validated = ALLOC(ev, (count + signature->count) * sizeof(Value));
	if (is_undefined(name))
		name = value_string(native->name, strlen(native->name));
	call.count = sfn_signature_apply(ev, signature, name, args, count, context, validated);
	call.args = validated;
	result = native->routine(ev, &call);
	charge_native(ev, &call, result);
	return result;
}

/* Whatever a function does, it looks at its strings and makes its result. */
static void
charge_native(Evaluator *ev, const NativeCall *call, Value result)
{
	Size		bytes = is_string(result) ? result.len : 0;
	int			i;

	if (result.kind == VALUE_ARRAY)
		bytes = result.array->count * sizeof(Value);
	else if (result.kind == VALUE_OBJECT)
		bytes = result.object->count * (sizeof(Key) + sizeof(Value));
	for (i = 0; i < call->count; i++)
	{
		if (is_string(call->args[i]))
			bytes += call->args[i].len;
	}
	sfn_evaluator_charge(ev, bytes);
}

static Value
apply_partial(Evaluator *ev, const Function *partial, const Value *args, int count)
{
	const Function *whole = partial->input.function;
	Value	   *all = ALLOC(ev, Max(partial->arg_count, 1) * sizeof(Value));
	int			count_all = partial->arg_count;
	int			used = 0;
	int			i;

	/* What a function has no parameters for is dropped here, not refused. */
	if (whole->kind == FUNCTION_NATIVE && whole->native->arity > 0)
		count_all = Min(count_all, sfn_native_signature(whole->native)->count);
	for (i = 0; i < count_all; i++)
	{
		all[i] = partial->args[i];
		if (all[i].kind != VALUE_THUNK)
			continue;
		all[i] = used < count ? args[used] : UNDEFINED_VALUE;
		used++;
	}
	return apply_once(ev, partial->input, all, count_all, UNDEFINED_VALUE, UNDEFINED_VALUE);
}

/* What is called by name is blamed by name. */
static Value
called_name(const AstNode *call)
{
	const AstNode *procedure = call->left;

	if (procedure->kind == AST_PATH)
		procedure = procedure->items[0];
	if (procedure->kind == AST_VARIABLE || procedure->kind == AST_NAME)
		return procedure->constant;
	return UNDEFINED_VALUE;
}

/* sum(x) where $sum(x) was meant */
static bool
is_forgotten_dollar(Evaluator *ev, const AstNode *call, Value function, Scope *scope)
{
	return is_undefined(function) && call->left->kind == AST_PATH &&
		is_string(called_name(call)) &&
		sfn_variable_exists(ev, scope, called_name(call));
}
