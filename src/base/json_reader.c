/*-------------------------------------------------------------------------
 *
 * json_reader.c
 *	  JSON text as a stream of items, read one by one.
 *
 * Tokens and the words for what is wrong with them come from the server's own
 * lexer, so that sfn takes the texts that jsonb takes and refuses the others
 * alike.  The grammar on top is ours: the server's parser recurses
 * and can stop only by an error, whereas bad text is an answer here, not an
 * error, and the nesting is a number to compare, not a stack to run out of.
 *
 * What is JSON but fits into no jsonb (U+0000, half a surrogate pair, a number
 * beyond numeric) is a problem like a missing comma.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/compat.h"
#include "base/json_number.h"
#include "base/json_reader.h"
#include "mb/pg_wchar.h"
#include "utils/jsonb.h"

static JsonItem read_value(JsonReader *reader);
static JsonItem read_key(JsonReader *reader);
static JsonItem begin_container(JsonReader *reader, bool object);
static JsonItem end_container(JsonReader *reader);
static void value_done(JsonReader *reader);
static bool advance(JsonReader *reader);
static bool take_string(JsonReader *reader);
static JsonItem unexpected(JsonReader *reader, JsonParseErrorType error);
static JsonItem problem(JsonReader *reader, const char *message);
static void set_lexer_problem(JsonReader *reader, JsonParseErrorType error);
static char *problem_from_detail(const char *detail);

void
sfn_json_reader_init(JsonReader *reader, const char *text, int len)
{
	/* The lexer does not write to its input. */
	reader->lexer = sfn_json_lexer(unconstify(char *, text), len,
								   GetDatabaseEncoding());
	reader->expect = JSON_EXPECT_VALUE;
	reader->depth = 0;
	reader->text = NULL;
	reader->len = 0;
	reader->offset = 0;
	reader->problem = NULL;
}

JsonItem
sfn_json_reader_next(JsonReader *reader)
{
	if (!advance(reader))
		return JSON_ITEM_PROBLEM;

	switch (reader->expect)
	{
		case JSON_EXPECT_VALUE:
			return read_value(reader);

		case JSON_EXPECT_FIRST_ELEMENT:
			if (reader->lexer->token_type == JSON_TOKEN_ARRAY_END)
				return end_container(reader);
			return read_value(reader);

		case JSON_EXPECT_NEXT_ELEMENT:
			if (reader->lexer->token_type == JSON_TOKEN_ARRAY_END)
				return end_container(reader);
			if (reader->lexer->token_type != JSON_TOKEN_COMMA)
				return unexpected(reader, JSON_EXPECTED_ARRAY_NEXT);
			if (!advance(reader))
				return JSON_ITEM_PROBLEM;
			return read_value(reader);

		case JSON_EXPECT_FIRST_KEY:
			if (reader->lexer->token_type == JSON_TOKEN_OBJECT_END)
				return end_container(reader);
			if (reader->lexer->token_type != JSON_TOKEN_STRING)
				return unexpected(reader, JSON_EXPECTED_OBJECT_FIRST);
			return read_key(reader);

		case JSON_EXPECT_NEXT_MEMBER:
			if (reader->lexer->token_type == JSON_TOKEN_OBJECT_END)
				return end_container(reader);
			if (reader->lexer->token_type != JSON_TOKEN_COMMA)
				return unexpected(reader, JSON_EXPECTED_OBJECT_NEXT);
			if (!advance(reader))
				return JSON_ITEM_PROBLEM;
			return read_key(reader);

		case JSON_EXPECT_KEY:
			return read_key(reader);

		case JSON_EXPECT_END:
			if (reader->lexer->token_type == JSON_TOKEN_END)
				return JSON_ITEM_END;
			return unexpected(reader, JSON_EXPECTED_END);
	}

	pg_unreachable();
}

void
sfn_json_reader_position(const JsonReader *reader, int offset, int *line, int *column)
{
	const char *start = reader->lexer->input;
	const char *target = start + offset;
	const char *line_start = start;
	const char *p;

	*line = 1;
	for (p = start; p < target; p++)
	{
		if (*p == '\n')
		{
			(*line)++;
			line_start = p + 1;
		}
	}
	*column = pg_mbstrlen_with_len(line_start, target - line_start) + 1;
}

static JsonItem
read_value(JsonReader *reader)
{
	JsonLexContext *lexer = reader->lexer;
	JsonItem	item;

	switch (lexer->token_type)
	{
		case JSON_TOKEN_OBJECT_START:
			return begin_container(reader, true);
		case JSON_TOKEN_ARRAY_START:
			return begin_container(reader, false);
		case JSON_TOKEN_NULL:
			item = JSON_ITEM_NULL;
			break;
		case JSON_TOKEN_TRUE:
			item = JSON_ITEM_TRUE;
			break;
		case JSON_TOKEN_FALSE:
			item = JSON_ITEM_FALSE;
			break;
		case JSON_TOKEN_STRING:
			if (!take_string(reader))
				return JSON_ITEM_PROBLEM;
			item = JSON_ITEM_STRING;
			break;
		case JSON_TOKEN_NUMBER:
			reader->text = lexer->token_start;
			reader->len = lexer->token_terminator - lexer->token_start;
			if (!sfn_number_fits(reader->text, reader->len))
				return problem(reader, "number is out of range");
			item = JSON_ITEM_NUMBER;
			break;
		default:
			return unexpected(reader, JSON_EXPECTED_JSON);
	}

	value_done(reader);
	return item;
}

/*
 * A key is read together with its colon, so that the value comes next.
 */
static JsonItem
read_key(JsonReader *reader)
{
	int			offset = reader->offset;

	if (reader->lexer->token_type != JSON_TOKEN_STRING)
		return unexpected(reader, JSON_EXPECTED_STRING);
	if (!take_string(reader) || !advance(reader))
		return JSON_ITEM_PROBLEM;
	if (reader->lexer->token_type != JSON_TOKEN_COLON)
		return unexpected(reader, JSON_EXPECTED_COLON);

	reader->offset = offset;
	reader->expect = JSON_EXPECT_VALUE;
	return JSON_ITEM_KEY;
}

static JsonItem
begin_container(JsonReader *reader, bool object)
{
	if (reader->depth == JSON_READER_MAX_DEPTH)
		return problem(reader, psprintf("nesting is deeper than %d levels",
										JSON_READER_MAX_DEPTH));

	reader->in_object[reader->depth++] = object;
	reader->expect = object ? JSON_EXPECT_FIRST_KEY : JSON_EXPECT_FIRST_ELEMENT;
	return object ? JSON_ITEM_BEGIN_OBJECT : JSON_ITEM_BEGIN_ARRAY;
}

static JsonItem
end_container(JsonReader *reader)
{
	bool		object = reader->in_object[--reader->depth];

	value_done(reader);
	return object ? JSON_ITEM_END_OBJECT : JSON_ITEM_END_ARRAY;
}

static void
value_done(JsonReader *reader)
{
	if (reader->depth == 0)
		reader->expect = JSON_EXPECT_END;
	else if (reader->in_object[reader->depth - 1])
		reader->expect = JSON_EXPECT_NEXT_MEMBER;
	else
		reader->expect = JSON_EXPECT_NEXT_ELEMENT;
}

/*
 * The next token.  At the end of the text the lexer has no token, and the place
 * to name is where the last one ended.
 */
static bool
advance(JsonReader *reader)
{
	JsonLexContext *lexer = reader->lexer;
	JsonParseErrorType error = json_lex(lexer);

	if (lexer->token_start != NULL)
		reader->offset = lexer->token_start - lexer->input;
	else if (lexer->prev_token_terminator != NULL)
		reader->offset = lexer->prev_token_terminator - lexer->input;

	if (error == JSON_SUCCESS)
		return true;
	set_lexer_problem(reader, error);
	return false;
}

/*
 * The string just lexed.  Every escape is longer than what it stands for, so a
 * decoded string as long as the written one is the written one, and the input
 * itself serves.
 */
static bool
take_string(JsonReader *reader)
{
	JsonLexContext *lexer = reader->lexer;
	int			written = lexer->token_terminator - lexer->token_start - 2;

	reader->len = lexer->strval->len;
	if (reader->len > JENTRY_OFFLENMASK)
	{
		problem(reader, psprintf("string is longer than %d bytes",
								 JENTRY_OFFLENMASK));
		return false;
	}
	reader->text = reader->len == written ? lexer->token_start + 1 :
		pnstrdup(lexer->strval->data, reader->len);
	return true;
}

static JsonItem
unexpected(JsonReader *reader, JsonParseErrorType error)
{
	if (reader->lexer->token_type == JSON_TOKEN_END)
		error = JSON_EXPECTED_MORE;
	set_lexer_problem(reader, error);
	return JSON_ITEM_PROBLEM;
}

static JsonItem
problem(JsonReader *reader, const char *message)
{
	reader->problem = message;
	return JSON_ITEM_PROBLEM;
}

static void
set_lexer_problem(JsonReader *reader, JsonParseErrorType error)
{
	reader->problem = problem_from_detail(json_errdetail(error, reader->lexer));
}

/*
 * The server words it as an error detail, a sentence; problems are worded as
 * primary messages.
 */
static char *
problem_from_detail(const char *detail)
{
	char	   *message = pstrdup(detail);
	int			len = strlen(message);

	if (len > 0 && message[len - 1] == '.')
		message[len - 1] = '\0';
	if (message[0] >= 'A' && message[0] <= 'Z')
		message[0] = pg_ascii_tolower((unsigned char) message[0]);
	return message;
}
