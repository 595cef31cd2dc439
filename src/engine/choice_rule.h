/*-------------------------------------------------------------------------
 *
 * choice_rule.h
 *	  Whether a rule of a Choice holds.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_CHOICE_RULE_H
#define SFN_CHOICE_RULE_H

#include "postgres.h"

#include "asl/state_machine.h"

/* false: *error is set (bare cause). */
extern bool sfn_choice_rule_eval(const ChoiceRule *rule, Environment *environment, bool *holds,
								 ExecutionError *error);

#endif							/* SFN_CHOICE_RULE_H */
