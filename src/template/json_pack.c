/*-------------------------------------------------------------------------
 *
 * json_pack.c
 *	  Put values together to an object or array in binary form, in one pass.
 *
 * pushJsonbValue() takes every container apart that it is given and converts
 * the whole tree again at the end.  Templates and array functions mostly put
 * together what exists in binary form, so here the parts are copied as they
 * are: the cost is that of the bytes.
 *
 * The layout is the one of utils/jsonb.h: a header with the number of children
 * and the kind, a JEntry for each child (an object's names, then its values), the
 * children themselves, with numbers and containers aligned to 4 bytes.  A
 * JEntry has its child's length, or at every JB_OFFSET_STRIDE'th the offset of
 * its end.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "template/json_pack.h"
#include "utils/numeric.h"

static JsonbContainer *container_begin(uint32 kind, int count, int children, uint64 data_len,
									   JsonbValue *result);
static uint64 values_length(const JsonbValue *values, int count, uint64 offset);
static void values_write(const JsonbValue *values, int count, JEntry *entries, int first_child,
						 char *data, uint32 offset);

int
sfn_member_name_compare(const char *a, int a_len, const char *b, int b_len)
{
	if (a_len != b_len)
		return a_len > b_len ? 1 : -1;

	return memcmp(a, b, a_len);
}

ObjectShape *
sfn_object_shape_make(const JsonbValue *names, int count)
{
	ObjectShape *shape = palloc(sizeof(ObjectShape));

	shape->count = count;
	shape->names_len = (uint32) values_length(names, count, 0);
	shape->entries = palloc(Max(count, 1) * sizeof(JEntry));
	shape->names = palloc(Max(shape->names_len, 1));
	values_write(names, count, shape->entries, 0, shape->names, 0);

	return shape;
}

void
sfn_object_pack(const ObjectShape *shape, const JsonbValue *values, JsonbValue *result)
{
	JsonbContainer *container;
	char	   *data;

	container = container_begin(JB_FOBJECT, shape->count, 2 * shape->count,
								values_length(values, shape->count, shape->names_len), result);
	data = (char *) (container->children + 2 * shape->count);

	memcpy(container->children, shape->entries, shape->count * sizeof(JEntry));
	memcpy(data, shape->names, shape->names_len);
	values_write(values, shape->count, container->children + shape->count, shape->count,
				 data, shape->names_len);
}

void
sfn_array_pack(const JsonbValue *values, int count, JsonbValue *result)
{
	JsonbContainer *container;

	container = container_begin(JB_FARRAY, count, count, values_length(values, count, 0), result);
	values_write(values, count, container->children, 0,
				 (char *) (container->children + count), 0);
}

/*
 * container_begin
 *		A document with room for its children; result is set to it.
 */
static JsonbContainer *
container_begin(uint32 kind, int count, int children, uint64 data_len, JsonbValue *result)
{
	Size		len;
	Jsonb	   *jsonb;

	if (data_len > JENTRY_OFFLENMASK || children > JB_CMASK)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("JSON value built by an expression exceeds the maximum of %u bytes",
						JENTRY_OFFLENMASK)));

	len = offsetof(JsonbContainer, children) + children * sizeof(JEntry) + data_len;
	jsonb = palloc(VARHDRSZ + len);
	SET_VARSIZE(jsonb, VARHDRSZ + len);
	jsonb->root.header = kind | (uint32) count;

	result->type = jbvBinary;
	result->val.binary.data = &jsonb->root;
	result->val.binary.len = (int) len;

	return &jsonb->root;
}

/*
 * values_length
 *		Where the last value ends when the first may begin at offset.
 */
static uint64
values_length(const JsonbValue *values, int count, uint64 offset)
{
	for (int i = 0; i < count; i++)
	{
		const JsonbValue *value = &values[i];

		switch (value->type)
		{
			case jbvNull:
			case jbvBool:
				break;
			case jbvString:
				offset += value->val.string.len;
				break;
			case jbvNumeric:
				offset = INTALIGN(offset) + VARSIZE_ANY(value->val.numeric);
				break;
			case jbvBinary:
				offset = INTALIGN(offset) + value->val.binary.len;
				break;
			default:
				elog(ERROR, "unexpected type %d of a JSON value", (int) value->type);
		}
	}

	return offset;
}

static void
values_write(const JsonbValue *values, int count, JEntry *entries, int first_child,
			 char *data, uint32 offset)
{
	for (int i = 0; i < count; i++)
	{
		const JsonbValue *value = &values[i];
		uint32		start = offset;
		const void *bytes = NULL;
		uint32		len = 0;
		JEntry		entry;

		switch (value->type)
		{
			case jbvNull:
				entry = JENTRY_ISNULL;
				break;
			case jbvBool:
				entry = value->val.boolean ? JENTRY_ISBOOL_TRUE : JENTRY_ISBOOL_FALSE;
				break;
			case jbvString:
				entry = JENTRY_ISSTRING;
				bytes = value->val.string.val;
				len = value->val.string.len;
				break;
			case jbvNumeric:
				entry = JENTRY_ISNUMERIC;
				bytes = value->val.numeric;
				len = VARSIZE_ANY(value->val.numeric);
				break;
			default:
				Assert(value->type == jbvBinary);
				entry = JENTRY_ISCONTAINER;
				bytes = value->val.binary.data;
				len = value->val.binary.len;
				break;
		}

		if (entry == JENTRY_ISNUMERIC || entry == JENTRY_ISCONTAINER)
		{
			while (offset != INTALIGN(offset))
				data[offset++] = 0;
		}
		if (len > 0)
			memcpy(data + offset, bytes, len);
		offset += len;

		if ((first_child + i) % JB_OFFSET_STRIDE == 0)
			entry |= offset | JENTRY_HAS_OFF;
		else
			entry |= offset - start;
		entries[i] = entry;
	}
}
