/*-------------------------------------------------------------------------
 *
 * eval_group.c
 *	  Array constructors, object constructors and grouping.
 *
 * An object constructor is a grouping of the one item that is the context: each
 * item gives a key for each pair, items of one key and pair become a group, and
 * the value of a pair is evaluated once per group, with all its items as context.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/evaluator.h"

/* Items that gave the same key */
typedef struct Group
{
	int			pair;
	Value		data;			/* the only item, or all of them */
	Array	   *items;			/* of several; NULL: one */
} Group;

/* All that a variable of a group's tuples was bound to, in the making */
typedef struct Gathering
{
	int			symbol;
	Value		value;
	Array	   *joined;			/* where value is an array made for this */
} Gathering;

static Value make_literal(Evaluator *ev, const AstNode *object, Value input, Scope *scope);
static void add_item(Evaluator *ev, const AstNode *object, int pair, Value item,
					 Scope *scope, Object *groups);
static void add_to_group(Evaluator *ev, Group *group, Value item);
static Value group_value(Evaluator *ev, const AstNode *object, const Group *group, Scope *scope);
static Tuple *reduce_tuples(Evaluator *ev, Array *tuples);
static void gather(Evaluator *ev, Gathering *gathering, Value more);

Value
sfn_array_evaluate(Evaluator *ev, const AstNode *node, Value input, Scope *scope)
{
	Array	   *array = NULL;
	int			i;

	/* [a..b] by itself needs no elements. */
	if (node->count == 1 && node->items[0]->kind == AST_BINARY && node->items[0]->op == OP_RANGE)
	{
		Value		range = sfn_evaluate(ev, node->items[0], input, scope);

		if (is_array(range))
		{
			array = range.array;
			array->flags = ARRAY_RANGE;
		}
		else
		{
			array = sfn_array_new(&ev->arena, 1, 0);
			if (!is_undefined(range))
				sfn_array_push(&ev->arena, array, range);
		}
	}
	else
	{
		array = sfn_array_new(&ev->arena, node->count, 0);
		for (i = 0; i < node->count; i++)
		{
			Value		item = sfn_evaluate(ev, node->items[i], input, scope);

			if (is_undefined(item))
				continue;
			if (is_array(item) && node->items[i]->kind != AST_ARRAY)
				sfn_array_push_all(&ev->arena, array, item);
			else
				sfn_array_push(&ev->arena, array, item);
		}
	}

	if (node->cons_array)
		array->flags |= ARRAY_CONS;
	return value_array(array);
}

Value
sfn_group_evaluate(Evaluator *ev, const AstNode *object, Value input, Scope *scope)
{
	Object	   *groups;
	Object	   *result;
	ArrayWalk	walk;
	Value		item;
	bool		any = false;
	int			pair;
	int			i;

	if (object->literal_keys && !is_array(input))
		return make_literal(ev, object, input, scope);

	/* The values of groups are arrays of one thunk, which is the group. */
	groups = sfn_object_new(&ev->arena, object->count / 2);
	if (!is_array(input))
	{
		Array	   *only = sfn_array_new(&ev->arena, 1, 0);

		sfn_array_push(&ev->arena, only, input);
		input = value_array(only);
	}
	sfn_walk_init(&walk, input);
	while (sfn_walk_next(&walk, &item))
	{
		any = true;
		sfn_evaluator_step(ev);
		for (pair = 0; pair < object->count / 2; pair++)
			add_item(ev, object, pair, item, scope, groups);
	}
	if (!any && !has_tuples(input))
	{
		for (pair = 0; pair < object->count / 2; pair++)
			add_item(ev, object, pair, UNDEFINED_VALUE, scope, groups);
	}

	sfn_object_settle(&ev->arena, groups);
	result = sfn_object_new(&ev->arena, groups->count);
	for (i = 0; i < groups->count; i++)
	{
		Value		value = group_value(ev, object,
										(const Group *) groups->values[i].string, scope);

		if (!is_undefined(value))
			sfn_object_put(&ev->arena, result, groups->keys[i], value);
	}
	return value_object(result);
}

/*
 * An object of known, different keys from one item: no groups to be made.
 */
static Value
make_literal(Evaluator *ev, const AstNode *object, Value input, Scope *scope)
{
	int			members = object->count / 2;
	Object	   *made = sfn_object_shaped(&ev->arena, object->keys, members);
	int			kept = 0;
	int			i;

	for (i = 0; i < members; i++)
	{
		Value		value = sfn_evaluate(ev, object->items[i * 2 + 1], input, scope);

		if (is_undefined(value))
			continue;

		/* A member that is left out leaves the others without their shape. */
		if (kept != i && made->keys_shared)
		{
			made->keys = ALLOC(ev, members * sizeof(Key));
			memcpy(made->keys, object->keys, kept * sizeof(Key));
			made->keys_shared = false;
		}
		if (!made->keys_shared)
			made->keys[kept] = object->keys[i];
		made->values[kept++] = value;
	}
	made->count = kept;
	return value_object(made);
}

static void
add_item(Evaluator *ev, const AstNode *object, int pair, Value item, Scope *scope, Object *groups)
{
	Value		context = item;
	Value		key;
	Group	   *group;
	int			found;

	if (item.kind == VALUE_TUPLE)
	{
		scope = sfn_scope_of_tuple(ev, scope, item.tuple);
		context = item.tuple->item;
	}
	key = sfn_evaluate(ev, object->items[pair * 2], context, scope);
	if (is_undefined(key))
		return;
	if (!is_string(key))
		sfn_evaluator_raise(ev, "T1003", object->position, UNDEFINED_VALUE, key);
	sfn_evaluator_charge(ev, key.len);
	if ((key.len == 15 && memcmp(key.string, "_jsonata_lambda", 15) == 0) ||
		(key.len == 17 && memcmp(key.string, "_jsonata_function", 17) == 0))
		sfn_evaluator_raise(ev, "D1013", object->position, UNDEFINED_VALUE, key);

	found = sfn_object_find(groups, (Key) {
		key.string, key.len
	});
	if (found >= 0)
	{
		group = (Group *) groups->values[found].string;
		if (group->pair != pair)
			sfn_evaluator_raise(ev, "D1009", object->position, UNDEFINED_VALUE, key);
		add_to_group(ev, group, item);
		return;
	}

	group = ALLOC(ev, sizeof(Group));
	group->pair = pair;
	group->data = item;
	group->items = NULL;
	sfn_object_put(&ev->arena, groups, (Key) {
		key.string, key.len
	}, value_string((const char *) group, 0));
}

/* Items that are arrays are joined, others collected. */
static void
add_to_group(Evaluator *ev, Group *group, Value item)
{
	if (is_undefined(item))
		return;
	if (is_undefined(group->data))
	{
		group->data = item;
		return;
	}
	if (group->items == NULL)
	{
		group->items = sfn_array_new(&ev->arena, 4, 0);
		if (is_array(group->data))
			sfn_array_push_all(&ev->arena, group->items, group->data);
		else
			sfn_array_push(&ev->arena, group->items, group->data);
		group->data = value_array(group->items);
	}
	if (is_array(item))
		sfn_array_push_all(&ev->arena, group->items, item);
	else
		sfn_array_push(&ev->arena, group->items, item);
}

static Value
group_value(Evaluator *ev, const AstNode *object, const Group *group, Scope *scope)
{
	Value		context = group->data;
	Tuple	   *tuple = NULL;

	sfn_evaluator_step(ev);
	if (context.kind == VALUE_TUPLE)
		tuple = context.tuple;
	else if (group->items != NULL && group->items->count > 0 &&
			 group->items->items[0].kind == VALUE_TUPLE)
		tuple = reduce_tuples(ev, group->items);
	if (tuple != NULL)
	{
		context = tuple->item;
		scope = sfn_scope_of_tuple(ev, scope, tuple);
	}
	return sfn_evaluate(ev, object->items[group->pair * 2 + 1], context, scope);
}

/*
 * The tuples of a group as one: each variable has all that it was bound to.
 */
static Tuple *
reduce_tuples(Evaluator *ev, Array *tuples)
{
	const Tuple *first = tuples->items[0].tuple;
	Gathering	item = {.value = first->item};
	Gathering  *gatherings;
	Tuple	   *reduced;
	int			most = 0;
	int			count = 0;
	int			i;
	int			at;
	int			j;

	for (i = 0; i < tuples->count; i++)
		most = Max(most, tuples->items[i].tuple->count);
	/* Tuples of one path have the same variables, or lack some. */
	most += first->count;
	gatherings = ALLOC(ev, Max(most, 1) * sizeof(Gathering));

	for (i = 0; i < tuples->count; i++)
	{
		const Tuple *tuple = tuples->items[i].tuple;

		sfn_evaluator_step(ev);
		if (i > 0)
			gather(ev, &item, tuple->item);
		for (at = 0; at < tuple->count; at++)
		{
			for (j = 0; j < count && gatherings[j].symbol != tuple->bindings[at].symbol; j++)
				;
			if (j < count)
				gather(ev, &gatherings[j], tuple->bindings[at].value);
			else if (count < most)
				gatherings[count++] = (Gathering) {tuple->bindings[at].symbol,
				tuple->bindings[at].value, NULL};
		}
	}

	reduced = ALLOC(ev, offsetof(Tuple, bindings) + count * sizeof(Binding));
	reduced->item = item.value;
	reduced->count = count;
	for (i = 0; i < count; i++)
	{
		reduced->bindings[i].symbol = gatherings[i].symbol;
		reduced->bindings[i].value = gatherings[i].value;
	}
	return reduced;
}

/* sfn_value_append, with what has been joined before growing in place */
static void
gather(Evaluator *ev, Gathering *gathering, Value more)
{
	if (is_undefined(more))
		return;
	if (gathering->joined == NULL)
	{
		gathering->value = sfn_value_append(ev, gathering->value, more);
		if (!is_undefined(gathering->value) && gathering->value.array != more.array &&
			gathering->value.kind == VALUE_ARRAY)
			gathering->joined = gathering->value.array;
	}
	else if (is_array(more))
		sfn_array_push_all(&ev->arena, gathering->joined, more);
	else
		sfn_array_push(&ev->arena, gathering->joined, more);
}
