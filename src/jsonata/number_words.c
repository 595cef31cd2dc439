/*-------------------------------------------------------------------------
 *
 * number_words.c
 *	  Numbers in English words, both ways.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "jsonata/integer_picture.h"

static const char *const small_numbers[] = {
	"Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
	"Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen",
	"Eighteen", "Nineteen"
};
static const char *const small_ordinals[] = {
	"Zeroth", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth",
	"Ninth", "Tenth", "Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth",
	"Sixteenth", "Seventeenth", "Eighteenth", "Nineteenth"
};
static const char *const tens[] = {
	"Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"
};
static const char *const tenths[] = {
	"Twentieth", "Thirtieth", "Fortieth", "Fiftieth", "Sixtieth", "Seventieth",
	"Eightieth", "Ninetieth"
};
static const char *const magnitudes[] = {"Thousand", "Million", "Billion", "Trillion"};

static void append_words(TextBuilder *out, double number, bool follows, bool ordinal);
static void append_magnitude(TextBuilder *out, double number, bool follows, bool ordinal);
static double word_value(const char *word, int len);
static bool is_word(const char *word, int len, const char *known, const char *ending);
static int	skip_separator(Value text, uint32 at);

void
sfn_words_append(TextBuilder *out, double number, bool ordinal, LetterCase letters)
{
	Size		start = out->len;

	append_words(out, number, false, ordinal);
	for (; letters != CASE_TITLE && start < out->len; start++)
		out->data[start] = letters == CASE_UPPER ? pg_ascii_toupper(out->data[start]) :
			pg_ascii_tolower(out->data[start]);
}

/* follows: other words stand before these. */
static void
append_words(TextBuilder *out, double number, bool follows, bool ordinal)
{
	if (number < 20)
	{
		sfn_text_append_cstring(out, follows ? " and " : "");
		sfn_text_append_cstring(out, ordinal ? small_ordinals[(int) number] :
								small_numbers[(int) number]);
	}
	else if (number < 100)
	{
		int			ten = (int) number / 10 - 2;
		int			rest = (int) number % 10;

		sfn_text_append_cstring(out, follows ? " and " : "");
		sfn_text_append_cstring(out, rest == 0 && ordinal ? tenths[ten] : tens[ten]);
		if (rest > 0)
		{
			sfn_text_append_char(out, '-');
			append_words(out, rest, false, ordinal);
		}
	}
	else if (number < 1000)
	{
		int			rest = (int) number % 100;

		sfn_text_append_cstring(out, follows ? ", " : "");
		sfn_text_append_cstring(out, small_numbers[(int) number / 100]);
		sfn_text_append_cstring(out, " Hundred");
		if (rest > 0)
			append_words(out, rest, true, ordinal);
		else if (ordinal)
			sfn_text_append_cstring(out, "th");
	}
	else
		append_magnitude(out, number, follows, ordinal);
}

static void
append_magnitude(TextBuilder *out, double number, bool follows, bool ordinal)
{
	int			magnitude = Min((int) floor(log10(number) / 3), lengthof(magnitudes));
	double		factor = pow(10, magnitude * 3);
	double		count = floor(number / factor);
	double		rest = number - count * factor;

	sfn_text_append_cstring(out, follows ? ", " : "");
	append_words(out, count, false, false);
	sfn_text_append_char(out, ' ');
	sfn_text_append_cstring(out, magnitudes[magnitude - 1]);
	if (rest > 0)
		append_words(out, rest, true, ordinal);
	else if (ordinal)
		sfn_text_append_cstring(out, "th");
}

/*
 * Small numbers add up, larger ones multiply what stands before them.
 */
double
sfn_words_read(Value text)
{
	double		total = 0;
	double		part = 0;
	uint32		at = 0;

	for (;;)
	{
		uint32		start = at;
		double		value;
		int			skip = 0;

		while (at < text.len && (skip = skip_separator(text, at)) == 0)
			at++;
		value = word_value(text.string + start, at - start);
		if (value < 100)
		{
			if (part >= 1000)
			{
				total += part;
				part = 0;
			}
			part += value;
		}
		else
			part *= value;
		if (at >= text.len)
			return total + part;
		at += skip;
	}
}

/* Bytes of a comma and blank, an "and" between blanks, a blank or hyphen */
static int
skip_separator(Value text, uint32 at)
{
	const char *p = text.string + at;
	uint32		left = text.len - at;

	if (left >= 2 && p[0] == ',' && isspace((unsigned char) p[1]))
		return 2;
	if (left >= 5 && isspace((unsigned char) p[0]) && memcmp(p + 1, "and", 3) == 0 &&
		isspace((unsigned char) p[4]))
		return 5;
	return isspace((unsigned char) *p) || *p == '-' || *p == '\\' ? 1 : 0;
}

static double
word_value(const char *word, int len)
{
	int			i;

	for (i = 0; i < lengthof(small_numbers); i++)
	{
		if (is_word(word, len, small_numbers[i], "") || is_word(word, len, small_ordinals[i], ""))
			return i;
	}
	for (i = 0; i < lengthof(tens); i++)
	{
		if (is_word(word, len, tens[i], "") || is_word(word, len, tenths[i], ""))
			return (i + 2) * 10;
	}
	if (is_word(word, len, "Hundred", "") || is_word(word, len, "Hundred", "th"))
		return 100;
	for (i = 0; i < lengthof(magnitudes); i++)
	{
		if (is_word(word, len, magnitudes[i], "") || is_word(word, len, magnitudes[i], "th"))
			return pow(10, (i + 1) * 3);
	}
	return NAN;
}

static bool
is_word(const char *word, int len, const char *known, const char *ending)
{
	int			known_len = strlen(known);

	return len == known_len + (int) strlen(ending) &&
		pg_strncasecmp(word, known, known_len) == 0 &&
		memcmp(word + known_len, ending, len - known_len) == 0;
}

void
sfn_words_append_pattern(TextBuilder *out)
{
	int			i;

	for (i = 0; i < lengthof(small_numbers); i++)
		sfn_text_append_format(out, "%s|", small_numbers[i]);
	for (i = 0; i < lengthof(small_ordinals); i++)
		sfn_text_append_format(out, "%s|", small_ordinals[i]);
	for (i = 0; i < lengthof(tens); i++)
		sfn_text_append_format(out, "%s|%s|", tens[i], tenths[i]);
	sfn_text_append_cstring(out, "Hundred|Hundredth|");
	for (i = 0; i < lengthof(magnitudes); i++)
		sfn_text_append_format(out, "%s|%sth|", magnitudes[i], magnitudes[i]);
	sfn_text_append_cstring(out, "and|[\\-, ]");
}
