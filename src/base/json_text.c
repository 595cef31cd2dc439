/*-------------------------------------------------------------------------
 *
 * json_text.c
 *	  JSON values as compact text, and how long that text is.
 *
 * Compact text, without a space anywhere, is what the service writes and what its
 * payload limit counts.  Strings are escaped only where JSON demands it.
 *
 * The binary form of a value bounds its text only loosely: a control character
 * becomes six bytes, and a short numeric may have a hundred thousand
 * digits.  Whether a text exceeds a limit is therefore first asked of lengths
 * alone, string by string and number by number, without reading a character;
 * that settles nearly every case.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/json_number.h"
#include "base/json_value.h"
#include "miscadmin.h"

/* \u0001: the most that one byte of a string becomes */
#define LONGEST_ESCAPE 6
#define LONGEST_STRING_TEXT(len) ((int64) (len) * LONGEST_ESCAPE + 2)

/* false */
#define LONGEST_LITERAL 5

static void append_members(StringInfo out, const JsonbValue *object);
static void append_elements(StringInfo out, const JsonbValue *array);
static void append_escape(StringInfo out, unsigned char c);
static bool surely_fits(const JsonbValue *value, int64 room);
static bool container_surely_fits(const JsonbContainer *container, int64 *room);
static bool fits(const JsonbValue *value, int64 *room);
static bool children_fit(const JsonbValue *container, int64 *room);
static bool string_fits(const JsonbValue *string, int64 *room);
static const char *skip_plain(const char *p, const char *end);
static inline bool needs_escape(unsigned char c);
static inline char short_escape(unsigned char c);

void
sfn_json_append_text(StringInfo out, const JsonbValue *value)
{
	switch (value->type)
	{
		case jbvNull:
			appendBinaryStringInfo(out, "null", 4);
			break;
		case jbvBool:
			appendStringInfoString(out, value->val.boolean ? "true" : "false");
			break;
		case jbvNumeric:
			sfn_number_append_text(out, value->val.numeric);
			break;
		case jbvString:
			sfn_json_append_quoted(out, value->val.string.val,
								   value->val.string.len);
			break;
		case jbvBinary:
			check_stack_depth();
			CHECK_FOR_INTERRUPTS();
			if (sfn_json_is_object(value))
				append_members(out, value);
			else
				append_elements(out, value);
			break;
		default:
			elog(ERROR, "JSON value of type %d is not normalized", value->type);
	}
}

char *
sfn_json_text(const JsonbValue *value)
{
	StringInfoData out;

	initStringInfo(&out);
	sfn_json_append_text(&out, value);
	return out.data;
}

void
sfn_json_append_quoted(StringInfo out, const char *text, int len)
{
	const char *end = text + len;
	const char *p = text;

	enlargeStringInfo(out, len + 2);
	appendStringInfoCharMacro(out, '"');
	while (p < end)
	{
		const char *special = skip_plain(p, end);

		appendBinaryStringInfo(out, p, special - p);
		if (special < end)
			append_escape(out, (unsigned char) *special++);
		p = special;
	}
	appendStringInfoCharMacro(out, '"');
}

int64
sfn_json_text_size(const JsonbValue *value)
{
	int64		room = PG_INT64_MAX;

	(void) fits(value, &room);
	return PG_INT64_MAX - room;
}

/*
 * sfn_json_exceeds
 *		Whether the compact text has more bytes than limit.
 */
bool
sfn_json_exceeds(const JsonbValue *value, int64 limit)
{
	int64		room = limit;

	return !surely_fits(value, limit) && !fits(value, &room);
}

static void
append_members(StringInfo out, const JsonbValue *object)
{
	JsonCursor	cursor;
	JsonbValue	key;
	JsonbValue	member;
	char		separator = '{';

	sfn_json_cursor_init(&cursor, object);
	while (sfn_json_next_member(&cursor, &key, &member))
	{
		appendStringInfoCharMacro(out, separator);
		sfn_json_append_quoted(out, key.val.string.val, key.val.string.len);
		appendStringInfoCharMacro(out, ':');
		sfn_json_append_text(out, &member);
		separator = ',';
	}
	if (separator == '{')
		appendStringInfoCharMacro(out, '{');
	appendStringInfoCharMacro(out, '}');
}

static void
append_elements(StringInfo out, const JsonbValue *array)
{
	JsonCursor	cursor;
	JsonbValue	element;
	char		separator = '[';

	sfn_json_cursor_init(&cursor, array);
	while (sfn_json_next_element(&cursor, &element))
	{
		appendStringInfoCharMacro(out, separator);
		sfn_json_append_text(out, &element);
		separator = ',';
	}
	if (separator == '[')
		appendStringInfoCharMacro(out, '[');
	appendStringInfoCharMacro(out, ']');
}

static void
append_escape(StringInfo out, unsigned char c)
{
	char		letter = short_escape(c);

	if (letter != '\0')
	{
		appendStringInfoCharMacro(out, '\\');
		appendStringInfoCharMacro(out, letter);
	}
	else
		appendStringInfo(out, "\\u%04x", c);
}

/*
 * Whether lengths alone show that the text of value fits: no string is read.
 */
static bool
surely_fits(const JsonbValue *value, int64 room)
{
	switch (value->type)
	{
		case jbvString:
			return LONGEST_STRING_TEXT(value->val.string.len) <= room;
		case jbvBinary:
			return container_surely_fits(value->val.binary.data, &room);
		default:
			return fits(value, &room);
	}
}

/*
 * Take the most that the container's text may need from *room; false if there is
 * less.  This runs for every document, so it looks at the entries themselves
 * rather than at values made of them.
 */
static bool
container_surely_fits(const JsonbContainer *container, int64 *room)
{
	bool		object = JsonContainerIsObject(container);
	int			entries = JsonContainerSize(container) * (object ? 2 : 1);
	char	   *data = (char *) &container->children[entries];
	uint32		offset = 0;
	int			i;

	check_stack_depth();

	/* The brackets, and a colon or comma for each entry */
	*room -= 2 + entries;
	for (i = 0; i < entries; i++)
	{
		JEntry		entry = container->children[i];
		uint32		start = offset;

		JBE_ADVANCE_OFFSET(offset, entry);
		if (JBE_ISSTRING(entry))
			*room -= LONGEST_STRING_TEXT(offset - start);
		else if (JBE_ISNUMERIC(entry))
			*room -= sfn_number_text_bound((Numeric) (data + INTALIGN(start)));
		else if (!JBE_ISCONTAINER(entry))
			*room -= LONGEST_LITERAL;
		else if (!container_surely_fits((JsonbContainer *) (data + INTALIGN(start)),
										room))
			return false;
	}
	return *room >= 0;
}

/*
 * Take the size of the value's text from *room; false as soon as there is none
 * left.
 */
static bool
fits(const JsonbValue *value, int64 *room)
{
	switch (value->type)
	{
		case jbvNull:
			*room -= 4;
			break;
		case jbvBool:
			*room -= value->val.boolean ? 4 : 5;
			break;
		case jbvNumeric:
			*room -= sfn_number_text_size(value->val.numeric);
			break;
		case jbvString:
			return string_fits(value, room);
		case jbvBinary:
			check_stack_depth();
			CHECK_FOR_INTERRUPTS();
			return children_fit(value, room);
		default:
			elog(ERROR, "JSON value of type %d is not normalized", value->type);
	}
	return *room >= 0;
}

static bool
children_fit(const JsonbValue *container, int64 *room)
{
	JsonCursor	cursor;
	JsonbValue	key;
	JsonbValue	child;

	/* The brackets, and a comma between each two */
	*room -= 2 + Max(sfn_json_count(container) - 1, 0);

	sfn_json_cursor_init(&cursor, container);
	if (sfn_json_is_array(container))
	{
		while (sfn_json_next_element(&cursor, &child))
		{
			if (!fits(&child, room))
				return false;
		}
		return *room >= 0;
	}

	while (sfn_json_next_member(&cursor, &key, &child))
	{
		(*room)--;				/* colon */
		if (!string_fits(&key, room) || !fits(&child, room))
			return false;
	}
	return *room >= 0;
}

static bool
string_fits(const JsonbValue *string, int64 *room)
{
	const char *p = string->val.string.val;
	const char *end = p + string->val.string.len;

	*room -= 2 + (int64) string->val.string.len;
	while (*room >= 0 && (p = skip_plain(p, end)) < end)
	{
		*room -= short_escape((unsigned char) *p) != '\0' ? 1 : LONGEST_ESCAPE - 1;
		p++;
	}
	return *room >= 0;
}

/*
 * The first byte that must be escaped, or end.
 *
 * Eight bytes are looked at together.  Subtracting a small number from each byte
 * borrows into its top bit where the byte is smaller; a borrow may spoil the bytes
 * above, but only after a hit below them, and a hit is looked at byte by
 * byte.
 */
static const char *
skip_plain(const char *p, const char *end)
{
	const uint64 ones = UINT64CONST(0x0101010101010101);
	const uint64 tops = UINT64CONST(0x8080808080808080);

	while (end - p >= (int) sizeof(uint64))
	{
		uint64		word;
		uint64		quotes;
		uint64		backslashes;

		memcpy(&word, p, sizeof(word));
		quotes = word ^ (ones * '"');
		backslashes = word ^ (ones * '\\');
		if ((((word - ones * 0x20) & ~word) |
			 ((quotes - ones) & ~quotes) |
			 ((backslashes - ones) & ~backslashes)) & tops)
			break;
		p += sizeof(word);
	}
	while (p < end && !needs_escape((unsigned char) *p))
		p++;
	return p;
}

static inline bool
needs_escape(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\';
}

/* The letter after the backslash, or '\0' for those written as \u00xx */
static inline char
short_escape(unsigned char c)
{
	switch (c)
	{
		case '"':
		case '\\':
			return c;
		case '\b':
			return 'b';
		case '\f':
			return 'f';
		case '\n':
			return 'n';
		case '\r':
			return 'r';
		case '\t':
			return 't';
		default:
			return '\0';
	}
}
