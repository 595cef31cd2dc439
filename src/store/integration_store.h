/*-------------------------------------------------------------------------
 *
 * integration_store.h
 *	  Rows of sfn.integration: which SQL function stands for which service's action.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_INTEGRATION_STORE_H
#define SFN_INTEGRATION_STORE_H

#include "postgres.h"

/*
 * For the machines of one role; role "": for all.  function is schema-
 * qualified; a former one is replaced.
 */
extern void sfn_integration_register(const char *resource, const char *role, const char *function);
/* false: there was none */
extern bool sfn_integration_unregister(const char *resource, const char *role);
/*
 * What serves machines that run as role: their own registration before that
 * for all; NULL: none. palloc'd
 */
extern char *sfn_integration_find(const char *resource, const char *role);

#endif							/* SFN_INTEGRATION_STORE_H */
