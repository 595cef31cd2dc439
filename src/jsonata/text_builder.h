/*-------------------------------------------------------------------------
 *
 * text_builder.h
 *	  A growing text in an arena.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TEXT_BUILDER_H
#define SFN_TEXT_BUILDER_H

#include "postgres.h"

#include "jsonata/data.h"

typedef struct TextBuilder
{
	Arena	   *arena;
	char	   *data;
	Size		len;
	Size		capacity;
} TextBuilder;

extern void sfn_text_init(TextBuilder *text, Arena *arena, Size expected);
extern void sfn_text_reserve(TextBuilder *text, Size more);
extern void sfn_text_append_cstring(TextBuilder *text, const char *string);
/*
 * A code point as UTF-8; surrogates as three bytes, a high and a low one as
 * the four of their pair.
 */
extern void sfn_text_append_code(TextBuilder *text, uint32 code);
extern void sfn_text_append_format(TextBuilder *text, const char *format,...) pg_attribute_printf(2, 3);

static inline void
sfn_text_append(TextBuilder *text, const char *data, Size len)
{
	if (len > text->capacity - text->len)
		sfn_text_reserve(text, len);
	if (len > 0)
		memcpy(text->data + text->len, data, len);
	text->len += len;
}

static inline void
sfn_text_append_char(TextBuilder *text, char c)
{
	if (text->len == text->capacity)
		sfn_text_reserve(text, 1);
	text->data[text->len++] = c;
}

static inline void
sfn_text_append_value(TextBuilder *text, Value string)
{
	sfn_text_append(text, string.string, string.len);
}

static inline Value
sfn_text_value(const TextBuilder *text)
{
	return value_string(text->len > 0 ? text->data : "", text->len);
}

/* ---- reading UTF-8 ---- */

/* Bytes of the character that begins with a byte. */
static inline int
sfn_utf8_len(char lead)
{
	unsigned char c = lead;

	return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

extern uint32 sfn_utf8_code(const char *character);
extern int	sfn_code_points(const char *text, Size len);
/* What JavaScript calls the length of the text. */
extern int	sfn_utf16_units(const char *text, Size len);
/* The byte where unit begins; len if the text ends before. */
extern Size sfn_utf16_offset(const char *text, Size len, int64 unit);

#endif							/* SFN_TEXT_BUILDER_H */
