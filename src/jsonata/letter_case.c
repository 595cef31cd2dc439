/*-------------------------------------------------------------------------
 *
 * letter_case.c
 *	  Texts in upper and lower case, whatever the database's locale.
 *
 * By Unicode's full mapping, as JavaScript does: some letters become
 * two or three, and a sigma at the end of a word has a form of its own.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/letter_case.h"
#include "jsonata/letter_case_table.h"
#include "jsonata/text_builder.h"

#define CAPITAL_SIGMA 0x03A3
#define FINAL_SIGMA 0x03C2
#define CAPITAL_I_WITH_DOT 0x0130
#define DOT_ABOVE 0x0307

static uint32 map_letter(uint32 letter, const CaseRange *ranges, int count);
static const LongUpperCase *find_long_upper(uint32 letter);
static bool is_cased(uint32 letter);
static bool ends_word(Value text, uint32 at);

Value
sfn_letters_up(Evaluator *ev, Value text)
{
	TextBuilder upper;
	uint32		at = 0;
	int			i;

	sfn_text_init(&upper, &ev->arena, text.len);
	while (at < text.len)
	{
		const LongUpperCase *several;
		uint32		letter;

		if ((text.string[at] & 0x80) == 0)
		{
			sfn_text_append_char(&upper, pg_ascii_toupper(text.string[at++]));
			continue;
		}
		letter = sfn_utf8_code(text.string + at);
		at += sfn_utf8_len(text.string[at]);
		several = find_long_upper(letter);
		if (several == NULL)
			sfn_text_append_code(&upper, map_letter(letter, upper_ranges, lengthof(upper_ranges)));
		else
		{
			for (i = 0; i < lengthof(several->upper) && several->upper[i] != 0; i++)
				sfn_text_append_code(&upper, several->upper[i]);
		}
	}
	return sfn_text_value(&upper);
}

Value
sfn_letters_down(Evaluator *ev, Value text)
{
	TextBuilder lower;
	uint32		at = 0;

	sfn_text_init(&lower, &ev->arena, text.len);
	while (at < text.len)
	{
		uint32		start = at;
		uint32		letter;

		if ((text.string[at] & 0x80) == 0)
		{
			sfn_text_append_char(&lower, pg_ascii_tolower(text.string[at++]));
			continue;
		}
		letter = sfn_utf8_code(text.string + at);
		at += sfn_utf8_len(text.string[at]);
		if (letter == CAPITAL_SIGMA && ends_word(text, start))
			sfn_text_append_code(&lower, FINAL_SIGMA);
		else if (letter == CAPITAL_I_WITH_DOT)
		{
			sfn_text_append_char(&lower, 'i');
			sfn_text_append_code(&lower, DOT_ABOVE);
		}
		else
			sfn_text_append_code(&lower, map_letter(letter, lower_ranges, lengthof(lower_ranges)));
	}
	return sfn_text_value(&lower);
}

static uint32
map_letter(uint32 letter, const CaseRange *ranges, int count)
{
	int			low = 0;
	int			high = count;

	while (low < high)
	{
		int			middle = (low + high) / 2;
		const CaseRange *range = &ranges[middle];

		if (letter < range->first)
			high = middle;
		else if (letter > range->last)
			low = middle + 1;
		else
			return (letter - range->first) % range->step == 0 ? letter + range->distance : letter;
	}
	return letter;
}

static const LongUpperCase *
find_long_upper(uint32 letter)
{
	int			low = 0;
	int			high = lengthof(long_uppers);

	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (letter == long_uppers[middle].letter)
			return &long_uppers[middle];
		if (letter < long_uppers[middle].letter)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static bool
is_cased(uint32 letter)
{
	return map_letter(letter, upper_ranges, lengthof(upper_ranges)) != letter ||
		map_letter(letter, lower_ranges, lengthof(lower_ranges)) != letter ||
		find_long_upper(letter) != NULL;
}

/* Whether the letter at a byte follows a letter that has case, and precedes none */
static bool
ends_word(Value text, uint32 at)
{
	uint32		before = at;
	uint32		behind = at + sfn_utf8_len(text.string[at]);

	if (at == 0)
		return false;
	do
		before--;
	while (before > 0 && (text.string[before] & 0xC0) == 0x80);
	return is_cased(sfn_utf8_code(text.string + before)) &&
		(behind >= text.len || !is_cased(sfn_utf8_code(text.string + behind)));
}
