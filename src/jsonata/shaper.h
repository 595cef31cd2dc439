/*-------------------------------------------------------------------------
 *
 * shaper.h
 *	  What shape.c and ancestry.c share.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SHAPER_H
#define SFN_SHAPER_H

#include "postgres.h"

#include "jsonata/ast.h"
#include "jsonata/problem.h"

typedef struct Shaper
{
	Jsonata    *expression;
	Trap	   *trap;
	int			labels;			/* parent operators so far */
} Shaper;

extern AstNode *sfn_shape_node(Shaper *shaper, AstNode *node);
extern void sfn_shape_fail(Shaper *shaper, const char *code, int position, Value value) pg_attribute_noreturn();

#endif							/* SFN_SHAPER_H */
