/*-------------------------------------------------------------------------
 *
 * eval_filter.c
 *	  Predicates, and the order-by clause.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "jsonata/evaluator.h"
#include "jsonata/merge_sort.h"

static Value filter_by_index(Evaluator *ev, double index, Value input, Array *found);
static bool item_matches(Evaluator *ev, const AstNode *filter, Value item, Scope *scope,
						 int index, int count, int *times);
static int	count_index(Evaluator *ev, Value indexes, int index, int count);
static bool is_array_of_numbers(Evaluator *ev, Value value);
static int	compare_items(void *arg, int a, int b);
static int	compare_terms(Evaluator *ev, const AstNode *sort, Value a, Value b);

/*
 * sfn_filter_apply
 *		The items of a sequence for which a predicate holds; always an array.
 *
 * A number is the index of the item to take, counted from the end if negative;
 * of an array of numbers, each is.  Such a predicate is evaluated for each item
 * too, since it may depend on it.
 */
Value
sfn_filter_apply(Evaluator *ev, const AstNode *filter, Value input, Scope *scope)
{
	Array	   *found = sfn_array_new(&ev->arena, 4, ARRAY_SEQUENCE);
	ArrayWalk	walk;
	Value		item;
	int			index = 0;
	int			count;

	if (has_tuples(input))
		found->flags |= ARRAY_TUPLES;
	if (!is_array(input))
	{
		Array	   *only = sfn_array_new(&ev->arena, 1, ARRAY_SEQUENCE);

		sfn_array_push(&ev->arena, only, input);
		input = value_array(only);
	}
	if (filter->kind == AST_CONSTANT && filter->constant.kind == VALUE_NUMBER)
		return filter_by_index(ev, filter->constant.number, input, found);

	count = sfn_array_count(input);
	sfn_walk_init(&walk, input);
	while (sfn_walk_next(&walk, &item))
	{
		int			times = 1;

		sfn_evaluator_step(ev);
		if (item_matches(ev, filter, item, scope, index, count, &times))
		{
			while (times-- > 0)
				sfn_array_push(&ev->arena, found, item);
		}
		index++;
	}
	return value_array(found);
}

static Value
filter_by_index(Evaluator *ev, double index, Value input, Array *found)
{
	int			count = sfn_array_count(input);
	Value		item;

	index = floor(index);
	if (index < 0)
		index += count;
	if (index < 0 || index >= count)
		return value_array(found);

	item = sfn_array_get(input, (int) index);
	if (is_array(item))
		return item;
	if (!is_undefined(item))
		sfn_array_push(&ev->arena, found, item);
	return value_array(found);
}

/*
 * Whether the item is to be taken; *times: how often, if an array names its
 * index more than once.
 */
static bool
item_matches(Evaluator *ev, const AstNode *filter, Value item, Scope *scope,
			 int index, int count, int *times)
{
	Value		context = item;
	Value		result;
	ArenaMark	mark;
	bool		matches;
	bool		disposable = item.kind != VALUE_TUPLE && !filter->binds;

	if (disposable)
		sfn_arena_mark(&ev->arena, &mark);
	if (item.kind == VALUE_TUPLE)
	{
		context = item.tuple->item;
		scope = sfn_scope_of_tuple(ev, scope, item.tuple);
	}

	result = sfn_evaluate(ev, filter, context, scope);
	if (result.kind == VALUE_BOOL)
		matches = result.boolean;
	else if (sfn_value_is_numeric(ev, result))
	{
		double		wanted = floor(sfn_value_double(result));

		matches = (wanted < 0 ? wanted + count : wanted) == index;
	}
	else if (is_array_of_numbers(ev, result))
	{
		*times = count_index(ev, result, index, count);
		matches = *times > 0;
	}
	else
		matches = sfn_value_truth(ev, result);

	if (disposable)
		sfn_arena_rewind(&ev->arena, &mark);
	return matches;
}

static int
count_index(Evaluator *ev, Value indexes, int index, int count)
{
	ArrayWalk	walk;
	Value		element;
	int			times = 0;

	sfn_walk_init(&walk, indexes);
	while (sfn_walk_next(&walk, &element))
	{
		double		wanted = floor(sfn_value_double(element));

		sfn_evaluator_step(ev);
		if ((wanted < 0 ? wanted + count : wanted) == index)
			times++;
	}
	return times;
}

static bool
is_array_of_numbers(Evaluator *ev, Value value)
{
	ArrayWalk	walk;
	Value		element;

	if (!is_array(value))
		return false;
	sfn_walk_init(&walk, value);
	while (sfn_walk_next(&walk, &element))
	{
		if (!sfn_value_is_numeric(ev, element))
			return false;
	}
	return true;
}

/* What is being sorted by a step */
typedef struct StepSort
{
	Evaluator  *ev;
	const AstNode *sort;
	Value	   *items;			/* as they came */
	Value	   *keys;			/* of each item one for each term */
	bool	   *known;
	Scope	   *scope;
} StepSort;

/*
 * sfn_sort_step
 *		The items in the order of the terms; equal ones stay in theirs.
 *
 * The terms of an item are evaluated when the item is first compared by them,
 * and remembered.
 */
Value
sfn_sort_step(Evaluator *ev, const AstNode *sort, Value input, Scope *scope)
{
	int			count = sfn_array_count(input);
	StepSort	step = {.ev = ev,.sort = sort,.scope = scope};
	Array	   *sorted;
	int		   *order;
	int			i;

	if (count <= 1)
		return input;

	step.items = ALLOC(ev, count * sizeof(Value));
	for (i = 0; i < count; i++)
		step.items[i] = sfn_array_get(input, i);
	step.keys = ALLOC(ev, (Size) count * sort->count * sizeof(Value));
	step.known = ALLOC(ev, (Size) count * sort->count * sizeof(bool));
	memset(step.known, 0, (Size) count * sort->count * sizeof(bool));

	order = sfn_merge_sort(ev, count, compare_items, &step);
	sorted = sfn_array_new(&ev->arena, count, 0);
	for (i = 0; i < count; i++)
		sorted->items[sorted->count++] = step.items[order[i]];
	return value_array(sorted);
}

static Value
sort_key(StepSort *step, int item, int term)
{
	int			at = item * step->sort->count + term;
	Value		value = step->items[item];
	Scope	   *scope = step->scope;

	if (!step->known[at])
	{
		if (value.kind == VALUE_TUPLE)
		{
			scope = sfn_scope_of_tuple(step->ev, scope, value.tuple);
			value = value.tuple->item;
		}
		step->keys[at] = sfn_evaluate(step->ev, step->sort->items[term]->left, value, scope);
		step->known[at] = true;
	}
	return step->keys[at];
}

/* Whether a must come behind b */
static int
compare_items(void *arg, int a, int b)
{
	StepSort   *step = arg;
	int			term;

	sfn_evaluator_step(step->ev);
	for (term = 0; term < step->sort->count; term++)
	{
		Value		x = sort_key(step, a, term);
		Value		y = sort_key(step, b, term);
		int			order = compare_terms(step->ev, step->sort, x, y);

		if (order == 0)
			continue;

		/* What has no value comes last, whatever the direction. */
		if (step->sort->items[term]->descending && !is_undefined(x) && !is_undefined(y))
			order = -order;
		return order;
	}
	return 0;
}

static int
compare_terms(Evaluator *ev, const AstNode *sort, Value a, Value b)
{
	double		x;
	double		y;

	if (is_undefined(a))
		return is_undefined(b) ? 0 : 1;
	if (is_undefined(b))
		return -1;

	if (!(is_number(a) || is_string(a)) || !(is_number(b) || is_string(b)))
		sfn_evaluator_raise(ev, "T2008", sort->position, UNDEFINED_VALUE,
							is_number(a) || is_string(a) ? b : a);
	if (is_number(a) != is_number(b))
	{
		Complaint	complaint = {.code = "T2007",.position = sort->position,
		.value = a,.value2 = b};

		sfn_evaluator_fail(ev, &complaint);
	}

	if (is_string(a))
	{
		sfn_evaluator_charge(ev, Min(a.len, b.len));
		return sfn_string_compare(a, b);
	}
	x = sfn_value_double(a);
	y = sfn_value_double(b);
	return x == y ? 0 : x < y ? -1 : 1;
}
