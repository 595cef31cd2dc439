/*-------------------------------------------------------------------------
 *
 * intrinsic_array.c
 *	  Intrinsic functions on arrays.
 *
 * Values are equal when they are deeply equal, numbers by value: 1 is 1.0.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "template/intrinsic_call.h"

static void make_array(JsonbValue *elements, int count, JsonbValue *result);
static uint32 value_hash(const JsonbValue *value);

/* States.Array(value, ...) */
bool
sfn_intrinsic_array(const IntrinsicCall *call, JsonbValue *result)
{
	make_array(unconstify(JsonbValue *, call->arguments), call->count, result);

	return true;
}

/* States.ArrayContains(array, value) */
bool
sfn_intrinsic_array_contains(const IntrinsicCall *call, JsonbValue *result)
{
	JsonbValue *elements;
	int			count;
	bool		found = false;

	if (!sfn_intrinsic_elements(call, 0, &elements, &count))
		return false;

	for (int i = 0; i < count && !found; i++)
	{
		CHECK_FOR_INTERRUPTS();
		found = sfn_json_equal(&elements[i], &call->arguments[1]);
	}
	sfn_json_set_bool(result, found);

	return true;
}

/* States.ArrayGetItem(array, index) */
bool
sfn_intrinsic_array_get_item(const IntrinsicCall *call, JsonbValue *result)
{
	const JsonbValue *array = &call->arguments[0];
	int64		index;
	int			count;

	if (!sfn_intrinsic_length(call, 0, &count) ||
		!sfn_intrinsic_integer(call, 1, &index))
		return false;
	if (index < 0 || index >= count)
		return sfn_intrinsic_fail(call, "index " INT64_FORMAT " is outside of an array of %d items",
								  index, count);

	return sfn_json_element(array, (int) index, result);
}

/* States.ArrayLength(array) */
bool
sfn_intrinsic_array_length(const IntrinsicCall *call, JsonbValue *result)
{
	int			count;

	if (!sfn_intrinsic_length(call, 0, &count))
		return false;
	sfn_json_set_int64(result, count);

	return true;
}

/* States.ArrayPartition(array, items of a part): the last part may be shorter */
bool
sfn_intrinsic_array_partition(const IntrinsicCall *call, JsonbValue *result)
{
	JsonbValue *elements;
	JsonbValue *parts;
	int			count;
	int			part_count = 0;
	int64		size;

	if (!sfn_intrinsic_elements(call, 0, &elements, &count) ||
		!sfn_intrinsic_integer(call, 1, &size))
		return false;
	if (size <= 0)
		return sfn_intrinsic_fail(call, "the size of a part must be positive, but was " INT64_FORMAT,
								  size);

	/* A part that is larger than the array is the array. */
	size = Min(size, Max(count, 1));
	parts = palloc((count / size + 1) * sizeof(JsonbValue));
	for (int start = 0; start < count; start += size)
	{
		CHECK_FOR_INTERRUPTS();
		sfn_intrinsic_set_array(elements + start, Min(size, count - start), &parts[part_count++]);
	}
	make_array(parts, part_count, result);

	return true;
}

/* States.ArrayRange(first, last, step): last is in the array when a step hits it */
bool
sfn_intrinsic_array_range(const IntrinsicCall *call, JsonbValue *result)
{
	JsonbValue	items[INTRINSIC_MAX_ITEMS];
	int64		first;
	int64		last;
	int64		step;
	uint64		distance;
	uint64		stride;
	int			count = 0;

	if (!sfn_intrinsic_integer(call, 0, &first) ||
		!sfn_intrinsic_integer(call, 1, &last) ||
		!sfn_intrinsic_integer(call, 2, &step))
		return false;
	if (step == 0)
		return sfn_intrinsic_fail(call, "the step must not be 0");

	/* Unsigned, since the distance may leave int64. */
	distance = step > 0 ? (uint64) last - (uint64) first : (uint64) first - (uint64) last;
	stride = step > 0 ? (uint64) step : -(uint64) step;
	if (step > 0 ? first <= last : first >= last)
	{
		if (distance / stride >= INTRINSIC_MAX_ITEMS)
			return sfn_intrinsic_fail(call, "the array would have more than %d items",
									  INTRINSIC_MAX_ITEMS);
		count = (int) (distance / stride) + 1;
	}

	for (int i = 0; i < count; i++)
		sfn_json_set_int64(&items[i], first + i * step);
	make_array(items, count, result);

	return true;
}

/*
 * States.ArrayUnique(array): each value where it comes first
 *
 * A table of hashes keeps the time linear; one hash per slot, with the
 * element's number plus one, so that 0 says that the slot is free.
 */
bool
sfn_intrinsic_array_unique(const IntrinsicCall *call, JsonbValue *result)
{
	JsonbValue *elements;
	uint32	   *hashes;
	int		   *slots;
	uint32		mask;
	int			count;
	int			kept = 0;

	if (!sfn_intrinsic_elements(call, 0, &elements, &count))
		return false;

	mask = pg_nextpower2_32(2 * Max(count, 1)) - 1;
	slots = palloc0((mask + 1) * sizeof(int));
	hashes = palloc(Max(count, 1) * sizeof(uint32));

	for (int i = 0; i < count; i++)
	{
		uint32		hash = value_hash(&elements[i]);
		uint32		slot = hash & mask;

		CHECK_FOR_INTERRUPTS();
		while (slots[slot] != 0 &&
			   !(hashes[slots[slot] - 1] == hash &&
				 sfn_json_equal(&elements[slots[slot] - 1], &elements[i])))
			slot = (slot + 1) & mask;

		if (slots[slot] == 0)
		{
			hashes[kept] = hash;
			elements[kept++] = elements[i];
			slots[slot] = kept;
		}
	}
	make_array(elements, kept, result);

	return true;
}

static void
make_array(JsonbValue *elements, int count, JsonbValue *result)
{
	JsonbValue	array;

	sfn_intrinsic_set_array(elements, count, &array);
	sfn_json_finish(&array, result);
}

/* Equal values have equal hashes: jsonb's own hash, which takes numbers by value. */
static uint32
value_hash(const JsonbValue *value)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	part;
	uint32		hash = 0;

	if (value->type != jbvBinary)
	{
		JsonbHashScalarValue(value, &hash);
		return hash;
	}

	iterator = JsonbIteratorInit(value->val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &part, false)) != WJB_DONE)
	{
		if (token == WJB_KEY || token == WJB_VALUE || token == WJB_ELEM)
			JsonbHashScalarValue(&part, &hash);
		else
			hash = pg_rotate_left32(hash, 1) ^ (uint32) token;
	}

	return hash;
}
