/*-------------------------------------------------------------------------
 *
 * array.c
 *	  Arrays of an evaluation: made here, counted, or in a document.
 *
 * A range is not written out: [1..10000000] takes no more memory than [1..2],
 * as long as nobody changes it.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <limits.h>

#include "jsonata/container.h"
#include "jsonata/data.h"

#define MOST_ELEMENTS (INT_MAX / 2)

Array *
sfn_array_new(Arena *arena, int capacity, uint32 flags)
{
	Array	   *array = sfn_arena_alloc(arena, sizeof(Array) + capacity * sizeof(Value));

	array->count = 0;
	array->capacity = capacity;
	array->flags = flags;
	array->first = 0;
	array->items = (Value *) (array + 1);
	return array;
}

Array *
sfn_array_range(Arena *arena, double first, int count)
{
	Array	   *array = sfn_array_new(arena, 0, ARRAY_RANGE);

	array->first = first;
	array->count = count;
	array->items = NULL;
	return array;
}

/*
 * Room for some more elements.  The elements of a range become written out.
 */
void
sfn_array_grow(Arena *arena, Array *array, int more)
{
	int			capacity = Max(array->capacity, 4);
	Value	   *items;
	int			i;

	if (array->count > MOST_ELEMENTS - more)
		arena->exhausted(arena->arg);
	while (capacity < array->count + more)
		capacity *= 2;

	items = sfn_arena_alloc(arena, capacity * sizeof(Value));
	if (array->flags & ARRAY_RANGE)
	{
		for (i = 0; i < array->count; i++)
			items[i] = value_number(array->first + i);
		array->flags &= ~ARRAY_RANGE;
	}
	else if (array->count > 0)
		memcpy(items, array->items, array->count * sizeof(Value));
	array->items = items;
	array->capacity = capacity;
}

Value
sfn_array_get(Value value, int index)
{
	const Array *array = value.array;

	if (value.kind == VALUE_JSONB_ARRAY)
		return sfn_container_element(value.container, index);
	if (array->flags & ARRAY_RANGE)
		return value_number(array->first + index);
	return array->items[index];
}

void
sfn_array_push_all(Arena *arena, Array *array, Value other)
{
	ArrayWalk	walk;
	Value		element;
	int			count = sfn_array_count(other);

	if (array->count + count > array->capacity)
		sfn_array_grow(arena, array, count);
	sfn_walk_init(&walk, other);
	while (sfn_walk_next(&walk, &element))
		array->items[array->count++] = element;
}

Array *
sfn_array_own(Arena *arena, Value value)
{
	Array	   *array;

	if (value.kind == VALUE_ARRAY && (value.array->flags & ARRAY_RANGE) == 0)
		return value.array;

	array = sfn_array_new(arena, sfn_array_count(value), 0);
	sfn_array_push_all(arena, array, value);
	return array;
}

void
sfn_walk_init(ArrayWalk *walk, Value array)
{
	walk->index = 0;
	if (array.kind == VALUE_ARRAY)
	{
		walk->array = array.array;
		walk->count = array.array->count;
		return;
	}
	walk->array = NULL;
	walk->container = array.container;
	walk->count = JsonContainerSize(array.container);
	walk->data = (const char *) &array.container->children[walk->count];
	walk->offset = 0;
}

bool
sfn_walk_next(ArrayWalk *walk, Value *element)
{
	if (walk->index >= walk->count)
		return false;
	if (walk->array == NULL)
		*element = sfn_container_child(walk->container, walk->index, walk->data,
									   &walk->offset);
	else if (walk->array->flags & ARRAY_RANGE)
		*element = value_number(walk->array->first + walk->index);
	else
		*element = walk->array->items[walk->index];
	walk->index++;
	return true;
}
