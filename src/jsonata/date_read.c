/*-------------------------------------------------------------------------
 *
 * date_read.c
 *	  Read a date and time by a picture.
 *
 * The picture becomes a regular expression with a group for each part.  What has been
 * read must be components in a row, from year to millisecond: those to the left are taken
 * from the current time, those to the right are the least there are, and a
 * gap is an error.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "jsonata/date_picture.h"
#include "jsonata/regex.h"
#include "jsonata/regex_match.h"
#include "utils/memutils.h"

/* Sets of components that make up a date or a time, as bits from the right of these */
#define DATE_COMPONENTS "YXMxWwdD"
#define DATE_BY_MONTH 0xA1		/* Y M D */
#define DATE_BY_DAY 0x82		/* Y d */
#define DATE_BY_WEEK_OF_MONTH 0x54	/* X x w */
#define DATE_BY_WEEK 0x48		/* X W */
#define TIME_COMPONENTS "PHhmsf"
#define TIME_OF_24_HOURS 0x17	/* H m s f */
#define TIME_OF_12_HOURS 0x2F	/* P h m s f */

typedef struct DateReader
{
	Evaluator  *ev;
	const NativeCall *call;
	double		values[128];	/* by component */
	bool		known[128];
	bool		any;
} DateReader;

static bool match_picture(DateReader *reader, Value text, const DatePicture *picture, Value *groups);
static void append_pattern(DateReader *reader, TextBuilder *pattern, const DatePart *part);
static void append_literal(TextBuilder *pattern, Value text);
static void append_number_pattern(DateReader *reader, TextBuilder *pattern,
								  const IntegerPicture *picture);
static void read_part(DateReader *reader, const DatePart *part, Value text);
static double read_name(const DatePart *part, Value text);
static double read_zone(const DatePart *part, Value text);
static double read_int(const char *text, int len);
static int	known_mask(const DateReader *reader, const char *components);
static bool is_set(int mask, int set);
static void fill_gaps(DateReader *reader, const char *components);
static Value make_time(DateReader *reader);

Value
sfn_date_read(Evaluator *ev, const NativeCall *call, Value text, const DatePicture *picture)
{
	DateReader	reader;
	Value		groups;
	int			i;

	memset(&reader, 0, sizeof(reader));
	reader.ev = ev;
	reader.call = call;
	if (!match_picture(&reader, text, picture, &groups))
		return UNDEFINED_VALUE;
	for (i = 0; i < picture->count; i++)
	{
		if (picture->parts[i].component != '\0')
			read_part(&reader, &picture->parts[i], sfn_array_get(groups, i));
	}
	if (!reader.any)
		return UNDEFINED_VALUE;
	return make_time(&reader);
}

static bool
match_picture(DateReader *reader, Value text, const DatePicture *picture, Value *groups)
{
	Evaluator  *ev = reader->ev;
	MemoryContext scratch;
	MemoryContext caller;
	TextBuilder pattern;
	RegexMatch	match;
	Regex	   *regex;
	char	   *complaint;
	bool		found;
	int			i;

	sfn_text_init(&pattern, &ev->arena, 256);
	sfn_text_append_char(&pattern, '^');
	for (i = 0; i < picture->count; i++)
	{
		sfn_text_append_char(&pattern, '(');
		append_pattern(reader, &pattern, &picture->parts[i]);
		sfn_text_append_char(&pattern, ')');
	}
	sfn_text_append_char(&pattern, '$');

	scratch = AllocSetContextCreate(CurrentMemoryContext, "JSONata date picture",
									ALLOCSET_SMALL_SIZES);
	caller = MemoryContextSwitchTo(scratch);
	regex = sfn_regex_compile(pattern.data, pattern.len, REGEX_IGNORE_CASE, &complaint);
	MemoryContextSwitchTo(caller);
	found = regex != NULL && sfn_regex_find(ev, regex, text, 0, &match);
	MemoryContextDelete(scratch);
	if (found)
		*groups = match.groups;
	return found;
}

static void
append_pattern(DateReader *reader, TextBuilder *pattern, const DatePart *part)
{
	switch (part->component)
	{
		case '\0':
			append_literal(pattern, part->text);
			return;
		case 'z':
		case 'Z':
			sfn_text_append_cstring(pattern, part->component == 'z' ? "GMT[-+][0-9]+" : "[-+][0-9]+");
			if (part->number.regular > 0)
			{
				sfn_text_append_code(pattern, part->number.separators[0].character);
				sfn_text_append_cstring(pattern, "[0-9]+");
			}
			return;
		case 'f':
			sfn_text_append_cstring(pattern, "[0-9]+");
			return;
		default:
			break;
	}

	if (part->numbered)
	{
		append_number_pattern(reader, pattern, &part->number);
		return;
	}
	if (strchr("MxFP", part->component) == NULL)
		sfn_native_fail(reader->ev, reader->call, "D3133", value_string(&part->component, 1));
	sfn_text_append_cstring(pattern, "[a-zA-Z]+");
}

static void
append_literal(TextBuilder *pattern, Value text)
{
	uint32		i;

	for (i = 0; i < text.len; i++)
	{
		if (text.string[i] != '\0' && strchr(".*+?^${}()|[]\\", text.string[i]) != NULL)
			sfn_text_append_char(pattern, '\\');
		sfn_text_append_char(pattern, text.string[i]);
	}
}

static void
append_number_pattern(DateReader *reader, TextBuilder *pattern, const IntegerPicture *picture)
{
	bool		upper = picture->letters == CASE_UPPER;

	switch (picture->style)
	{
		case INTEGER_LETTERS:
			sfn_text_append_cstring(pattern, upper ? "[A-Z]+" : "[a-z]+");
			break;
		case INTEGER_ROMAN:
			sfn_text_append_cstring(pattern, upper ? "[MDCLXVI]+" : "[mdclxvi]+");
			break;
		case INTEGER_WORDS:
			sfn_text_append_cstring(pattern, "(?:");
			sfn_words_append_pattern(pattern);
			sfn_text_append_cstring(pattern, ")+");
			break;
		case INTEGER_DECIMAL:
			if (picture->width > 0)
				sfn_text_append_format(pattern, "[0-9]{%d}", picture->width);
			else
				sfn_text_append_cstring(pattern, "[0-9]+");
			if (picture->ordinal)
				sfn_text_append_cstring(pattern, "(?:th|st|nd|rd)");
			break;
		case INTEGER_SEQUENCE:
			sfn_native_fail(reader->ev, reader->call, "D3130", picture->token);
	}
}

static void
read_part(DateReader *reader, const DatePart *part, Value text)
{
	int			component = (unsigned char) part->component;
	double		value;

	if (component == 'Z' || component == 'z')
		value = read_zone(part, text);
	else if (component == 'f')
		value = read_int(text.string, Min(text.len, 3)) * (text.len >= 3 ? 1 : text.len == 2 ? 10 : 100);
	else if (part->numbered)
		value = sfn_integer_read(reader->ev, reader->call, &part->number, text);
	else
		value = read_name(part, text);

	/*
	 * A name that is none leaves its component open, a number that is none
	 * spoils the time.
	 */
	reader->any = true;
	if (component < lengthof(reader->values) && (part->numbered || !isnan(value)))
	{
		reader->values[component] = value;
		reader->known[component] = true;
	}
}

/* Names are written with a capital, am and pm in one case. */
static double
read_name(const DatePart *part, Value text)
{
	const char *const *names = part->component == 'F' ? sfn_day_names : sfn_month_names;
	int			count = part->component == 'F' ? lengthof(sfn_day_names) : lengthof(sfn_month_names);
	int			i;

	if (part->component == 'P')
	{
		if (text.len != 2 || (memcmp(text.string, "am", 2) != 0 && memcmp(text.string, "AM", 2) != 0 &&
							  memcmp(text.string, "pm", 2) != 0 && memcmp(text.string, "PM", 2) != 0))
			return NAN;
		return (text.string[0] | 0x20) == 'p' ? 1 : 0;
	}
	for (i = 0; i < count; i++)
	{
		int			len = strlen(names[i]);

		if (part->most_width > 0)
			len = Min(len, part->most_width);
		if (text.len == len && memcmp(text.string, names[i], len) == 0)
			return i + 1;
	}
	return NAN;
}

/* In minutes */
static double
read_zone(const DatePart *part, Value text)
{
	const char *zone = text.string;
	int			len = text.len;
	int			at;

	if (part->component == 'z')
	{
		zone += strlen("GMT");
		len -= strlen("GMT");
	}
	if (part->number.regular > 0)
	{
		for (at = 1; at < len && isdigit((unsigned char) zone[at]);)
			at++;
		return read_int(zone, at) * 60 + read_int(zone + Min(at + 1, len), len - Min(at + 1, len));
	}
	if (len <= 3)
		return read_int(zone, len) * 60;
	return read_int(zone, 3) * 60 + read_int(zone + 3, len - 3);
}

static double
read_int(const char *text, int len)
{
	char		digits[32];

	strlcpy(digits, text, Min(len + 1, (int) sizeof(digits)));
	return strtod(digits, NULL);
}

/* One bit for each component that is known and not zero */
static int
known_mask(const DateReader *reader, const char *components)
{
	int			mask = 0;

	for (; *components != '\0'; components++)
		mask = mask << 1 | (reader->known[(int) *components] &&
							fabs(reader->values[(int) *components]) > 0 ? 1 : 0);
	return mask;
}

static bool
is_set(int mask, int set)
{
	return (mask & ~set) == 0 && (mask & set) != 0;
}

static void
fill_gaps(DateReader *reader, const char *components)
{
	bool		started = false;
	bool		ended = false;

	for (; *components != '\0'; components++)
	{
		int			component = *components;

		if (reader->known[component])
		{
			started = true;
			if (ended)
				sfn_native_fail(reader->ev, reader->call, "D3136", UNDEFINED_VALUE);
			continue;
		}
		ended = started;
		/* What has no half of the day is in the first, also in the afternoon. */
		reader->values[component] = !started && component != 'P' ?
			sfn_date_component(sfn_evaluation_now(reader->ev), component) :
			strchr("MDd", component) != NULL ? 1 : 0;
	}
}

static Value
make_time(DateReader *reader)
{
	int			date = known_mask(reader, DATE_COMPONENTS);
	int			time = known_mask(reader, TIME_COMPONENTS);
	double	   *values = reader->values;
	bool		by_day = !is_set(date, DATE_BY_MONTH) && is_set(date, DATE_BY_DAY);
	bool		by_week_of_month = is_set(date, DATE_BY_WEEK_OF_MONTH);
	bool		by_week = !by_week_of_month && is_set(date, DATE_BY_WEEK);
	bool		of_12 = !is_set(time, TIME_OF_24_HOURS) && is_set(time, TIME_OF_12_HOURS);
	double		ms;

	fill_gaps(reader, psprintf("%s%s", by_day ? "YD" : by_week_of_month ? "XxwF" :
							   by_week ? "XWF" : "YMD", of_12 ? "Phmsf" : "Hmsf"));
	if (by_week_of_month || by_week)
		sfn_native_fail(reader->ev, reader->call, "D3136", UNDEFINED_VALUE);

	values['M'] = values['M'] > 0 ? values['M'] - 1 : 0;
	if (by_day)
	{
		ms = sfn_date_make(values['Y'], 0, values['d'], 0, 0, 0, 0);
		if (isnan(ms))
			return value_number(ms);
		values['M'] = sfn_date_component((int64) ms, 'M') - 1;
		values['D'] = sfn_date_component((int64) ms, 'D');
	}
	if (of_12)
		values['H'] = (values['h'] == 12 ? 0 : values['h']) + (values['P'] == 1 ? 12 : 0);

	ms = sfn_date_make(values['Y'], values['M'], values['D'], values['H'], values['m'],
					   values['s'], values['f']);
	return value_number(ms - (values['Z'] != 0 ? values['Z'] : values['z']) * 60000);
}
