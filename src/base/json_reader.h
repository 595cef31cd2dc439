/*-------------------------------------------------------------------------
 *
 * json_reader.h
 *	  JSON text as a stream of items, read one by one.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_JSON_READER_H
#define SFN_JSON_READER_H

#include "postgres.h"

#include "common/jsonapi.h"

/* Arrays and objects may be nested this deep. */
#define JSON_READER_MAX_DEPTH 1000

typedef enum JsonItem
{
	JSON_ITEM_NULL,
	JSON_ITEM_TRUE,
	JSON_ITEM_FALSE,
	JSON_ITEM_NUMBER,			/* text: as written */
	JSON_ITEM_STRING,			/* text: decoded */
	JSON_ITEM_KEY,				/* text: decoded; the member's value follows */
	JSON_ITEM_BEGIN_OBJECT,
	JSON_ITEM_END_OBJECT,
	JSON_ITEM_BEGIN_ARRAY,
	JSON_ITEM_END_ARRAY,
	JSON_ITEM_END,				/* the text is complete */
	JSON_ITEM_PROBLEM			/* the text is not JSON, or not JSON that jsonb can hold */
} JsonItem;

/* What the grammar allows next */
typedef enum JsonExpectation
{
	JSON_EXPECT_VALUE,
	JSON_EXPECT_FIRST_ELEMENT,	/* or the end of the array */
	JSON_EXPECT_NEXT_ELEMENT,	/* comma or end */
	JSON_EXPECT_FIRST_KEY,		/* or the end of the object */
	JSON_EXPECT_KEY,
	JSON_EXPECT_NEXT_MEMBER,	/* comma or end */
	JSON_EXPECT_END
} JsonExpectation;

typedef struct JsonReader
{
	JsonLexContext *lexer;
	JsonExpectation expect;
	int			depth;
	bool		in_object[JSON_READER_MAX_DEPTH];

	/* the item just read */
	const char *text;			/* in the input, or palloc'd; not terminated */
	int			len;
	int			offset;			/* of the item, or of the problem, in the input */
	const char *problem;		/* lower case, no position; palloc'd */
} JsonReader;

/* text must stay where it is until the last item has been used up. */
extern void sfn_json_reader_init(JsonReader *reader, const char *text, int len);
/* Nothing may be read after END or PROBLEM.  Throws nothing for bad text. */
extern JsonItem sfn_json_reader_next(JsonReader *reader);
/* Where an offset is, both from 1; columns count characters. */
extern void sfn_json_reader_position(const JsonReader *reader, int offset, int *line, int *column);

#endif							/* SFN_JSON_READER_H */
