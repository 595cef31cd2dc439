/*-------------------------------------------------------------------------
 *
 * json_value.h
 *	  JSON values in their binary form: text, size, members, construction.
 *
 * The currency of evaluation is JsonbValue, normalized: a scalar (jbvNull,
 * jbvString, jbvNumeric, jbvBool) or jbvBinary, which points into a document
 * that somebody else keeps alive.  jbvObject and jbvArray trees appear only
 * inside construction and never leave it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_JSON_VALUE_H
#define SFN_JSON_VALUE_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/jsonb.h"

/* ---- looking ---- */

/* A whole document as a value; a raw scalar is unwrapped. Points into jb. */
extern void sfn_json_from_jsonb(const Jsonb *jb, JsonbValue *value);
extern bool sfn_json_is_object(const JsonbValue *value);
extern bool sfn_json_is_array(const JsonbValue *value);
extern int	sfn_json_count(const JsonbValue *value);	/* members or elements; 0 for scalars */
/*
 * false: not an object, or no such member; keylen -1 wherever there is one:
 * key is NUL-terminated
 */
extern bool sfn_json_member(const JsonbValue *object, const char *key, int keylen, JsonbValue *member);
extern bool sfn_json_element(const JsonbValue *array, int index, JsonbValue *element);

/*
 * All elements or members in turn, without allocating:
 * sfn_json_cursor_init(&c, &value); while (sfn_json_next_member(&c, &key, &member)) ...
 * Members come in jsonb's order.  A scalar has neither.
 */
typedef struct JsonCursor
{
	const JsonbContainer *container;
	int			count;
	int			index;
	const char *data;
	uint32		key_offset;
	uint32		offset;			/* of the next element or member value */
} JsonCursor;

extern void sfn_json_cursor_init(JsonCursor *cursor, const JsonbValue *container);
extern bool sfn_json_next_element(JsonCursor *cursor, JsonbValue *element);
extern bool sfn_json_next_member(JsonCursor *cursor, JsonbValue *key, JsonbValue *member);

/* "null", "boolean", "number", "string", "array", "object" */
extern const char *sfn_json_type_name(const JsonbValue *value);
/* Deep equality; numbers by value (1 = 1.0). */
extern bool sfn_json_equal(const JsonbValue *a, const JsonbValue *b);
/* A string value's text, NUL-terminated, palloc'd */
extern char *sfn_json_string(const JsonbValue *string);
extern bool sfn_json_string_is(const JsonbValue *value, const char *text);
/* false: not a number, has a fraction, or leaves int64 */
extern bool sfn_json_int64(const JsonbValue *value, int64 *result);
extern double sfn_json_double(const JsonbValue *number);

/* ---- making ---- */

/* Values that point to the given memory; nothing is copied.  Only set_int64 pallocs. */
extern void sfn_json_set_null(JsonbValue *value);
extern void sfn_json_set_bool(JsonbValue *value, bool b);
extern void sfn_json_set_int64(JsonbValue *value, int64 number);
extern void sfn_json_set_string(JsonbValue *value, const char *text, int len);
extern void sfn_json_set_cstring(JsonbValue *value, const char *text);

/*
 * Any value as a document of its own, palloc'd in the current context
 * (containers are copied whole, scalars wrapped).
 */
extern Jsonb *sfn_json_to_jsonb(const JsonbValue *value);
/*
 * The same in two steps, for memory of the caller's: how many bytes, and into
 * them (int-aligned).
 */
extern Size sfn_json_jsonb_size(const JsonbValue *value);
extern void sfn_json_write_jsonb(const JsonbValue *value, Jsonb *jsonb);
/*
 * Normalize a tree of jbvObject and jbvArray, such as pushJsonbValue(...,
 * WJB_END_*) returns; pallocs.  Its leaves may be jbvBinary.
 */
extern void sfn_json_finish(const JsonbValue *built, JsonbValue *value);
/* The same, but false and *problem where finish ereports that jsonb cannot hold it. */
extern bool sfn_json_try_finish(const JsonbValue *built, JsonbValue *value, const char **problem);

/*
 * JsonBuilder b = {0}; sfn_json_begin_object(&b); sfn_json_add(&b, "key",
 * &value); ... sfn_json_end_object(&b); sfn_json_built(&b, &value);
 *
 * Keys and values are pointed to until sfn_json_built, which copies all of
 * them once, whole documents included; the builder is then as new.  The last
 * of several members with the same key wins.
 */
typedef struct JsonBuilder
{
	struct JsonBuilderEntry *entries;	/* of the containers that are still open */
	int			count;
	int			capacity;
	int			open;			/* entry of the innermost open container + 1, or 0 */
	const char *key;			/* of the value to come */
	int			keylen;
	JsonbValue	result;			/* tree, once the outermost container has ended */
} JsonBuilder;

extern void sfn_json_begin_object(JsonBuilder *builder);
extern void sfn_json_begin_array(JsonBuilder *builder);
extern void sfn_json_key(JsonBuilder *builder, const char *key, int keylen);
extern void sfn_json_push(JsonBuilder *builder, const JsonbValue *value);	/* element, or value after key */
/* every member of an object; of members with one name the last one added stays */
extern void sfn_json_push_members(JsonBuilder *builder, const JsonbValue *object);
extern void sfn_json_add(JsonBuilder *builder, const char *key, const JsonbValue *value);
extern void sfn_json_add_string(JsonBuilder *builder, const char *key, const char *text);	/* NULL text: left out */
extern void sfn_json_add_int64(JsonBuilder *builder, const char *key, int64 number);
extern void sfn_json_add_bool(JsonBuilder *builder, const char *key, bool b);
extern void sfn_json_end_object(JsonBuilder *builder);
extern void sfn_json_end_array(JsonBuilder *builder);
/*
 * After the outermost end: the built value, normalized (palloc'd in the
 * current context).
 */
extern void sfn_json_built(JsonBuilder *builder, JsonbValue *value);
/* The same as a document. */
extern Jsonb *sfn_json_built_jsonb(JsonBuilder *builder);
/*
 * The same, but NULL and *problem (palloc'd) where the others ereport that
 * jsonb cannot hold it.
 */
extern Jsonb *sfn_json_try_built_jsonb(JsonBuilder *builder, char **problem);

/* ---- text ---- */

/* Compact JSON text, as the service writes it: no spaces. */
extern void sfn_json_append_text(StringInfo out, const JsonbValue *value);
extern char *sfn_json_text(const JsonbValue *value);
extern void sfn_json_append_quoted(StringInfo out, const char *text, int len);
/* Bytes of the compact text. */
extern int64 sfn_json_text_size(const JsonbValue *value);
/*
 * Whether the compact text has more bytes than limit; cheap when the binary
 * form proves that it has not.
 */
extern bool sfn_json_exceeds(const JsonbValue *value, int64 limit);

/*
 * JSON text to a document.  NULL when the text is not JSON or cannot be stored
 * (U+0000, lone surrogate, too deep, a number beyond numeric); *problem then
 * says why, in the parser's words, lower case, palloc'd.  Never throws for bad
 * text.  Leaves garbage in the current context.
 */
extern Jsonb *sfn_json_parse(const char *text, int len, char **problem);

#endif							/* SFN_JSON_VALUE_H */
