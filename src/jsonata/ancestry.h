/*-------------------------------------------------------------------------
 *
 * ancestry.h
 *	  Which step a parent operator speaks of.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ANCESTRY_H
#define SFN_ANCESTRY_H

#include "postgres.h"

#include "jsonata/shaper.h"

/* A parent operator begins to seek its step. */
extern void sfn_ancestry_new_slot(Shaper *shaper, AstNode *parent);
/* node has a part whose parent operators have not found their step. */
extern void sfn_ancestry_seek(AstNode *node, ParentSlot *slot);
extern void sfn_ancestry_pass_on(AstNode *node, const AstNode *part);
/* Let the parent operators of a path's last step find their steps further to the left. */
extern void sfn_ancestry_resolve(Shaper *shaper, AstNode *path);
/* The same for those of a predicate, whose own step is the first to be asked. */
extern void sfn_ancestry_enter_filter(Shaper *shaper, AstNode *step, const AstNode *filter);

#endif							/* SFN_ANCESTRY_H */
