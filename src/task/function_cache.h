/*-------------------------------------------------------------------------
 *
 * function_cache.h
 *	  Functions of tasks, found and ready to be called, per backend.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_FUNCTION_CACHE_H
#define SFN_FUNCTION_CACHE_H

#include "postgres.h"

#include "task/function_lookup.h"

typedef struct CachedFunction CachedFunction;

/* As sfn_function_lookup, kept until unpinned; NULL for InvalidOid. */
extern CachedFunction *sfn_function_pin(const FunctionReference *reference, char **missing_grant);
/*
 * Call a pinned function, with the rights of the current user, which are not
 * checked.
 */
extern Datum sfn_function_call(CachedFunction *function, Datum argument, bool *is_null);
/* failed: the call did not return.  Does not throw. */
extern void sfn_function_unpin(CachedFunction *function, bool failed);

#endif							/* SFN_FUNCTION_CACHE_H */
