/*-------------------------------------------------------------------------
 *
 * lexer.c
 *	  Tokens of an expression.
 *
 * Nearly everything that is no operator, white space or literal is a name, letters or
 * not.  A slash begins a regular expression where an operand is
 * due; its end is the first slash outside of brackets.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "base/settings.h"
#include "jsonata/lexer.h"
#include "jsonata/number_text.h"
#include "jsonata/regex.h"
#include "jsonata/text_builder.h"
#include "miscadmin.h"
#include "utils/memutils.h"

/* What an arena needs for one string, besides the string */
#define STRING_ROOM (2 * MAXIMUM_ALIGNOF + ARENA_GAP)

/* Between looks at interrupts and memory */
#define TOKENS_PER_LOOK 256

#define OPERATOR_CHARACTERS ".[]{}(),@#;:?+-*/%|=<>^&!~"

typedef struct LongOperator
{
	char		text[3];
	int			id;
} LongOperator;

static const LongOperator long_operators[] = {
	{"..", TOKEN_RANGE},
	{":=", TOKEN_BIND},
	{"!=", TOKEN_UNEQUAL},
	{">=", TOKEN_GREATER_EQUAL},
	{"<=", TOKEN_LESS_EQUAL},
	{"**", TOKEN_DESCENDANT},
	{"~>", TOKEN_APPLY},
	{"?:", TOKEN_DEFAULT},
	{"??", TOKEN_COALESCE}
};

static void skip_blanks(Lexer *lexer);
static bool read_operator(Lexer *lexer);
static void read_string(Lexer *lexer, char quote);
static void look_at_bounds(Lexer *lexer);
static int	source_len(const Lexer *lexer, char quote);
static void read_escape(Lexer *lexer, TextBuilder *string);
static bool read_number(Lexer *lexer);
static void read_quoted_name(Lexer *lexer);
static void read_name(Lexer *lexer);
static void read_regex(Lexer *lexer);
static void make_regex(Lexer *lexer, int start, int end);
static void set_token(Lexer *lexer, int id, Value value);

static inline bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v';
}

static inline bool
is_operator(char c)
{
	return c != '\0' && strchr(OPERATOR_CHARACTERS, c) != NULL;
}

/* The character at an offset from here, or NUL */
static inline char
look(const Lexer *lexer, int offset)
{
	int			at = lexer->at + offset;

	return at >= 0 && at < lexer->len ? lexer->text[at] : '\0';
}

void
sfn_lexer_next(Lexer *lexer, bool infix)
{
	char		c;

	if (++lexer->tokens % TOKENS_PER_LOOK == 0)
		look_at_bounds(lexer);
	skip_blanks(lexer);
	if (lexer->at >= lexer->len)
	{
		set_token(lexer, TOKEN_END, value_string("(end)", 5));
		return;
	}

	c = look(lexer, 0);
	if (c == '/' && !infix)
	{
		read_regex(lexer);
		return;
	}
	if (read_operator(lexer))
		return;
	if (c == '"' || c == '\'')
		read_string(lexer, c);
	else if (read_number(lexer))
		return;
	else if (c == '`')
		read_quoted_name(lexer);
	else
		read_name(lexer);
}

void
sfn_lexer_fail(Lexer *lexer, const char *code, int position, Value token)
{
	Complaint	complaint = {.code = code,.position = position,.token = token,.value = token};

	sfn_trap_spring(lexer->trap, &complaint);
}

/* A tree takes some hundred times the memory of its text. */
static void
look_at_bounds(Lexer *lexer)
{
	Complaint	complaint = {.code = "D1014",.position = lexer->at};
	Size		limit = sfn_setting_jsonata_max_memory * (Size) 1024;

	CHECK_FOR_INTERRUPTS();
	if (limit == 0 ||
		MemoryContextMemAllocated(CurrentMemoryContext, false) <= lexer->memory_before + limit)
		return;
	complaint.limit = sfn_memory_limit_text();
	sfn_trap_spring(lexer->trap, &complaint);
}

Value
sfn_token_text(int id)
{
	static const char characters[] = OPERATOR_CHARACTERS;
	int			i;

	if (id < TOKEN_END)
		return value_string(strchr(characters, id), 1);
	for (i = 0; i < lengthof(long_operators); i++)
	{
		if (long_operators[i].id == id)
			return value_string(long_operators[i].text, 2);
	}
	return UNDEFINED_VALUE;
}

static void
skip_blanks(Lexer *lexer)
{
	for (;;)
	{
		int			start;

		while (is_blank(look(lexer, 0)))
			lexer->at++;
		if (look(lexer, 0) != '/' || look(lexer, 1) != '*')
			return;

		start = lexer->at;
		for (lexer->at += 2; look(lexer, 0) != '*' || look(lexer, 1) != '/'; lexer->at++)
		{
			if (lexer->at >= lexer->len)
				sfn_lexer_fail(lexer, "S0106", start, UNDEFINED_VALUE);
		}
		lexer->at += 2;
	}
}

static bool
read_operator(Lexer *lexer)
{
	bool		service = (lexer->expression->flags & JSONATA_SERVICE) != 0;
	int			i;

	for (i = 0; i < lengthof(long_operators); i++)
	{
		const LongOperator *operator = &long_operators[i];

		if (look(lexer, 0) != operator->text[0] || look(lexer, 1) != operator->text[1])
			continue;
		if (service && (operator->id == TOKEN_DEFAULT || operator->id == TOKEN_COALESCE))
			continue;
		lexer->at += 2;
		set_token(lexer, operator->id, value_string(operator->text, 2));
		return true;
	}

	if (!is_operator(look(lexer, 0)))
		return false;
	lexer->at++;
	set_token(lexer, lexer->text[lexer->at - 1],
			  value_string(lexer->text + lexer->at - 1, 1));

	/* These two end names, but are no operators by themselves. */
	if (lexer->token.id == '!' || lexer->token.id == '~')
		sfn_lexer_fail(lexer, "S0204", lexer->at, lexer->token.value);
	return true;
}

/*
 * A string has no more bytes than what it is written with.
 */
static void
read_string(Lexer *lexer, char quote)
{
	Arena		arena;
	TextBuilder string;
	Size		longest;
	const char *end = memchr(lexer->text + lexer->at + 1, quote, lexer->len - lexer->at - 1);

	/* Mostly the next quote ends it, and all it holds is as it stands. */
	if (end != NULL && memchr(lexer->text + lexer->at + 1, '\\',
							  end - lexer->text - lexer->at - 1) == NULL)
	{
		int			start = lexer->at + 1;

		lexer->at = end - lexer->text + 1;
		set_token(lexer, TOKEN_LITERAL,
				  value_string(lexer->text + start, lexer->at - 1 - start));
		return;
	}

	/* No escape is shorter than what it stands for. */
	longest = source_len(lexer, quote);
	sfn_arena_init(&arena, palloc(longest + STRING_ROOM), longest + STRING_ROOM, 0);
	sfn_text_init(&string, &arena, longest);
	sfn_arena_free(&arena);
	for (lexer->at++; lexer->at < lexer->len; lexer->at++)
	{
		char		c = look(lexer, 0);

		if (c == '\\')
			read_escape(lexer, &string);
		else if (c == quote)
		{
			lexer->at++;
			set_token(lexer, TOKEN_LITERAL, sfn_text_value(&string));
			return;
		}
		else
			sfn_text_append_char(&string, c);
	}
	sfn_lexer_fail(lexer, "S0101", lexer->len, UNDEFINED_VALUE);
}

/* Bytes to the end of the string that begins here */
static int
source_len(const Lexer *lexer, char quote)
{
	int			at = lexer->at + 1;

	while (at < lexer->len && lexer->text[at] != quote)
		at += lexer->text[at] == '\\' ? 2 : 1;
	return Min(at, lexer->len) - lexer->at;
}

/* Leaves the lexer at the last character of the escape. */
static void
read_escape(Lexer *lexer, TextBuilder *string)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";
	char		c = look(lexer, 1);
	const char *letter = c == '\0' ? NULL : strchr(letters, c);
	uint32		code = 0;
	int			i;

	lexer->at++;
	if (letter != NULL)
	{
		sfn_text_append_char(string, meanings[letter - letters]);
		return;
	}
	if (c != 'u')
		sfn_lexer_fail(lexer, "S0103", lexer->at,
					   value_string(lexer->text + lexer->at,
									lexer->at < lexer->len ? Min(sfn_utf8_len(c), lexer->len - lexer->at) : 0));

	for (i = 1; i <= 4 && lexer->at + i < lexer->len; i++)
	{
		char		digit = look(lexer, i);

		if (digit >= '0' && digit <= '9')
			code = code * 16 + (digit - '0');
		else if ((digit | 0x20) >= 'a' && (digit | 0x20) <= 'f')
			code = code * 16 + ((digit | 0x20) - 'a' + 10);
		else
			sfn_lexer_fail(lexer, "S0104", lexer->at, UNDEFINED_VALUE);
	}
	if (i == 1)
		sfn_lexer_fail(lexer, "S0104", lexer->at, UNDEFINED_VALUE);
	sfn_text_append_code(string, code);
	lexer->at += 4;
}

/* The grammar is JSON's; a sign is an operator of its own. */
static bool
read_number(Lexer *lexer)
{
	int			start = lexer->at;
	int			i = 0;
	int			exponent;
	double		number;

#define DIGIT(offset) (look(lexer, offset) >= '0' && look(lexer, offset) <= '9')
	if (!DIGIT(0))
		return false;
	if (look(lexer, 0) == '0')
		i = 1;
	else
	{
		while (DIGIT(i))
			i++;
	}
	if (look(lexer, i) == '.' && DIGIT(i + 1))
	{
		for (i += 2; DIGIT(i);)
			i++;
	}
	if ((look(lexer, i) | 0x20) == 'e')
	{
		exponent = i + 1;
		if (look(lexer, exponent) == '+' || look(lexer, exponent) == '-')
			exponent++;
		if (DIGIT(exponent))
		{
			for (i = exponent; DIGIT(i);)
				i++;
		}
	}
#undef DIGIT

	number = sfn_number_read(lexer->text + start, i);
	if (isinf(number))
		sfn_lexer_fail(lexer, "S0102", start, value_string(lexer->text + start, i));
	lexer->at += i;
	set_token(lexer, TOKEN_LITERAL, value_number(number));
	return true;
}

static void
read_quoted_name(Lexer *lexer)
{
	int			start = lexer->at + 1;
	const char *end = memchr(lexer->text + start, '`', lexer->len - start);

	if (end == NULL)
		sfn_lexer_fail(lexer, "S0105", lexer->len, UNDEFINED_VALUE);
	lexer->at = end - lexer->text + 1;
	set_token(lexer, TOKEN_NAME, value_string(lexer->text + start, lexer->at - 1 - start));
}

static void
read_name(Lexer *lexer)
{
	int			start = lexer->at;
	const char *name = lexer->text + start;
	int			len;

	while (lexer->at < lexer->len && !is_blank(look(lexer, 0)) && !is_operator(look(lexer, 0)))
		lexer->at++;
	len = lexer->at - start;

#define IS(word) (len == (int) strlen(word) && memcmp(name, word, len) == 0)
	if (*name == '$')
		set_token(lexer, TOKEN_VARIABLE, value_string(name + 1, len - 1));
	else if (IS("or"))
		set_token(lexer, TOKEN_OR, value_string(name, len));
	else if (IS("in"))
		set_token(lexer, TOKEN_IN, value_string(name, len));
	else if (IS("and"))
		set_token(lexer, TOKEN_AND, value_string(name, len));
	else if (IS("true") || IS("false"))
		set_token(lexer, TOKEN_LITERAL, value_bool(*name == 't'));
	else if (IS("null"))
		set_token(lexer, TOKEN_LITERAL, value_null());
	else
		set_token(lexer, TOKEN_NAME, value_string(name, len));
#undef IS
}

static void
read_regex(Lexer *lexer)
{
	int			start = ++lexer->at;
	int			depth = 0;

	for (; lexer->at < lexer->len; lexer->at++)
	{
		char		c = look(lexer, 0);
		bool		escaped = look(lexer, -1) == '\\';

		if (c == '/' && depth == 0)
		{
			int			backslashes = 0;

			while (look(lexer, -(backslashes + 1)) == '\\')
				backslashes++;
			if (backslashes % 2 == 0)
			{
				make_regex(lexer, start, lexer->at);
				return;
			}
		}
		if ((c == '(' || c == '[' || c == '{') && !escaped)
			depth++;
		if ((c == ')' || c == ']' || c == '}') && !escaped)
			depth--;
	}
	sfn_lexer_fail(lexer, "S0302", lexer->len, UNDEFINED_VALUE);
}

static void
make_regex(Lexer *lexer, int start, int end)
{
	int			flags = 0;
	struct Regex *regex;
	char	   *complaint = NULL;

	if (end == start)
		sfn_lexer_fail(lexer, "S0301", end, UNDEFINED_VALUE);
	for (lexer->at++; look(lexer, 0) == 'i' || look(lexer, 0) == 'm'; lexer->at++)
		flags |= look(lexer, 0) == 'i' ? REGEX_IGNORE_CASE : REGEX_MULTILINE;

	regex = sfn_regex_compile(lexer->text + start, end - start, flags, &complaint);
	if (regex == NULL)
	{
		Complaint	problem = {.code = "S0303",.position = end,.message = complaint,
		.message_len = strlen(complaint)};

		sfn_trap_spring(lexer->trap, &problem);
	}
	set_token(lexer, TOKEN_REGEX, value_string(lexer->text + start, end - start));
	lexer->token.regex = regex;
}

static void
set_token(Lexer *lexer, int id, Value value)
{
	lexer->token.id = id;
	lexer->token.position = lexer->at;
	lexer->token.value = value;
	lexer->token.regex = NULL;
}
