/*-------------------------------------------------------------------------
 *
 * regex_translate.c
 *	  From ECMAScript's syntax of regular expressions to PCRE2's.
 *
 * Most of the two is the same.  This writes out what means something else: the
 * dot, the anchors, \s, classes without members; and refuses or quotes what only
 * PCRE2 takes for an operator: recursion, callouts, verbs, possessive
 * quantifiers, \A and its like.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/regex.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

#define LINE_ENDS "\\n\\r\\x{2028}\\x{2029}"
#define SPACES "\\x09-\\x0d\\x20\\xa0\\x{1680}\\x{2000}-\\x{200a}" \
	"\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}"
#define NO_SPACES "\\x00-\\x08\\x0e-\\x1f\\x21-\\x9f\\xa1-\\x{167f}\\x{1681}-\\x{1fff}" \
	"\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}" \
	"\\x{3001}-\\x{d7ff}\\x{e000}-\\x{fefe}\\x{ff00}-\\x{10ffff}"

typedef struct Translator
{
	const char *pattern;
	int			len;
	int			at;
	bool		multiline;
	int			groups;			/* that capture */
	bool		named;			/* some have names */
	bool		repeatable;		/* there is something to repeat */
	StringInfoData out;
	char	   *complaint;
} Translator;

static void count_groups(Translator *t);
static void translate_next(Translator *t);
static void translate_group(Translator *t);
static void translate_quantifier(Translator *t);
static bool read_braces(const Translator *t, int *len);
static void translate_class(Translator *t);
static void translate_class_member(Translator *t);
static bool hyphen_is_literal(const Translator *t);
static void translate_escape(Translator *t, bool in_class);
static void translate_reference(Translator *t, bool in_class);
static bool read_hex(const Translator *t, int at, int digits, uint32 *code);
static void translate_unicode(Translator *t);
static void append_code(Translator *t, uint32 code);
static void set_complaint(Translator *t, const char *what);

/* The byte at an offset from here, or NUL */
static inline char
look(const Translator *t, int offset)
{
	return t->at + offset < t->len ? t->pattern[t->at + offset] : '\0';
}

char *
sfn_regex_translate(const char *pattern, int len, int flags, char **complaint)
{
	Translator	t = {.pattern = pattern,.len = len,
	.multiline = (flags & REGEX_MULTILINE) != 0};

	initStringInfo(&t.out);
	count_groups(&t);
	while (t.at < t.len && t.complaint == NULL)
		translate_next(&t);

	*complaint = t.complaint;
	return t.complaint == NULL ? t.out.data : NULL;
}

static void
count_groups(Translator *t)
{
	bool		in_class = false;
	int			i;

	for (i = 0; i < t->len; i++)
	{
		switch (t->pattern[i])
		{
			case '\\':
				i++;
				break;
			case '[':
				in_class = true;
				break;
			case ']':
				in_class = false;
				break;
			case '(':
				if (in_class)
					break;
				if (i + 1 >= t->len || t->pattern[i + 1] != '?')
					t->groups++;
				else if (i + 3 < t->len && t->pattern[i + 2] == '<' &&
						 t->pattern[i + 3] != '=' && t->pattern[i + 3] != '!')
				{
					t->groups++;
					t->named = true;
				}
				break;
		}
	}
}

static void
translate_next(Translator *t)
{
	char		c = look(t, 0);

	switch (c)
	{
		case '\\':
			translate_escape(t, false);
			break;
		case '.':
			appendStringInfoString(&t->out, "[^" LINE_ENDS "]");
			t->at++;
			break;
		case '^':
			appendStringInfoString(&t->out, t->multiline ? "(?<![^" LINE_ENDS "])" : "\\A");
			t->at++;
			break;
		case '$':
			appendStringInfoString(&t->out, t->multiline ? "(?![^" LINE_ENDS "])" : "\\z");
			t->at++;
			break;
		case '(':
			translate_group(t);
			return;
		case '[':
			translate_class(t);
			break;
		case '*':
		case '+':
		case '?':
		case '{':
			translate_quantifier(t);
			return;
		case '|':
			appendStringInfoChar(&t->out, '|');
			t->at++;
			t->repeatable = false;
			return;
		case ']':
		case '}':
			appendStringInfo(&t->out, "\\%c", c);
			t->at++;
			break;
		case '\0':
			appendStringInfoString(&t->out, "\\x00");
			t->at++;
			break;
		default:
			appendStringInfoChar(&t->out, c);
			t->at++;
			break;
	}
	t->repeatable = true;
}

static void
translate_group(Translator *t)
{
	static const char *const openings[] = {"(?:", "(?=", "(?!", "(?<=", "(?<!"};
	int			i;

	t->repeatable = false;
	if (look(t, 1) != '?')
	{
		appendStringInfoChar(&t->out, '(');
		t->at++;
		if (look(t, 0) == '*')
			set_complaint(t, "nothing to repeat");
		return;
	}

	for (i = 0; i < lengthof(openings); i++)
	{
		int			len = strlen(openings[i]);

		if (t->len - t->at >= len && memcmp(t->pattern + t->at, openings[i], len) == 0)
		{
			appendStringInfoString(&t->out, openings[i]);
			t->at += len;
			return;
		}
	}
	if (look(t, 2) != '<')
	{
		set_complaint(t, "invalid group");
		return;
	}
	appendStringInfoString(&t->out, "(?<");
	t->at += 3;
}

static void
translate_quantifier(Translator *t)
{
	int			len = 1;

	if (look(t, 0) == '{' && !read_braces(t, &len))
	{
		appendStringInfoString(&t->out, "\\{");
		t->at++;
		t->repeatable = true;
		return;
	}
	if (!t->repeatable)
	{
		set_complaint(t, "nothing to repeat");
		return;
	}

	appendBinaryStringInfo(&t->out, t->pattern + t->at, len);
	t->at += len;
	if (look(t, 0) == '?')
	{
		appendStringInfoChar(&t->out, '?');
		t->at++;
	}
	t->repeatable = false;
}

/* {n}, {n,} or {n,m} */
static bool
read_braces(const Translator *t, int *len)
{
	int			i = 1;
	int			digits = 0;

	while (isdigit((unsigned char) look(t, i)))
	{
		i++;
		digits++;
	}
	if (digits == 0)
		return false;
	if (look(t, i) == ',')
	{
		i++;
		while (isdigit((unsigned char) look(t, i)))
			i++;
	}
	*len = i + 1;
	return look(t, i) == '}';
}

static void
translate_class(Translator *t)
{
	bool		negated = look(t, 1) == '^';

	t->at += negated ? 2 : 1;
	if (look(t, 0) == ']')
	{
		appendStringInfoString(&t->out, negated ? "[\\x{0}-\\x{10ffff}]" : "(?!)");
		t->at++;
		return;
	}

	appendStringInfoString(&t->out, negated ? "[^" : "[");
	while (t->at < t->len && look(t, 0) != ']' && t->complaint == NULL)
		translate_class_member(t);
	if (t->at >= t->len)
		set_complaint(t, "unterminated character class");
	appendStringInfoChar(&t->out, ']');
	t->at++;
}

static void
translate_class_member(Translator *t)
{
	char		c = look(t, 0);

	switch (c)
	{
		case '\\':
			translate_escape(t, true);
			break;
		case '-':
			appendStringInfoString(&t->out, hyphen_is_literal(t) ? "\\-" : "-");
			t->at++;
			break;
		case '[':
		case '^':
		case '&':
		case '~':
			appendStringInfo(&t->out, "\\%c", c);
			t->at++;
			break;
		case '\0':
			appendStringInfoString(&t->out, "\\x00");
			t->at++;
			break;
		default:
			appendStringInfoChar(&t->out, c);
			t->at++;
			break;
	}
}

/* Next to \w and its like a hyphen means itself. */
static bool
hyphen_is_literal(const Translator *t)
{
	if (look(t, 1) == '\\' && look(t, 2) != '\0' && strchr("dDwWsS", look(t, 2)) != NULL)
		return true;
	return t->at >= 2 && t->pattern[t->at - 2] == '\\' &&
		(t->at < 3 || t->pattern[t->at - 3] != '\\') &&
		strchr("dDwWsS", t->pattern[t->at - 1]) != NULL;
}

static void
translate_escape(Translator *t, bool in_class)
{
	char		c = look(t, 1);
	uint32		code;

	t->at += 2;
	switch (c)
	{
		case '\0':
			set_complaint(t, "\\ at end of pattern");
			break;
		case 'b':
			if (in_class)
			{
				append_code(t, '\b');
				break;
			}
			/* FALLTHROUGH */
		case 'B':
		case 'd':
		case 'D':
		case 'w':
		case 'W':
			appendStringInfo(&t->out, "\\%c", c);
			break;
		case 's':
			appendStringInfoString(&t->out, in_class ? SPACES : "[" SPACES "]");
			break;
		case 'S':
			appendStringInfoString(&t->out, in_class ? NO_SPACES : "[^" SPACES "]");
			break;
		case 't':
		case 'n':
		case 'r':
		case 'f':
			appendStringInfo(&t->out, "\\%c", c);
			break;
		case 'v':
			append_code(t, '\v');
			break;
		case 'c':
			if (isalpha((unsigned char) look(t, 0)))
			{
				append_code(t, look(t, 0) % 32);
				t->at++;
			}
			else
				appendStringInfoString(&t->out, "\\\\c");
			break;
		case 'x':
			if (read_hex(t, t->at, 2, &code))
			{
				append_code(t, code);
				t->at += 2;
			}
			else
				appendStringInfoChar(&t->out, 'x');
			break;
		case 'u':
			translate_unicode(t);
			break;
		case 'k':
			appendStringInfoString(&t->out, t->named && !in_class ? "\\k" : "k");
			break;
		default:
			if (isdigit((unsigned char) c))
				translate_reference(t, in_class);
			else if (isalpha((unsigned char) c) || (c & 0x80))
				appendStringInfoChar(&t->out, c);
			else
				appendStringInfo(&t->out, "\\%c", c);
			break;
	}
}

/* A group's number; where there is no such group, a character in octal */
static void
translate_reference(Translator *t, bool in_class)
{
	uint32		code = 0;
	int			number = 0;
	int			i;

	t->at--;
	for (i = 0; isdigit((unsigned char) look(t, i)) && number <= t->groups; i++)
		number = number * 10 + (look(t, i) - '0');
	if (!in_class && look(t, 0) != '0' && number <= t->groups)
	{
		appendStringInfo(&t->out, "\\g{%d}", number);
		t->at += i;
		return;
	}

	if (look(t, 0) >= '8')
	{
		appendStringInfoChar(&t->out, look(t, 0));
		t->at++;
		return;
	}
	for (i = 0; i < 3 && look(t, i) >= '0' && look(t, i) <= '7' && code < 32; i++)
		code = code * 8 + (look(t, i) - '0');
	append_code(t, code);
	t->at += i;
}

static bool
read_hex(const Translator *t, int at, int digits, uint32 *code)
{
	int			i;

	*code = 0;
	for (i = at; i < at + digits; i++)
	{
		char		c = i < t->len ? t->pattern[i] : '\0';

		if (!isxdigit((unsigned char) c))
			return false;
		*code = *code * 16 + (isdigit((unsigned char) c) ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return true;
}

/* \u1234, or two of them that make a pair of surrogates */
static void
translate_unicode(Translator *t)
{
	uint32		code;
	uint32		low;

	if (!read_hex(t, t->at, 4, &code))
	{
		appendStringInfoChar(&t->out, 'u');
		return;
	}
	t->at += 4;
	if (is_utf16_surrogate_first(code) && look(t, 0) == '\\' && look(t, 1) == 'u' &&
		read_hex(t, t->at + 2, 4, &low) && is_utf16_surrogate_second(low))
	{
		code = surrogate_pair_to_codepoint(code, low);
		t->at += 6;
	}
	append_code(t, code);
}

static void
append_code(Translator *t, uint32 code)
{
	appendStringInfo(&t->out, "\\x{%x}", code);
}

static void
set_complaint(Translator *t, const char *what)
{
	if (t->complaint == NULL)
		t->complaint = psprintf("/%.*s/: %s", t->len, t->pattern, what);
}
