/*-------------------------------------------------------------------------
 *
 * condition_name.h
 *	  The names PostgreSQL gives to SQLSTATEs.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_CONDITION_NAME_H
#define SFN_CONDITION_NAME_H

#include "postgres.h"

/* "unique_violation"; NULL: the code has no name */
extern const char *sfn_condition_name(int sqlstate);

#endif							/* SFN_CONDITION_NAME_H */
