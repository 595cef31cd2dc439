/*-------------------------------------------------------------------------
 *
 * fn_array.c
 *	  $append, $reverse, $shuffle, $distinct, $zip, $sort, $partition, $range.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <limits.h>
#include <math.h>

#include "base/random_id.h"
#include "common/hashfn.h"
#include "jsonata/merge_sort.h"
#include "jsonata/native.h"

/* As of the operator .. */
#define LARGEST_RANGE 10000000

static uint32 hash_value(Evaluator *ev, Value value);
static bool all_are(Value array, bool (*test) (Value value));
static int	compare_plain(void *arg, int a, int b);
static int	compare_by_function(void *arg, int a, int b);

Value
sfn_fn_append(Evaluator *ev, const NativeCall *call)
{
	return sfn_value_append(ev, call->args[0], call->args[1]);
}

Value
sfn_fn_reverse(Evaluator *ev, const NativeCall *call)
{
	Value		array = call->args[0];
	Array	   *reversed;
	int			i;

	if (is_undefined(array) || sfn_array_count(array) <= 1)
		return array;
	reversed = sfn_array_new(&ev->arena, sfn_array_count(array), 0);
	for (i = sfn_array_count(array) - 1; i >= 0; i--)
		sfn_array_push(&ev->arena, reversed, sfn_array_get(array, i));
	return value_array(reversed);
}

Value
sfn_fn_shuffle(Evaluator *ev, const NativeCall *call)
{
	Value		array = call->args[0];
	Array	   *shuffled;
	ArrayWalk	walk;
	Value		element;

	if (is_undefined(array) || sfn_array_count(array) <= 1)
		return array;
	shuffled = sfn_array_new(&ev->arena, sfn_array_count(array), 0);
	sfn_walk_init(&walk, array);
	while (sfn_walk_next(&walk, &element))
	{
		int			at = (int) (sfn_random_double() * (shuffled->count + 1));

		sfn_evaluator_step(ev);
		shuffled->items[shuffled->count] = shuffled->items[at];
		shuffled->items[at] = element;
		shuffled->count++;
	}
	return value_array(shuffled);
}

/*
 * Elements that equal no earlier one, found through a hash
 */
Value
sfn_fn_distinct(Evaluator *ev, const NativeCall *call)
{
	Value		array = call->args[0];
	Array	   *distinct;
	ArrayWalk	walk;
	Value		element;
	int			count;
	int			buckets = 16;
	int		   *hash;
	uint32		at;

	if (!is_array(array) || sfn_array_count(array) <= 1)
		return array;

	count = sfn_array_count(array);
	while (buckets < count * 2)
		buckets *= 2;
	hash = ALLOC(ev, buckets * sizeof(int));
	memset(hash, 0, buckets * sizeof(int));
	distinct = sfn_array_new(&ev->arena, 16, is_sequence(array) ? ARRAY_SEQUENCE : 0);
	sfn_walk_init(&walk, array);
	while (sfn_walk_next(&walk, &element))
	{
		sfn_evaluator_step(ev);
		at = hash_value(ev, element) & (buckets - 1);
		while (hash[at] != 0 && !sfn_value_equal(ev, distinct->items[hash[at] - 1], element))
			at = (at + 1) & (buckets - 1);
		if (hash[at] != 0)
			continue;
		sfn_array_push(&ev->arena, distinct, element);
		hash[at] = distinct->count;
	}
	return value_array(distinct);
}

/* Equal values have equal hashes, whatever their form and the order of their members. */
static uint32
hash_value(Evaluator *ev, Value value)
{
	uint32		hash = value.kind;
	ArrayWalk	elements;
	MemberWalk	members;
	Key			key;
	Value		child;
	double		number;

	sfn_stack_check(ev);
	sfn_evaluator_step(ev);
	if (is_number(value))
	{
		number = sfn_value_double(value);
		if (number == 0)
			number = 0;			/* and not minus zero */
		return hash_bytes((unsigned char *) &number, sizeof(number));
	}
	if (is_string(value))
	{
		sfn_evaluator_charge(ev, value.len);
		return hash_bytes((const unsigned char *) value.string, value.len);
	}
	if (is_array(value))
	{
		hash = VALUE_ARRAY;
		sfn_walk_init(&elements, value);
		while (sfn_walk_next(&elements, &child))
			hash = hash_combine(hash, hash_value(ev, child));
	}
	else if (is_object(value))
	{
		hash = VALUE_OBJECT;
		sfn_member_walk_init(&ev->arena, &members, value);
		while (sfn_member_walk_next(&members, &key, &child))
			hash += hash_combine(hash_bytes((const unsigned char *) key.text, key.len),
								 hash_value(ev, child));
	}
	else if (value.kind == VALUE_BOOL)
		hash += value.boolean ? 100 : 200;
	return hash;
}

Value
sfn_fn_zip(Evaluator *ev, const NativeCall *call)
{
	Array	   *zipped;
	int			shortest = INT_MAX;
	int			i;
	int			at;

	for (i = 0; i < call->count; i++)
		shortest = Min(shortest, is_array(call->args[i]) ? sfn_array_count(call->args[i]) : 0);
	if (call->count == 0)
		shortest = 0;

	zipped = sfn_array_new(&ev->arena, shortest, 0);
	for (at = 0; at < shortest; at++)
	{
		Array	   *row = sfn_array_new(&ev->arena, call->count, 0);

		sfn_evaluator_step(ev);
		for (i = 0; i < call->count; i++)
			row->items[row->count++] = sfn_array_get(call->args[i], at);
		sfn_array_push(&ev->arena, zipped, value_array(row));
	}
	return value_array(zipped);
}

typedef struct FunctionSort
{
	Evaluator  *ev;
	Value		array;
	Value		function;
} FunctionSort;

Value
sfn_fn_sort(Evaluator *ev, const NativeCall *call)
{
	FunctionSort sort = {.ev = ev,.array = call->args[0],.function = call->args[1]};
	bool		plain = is_undefined(call->args[1]);
	Array	   *sorted;
	int		   *order;
	int			count;
	int			i;

	if (is_undefined(sort.array) || sfn_array_count(sort.array) <= 1)
		return sort.array;
	if (plain && !all_are(sort.array, is_number) && !all_are(sort.array, is_string))
		sfn_native_fail(ev, call, "D3070", UNDEFINED_VALUE);

	/* Written out, since any element may be asked for. */
	sort.array = value_array(sfn_array_own(&ev->arena, sort.array));
	count = sort.array.array->count;
	order = sfn_merge_sort(ev, count, plain ? compare_plain : compare_by_function, &sort);
	sorted = sfn_array_new(&ev->arena, count, 0);
	for (i = 0; i < count; i++)
		sorted->items[sorted->count++] = sort.array.array->items[order[i]];
	return value_array(sorted);
}

static bool
all_are(Value array, bool (*test) (Value value))
{
	ArrayWalk	walk;
	Value		element;

	sfn_walk_init(&walk, array);
	while (sfn_walk_next(&walk, &element))
	{
		if (!test(element))
			return false;
	}
	return true;
}

static int
compare_plain(void *arg, int a, int b)
{
	FunctionSort *sort = arg;
	Value		x = sort->array.array->items[a];
	Value		y = sort->array.array->items[b];

	sfn_evaluator_step(sort->ev);
	if (is_string(x))
	{
		sfn_evaluator_charge(sort->ev, Min(x.len, y.len));
		return sfn_string_compare(x, y);
	}
	return sfn_value_double(x) > sfn_value_double(y) ? 1 : 0;
}

/* What JavaScript takes for true */
static int
compare_by_function(void *arg, int a, int b)
{
	FunctionSort *sort = arg;
	Value		args[2];
	Value		swap;

	args[0] = sort->array.array->items[a];
	args[1] = sort->array.array->items[b];
	swap = sfn_value_call(sort->ev, sort->function, args, 2);
	switch (swap.kind)
	{
		case VALUE_UNDEFINED:
		case VALUE_NULL:
			return 0;
		case VALUE_BOOL:
			return swap.boolean ? 1 : 0;
		case VALUE_NUMBER:
		case VALUE_NUMERIC:
			return sfn_value_double(swap) != 0 && !isnan(sfn_value_double(swap)) ? 1 : 0;
		case VALUE_STRING:
			return swap.len > 0 ? 1 : 0;
		default:
			return 1;
	}
}

/*
 * The service's: parts of so many elements, the last one perhaps shorter.  Without
 * a size all is one part; parts of nothing are nothing.
 */
Value
sfn_fn_partition(Evaluator *ev, const NativeCall *call)
{
	double		size = is_number(call->args[1]) ? trunc(sfn_value_double(call->args[1])) : HUGE_VAL;
	Array	   *parts;
	Array	   *part = NULL;
	ArrayWalk	walk;
	Value		element;

	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	if (size < 0)
		sfn_native_refuse(ev, "Second argument must be zero or greater");
	if (size == 0 || sfn_array_count(call->args[0]) == 0)
		return UNDEFINED_VALUE;

	parts = sfn_array_new(&ev->arena, 8, 0);
	sfn_walk_init(&walk, call->args[0]);
	while (sfn_walk_next(&walk, &element))
	{
		sfn_evaluator_step(ev);
		if (part == NULL || part->count >= size)
		{
			part = sfn_array_new(&ev->arena, (int) Min(size, 16), 0);
			sfn_array_push(&ev->arena, parts, value_array(part));
		}
		sfn_array_push(&ev->arena, part, element);
	}
	return value_array(parts);
}

/*
 * The service's: first, first + delta ... up to last, as a sequence; nothing if
 * that does not lead there
 */
Value
sfn_fn_range(Evaluator *ev, const NativeCall *call)
{
	Array	   *range;
	double		first;
	double		last;
	double		delta;
	double		count;
	int			i;

	for (i = 0; i < 3; i++)
	{
		if (!is_number(call->args[i]))
			return UNDEFINED_VALUE;
	}
	first = trunc(sfn_value_ordinary(ev, call->args[0]));
	last = trunc(sfn_value_ordinary(ev, call->args[1]));
	delta = trunc(sfn_value_ordinary(ev, call->args[2]));
	if (delta == 0)
		return UNDEFINED_VALUE;
	count = floor((last - first) / delta) + 1;
	if (count > LARGEST_RANGE)
		sfn_native_fail(ev, call, "D2014", value_number(count));

	range = sfn_array_new(&ev->arena, 8, ARRAY_SEQUENCE);
	for (i = 0; i < count; i++)
	{
		sfn_evaluator_step(ev);
		sfn_array_push(&ev->arena, range, value_number(first + i * delta));
	}
	return value_array(range);
}
