/*-------------------------------------------------------------------------
 *
 * text_builder.c
 *	  A growing text in an arena.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/text_builder.h"

/* Longer ones fit no jsonb. */
#define LONGEST_TEXT ((Size) 1 << 30)

#define HIGH_SURROGATE(code) ((code) >= 0xD800 && (code) < 0xDC00)
#define LOW_SURROGATE(code) ((code) >= 0xDC00 && (code) < 0xE000)

void
sfn_text_init(TextBuilder *text, Arena *arena, Size expected)
{
	text->arena = arena;
	text->data = expected > 0 ? sfn_arena_alloc(arena, expected) : NULL;
	text->len = 0;
	text->capacity = expected;
}

void
sfn_text_reserve(TextBuilder *text, Size more)
{
	Size		capacity = Max(text->capacity * 2, 32);
	char	   *data;

	if (more > LONGEST_TEXT - text->len)
		text->arena->exhausted(text->arena->arg);
	while (capacity < text->len + more)
		capacity *= 2;

	data = sfn_arena_alloc(text->arena, capacity);
	if (text->len > 0)
		memcpy(data, text->data, text->len);
	text->data = data;
	text->capacity = capacity;
}

void
sfn_text_append_cstring(TextBuilder *text, const char *string)
{
	sfn_text_append(text, string, strlen(string));
}

void
sfn_text_append_code(TextBuilder *text, uint32 code)
{
	char		bytes[4];
	int			len;

	if (LOW_SURROGATE(code) && text->len >= 3)
	{
		const unsigned char *before = (unsigned char *) text->data + text->len - 3;

		if (before[0] == 0xED && before[1] >= 0xA0 && before[1] < 0xB0)
		{
			uint32		high = sfn_utf8_code((const char *) before);

			text->len -= 3;
			code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00);
		}
	}

	if (code < 0x80)
	{
		bytes[0] = code;
		len = 1;
	}
	else if (code < 0x800)
	{
		bytes[0] = 0xC0 | (code >> 6);
		bytes[1] = 0x80 | (code & 0x3F);
		len = 2;
	}
	else if (code < 0x10000)
	{
		bytes[0] = 0xE0 | (code >> 12);
		bytes[1] = 0x80 | ((code >> 6) & 0x3F);
		bytes[2] = 0x80 | (code & 0x3F);
		len = 3;
	}
	else
	{
		bytes[0] = 0xF0 | (code >> 18);
		bytes[1] = 0x80 | ((code >> 12) & 0x3F);
		bytes[2] = 0x80 | ((code >> 6) & 0x3F);
		bytes[3] = 0x80 | (code & 0x3F);
		len = 4;
	}
	sfn_text_append(text, bytes, len);
}

void
sfn_text_append_format(TextBuilder *text, const char *format,...)
{
	char		small[128];
	va_list		args;
	int			len;

	va_start(args, format);
	len = vsnprintf(small, sizeof(small), format, args);
	va_end(args);
	if (len < (int) sizeof(small))
	{
		sfn_text_append(text, small, len);
		return;
	}

	sfn_text_reserve(text, len + 1);
	va_start(args, format);
	vsnprintf(text->data + text->len, len + 1, format, args);
	va_end(args);
	text->len += len;
}

uint32
sfn_utf8_code(const char *character)
{
	const unsigned char *c = (const unsigned char *) character;

	switch (sfn_utf8_len(*character))
	{
		case 1:
			return c[0];
		case 2:
			return (uint32) (c[0] & 0x1F) << 6 | (c[1] & 0x3F);
		case 3:
			return (uint32) (c[0] & 0x0F) << 12 | (uint32) (c[1] & 0x3F) << 6 | (c[2] & 0x3F);
		default:
			return (uint32) (c[0] & 0x07) << 18 | (uint32) (c[1] & 0x3F) << 12 |
				(uint32) (c[2] & 0x3F) << 6 | (c[3] & 0x3F);
	}
}

int
sfn_code_points(const char *text, Size len)
{
	int			count = 0;
	Size		i;

	for (i = 0; i < len; i++)
		count += ((unsigned char) text[i] & 0xC0) != 0x80;
	return count;
}

int
sfn_utf16_units(const char *text, Size len)
{
	int			units = 0;
	Size		i;

	for (i = 0; i < len; i++)
	{
		units += ((unsigned char) text[i] & 0xC0) != 0x80;
		units += (unsigned char) text[i] >= 0xF0;
	}
	return units;
}

Size
sfn_utf16_offset(const char *text, Size len, int64 unit)
{
	Size		i = 0;

	while (i < len && unit > 0)
	{
		int			bytes = sfn_utf8_len(text[i]);

		unit -= bytes == 4 ? 2 : 1;
		i += bytes;
	}
	return Min(i, len);
}
