/*-------------------------------------------------------------------------
 *
 * lexer.h
 *	  Tokens of an expression.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_LEXER_H
#define SFN_LEXER_H

#include "postgres.h"

#include "jsonata/ast.h"
#include "jsonata/problem.h"

/* A token's id: one of these, or the character of an operator of one character */
enum
{
	TOKEN_END = 256,
	TOKEN_NAME,
	TOKEN_VARIABLE,
	TOKEN_LITERAL,
	TOKEN_REGEX,
	TOKEN_RANGE,				/* .. */
	TOKEN_BIND,					/* := */
	TOKEN_UNEQUAL,				/* != */
	TOKEN_GREATER_EQUAL,		/* >= */
	TOKEN_LESS_EQUAL,			/* <= */
	TOKEN_DESCENDANT,			/* ** */
	TOKEN_APPLY,				/* ~> */
	TOKEN_DEFAULT,				/* ?: */
	TOKEN_COALESCE,				/* ?? */
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_IN
};

typedef struct Token
{
	int			id;
	int			position;		/* where it ends */
	Value		value;			/* a literal's; a name's or operator's text */
	struct Regex *regex;
} Token;

typedef struct Lexer
{
	Jsonata    *expression;
	Trap	   *trap;
	const char *text;
	int			len;
	int			at;
	Token		token;			/* the one just read */
	int			tokens;
	Size		memory_before;	/* of the context that the tree goes into */
} Lexer;

/* infix: what comes next is an operator, so that a slash divides. */
extern void sfn_lexer_next(Lexer *lexer, bool infix);
extern void sfn_lexer_fail(Lexer *lexer, const char *code, int position, Value token) pg_attribute_noreturn();
/* How an operator is written. */
extern Value sfn_token_text(int id);

#endif							/* SFN_LEXER_H */
