/*-------------------------------------------------------------------------
 *
 * semantics.c
 *	  What the language says of values: truth, equality, joining.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "jsonata/evaluator.h"

static bool arrays_equal(Evaluator *ev, Value a, Value b);
static bool objects_equal(Evaluator *ev, Value a, Value b);

double
sfn_value_finite(Evaluator *ev, Value number)
{
	double		value = sfn_value_double(number);

	if (isinf(value))
		sfn_evaluator_raise(ev, "D1001", ev->call_position, UNDEFINED_VALUE, value_null());
	return value;
}

/* The same, and D1001 for what is no number as well. */
double
sfn_value_ordinary(Evaluator *ev, Value number)
{
	double		value = sfn_value_finite(ev, number);

	if (isnan(value))
		sfn_evaluator_raise(ev, "D1001", ev->call_position, UNDEFINED_VALUE, value_null());
	return value;
}

/*
 * Whether a value is a number to compute with: NaN is not, and an infinite one is
 * an error.
 */
bool
sfn_value_is_numeric(Evaluator *ev, Value value)
{
	return is_number(value) && !isnan(sfn_value_finite(ev, value));
}

bool
sfn_value_truth(Evaluator *ev, Value value)
{
	ArrayWalk	walk;
	Value		element;

	switch (value.kind)
	{
		case VALUE_BOOL:
			return value.boolean;
		case VALUE_NUMBER:
		case VALUE_NUMERIC:
			return sfn_value_is_numeric(ev, value) && sfn_value_double(value) != 0;
		case VALUE_STRING:
			return value.len > 0;
		case VALUE_OBJECT:
		case VALUE_JSONB_OBJECT:
			return sfn_member_count(value) > 0;
		case VALUE_ARRAY:
		case VALUE_JSONB_ARRAY:
			sfn_stack_check(ev);
			sfn_walk_init(&walk, value);
			while (sfn_walk_next(&walk, &element))
			{
				sfn_evaluator_step(ev);
				if (sfn_value_truth(ev, element))
					return true;
			}
			return false;
		default:
			return false;
	}
}

bool
sfn_value_identical(Value a, Value b)
{
	if (is_number(a) && is_number(b))
		return sfn_value_double(a) == sfn_value_double(b);
	if (a.kind != b.kind)
		return false;
	switch (a.kind)
	{
		case VALUE_UNDEFINED:
		case VALUE_NULL:
			return true;
		case VALUE_BOOL:
			return a.boolean == b.boolean;
		case VALUE_STRING:
			return sfn_string_equal(a, b);
		default:
			return a.array == b.array;
	}
}

bool
sfn_value_equal(Evaluator *ev, Value a, Value b)
{
	if (is_array(a) && is_array(b))
		return arrays_equal(ev, a, b);
	if (is_object(a) && is_object(b))
		return objects_equal(ev, a, b);
	if (is_string(a))
		sfn_evaluator_charge(ev, a.len);
	return sfn_value_identical(a, b);
}

static bool
arrays_equal(Evaluator *ev, Value a, Value b)
{
	ArrayWalk	x;
	ArrayWalk	y;
	Value		element_x;
	Value		element_y;

	if (sfn_array_count(a) != sfn_array_count(b))
		return false;
	if (a.kind == b.kind && a.array == b.array)
		return true;

	sfn_stack_check(ev);
	sfn_walk_init(&x, a);
	sfn_walk_init(&y, b);
	while (sfn_walk_next(&x, &element_x) && sfn_walk_next(&y, &element_y))
	{
		sfn_evaluator_step(ev);
		if (!sfn_value_equal(ev, element_x, element_y))
			return false;
	}
	return true;
}

static bool
objects_equal(Evaluator *ev, Value a, Value b)
{
	MemberWalk	walk;
	Key			key;
	Value		member;
	Value		other;

	if (sfn_member_count(a) != sfn_member_count(b))
		return false;
	if (a.kind == b.kind && a.object == b.object)
		return true;

	sfn_stack_check(ev);
	sfn_member_walk_init(&ev->arena, &walk, a);
	while (sfn_member_walk_next(&walk, &key, &member))
	{
		sfn_evaluator_step(ev);
		other = sfn_member_get(b, key);
		if (is_undefined(other) || !sfn_value_equal(ev, member, other))
			return false;
	}
	return true;
}

/*
 * sfn_value_append
 *		Two values as one array, unless one of them is nothing.
 *
 * What is an ordinary array where both are there: in JavaScript, joining
 * loses the marks of a sequence.
 */
Value
sfn_value_append(Evaluator *ev, Value a, Value b)
{
	Array	   *joined;
	int			count;

	if (is_undefined(a))
		return b;
	if (is_undefined(b))
		return a;

	count = (is_array(a) ? sfn_array_count(a) : 1) + (is_array(b) ? sfn_array_count(b) : 1);
	joined = sfn_array_new(&ev->arena, count, 0);
	if (is_array(a))
		sfn_array_push_all(&ev->arena, joined, a);
	else
		sfn_array_push(&ev->arena, joined, a);
	if (is_array(b))
		sfn_array_push_all(&ev->arena, joined, b);
	else
		sfn_array_push(&ev->arena, joined, b);
	return value_array(joined);
}

/*
 * sfn_value_clone
 *		A copy all the way down, made of arrays and objects that can be changed.
 *
 * As in the reference it is what its JSON text says: no function survives.
 */
Value
sfn_value_clone(Evaluator *ev, Value value)
{
	sfn_stack_check(ev);
	if (is_array(value))
	{
		Array	   *array = sfn_array_new(&ev->arena, sfn_array_count(value), 0);
		ArrayWalk	walk;
		Value		element;

		sfn_walk_init(&walk, value);
		while (sfn_walk_next(&walk, &element))
		{
			sfn_evaluator_step(ev);
			element = sfn_value_clone(ev, element);
			sfn_array_push(&ev->arena, array, is_undefined(element) ? value_null() : element);
		}
		return value_array(array);
	}
	if (is_object(value))
	{
		Object	   *object = sfn_object_new(&ev->arena, sfn_member_count(value));
		MemberWalk	walk;
		Key			key;
		Value		member;

		sfn_member_walk_init(&ev->arena, &walk, value);
		while (sfn_member_walk_next(&walk, &key, &member))
		{
			sfn_evaluator_step(ev);
			if (!is_undefined(member))
				sfn_object_put(&ev->arena, object, key, sfn_value_clone(ev, member));
		}
		return value_object(object);
	}
	if (is_function(value))
		return value_string("", 0);
	if (is_number(value))
		sfn_value_finite(ev, value);
	return value;
}
