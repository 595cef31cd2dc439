/*-------------------------------------------------------------------------
 *
 * json_complaint.c
 *	  Say what is not JSON in a text, in the words of the service's parser.
 *
 * The service hands on what its Java parser (Jackson) says about a definition
 * that is not JSON:
 *
 *		Unrecognized token 'not': was expecting (JSON String, ...)
 *		 at [Source: (String)"not a definition"; line: 1, column: 4]
 *
 * This file reads a text as that parser does, up to the first thing it
 * stumbles over.  It is asked only about texts that base/ has already refused,
 * keeps nothing, and answers NULL when the trouble is not one of syntax.
 *
 * Columns count UTF-16 code units and tell where the parser stood, which is
 * behind an unexpected character.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/json_complaint.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"

#define VALUES "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

/* How much of the text the parser quotes, in characters */
#define QUOTED_CHARACTERS 500

/* Deeper nesting is refused for being deep, not for what is wrong inside. */
#define DEEPEST_LEVEL 1000

typedef struct Reader
{
	const char *text;
	const char *end;
	const char *at;				/* next character */
	char	   *message;		/* the complaint; NULL: none yet */
} Reader;

static bool read_value(Reader *reader, int depth);
static bool read_members(Reader *reader, int depth);
static bool read_name(Reader *reader);
static bool read_string(Reader *reader, bool is_name);
static bool read_escape(Reader *reader);
static bool read_number(Reader *reader);
static bool read_digits(Reader *reader, const char *missing);
static bool read_token(Reader *reader);
static void skip_space(Reader *reader);
static bool unexpected(Reader *reader, const char *expected);
static bool unclosed(Reader *reader, const char *start);
static bool complain(Reader *reader, const char *format,...) pg_attribute_printf(2, 3);
static char *describe(const Reader *reader, const char *at);

/*
 * The message, with the position behind it; *location gets the position alone.
 */
char *
sfn_json_complaint(const char *text, int len, char **location)
{
	Reader		reader = {text, text + len, text, NULL};

	if (read_value(&reader, 0))
	{
		skip_space(&reader);
		if (reader.at < reader.end)
			unexpected(&reader, "expected end of input");
	}
	if (reader.message == NULL)
		return NULL;

	*location = describe(&reader, reader.at);
	return psprintf("%s\n at %s", reader.message, *location);
}

static bool
read_value(Reader *reader, int depth)
{
	CHECK_FOR_INTERRUPTS();
	check_stack_depth();

	skip_space(reader);
	if (depth > DEEPEST_LEVEL)
		return false;
	if (reader->at == reader->end)
		return complain(reader, "Unexpected end-of-input");
	if (*reader->at == '{' || *reader->at == '[')
		return read_members(reader, depth);
	if (*reader->at == '"')
		return read_string(reader, false);
	if (*reader->at == '-' || isdigit((unsigned char) *reader->at))
		return read_number(reader);
	return read_token(reader);
}

/* The members of an object or the elements of an array, brackets included */
static bool
read_members(Reader *reader, int depth)
{
	const char *start = reader->at++;
	bool		is_object = *start == '{';
	char		closing = is_object ? '}' : ']';

	skip_space(reader);
	if (reader->at < reader->end && *reader->at == closing)
	{
		reader->at++;
		return true;
	}
	for (;;)
	{
		skip_space(reader);
		if (reader->at == reader->end)
			return unclosed(reader, start);
		if (is_object && !read_name(reader))
			return false;
		if (!read_value(reader, depth + 1))
			return false;
		skip_space(reader);
		if (reader->at == reader->end)
			return unclosed(reader, start);
		if (*reader->at == closing)
			break;
		if (*reader->at != ',')
			return unexpected(reader, is_object ? "was expecting comma to separate Object entries" :
							  "was expecting comma to separate Array entries");
		reader->at++;
	}
	reader->at++;
	return true;
}

/* A member's name and its colon */
static bool
read_name(Reader *reader)
{
	if (*reader->at != '"')
		return unexpected(reader, "was expecting double-quote to start field name");
	if (!read_string(reader, true))
		return false;
	skip_space(reader);
	if (reader->at == reader->end)
		return complain(reader, "Unexpected end-of-input within/between Object entries");
	if (*reader->at != ':')
		return unexpected(reader, "was expecting a colon to separate field name and value");
	reader->at++;
	return true;
}

static bool
read_string(Reader *reader, bool is_name)
{
	reader->at++;
	while (reader->at < reader->end && *reader->at != '"')
	{
		unsigned char c = *reader->at++;

		if (c < ' ')
			return complain(reader, "Illegal unquoted character ((CTRL-CHAR, code %d)): has to be escaped using backslash to be included in %s",
							c, is_name ? "name" : "string value");
		if (c == '\\' && !read_escape(reader))
			return false;
	}
	if (reader->at == reader->end)
		return complain(reader, is_name ? "Unexpected end-of-input in field name" :
						"Unexpected end-of-input: was expecting closing quote for a string value");
	reader->at++;
	return true;
}

/* What follows a backslash */
static bool
read_escape(Reader *reader)
{
	if (reader->at == reader->end)
		return complain(reader, "Unexpected end-of-input in character escape sequence");
	if (*reader->at != 'u')
	{
		int			len = pg_mblen(reader->at);

		reader->at += len;
		if (len == 1 && strchr("\"\\/bfnrt", reader->at[-1]) != NULL)
			return true;
		return complain(reader, "Unrecognized character escape '%.*s' (code %u)", len, reader->at - len,
						utf8_to_unicode((const unsigned char *) reader->at - len));
	}

	reader->at++;
	for (int i = 0; i < 4; i++)
	{
		if (reader->at == reader->end)
			return complain(reader, "Unexpected end-of-input in character escape sequence");
		if (!isxdigit((unsigned char) *reader->at))
			return unexpected(reader, "expected a hex-digit for character escape sequence");
		reader->at++;
	}
	return true;
}

static bool
read_number(Reader *reader)
{
	if (*reader->at == '-')
		reader->at++;
	if (reader->at < reader->end - 1 && *reader->at == '0' && isdigit((unsigned char) reader->at[1]))
	{
		reader->at++;
		return complain(reader, "Invalid numeric value: Leading zeroes not allowed");
	}
	if (!read_digits(reader, "expected digit (0-9) to follow minus sign, for valid numeric value"))
		return false;
	if (reader->at < reader->end && *reader->at == '.')
	{
		reader->at++;
		if (!read_digits(reader, "Decimal point not followed by a digit"))
			return false;
	}
	if (reader->at < reader->end && (*reader->at == 'e' || *reader->at == 'E'))
	{
		reader->at++;
		if (reader->at < reader->end && (*reader->at == '+' || *reader->at == '-'))
			reader->at++;
		if (!read_digits(reader, "Exponent indicator not followed by a digit"))
			return false;
	}
	return true;
}

/* At least one digit */
static bool
read_digits(Reader *reader, const char *missing)
{
	if (reader->at == reader->end)
		return complain(reader, "Unexpected end-of-input in a numeric value");
	if (!isdigit((unsigned char) *reader->at))
	{
		int			len = pg_mblen(reader->at);
		unsigned int code = utf8_to_unicode((const unsigned char *) reader->at);

		reader->at += len;
		return complain(reader, "Unexpected character ('%.*s' (code %u)) in numeric value: %s",
						len, reader->at - len, code, missing);
	}
	while (reader->at < reader->end && isdigit((unsigned char) *reader->at))
		reader->at++;
	return true;
}

/* null, true, false, or a word that is none of them */
static bool
read_token(Reader *reader)
{
	const char *start = reader->at;
	int			len;

	if (!isalpha((unsigned char) *start) && *start != '_' && *start != '$' && !IS_HIGHBIT_SET(*start))
		return unexpected(reader, "expected a valid value " VALUES);

	while (reader->at < reader->end &&
		   (isalnum((unsigned char) *reader->at) || *reader->at == '_' || *reader->at == '$' ||
			IS_HIGHBIT_SET(*reader->at)))
		reader->at++;
	len = reader->at - start;
	if ((len == 4 && (strncmp(start, "null", 4) == 0 || strncmp(start, "true", 4) == 0)) ||
		(len == 5 && strncmp(start, "false", 5) == 0))
		return true;
	return complain(reader, "Unrecognized token '%.*s': was expecting " VALUES, len, start);
}

static void
skip_space(Reader *reader)
{
	while (reader->at < reader->end && *reader->at != '\0' && strchr(" \t\r\n", *reader->at) != NULL)
		reader->at++;
}

/* The next character is not the one that expected says. */
static bool
unexpected(Reader *reader, const char *expected)
{
	int			len = pg_mblen(reader->at);
	unsigned int code = utf8_to_unicode((const unsigned char *) reader->at);

	reader->at += len;
	if (code < ' ')
		return complain(reader, "Unexpected character ((CTRL-CHAR, code %u)): %s", code, expected);
	return complain(reader, "Unexpected character ('%.*s' (code %u)): %s",
					len, reader->at - len, code, expected);
}

static bool
unclosed(Reader *reader, const char *start)
{
	return complain(reader, "Unexpected end-of-input: expected close marker for %s (start marker at %s)",
					*start == '{' ? "Object" : "Array", describe(reader, start));
}

/* Always false, which ends the reading */
static bool
complain(Reader *reader, const char *format,...)
{
	StringInfoData message;

	initStringInfo(&message);
	for (;;)
	{
		va_list		args;
		int			needed;

		va_start(args, format);
		needed = appendStringInfoVA(&message, format, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&message, needed);
	}
	reader->message = message.data;
	return false;
}

static char *
describe(const Reader *reader, const char *at)
{
	int			line = 1;
	int			column = 1;

	for (const char *c = reader->text; c < at; c += pg_mblen(c))
	{
		if (*c == '\n')
		{
			line++;
			column = 1;
		}
		else
			column += pg_mblen(c) == 4 ? 2 : 1;
	}
	return sfn_json_source(reader->text, reader->end - reader->text, line, column);
}

char *
sfn_json_source(const char *text, int len, int line, int column)
{
	StringInfoData out;
	int			characters = pg_mbstrlen_with_len(text, len);

	initStringInfo(&out);
	appendStringInfoString(&out, "[Source: (String)\"");
	appendBinaryStringInfo(&out, text, pg_mbcharcliplen(text, len, QUOTED_CHARACTERS));
	appendStringInfoChar(&out, '"');
	if (characters > QUOTED_CHARACTERS)
		appendStringInfo(&out, "[truncated %d chars]", characters - QUOTED_CHARACTERS);
	appendStringInfo(&out, "; line: %d, column: %d]", line, column);
	return out.data;
}
