/*-------------------------------------------------------------------------
 *
 * path_set.c
 *	  Write a value where a reference path points.
 *
 * Documents are read-only, so writing makes a copy.  Only the containers on
 * the way are made anew; their other children are copied as bytes, unseen.
 *
 * Whether the path can be applied is settled before anything is written.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonpath/path_nodes.h"
#include "miscadmin.h"

static bool can_set(const SfnPath *path, const JsonbValue *document);
static void build(JsonBuilder *builder, const JsonbValue *old, const PathStep *step, int steps,
				  const JsonbValue *value);
static void build_object(JsonBuilder *builder, const JsonbValue *old, const PathStep *step,
						 int steps, const JsonbValue *value);
static void build_member(JsonBuilder *builder, const JsonbValue *old, const PathStep *step,
						 int steps, const JsonbValue *value);
static int	compare_with_name(const JsonbValue *key, const PathStep *step);
static void build_array(JsonBuilder *builder, const JsonbValue *old, const PathStep *step,
						int steps, const JsonbValue *value);

bool
sfn_path_set(const SfnPath *path, const JsonbValue *document, const JsonbValue *value,
			 JsonbValue *result)
{
	JsonBuilder builder = {0};

	if (!can_set(path, document))
		return false;
	if (path->count == 0)
	{
		*result = *value;
		return true;
	}
	build(&builder, document, path->steps, path->count, value);
	sfn_json_built(&builder, result);
	return true;
}

/*
 * can_set
 *		Names lead into objects, and what is missing below one will be made;
 *		indices lead to elements that exist.
 */
static bool
can_set(const SfnPath *path, const JsonbValue *document)
{
	JsonbValue	node = *document;
	bool		missing = false;

	if (!path->reference)
		return false;
	for (int i = 0; i < path->count; i++)
	{
		const PathStep *step = &path->steps[i];

		if (step->type == STEP_INDEX)
		{
			if (missing || step->is.index >= sfn_json_count(&node) ||
				!sfn_json_element(&node, (int) step->is.index, &node))
				return false;
		}
		else if (!missing)
		{
			if (!sfn_json_is_object(&node))
				return false;
			missing = !sfn_json_member(&node, step->is.name.text, step->is.name.len, &node);
		}
	}
	return true;
}

/*
 * build
 *		Add a copy of old in which the node that the given steps lead to is
 *		value.  Without old, objects are made up to there.
 */
static void
build(JsonBuilder *builder, const JsonbValue *old, const PathStep *step, int steps,
	  const JsonbValue *value)
{
	check_stack_depth();
	if (steps == 0)
		sfn_json_push(builder, value);
	else if (step->type == STEP_NAME)
		build_object(builder, old, step, steps, value);
	else
		build_array(builder, old, step, steps, value);
}

/*
 * build_object
 *		The member is added where jsonb's order has it, which saves the builder
 *		from sorting.
 */
static void
build_object(JsonBuilder *builder, const JsonbValue *old, const PathStep *step, int steps,
			 const JsonbValue *value)
{
	JsonCursor	cursor;
	JsonbValue	none;
	JsonbValue	key;
	JsonbValue	child;
	bool		added = false;

	sfn_json_set_null(&none);
	sfn_json_begin_object(builder);
	sfn_json_cursor_init(&cursor, old != NULL ? old : &none);
	while (sfn_json_next_member(&cursor, &key, &child))
	{
		int			order = added ? -1 : compare_with_name(&key, step);

		if (order >= 0)
		{
			build_member(builder, order == 0 ? &child : NULL, step, steps, value);
			added = true;
		}
		if (order != 0)
		{
			sfn_json_key(builder, key.val.string.val, key.val.string.len);
			sfn_json_push(builder, &child);
		}
	}
	if (!added)
		build_member(builder, NULL, step, steps, value);
	sfn_json_end_object(builder);
}

static void
build_member(JsonBuilder *builder, const JsonbValue *old, const PathStep *step, int steps,
			 const JsonbValue *value)
{
	sfn_json_key(builder, step->is.name.text, step->is.name.len);
	build(builder, old, step + 1, steps - 1, value);
}

/* jsonb's order of keys: by length, then by bytes. */
static int
compare_with_name(const JsonbValue *key, const PathStep *step)
{
	if (key->val.string.len != step->is.name.len)
		return key->val.string.len < step->is.name.len ? -1 : 1;
	return memcmp(key->val.string.val, step->is.name.text, step->is.name.len);
}

static void
build_array(JsonBuilder *builder, const JsonbValue *old, const PathStep *step, int steps,
			const JsonbValue *value)
{
	JsonCursor	cursor;
	JsonbValue	child;

	sfn_json_begin_array(builder);
	sfn_json_cursor_init(&cursor, old);
	for (int i = 0; sfn_json_next_element(&cursor, &child); i++)
	{
		if (i == step->is.index)
			build(builder, &child, step + 1, steps - 1, value);
		else
			sfn_json_push(builder, &child);
	}
	sfn_json_end_array(builder);
}
