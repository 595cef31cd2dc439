/*-------------------------------------------------------------------------
 *
 * number_picture.c
 *	  $formatNumber: numbers by a picture such as #,##0.00.
 *
 * A picture has one or two sub-pictures, the second for negative numbers.
 * Each is split into prefix, mantissa, exponent and suffix, checked, and
 * analyzed into counts of digits and places of separators, by which the
 * number is then written.  Section numbers of the checks are those of XPath Functions and
 * Operators 3.1, 4.7.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "jsonata/native.h"
#include "jsonata/number_text.h"
#include "jsonata/rounding.h"
#include "jsonata/text_builder.h"

#define MOST_SEPARATORS 64

/* The largest number of digits that anything is filled up to */
#define MOST_DIGITS 1000

/* Characters with a meaning; any of them may be another, longer text */
typedef struct PictureSymbols
{
	Value		decimal_separator;
	Value		grouping_separator;
	Value		exponent_separator;
	Value		minus_sign;
	Value		percent;
	Value		per_mille;
	Value		zero_digit;
	Value		digit;
	Value		pattern_separator;
	uint32		zero;			/* code point of zero_digit */
} PictureSymbols;

typedef struct SubPicture
{
	Value		whole;
	Value		prefix;
	Value		suffix;
	Value		active;
	Value		mantissa;
	Value		exponent;		/* UNDEFINED: none */
	Value		integer;
	Value		fraction;

	int			group_count;
	int			groups[MOST_SEPARATORS];	/* digits right of each separator */
	int			regular_group;	/* distance, if they are all multiples of it */
	int			fraction_group_count;
	int			fraction_groups[MOST_SEPARATORS];	/* digits left of each separator */
	int			least_integer;
	int			least_fraction;
	int			most_fraction;
	int			least_exponent;
	int			scale;			/* digits of the mantissa before the point */
} SubPicture;

typedef struct Picture
{
	Evaluator  *ev;
	const NativeCall *call;
	PictureSymbols symbols;
} Picture;

static void read_symbols(Picture *picture, Value options);
static void set_symbol(Value *symbol, Value options, const char *name, const char *standard);
static void split_picture(Picture *picture, Value text, SubPicture *sub);
static void split_mantissa(Picture *picture, SubPicture *sub);
static void check_picture(Picture *picture, const SubPicture *sub);
static const char *find_mistake(Picture *picture, const SubPicture *sub);
static void analyze_picture(Picture *picture, SubPicture *sub);
static void find_groups(Picture *picture, SubPicture *sub);
static int	regular_distance(const int *positions, int count);
static void write_number(Picture *picture, const SubPicture *sub, double number, TextBuilder *out);
static int	scale_mantissa(const SubPicture *sub, double *mantissa);
static void write_mantissa(Picture *picture, const SubPicture *sub, double mantissa, TextBuilder *out);
static void write_digits(Picture *picture, TextBuilder *out, const char *digits, int count);
static bool is_digit(Picture *picture, uint32 code);
static bool is_active(Picture *picture, Value text, uint32 at);
static int	count_digits(Picture *picture, Value text, bool optional_too);

static inline bool
at_symbol(Value text, uint32 at, Value symbol)
{
	return symbol.len > 0 && text.len - at >= symbol.len &&
		memcmp(text.string + at, symbol.string, symbol.len) == 0;
}

static inline Value
part_of(Value text, uint32 from, uint32 to)
{
	return value_string(text.string + from, to > from ? to - from : 0);
}

/* Where a symbol is, or -1 */
static int
find_symbol(Value text, Value symbol, uint32 from)
{
	uint32		at;

	for (at = from; at < text.len; at++)
	{
		if (at_symbol(text, at, symbol))
			return at;
	}
	return -1;
}

static bool
has_symbol_twice(Value text, Value symbol)
{
	int			first = find_symbol(text, symbol, 0);

	return first >= 0 && find_symbol(text, symbol, first + 1) >= 0;
}

Value
sfn_fn_format_number(Evaluator *ev, const NativeCall *call)
{
	Picture		picture = {.ev = ev,.call = call};
	Value		text = call->args[1];
	SubPicture *subs;
	TextBuilder out;
	double		number;
	int			count = 1;
	int			separator;
	int			i;

	if (is_undefined(call->args[0]) || is_undefined(text))
		return UNDEFINED_VALUE;
	number = sfn_value_ordinary(ev, call->args[0]);
	read_symbols(&picture, call->args[2]);

	subs = ALLOC(ev, 2 * sizeof(SubPicture));
	memset(subs, 0, 2 * sizeof(SubPicture));
	separator = find_symbol(text, picture.symbols.pattern_separator, 0);
	if (separator >= 0)
	{
		int			behind = separator + picture.symbols.pattern_separator.len;

		if (find_symbol(text, picture.symbols.pattern_separator, behind) >= 0)
			sfn_native_fail(ev, call, "D3080", text);
		split_picture(&picture, part_of(text, behind, text.len), &subs[1]);
		text = part_of(text, 0, separator);
		count = 2;
	}
	split_picture(&picture, text, &subs[0]);
	for (i = 0; i < count; i++)
		check_picture(&picture, &subs[i]);
	for (i = 0; i < count; i++)
		analyze_picture(&picture, &subs[i]);

	sfn_text_init(&out, &ev->arena, 64);
	if (number < 0 && count == 1)
		sfn_text_append_value(&out, picture.symbols.minus_sign);
	write_number(&picture, &subs[number < 0 && count == 2 ? 1 : 0], number, &out);
	return sfn_text_value(&out);
}

static void
read_symbols(Picture *picture, Value options)
{
	PictureSymbols *symbols = &picture->symbols;

	set_symbol(&symbols->decimal_separator, options, "decimal-separator", ".");
	set_symbol(&symbols->grouping_separator, options, "grouping-separator", ",");
	set_symbol(&symbols->exponent_separator, options, "exponent-separator", "e");
	set_symbol(&symbols->minus_sign, options, "minus-sign", "-");
	set_symbol(&symbols->percent, options, "percent", "%");
	set_symbol(&symbols->per_mille, options, "per-mille", "\xE2\x80\xB0");
	set_symbol(&symbols->zero_digit, options, "zero-digit", "0");
	set_symbol(&symbols->digit, options, "digit", "#");
	set_symbol(&symbols->pattern_separator, options, "pattern-separator", ";");
	symbols->zero = symbols->zero_digit.len == 0 ? '0' :
		sfn_utf8_code(symbols->zero_digit.string);
}

static void
set_symbol(Value *symbol, Value options, const char *name, const char *standard)
{
	Value		given = UNDEFINED_VALUE;

	if (is_object(options))
		given = sfn_member_get(options, (Key) {
			name, strlen(name)
		});
	*symbol = is_string(given) ? given : value_string(standard, strlen(standard));
}

/* Before the first and behind the last active character are prefix and suffix. */
static void
split_picture(Picture *picture, Value text, SubPicture *sub)
{
	Value		exponent = picture->symbols.exponent_separator;
	int			first = -1;
	int			last = -1;
	uint32		at;
	int			position;

	sub->whole = text;
	for (at = 0; at < text.len; at += sfn_utf8_len(text.string[at]))
	{
		if (!is_active(picture, text, at) || at_symbol(text, at, exponent))
			continue;
		if (first < 0)
			first = at;
		last = at + sfn_utf8_len(text.string[at]);
	}
	if (first < 0)
	{
		first = 0;
		last = text.len;
	}
	sub->prefix = part_of(text, 0, first);
	sub->suffix = part_of(text, last, text.len);
	sub->active = part_of(text, first, last);

	position = find_symbol(text, exponent, first);
	sub->mantissa = sub->active;
	sub->exponent = UNDEFINED_VALUE;
	if (position >= 0 && position <= last)
	{
		sub->mantissa = part_of(sub->active, 0, position - first);
		sub->exponent = part_of(sub->active, Min(position - first + exponent.len, sub->active.len),
								sub->active.len);
	}
	split_mantissa(picture, sub);
}

static void
split_mantissa(Picture *picture, SubPicture *sub)
{
	Value		point = picture->symbols.decimal_separator;
	int			position = find_symbol(sub->mantissa, point, 0);

	if (position < 0)
	{
		sub->integer = sub->mantissa;
		sub->fraction = sub->suffix;
		return;
	}
	sub->integer = part_of(sub->mantissa, 0, position);
	sub->fraction = part_of(sub->mantissa, position + point.len, sub->mantissa.len);
}

static void
check_picture(Picture *picture, const SubPicture *sub)
{
	const char *mistake = find_mistake(picture, sub);

	if (mistake != NULL)
		sfn_native_fail(picture->ev, picture->call, mistake, sub->whole);
}

/* The last of 4.7.3's rules that is broken */
static const char *
find_mistake(Picture *picture, const SubPicture *sub)
{
	const PictureSymbols *symbols = &picture->symbols;
	Value		group = symbols->grouping_separator;
	bool		percent = find_symbol(sub->whole, symbols->percent, 0) >= 0;
	bool		per_mille = find_symbol(sub->whole, symbols->per_mille, 0) >= 0;
	int			point = find_symbol(sub->whole, symbols->decimal_separator, 0);
	int			optional;
	const char *mistake = NULL;
	uint32		at;

	if (has_symbol_twice(sub->whole, symbols->decimal_separator))
		mistake = "D3081";
	if (has_symbol_twice(sub->whole, symbols->percent))
		mistake = "D3082";
	if (has_symbol_twice(sub->whole, symbols->per_mille))
		mistake = "D3083";
	if (percent && per_mille)
		mistake = "D3084";
	if (count_digits(picture, sub->mantissa, true) == 0)
		mistake = "D3085";
	for (at = 0; at < sub->active.len; at += sfn_utf8_len(sub->active.string[at]))
	{
		if (!is_active(picture, sub->active, at))
			mistake = "D3086";
	}
	if (point >= 0)
	{
		if ((point >= (int) group.len && at_symbol(sub->whole, point - group.len, group)) ||
			at_symbol(sub->whole, point + symbols->decimal_separator.len, group))
			mistake = "D3087";
	}
	else if (sub->integer.len >= group.len &&
			 at_symbol(sub->integer, sub->integer.len - group.len, group))
		mistake = "D3088";
	for (at = 0; at < sub->whole.len; at++)
	{
		if (at_symbol(sub->whole, at, group) && at_symbol(sub->whole, at + group.len, group))
			mistake = "D3089";
	}
	optional = find_symbol(sub->integer, symbols->digit, 0);
	if (optional >= 0 && count_digits(picture, part_of(sub->integer, 0, optional), false) > 0)
		mistake = "D3090";
	for (at = 0, optional = -1; at < sub->fraction.len; at++)
	{
		if (at_symbol(sub->fraction, at, symbols->digit))
			optional = at;
	}
	if (optional >= 0 &&
		count_digits(picture, part_of(sub->fraction, optional, sub->fraction.len), false) > 0)
		mistake = "D3091";
	if (is_string(sub->exponent))
	{
		int			digits = count_digits(picture, sub->exponent, false);

		if (sub->exponent.len > 0 && (percent || per_mille))
			mistake = "D3092";
		if (digits == 0 || digits < sfn_code_points(sub->exponent.string, sub->exponent.len))
			mistake = "D3093";
	}
	return mistake;
}

static void
analyze_picture(Picture *picture, SubPicture *sub)
{
	bool		exponent = is_string(sub->exponent);

	find_groups(picture, sub);
	sub->least_integer = count_digits(picture, sub->integer, false);
	sub->scale = sub->least_integer;
	sub->least_fraction = count_digits(picture, sub->fraction, false);
	sub->most_fraction = count_digits(picture, sub->fraction, true);
	if (sub->least_integer == 0 && sub->most_fraction == 0)
	{
		if (exponent)
			sub->least_fraction = sub->most_fraction = 1;
		else
			sub->least_integer = 1;
	}
	if (exponent && sub->least_integer == 0 &&
		find_symbol(sub->integer, picture->symbols.digit, 0) >= 0)
		sub->least_integer = 1;
	if (sub->least_integer == 0 && sub->least_fraction == 0)
		sub->least_fraction = 1;
	if (exponent)
		sub->least_exponent = count_digits(picture, sub->exponent, false);
}

static void
find_groups(Picture *picture, SubPicture *sub)
{
	Value		group = picture->symbols.grouping_separator;
	int			at;

	for (at = find_symbol(sub->integer, group, 0);
		 at >= 0 && sub->group_count < MOST_SEPARATORS;
		 at = find_symbol(sub->integer, group, at + 1))
		sub->groups[sub->group_count++] =
			count_digits(picture, part_of(sub->integer, at, sub->integer.len), true);
	for (at = find_symbol(sub->fraction, group, 0);
		 at >= 0 && sub->fraction_group_count < MOST_SEPARATORS;
		 at = find_symbol(sub->fraction, group, at + 1))
		sub->fraction_groups[sub->fraction_group_count++] =
			count_digits(picture, part_of(sub->fraction, 0, at), true);
	sub->regular_group = regular_distance(sub->groups, sub->group_count);
}

static int
regular_distance(const int *positions, int count)
{
	int			distance;
	int			i;
	int			j;

	if (count == 0)
		return 0;
	distance = positions[0];
	for (i = 1; i < count; i++)
	{
		int			a = distance;
		int			b = positions[i];

		while (b != 0)
		{
			int			rest = a % b;

			a = b;
			b = rest;
		}
		distance = a;
	}
	for (i = 1; i <= count; i++)
	{
		for (j = 0; j < count && positions[j] != i * distance; j++)
			;
		if (j == count)
			return 0;
	}
	return distance;
}

static void
write_number(Picture *picture, const SubPicture *sub, double number, TextBuilder *out)
{
	char		digits[32];
	int			exponent = 0;
	int			len;

	if (find_symbol(sub->whole, picture->symbols.percent, 0) >= 0)
		number *= 100;
	else if (find_symbol(sub->whole, picture->symbols.per_mille, 0) >= 0)
		number *= 1000;
	if (sub->least_exponent > 0)
		exponent = scale_mantissa(sub, &number);

	sfn_text_append_value(out, sub->prefix);
	write_mantissa(picture, sub, sfn_round(number, sub->most_fraction), out);
	if (sub->least_exponent > 0)
	{
		sfn_text_append_value(out, picture->symbols.exponent_separator);
		if (exponent < 0)
			sfn_text_append_value(out, picture->symbols.minus_sign);
		len = snprintf(digits, sizeof(digits), "%0*d", Min(sub->least_exponent, 20), abs(exponent));
		write_digits(picture, out, digits, len);
	}
	sfn_text_append_value(out, sub->suffix);
}

/* Bring the mantissa to as many digits as the picture has before the point. */
static int
scale_mantissa(const SubPicture *sub, double *mantissa)
{
	double		most = pow(10, sub->scale);
	double		least = pow(10, sub->scale - 1);
	int			exponent = 0;

	if (*mantissa == 0)
		return 0;
	while (fabs(*mantissa) < least)
	{
		*mantissa *= 10;
		exponent--;
	}
	while (fabs(*mantissa) > most)
	{
		*mantissa /= 10;
		exponent++;
	}
	return exponent;
}

static void
write_mantissa(Picture *picture, const SubPicture *sub, double mantissa, TextBuilder *out)
{
	Evaluator  *ev = picture->ev;
	TextBuilder plain;
	char	   *digits;
	char	   *point;
	int			integer;
	int			fraction;
	int			i;
	int			group;

	sfn_text_init(&plain, &ev->arena, 64);
	sfn_text_append_fixed(&plain, fabs(mantissa), Min(sub->most_fraction, MOST_DIGITS));
	sfn_text_append_char(&plain, '\0');
	digits = plain.data;
	point = strchr(digits, '.');
	integer = point == NULL ? (int) strlen(digits) : point - digits;
	fraction = point == NULL ? 0 : (int) strlen(point + 1);
	while (integer > 0 && *digits == '0')
	{
		digits++;
		integer--;
	}
	while (fraction > 0 && point[fraction] == '0')
		fraction--;

	for (i = Max(integer, sub->least_integer); i > 0; i--)
	{
		bool		separated = false;

		write_digits(picture, out, i > integer ? "0" : &digits[integer - i], 1);
		if (i == 1)
			break;
		if (sub->regular_group > 0)
			separated = (i - 1) % sub->regular_group == 0;
		for (group = 0; group < sub->group_count && sub->regular_group == 0; group++)
			separated |= sub->groups[group] == i - 1;
		if (separated)
			sfn_text_append_value(out, picture->symbols.grouping_separator);
	}

	if (Max(fraction, sub->least_fraction) == 0)
		return;
	sfn_text_append_value(out, picture->symbols.decimal_separator);
	for (i = 0; i < Max(fraction, sub->least_fraction); i++)
	{
		for (group = 0; group < sub->fraction_group_count; group++)
		{
			if (sub->fraction_groups[group] == i && i > 0)
				sfn_text_append_value(out, picture->symbols.grouping_separator);
		}
		write_digits(picture, out, i < fraction ? &point[1 + i] : "0", 1);
	}
}

static void
write_digits(Picture *picture, TextBuilder *out, const char *digits, int count)
{
	int			i;

	for (i = 0; i < count; i++)
	{
		if (isdigit((unsigned char) digits[i]))
			sfn_text_append_code(out, picture->symbols.zero + (digits[i] - '0'));
		else
			sfn_text_append_char(out, digits[i]);
	}
}

static bool
is_digit(Picture *picture, uint32 code)
{
	return code >= picture->symbols.zero && code < picture->symbols.zero + 10;
}

static bool
is_active(Picture *picture, Value text, uint32 at)
{
	const PictureSymbols *symbols = &picture->symbols;

	return is_digit(picture, sfn_utf8_code(text.string + at)) ||
		at_symbol(text, at, symbols->decimal_separator) ||
		at_symbol(text, at, symbols->exponent_separator) ||
		at_symbol(text, at, symbols->grouping_separator) ||
		at_symbol(text, at, symbols->digit) ||
		at_symbol(text, at, symbols->pattern_separator);
}

static int
count_digits(Picture *picture, Value text, bool optional_too)
{
	int			count = 0;
	uint32		at;

	for (at = 0; at < text.len; at += sfn_utf8_len(text.string[at]))
	{
		if (is_digit(picture, sfn_utf8_code(text.string + at)) ||
			(optional_too && at_symbol(text, at, picture->symbols.digit)))
			count++;
	}
	return count;
}
