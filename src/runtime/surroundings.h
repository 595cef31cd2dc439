/*-------------------------------------------------------------------------
 *
 * surroundings.h
 *	  What goes with a definition for its tasks: whom they run as, and where
 *	  their functions are looked for.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SURROUNDINGS_H
#define SFN_SURROUNDINGS_H

#include "postgres.h"

/*
 * The name of the role that tasks will run as; NULL: the caller.  ereport 42704
 * when it does not exist, 42501 when the caller is no member of it.
 */
extern char *sfn_surroundings_role(const char *role);

/* The caller's search_path, as it is kept with a definition */
extern char *sfn_surroundings_search_path(void);

#endif							/* SFN_SURROUNDINGS_H */
