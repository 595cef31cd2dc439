/*-------------------------------------------------------------------------
 *
 * alias.h
 *	  Create, change and delete aliases of state machines.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ALIAS_H
#define SFN_ALIAS_H

#include "postgres.h"

#include "store/definition_store.h"
#include "store/version_store.h"

#define MOST_ROUTES 2

/* What share of new executions a version gets */
typedef struct AliasRoute
{
	int			version;
	int			weight;			/* percent */
} AliasRoute;

typedef struct AliasRouting
{
	int			count;			/* also above MOST_ROUTES, which are not kept then */
	AliasRoute	routes[MOST_ROUTES];
} AliasRouting;

extern char *sfn_alias_arn(const MachineRow *machine, const char *name);

/* ereport ValidationException unless it may be an alias's name */
extern void sfn_alias_name_check(const char *name);

/*
 * All take a machine that is locked and that the caller may manage.  A routing
 * has one or two different versions that exist and whose weights come to 100;
 * ereports ValidationException, ResourceNotFound for a version that does not
 * exist.
 */

/*
 * An alias of that name that is the same in all is what was asked for, any
 * other is ConflictException.
 */
extern AliasRow *sfn_alias_create(const MachineRow *machine, const char *name, const char *description,
								  const AliasRouting *routing);
/* What is NULL stays; ereports ResourceNotFound. */
extern AliasRow *sfn_alias_change(const MachineRow *machine, const char *name, const char *description,
								  const AliasRouting *routing);

/* ereport ResourceNotFound for an alias, or what it needs, by its ARN */
extern void sfn_alias_refuse_missing(const char *arn) pg_attribute_noreturn();

#endif							/* SFN_ALIAS_H */
