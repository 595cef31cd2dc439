/*-------------------------------------------------------------------------
 *
 * json_number.h
 *	  JSON numbers as numeric: from text, and what they are worth.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_JSON_NUMBER_H
#define SFN_JSON_NUMBER_H

#include "postgres.h"

#include "lib/stringinfo.h"
#include "utils/numeric.h"

/*
 * text must follow JSON's grammar for numbers.  Whether numeric can hold it:
 * false for 1e999999 and the like.
 */
extern bool sfn_number_fits(const char *text, int len);
/* Such a number that fits, palloc'd; digits are kept as written (1.10). */
extern Numeric sfn_number_parse(const char *text, int len);
/* false: has a fraction other than zero, or leaves int64 */
extern bool sfn_number_int64(Numeric number, int64 *result);
/* The nearest double; infinite when there is none. */
extern double sfn_number_double(Numeric number);
extern bool sfn_number_equal(Numeric a, Numeric b);
/* What numeric_out prints. */
extern void sfn_number_append_text(StringInfo out, Numeric number);
/* Bytes of that text, without making it. */
extern int	sfn_number_text_size(Numeric number);
/* At least as much, for less: nearly all numbers have the same bound. */
extern int	sfn_number_text_bound(Numeric number);

#endif							/* SFN_JSON_NUMBER_H */
