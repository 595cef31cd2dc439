/*-------------------------------------------------------------------------
 *
 * container.h
 *	  Children of jsonb containers as values.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_CONTAINER_H
#define SFN_CONTAINER_H

#include "postgres.h"

#include "jsonata/data.h"

extern Value sfn_container_element(const JsonbContainer *array, int index);
/* UNDEFINED where there is none. */
extern Value sfn_container_member(const JsonbContainer *object, const char *key, uint32 len);

/*
 * The value of an entry whose data, padding included, has len bytes at offset.
 */
static inline Value
sfn_container_value(JEntry entry, const char *data, uint32 offset, uint32 len)
{
	Value		value;
	const char *aligned;

	switch (entry & JENTRY_TYPEMASK)
	{
		case JENTRY_ISSTRING:
			value.kind = VALUE_STRING;
			value.len = len;
			value.string = data + offset;
			return value;
		case JENTRY_ISNUMERIC:
			value.kind = VALUE_NUMERIC;
			value.len = 0;
			value.numeric = (Numeric) (data + INTALIGN(offset));
			return value;
		case JENTRY_ISBOOL_FALSE:
			return value_bool(false);
		case JENTRY_ISBOOL_TRUE:
			return value_bool(true);
		case JENTRY_ISCONTAINER:
			aligned = data + INTALIGN(offset);
			value.container = (const JsonbContainer *) aligned;
			value.kind = JsonContainerIsObject(value.container) ?
				VALUE_JSONB_OBJECT : VALUE_JSONB_ARRAY;
			value.len = len - (aligned - (data + offset));
			return value;
		default:
			return value_null();
	}
}

/*
 * The child at *offset, which moves on to the next.  Some entries hold where
 * they end instead of how long they are.
 */
static inline Value
sfn_container_child(const JsonbContainer *container, int index,
					const char *data, uint32 *offset)
{
	JEntry		entry = container->children[index];
	uint32		start = *offset;
	uint32		len = JBE_OFFLENFLD(entry);

	if (JBE_HAS_OFF(entry))
		len -= start;
	*offset = start + len;
	return sfn_container_value(entry, data, start, len);
}

#endif							/* SFN_CONTAINER_H */
