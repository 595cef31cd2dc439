/*-------------------------------------------------------------------------
 *
 * container.c
 *	  Children of jsonb containers as values.
 *
 * A member is looked up many times per evaluation.  Objects mostly have a few
 * members, whose keys are stored in order of length, so one pass over the lengths
 * finds the key, and adding them up finds the value; the server's binary
 * search adds them up anew at each probe.  It is left to large objects.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/container.h"

/* Objects of up to as many members are looked through from the start. */
#define SMALL_OBJECT 24

static Value small_member(const JsonbContainer *object, int count,
						  const char *key, uint32 len);

Value
sfn_container_element(const JsonbContainer *array, int index)
{
	const char *data = (const char *) &array->children[JsonContainerSize(array)];

	return sfn_container_value(array->children[index], data,
							   getJsonbOffset(array, index),
							   getJsonbLength(array, index));
}

Value
sfn_container_member(const JsonbContainer *object, const char *key, uint32 len)
{
	int			count = JsonContainerSize(object);
	JsonbValue	found;

	if (count <= SMALL_OBJECT)
		return small_member(object, count, key, len);
	if (getKeyJsonValueFromContainer(unconstify(JsonbContainer *, object),
									 key, len, &found) == NULL)
		return UNDEFINED_VALUE;
	return sfn_value_from_jsonb(&found);
}

static Value
small_member(const JsonbContainer *object, int count, const char *key, uint32 len)
{
	const JEntry *entries = object->children;
	const char *data = (const char *) &entries[count * 2];
	uint32		offset = 0;
	uint32		end;
	int			i;
	int			at;

	for (i = 0;; i++)
	{
		if (i >= count)
			return UNDEFINED_VALUE;
		end = JBE_HAS_OFF(entries[i]) ? JBE_OFFLENFLD(entries[i]) :
			offset + JBE_OFFLENFLD(entries[i]);
		if (end - offset >= len)
		{
			if (end - offset > len)
				return UNDEFINED_VALUE;
			if (memcmp(data + offset, key, len) == 0)
				break;
		}
		offset = end;
	}

	/* Entry 0 and, in objects so small, at most one more hold where they end. */
	at = i + count;
	for (offset = end, i++; i < at; i++)
		offset = JBE_HAS_OFF(entries[i]) ? JBE_OFFLENFLD(entries[i]) :
			offset + JBE_OFFLENFLD(entries[i]);
	return sfn_container_child(object, at, data, &offset);
}
