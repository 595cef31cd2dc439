/*-------------------------------------------------------------------------
 *
 * path_regex.c
 *	  Regular expressions of paths: RFC 9485 (I-Regexp) and Java's.
 *
 * An expression is translated character by character into the server's
 * dialect (ARE).  I-Regexp is small, and everything outside it is refused, so
 * what it means does not depend on the engine.  Of Java's dialect the parts
 * that the server has in some form are taken; possessive quantifiers, named
 * back references, flags inside the expression and operations on classes are
 * not.
 *
 * The server's engine has no general categories; \p{Lu} becomes a bracket
 * expression with the ranges of that category.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <ctype.h>

#include "catalog/pg_collation.h"
#include "jsonpath/path_regex.h"
#include "jsonpath/unicode_category.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "regex/regex.h"
#include "utils/memutils.h"

struct PathRegex
{
	regex_t		compiled;
	MemoryContextCallback release;
};

typedef struct RegexTranslator
{
	RegexSyntax syntax;
	bool		dot_all;		/* "." matches line ends too */
	const pg_wchar *in;
	int			len;
	int			pos;
	int			depth;			/* of parentheses */
	bool		quantifiable;	/* what stands before pos can be repeated */
	pg_wchar   *out;
	int			out_len;
	int			out_capacity;
	const char *problem;
} RegexTranslator;

static bool parse_flags(RegexTranslator *translator, const char *flags, int flags_len, int *options);
static bool translate(RegexTranslator *translator);
static bool translate_character(RegexTranslator *translator, pg_wchar c);
static bool translate_group(RegexTranslator *translator);
static bool translate_quantifier(RegexTranslator *translator, pg_wchar c);
static bool translate_braces(RegexTranslator *translator);
static bool translate_class(RegexTranslator *translator);
static bool translate_class_item(RegexTranslator *translator, pg_wchar *first, bool *is_character);
static bool translate_escape(RegexTranslator *translator);
static bool translate_java_escape(RegexTranslator *translator, pg_wchar c);
static bool read_character_escape(RegexTranslator *translator, pg_wchar c, pg_wchar *character);
static bool read_hexadecimal(RegexTranslator *translator, int digits, pg_wchar *character);
static bool read_categories(RegexTranslator *translator, bool negated,
							UnicodeCategories *categories);
static void emit_categories(RegexTranslator *translator, UnicodeCategories categories);
static void emit(RegexTranslator *translator, pg_wchar c);
static void emit_text(RegexTranslator *translator, const char *text);
static void emit_literal(RegexTranslator *translator, pg_wchar c);
static pg_wchar peek(const RegexTranslator *translator, int ahead);
static bool is_one_of(pg_wchar c, const char *characters);
static bool problem(RegexTranslator *translator, const char *text);
static PathRegex *compile(const RegexTranslator *translator, int options, const char **problem);
static void release_regex(void *arg);

PathRegex *
sfn_path_regex_compile(const char *text, int len, RegexSyntax syntax,
					   const char *flags, int flags_len, bool whole, const char **problem)
{
	RegexTranslator translator = {0};
	pg_wchar   *in = palloc(sizeof(pg_wchar) * (len + 1));
	PathRegex  *regex = NULL;
	int			options = REG_ADVANCED | REG_NOSUB;

	translator.syntax = syntax;
	translator.in = in;
	translator.len = pg_mb2wchar_with_len(text, in, len);
	translator.out_capacity = 2 * len + 16;
	translator.out = palloc(sizeof(pg_wchar) * translator.out_capacity);

	if (parse_flags(&translator, flags, flags_len, &options))
	{
		if (whole)
			emit_text(&translator, "\\A");
		emit_text(&translator, "(?:");
		if (translate(&translator))
		{
			emit_text(&translator, whole ? ")\\Z" : ")");
			regex = compile(&translator, options, &translator.problem);
		}
	}
	*problem = translator.problem;
	pfree(in);
	pfree(translator.out);
	return regex;
}

bool
sfn_path_regex_match(const PathRegex *regex, const char *text, int len)
{
	pg_wchar   *wide = palloc_extended(sizeof(pg_wchar) * ((Size) len + 1), MCXT_ALLOC_HUGE);
	int			wide_len = pg_mb2wchar_with_len(text, wide, len);
	int			code = pg_regexec(unconstify(regex_t *, &regex->compiled), wide, wide_len, 0,
								  NULL, 0, NULL, 0);
	char		message[100];

	pfree(wide);
	if (code == REG_OKAY || code == REG_NOMATCH)
		return code == REG_OKAY;

	/* A canceled match comes out as an error as well. */
	CHECK_FOR_INTERRUPTS();
	pg_regerror(code, &regex->compiled, message, sizeof(message));
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_REGULAR_EXPRESSION),
			 errmsg("regular expression of a JSONPath failed: %s", message)));
}

/*
 * parse_flags
 *		Java's flags as letters: case-insensitive, dot matches all, multiline;
 *		u and d change nothing here.
 */
static bool
parse_flags(RegexTranslator *translator, const char *flags, int flags_len, int *options)
{
	for (int i = 0; i < flags_len; i++)
	{
		switch (flags[i])
		{
			case 'i':
				*options |= REG_ICASE;
				break;
			case 's':
				translator->dot_all = true;
				break;
			case 'm':
				*options |= REG_NLANCH;
				break;
			case 'u':
			case 'd':
				break;
			default:
				return problem(translator, "unknown flag of a pattern");
		}
	}
	return true;
}

static bool
translate(RegexTranslator *translator)
{
	while (translator->pos < translator->len)
	{
		if (!translate_character(translator, translator->in[translator->pos++]))
			return false;
	}
	if (translator->depth > 0)
		return problem(translator, "pattern with unbalanced parentheses");
	return true;
}

static bool
translate_character(RegexTranslator *translator, pg_wchar c)
{
	switch (c)
	{
		case '(':
			return translate_group(translator);
		case ')':
			if (translator->depth-- == 0)
				return problem(translator, "pattern with unbalanced parentheses");
			emit(translator, c);
			translator->quantifiable = true;
			return true;
		case '|':
		case '^':
		case '$':
			emit(translator, c);
			translator->quantifiable = false;
			return true;
		case '*':
		case '+':
		case '?':
		case '{':
			return translate_quantifier(translator, c);
		case '[':
			return translate_class(translator);
		case '\\':
			return translate_escape(translator);
		case '.':
			if (translator->dot_all)
				emit(translator, '.');
			else
				emit_text(translator, translator->syntax == REGEX_JAVA ?
						  "[^\\n\\r\\u0085\\u2028\\u2029]" : "[^\\n\\r]");
			translator->quantifiable = true;
			return true;
		case ']':
		case '}':
			if (translator->syntax == REGEX_IREGEXP)
				return problem(translator, "pattern with unbalanced brackets");
			break;
		default:
			break;
	}
	emit_literal(translator, c);
	translator->quantifiable = true;
	return true;
}

/*
 * translate_group
 *		Java's groups that the server has too; a name is dropped.
 */
static bool
translate_group(RegexTranslator *translator)
{
	pg_wchar	next = peek(translator, 1);

	translator->depth++;
	translator->quantifiable = false;
	emit(translator, '(');
	if (peek(translator, 0) != '?')
		return true;
	if (translator->syntax == REGEX_IREGEXP)
		return problem(translator, "pattern with an unknown kind of group");
	translator->pos += 2;
	if (is_one_of(next, ":=!"))
	{
		emit(translator, '?');
		emit(translator, next);
		return true;
	}
	if (next == '<' && is_one_of(peek(translator, 0), "=!"))
	{
		emit_text(translator, "?<");
		emit(translator, translator->in[translator->pos++]);
		return true;
	}
	if (next != '<')
		return problem(translator, "pattern with an unknown kind of group");
	while (translator->pos < translator->len)
	{
		if (translator->in[translator->pos++] == '>')
			return true;
	}
	return problem(translator, "pattern with an unknown kind of group");
}

static bool
translate_quantifier(RegexTranslator *translator, pg_wchar c)
{
	if (!translator->quantifiable)
		return problem(translator, "pattern repeats nothing");
	translator->quantifiable = false;
	if (c != '{')
		emit(translator, c);
	else if (!translate_braces(translator))
		return false;
	if (translator->syntax == REGEX_JAVA && peek(translator, 0) == '?')
		emit(translator, translator->in[translator->pos++]);
	return true;
}

/* {n}, {n,}, {n,m}; whether n and m are fine the engine knows. */
static bool
translate_braces(RegexTranslator *translator)
{
	int			commas = 0;
	int			digits = 0;

	emit(translator, '{');
	while (translator->pos < translator->len)
	{
		pg_wchar	c = translator->in[translator->pos++];

		if (c == '}' && digits > 0)
		{
			emit(translator, c);
			return true;
		}
		if (c == ',' && digits > 0 && commas == 0)
			commas++;
		else if (c >= '0' && c <= '9')
			digits++;
		else
			break;
		emit(translator, c);
	}
	return problem(translator, "pattern with a malformed repetition");
}

/*
 * translate_class
 *		A bracket expression; "[" is taken.
 */
static bool
translate_class(RegexTranslator *translator)
{
	bool		strict = translator->syntax == REGEX_IREGEXP;
	int			items = 0;

	emit(translator, '[');
	if (peek(translator, 0) == '^')
		emit(translator, translator->in[translator->pos++]);
	for (;; items++)
	{
		pg_wchar	first;
		pg_wchar	last;
		bool		is_character;

		if (peek(translator, 0) == ']' && items > 0)
			break;
		if (strict && items > 0 && peek(translator, 0) == '-' && peek(translator, 1) != ']')
			return problem(translator, "pattern with a malformed range");
		if (!translate_class_item(translator, &first, &is_character))
			return false;
		if (!is_character)
			continue;
		emit_literal(translator, first);
		if (peek(translator, 0) != '-' || peek(translator, 1) == ']')
			continue;
		translator->pos++;
		if (strict && peek(translator, 0) == '-')
			return problem(translator, "pattern with a malformed range");
		if (!translate_class_item(translator, &last, &is_character))
			return false;
		if (!is_character || last < first)
			return problem(translator, "pattern with a malformed range");
		emit(translator, '-');
		emit_literal(translator, last);
	}
	emit(translator, translator->in[translator->pos++]);
	translator->quantifiable = true;
	return true;
}

/*
 * translate_class_item
 *		A character, left to the caller to emit, or an escape for many, which
 *		is emitted.
 */
static bool
translate_class_item(RegexTranslator *translator, pg_wchar *character, bool *is_character)
{
	UnicodeCategories categories;
	pg_wchar	c = peek(translator, 0);

	*is_character = true;
	*character = c;
	if (translator->pos++ >= translator->len)
		return problem(translator, "pattern with unbalanced brackets");
	if (c == '[' || c == ']' || (c == '&' && peek(translator, 0) == '&'))
		return problem(translator, "pattern with a class inside a class");
	if (c != '\\')
		return true;

	c = peek(translator, 0);
	translator->pos++;
	if (c == 'p' || c == 'P')
	{
		*is_character = false;
		if (!read_categories(translator, c == 'P', &categories))
			return false;
		emit_categories(translator, categories);
		return true;
	}
	if (translator->syntax == REGEX_JAVA && is_one_of(c, "dDwWsS"))
	{
		*is_character = false;
		emit(translator, '\\');
		emit(translator, c);
		return true;
	}
	return read_character_escape(translator, c, character);
}

static bool
translate_escape(RegexTranslator *translator)
{
	pg_wchar	c = peek(translator, 0);
	pg_wchar	character;
	UnicodeCategories categories;

	translator->pos++;
	translator->quantifiable = true;
	if (c == 'p' || c == 'P')
	{
		if (!read_categories(translator, c == 'P', &categories))
			return false;
		emit(translator, '[');
		emit_categories(translator, categories);
		emit(translator, ']');
		return true;
	}
	if (translator->syntax == REGEX_JAVA && is_one_of(c, "dDwWsSbBAzZQ123456789"))
		return translate_java_escape(translator, c);
	if (!read_character_escape(translator, c, &character))
		return false;
	emit_literal(translator, character);
	return true;
}

/* Escapes that Java has and that stand for no single character. */
static bool
translate_java_escape(RegexTranslator *translator, pg_wchar c)
{
	switch (c)
	{
		case 'b':
			emit_text(translator, "\\y");
			break;
		case 'B':
			emit_text(translator, "\\Y");
			break;
		case 'z':
			emit_text(translator, "\\Z");
			break;
		case 'Z':
			emit_text(translator, "(?=\\n?\\Z)");
			break;
		case 'Q':
			while (translator->pos < translator->len &&
				   !(peek(translator, 0) == '\\' && peek(translator, 1) == 'E'))
				emit_literal(translator, translator->in[translator->pos++]);
			translator->pos = Min(translator->pos + 2, translator->len);
			return true;
		default:
			emit(translator, '\\');
			emit(translator, c);
			break;
	}
	translator->quantifiable = !is_one_of(c, "bBAzZ");
	return true;
}

/*
 * read_character_escape
 *		The character that an escape stands for; c follows the backslash and
 *		is taken.
 */
static bool
read_character_escape(RegexTranslator *translator, pg_wchar c, pg_wchar *character)
{
	*character = c;
	if (translator->pos > translator->len)
		return problem(translator, "pattern ends with a backslash");
	switch (c)
	{
		case 'n':
			*character = '\n';
			return true;
		case 'r':
			*character = '\r';
			return true;
		case 't':
			*character = '\t';
			return true;
		default:
			break;
	}
	if (translator->syntax == REGEX_IREGEXP)
		return is_one_of(c, "()*+-.?[\\]^{|}") ||
			problem(translator, "pattern with an unknown escape");
	switch (c)
	{
		case 'f':
			*character = '\f';
			return true;
		case 'a':
			*character = '\a';
			return true;
		case 'e':
			*character = '\033';
			return true;
		case 'x':
			return read_hexadecimal(translator, 2, character);
		case 'u':
			return read_hexadecimal(translator, 4, character);
		default:
			break;
	}
	if (c < 0x80 && isalnum((int) c))
		return problem(translator, "pattern with an unknown escape");
	return true;
}

static bool
read_hexadecimal(RegexTranslator *translator, int digits, pg_wchar *character)
{
	*character = 0;
	for (int i = 0; i < digits; i++)
	{
		pg_wchar	c = peek(translator, 0);

		if (c >= 0x80 || !isxdigit((int) c))
			return problem(translator, "pattern with an unknown escape");
		*character = *character * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
		translator->pos++;
	}
	return true;
}

/*
 * read_categories
 *		The name in \p{Lu}, or \pL as Java allows.
 */
static bool
read_categories(RegexTranslator *translator, bool negated, UnicodeCategories *categories)
{
	char		name[3] = {0};
	int			len = 0;

	if (peek(translator, 0) == '{')
	{
		for (translator->pos++; peek(translator, 0) != '}'; translator->pos++)
		{
			pg_wchar	c = peek(translator, 0);

			if (len == 2 || c == 0 || c >= 0x80)
				return problem(translator, "pattern with an unknown category");
			name[len++] = (char) c;
		}
		translator->pos++;
	}
	else if (translator->syntax == REGEX_JAVA && peek(translator, 0) < 0x80)
	{
		name[len++] = (char) peek(translator, 0);
		translator->pos++;
	}
	*categories = sfn_unicode_categories(name, len);
	if (*categories == 0)
		return problem(translator, "pattern with an unknown category");
	if (negated)
		*categories = ~*categories;
	return true;
}

/* The ranges of the categories, for inside a bracket expression. */
static void
emit_categories(RegexTranslator *translator, UnicodeCategories categories)
{
	uint32		first = 1;
	uint32		last;

	while (sfn_unicode_next_range(categories, &first, &last))
	{
		emit_literal(translator, first);
		if (last > first)
		{
			emit(translator, '-');
			emit_literal(translator, last);
		}
		first = last + 1;
	}
}

static void
emit(RegexTranslator *translator, pg_wchar c)
{
	if (translator->out_len == translator->out_capacity)
	{
		translator->out_capacity *= 2;
		translator->out = repalloc(translator->out,
								   sizeof(pg_wchar) * translator->out_capacity);
	}
	translator->out[translator->out_len++] = c;
}

static void
emit_text(RegexTranslator *translator, const char *text)
{
	for (; *text != '\0'; text++)
		emit(translator, (unsigned char) *text);
}

/* A character that stands for itself, in brackets and outside. */
static void
emit_literal(RegexTranslator *translator, pg_wchar c)
{
	if (is_one_of(c, "()*+-.?[\\]^{|}$"))
		emit(translator, '\\');
	emit(translator, c);
}

/* The character ahead characters from here, or 0 at the end. */
static pg_wchar
peek(const RegexTranslator *translator, int ahead)
{
	if (translator->pos + ahead >= translator->len)
		return 0;
	return translator->in[translator->pos + ahead];
}

static bool
is_one_of(pg_wchar c, const char *characters)
{
	return c > 0 && c < 0x80 && strchr(characters, (int) c) != NULL;
}

/* Note what is wrong; always false, so that a caller can return it. */
static bool
problem(RegexTranslator *translator, const char *text)
{
	translator->problem = text;
	return false;
}

/*
 * compile
 *		The engine allocates with malloc, so what it made is released by a
 *		callback of the current memory context.
 */
static PathRegex *
compile(const RegexTranslator *translator, int options, const char **problem)
{
	PathRegex  *regex = palloc0(sizeof(PathRegex));
	int			code = pg_regcomp(&regex->compiled, translator->out, translator->out_len,
								  options, C_COLLATION_OID);
	char		message[100];

	if (code == REG_OKAY)
	{
		regex->release.func = release_regex;
		regex->release.arg = regex;
		MemoryContextRegisterResetCallback(CurrentMemoryContext, &regex->release);
		return regex;
	}

	/* Being canceled comes out as an error as well. */
	CHECK_FOR_INTERRUPTS();
	pg_regerror(code, &regex->compiled, message, sizeof(message));
	*problem = psprintf("pattern that is malformed or too complex (%s)", message);
	pfree(regex);
	return NULL;
}

static void
release_regex(void *arg)
{
	pg_regfree(&((PathRegex *) arg)->compiled);
}
