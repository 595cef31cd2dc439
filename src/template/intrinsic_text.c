/*-------------------------------------------------------------------------
 *
 * intrinsic_text.c
 *	  Intrinsic functions that put texts together and take them apart.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "template/intrinsic_call.h"

/* The characters that separate the pieces of a text. */
typedef struct Separators
{
	bool		ascii[128];
	const char *text;
	int			len;
} Separators;

static void append_value(StringInfo out, const JsonbValue *value);
static void append_object(StringInfo out, const JsonbValue *object);
static void append_array(StringInfo out, const JsonbValue *array);
static void separators_init(Separators *separators, const char *text, int len);
static bool is_separator(const Separators *separators, const char *character, int len);

/*
 * States.Format(template, value, ...): "{}" stands for the next value
 *
 * A backslash takes the meaning from a brace, a quote or another backslash;
 * the parser leaves it in a literal template, since only here is an escaped
 * brace told from a placeholder.  A template from a path follows the same rule.
 */
bool
sfn_intrinsic_format(const IntrinsicCall *call, JsonbValue *result)
{
	StringInfoData out;
	const char *template;
	int			len;
	int			next = 1;

	if (!sfn_intrinsic_string(call, 0, &template, &len))
		return false;

	initStringInfo(&out);
	for (int i = 0; i < len; i++)
	{
		char		c = template[i];

		if (c == '\\' && i + 1 < len && strchr("'{}\\", template[i + 1]) != NULL)
			appendStringInfoCharMacro(&out, template[++i]);
		else if (c == '}' || (c == '{' && (i + 1 == len || template[i + 1] != '}')))
			return sfn_intrinsic_fail(call, "the template has a '%c' without its other half", c);
		else if (c == '{')
		{
			if (next < call->count)
				append_value(&out, &call->arguments[next]);
			next++;
			i++;
		}
		else
			appendStringInfoCharMacro(&out, c);
	}

	if (next != call->count)
		return sfn_intrinsic_fail(call, "number of arguments do not match the occurrences of {}");
	sfn_json_set_string(result, out.data, out.len);

	return true;
}

/*
 * append_value
 *		A value as the service writes it into a text: strings bare, containers as
 *		Java writes its maps and lists.
 */
static void
append_value(StringInfo out, const JsonbValue *value)
{
	if (value->type == jbvString)
		appendBinaryStringInfo(out, value->val.string.val, value->val.string.len);
	else if (sfn_json_is_object(value))
		append_object(out, value);
	else if (sfn_json_is_array(value))
		append_array(out, value);
	else
		sfn_json_append_text(out, value);
}

/* {a=1, b=2} */
static void
append_object(StringInfo out, const JsonbValue *object)
{
	const char *separator = "";
	JsonCursor	cursor;
	JsonbValue	name;
	JsonbValue	value;

	check_stack_depth();

	appendStringInfoChar(out, '{');
	sfn_json_cursor_init(&cursor, object);
	while (sfn_json_next_member(&cursor, &name, &value))
	{
		CHECK_FOR_INTERRUPTS();
		appendStringInfoString(out, separator);
		append_value(out, &name);
		appendStringInfoChar(out, '=');
		append_value(out, &value);
		separator = ", ";
	}
	appendStringInfoChar(out, '}');
}

/* [1, 2] */
static void
append_array(StringInfo out, const JsonbValue *array)
{
	const char *separator = "";
	JsonCursor	cursor;
	JsonbValue	element;

	check_stack_depth();

	appendStringInfoChar(out, '[');
	sfn_json_cursor_init(&cursor, array);
	while (sfn_json_next_element(&cursor, &element))
	{
		CHECK_FOR_INTERRUPTS();
		appendStringInfoString(out, separator);
		append_value(out, &element);
		separator = ", ";
	}
	appendStringInfoChar(out, ']');
}

/* States.StringSplit(text, separators): any of them separates; no empty pieces */
bool
sfn_intrinsic_string_split(const IntrinsicCall *call, JsonbValue *result)
{
	Separators	separators;
	JsonbValue *pieces;
	JsonbValue	array;
	const char *text;
	const char *delimiters;
	int			len;
	int			delimiters_len;
	int			count = 0;
	int			capacity = 16;
	int			start = 0;
	int			at = 0;

	if (!sfn_intrinsic_string(call, 0, &text, &len) ||
		!sfn_intrinsic_string(call, 1, &delimiters, &delimiters_len))
		return false;

	separators_init(&separators, delimiters, delimiters_len);
	pieces = palloc(capacity * sizeof(JsonbValue));
	while (start < len)
	{
		int			width = at < len ? pg_mblen(text + at) : 0;

		if (at < len && !is_separator(&separators, text + at, width))
		{
			at += width;
			continue;
		}

		CHECK_FOR_INTERRUPTS();
		if (at > start)
		{
			if (count == capacity)
			{
				capacity *= 2;
				pieces = repalloc_huge(pieces, capacity * sizeof(JsonbValue));
			}
			sfn_json_set_string(&pieces[count++], text + start, at - start);
		}
		at += width;
		start = at;
	}
	sfn_intrinsic_set_array(pieces, count, &array);
	sfn_json_finish(&array, result);

	return true;
}

static void
separators_init(Separators *separators, const char *text, int len)
{
	memset(separators->ascii, 0, sizeof(separators->ascii));
	separators->text = text;
	separators->len = len;

	for (int i = 0; i < len; i += pg_mblen(text + i))
	{
		if (!IS_HIGHBIT_SET(text[i]))
			separators->ascii[(unsigned char) text[i]] = true;
	}
}

static bool
is_separator(const Separators *separators, const char *character, int len)
{
	if (!IS_HIGHBIT_SET(character[0]))
		return separators->ascii[(unsigned char) character[0]];

	for (int i = 0; i < separators->len;)
	{
		int			width = pg_mblen(separators->text + i);

		if (width == len && memcmp(separators->text + i, character, len) == 0)
			return true;
		i += width;
	}

	return false;
}
