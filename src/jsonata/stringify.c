/*-------------------------------------------------------------------------
 *
 * stringify.c
 *	  Values as JSON text, in the order of their members.
 *
 * What $string and & make is the reference's JSON.stringify with numbers
 * rounded to 15 significant digits, which hides most of what binary fractions do
 * to decimal ones.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "jsonata/evaluator.h"
#include "jsonata/number_text.h"
#include "jsonata/stringify.h"
#include "miscadmin.h"

#define INDENTATION 2

typedef struct Stringifier
{
	TextBuilder *text;
	StringifyStyle style;
	Evaluator  *ev;
} Stringifier;

static void append_value(Stringifier *s, Value value, int level);
static void append_number(Stringifier *s, Value value);
static void append_quoted(TextBuilder *text, Value string);
static void append_array(Stringifier *s, Value array, int level);
static void append_object(Stringifier *s, Value object, int level);
static void start_line(Stringifier *s, int level);

void
sfn_stringify(TextBuilder *text, Value value, StringifyStyle style, Evaluator *ev)
{
	Stringifier s = {.text = text,.style = style,.ev = ev};

	if (style != STRINGIFY_EXACT)
	{
		if (is_string(value))
		{
			sfn_text_append_value(text, value);
			return;
		}
		if (is_function(value))
			return;
		if (is_number(value) &&
			(isnan(sfn_value_double(value)) || isinf(sfn_value_double(value))))
			sfn_evaluator_raise(ev, "D3001", ev->call_position, UNDEFINED_VALUE, value);
		if (value.kind == VALUE_ARRAY && (value.array->flags & ARRAY_WRAPPER) != 0)
			value = value.array->items[0];
	}
	append_value(&s, value, 0);
}

static void
append_value(Stringifier *s, Value value, int level)
{
	if (s->ev != NULL)
		sfn_evaluator_step(s->ev);

	switch (value.kind)
	{
		case VALUE_BOOL:
			sfn_text_append_cstring(s->text, value.boolean ? "true" : "false");
			break;
		case VALUE_NUMBER:
		case VALUE_NUMERIC:
			append_number(s, value);
			break;
		case VALUE_STRING:
			append_quoted(s->text, value);
			break;
		case VALUE_ARRAY:
		case VALUE_JSONB_ARRAY:
			append_array(s, value, level);
			break;
		case VALUE_OBJECT:
		case VALUE_JSONB_OBJECT:
			append_object(s, value, level);
			break;
		case VALUE_FUNCTION:
			sfn_text_append_cstring(s->text, s->style == STRINGIFY_EXACT ? "null" : "\"\"");
			break;
		case VALUE_TUPLE:
			append_value(s, value.tuple->item, level);
			break;
		default:
			sfn_text_append_cstring(s->text, "null");
			break;
	}
}

static void
append_number(Stringifier *s, Value value)
{
	double		number = sfn_value_double(value);

	if (isinf(number) && s->ev != NULL)
		sfn_value_finite(s->ev, value);
	if (isnan(number) || isinf(number))
		sfn_text_append_cstring(s->text, "null");
	else if (s->style == STRINGIFY_EXACT || number == floor(number))
		sfn_text_append_number(s->text, number);
	else
		sfn_text_append_number(s->text, sfn_number_precise(number));
}

static void
append_quoted(TextBuilder *text, Value string)
{
	const char *p = string.string;
	const char *end = p + string.len;
	const char *plain = p;

	sfn_text_append_char(text, '"');
	for (; p < end; p++)
	{
		unsigned char c = *p;
		const char *escape;

		if (c >= 0x20 && c != '"' && c != '\\' && c != 0xED)
			continue;
		if (c == 0xED && (unsigned char) p[1] < 0xA0)
			continue;

		sfn_text_append(text, plain, p - plain);
		plain = p + 1;
		escape = c == '\0' ? NULL : strchr("\"\"\\\\\bb\ff\nn\rr\tt", c);
		if (escape != NULL)
		{
			sfn_text_append_char(text, '\\');
			sfn_text_append_char(text, escape[1]);
		}
		else if (c == 0xED)
		{
			sfn_text_append_format(text, "\\u%04x", sfn_utf8_code(p));
			plain = p + 3;
		}
		else
			sfn_text_append_format(text, "\\u%04x", c);
	}
	sfn_text_append(text, plain, end - plain);
	sfn_text_append_char(text, '"');
}

static void
append_array(Stringifier *s, Value array, int level)
{
	ArrayWalk	walk;
	Value		element;

	if (s->ev != NULL)
		sfn_stack_check(s->ev);
	else if (stack_is_too_deep())
		return;

	sfn_text_append_char(s->text, '[');
	sfn_walk_init(&walk, array);
	while (sfn_walk_next(&walk, &element))
	{
		if (walk.index > 1)
			sfn_text_append_char(s->text, ',');
		start_line(s, level + 1);
		append_value(s, element, level + 1);
	}
	if (walk.count > 0)
		start_line(s, level);
	sfn_text_append_char(s->text, ']');
}

static void
append_object(Stringifier *s, Value object, int level)
{
	MemberWalk	walk;
	Key			key;
	Value		value;
	int			count = 0;

	if (s->ev != NULL)
		sfn_stack_check(s->ev);
	else if (stack_is_too_deep())
		return;

	sfn_text_append_char(s->text, '{');
	sfn_member_walk_init(s->text->arena, &walk, object);
	while (sfn_member_walk_next(&walk, &key, &value))
	{
		if (is_undefined(value) || (is_function(value) && s->style == STRINGIFY_EXACT))
			continue;
		if (count++ > 0)
			sfn_text_append_char(s->text, ',');
		start_line(s, level + 1);
		append_quoted(s->text, value_string(key.text, key.len));
		sfn_text_append_char(s->text, ':');
		if (s->style == STRINGIFY_PRETTY)
			sfn_text_append_char(s->text, ' ');
		append_value(s, value, level + 1);
	}
	if (count > 0)
		start_line(s, level);
	sfn_text_append_char(s->text, '}');
}

static void
start_line(Stringifier *s, int level)
{
	int			i;

	if (s->style != STRINGIFY_PRETTY)
		return;
	sfn_text_append_char(s->text, '\n');
	for (i = 0; i < level * INDENTATION; i++)
		sfn_text_append_char(s->text, ' ');
}
