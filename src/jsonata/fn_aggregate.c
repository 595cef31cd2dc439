/*-------------------------------------------------------------------------
 *
 * fn_aggregate.c
 *	  $sum, $count, $max, $min, $average.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/native.h"

static double add_up(Value numbers);
static Value find_extreme(Value numbers, int sign);

Value
sfn_fn_sum(Evaluator *ev, const NativeCall *call)
{
	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	return value_number(add_up(call->args[0]));
}

Value
sfn_fn_count(Evaluator *ev, const NativeCall *call)
{
	if (is_undefined(call->args[0]))
		return value_number(0);
	return value_number(sfn_array_count(call->args[0]));
}

Value
sfn_fn_max(Evaluator *ev, const NativeCall *call)
{
	return find_extreme(call->args[0], 1);
}

Value
sfn_fn_min(Evaluator *ev, const NativeCall *call)
{
	return find_extreme(call->args[0], -1);
}

Value
sfn_fn_average(Evaluator *ev, const NativeCall *call)
{
	Value		numbers = call->args[0];

	if (is_undefined(numbers) || sfn_array_count(numbers) == 0)
		return UNDEFINED_VALUE;
	return value_number(add_up(numbers) / sfn_array_count(numbers));
}

static double
add_up(Value numbers)
{
	ArrayWalk	walk;
	Value		number;
	double		sum = 0;

	sfn_walk_init(&walk, numbers);
	while (sfn_walk_next(&walk, &number))
		sum += sfn_value_double(number);
	return sum;
}

static Value
find_extreme(Value numbers, int sign)
{
	ArrayWalk	walk;
	Value		number;
	Value		extreme;

	if (is_undefined(numbers) || sfn_array_count(numbers) == 0)
		return UNDEFINED_VALUE;
	sfn_walk_init(&walk, numbers);
	sfn_walk_next(&walk, &extreme);
	while (sfn_walk_next(&walk, &number))
	{
		if (sfn_value_double(number) * sign > sfn_value_double(extreme) * sign)
			extreme = number;
	}
	return extreme;
}
