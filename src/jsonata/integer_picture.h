/*-------------------------------------------------------------------------
 *
 * integer_picture.h
 *	  Integers by pictures: 001, #,##0, Ww, I, a, 1;o.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_INTEGER_PICTURE_H
#define SFN_INTEGER_PICTURE_H

#include "postgres.h"

#include "jsonata/native.h"
#include "jsonata/text_builder.h"

typedef enum IntegerStyle
{
	INTEGER_DECIMAL,
	INTEGER_LETTERS,
	INTEGER_ROMAN,
	INTEGER_WORDS,
	INTEGER_SEQUENCE			/* of another kind: not supported */
} IntegerStyle;

typedef enum LetterCase
{
	CASE_LOWER,
	CASE_UPPER,
	CASE_TITLE
} LetterCase;

typedef struct GroupSeparator
{
	int			position;		/* digits to its right */
	uint32		character;
} GroupSeparator;

typedef struct IntegerPicture
{
	IntegerStyle style;
	LetterCase	letters;
	bool		ordinal;
	Value		token;			/* of an unsupported sequence */
	uint32		zero;			/* of the digits that are used */
	int			mandatory;		/* digits */
	int			optional;
	int			width;			/* digits to be read; 0: any number */
	int			separator_count;
	GroupSeparator *separators; /* from the right */
	int			regular;		/* distance of separators that are all the same; or 0 */
} IntegerPicture;

extern void sfn_integer_picture_parse(Evaluator *ev, const NativeCall *call, Value text,
									  IntegerPicture *picture);
extern void sfn_integer_append(Evaluator *ev, const NativeCall *call, TextBuilder *out,
							   const IntegerPicture *picture, double number);
/* NaN: text is no such number */
extern double sfn_integer_read(Evaluator *ev, const NativeCall *call, const IntegerPicture *picture,
							   Value text);

/* ---- number_words.c ---- */

extern void sfn_words_append(TextBuilder *out, double number, bool ordinal, LetterCase letters);
/* text in lower case */
extern double sfn_words_read(Value text);
/* All words of numbers, for a regular expression: zero|one|... */
extern void sfn_words_append_pattern(TextBuilder *out);

#endif							/* SFN_INTEGER_PICTURE_H */
