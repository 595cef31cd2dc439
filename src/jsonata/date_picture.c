/*-------------------------------------------------------------------------
 *
 * date_picture.c
 *	  Pictures of dates and times: [Y0001]-[M01]-[D01].
 *
 * Each pair of brackets has a component, perhaps how to present it, perhaps
 * a modifier, and
 * behind a comma the width: [FNn,3-3] is "Mon".
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/date_picture.h"

#define NUMBERED_COMPONENTS "YMDdFWwXxHhmsf"

static void add_text(Evaluator *ev, DatePicture *picture, Value text, uint32 from, uint32 to);
static void add_marker(Evaluator *ev, const NativeCall *call, DatePicture *picture, Value marker);
static Value without_blanks(Evaluator *ev, Value text);
static uint32 read_width(DatePart *part, Value marker);
static int	width_value(const char *text, int len);
static void read_presentation(Evaluator *ev, const NativeCall *call, DatePart *part, Value text);
static const char *default_presentation(char component);
static void read_number(Evaluator *ev, const NativeCall *call, DatePart *part);

void
sfn_date_picture_parse(Evaluator *ev, const NativeCall *call, Value text, DatePicture *picture)
{
	uint32		start = 0;
	uint32		at = 0;

	/* Each part has at least one character. */
	picture->count = 0;
	picture->parts = ALLOC(ev, (Size) (text.len + 1) * sizeof(DatePart));
	while (at < text.len)
	{
		const char *end;

		if (text.string[at] != '[')
		{
			at++;
			continue;
		}
		add_text(ev, picture, text, start, at);
		if (at + 1 < text.len && text.string[at + 1] == '[')
		{
			start = at + 1;
			add_text(ev, picture, text, start, start + 1);
			at = start = at + 2;
			continue;
		}
		end = memchr(text.string + at, ']', text.len - at);
		if (end == NULL)
			sfn_native_fail(ev, call, "D3135", text);
		add_marker(ev, call, picture,
				   without_blanks(ev, value_string(text.string + at + 1,
												   end - (text.string + at + 1))));
		at = start = end - text.string + 1;
	}
	add_text(ev, picture, text, start, at);
}

/* Two closing brackets stand for one. */
static void
add_text(Evaluator *ev, DatePicture *picture, Value text, uint32 from, uint32 to)
{
	DatePart   *part = &picture->parts[picture->count];
	TextBuilder plain;

	if (to <= from)
		return;
	memset(part, 0, sizeof(*part));
	sfn_text_init(&plain, &ev->arena, to - from);
	for (; from < to; from++)
	{
		sfn_text_append_char(&plain, text.string[from]);
		if (text.string[from] == ']' && from + 1 < to && text.string[from + 1] == ']')
			from++;
	}
	part->text = sfn_text_value(&plain);
	picture->count++;
}

static void
add_marker(Evaluator *ev, const NativeCall *call, DatePicture *picture, Value marker)
{
	DatePart   *part = &picture->parts[picture->count];
	uint32		end;

	memset(part, 0, sizeof(*part));
	part->least_width = part->most_width = part->year_digits = -1;
	if (marker.len == 0)
		sfn_native_fail(ev, call, "D3132", marker);
	part->component = marker.string[0];
	end = read_width(part, marker);
	read_presentation(ev, call, part, value_string(marker.string + 1, end > 1 ? end - 1 : 0));

	if (part->presentation.string[0] == 'n' || part->presentation.string[0] == 'N')
	{
		part->named = true;
		part->letters = part->presentation.string[0] == 'n' ? CASE_LOWER :
			part->presentation.len > 1 && part->presentation.string[1] == 'n' ?
			CASE_TITLE : CASE_UPPER;
	}
	else if (strchr(NUMBERED_COMPONENTS, part->component) != NULL)
	{
		read_number(ev, call, part);

		/*
		 * Where nothing separates two numbers, the first has as many digits as
		 * it must.
		 */
		if (picture->count > 0 && part[-1].numbered)
			part[-1].number.width = part[-1].number.mandatory;
		part->numbered = true;
	}
	if (part->component == 'Z' || part->component == 'z')
	{
		sfn_integer_picture_parse(ev, call, part->presentation, &part->number);
		part->numbered = true;
	}
	picture->count++;
}

static Value
without_blanks(Evaluator *ev, Value text)
{
	TextBuilder plain;
	uint32		i;

	sfn_text_init(&plain, &ev->arena, Max(text.len, 1));
	for (i = 0; i < text.len; i++)
	{
		if (!isspace((unsigned char) text.string[i]))
			sfn_text_append_char(&plain, text.string[i]);
	}
	return sfn_text_value(&plain);
}

/* Where the part before the width ends */
static uint32
read_width(DatePart *part, Value marker)
{
	uint32		comma = marker.len;
	const char *width;
	const char *dash;
	int			len;

	while (comma > 0 && marker.string[comma - 1] != ',')
		comma--;
	if (comma == 0)
		return marker.len;

	width = marker.string + comma;
	len = marker.len - comma;
	dash = memchr(width, '-', len);
	part->least_width = width_value(width, dash == NULL ? len : dash - width);
	if (dash != NULL)
		part->most_width = width_value(dash + 1, len - (dash + 1 - width));
	return comma - 1;
}

static int
width_value(const char *text, int len)
{
	int			width = 0;
	int			i;

	for (i = 0; i < len && isdigit((unsigned char) text[i]) && width < 1000; i++)
		width = width * 10 + (text[i] - '0');
	return i == 0 ? -1 : width;
}

static void
read_presentation(Evaluator *ev, const NativeCall *call, DatePart *part, Value text)
{
	const char *standard;

	if (text.len == 0)
	{
		standard = default_presentation(part->component);
		if (standard == NULL)
			sfn_native_fail(ev, call, "D3132", value_string(&part->component, 1));
		part->presentation = value_string(standard, strlen(standard));
		return;
	}
	if (text.len > 1 && strchr("atco", text.string[text.len - 1]) != NULL)
		part->modifier = text.string[--text.len];
	part->presentation = text;
}

static const char *
default_presentation(char component)
{
	switch (component)
	{
		case 'F':
		case 'P':
		case 'C':
		case 'E':
			return "n";
		case 'm':
		case 's':
			return "01";
		case 'Z':
		case 'z':
			return "01:01";
		default:
			return strchr(NUMBERED_COMPONENTS, component) != NULL && component != '\0' ? "1" : NULL;
	}
}

static void
read_number(Evaluator *ev, const NativeCall *call, DatePart *part)
{
	sfn_integer_picture_parse(ev, call, part->presentation, &part->number);
	part->number.ordinal = part->modifier == 'o';
	if (part->number.style == INTEGER_DECIMAL)
		part->number.mandatory = Max(part->number.mandatory, part->least_width);
	if (part->component != 'Y')
		return;

	if (part->most_width >= 0)
		part->year_digits = part->number.mandatory = part->most_width;
	else if (part->number.mandatory + part->number.optional >= 2)
		part->year_digits = part->number.mandatory + part->number.optional;
}
