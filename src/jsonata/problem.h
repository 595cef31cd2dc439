/*-------------------------------------------------------------------------
 *
 * problem.h
 *	  Errors of expressions: codes, texts, and the way out.
 *
 * An error leaves parser or evaluator by a jump to the trap that its door has
 * set.  Nothing
 * in between needs to be tidied up: all memory is in an arena or
 * a memory context.  The door turns the jump into a value again.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_PROBLEM_H
#define SFN_PROBLEM_H

#include "postgres.h"

#include <setjmp.h>

#include "jsonata/data.h"
#include "jsonata/jsonata.h"

typedef struct Trap
{
	sigjmp_buf	jump;
	JsonataProblem *problem;
	const Jsonata *expression;
	Arena	   *arena;			/* for the message in the making */
} Trap;

/* What fills the holes of a message */
typedef struct Complaint
{
	const char *code;
	int			position;		/* byte of the expression, or -1 */
	Value		token;
	Value		value;
	Value		value2;			/* or exp */
	int			index;
	const char *type;
	const char *message;		/* $error, $assert: all of the message */
	int			message_len;
	const char *limit;			/* a bound was met: the sentence that says which */
} Complaint;

/* A complaint's limit, where sfn.jsonata_max_memory is met */
extern const char *sfn_memory_limit_text(void);
extern void sfn_trap_spring(Trap *trap, const Complaint *complaint) pg_attribute_noreturn();

#endif							/* SFN_PROBLEM_H */
