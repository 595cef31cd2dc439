/*-------------------------------------------------------------------------
 *
 * path_regex.h
 *	  Regular expressions of paths: RFC 9485 (I-Regexp) and Java's.
 *
 * Matching is done by the server's regular expression engine, with the C
 * collation, so that results depend neither on the database's locale nor on a
 * setting.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_PATH_REGEX_H
#define SFN_PATH_REGEX_H

#include "postgres.h"

typedef enum RegexSyntax
{
	REGEX_IREGEXP,				/* match() and search() */
	REGEX_JAVA					/* =~ */
} RegexSyntax;

typedef struct PathRegex PathRegex;

/*
 * Compile.  flags are letters as Java has them ("i"), may be empty.  whole: it
 * must match the whole string.  NULL: malformed or too complex; *problem then
 * says why.  Lives as long as the current memory context.
 */
extern PathRegex *sfn_path_regex_compile(const char *text, int len, RegexSyntax syntax,
										 const char *flags, int flags_len, bool whole,
										 const char **problem);
extern bool sfn_path_regex_match(const PathRegex *regex, const char *text, int len);

#endif							/* SFN_PATH_REGEX_H */
