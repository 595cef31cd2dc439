/*-------------------------------------------------------------------------
 *
 * letter_case.h
 *	  Texts in upper and lower case, whatever the database's locale.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_LETTER_CASE_H
#define SFN_LETTER_CASE_H

#include "postgres.h"

#include "jsonata/evaluator.h"

extern Value sfn_letters_up(Evaluator *ev, Value text);
extern Value sfn_letters_down(Evaluator *ev, Value text);

#endif							/* SFN_LETTER_CASE_H */
