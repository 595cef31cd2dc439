/*-------------------------------------------------------------------------
 *
 * fn_encoding.c
 *	  $base64encode, $base64decode, the four for URLs, $hash.
 *
 * As in the reference, Base64 is of bytes, and a string stands for one byte per
 * UTF-16 unit, of which only the lower half counts.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "common/cryptohash.h"
#include "common/md5.h"
#include "common/sha1.h"
#include "common/sha2.h"
#include "jsonata/native.h"
#include "jsonata/text_builder.h"

/* The service's limit */
#define LONGEST_HASHED 10000

static const char base64_digits[] =
"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* What encodeURI and encodeURIComponent leave as it is, besides letters and digits */
#define URL_MARKS "-_.!~*'()"
#define URL_RESERVED ";/?:@&=+$,#"

static unsigned char *latin1_bytes(Evaluator *ev, Value text, int *count);
static int	base64_value(char c);
static Value encode(Evaluator *ev, const NativeCall *call, const char *kept);
static Value decode(Evaluator *ev, const NativeCall *call, const char *kept);
static int	read_escaped(Value text, uint32 at);
static int	read_escaped_character(Value text, uint32 at, char *character);

Value
sfn_fn_base64encode(Evaluator *ev, const NativeCall *call)
{
	unsigned char *bytes;
	TextBuilder encoded;
	int			count;
	int			i;

	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	bytes = latin1_bytes(ev, call->args[0], &count);
	sfn_text_init(&encoded, &ev->arena, (count + 2) / 3 * 4);
	for (i = 0; i < count; i += 3)
	{
		int			rest = count - i;
		uint32		bits = bytes[i] << 16 | (rest > 1 ? bytes[i + 1] << 8 : 0) |
			(rest > 2 ? bytes[i + 2] : 0);

		sfn_text_append_char(&encoded, base64_digits[bits >> 18]);
		sfn_text_append_char(&encoded, base64_digits[bits >> 12 & 63]);
		sfn_text_append_char(&encoded, rest > 1 ? base64_digits[bits >> 6 & 63] : '=');
		sfn_text_append_char(&encoded, rest > 2 ? base64_digits[bits & 63] : '=');
	}
	return sfn_text_value(&encoded);
}

static unsigned char *
latin1_bytes(Evaluator *ev, Value text, int *count)
{
	unsigned char *bytes = ALLOC(ev, Max(text.len, 1));
	uint32		at = 0;

	*count = 0;
	while (at < text.len)
	{
		uint32		code = sfn_utf8_code(text.string + at);

		at += sfn_utf8_len(text.string[at]);
		if (code >= 0x10000)
		{
			bytes[(*count)++] = (0xD800 + ((code - 0x10000) >> 10)) & 0xFF;
			code = 0xDC00 + ((code - 0x10000) & 0x3FF);
		}
		bytes[(*count)++] = code & 0xFF;
	}
	return bytes;
}

/* What is no digit is passed over, as the reference does. */
Value
sfn_fn_base64decode(Evaluator *ev, const NativeCall *call)
{
	Value		text = call->args[0];
	TextBuilder decoded;
	uint32		bits = 0;
	int			known = 0;
	uint32		i;

	if (is_undefined(text))
		return text;
	sfn_text_init(&decoded, &ev->arena, text.len);
	for (i = 0; i < text.len && text.string[i] != '='; i++)
	{
		int			digit = base64_value(text.string[i]);

		if (digit < 0)
			continue;
		bits = (bits << 6 | digit) & 0xFFFF;
		known += 6;
		if (known >= 8)
		{
			known -= 8;
			sfn_text_append_code(&decoded, bits >> known & 0xFF);
		}
	}
	return sfn_text_value(&decoded);
}

static int
base64_value(char c)
{
	const char *digit;

	/* The alphabet for URLs is known as well. */
	if (c == '-')
		c = '+';
	if (c == '_')
		c = '/';
	digit = c == '\0' ? NULL : strchr(base64_digits, c);
	return digit == NULL ? -1 : digit - base64_digits;
}

Value
sfn_fn_encode_url(Evaluator *ev, const NativeCall *call)
{
	return encode(ev, call, URL_MARKS URL_RESERVED);
}

Value
sfn_fn_encode_url_component(Evaluator *ev, const NativeCall *call)
{
	return encode(ev, call, URL_MARKS);
}

Value
sfn_fn_decode_url(Evaluator *ev, const NativeCall *call)
{
	return decode(ev, call, URL_RESERVED);
}

Value
sfn_fn_decode_url_component(Evaluator *ev, const NativeCall *call)
{
	return decode(ev, call, "");
}

static Value
encode(Evaluator *ev, const NativeCall *call, const char *kept)
{
	Value		text = call->args[0];
	TextBuilder encoded;
	uint32		i;

	if (is_undefined(text))
		return text;
	sfn_text_init(&encoded, &ev->arena, text.len + 16);
	for (i = 0; i < text.len; i++)
	{
		unsigned char c = text.string[i];

		/* Half of a surrogate pair stands for no character. */
		if (c == 0xED && (unsigned char) text.string[i + 1] >= 0xA0)
			sfn_native_fail(ev, call, "D3140", text);
		if (c < 0x80 && c != '\0' && (isalnum(c) || strchr(kept, c) != NULL))
			sfn_text_append_char(&encoded, c);
		else
			sfn_text_append_format(&encoded, "%%%02X", c);
	}
	return sfn_text_value(&encoded);
}

static Value
decode(Evaluator *ev, const NativeCall *call, const char *kept)
{
	Value		text = call->args[0];
	TextBuilder decoded;
	uint32		i = 0;

	if (is_undefined(text))
		return text;
	sfn_text_init(&decoded, &ev->arena, text.len);
	while (i < text.len)
	{
		char		character[4];
		int			len;

		if (text.string[i] != '%')
		{
			sfn_text_append_char(&decoded, text.string[i++]);
			continue;
		}
		len = read_escaped_character(text, i, character);
		if (len == 0)
			sfn_native_fail(ev, call, "D3140", text);
		if (len == 1 && character[0] != '\0' && strchr(kept, character[0]) != NULL)
			sfn_text_append(&decoded, text.string + i, 3);
		else
			sfn_text_append(&decoded, character, len);
		i += len * 3;
	}
	return sfn_text_value(&decoded);
}

/* The byte that %XX stands for, or -1 */
static int
read_escaped(Value text, uint32 at)
{
	int			byte = 0;
	uint32		i;

	if (at + 3 > text.len || text.string[at] != '%')
		return -1;
	for (i = at + 1; i < at + 3; i++)
	{
		unsigned char c = text.string[i];

		if (!isxdigit(c))
			return -1;
		byte = byte * 16 + (isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return byte;
}

/* Bytes of the character in UTF-8; 0: there is none */
static int
read_escaped_character(Value text, uint32 at, char *character)
{
	int			byte = read_escaped(text, at);
	uint32		code;
	int			len;
	int			i;

	if (byte < 0 || (byte >= 0x80 && byte < 0xC2) || byte > 0xF4)
		return 0;
	len = sfn_utf8_len(byte);
	character[0] = byte;
	for (i = 1; i < len; i++)
	{
		byte = read_escaped(text, at + i * 3);
		if (byte < 0 || (byte & 0xC0) != 0x80)
			return 0;
		character[i] = byte;
	}

	code = sfn_utf8_code(character);
	if ((len == 3 && code < 0x800) || (len == 4 && (code < 0x10000 || code > 0x10FFFF)) ||
		(code >= 0xD800 && code < 0xE000))
		return 0;
	return len;
}

/* The service's */
Value
sfn_fn_hash(Evaluator *ev, const NativeCall *call)
{
	static const struct
	{
		const char *name;
		pg_cryptohash_type type;
		int			bytes;
	}			algorithms[] = {
		{"MD5", PG_MD5, MD5_DIGEST_LENGTH},
		{"SHA-1", PG_SHA1, SHA1_DIGEST_LENGTH},
		{"SHA-256", PG_SHA256, PG_SHA256_DIGEST_LENGTH},
		{"SHA-384", PG_SHA384, PG_SHA384_DIGEST_LENGTH},
		{"SHA-512", PG_SHA512, PG_SHA512_DIGEST_LENGTH}
	};
	Value		text = call->args[0];
	Value		name = call->args[1];
	uint8		digest[PG_SHA512_DIGEST_LENGTH];
	pg_cryptohash_ctx *context;
	TextBuilder hex;
	bool		done;
	int			i;
	int			at;

	if (is_undefined(text) || is_undefined(name))
		return UNDEFINED_VALUE;
	if (sfn_code_points(text.string, text.len) > LONGEST_HASHED)
		sfn_native_fail(ev, call, "D3106", text);
	for (i = 0; i < lengthof(algorithms); i++)
	{
		if (name.len == strlen(algorithms[i].name) &&
			memcmp(name.string, algorithms[i].name, name.len) == 0)
			break;
	}
	if (i == lengthof(algorithms))
		sfn_native_refuse(ev, "Hash algorithm '%.*s' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5",
						  (int) name.len, name.string);

	context = pg_cryptohash_create(algorithms[i].type);
	done = pg_cryptohash_init(context) >= 0 &&
		pg_cryptohash_update(context, (const uint8 *) text.string, text.len) >= 0 &&
		pg_cryptohash_final(context, digest, algorithms[i].bytes) >= 0;
	pg_cryptohash_free(context);
	if (!done)
		elog(ERROR, "could not compute %s hash", algorithms[i].name);

	sfn_text_init(&hex, &ev->arena, algorithms[i].bytes * 2);
	for (at = 0; at < algorithms[i].bytes; at++)
		sfn_text_append_format(&hex, "%02x", digest[at]);
	return sfn_text_value(&hex);
}
