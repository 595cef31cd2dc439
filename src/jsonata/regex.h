/*-------------------------------------------------------------------------
 *
 * regex.h
 *	  Regular expressions of ECMAScript, compiled by PCRE2.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_REGEX_H
#define SFN_REGEX_H

#include "postgres.h"

#define REGEX_IGNORE_CASE	0x01
#define REGEX_MULTILINE		0x02

struct pcre2_real_code_8;

typedef struct Regex
{
	struct pcre2_real_code_8 *code;
	int			group_count;
	const char *source;
	int			source_len;
} Regex;

/* In the current memory context; NULL: *complaint says why. */
extern Regex *sfn_regex_compile(const char *pattern, int len, int flags, char **complaint);

/*
 * ECMAScript's syntax as PCRE2's, palloc'd; NULL: *complaint says why not
 * (regex_translate.c)
 */
extern char *sfn_regex_translate(const char *pattern, int len, int flags, char **complaint);

#endif							/* SFN_REGEX_H */
