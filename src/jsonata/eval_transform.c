/*-------------------------------------------------------------------------
 *
 * eval_transform.c
 *	  |where|update, delete|: a function that returns a changed copy.
 *
 * The copy is made of arrays and objects of the arena, so what the pattern
 * finds in it can be changed in place.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/evaluator.h"

static Value clone_object(Evaluator *ev, const Function *transform, Value object);
static void change_match(Evaluator *ev, const Function *transform, Value match,
						 const ArenaMark *start);
static void update_match(Evaluator *ev, const Function *transform, Value match, bool ours);
static void delete_from_match(Evaluator *ev, const Function *transform, Value match, bool ours);

Value
sfn_transform_evaluate(Evaluator *ev, const AstNode *node, Scope *scope)
{
	Value		value = sfn_function_new(ev, FUNCTION_TRANSFORM, 1);

	value.function->node = node;
	value.function->scope = scope;
	return value;
}

Value
sfn_transform_apply(Evaluator *ev, const Function *transform, Value object)
{
	Value		result;
	Value		matches;
	Value		match;
	ArrayWalk	walk;
	ArenaMark	start;

	if (is_undefined(object))
		return object;

	sfn_arena_mark(&ev->arena, &start);
	result = clone_object(ev, transform, object);
	matches = sfn_evaluate(ev, transform->node->left, result, transform->scope);
	if (is_undefined(matches))
		return result;
	if (!is_array(matches))
	{
		change_match(ev, transform, matches, &start);
		return result;
	}

	sfn_walk_init(&walk, matches);
	while (sfn_walk_next(&walk, &match))
	{
		sfn_evaluator_step(ev);
		change_match(ev, transform, match, &start);
	}
	return result;
}

/*
 * A pattern may also find what is not in the copy, such as a variable.  That stays
 * as it is: evaluation changes nothing but what it has made itself.
 */
static void
change_match(Evaluator *ev, const Function *transform, Value match, const ArenaMark *start)
{
	bool		ours = match.kind == VALUE_OBJECT &&
	sfn_arena_is_newer(&ev->arena, start, match.object);

	update_match(ev, transform, match, ours);
	delete_from_match(ev, transform, match, ours);
}

/* An expression may have its own idea of $clone. */
static Value
clone_object(Evaluator *ev, const Function *transform, Value object)
{
	const Jsonata *expression = ev->expression;
	Value		clone;
	int			i;

	for (i = 0; i < expression->symbol_count; i++)
	{
		if (expression->bound[i] && expression->symbols[i].len == strlen("clone") &&
			memcmp(expression->symbols[i].text, "clone", strlen("clone")) == 0 &&
			sfn_scope_lookup(transform->scope, i, &clone))
		{
			if (!is_function(clone))
				sfn_evaluator_raise(ev, "T2013", transform->node->position,
									UNDEFINED_VALUE, clone);
			return sfn_value_call(ev, clone, &object, 1);
		}
	}
	return sfn_value_clone(ev, object);
}

static void
update_match(Evaluator *ev, const Function *transform, Value match, bool ours)
{
	const AstNode *clause = transform->node->right;
	Value		update = sfn_evaluate(ev, clause, match, transform->scope);
	MemberWalk	walk;
	Key			key;
	Value		member;

	if (is_undefined(update))
		return;
	if (!is_object(update))
		sfn_evaluator_raise(ev, "T2011", clause->position, UNDEFINED_VALUE, update);
	if (!ours)
		return;

	sfn_member_walk_init(&ev->arena, &walk, update);
	while (sfn_member_walk_next(&walk, &key, &member))
		sfn_object_put(&ev->arena, match.object, key, member);
}

static void
delete_from_match(Evaluator *ev, const Function *transform, Value match, bool ours)
{
	const AstNode *clause = transform->node->third;
	Value		names;
	Value		name;
	ArrayWalk	walk;
	Key		   *keys;
	int			count = 0;

	if (clause == NULL)
		return;
	names = sfn_evaluate(ev, clause, match, transform->scope);
	if (is_undefined(names))
		return;
	if (is_string(names))
	{
		if (ours)
			sfn_object_remove(&ev->arena, match.object, &(Key) {
				names.string, names.len
			}, 1);
		return;
	}

	if (is_array(names))
	{
		sfn_walk_init(&walk, names);
		while (sfn_walk_next(&walk, &name) && is_string(name))
			;
	}
	if (!is_array(names) || walk.index < walk.count || (walk.count > 0 && !is_string(name)))
		sfn_evaluator_raise(ev, "T2012", clause->position, UNDEFINED_VALUE, names);
	if (!ours)
		return;
	keys = ALLOC(ev, walk.count * sizeof(Key));
	sfn_walk_init(&walk, names);
	while (sfn_walk_next(&walk, &name))
	{
		sfn_evaluator_step(ev);
		keys[count].text = name.string;
		keys[count++].len = name.len;
	}
	sfn_object_remove(&ev->arena, match.object, keys, count);
}
