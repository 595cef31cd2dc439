/*-------------------------------------------------------------------------
 *
 * path_token.c
 *	  The words of a path: names, quoted strings, numbers.
 *
 * The two dialects differ here most.  RFC 9535 allows few characters in a name
 * after a dot and knows a fixed set of escapes; the service takes nearly every
 * character, and a backslash makes the next one literal ($.foo\@bar).
 *
 * The first problem found wins: what fails later fails because of it.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <ctype.h>

#include "base/json_number.h"
#include "jsonpath/path_nodes.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

/* Integers that binary64 holds exactly, the range of RFC 9535 */
#define PATH_MAX_INDEX INT64CONST(9007199254740991)

static int	position_in_characters(const PathParser *parser);
static bool name_character(const PathParser *parser, int c, bool first);
static bool take_escape(PathParser *parser, char quote, StringInfo out);
static bool take_unicode_escape(PathParser *parser, StringInfo out);
static bool take_hex4(PathParser *parser, pg_wchar *code);
static bool take_digits(PathParser *parser);

/*
 * sfn_path_problem
 *		Note what is wrong at the current position.  Always false, so that a
 *		caller can return it.
 */
bool
sfn_path_problem(PathParser *parser, const char *format,...)
{
	StringInfoData text;

	if (parser->problem != NULL)
		return false;
	initStringInfo(&text);
	for (;;)
	{
		va_list		args;
		int			needed;

		va_start(args, format);
		needed = appendStringInfoVA(&text, format, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&text, needed);
	}
	appendStringInfo(&text, " at character %d", position_in_characters(parser));
	parser->problem = text.data;
	return false;
}

/* One level deeper; the caller takes it back with parser->depth--. */
bool
sfn_path_enter(PathParser *parser)
{
	if (parser->depth >= PATH_MAX_DEPTH)
		return sfn_path_problem(parser, "nested deeper than %d levels", PATH_MAX_DEPTH);
	parser->depth++;
	return true;
}

void
sfn_path_skip_blanks(PathParser *parser)
{
	while (parser->pos < parser->len &&
		   strchr(" \t\n\r", parser->text[parser->pos]) != NULL &&
		   parser->text[parser->pos] != '\0')
		parser->pos++;
}

/* The byte ahead bytes from here, or -1 at the end. */
int
sfn_path_peek(const PathParser *parser, int ahead)
{
	if (parser->pos + ahead >= parser->len)
		return -1;
	return (unsigned char) parser->text[parser->pos + ahead];
}

bool
sfn_path_take(PathParser *parser, char c)
{
	if (sfn_path_peek(parser, 0) != (unsigned char) c)
		return false;
	parser->pos++;
	return true;
}

bool
sfn_path_expect(PathParser *parser, char c)
{
	return sfn_path_take(parser, c) || sfn_path_problem(parser, "expected \"%c\"", c);
}

/*
 * sfn_path_take_string
 *		A string in single or double quotes; the caller has seen the quote.
 */
bool
sfn_path_take_string(PathParser *parser, const char **text, int *len)
{
	char		quote = parser->text[parser->pos++];
	StringInfoData out;

	initStringInfo(&out);
	for (;;)
	{
		int			c = sfn_path_peek(parser, 0);

		if (c == -1)
			return sfn_path_problem(parser, "string without closing quote");
		if (c < ' ' && parser->dialect == JSON_PATH_RFC9535)
			return sfn_path_problem(parser, "control character in a string");
		parser->pos++;
		if (c == (unsigned char) quote)
			break;
		if (c != '\\')
			appendStringInfoChar(&out, (char) c);
		else if (!take_escape(parser, quote, &out))
			return false;
	}
	*text = out.data;
	*len = out.len;
	return true;
}

/*
 * take_escape
 *		What follows a backslash in a quoted string.
 */
static bool
take_escape(PathParser *parser, char quote, StringInfo out)
{
	static const char escapes[] = "\b\f\n\r\t\\/";
	static const char letters[] = "bfnrt\\/";
	int			c = sfn_path_peek(parser, 0);
	const char *letter;

	if (c == 'u')
	{
		parser->pos++;
		return take_unicode_escape(parser, out);
	}
	letter = c > 0 ? strchr(letters, c) : NULL;
	if (letter != NULL)
		appendStringInfoChar(out, escapes[letter - letters]);
	else if (c == (unsigned char) quote)
		appendStringInfoChar(out, quote);
	else if (c == -1 || parser->dialect == JSON_PATH_RFC9535)
		return sfn_path_problem(parser, "unknown escape");
	else
	{
		if (c == '\'' || c == '"')
		{
			parser->has_needless = true;
			if (parser->keeps_backslash)
				appendStringInfoChar(out, '\\');
		}
		appendStringInfoChar(out, (char) c);
	}
	parser->pos++;
	return true;
}

static bool
take_unicode_escape(PathParser *parser, StringInfo out)
{
	pg_wchar	code;
	pg_wchar	second;
	unsigned char utf8[5] = {0};

	if (!take_hex4(parser, &code))
		return false;
	if (is_utf16_surrogate_second(code))
		return sfn_path_problem(parser, "lone surrogate");
	if (is_utf16_surrogate_first(code))
	{
		if (!sfn_path_take(parser, '\\') || !sfn_path_take(parser, 'u'))
			return sfn_path_problem(parser, "lone surrogate");
		if (!take_hex4(parser, &second))
			return false;
		if (!is_utf16_surrogate_second(second))
			return sfn_path_problem(parser, "lone surrogate");
		code = surrogate_pair_to_codepoint(code, second);
	}
	if (code == 0)
		return sfn_path_problem(parser, "U+0000 cannot be stored");
	unicode_to_utf8(code, utf8);
	appendBinaryStringInfo(out, (char *) utf8, pg_utf_mblen(utf8));
	return true;
}

static bool
take_hex4(PathParser *parser, pg_wchar *code)
{
	*code = 0;
	for (int i = 0; i < 4; i++)
	{
		int			c = sfn_path_peek(parser, 0);

		if (c == -1 || !isxdigit(c))
			return sfn_path_problem(parser, "expected four hexadecimal digits");
		*code = *code * 16 + (isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
		parser->pos++;
	}
	return true;
}

/*
 * sfn_path_take_name
 *		A name after a dot.
 */
bool
sfn_path_take_name(PathParser *parser, const char **text, int *len)
{
	StringInfoData out;
	int			start = parser->pos;

	initStringInfo(&out);
	for (;;)
	{
		int			c = sfn_path_peek(parser, 0);

		if (c == '\\' && sfn_path_peek(parser, 1) != -1)
			c = (unsigned char) parser->text[++parser->pos];
		else if (c == -1 || !name_character(parser, c, parser->pos == start))
			break;
		else if (strchr("@,:?", c) != NULL)
			parser->special_name = true;
		appendStringInfoChar(&out, (char) c);
		parser->pos++;
	}
	if (out.len == 0)
		return sfn_path_problem(parser, "expected a name");
	*text = out.data;
	*len = out.len;
	return true;
}

/*
 * name_character
 *		Whether c may stand in a name after a dot, without a backslash.
 *
 * In a filter a name ends where an operator may begin.  The standard's names
 * are letters, digits and underscores; a hyphen inside is taken there as
 * well, since the service's users write $.order-id.
 */
static bool
name_character(const PathParser *parser, int c, bool first)
{
	if (c >= 0x80 || isalpha(c) || c == '_')
		return true;
	if (parser->dialect == JSON_PATH_RFC9535)
		return !first && (isdigit(c) || c == '-');
	if (c <= ' ' || c == 0x7f || strchr(".[]()'\"*,\\", c) != NULL)
		return false;
	return !parser->in_filter || strchr("<>=!~&|+/;{}?:", c) == NULL;
}

/* A word of letters and digits in a filter: true, in, length. */
bool
sfn_path_take_word(PathParser *parser, const char **text, int *len)
{
	int			start = parser->pos;
	int			c;

	while ((c = sfn_path_peek(parser, 0)) != -1 && c < 0x80 && (isalnum(c) || c == '_'))
		parser->pos++;
	*text = parser->text + start;
	*len = parser->pos - start;
	return *len > 0;
}

/*
 * sfn_path_take_index
 *		An integer in brackets.  The service reads leading zeros, the standard
 *		does not.
 */
bool
sfn_path_take_index(PathParser *parser, int64 *index)
{
	int			start = parser->pos;
	bool		negative = sfn_path_take(parser, '-');
	int			first = parser->pos;
	int64		value = 0;

	if (!take_digits(parser))
		return sfn_path_problem(parser, "expected an integer");
	if (parser->dialect == JSON_PATH_RFC9535 && parser->text[first] == '0' &&
		(negative || parser->pos - first > 1))
	{
		parser->pos = start;
		return sfn_path_problem(parser, "integer with leading zero");
	}
	for (int i = first; i < parser->pos; i++)
	{
		value = value * 10 + (parser->text[i] - '0');
		if (value > PATH_MAX_INDEX)
			return sfn_path_problem(parser, "integer out of range");
	}
	*index = negative ? -value : value;
	return true;
}

/*
 * sfn_path_take_number
 *		A number as JSON writes it.
 */
bool
sfn_path_take_number(PathParser *parser, JsonbValue *number)
{
	int			start = parser->pos;
	int			first;

	(void) sfn_path_take(parser, '-');
	first = parser->pos;
	if (!take_digits(parser))
		return sfn_path_problem(parser, "expected a number");
	if (parser->text[first] == '0' && parser->pos - first > 1)
		return sfn_path_problem(parser, "number with leading zero");
	if (sfn_path_take(parser, '.') && !take_digits(parser))
		return sfn_path_problem(parser, "expected a digit");
	if (sfn_path_take(parser, 'e') || sfn_path_take(parser, 'E'))
	{
		if (!sfn_path_take(parser, '+'))
			(void) sfn_path_take(parser, '-');
		if (!take_digits(parser))
			return sfn_path_problem(parser, "expected a digit");
	}
	if (!sfn_number_fits(parser->text + start, parser->pos - start))
		return sfn_path_problem(parser, "number out of range");
	number->type = jbvNumeric;
	number->val.numeric = sfn_number_parse(parser->text + start, parser->pos - start);
	return true;
}

static bool
take_digits(PathParser *parser)
{
	int			start = parser->pos;
	int			c;

	while ((c = sfn_path_peek(parser, 0)) >= '0' && c <= '9')
		parser->pos++;
	return parser->pos > start;
}

static int
position_in_characters(const PathParser *parser)
{
	int			characters = 1;

	for (int i = 0; i < parser->pos && i < parser->len; i++)
	{
		if ((parser->text[i] & 0xC0) != 0x80)
			characters++;
	}
	return characters;
}
