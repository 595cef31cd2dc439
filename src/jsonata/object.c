/*-------------------------------------------------------------------------
 *
 * object.c
 *	  Objects of an evaluation: made here, or in a document.
 *
 * Members stay in the order in which they were put, but for keys that are
 * array indexes: JavaScript keeps those in front, in the order of numbers.  The
 * first time somebody looks at the order, sfn_object_settle makes it so.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "jsonata/container.h"
#include "jsonata/data.h"

/* More members than that are found through a hash. */
#define LARGEST_SCANNED 12

/* JavaScript's largest array index */
#define LARGEST_INDEX UINT64CONST(4294967294)

static bool key_is_index(Key key, uint64 *index);
static void grow(Arena *arena, Object *object);
static void own_keys(Arena *arena, Object *object);
static void hash_all(Arena *arena, Object *object);
static void hash_add(Object *object, int member);

static inline bool
keys_equal(Key a, Key b)
{
	return a.len == b.len && (a.text == b.text || memcmp(a.text, b.text, a.len) == 0);
}

static inline uint32
key_hash(Key key)
{
	return hash_bytes((const unsigned char *) key.text, key.len);
}

Object *
sfn_object_new(Arena *arena, int capacity)
{
	Object	   *object = sfn_arena_alloc(arena, sizeof(Object) +
										 capacity * (sizeof(Key) + sizeof(Value)));

	memset(object, 0, sizeof(Object));
	object->capacity = capacity;
	object->values = (Value *) (object + 1);
	object->keys = (Key *) (object->values + capacity);
	return object;
}

Object *
sfn_object_shaped(Arena *arena, Key *keys, int count)
{
	Object	   *object = sfn_arena_alloc(arena, sizeof(Object) + count * sizeof(Value));

	memset(object, 0, sizeof(Object));
	object->count = object->capacity = count;
	object->keys_shared = true;
	object->values = (Value *) (object + 1);
	object->keys = keys;
	return object;
}

void
sfn_object_put(Arena *arena, Object *object, Key key, Value value)
{
	int			found = sfn_object_find(object, key);
	uint64		index;

	if (found >= 0)
	{
		object->values[found] = value;
		return;
	}

	own_keys(arena, object);
	if (object->count == object->capacity)
		grow(arena, object);
	if (key_is_index(key, &index))
		object->has_indexes = object->unsettled = true;
	object->keys[object->count] = key;
	object->values[object->count] = value;
	object->count++;
	if (object->buckets > 0 && object->count * 2 <= object->buckets)
		hash_add(object, object->count - 1);
	else if (object->count > LARGEST_SCANNED)
		hash_all(arena, object);
}

void
sfn_object_remove(Arena *arena, Object *object, const Key *keys, int count)
{
	bool	   *gone = sfn_arena_alloc(arena, object->count * sizeof(bool));
	bool		any = false;
	int			kept = 0;
	int			i;

	memset(gone, 0, object->count * sizeof(bool));
	for (i = 0; i < count; i++)
	{
		int			found = sfn_object_find(object, keys[i]);

		if (found >= 0)
			any = gone[found] = true;
	}
	if (!any)
		return;

	own_keys(arena, object);
	for (i = 0; i < object->count; i++)
	{
		if (gone[i])
			continue;
		object->keys[kept] = object->keys[i];
		object->values[kept] = object->values[i];
		kept++;
	}
	object->count = kept;
	if (object->buckets > 0)
		hash_all(arena, object);
}

int
sfn_object_find(const Object *object, Key key)
{
	int			i;

	if (object->buckets > 0)
	{
		uint32		at = key_hash(key) & (object->buckets - 1);

		while (object->hash[at] != 0)
		{
			if (keys_equal(object->keys[object->hash[at] - 1], key))
				return object->hash[at] - 1;
			at = (at + 1) & (object->buckets - 1);
		}
		return -1;
	}

	for (i = 0; i < object->count; i++)
	{
		if (keys_equal(object->keys[i], key))
			return i;
	}
	return -1;
}

typedef struct IndexedMember
{
	uint64		index;
	Key			key;
	Value		value;
} IndexedMember;

static int
compare_indexes(const void *a, const void *b)
{
	uint64		x = ((const IndexedMember *) a)->index;
	uint64		y = ((const IndexedMember *) b)->index;

	return x < y ? -1 : x > y ? 1 : 0;
}

void
sfn_object_settle(Arena *arena, Object *object)
{
	IndexedMember *indexed;
	uint64		index;
	int			found = 0;
	int			kept = object->count;
	int			i;

	if (!object->unsettled)
		return;
	object->unsettled = false;

	/* The others move to the end, from where they are put back. */
	indexed = sfn_arena_alloc(arena, object->count * sizeof(IndexedMember));
	for (i = object->count - 1; i >= 0; i--)
	{
		if (key_is_index(object->keys[i], &index))
		{
			indexed[found].index = index;
			indexed[found].key = object->keys[i];
			indexed[found].value = object->values[i];
			found++;
		}
		else
		{
			kept--;
			object->keys[kept] = object->keys[i];
			object->values[kept] = object->values[i];
		}
	}
	qsort(indexed, found, sizeof(IndexedMember), compare_indexes);
	for (i = 0; i < found; i++)
	{
		object->keys[i] = indexed[i].key;
		object->values[i] = indexed[i].value;
	}
	if (object->buckets > 0)
		hash_all(arena, object);
}

int
sfn_member_count(Value object)
{
	return object.kind == VALUE_OBJECT ? object.object->count :
		(int) JsonContainerSize(object.container);
}

Value
sfn_member_get(Value object, Key key)
{
	int			found;

	if (object.kind == VALUE_JSONB_OBJECT)
		return sfn_container_member(object.container, key.text, key.len);
	found = sfn_object_find(object.object, key);
	return found < 0 ? UNDEFINED_VALUE : object.object->values[found];
}

void
sfn_member_walk_init(Arena *arena, MemberWalk *walk, Value object)
{
	walk->index = 0;
	if (object.kind == VALUE_OBJECT)
	{
		sfn_object_settle(arena, object.object);
		walk->object = object.object;
		walk->count = object.object->count;
		return;
	}
	walk->object = NULL;
	walk->container = object.container;
	walk->count = JsonContainerSize(object.container);
	walk->data = (const char *) &object.container->children[walk->count * 2];
	walk->key_offset = 0;
	walk->offset = walk->count > 0 ? getJsonbOffset(object.container, walk->count) : 0;
}

bool
sfn_member_walk_next(MemberWalk *walk, Key *key, Value *value)
{
	Value		name;

	if (walk->index >= walk->count)
		return false;
	if (walk->object != NULL)
	{
		*key = walk->object->keys[walk->index];
		*value = walk->object->values[walk->index];
	}
	else
	{
		name = sfn_container_child(walk->container, walk->index, walk->data,
								   &walk->key_offset);
		key->text = name.string;
		key->len = name.len;
		*value = sfn_container_child(walk->container, walk->index + walk->count,
									 walk->data, &walk->offset);
	}
	walk->index++;
	return true;
}

/* "0", "7", "4294967294", but not "07" nor "4294967295" */
static bool
key_is_index(Key key, uint64 *index)
{
	uint64		number = 0;
	uint32		i;

	if (key.len == 0 || key.len > 10 || (key.text[0] == '0' && key.len > 1))
		return false;
	for (i = 0; i < key.len; i++)
	{
		if (key.text[i] < '0' || key.text[i] > '9')
			return false;
		number = number * 10 + (key.text[i] - '0');
	}
	*index = number;
	return number <= LARGEST_INDEX;
}

static void
grow(Arena *arena, Object *object)
{
	int			capacity = Max(object->capacity * 2, 4);
	Value	   *values;
	Key		   *keys;

	if (capacity < object->capacity)
		arena->exhausted(arena->arg);
	values = sfn_arena_alloc(arena, capacity * (sizeof(Key) + sizeof(Value)));
	keys = (Key *) (values + capacity);
	if (object->count > 0)
	{
		memcpy(values, object->values, object->count * sizeof(Value));
		memcpy(keys, object->keys, object->count * sizeof(Key));
	}
	object->values = values;
	object->keys = keys;
	object->capacity = capacity;
}

static void
own_keys(Arena *arena, Object *object)
{
	if (!object->keys_shared)
		return;
	object->keys_shared = false;
	grow(arena, object);
}

static void
hash_all(Arena *arena, Object *object)
{
	int			buckets = Max(object->buckets, 32);
	int			i;

	while (buckets < object->count * 2)
		buckets *= 2;
	if (buckets != object->buckets)
		object->hash = sfn_arena_alloc(arena, buckets * sizeof(int));
	object->buckets = buckets;
	memset(object->hash, 0, buckets * sizeof(int));
	for (i = 0; i < object->count; i++)
		hash_add(object, i);
}

static void
hash_add(Object *object, int member)
{
	uint32		at = key_hash(object->keys[member]) & (object->buckets - 1);

	while (object->hash[at] != 0)
		at = (at + 1) & (object->buckets - 1);
	object->hash[at] = member + 1;
}
