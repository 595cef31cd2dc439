/*-------------------------------------------------------------------------
 *
 * number_text.h
 *	  Numbers as JavaScript writes and reads them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_NUMBER_TEXT_H
#define SFN_NUMBER_TEXT_H

#include "postgres.h"

#include "jsonata/text_builder.h"

/* 0.ddd * 10 ^ exponent, in the fewest digits that tell a number from all others */
typedef struct ShortestDecimal
{
	bool		negative;
	int			count;
	int			exponent;
	char		digits[20];
} ShortestDecimal;

/* number must be finite. */
extern void sfn_number_shortest(double number, ShortestDecimal *decimal);
/* Number.prototype.toString() */
extern void sfn_text_append_number(TextBuilder *text, double number);
/* Number.prototype.toString(radix) of an integer */
extern void sfn_text_append_radix(TextBuilder *text, double integer, int radix);
/* Number.prototype.toFixed(places) */
extern void sfn_text_append_fixed(TextBuilder *text, double number, int places);
/* Number(number.toPrecision(15)) */
extern double sfn_number_precise(double number);
/* The number that text in JSON's grammar says. */
extern double sfn_number_read(const char *text, int len);
/* number * 10 ^ places, as if the point of its text were moved */
extern double sfn_number_shift(double number, int places);
/* Math.round() */
extern double sfn_number_round(double number);
/* As numeric, in the shortest digits; palloc'd.  number must be finite. */
extern Numeric sfn_number_numeric(double number);

#endif							/* SFN_NUMBER_TEXT_H */
