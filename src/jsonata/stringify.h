/*-------------------------------------------------------------------------
 *
 * stringify.h
 *	  Values as JSON text, in the order of their members.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_STRINGIFY_H
#define SFN_STRINGIFY_H

#include "postgres.h"

#include "jsonata/text_builder.h"

typedef enum StringifyStyle
{
	STRINGIFY_EXACT,			/* numbers as they are, functions as null */
	STRINGIFY_STRING,			/* as $string does: 15 digits, functions as "" */
	STRINGIFY_PRETTY			/* the same, with line breaks */
} StringifyStyle;

struct Evaluator;

/* evaluator: whom to tell of infinite numbers; NULL: they become null. */
extern void sfn_stringify(TextBuilder *text, Value value, StringifyStyle style, struct Evaluator *evaluator);

#endif							/* SFN_STRINGIFY_H */
