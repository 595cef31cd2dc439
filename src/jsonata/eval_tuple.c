/*-------------------------------------------------------------------------
 *
 * eval_tuple.c
 *	  Paths that bind: @$focus, #$index and the parent operator.
 *
 * From the first step that binds, items travel as tuples: the item and what has
 * been bound on the way to it.  A step is evaluated for each tuple with its
 * bindings in scope, and each item that it yields becomes a tuple with those bindings
 * and its own.  A step within a step, in parentheses, may yield tuples too;
 * theirs are added.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/evaluator.h"

static Array *make_tuples(Evaluator *ev, Value items);
static Array *take_tuple_step(Evaluator *ev, const AstNode *step, Array *tuples, Scope *scope);
static Array *take_tuple_sort(Evaluator *ev, const AstNode *step, Array *tuples, Scope *scope);
static void add_tuples(Evaluator *ev, const AstNode *step, const Tuple *from,
					   Value result, Array *tuples);
static Tuple *merge_tuples(Evaluator *ev, const Tuple *outer, const Tuple *inner);
static Array *apply_stages(Evaluator *ev, const AstNode *step, Array *tuples, Scope *scope);
static Value tuple_value(Tuple *tuple);

Value
sfn_tuples_evaluate(Evaluator *ev, const AstNode *path, int from, Value items, Scope *scope)
{
	Array	   *tuples = NULL;
	int			i;

	sfn_stack_check(ev);
	for (i = from; i < path->count; i++)
	{
		const AstNode *step = path->items[i];

		if (tuples == NULL && step->kind == AST_SORT)
		{
			/* The first binding is the index of what has just been sorted. */
			items = sfn_sort_step(ev, step, items, scope);
			tuples = make_tuples(ev, items);
			if (step->index >= 0)
			{
				int			at;

				for (at = 0; at < tuples->count; at++)
				{
					Tuple	   *tuple = sfn_tuple_copy(ev, tuples->items[at].tuple, 1);

					sfn_tuple_bind(tuple, step->index, value_number(at));
					tuples->items[at] = tuple_value(tuple);
				}
			}
			tuples = apply_stages(ev, step, tuples, scope);
			continue;
		}
		if (tuples == NULL)
			tuples = make_tuples(ev, items);
		tuples = step->kind == AST_SORT ?
			take_tuple_sort(ev, step, tuples, scope) :
			take_tuple_step(ev, step, tuples, scope);
	}
	return value_array(tuples != NULL ? tuples : make_tuples(ev, items));
}

static Array *
make_tuples(Evaluator *ev, Value items)
{
	Array	   *tuples = sfn_array_new(&ev->arena, sfn_array_count(items),
									   ARRAY_SEQUENCE | ARRAY_TUPLES);
	ArrayWalk	walk;
	Value		item;

	sfn_walk_init(&walk, items);
	while (sfn_walk_next(&walk, &item))
	{
		Tuple	   *tuple = ALLOC(ev, offsetof(Tuple, bindings));

		tuple->item = item;
		tuple->count = 0;
		sfn_array_push(&ev->arena, tuples, tuple_value(tuple));
	}
	return tuples;
}

static Array *
take_tuple_step(Evaluator *ev, const AstNode *step, Array *tuples, Scope *scope)
{
	Array	   *result = sfn_array_new(&ev->arena, tuples->count,
									   ARRAY_SEQUENCE | ARRAY_TUPLES);
	int			i;

	for (i = 0; i < tuples->count; i++)
	{
		const Tuple *tuple = tuples->items[i].tuple;

		sfn_evaluator_step(ev);
		add_tuples(ev, step, tuple,
				   sfn_evaluate(ev, step, tuple->item, sfn_scope_of_tuple(ev, scope, tuple)),
				   result);
	}
	return apply_stages(ev, step, result, scope);
}

static Array *
take_tuple_sort(Evaluator *ev, const AstNode *step, Array *tuples, Scope *scope)
{
	Value		sorted = sfn_sort_step(ev, step, value_array(tuples), scope);

	sorted.array->flags |= ARRAY_SEQUENCE | ARRAY_TUPLES;
	return apply_stages(ev, step, sorted.array, scope);
}

/*
 * A tuple for each item that a step has yielded from one.
 */
static void
add_tuples(Evaluator *ev, const AstNode *step, const Tuple *from, Value result, Array *tuples)
{
	ArrayWalk	walk;
	Value		item;
	int			index = 0;

	if (is_undefined(result))
		return;
	if (!is_array(result))
	{
		Array	   *only = sfn_array_new(&ev->arena, 1, 0);

		sfn_array_push(&ev->arena, only, result);
		result = value_array(only);
	}

	sfn_walk_init(&walk, result);
	while (sfn_walk_next(&walk, &item))
	{
		Tuple	   *tuple;

		sfn_evaluator_step(ev);
		if (item.kind == VALUE_TUPLE)
			tuple = merge_tuples(ev, from, item.tuple);
		else
		{
			tuple = sfn_tuple_copy(ev, from, 3);
			if (step->focus >= 0)
				sfn_tuple_bind(tuple, step->focus, item);
			else
				tuple->item = item;
			if (step->index >= 0)
				sfn_tuple_bind(tuple, step->index, value_number(index));
			if (step->ancestor != NULL)
				sfn_tuple_bind(tuple, step->ancestor->symbol, from->item);
		}
		sfn_array_push(&ev->arena, tuples, tuple_value(tuple));
		index++;
	}
}

static Tuple *
merge_tuples(Evaluator *ev, const Tuple *outer, const Tuple *inner)
{
	Tuple	   *tuple = sfn_tuple_copy(ev, outer, inner->count);
	int			i;

	tuple->item = inner->item;
	for (i = 0; i < inner->count; i++)
		sfn_tuple_bind(tuple, inner->bindings[i].symbol, inner->bindings[i].value);
	return tuple;
}

/*
 * Predicates, and indexes bound behind them
 */
static Array *
apply_stages(Evaluator *ev, const AstNode *step, Array *tuples, Scope *scope)
{
	int			i;
	int			at;

	for (i = 0; i < step->stages.count; i++)
	{
		const Stage *stage = &step->stages.stages[i];

		if (stage->filter != NULL)
		{
			tuples = sfn_filter_apply(ev, stage->filter, value_array(tuples), scope).array;
			continue;
		}
		for (at = 0; at < tuples->count; at++)
		{
			Tuple	   *tuple = sfn_tuple_copy(ev, tuples->items[at].tuple, 1);

			sfn_tuple_bind(tuple, stage->symbol, value_number(at));
			tuples->items[at] = tuple_value(tuple);
		}
	}
	return tuples;
}

static Value
tuple_value(Tuple *tuple)
{
	return (Value) {.kind = VALUE_TUPLE,.tuple = tuple};
}
