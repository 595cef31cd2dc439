/*-------------------------------------------------------------------------
 *
 * fn_string.c
 *	  $string, $length, $substring, $uppercase, $trim, $pad, $join and the like.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <limits.h>
#include <math.h>

#include "jsonata/letter_case.h"
#include "jsonata/native.h"
#include "jsonata/stringify.h"
#include "jsonata/text_builder.h"

static Value slice(Value string, int count, double start, double end);
static Size offset_of_character(Value string, int character);
static const char *find(Value string, Value part);

Value
sfn_fn_string(Evaluator *ev, const NativeCall *call)
{
	Value		value = call->args[0];
	bool		pretty = call->args[1].kind == VALUE_BOOL && call->args[1].boolean;
	TextBuilder text;

	if (is_undefined(value) || is_string(value))
		return value;
	sfn_text_init(&text, &ev->arena, 32);
	sfn_stringify(&text, value, pretty ? STRINGIFY_PRETTY : STRINGIFY_STRING, ev);
	return sfn_text_value(&text);
}

Value
sfn_fn_length(Evaluator *ev, const NativeCall *call)
{
	Value		string = call->args[0];

	if (is_undefined(string))
		return string;
	return value_number(sfn_code_points(string.string, string.len));
}

Value
sfn_fn_substring(Evaluator *ev, const NativeCall *call)
{
	Value		string = call->args[0];
	double		start;
	double		length;
	int			count;

	if (is_undefined(string))
		return string;

	count = sfn_code_points(string.string, string.len);
	start = is_undefined(call->args[1]) ? 0 : sfn_value_double(call->args[1]);
	if (count + start < 0)
		start = 0;
	if (is_undefined(call->args[2]))
		return slice(string, count, start, count);

	length = sfn_value_double(call->args[2]);
	if (length <= 0 || is_undefined(call->args[1]))
		return value_string("", 0);
	return slice(string, count, start, start >= 0 ? start + length : count + start + length);
}

/* As JavaScript slices an array of characters: towards zero, from the end if negative */
static Value
slice(Value string, int count, double start, double end)
{
	Size		from;
	Size		to;

	start = trunc(start);
	end = trunc(end);
	if (start < 0)
		start += count;
	if (end < 0)
		end += count;
	start = Max(Min(start, count), 0);
	end = Max(Min(end, count), 0);
	if (end <= start)
		return value_string("", 0);

	from = offset_of_character(string, (int) start);
	to = end >= count ? string.len :
		from + offset_of_character(value_string(string.string + from, string.len - from),
								   (int) (end - start));
	return value_string(string.string + from, to - from);
}

static Size
offset_of_character(Value string, int character)
{
	Size		at = 0;

	while (character-- > 0 && at < string.len)
		at += sfn_utf8_len(string.string[at]);
	return Min(at, string.len);
}

Value
sfn_fn_substring_before(Evaluator *ev, const NativeCall *call)
{
	Value		string = call->args[0];
	const char *found;

	if (is_undefined(string) || is_undefined(call->args[1]))
		return string;
	found = find(string, call->args[1]);
	return found == NULL ? string : value_string(string.string, found - string.string);
}

Value
sfn_fn_substring_after(Evaluator *ev, const NativeCall *call)
{
	Value		string = call->args[0];
	const char *found;

	if (is_undefined(string) || is_undefined(call->args[1]))
		return string;
	found = find(string, call->args[1]);
	if (found == NULL)
		return string;
	found += call->args[1].len;
	return value_string(found, string.string + string.len - found);
}

static const char *
find(Value string, Value part)
{
	if (part.len == 0)
		return string.string;
	return memmem(string.string, string.len, part.string, part.len);
}

Value
sfn_fn_uppercase(Evaluator *ev, const NativeCall *call)
{
	return is_undefined(call->args[0]) ? call->args[0] : sfn_letters_up(ev, call->args[0]);
}

Value
sfn_fn_lowercase(Evaluator *ev, const NativeCall *call)
{
	return is_undefined(call->args[0]) ? call->args[0] : sfn_letters_down(ev, call->args[0]);
}

/* Blanks within become one each as well. */
Value
sfn_fn_trim(Evaluator *ev, const NativeCall *call)
{
	Value		string = call->args[0];
	TextBuilder text;
	bool		blank = false;
	uint32		i;

	if (is_undefined(string))
		return string;
	sfn_text_init(&text, &ev->arena, string.len);
	for (i = 0; i < string.len; i++)
	{
		char		c = string.string[i];

		if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
		{
			blank = true;
			continue;
		}
		if (blank && text.len > 0)
			sfn_text_append_char(&text, ' ');
		blank = false;
		sfn_text_append_char(&text, c);
	}
	return sfn_text_value(&text);
}

Value
sfn_fn_pad(Evaluator *ev, const NativeCall *call)
{
	Value		string = call->args[0];
	Value		fill = call->args[2];
	double		width = is_undefined(call->args[1]) ? 0 : trunc(sfn_value_double(call->args[1]));
	double		missing;
	TextBuilder text;
	Size		at = 0;

	if (is_undefined(string))
		return string;
	if (is_undefined(fill) || fill.len == 0)
		fill = value_string(" ", 1);
	missing = fabs(width) - sfn_code_points(string.string, string.len);
	if (!(missing > 0))
		return string;
	if (missing > INT_MAX)
		ev->arena.exhausted(ev->arena.arg);

	sfn_text_init(&text, &ev->arena, string.len + (Size) missing);
	if (width > 0)
		sfn_text_append_value(&text, string);
	for (; missing > 0; missing--)
	{
		int			len = sfn_utf8_len(fill.string[at]);

		sfn_text_append(&text, fill.string + at, len);
		at = at + len >= fill.len ? 0 : at + len;
	}
	if (width < 0)
		sfn_text_append_value(&text, string);
	return sfn_text_value(&text);
}

Value
sfn_fn_join(Evaluator *ev, const NativeCall *call)
{
	ArrayWalk	walk;
	Value		string;
	TextBuilder text;

	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	sfn_text_init(&text, &ev->arena, 64);
	sfn_walk_init(&walk, call->args[0]);
	while (sfn_walk_next(&walk, &string))
	{
		if (walk.index > 1 && is_string(call->args[1]))
			sfn_text_append_value(&text, call->args[1]);
		sfn_text_append_value(&text, string);
	}
	return sfn_text_value(&text);
}
