/*-------------------------------------------------------------------------
 *
 * json_value.c
 *	  Look into JSON values: kinds, members, elements, equality.
 *
 * These functions run several times per state, so none of them allocates unless
 * it says so.  The server's own lookups mostly return palloc'd values and
 * its iterator pallocs per container; here a value is filled in from its entry
 * in the container, which is a header, one JEntry per child (keys first in
 * objects) and the children's data.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/json_number.h"
#include "base/json_value.h"
#include "miscadmin.h"

static void value_from_entry(const JsonbContainer *container, int index,
							 const char *data, uint32 offset, uint32 length,
							 JsonbValue *value);
static void cursor_read(JsonCursor *cursor, int index, uint32 *offset,
						JsonbValue *value);
static bool containers_equal(const JsonbValue *a, const JsonbValue *b);

/* The entries of a container and the data behind them */
#define CONTAINER_ENTRIES(jc) \
	(JsonContainerIsObject(jc) ? JsonContainerSize(jc) * 2 : JsonContainerSize(jc))
#define CONTAINER_DATA(jc) \
	((const char *) &(jc)->children[CONTAINER_ENTRIES(jc)])

void
sfn_json_from_jsonb(const Jsonb *jb, JsonbValue *value)
{
	const JsonbContainer *root = &jb->root;

	if (JsonContainerIsScalar(root))
		value_from_entry(root, 0, CONTAINER_DATA(root), 0,
						 getJsonbLength(root, 0), value);
	else
	{
		value->type = jbvBinary;
		value->val.binary.data = unconstify(JsonbContainer *, root);
		value->val.binary.len = VARSIZE(jb) - VARHDRSZ;
	}
}

bool
sfn_json_is_object(const JsonbValue *value)
{
	return value->type == jbvBinary &&
		JsonContainerIsObject(value->val.binary.data);
}

bool
sfn_json_is_array(const JsonbValue *value)
{
	return value->type == jbvBinary &&
		JsonContainerIsArray(value->val.binary.data);
}

int
sfn_json_count(const JsonbValue *value)
{
	return value->type == jbvBinary ?
		JsonContainerSize(value->val.binary.data) : 0;
}

bool
sfn_json_member(const JsonbValue *object, const char *key, int keylen, JsonbValue *member)
{
	if (!sfn_json_is_object(object))
		return false;
	if (keylen < 0)
		keylen = strlen(key);
	return getKeyJsonValueFromContainer(object->val.binary.data, key, keylen,
										member) != NULL;
}

bool
sfn_json_element(const JsonbValue *array, int index, JsonbValue *element)
{
	const JsonbContainer *container;

	if (!sfn_json_is_array(array))
		return false;
	container = array->val.binary.data;
	if (index < 0 || index >= JsonContainerSize(container))
		return false;

	value_from_entry(container, index, CONTAINER_DATA(container),
					 getJsonbOffset(container, index),
					 getJsonbLength(container, index), element);
	return true;
}

void
sfn_json_cursor_init(JsonCursor *cursor, const JsonbValue *container)
{
	memset(cursor, 0, sizeof(*cursor));
	if (container->type != jbvBinary)
		return;

	cursor->container = container->val.binary.data;
	cursor->count = JsonContainerSize(cursor->container);
	cursor->data = CONTAINER_DATA(cursor->container);
	if (JsonContainerIsObject(cursor->container) && cursor->count > 0)
		cursor->offset = getJsonbOffset(cursor->container, cursor->count);
}

bool
sfn_json_next_element(JsonCursor *cursor, JsonbValue *element)
{
	if (cursor->index >= cursor->count ||
		!JsonContainerIsArray(cursor->container))
		return false;

	cursor_read(cursor, cursor->index, &cursor->offset, element);
	cursor->index++;
	return true;
}

bool
sfn_json_next_member(JsonCursor *cursor, JsonbValue *key, JsonbValue *member)
{
	if (cursor->index >= cursor->count ||
		!JsonContainerIsObject(cursor->container))
		return false;

	cursor_read(cursor, cursor->index, &cursor->key_offset, key);
	cursor_read(cursor, cursor->index + cursor->count, &cursor->offset, member);
	cursor->index++;
	return true;
}

const char *
sfn_json_type_name(const JsonbValue *value)
{
	switch (value->type)
	{
		case jbvNull:
			return "null";
		case jbvBool:
			return "boolean";
		case jbvNumeric:
			return "number";
		case jbvString:
			return "string";
		case jbvBinary:
			return JsonContainerIsObject(value->val.binary.data) ?
				"object" : "array";
		default:
			elog(ERROR, "JSON value of type %d is not normalized", value->type);
	}
}

/*
 * sfn_json_equal
 *		Whether two values are the same JSON.
 *
 * compareJsonbContainers would agree, but compares strings in the order of the
 * database's collation.
 */
bool
sfn_json_equal(const JsonbValue *a, const JsonbValue *b)
{
	if (a->type != b->type)
		return false;

	switch (a->type)
	{
		case jbvNull:
			return true;
		case jbvBool:
			return a->val.boolean == b->val.boolean;
		case jbvNumeric:
			return sfn_number_equal(a->val.numeric, b->val.numeric);
		case jbvString:
			return a->val.string.len == b->val.string.len &&
				memcmp(a->val.string.val, b->val.string.val,
					   a->val.string.len) == 0;
		case jbvBinary:
			return containers_equal(a, b);
		default:
			elog(ERROR, "JSON value of type %d is not normalized", a->type);
	}
}

char *
sfn_json_string(const JsonbValue *string)
{
	Assert(string->type == jbvString);

	return pnstrdup(string->val.string.val, string->val.string.len);
}

bool
sfn_json_string_is(const JsonbValue *value, const char *text)
{
	return value->type == jbvString &&
		strlen(text) == value->val.string.len &&
		memcmp(text, value->val.string.val, value->val.string.len) == 0;
}

bool
sfn_json_int64(const JsonbValue *value, int64 *result)
{
	return value->type == jbvNumeric &&
		sfn_number_int64(value->val.numeric, result);
}

double
sfn_json_double(const JsonbValue *number)
{
	Assert(number->type == jbvNumeric);

	return sfn_number_double(number->val.numeric);
}

/*
 * A value whose data begins at offset.  Padding before an aligned child counts
 * as the child's.
 */
static void
value_from_entry(const JsonbContainer *container, int index, const char *data,
				 uint32 offset, uint32 length, JsonbValue *value)
{
	JEntry		entry = container->children[index];
	char	   *start = unconstify(char *, data) + offset;
	char	   *aligned = unconstify(char *, data) + INTALIGN(offset);

	switch (entry & JENTRY_TYPEMASK)
	{
		case JENTRY_ISNULL:
			value->type = jbvNull;
			break;
		case JENTRY_ISBOOL_FALSE:
		case JENTRY_ISBOOL_TRUE:
			value->type = jbvBool;
			value->val.boolean = JBE_ISBOOL_TRUE(entry);
			break;
		case JENTRY_ISNUMERIC:
			value->type = jbvNumeric;
			value->val.numeric = (Numeric) aligned;
			break;
		case JENTRY_ISSTRING:
			value->type = jbvString;
			value->val.string.val = start;
			value->val.string.len = length;
			break;
		case JENTRY_ISCONTAINER:
			value->type = jbvBinary;
			value->val.binary.data = (JsonbContainer *) aligned;
			value->val.binary.len = length - (aligned - start);
			break;
		default:
			elog(ERROR, "unknown kind of JSON entry %x", entry);
	}
}

/*
 * The child at *offset, which moves on to the next.
 */
static void
cursor_read(JsonCursor *cursor, int index, uint32 *offset, JsonbValue *value)
{
	JEntry		entry = cursor->container->children[index];
	uint32		length = JBE_OFFLENFLD(entry);

	/* Some entries hold where they end instead of how long they are. */
	if (JBE_HAS_OFF(entry))
		length -= *offset;
	value_from_entry(cursor->container, index, cursor->data, *offset, length,
					 value);
	*offset += length;
}

/*
 * Members are stored in one order, whatever the order they were given in.
 */
static bool
containers_equal(const JsonbValue *a, const JsonbValue *b)
{
	JsonCursor	x;
	JsonCursor	y;
	JsonbValue	key_x;
	JsonbValue	key_y;
	JsonbValue	value_x;
	JsonbValue	value_y;

	if (a->val.binary.data == b->val.binary.data)
		return true;
	if (sfn_json_is_object(a) != sfn_json_is_object(b) ||
		sfn_json_count(a) != sfn_json_count(b))
		return false;
	if (a->val.binary.len == b->val.binary.len &&
		memcmp(a->val.binary.data, b->val.binary.data,
			   a->val.binary.len) == 0)
		return true;

	check_stack_depth();
	sfn_json_cursor_init(&x, a);
	sfn_json_cursor_init(&y, b);
	if (sfn_json_is_array(a))
	{
		while (sfn_json_next_element(&x, &value_x) &&
			   sfn_json_next_element(&y, &value_y))
		{
			if (!sfn_json_equal(&value_x, &value_y))
				return false;
		}
		return true;
	}

	while (sfn_json_next_member(&x, &key_x, &value_x) &&
		   sfn_json_next_member(&y, &key_y, &value_y))
	{
		if (!sfn_json_equal(&key_x, &key_y) ||
			!sfn_json_equal(&value_x, &value_y))
			return false;
	}
	return true;
}
