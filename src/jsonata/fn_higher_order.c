/*-------------------------------------------------------------------------
 *
 * fn_higher_order.c
 *	  $map, $filter, $single, $reduce, $each, $sift.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/native.h"

static Value call_with(Evaluator *ev, Value function, Value value, Value place, Value all);

/*
 * Functions are given as many arguments as they take: the value, its index or
 * key, and what it is from.
 */
static Value
call_with(Evaluator *ev, Value function, Value value, Value place, Value all)
{
	Value		args[3];
	int			arity = is_function(function) ? function.function->arity : 1;

	args[0] = value;
	args[1] = place;
	args[2] = all;
	return sfn_value_call(ev, function, args, arity >= 3 ? 3 : arity == 2 ? 2 : 1);
}

Value
sfn_fn_map(Evaluator *ev, const NativeCall *call)
{
	Value		array = call->args[0];
	Array	   *result;
	ArrayWalk	walk;
	Value		element;
	Value		mapped;

	if (is_undefined(array))
		return array;
	result = sfn_array_new(&ev->arena, sfn_array_count(array), ARRAY_SEQUENCE);
	sfn_walk_init(&walk, array);
	while (sfn_walk_next(&walk, &element))
	{
		sfn_evaluator_step(ev);
		mapped = call_with(ev, call->args[1], element, value_number(walk.index - 1), array);
		if (!is_undefined(mapped))
			sfn_array_push(&ev->arena, result, mapped);
	}
	return value_array(result);
}

Value
sfn_fn_filter(Evaluator *ev, const NativeCall *call)
{
	Value		array = call->args[0];
	Array	   *result;
	ArrayWalk	walk;
	Value		element;

	if (is_undefined(array))
		return array;
	result = sfn_array_new(&ev->arena, 8, ARRAY_SEQUENCE);
	sfn_walk_init(&walk, array);
	while (sfn_walk_next(&walk, &element))
	{
		sfn_evaluator_step(ev);
		if (sfn_value_truth(ev, call_with(ev, call->args[1], element,
										  value_number(walk.index - 1), array)))
			sfn_array_push(&ev->arena, result, element);
	}
	return value_array(result);
}

Value
sfn_fn_single(Evaluator *ev, const NativeCall *call)
{
	Value		array = call->args[0];
	Value		found = UNDEFINED_VALUE;
	bool		any = false;
	ArrayWalk	walk;
	Value		element;

	if (is_undefined(array))
		return array;
	sfn_walk_init(&walk, array);
	while (sfn_walk_next(&walk, &element))
	{
		sfn_evaluator_step(ev);
		if (!is_undefined(call->args[1]) &&
			!sfn_value_truth(ev, call_with(ev, call->args[1], element,
										   value_number(walk.index - 1), array)))
			continue;
		if (any)
			sfn_native_fail(ev, call, "D3138", UNDEFINED_VALUE);
		found = element;
		any = true;
	}
	if (!any)
		sfn_native_fail(ev, call, "D3139", UNDEFINED_VALUE);
	return found;
}

Value
sfn_fn_reduce(Evaluator *ev, const NativeCall *call)
{
	Value		array = call->args[0];
	Value		function = call->args[1];
	Value		result = call->args[2];
	ArrayWalk	walk;
	Value		args[4];
	int			arity;

	if (is_undefined(array))
		return array;
	arity = is_function(function) ? function.function->arity : 0;
	if (arity < 2)
		sfn_native_fail(ev, call, "D3050", UNDEFINED_VALUE);

	sfn_walk_init(&walk, array);
	if (is_undefined(result))
		sfn_walk_next(&walk, &result);
	while (sfn_walk_next(&walk, &args[1]))
	{
		sfn_evaluator_step(ev);
		args[0] = result;
		args[2] = value_number(walk.index - 1);
		args[3] = array;
		result = sfn_value_call(ev, function, args, Min(arity, 4));
	}
	return result;
}

Value
sfn_fn_each(Evaluator *ev, const NativeCall *call)
{
	Value		object = call->args[0];
	Array	   *result = sfn_array_new(&ev->arena, 8, ARRAY_SEQUENCE);
	MemberWalk	walk;
	Key			key;
	Value		member;
	Value		mapped;

	if (is_undefined(object))
		return value_array(result);
	sfn_member_walk_init(&ev->arena, &walk, object);
	while (sfn_member_walk_next(&walk, &key, &member))
	{
		sfn_evaluator_step(ev);
		mapped = call_with(ev, call->args[1], member, value_string(key.text, key.len), object);
		if (!is_undefined(mapped))
			sfn_array_push(&ev->arena, result, mapped);
	}
	return value_array(result);
}

Value
sfn_fn_sift(Evaluator *ev, const NativeCall *call)
{
	Value		object = call->args[0];
	Object	   *result = sfn_object_new(&ev->arena, 4);
	MemberWalk	walk;
	Key			key;
	Value		member;

	if (is_undefined(object))
		return object;
	sfn_member_walk_init(&ev->arena, &walk, object);
	while (sfn_member_walk_next(&walk, &key, &member))
	{
		sfn_evaluator_step(ev);
		if (sfn_value_truth(ev, call_with(ev, call->args[1], member,
										  value_string(key.text, key.len), object)))
			sfn_object_put(&ev->arena, result, key, member);
	}
	return result->count == 0 ? UNDEFINED_VALUE : value_object(result);
}
