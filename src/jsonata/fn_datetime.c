/*-------------------------------------------------------------------------
 *
 * fn_datetime.c
 *	  $now, $millis, $fromMillis, $toMillis.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "base/rfc3339.h"
#include "jsonata/date_picture.h"
#include "utils/timestamp.h"

/* JavaScript's times end here. */
#define LATEST_MS 8.64e15

#define ISO_PICTURE "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]"

/* A time zone's offset, as it is written: +hhmm */
typedef struct ZoneOffset
{
	int			hours;
	int			minutes;
} ZoneOffset;

typedef struct IsoReader
{
	const char *at;
	const char *end;
} IsoReader;

static Value format(Evaluator *ev, const NativeCall *call, double ms, Value picture, Value zone);
static void read_offset(Evaluator *ev, const NativeCall *call, Value zone, ZoneOffset *offset);
static void append_part(Evaluator *ev, const NativeCall *call, TextBuilder *out,
						const DatePart *part, int64 ms, const ZoneOffset *offset);
static void append_name(Evaluator *ev, const NativeCall *call, TextBuilder *out,
						const DatePart *part, int64 ms);
static void append_cased(TextBuilder *out, const char *name, LetterCase letters, int most);
static void append_zone(Evaluator *ev, const NativeCall *call, TextBuilder *out,
						const DatePart *part, const ZoneOffset *offset);
static bool read_iso(Value text, double *ms);
static bool skip(IsoReader *reader, char c);
static bool read_digits(IsoReader *reader, int digits, int *number);
static bool read_dashed(IsoReader *reader, int *number);
static bool read_time(IsoReader *reader, double *ms);
static bool read_zone(IsoReader *reader, int *zone);

Value
sfn_fn_now(Evaluator *ev, const NativeCall *call)
{
	return format(ev, call, sfn_evaluation_now(ev), call->args[0], call->args[1]);
}

Value
sfn_fn_millis(Evaluator *ev, const NativeCall *call)
{
	return value_number(sfn_evaluation_now(ev));
}

Value
sfn_fn_from_millis(Evaluator *ev, const NativeCall *call)
{
	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	return format(ev, call, sfn_value_ordinary(ev, call->args[0]), call->args[1], call->args[2]);
}

Value
sfn_fn_to_millis(Evaluator *ev, const NativeCall *call)
{
	DatePicture picture;
	double		ms;

	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	if (is_undefined(call->args[1]))
	{
		if (!read_iso(call->args[0], &ms))
			sfn_native_fail(ev, call, "D3110", call->args[0]);
		return value_number(ms);
	}
	sfn_date_picture_parse(ev, call, call->args[1], &picture);
	return sfn_date_read(ev, call, call->args[0], &picture);
}

int64
sfn_evaluation_now(Evaluator *ev)
{
	if (ev->expression->flags & JSONATA_IMMUTABLE)
	{
		Complaint	complaint = {.code = "S0501",.position = ev->call_position,
		.message = "the result depends on the clock"};

		complaint.message_len = strlen(complaint.message);
		sfn_evaluator_fail(ev, &complaint);
	}
	if (!ev->now_known)
	{
		ev->now_ms = sfn_epoch_ms(GetCurrentTimestamp());
		ev->now_known = true;
	}
	return ev->now_ms;
}

static Value
format(Evaluator *ev, const NativeCall *call, double ms, Value text, Value zone)
{
	DatePicture picture;
	ZoneOffset	offset = {0, 0};
	TextBuilder out;
	int			i;

	if (!is_undefined(zone))
		read_offset(ev, call, zone, &offset);
	if (is_undefined(text))
		text = value_string(ISO_PICTURE, strlen(ISO_PICTURE));
	sfn_date_picture_parse(ev, call, text, &picture);

	ms = trunc(ms + (60 * offset.hours + offset.minutes) * 60000.0);
	if (!(fabs(ms) <= LATEST_MS))
		sfn_evaluator_raise(ev, "D1001", ev->call_position, UNDEFINED_VALUE, value_number(ms));
	sfn_text_init(&out, &ev->arena, 64);
	for (i = 0; i < picture.count; i++)
	{
		sfn_evaluator_step(ev);
		append_part(ev, call, &out, &picture.parts[i], (int64) ms, &offset);
	}
	return sfn_text_value(&out);
}

/* As the reference, which takes -0530 for six hours and thirty minutes */
static void
read_offset(Evaluator *ev, const NativeCall *call, Value zone, ZoneOffset *offset)
{
	char	   *text = pnstrdup(zone.string, Min(zone.len, 20));
	char	   *end;
	long		number = strtol(text, &end, 10);

	if (end == text || number < -100000 || number > 100000)
		sfn_native_fail(ev, call, "D3134", zone);
	offset->hours = (int) floor(number / 100.0);
	offset->minutes = number % 100;
	pfree(text);
}

static void
append_part(Evaluator *ev, const NativeCall *call, TextBuilder *out,
			const DatePart *part, int64 ms, const ZoneOffset *offset)
{
	double		number;

	switch (part->component)
	{
		case '\0':
			sfn_text_append_value(out, part->text);
			return;
		case 'Z':
		case 'z':
			append_zone(ev, call, out, part, offset);
			return;
		case 'P':
			append_cased(out, sfn_date_component(ms, 'P') > 0 ? "pm" : "am",
						 part->named && part->letters == CASE_UPPER ? CASE_UPPER : CASE_LOWER, -1);
			return;
		case 'C':
		case 'E':
			sfn_text_append_cstring(out, "ISO");
			return;
		default:
			break;
	}

	if (part->named)
	{
		append_name(ev, call, out, part, ms);
		return;
	}
	number = sfn_date_component(ms, part->component);
	if (isnan(number))
	{
		sfn_text_append_cstring(out, "undefined");
		return;
	}
	if (part->component == 'Y' && part->year_digits >= 0)
		number = fmod(number, pow(10, part->year_digits));
	sfn_integer_append(ev, call, out, &part->number, number);
}

static void
append_name(Evaluator *ev, const NativeCall *call, TextBuilder *out,
			const DatePart *part, int64 ms)
{
	double		number = sfn_date_component(ms, part->component);
	const char *name;

	switch (part->component)
	{
		case 'M':
		case 'x':
			name = sfn_month_names[(int) number - 1];
			break;
		case 'F':
			name = sfn_day_names[(int) number - 1];
			break;
		default:
			sfn_native_fail(ev, call, "D3133", value_string(&part->component, 1));
	}
	append_cased(out, name, part->letters, part->most_width);
}

static void
append_cased(TextBuilder *out, const char *name, LetterCase letters, int most)
{
	for (; *name != '\0' && most != 0; name++, most--)
		sfn_text_append_char(out, letters == CASE_UPPER ? pg_ascii_toupper(*name) :
							 letters == CASE_LOWER ? pg_ascii_tolower(*name) : *name);
}

static void
append_zone(Evaluator *ev, const NativeCall *call, TextBuilder *out,
			const DatePart *part, const ZoneOffset *offset)
{
	int			number = offset->hours * 100 + offset->minutes;
	int			digits = part->number.mandatory;
	bool		regular = part->number.regular > 0;

	if (!regular && (digits < 1 || digits > 4))
		sfn_native_fail(ev, call, "D3134", value_number(digits));
	if (number == 0 && part->modifier == 't')
	{
		sfn_text_append_char(out, 'Z');
		return;
	}
	if (part->component == 'z')
		sfn_text_append_cstring(out, "GMT");
	if (number >= 0)
		sfn_text_append_char(out, '+');

	if (regular || digits > 2)
		sfn_integer_append(ev, call, out, &part->number, number);
	else
	{
		sfn_integer_append(ev, call, out, &part->number, offset->hours);
		if (offset->minutes != 0)
			sfn_text_append_format(out, ":%s%02d", offset->minutes < 0 ? "-" : "",
								   abs(offset->minutes));
	}
}

/*
 * ISO 8601 in the forms that the reference lets through, read as JavaScript
 * does: a date may be without month and day, and without a zone it is in UTC.
 */
static bool
read_iso(Value text, double *ms)
{
	IsoReader	reader = {.at = text.string,.end = text.string + text.len};
	int			year;
	int			month = 1;
	int			day = 1;
	double		of_day = 0;
	int			zone = 0;

	if (!read_digits(&reader, 4, &year))
		return false;
	if (read_dashed(&reader, &month))
		read_dashed(&reader, &day);
	if (skip(&reader, 'T') && !read_time(&reader, &of_day))
		return false;
	if (!read_zone(&reader, &zone) || reader.at != reader.end)
		return false;
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	*ms = sfn_date_exact(year, month - 1, day) + of_day - zone * 60000.0;
	return true;
}

static bool
skip(IsoReader *reader, char c)
{
	if (reader->at >= reader->end || *reader->at != c)
		return false;
	reader->at++;
	return true;
}

static bool
read_digits(IsoReader *reader, int digits, int *number)
{
	*number = 0;
	for (; digits > 0; digits--, reader->at++)
	{
		if (reader->at >= reader->end || !isdigit((unsigned char) *reader->at))
			return false;
		*number = *number * 10 + (*reader->at - '0');
	}
	return true;
}

/* -05, but not the beginning of a zone */
static bool
read_dashed(IsoReader *reader, int *number)
{
	IsoReader	ahead = *reader;
	int			read;

	if (!skip(&ahead, '-') || !read_digits(&ahead, 2, &read) ||
		(ahead.at < ahead.end && (*ahead.at == ':' || isdigit((unsigned char) *ahead.at))))
		return false;
	*number = read;
	*reader = ahead;
	return true;
}

static bool
read_time(IsoReader *reader, double *ms)
{
	int			hour;
	int			minute;
	int			second;
	int			thousandths = 0;
	int			unit = 100;

	if (!read_digits(reader, 2, &hour) || !skip(reader, ':') ||
		!read_digits(reader, 2, &minute) || !skip(reader, ':') ||
		!read_digits(reader, 2, &second))
		return false;
	if (skip(reader, '.'))
	{
		if (reader->at >= reader->end || !isdigit((unsigned char) *reader->at))
			return false;
		for (; reader->at < reader->end && isdigit((unsigned char) *reader->at); unit /= 10)
			thousandths += (*reader->at++ - '0') * unit;
	}
	*ms = hour * 3600000.0 + minute * 60000.0 + second * 1000.0 + thousandths;
	return minute <= 59 && second <= 59 &&
		(hour <= 23 || (hour == 24 && minute == 0 && second == 0 && thousandths == 0));
}

/* Z, +hhmm, +hh:mm or nothing; in minutes */
static bool
read_zone(IsoReader *reader, int *zone)
{
	int			sign = 1;
	int			hours;
	int			minutes;

	if (skip(reader, 'Z') || reader->at == reader->end)
		return true;
	if (skip(reader, '-'))
		sign = -1;
	else if (!skip(reader, '+'))
		return false;
	if (!read_digits(reader, 2, &hours))
		return false;
	skip(reader, ':');
	if (!read_digits(reader, 2, &minutes))
		return false;
	*zone = sign * (hours * 60 + minutes);
	return hours <= 23 && minutes <= 59;
}
