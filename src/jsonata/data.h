/*-------------------------------------------------------------------------
 *
 * data.h
 *	  The values that an evaluation computes with.
 *
 * A Value is two words and passed as such.  What comes from a document stays
 * there: a number of a document keeps its digits until something computes with it, an
 * array or object is the address of its container, a string its bytes.  What
 * the expression makes is in the arena: arrays, objects with their
 * members in order, functions.
 *
 * Arrays carry the reference's marks.  A SEQUENCE is what a path yields: of no
 * elements it is nothing, of one it is that element, unless it is to KEEP its
 * singleton.  A CONS array was written with brackets as a step and is not
 * flattened into the sequence around it.  A TUPLES sequence carries the bindings of @,
 * # and % along.  WRAPPER is around a document that is an array itself.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_DATA_H
#define SFN_DATA_H

#include "postgres.h"

#include "jsonata/arena.h"
#include "utils/jsonb.h"

typedef enum ValueKind
{
	VALUE_UNDEFINED,
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_NUMBER,				/* binary64 */
	VALUE_NUMERIC,				/* a document's number */
	VALUE_STRING,				/* UTF-8; lone surrogates of escapes as three bytes each */
	VALUE_ARRAY,				/* made here */
	VALUE_JSONB_ARRAY,
	VALUE_OBJECT,				/* made here */
	VALUE_JSONB_OBJECT,
	VALUE_FUNCTION,
	VALUE_TUPLE,				/* element of a TUPLES sequence, nowhere else */
	VALUE_THUNK					/* a call in tail position, to be made by its caller's caller */
} ValueKind;

typedef struct Value
{
	uint32		kind;
	uint32		len;			/* bytes: of a string, of a container */
	union
	{
		bool		boolean;
		double		number;
		Numeric		numeric;
		const char *string;
		const JsonbContainer *container;
		struct Array *array;
		struct Object *object;
		struct Function *function;
		struct Tuple *tuple;
		struct Thunk *thunk;
	};
} Value;

#define ARRAY_SEQUENCE	0x01
#define ARRAY_KEEP		0x02
#define ARRAY_CONS		0x04
#define ARRAY_TUPLES	0x08
#define ARRAY_WRAPPER	0x10
#define ARRAY_RANGE		0x20	/* first, first + 1 ...: no items */

typedef struct Array
{
	int			count;
	int			capacity;
	uint32		flags;
	double		first;			/* of a range */
	Value	   *items;
} Array;

typedef struct Key
{
	const char *text;
	uint32		len;
} Key;

/*
 * Members in the order in which they were put; the reference's order, which has keys that
 * are array indexes first, is made when somebody looks (sfn_object_settle).
 */
typedef struct Object
{
	int			count;
	int			capacity;
	bool		keys_shared;	/* keys belong to the expression: copy before writing */
	bool		unsettled;
	bool		has_indexes;	/* some key is an array index */
	int			buckets;		/* power of two, or 0: no hash */
	int		   *hash;			/* member + 1, or 0 */
	Key		   *keys;
	Value	   *values;
} Object;

#define UNDEFINED_VALUE ((Value) {.kind = VALUE_UNDEFINED})

static inline Value
value_null(void)
{
	return (Value) {.kind = VALUE_NULL};
}

static inline Value
value_bool(bool boolean)
{
	return (Value) {.kind = VALUE_BOOL,.boolean = boolean};
}

static inline Value
value_number(double number)
{
	return (Value) {.kind = VALUE_NUMBER,.number = number};
}

static inline Value
value_string(const char *text, Size len)
{
	return (Value) {.kind = VALUE_STRING,.len = len,.string = text};
}

static inline Value
value_array(Array *array)
{
	return (Value) {.kind = VALUE_ARRAY,.array = array};
}

static inline Value
value_object(Object *object)
{
	return (Value) {.kind = VALUE_OBJECT,.object = object};
}

static inline bool
is_undefined(Value value)
{
	return value.kind == VALUE_UNDEFINED;
}

static inline bool
is_number(Value value)
{
	return value.kind == VALUE_NUMBER || value.kind == VALUE_NUMERIC;
}

static inline bool
is_string(Value value)
{
	return value.kind == VALUE_STRING;
}

static inline bool
is_array(Value value)
{
	return value.kind == VALUE_ARRAY || value.kind == VALUE_JSONB_ARRAY;
}

static inline bool
is_object(Value value)
{
	return value.kind == VALUE_OBJECT || value.kind == VALUE_JSONB_OBJECT;
}

static inline bool
is_function(Value value)
{
	return value.kind == VALUE_FUNCTION;
}

static inline bool
is_sequence(Value value)
{
	return value.kind == VALUE_ARRAY && (value.array->flags & ARRAY_SEQUENCE) != 0;
}

static inline bool
has_tuples(Value value)
{
	return value.kind == VALUE_ARRAY && (value.array->flags & ARRAY_TUPLES) != 0;
}

/* ---- arrays ---- */

static inline int
sfn_array_count(Value array)
{
	return array.kind == VALUE_ARRAY ? array.array->count :
		(int) JsonContainerSize(array.container);
}

extern Array *sfn_array_new(Arena *arena, int capacity, uint32 flags);
extern Array *sfn_array_range(Arena *arena, double first, int count);
extern void sfn_array_grow(Arena *arena, Array *array, int more);
extern Value sfn_array_get(Value array, int index);
/* All elements of another array at the end. */
extern void sfn_array_push_all(Arena *arena, Array *array, Value other);
/* The array itself if it was made here and is written out, else a copy that is. */
extern Array *sfn_array_own(Arena *arena, Value array);

static inline void
sfn_array_push(Arena *arena, Array *array, Value value)
{
	if (array->count >= array->capacity)
		sfn_array_grow(arena, array, 1);
	array->items[array->count++] = value;
}

/*
 * Elements in turn: sfn_walk_init(&walk, array); while (sfn_walk_next(&walk,
 * &element)) ...
 */
typedef struct ArrayWalk
{
	const Array *array;
	const JsonbContainer *container;
	const char *data;
	int			index;
	int			count;
	uint32		offset;
} ArrayWalk;

extern void sfn_walk_init(ArrayWalk *walk, Value array);
extern bool sfn_walk_next(ArrayWalk *walk, Value *element);

/* ---- objects ---- */

extern Object *sfn_object_new(Arena *arena, int capacity);
/* An object whose keys are the expression's; values are to be filled in. */
extern Object *sfn_object_shaped(Arena *arena, Key *keys, int count);
/* A new member, or the new value of one that is there. */
extern void sfn_object_put(Arena *arena, Object *object, Key key, Value value);
/* Those members of these keys that there are */
extern void sfn_object_remove(Arena *arena, Object *object, const Key *keys, int count);
/* Index of a member, or -1. */
extern int	sfn_object_find(const Object *object, Key key);
extern void sfn_object_settle(Arena *arena, Object *object);
extern int	sfn_member_count(Value object);
/* UNDEFINED where there is none. */
extern Value sfn_member_get(Value object, Key key);

typedef struct MemberWalk
{
	const Object *object;
	const JsonbContainer *container;
	const char *data;
	int			index;
	int			count;
	uint32		key_offset;
	uint32		offset;
} MemberWalk;

extern void sfn_member_walk_init(Arena *arena, MemberWalk *walk, Value object);
extern bool sfn_member_walk_next(MemberWalk *walk, Key *key, Value *value);

/* ---- any value ---- */

extern Value sfn_value_from_jsonb(const JsonbValue *json);
/* The number that a value with is_number is worth. */
extern double sfn_value_double_slow(Value number);

static inline double
sfn_value_double(Value number)
{
	return number.kind == VALUE_NUMBER ? number.number : sfn_value_double_slow(number);
}

/* Order of two strings by UTF-16 units, as the reference compares. */
extern int	sfn_string_compare(Value a, Value b);
extern bool sfn_string_equal(Value a, Value b);

#endif							/* SFN_DATA_H */
