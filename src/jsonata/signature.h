/*-------------------------------------------------------------------------
 *
 * signature.h
 *	  What arguments a function takes: <s-nn?:s>.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SIGNATURE_H
#define SFN_SIGNATURE_H

#include "postgres.h"

#include "jsonata/data.h"

struct Evaluator;

#define MOST_PARAMETERS 64

typedef struct Parameter
{
	uint32		accepts;		/* set of types */
	bool		optional;
	bool		repeated;
	bool		lazy;			/* takes as few arguments as it can */
	bool		context;		/* taken from the context when absent */
	bool		array;			/* made an array when it is none */
	char		subtype;		/* of the array's elements; NUL: any */
	bool		has_subtype;
	char		subtype_text[8];
} Parameter;

typedef struct Signature
{
	int			count;
	Parameter	parameters[FLEXIBLE_ARRAY_MEMBER];
} Signature;

/*
 * text with its angle brackets; palloc'd.  NULL: *code and *offset say what is
 * wrong, and where.
 */
extern Signature *sfn_signature_parse(const char *text, int len, const char **code, int *offset);

/*
 * Check arguments; fills validated, which has room for count + signature->count
 * values, and returns how many there are.
 */
extern int	sfn_signature_apply(struct Evaluator *ev, const Signature *signature, Value name,
								const Value *args, int count, Value context, Value *validated);

#endif							/* SFN_SIGNATURE_H */
