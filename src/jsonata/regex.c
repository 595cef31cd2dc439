/*-------------------------------------------------------------------------
 *
 * regex.c
 *	  Regular expressions of ECMAScript, compiled by PCRE2.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "jsonata/regex.h"
#include "utils/memutils.h"

static void *context_malloc(size_t size, void *arg);
static void context_free(void *memory, void *arg);

Regex *
sfn_regex_compile(const char *pattern, int len, int flags, char **complaint)
{
	char	   *translated = sfn_regex_translate(pattern, len, flags, complaint);
	uint32		options = PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C;
	pcre2_general_context *general;
	pcre2_compile_context *context;
	Regex	   *regex;
	uint32		groups;
	int			error;
	size_t		error_offset;

	if (translated == NULL)
		return NULL;
	if (flags & REGEX_IGNORE_CASE)
		options |= PCRE2_CASELESS;

	general = pcre2_general_context_create(context_malloc, context_free, CurrentMemoryContext);
	context = pcre2_compile_context_create(general);
	regex = palloc(sizeof(Regex));
	regex->source = pattern;
	regex->source_len = len;
	regex->code = pcre2_compile((PCRE2_SPTR) translated, PCRE2_ZERO_TERMINATED, options,
								&error, &error_offset, context);
	if (regex->code == NULL)
	{
		PCRE2_UCHAR message[256];

		pcre2_get_error_message(error, message, lengthof(message));
		*complaint = psprintf("/%.*s/: %s", len, pattern, (char *) message);
		return NULL;
	}
	pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &groups);
	regex->group_count = groups;
	return regex;
}

static void *
context_malloc(size_t size, void *arg)
{
	return MemoryContextAlloc((MemoryContext) arg, size);
}

static void
context_free(void *memory, void *arg)
{
	if (memory != NULL)
		pfree(memory);
}
