/*-------------------------------------------------------------------------
 *
 * json_build.c
 *	  Make JSON documents: from values, from parts, from text.
 *
 * The server's pushJsonbValue takes a document that becomes part of another
 * apart to its last scalar and puts it together again.  Here it is copied as
 * the bytes it is: a container has the same form whether it is a document of its
 * own or nested, as long as it begins at a multiple of four.  What is written
 * equals what the server would write, byte for byte.
 *
 * A builder keeps the children of all open containers on one stack.  When a
 * container ends, its children leave the stack for an array of their own
 * and the container takes their place; when the outermost ends, the tree is written
 * out in one pass.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/json_number.h"
#include "base/json_reader.h"
#include "base/json_value.h"
#include "miscadmin.h"
#include "utils/memutils.h"

/*
 * A child of an open container, or the open container itself, which is then
 * jbvObject or jbvArray and without children; in that case outer leads to
 * the container around it.
 */
typedef struct JsonBuilderEntry
{
	const char *key;
	int			keylen;
	int			outer;
	JsonbValue	value;
} JsonBuilderEntry;

/* jsonb's limit on children, here for everything that waits on the stack */
#define MOST_ENTRIES ((int) (MaxAllocSize / sizeof(JsonBuilderEntry)))

/* A document in the making: a varlena, the rest of it growing */
typedef struct JsonWriter
{
	StringInfoData out;
	const char *problem;		/* what jsonb cannot hold; then out is worthless */
} JsonWriter;

static JsonBuilderEntry *push_entry(JsonBuilder *builder);
static void begin_container(JsonBuilder *builder, enum jbvType type);
static void end_object(const JsonBuilderEntry *children, int count, JsonbValue *object);
static void end_array(const JsonBuilderEntry *children, int count, JsonbValue *array);
static void end_container(JsonBuilder *builder, enum jbvType type);
static int	compare_keys(const JsonbValue *a, const JsonbValue *b);
static int	compare_pairs(const void *a, const void *b);
static Jsonb *write_document(const JsonbValue *tree, const char **problem);
static JEntry write_value(JsonWriter *writer, const JsonbValue *value);
static JEntry write_array(JsonWriter *writer, const JsonbValue *array);
static JEntry write_object(JsonWriter *writer, const JsonbValue *object);
static int	reserve_entries(JsonWriter *writer, uint32 header, int entries);
static bool write_child(JsonWriter *writer, const JsonbValue *child,
						int entries_at, int index, uint32 *total);
static JEntry container_entry(JsonWriter *writer, int start);
static void set_too_large(JsonWriter *writer);
static void write_padding(JsonWriter *writer);
static void report_unstorable(const char *problem) pg_attribute_noreturn();
static bool push_item(JsonBuilder *builder, const JsonReader *reader, JsonItem item);

void
sfn_json_set_null(JsonbValue *value)
{
	value->type = jbvNull;
}

void
sfn_json_set_bool(JsonbValue *value, bool b)
{
	value->type = jbvBool;
	value->val.boolean = b;
}

void
sfn_json_set_int64(JsonbValue *value, int64 number)
{
	value->type = jbvNumeric;
	value->val.numeric = int64_to_numeric(number);
}

void
sfn_json_set_string(JsonbValue *value, const char *text, int len)
{
	value->type = jbvString;
	value->val.string.val = unconstify(char *, text);
	value->val.string.len = len;
}

void
sfn_json_set_cstring(JsonbValue *value, const char *text)
{
	sfn_json_set_string(value, text, strlen(text));
}

Jsonb *
sfn_json_to_jsonb(const JsonbValue *value)
{
	Jsonb	   *jsonb = palloc(sfn_json_jsonb_size(value));

	sfn_json_write_jsonb(value, jsonb);
	return jsonb;
}

/*
 * sfn_json_jsonb_size
 *		Bytes of the value as a document, varlena header included.
 *
 * A scalar is stored as an array of one element, which here begins aligned.
 */
Size
sfn_json_jsonb_size(const JsonbValue *value)
{
	Size		scalar = offsetof(Jsonb, root.children) + sizeof(JEntry);

	switch (value->type)
	{
		case jbvNull:
		case jbvBool:
			return scalar;
		case jbvNumeric:
			return scalar + VARSIZE_ANY(value->val.numeric);
		case jbvString:
			if (value->val.string.len > JENTRY_OFFLENMASK)
				report_unstorable(psprintf("string is longer than %d bytes",
										   JENTRY_OFFLENMASK));
			return scalar + value->val.string.len;
		case jbvBinary:
			return VARHDRSZ + value->val.binary.len;
		default:
			elog(ERROR, "JSON value of type %d is not normalized", value->type);
	}
}

void
sfn_json_write_jsonb(const JsonbValue *value, Jsonb *jsonb)
{
	Size		size = sfn_json_jsonb_size(value);
	JEntry	   *entry = &jsonb->root.children[0];
	Size		len;

	SET_VARSIZE(jsonb, size);
	if (value->type == jbvBinary)
	{
		memcpy(&jsonb->root, value->val.binary.data, value->val.binary.len);
		return;
	}

	jsonb->root.header = 1 | JB_FSCALAR | JB_FARRAY;
	len = size - offsetof(Jsonb, root.children) - sizeof(JEntry);
	*entry = JENTRY_HAS_OFF | len;
	switch (value->type)
	{
		case jbvNull:
			*entry |= JENTRY_ISNULL;
			break;
		case jbvBool:
			*entry |= value->val.boolean ? JENTRY_ISBOOL_TRUE : JENTRY_ISBOOL_FALSE;
			break;
		case jbvNumeric:
			*entry |= JENTRY_ISNUMERIC;
			memcpy(entry + 1, value->val.numeric, len);
			break;
		default:
			*entry |= JENTRY_ISSTRING;
			memcpy(entry + 1, value->val.string.val, len);
			break;
	}
}

void
sfn_json_finish(const JsonbValue *built, JsonbValue *value)
{
	const char *problem;

	if (!sfn_json_try_finish(built, value, &problem))
		report_unstorable(problem);
}

bool
sfn_json_try_finish(const JsonbValue *built, JsonbValue *value, const char **problem)
{
	Jsonb	   *jsonb;

	*problem = NULL;
	jsonb = write_document(built, problem);
	if (jsonb == NULL)
		return false;
	sfn_json_from_jsonb(jsonb, value);
	return true;
}

void
sfn_json_begin_object(JsonBuilder *builder)
{
	begin_container(builder, jbvObject);
}

void
sfn_json_begin_array(JsonBuilder *builder)
{
	begin_container(builder, jbvArray);
}

void
sfn_json_key(JsonBuilder *builder, const char *key, int keylen)
{
	Assert(builder->open > 0 && builder->key == NULL);
	Assert(builder->entries[builder->open - 1].value.type == jbvObject);

	builder->key = key;
	builder->keylen = keylen < 0 ? (int) strlen(key) : keylen;
}

void
sfn_json_push(JsonBuilder *builder, const JsonbValue *value)
{
	Assert(builder->open > 0);

	push_entry(builder)->value = *value;
}

void
sfn_json_push_members(JsonBuilder *builder, const JsonbValue *object)
{
	JsonCursor	cursor;
	JsonbValue	key;
	JsonbValue	member;

	sfn_json_cursor_init(&cursor, object);
	while (sfn_json_next_member(&cursor, &key, &member))
	{
		sfn_json_key(builder, key.val.string.val, key.val.string.len);
		sfn_json_push(builder, &member);
	}
}

void
sfn_json_add(JsonBuilder *builder, const char *key, const JsonbValue *value)
{
	sfn_json_key(builder, key, strlen(key));
	sfn_json_push(builder, value);
}

void
sfn_json_add_string(JsonBuilder *builder, const char *key, const char *text)
{
	JsonbValue	value;

	if (text == NULL)
		return;
	sfn_json_set_cstring(&value, text);
	sfn_json_add(builder, key, &value);
}

void
sfn_json_add_int64(JsonBuilder *builder, const char *key, int64 number)
{
	JsonbValue	value;

	sfn_json_set_int64(&value, number);
	sfn_json_add(builder, key, &value);
}

void
sfn_json_add_bool(JsonBuilder *builder, const char *key, bool b)
{
	JsonbValue	value;

	sfn_json_set_bool(&value, b);
	sfn_json_add(builder, key, &value);
}

void
sfn_json_end_object(JsonBuilder *builder)
{
	end_container(builder, jbvObject);
}

void
sfn_json_end_array(JsonBuilder *builder)
{
	end_container(builder, jbvArray);
}

void
sfn_json_built(JsonBuilder *builder, JsonbValue *value)
{
	sfn_json_from_jsonb(sfn_json_built_jsonb(builder), value);
}

Jsonb *
sfn_json_built_jsonb(JsonBuilder *builder)
{
	char	   *problem = NULL;
	Jsonb	   *jsonb = sfn_json_try_built_jsonb(builder, &problem);

	if (jsonb == NULL)
		report_unstorable(problem);
	return jsonb;
}

Jsonb *
sfn_json_try_built_jsonb(JsonBuilder *builder, char **problem)
{
	const char *words = NULL;
	Jsonb	   *jsonb;

	Assert(builder->open == 0 && builder->entries != NULL);

	jsonb = write_document(&builder->result, &words);
	pfree(builder->entries);
	memset(builder, 0, sizeof(*builder));
	if (jsonb == NULL)
		*problem = pstrdup(words);
	return jsonb;
}

/*
 * sfn_json_parse
 *		JSON text to a document.
 *
 * Text that is a single scalar is kept in a container of its own as well, so
 * that there is one way through the builder, and unwrapped at the end.
 */
Jsonb *
sfn_json_parse(const char *text, int len, char **problem)
{
	JsonReader	reader;
	JsonBuilder builder = {0};
	JsonbValue	scalar;
	JsonItem	item;

	sfn_json_reader_init(&reader, text, len);
	sfn_json_begin_array(&builder);
	while ((item = sfn_json_reader_next(&reader)) != JSON_ITEM_END)
	{
		CHECK_FOR_INTERRUPTS();
		if (item == JSON_ITEM_PROBLEM)
		{
			*problem = pstrdup(reader.problem);
			return NULL;
		}
		if (!push_item(&builder, &reader, item))
		{
			*problem = pstrdup("too many elements");
			return NULL;
		}
	}
	sfn_json_end_array(&builder);

	scalar = builder.result.val.array.elems[0];
	if (scalar.type != jbvArray && scalar.type != jbvObject)
		return sfn_json_to_jsonb(&scalar);
	builder.result = scalar;
	return sfn_json_try_built_jsonb(&builder, problem);
}

static JsonBuilderEntry *
push_entry(JsonBuilder *builder)
{
	JsonBuilderEntry *entry;

	if (builder->count == builder->capacity)
	{
		if (builder->capacity == 0)
		{
			builder->capacity = 16;
			builder->entries = palloc(builder->capacity * sizeof(JsonBuilderEntry));
		}
		else if (builder->count >= MOST_ENTRIES)
			report_unstorable("too many elements");
		else
		{
			builder->capacity = Min(builder->capacity * 2, MOST_ENTRIES);
			builder->entries = repalloc(builder->entries,
										builder->capacity * sizeof(JsonBuilderEntry));
		}
	}

	entry = &builder->entries[builder->count++];
	entry->key = builder->key;
	entry->keylen = builder->keylen;
	builder->key = NULL;
	return entry;
}

static void
begin_container(JsonBuilder *builder, enum jbvType type)
{
	JsonBuilderEntry *entry = push_entry(builder);

	entry->value.type = type;
	entry->outer = builder->open;
	builder->open = builder->count;
}

static void
end_container(JsonBuilder *builder, enum jbvType type)
{
	int			first = builder->open;
	JsonBuilderEntry *entry = &builder->entries[first - 1];

	Assert(first > 0 && builder->key == NULL && entry->value.type == type);

	if (type == jbvObject)
		end_object(entry + 1, builder->count - first, &entry->value);
	else
		end_array(entry + 1, builder->count - first, &entry->value);

	builder->count = first;
	builder->open = entry->outer;
	if (builder->open == 0)
		builder->result = entry->value;
}

/*
 * Members in jsonb's order, of equal keys the last.
 */
static void
end_object(const JsonBuilderEntry *children, int count, JsonbValue *object)
{
	JsonbPair  *pairs = MemoryContextAllocHuge(CurrentMemoryContext,
											   Max(count, 1) * sizeof(JsonbPair));
	bool		sorted = true;
	int			kept = 0;
	int			i;

	for (i = 0; i < count; i++)
	{
		sfn_json_set_string(&pairs[i].key, children[i].key, children[i].keylen);
		pairs[i].value = children[i].value;
		pairs[i].order = i;
		if (i > 0 && compare_keys(&pairs[i - 1].key, &pairs[i].key) >= 0)
			sorted = false;
	}

	if (sorted)
		kept = count;
	else
	{
		qsort(pairs, count, sizeof(JsonbPair), compare_pairs);
		for (i = 0; i < count; i++)
		{
			if (kept > 0 && compare_keys(&pairs[kept - 1].key, &pairs[i].key) == 0)
				pairs[kept - 1] = pairs[i];
			else
				pairs[kept++] = pairs[i];
		}
	}

	object->type = jbvObject;
	object->val.object.nPairs = kept;
	object->val.object.pairs = pairs;
}

static void
end_array(const JsonBuilderEntry *children, int count, JsonbValue *array)
{
	JsonbValue *elems = palloc(Max(count, 1) * sizeof(JsonbValue));
	int			i;

	for (i = 0; i < count; i++)
		elems[i] = children[i].value;

	array->type = jbvArray;
	array->val.array.nElems = count;
	array->val.array.elems = elems;
	array->val.array.rawScalar = false;
}

/* jsonb's order of keys: short ones first, then by bytes */
static int
compare_keys(const JsonbValue *a, const JsonbValue *b)
{
	if (a->val.string.len != b->val.string.len)
		return a->val.string.len < b->val.string.len ? -1 : 1;
	return memcmp(a->val.string.val, b->val.string.val, a->val.string.len);
}

static int
compare_pairs(const void *a, const void *b)
{
	const JsonbPair *x = a;
	const JsonbPair *y = b;
	int			order = compare_keys(&x->key, &y->key);

	if (order != 0)
		return order;
	return x->order < y->order ? -1 : 1;
}

/*
 * A tree as a document; NULL and *problem if jsonb cannot hold it.
 */
static Jsonb *
write_document(const JsonbValue *tree, const char **problem)
{
	JsonWriter	writer;
	Jsonb	   *jsonb;

	if (tree->type != jbvArray && tree->type != jbvObject)
		return sfn_json_to_jsonb(tree);
	if (tree->type == jbvArray && tree->val.array.rawScalar)
		return sfn_json_to_jsonb(&tree->val.array.elems[0]);

	initStringInfo(&writer.out);
	writer.problem = NULL;
	appendStringInfoSpaces(&writer.out, VARHDRSZ);
	write_value(&writer, tree);
	if (writer.problem != NULL)
	{
		*problem = writer.problem;
		pfree(writer.out.data);
		return NULL;
	}

	jsonb = (Jsonb *) writer.out.data;
	SET_VARSIZE(jsonb, writer.out.len);
	return jsonb;
}

/*
 * Append a value, padding included; its entry without regard to where it
 * stands in its container.
 */
static JEntry
write_value(JsonWriter *writer, const JsonbValue *value)
{
	int			start = writer->out.len;
	JEntry		type;

	switch (value->type)
	{
		case jbvNull:
			return JENTRY_ISNULL;
		case jbvBool:
			return value->val.boolean ? JENTRY_ISBOOL_TRUE : JENTRY_ISBOOL_FALSE;
		case jbvString:
			if (value->val.string.len > JENTRY_OFFLENMASK)
			{
				writer->problem = psprintf("string is longer than %d bytes",
										   JENTRY_OFFLENMASK);
				return 0;
			}
			type = JENTRY_ISSTRING;
			appendBinaryStringInfo(&writer->out, value->val.string.val,
								   value->val.string.len);
			break;
		case jbvNumeric:
			type = JENTRY_ISNUMERIC;
			write_padding(writer);
			appendBinaryStringInfo(&writer->out, (char *) value->val.numeric,
								   VARSIZE_ANY(value->val.numeric));
			break;
		case jbvBinary:
			type = JENTRY_ISCONTAINER;
			write_padding(writer);
			appendBinaryStringInfo(&writer->out, (char *) value->val.binary.data,
								   value->val.binary.len);
			break;
		case jbvArray:
			return write_array(writer, value);
		case jbvObject:
			return write_object(writer, value);
		default:
			elog(ERROR, "cannot store JSON value of type %d", value->type);
	}

	return type | (writer->out.len - start);
}

static JEntry
write_array(JsonWriter *writer, const JsonbValue *array)
{
	int			count = array->val.array.nElems;
	int			start = writer->out.len;
	uint32		total = 0;
	int			entries_at;
	int			i;

	check_stack_depth();
	entries_at = reserve_entries(writer, count | JB_FARRAY, count);
	for (i = 0; i < count; i++)
	{
		if (!write_child(writer, &array->val.array.elems[i], entries_at, i, &total))
			return 0;
	}

	return container_entry(writer, start);
}

static JEntry
write_object(JsonWriter *writer, const JsonbValue *object)
{
	int			count = object->val.object.nPairs;
	int			start = writer->out.len;
	uint32		total = 0;
	int			entries_at;
	int			i;

	check_stack_depth();
	entries_at = reserve_entries(writer, count | JB_FOBJECT, count * 2);
	for (i = 0; i < count; i++)
	{
		if (!write_child(writer, &object->val.object.pairs[i].key,
						 entries_at, i, &total))
			return 0;
	}
	for (i = 0; i < count; i++)
	{
		if (!write_child(writer, &object->val.object.pairs[i].value,
						 entries_at, i + count, &total))
			return 0;
	}

	return container_entry(writer, start);
}

/*
 * A container's header, and room for its entries; where they are.
 */
static int
reserve_entries(JsonWriter *writer, uint32 header, int entries)
{
	int			entries_at;

	write_padding(writer);
	appendBinaryStringInfo(&writer->out, (char *) &header, sizeof(header));
	entries_at = writer->out.len;
	enlargeStringInfo(&writer->out, entries * sizeof(JEntry));
	writer->out.len += entries * sizeof(JEntry);
	return entries_at;
}

/*
 * Append a child and fill in its entry.  As the server does, every so many
 * entries tell where the child ends instead of how long it is.
 */
static bool
write_child(JsonWriter *writer, const JsonbValue *child, int entries_at,
			int index, uint32 *total)
{
	JEntry		entry = write_value(writer, child);

	if (writer->problem != NULL)
		return false;

	*total += JBE_OFFLENFLD(entry);
	if (*total > JENTRY_OFFLENMASK)
	{
		set_too_large(writer);
		return false;
	}
	if (index % JB_OFFSET_STRIDE == 0)
		entry = (entry & JENTRY_TYPEMASK) | *total | JENTRY_HAS_OFF;
	memcpy(writer->out.data + entries_at + index * sizeof(JEntry), &entry,
		   sizeof(JEntry));
	return true;
}

/*
 * The entry of the container just written.  Its header and its children's
 * entries count too.
 */
static JEntry
container_entry(JsonWriter *writer, int start)
{
	int			len = writer->out.len - start;

	if (len > JENTRY_OFFLENMASK)
	{
		set_too_large(writer);
		return 0;
	}
	return JENTRY_ISCONTAINER | len;
}

static void
set_too_large(JsonWriter *writer)
{
	writer->problem = psprintf("array or object takes more than %d bytes",
							   JENTRY_OFFLENMASK);
}

static void
write_padding(JsonWriter *writer)
{
	while (writer->out.len != INTALIGN(writer->out.len))
		appendStringInfoCharMacro(&writer->out, '\0');
}

static void
report_unstorable(const char *problem)
{
	ereport(ERROR,
			(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
			 errmsg("JSON value is too large"),
			 errdetail("Not representable as jsonb: %s.", problem)));
}

/*
 * false: too many elements
 */
static bool
push_item(JsonBuilder *builder, const JsonReader *reader, JsonItem item)
{
	JsonbValue	value;

	if (builder->count >= MOST_ENTRIES)
		return false;

	switch (item)
	{
		case JSON_ITEM_BEGIN_OBJECT:
			sfn_json_begin_object(builder);
			return true;
		case JSON_ITEM_END_OBJECT:
			sfn_json_end_object(builder);
			return true;
		case JSON_ITEM_BEGIN_ARRAY:
			sfn_json_begin_array(builder);
			return true;
		case JSON_ITEM_END_ARRAY:
			sfn_json_end_array(builder);
			return true;
		case JSON_ITEM_KEY:
			sfn_json_key(builder, reader->text, reader->len);
			return true;
		case JSON_ITEM_STRING:
			sfn_json_set_string(&value, reader->text, reader->len);
			break;
		case JSON_ITEM_NUMBER:
			value.type = jbvNumeric;
			value.val.numeric = sfn_number_parse(reader->text, reader->len);
			break;
		case JSON_ITEM_TRUE:
		case JSON_ITEM_FALSE:
			sfn_json_set_bool(&value, item == JSON_ITEM_TRUE);
			break;
		default:
			sfn_json_set_null(&value);
			break;
	}
	sfn_json_push(builder, &value);
	return true;
}
