/*-------------------------------------------------------------------------
 *
 * eval_path.c
 *	  Paths: steps mapped over sequences.
 *
 * A step is evaluated for each item of the sequence that the step before it
 * yielded, and what comes of that is flattened into one sequence, the input of the
 * next.  Sequences of one item are by far the most frequent, and are kept as just
 * that item until the path is through; a document's array is gone
 * through where it lies.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/evaluator.h"
#include "jsonata/text_builder.h"

/*
 * A sequence on its way from step to step: one item, several, or none, which
 * is UNDEFINED and not single.
 */
typedef struct PathItems
{
	bool		single;
	Value		value;			/* the item; else the array of items */
} PathItems;

/* Results of a step in the making: the first is kept back until there is a second. */
typedef struct Collector
{
	int			results;
	Value		first;
	Array	   *array;
} Collector;

static PathItems walk_names(const AstNode *path, Value input, int *step);
static PathItems take_first_array(Evaluator *ev, const AstNode *path, PathItems items,
								  Value input, Scope *scope);
static Value characters(Evaluator *ev, Value string);
static PathItems take_step(Evaluator *ev, const AstNode *step, PathItems items,
						   Scope *scope, bool last);
static PathItems take_sort_step(Evaluator *ev, const AstNode *step, PathItems items, Scope *scope);
static Value step_from_item(Evaluator *ev, const AstNode *step, Value item, Scope *scope);
static void collect(Evaluator *ev, Collector *collector, Value result, int expected);
static void flatten_into(Evaluator *ev, Array *array, Value result);
static PathItems collected(Evaluator *ev, Collector *collector, bool last);
static Value as_array(Evaluator *ev, PathItems items);
static Value finish_path(Evaluator *ev, const AstNode *path, PathItems items, Scope *scope);
static Value finish_tuples(Evaluator *ev, const AstNode *path, Value result, Scope *scope);
static void flatten_deep(Evaluator *ev, Array *array, Value value);
static void collect_descendants(Evaluator *ev, Array *array, Value value);

static const PathItems no_items = {false, {.kind = VALUE_UNDEFINED}};

static inline PathItems
one_item(Value value)
{
	return (PathItems) {true, value};
}

Value
sfn_path_evaluate(Evaluator *ev, const AstNode *path, Value input, Scope *scope)
{
	PathItems	items;
	int			i = 0;

	sfn_evaluator_step(ev);
	if (path->all_names && is_object(input))
	{
		items = walk_names(path, input, &i);
		if (i == path->count && path->plain)
			return items.value;
	}
	else
	{
		items.single = !is_array(input) || path->items[0]->kind == AST_VARIABLE;
		items.value = input;
	}

	for (; i < path->count; i++)
	{
		const AstNode *step = path->items[i];

		if (i == 0 && step->cons_array)
			items = take_first_array(ev, path, items, input, scope);
		else if (!step->has_tuples)
			items = take_step(ev, step, items, scope, i == path->count - 1);
		if (step->has_tuples)
			return finish_tuples(ev, path,
								 sfn_tuples_evaluate(ev, path, step->cons_array && i == 0 ? 1 : i,
													 as_array(ev, items), scope),
								 scope);

		if (!items.single && (is_undefined(items.value) || sfn_array_count(items.value) == 0))
			break;
	}

	return finish_path(ev, path, items, scope);
}

/*
 * Go down through objects as far as there are objects.  *step is the first
 * step that is not taken.
 */
static PathItems
walk_names(const AstNode *path, Value input, int *step)
{
	Value		value = input;
	int			i;

	for (i = 0; i < path->count; i++)
	{
		const AstNode *name = path->items[i];

		if (!is_object(value))
			break;
		value = sfn_member_get(value, (Key) {
			name->constant.string, name->constant.len
		});
		if (is_array(value) && i < path->count - 1)
		{
			*step = i + 1;
			return (PathItems) {false, value};
		}
	}

	/* A step from what is no object leads nowhere, and so do all after it. */
	if (i < path->count)
		value = UNDEFINED_VALUE;
	*step = path->count;
	return is_undefined(value) ? no_items : (PathItems) {!is_array(value), value};
}

/*
 * A path that begins with an array constructor has its elements as items.
 * Where predicates leave something else of it, that is the result of the path
 * if there are no more steps, and otherwise the characters of a string or
 * nothing: so it is in the reference.  A binding on it leaves the path where it
 * was.
 */
static PathItems
take_first_array(Evaluator *ev, const AstNode *path, PathItems items, Value input, Scope *scope)
{
	const AstNode *step = path->items[0];
	Value		result = sfn_evaluate(ev, step, input, scope);

	if (step->focus >= 0)
		return items;
	if (is_array(result))
		return (PathItems) {false, result};
	if (is_string(result) && path->count > 1)
		return (PathItems) {false, characters(ev, result)};
	return path->count == 1 && !is_undefined(result) ? one_item(result) : no_items;
}

static Value
characters(Evaluator *ev, Value string)
{
	Array	   *array = sfn_array_new(&ev->arena, string.len, ARRAY_SEQUENCE);
	uint32		at;
	int			len;

	for (at = 0; at < string.len; at += len)
	{
		len = sfn_utf8_len(string.string[at]);
		sfn_array_push(&ev->arena, array, value_string(string.string + at, len));
	}
	return value_array(array);
}

static PathItems
take_step(Evaluator *ev, const AstNode *step, PathItems items, Scope *scope, bool last)
{
	Collector	collector = {0};
	ArrayWalk	walk;
	Value		item;
	int			count;

	if (step->kind == AST_SORT)
		return take_sort_step(ev, step, items, scope);

	if (items.single)
		collect(ev, &collector, step_from_item(ev, step, items.value, scope), 1);
	else
	{
		count = sfn_array_count(items.value);
		sfn_walk_init(&walk, items.value);
		while (sfn_walk_next(&walk, &item))
		{
			sfn_evaluator_step(ev);
			collect(ev, &collector, step_from_item(ev, step, item, scope), count);
		}
	}
	return collected(ev, &collector, last);
}

static PathItems
take_sort_step(Evaluator *ev, const AstNode *step, PathItems items, Scope *scope)
{
	Value		result = sfn_sort_step(ev, step, as_array(ev, items), scope);
	int			i;

	for (i = 0; i < step->stages.count; i++)
		result = sfn_filter_apply(ev, step->stages.stages[i].filter, result, scope);
	if (is_sequence(result) && sfn_array_count(result) == 0)
		return no_items;
	if (is_sequence(result) && sfn_array_count(result) == 1)
		return one_item(sfn_array_get(result, 0));
	return (PathItems) {false, result};
}

static Value
step_from_item(Evaluator *ev, const AstNode *step, Value item, Scope *scope)
{
	Value		result;
	int			i;

	if (step->kind == AST_NAME && step->plain && is_object(item))
		result = sfn_member_get(item, (Key) {
			step->constant.string, step->constant.len
		});
	else
		result = sfn_evaluate(ev, step, item, scope);
	for (i = 0; i < step->stages.count; i++)
		result = sfn_filter_apply(ev, step->stages.stages[i].filter, result, scope);
	return result;
}

/*
 * One more result; about as many are expected.
 */
static void
collect(Evaluator *ev, Collector *collector, Value result, int expected)
{
	if (is_undefined(result))
		return;
	if (collector->results++ == 0)
	{
		collector->first = result;
		return;
	}
	if (collector->array == NULL)
	{
		collector->array = sfn_array_new(&ev->arena, Max(expected, 4), ARRAY_SEQUENCE);
		flatten_into(ev, collector->array, collector->first);
	}
	flatten_into(ev, collector->array, result);
}

static void
flatten_into(Evaluator *ev, Array *array, Value result)
{
	if (!is_array(result) ||
		(result.kind == VALUE_ARRAY && (result.array->flags & ARRAY_CONS) != 0))
		sfn_array_push(&ev->arena, array, result);
	else
		sfn_array_push_all(&ev->arena, array, result);
}

/*
 * All results as a sequence.  The only result of the last step stays an array
 * if it is one, unless it is a sequence itself.
 */
static PathItems
collected(Evaluator *ev, Collector *collector, bool last)
{
	Value		only = collector->first;
	int			count;

	if (collector->results == 0)
		return no_items;
	if (collector->array != NULL)
	{
		if (collector->array->count == 0)
			return no_items;
		if (collector->array->count == 1)
			return one_item(collector->array->items[0]);
		return (PathItems) {false, value_array(collector->array)};
	}

	if (!is_array(only))
		return one_item(only);
	if (last && !is_sequence(only))
		return (PathItems) {false, only};
	if (only.kind == VALUE_ARRAY && (only.array->flags & ARRAY_CONS) != 0)
		return one_item(only);

	count = sfn_array_count(only);
	if (count == 0)
		return no_items;
	if (count == 1)
		return one_item(sfn_array_get(only, 0));
	if (last && only.array->flags != ARRAY_SEQUENCE)
	{
		Array	   *copy = sfn_array_new(&ev->arena, count, ARRAY_SEQUENCE);

		sfn_array_push_all(&ev->arena, copy, only);
		only = value_array(copy);
	}
	return (PathItems) {false, only};
}

static Value
as_array(Evaluator *ev, PathItems items)
{
	Array	   *array;

	if (!items.single && !is_undefined(items.value))
		return items.value;
	array = sfn_array_new(&ev->arena, 1, ARRAY_SEQUENCE);
	if (items.single)
		sfn_array_push(&ev->arena, array, items.value);
	return value_array(array);
}

static Value
finish_path(Evaluator *ev, const AstNode *path, PathItems items, Scope *scope)
{
	Value		result;

	if (path->group != NULL)
		return sfn_group_evaluate(ev, path->group, as_array(ev, items), scope);
	if (!items.single && is_undefined(items.value))
		return UNDEFINED_VALUE;
	if (!path->keep_singleton && !path->keep_array)
		return items.value;

	/* An array that was written as such is one item of the array to keep. */
	if (!items.single && path->keep_singleton && items.value.kind == VALUE_ARRAY &&
		(items.value.array->flags & (ARRAY_CONS | ARRAY_SEQUENCE)) == ARRAY_CONS)
		items.single = true;
	if (!items.single)
		return items.value;
	result = as_array(ev, items);
	result.array->flags |= ARRAY_KEEP;
	return result;
}

static Value
finish_tuples(Evaluator *ev, const AstNode *path, Value result, Scope *scope)
{
	if (path->group != NULL)
		return sfn_group_evaluate(ev, path->group, result, scope);
	if (has_tuples(result) && !path->has_tuples)
	{
		Array	   *items = sfn_array_new(&ev->arena, result.array->count, ARRAY_SEQUENCE);
		int			i;

		for (i = 0; i < result.array->count; i++)
			items->items[items->count++] = result.array->items[i].tuple->item;
		result = value_array(items);
	}
	if (path->keep_singleton || path->keep_array)
		result.array->flags |= ARRAY_KEEP;
	return sfn_sequence_value(result);
}

/*
 * sfn_wildcard_evaluate
 *		All member values, those that are arrays laid flat all the way down.
 */
Value
sfn_wildcard_evaluate(Evaluator *ev, Value input)
{
	Array	   *found = sfn_array_new(&ev->arena, 8, ARRAY_SEQUENCE);
	MemberWalk	walk;
	ArrayWalk	elements;
	Key			key;
	Value		value;
	bool		plain = false;

	if (input.kind == VALUE_ARRAY && (input.array->flags & ARRAY_WRAPPER) != 0)
		input = input.array->items[0];
	if (is_object(input))
	{
		sfn_member_walk_init(&ev->arena, &walk, input);
		while (sfn_member_walk_next(&walk, &key, &value))
		{
			sfn_evaluator_step(ev);
			plain |= is_array(value);
			flatten_deep(ev, found, value);
		}
	}
	else if (is_array(input))
	{
		sfn_walk_init(&elements, input);
		while (sfn_walk_next(&elements, &value))
		{
			sfn_evaluator_step(ev);
			plain |= is_array(value);
			flatten_deep(ev, found, value);
		}
	}

	/* The reference joins arrays to it in a way that makes it an ordinary array. */
	if (plain)
		found->flags = 0;
	return value_array(found);
}

static void
flatten_deep(Evaluator *ev, Array *array, Value value)
{
	ArrayWalk	walk;
	Value		element;

	if (!is_array(value))
	{
		sfn_array_push(&ev->arena, array, value);
		return;
	}
	sfn_stack_check(ev);
	sfn_walk_init(&walk, value);
	while (sfn_walk_next(&walk, &element))
	{
		sfn_evaluator_step(ev);
		flatten_deep(ev, array, element);
	}
}

/*
 * sfn_descendants_evaluate
 *		The input and everything below it; arrays are passed through.
 */
Value
sfn_descendants_evaluate(Evaluator *ev, Value input)
{
	Array	   *found;

	if (is_undefined(input))
		return input;
	found = sfn_array_new(&ev->arena, 16, ARRAY_SEQUENCE);
	collect_descendants(ev, found, input);

	/* What is alone is no sequence, which [] could keep. */
	return found->count == 1 ? found->items[0] : value_array(found);
}

static void
collect_descendants(Evaluator *ev, Array *array, Value value)
{
	ArrayWalk	elements;
	MemberWalk	members;
	Key			key;
	Value		child;

	sfn_evaluator_step(ev);
	sfn_stack_check(ev);
	if (is_array(value))
	{
		sfn_walk_init(&elements, value);
		while (sfn_walk_next(&elements, &child))
			collect_descendants(ev, array, child);
		return;
	}

	sfn_array_push(&ev->arena, array, value);
	if (is_object(value))
	{
		sfn_member_walk_init(&ev->arena, &members, value);
		while (sfn_member_walk_next(&members, &key, &child))
			collect_descendants(ev, array, child);
	}
}
