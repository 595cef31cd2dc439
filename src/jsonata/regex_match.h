/*-------------------------------------------------------------------------
 *
 * regex_match.h
 *	  Find matches of a regular expression in a text.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_REGEX_MATCH_H
#define SFN_REGEX_MATCH_H

#include "postgres.h"

#include "jsonata/evaluator.h"

/* What was found where, in bytes */
typedef struct RegexMatch
{
	int			start;
	int			end;
	Value		groups;			/* array; UNDEFINED for those that took no part */
} RegexMatch;

/* The first match that begins at or behind a byte of the text. */
extern bool sfn_regex_find(Evaluator *ev, const struct Regex *regex, Value text, int from,
						   RegexMatch *match);
/* The one after that which ended at from; D1004 if it is empty. */
extern bool sfn_regex_find_next(Evaluator *ev, const AstNode *node, Value text, int from,
								RegexMatch *match);

/*
 * A regular expression called as a function: {match, start, end, groups, next}
 * or nothing
 */
extern Value sfn_regex_call(Evaluator *ev, const Function *function, Value text, Value from);
extern Value sfn_regex_next(Evaluator *ev, const Function *function);

/*
 * A match as such an object.  From the place that is known, given in bytes and in UTF-16
 * units and not behind the match, its own is counted.
 */
extern Value sfn_regex_match_object(Evaluator *ev, const AstNode *node, Value text,
									const RegexMatch *match, int known, int known_units);

#endif							/* SFN_REGEX_MATCH_H */
