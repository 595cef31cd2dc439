/*-------------------------------------------------------------------------
 *
 * fn_object.c
 *	  $keys, $lookup, $spread, $merge, $clone, $parse, $uuid.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/random_id.h"
#include "jsonata/native.h"
#include "utils/memutils.h"

/* A member's place is found through a hash, which is slower than to copy it. */
#define PUT_COST (4 * BYTES_PER_STEP)

static void add_keys(Evaluator *ev, Object *keys, Value value);
static Value spread(Evaluator *ev, Value value);

Value
sfn_fn_keys(Evaluator *ev, const NativeCall *call)
{
	Object	   *merged = sfn_object_new(&ev->arena, 8);
	Array	   *keys;
	int			i;

	add_keys(ev, merged, call->args[0]);
	sfn_object_settle(&ev->arena, merged);
	keys = sfn_array_new(&ev->arena, merged->count, ARRAY_SEQUENCE);
	for (i = 0; i < merged->count; i++)
		keys->items[keys->count++] = value_string(merged->keys[i].text, merged->keys[i].len);
	return value_array(keys);
}

/* Of an array, all keys of all its objects */
static void
add_keys(Evaluator *ev, Object *keys, Value value)
{
	ArrayWalk	elements;
	MemberWalk	members;
	Value		child;
	Key			key;

	sfn_stack_check(ev);
	if (is_array(value))
	{
		sfn_walk_init(&elements, value);
		while (sfn_walk_next(&elements, &child))
			add_keys(ev, keys, child);
	}
	else if (is_object(value))
	{
		sfn_member_walk_init(&ev->arena, &members, value);
		while (sfn_member_walk_next(&members, &key, &child))
		{
			sfn_evaluator_charge(ev, PUT_COST);
			sfn_object_put(&ev->arena, keys, key, value_bool(true));
		}
	}
}

Value
sfn_fn_lookup(Evaluator *ev, const NativeCall *call)
{
	if (!is_string(call->args[1]))
		return UNDEFINED_VALUE;
	return sfn_name_lookup(ev, call->args[0], (Key) {
		call->args[1].string, call->args[1].len
	});
}

Value
sfn_fn_spread(Evaluator *ev, const NativeCall *call)
{
	return spread(ev, call->args[0]);
}

static Value
spread(Evaluator *ev, Value value)
{
	Array	   *result;
	ArrayWalk	elements;
	MemberWalk	members;
	Value		child;
	Key			key;

	sfn_stack_check(ev);
	if (is_array(value))
	{
		result = sfn_array_new(&ev->arena, sfn_array_count(value),
							   sfn_array_count(value) == 0 ? ARRAY_SEQUENCE : 0);
		sfn_walk_init(&elements, value);
		while (sfn_walk_next(&elements, &child))
		{
			child = spread(ev, child);
			if (is_array(child))
				sfn_array_push_all(&ev->arena, result, child);
			else if (!is_undefined(child))
				sfn_array_push(&ev->arena, result, child);
		}
		return value_array(result);
	}
	if (!is_object(value))
		return value;

	result = sfn_array_new(&ev->arena, sfn_member_count(value), ARRAY_SEQUENCE);
	sfn_member_walk_init(&ev->arena, &members, value);
	while (sfn_member_walk_next(&members, &key, &child))
	{
		Object	   *object = sfn_object_new(&ev->arena, 1);

		sfn_evaluator_step(ev);
		sfn_object_put(&ev->arena, object, key, child);
		sfn_array_push(&ev->arena, result, value_object(object));
	}
	return value_array(result);
}

Value
sfn_fn_merge(Evaluator *ev, const NativeCall *call)
{
	Object	   *merged;
	ArrayWalk	elements;
	MemberWalk	members;
	Value		element;
	Value		member;
	Key			key;

	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	merged = sfn_object_new(&ev->arena, 8);
	sfn_walk_init(&elements, call->args[0]);
	while (sfn_walk_next(&elements, &element))
	{
		if (!is_object(element))
			continue;
		sfn_member_walk_init(&ev->arena, &members, element);
		while (sfn_member_walk_next(&members, &key, &member))
		{
			sfn_evaluator_charge(ev, PUT_COST);
			sfn_object_put(&ev->arena, merged, key, member);
		}
	}
	return value_object(merged);
}

Value
sfn_fn_clone(Evaluator *ev, const NativeCall *call)
{
	Value		value = call->args[0];

	if (value.kind == VALUE_ARRAY && (value.array->flags & ARRAY_WRAPPER) != 0)
		value = value.array->items[0];
	return sfn_value_clone(ev, value);
}

/* The service's: JSON text to a value */
Value
sfn_fn_parse(Evaluator *ev, const NativeCall *call)
{
	Value		text = call->args[0];
	MemoryContext scratch;
	MemoryContext caller;
	Jsonb	   *parsed;
	Jsonb	   *kept;
	JsonbValue	json;
	char	   *problem = NULL;

	if (is_undefined(text))
		return text;

	scratch = AllocSetContextCreate(CurrentMemoryContext, "JSONata $parse", ALLOCSET_SMALL_SIZES);
	caller = MemoryContextSwitchTo(scratch);
	parsed = sfn_json_parse(text.string, text.len, &problem);
	MemoryContextSwitchTo(caller);
	if (parsed == NULL)
	{
		MemoryContextDelete(scratch);
		sfn_native_refuse(ev, "Invalid JSON");
	}

	kept = ALLOC(ev, VARSIZE(parsed));
	memcpy(kept, parsed, VARSIZE(parsed));
	MemoryContextDelete(scratch);
	sfn_json_from_jsonb(kept, &json);
	return sfn_value_from_jsonb(&json);
}

Value
sfn_fn_uuid(Evaluator *ev, const NativeCall *call)
{
	pg_uuid_t	id;
	char	   *text;
	char	   *kept;
	Size		len;

	sfn_uuid4(&id);
	text = sfn_uuid_text(&id);
	len = strlen(text);
	kept = ALLOC(ev, len);
	memcpy(kept, text, len);
	pfree(text);
	return value_string(kept, len);
}
