/*-------------------------------------------------------------------------
 *
 * fuzz.h
 *	  What a target of the fuzzer is, and what the frame does for it.
 *
 * A target is a file target_<name>.c that defines fuzz_<name>, a FuzzTarget.
 * It runs in a backend, so memory contexts, errors and jsonb are the server's
 * own.  The current memory context is reset after each input.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_FUZZ_H
#define SFN_FUZZ_H

#include "postgres.h"

#include "utils/jsonb.h"

/* What is left of an input; bytes beyond its end are zero. */
typedef struct FuzzInput
{
	const uint8 *data;
	int			len;
	int			pos;
} FuzzInput;

typedef struct FuzzTarget
{
	/*
	 * Which files are to be reached, as a regular expression on their paths;
	 * and where to begin: literals of the files of test/sql/ that match this
	 * one.  tools/fuzz reads both from the source, so each stays on one line.
	 */
	const char *covers;
	const char *seeds;

	/*
	 * SQLSTATEs that may be thrown, or their beginnings, separated by blanks.
	 * Anything else is a finding.
	 */
	const char *errors;
	void		(*run) (FuzzInput *input);
} FuzzTarget;

/* The next byte, below a bound (at most 256) */
extern int	fuzz_pick(FuzzInput *input, int below);
/*
 * Text that the server would let in, NUL-terminated: the next line, or all
 * that is left.  What is no UTF-8 is made so.
 */
extern char *fuzz_line(FuzzInput *input, int *len);
extern char *fuzz_rest(FuzzInput *input, int *len);
/* The rest as a document; NULL: it is none. */
extern Jsonb *fuzz_document(FuzzInput *input);
/* Say what is wrong with what the input has led to, and end. */
extern void fuzz_finding(const char *format,...) pg_attribute_printf(1, 2) pg_attribute_noreturn();

#endif							/* SFN_FUZZ_H */
