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
/* false: not an object, or no such member */
extern bool sfn_json_member(const JsonbValue *object, const char *key, int keylen, JsonbValue *member);
extern bool sfn_json_element(const JsonbValue *array, int index, JsonbValue *element);
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

/* Values that point to the given memory; nothing is copied. */
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
/* Normalize what pushJsonbValue(..., WJB_END_*) returned; pallocs. */
extern void sfn_json_finish(JsonbValue *built, JsonbValue *value);

/* Builder: sfn_json_begin_object(&b); sfn_json_add(&b, "key", &value); ... sfn_json_end(&b, &value) */
typedef struct JsonBuilder
{
	JsonbParseState *state;
	JsonbValue *result;
} JsonBuilder;

extern void sfn_json_begin_object(JsonBuilder *builder);
extern void sfn_json_begin_array(JsonBuilder *builder);
extern void sfn_json_key(JsonBuilder *builder, const char *key, int keylen);
extern void sfn_json_push(JsonBuilder *builder, const JsonbValue *value);	/* element, or value after key */
extern void sfn_json_add(JsonBuilder *builder, const char *key, const JsonbValue *value);
extern void sfn_json_add_string(JsonBuilder *builder, const char *key, const char *text);	/* NULL text: left out */
extern void sfn_json_add_int64(JsonBuilder *builder, const char *key, int64 number);
extern void sfn_json_add_bool(JsonBuilder *builder, const char *key, bool b);
extern void sfn_json_end_object(JsonBuilder *builder);
extern void sfn_json_end_array(JsonBuilder *builder);
/* After the outermost end: the built value, normalized (palloc'd in the current context). */
extern void sfn_json_built(JsonBuilder *builder, JsonbValue *value);

/* ---- text ---- */

/* Compact JSON text, as the service writes it: no spaces. */
extern void sfn_json_append_text(StringInfo out, const JsonbValue *value);
extern char *sfn_json_text(const JsonbValue *value);
extern void sfn_json_append_quoted(StringInfo out, const char *text, int len);
/* Bytes of the compact text. */
extern int64 sfn_json_text_size(const JsonbValue *value);
/* Whether the compact text has more bytes than limit; cheap when the binary form proves that it has not. */
extern bool sfn_json_exceeds(const JsonbValue *value, int64 limit);

/*
 * JSON text to a document.  NULL when the text is not JSON or cannot be stored (U+0000, lone
 * surrogate, too deep); *problem then says why, in the words the parser has, palloc'd.
 * Never throws for bad text.
 */
extern Jsonb *sfn_json_parse(const char *text, int len, char **problem);

#endif							/* SFN_JSON_VALUE_H */
