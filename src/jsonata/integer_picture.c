/*-------------------------------------------------------------------------
 *
 * integer_picture.c
 *	  $formatInteger, $parseInteger, and the numbers in dates.
 *
 * A picture is one of a few letters, or has digits: as many as the number must have
 * at least, of any decimal digits in Unicode, with # for those that it may have and
 * with separators between them.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "jsonata/integer_picture.h"
#include "jsonata/letter_case.h"
#include "jsonata/number_text.h"
#include "miscadmin.h"

/* Zeros of the decimal digits that the reference knows */
static const uint32 decimal_zeros[] = {
	0x30, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66,
	0x0CE6, 0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946,
	0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0,
	0xA9F0, 0xAA50, 0xABF0, 0xFF10
};

typedef struct RomanNumeral
{
	int			value;
	const char *text;
} RomanNumeral;

static const RomanNumeral roman_numerals[] = {
	{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
	{40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}
};

static bool parse_letter(Value text, IntegerPicture *picture);
static void parse_decimal(Evaluator *ev, const NativeCall *call, Value text, IntegerPicture *picture);
static uint32 zero_of(uint32 code);
static int	regular_distance(const IntegerPicture *picture);
static void append_decimal(TextBuilder *out, const IntegerPicture *picture, double number);
static int	append_separators(TextBuilder *out, const IntegerPicture *picture, int right, int left);
static void append_letters(TextBuilder *out, double number, char first);
static void append_roman(TextBuilder *out, double number, bool upper);
static void append_ordinal(TextBuilder *out, Size start);
static double read_decimal(const IntegerPicture *picture, Value text);
static double read_letters(Value text, char first);
static double read_roman(Value text);
static void fail_sequence(Evaluator *ev, const NativeCall *call,
						  const IntegerPicture *picture) pg_attribute_noreturn();

Value
sfn_fn_format_integer(Evaluator *ev, const NativeCall *call)
{
	IntegerPicture picture;
	TextBuilder out;

	if (is_undefined(call->args[0]) || is_undefined(call->args[1]))
		return UNDEFINED_VALUE;
	sfn_integer_picture_parse(ev, call, call->args[1], &picture);
	sfn_text_init(&out, &ev->arena, 32);
	sfn_integer_append(ev, call, &out, &picture, floor(sfn_value_ordinary(ev, call->args[0])));
	return sfn_text_value(&out);
}

Value
sfn_fn_parse_integer(Evaluator *ev, const NativeCall *call)
{
	IntegerPicture picture;

	if (is_undefined(call->args[0]) || is_undefined(call->args[1]))
		return UNDEFINED_VALUE;
	sfn_integer_picture_parse(ev, call, call->args[1], &picture);
	return value_number(sfn_integer_read(ev, call, &picture, call->args[0]));
}

void
sfn_integer_picture_parse(Evaluator *ev, const NativeCall *call, Value text, IntegerPicture *picture)
{
	uint32		end = text.len;
	uint32		at;

	memset(picture, 0, sizeof(*picture));
	for (at = 0; at < text.len; at++)
	{
		if (text.string[at] == ';')
			end = at;
	}
	if (end < text.len)
		picture->ordinal = end + 1 < text.len && text.string[end + 1] == 'o';
	text.len = end;
	if (!parse_letter(text, picture))
		parse_decimal(ev, call, text, picture);
}

static bool
parse_letter(Value text, IntegerPicture *picture)
{
	if (text.len == 2 && memcmp(text.string, "Ww", 2) == 0)
	{
		picture->style = INTEGER_WORDS;
		picture->letters = CASE_TITLE;
		return true;
	}
	if (text.len != 1)
		return false;

	picture->letters = isupper((unsigned char) text.string[0]) ? CASE_UPPER : CASE_LOWER;
	switch (pg_ascii_tolower(text.string[0]))
	{
		case 'a':
			picture->style = INTEGER_LETTERS;
			return true;
		case 'i':
			picture->style = INTEGER_ROMAN;
			return true;
		case 'w':
			picture->style = INTEGER_WORDS;
			return true;
		default:
			picture->letters = CASE_LOWER;
			return false;
	}
}

static void
parse_decimal(Evaluator *ev, const NativeCall *call, Value text, IntegerPicture *picture)
{
	int			position = 0;
	int			at = text.len;

	picture->separators = ALLOC(ev, Max(text.len, 1) * sizeof(GroupSeparator));
	while (at > 0)
	{
		uint32		code;
		uint32		zero;

		do
			at--;
		while (at > 0 && (text.string[at] & 0xC0) == 0x80);
		code = sfn_utf8_code(text.string + at);
		zero = zero_of(code);
		if (zero != 0)
		{
			picture->mandatory++;
			position++;
			if (picture->zero != 0 && picture->zero != zero)
				sfn_native_fail(ev, call, "D3131", text);
			picture->zero = zero;
		}
		else if (code == '#')
		{
			picture->optional++;
			position++;
		}
		else
		{
			GroupSeparator *separator = &picture->separators[picture->separator_count++];

			separator->position = position;
			separator->character = code;
		}
	}

	picture->style = picture->mandatory > 0 ? INTEGER_DECIMAL : INTEGER_SEQUENCE;
	picture->token = text;
	picture->regular = regular_distance(picture);
}

static uint32
zero_of(uint32 code)
{
	int			i;

	for (i = 0; i < lengthof(decimal_zeros); i++)
	{
		if (code >= decimal_zeros[i] && code <= decimal_zeros[i] + 9)
			return decimal_zeros[i];
	}
	return 0;
}

static int
regular_distance(const IntegerPicture *picture)
{
	const GroupSeparator *separators = picture->separators;
	int			count = picture->separator_count;
	int			distance;
	int			i;
	int			j;

	if (count == 0)
		return 0;
	distance = separators[0].position;
	for (i = 1; i < count; i++)
	{
		int			a = distance;
		int			b = separators[i].position;

		if (separators[i].character != separators[0].character)
			return 0;
		while (b != 0)
		{
			int			rest = a % b;

			a = b;
			b = rest;
		}
		distance = a;
	}
	if (distance == 0)
		return 0;
	/* Positions grow, from right to left. */
	for (i = 1, j = 0; i <= count; i++)
	{
		while (j < count && separators[j].position < i * distance)
			j++;
		if (j == count || separators[j].position != i * distance)
			return 0;
	}
	return distance;
}

void
sfn_integer_append(Evaluator *ev, const NativeCall *call, TextBuilder *out,
				   const IntegerPicture *picture, double number)
{
	if (number < 0)
		sfn_text_append_char(out, '-');
	number = fabs(number);
	switch (picture->style)
	{
		case INTEGER_LETTERS:
			append_letters(out, number, picture->letters == CASE_UPPER ? 'A' : 'a');
			break;
		case INTEGER_ROMAN:
			append_roman(out, number, picture->letters == CASE_UPPER);
			break;
		case INTEGER_WORDS:
			sfn_words_append(out, number, picture->ordinal, picture->letters);
			break;
		case INTEGER_DECIMAL:
			append_decimal(out, picture, number);
			break;
		case INTEGER_SEQUENCE:
			fail_sequence(ev, call, picture);
	}
}

static void
append_decimal(TextBuilder *out, const IntegerPicture *picture, double number)
{
	Size		start = out->len;
	TextBuilder digits;
	int			separators = picture->separator_count;
	int			i;
	int			count;

	sfn_text_init(&digits, out->arena, 32);
	sfn_text_append_number(&digits, number);
	count = Max((int) digits.len, picture->mandatory);
	for (i = count; i > 0; i--)
	{
		char		digit = i > (int) digits.len ? '0' : digits.data[digits.len - i];

		sfn_text_append_code(out, digit - '0' + picture->zero);
		separators = append_separators(out, picture, i - 1, separators);
	}
	if (picture->ordinal)
		append_ordinal(out, start);
}

/*
 * What the picture has with so many digits to its right.  Of its separators
 * the first so many have not been passed yet; returned is how many then.
 */
static int
append_separators(TextBuilder *out, const IntegerPicture *picture, int right, int left)
{
	if (picture->regular > 0)
	{
		if (right > 0 && right % picture->regular == 0)
			sfn_text_append_code(out, picture->separators[0].character);
		return left;
	}
	for (; left > 0 && picture->separators[left - 1].position >= right; left--)
	{
		if (picture->separators[left - 1].position == right)
			sfn_text_append_code(out, picture->separators[left - 1].character);
	}
	return left;
}

/* 1st, 2nd, 3rd, 4th, but 11th */
static void
append_ordinal(TextBuilder *out, Size start)
{
	char		last = out->data[out->len - 1];
	bool		teen = out->len - start > 1 && out->data[out->len - 2] == '1';

	sfn_text_append_cstring(out, teen ? "th" : last == '1' ? "st" : last == '2' ? "nd" :
							last == '3' ? "rd" : "th");
}

/* a to z, then aa, ab ... */
static void
append_letters(TextBuilder *out, double number, char first)
{
	char		letters[300];
	int			count = 0;

	while (number > 0 && count < lengthof(letters))
	{
		letters[count++] = first + (int) fmod(number - 1, 26);
		number = floor((number - 1) / 26);
	}
	while (count > 0)
		sfn_text_append_char(out, letters[--count]);
}

static void
append_roman(TextBuilder *out, double number, bool upper)
{
	const RomanNumeral *numeral = roman_numerals;

	while (number >= 1)
	{
		const char *p;

		CHECK_FOR_INTERRUPTS();
		while (number < numeral->value)
			numeral++;
		for (p = numeral->text; *p != '\0'; p++)
			sfn_text_append_char(out, upper ? pg_ascii_toupper(*p) : *p);
		number -= numeral->value;
	}
}

double
sfn_integer_read(Evaluator *ev, const NativeCall *call, const IntegerPicture *picture, Value text)
{
	switch (picture->style)
	{
		case INTEGER_LETTERS:
			return read_letters(text, picture->letters == CASE_UPPER ? 'A' : 'a');
		case INTEGER_ROMAN:
			return read_roman(text);
		case INTEGER_WORDS:
			return sfn_words_read(sfn_letters_down(ev, text));
		case INTEGER_DECIMAL:
			return read_decimal(picture, text);
		default:
			fail_sequence(ev, call, picture);
	}
}

/* Separators are passed over; what is behind the digits does not matter. */
static double
read_decimal(const IntegerPicture *picture, Value text)
{
	double		number = 0;
	bool		negative = false;
	bool		any = false;
	uint32		at = 0;
	int			i;

	while (at < text.len)
	{
		uint32		code = sfn_utf8_code(text.string + at);
		bool		separator = picture->regular > 0 && code == ',';

		for (i = 0; i < picture->separator_count && picture->regular == 0; i++)
			separator |= picture->separators[i].character == code;
		if (code >= picture->zero && code < picture->zero + 10)
		{
			number = number * 10 + (code - picture->zero);
			any = true;
		}
		else if (!any && !negative && (code == '-' || code == '+'))
			negative = code == '-';
		else if (!separator)
			break;
		at += sfn_utf8_len(text.string[at]);
	}
	return any ? (negative ? -number : number) : NAN;
}

static double
read_letters(Value text, char first)
{
	double		number = 0;
	uint32		i;

	for (i = 0; i < text.len; i++)
		number = number * 26 + ((unsigned char) text.string[i] - first + 1);
	return number;
}

static double
read_roman(Value text)
{
	static const char letters[] = "MDCLXVI";
	static const int values[] = {1000, 500, 100, 50, 10, 5, 1};
	double		number = 0;
	int			largest = 1;
	int			i;

	for (i = text.len - 1; i >= 0; i--)
	{
		char		c = pg_ascii_toupper(text.string[i]);
		const char *letter = c == '\0' ? NULL : strchr(letters, c);
		int			value;

		if (letter == NULL)
			return NAN;
		value = values[letter - letters];
		number += value < largest ? -value : value;
		largest = Max(largest, value);
	}
	return number;
}

static void
fail_sequence(Evaluator *ev, const NativeCall *call, const IntegerPicture *picture)
{
	sfn_native_fail(ev, call, "D3130", picture->token);
}
