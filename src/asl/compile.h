/*-------------------------------------------------------------------------
 *
 * compile.h
 *	  Definition text to StateMachine, with everything that is wrong on the way.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_COMPILE_H
#define SFN_COMPILE_H

#include "postgres.h"

#include "asl/diagnostic.h"
#include "asl/state_machine.h"

/*
 * Check a definition completely; problems are added to diagnostics (palloc'd
 * in the current context).  substitutions: NULL or an object whose string
 * members replace ${Name} inside the definition's strings.
 */
extern void sfn_definition_validate(const char *definition, int len, MachineType type,
									const Jsonb *substitutions, Diagnostics *diagnostics);

/*
 * Check and compile into a new memory context, a child of parent.  NULL when
 * diagnostics got an error; nothing is left behind then, nor when an error is
 * thrown if parent is reset or deleted by the caller.
 */
extern StateMachine *sfn_definition_compile(const char *definition, int len, MachineType type,
											const Jsonb *substitutions, MemoryContext parent,
											Diagnostics *diagnostics);

/*
 * The name of a state that is given alone: in locations, Causes and the context object
 */
#define LONE_STATE_NAME "StateName"

/*
 * The same for the definition of one state.  The machine has nothing but that state;
 * states that it leads to exist by name only, and are not to be entered.
 */
extern StateMachine *sfn_state_compile(const char *definition, int len, MemoryContext parent,
									   Diagnostics *diagnostics);

/* ereport when substitutions is no object of strings, numbers and booleans */
extern void sfn_substitutions_check(const Jsonb *substitutions);

#endif							/* SFN_COMPILE_H */
