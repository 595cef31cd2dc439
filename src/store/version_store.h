/*-------------------------------------------------------------------------
 *
 * version_store.h
 *	  Rows of sfn.version and sfn.alias.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_VERSION_STORE_H
#define SFN_VERSION_STORE_H

#include "postgres.h"

#include "datatype/timestamp.h"
#include "nodes/pg_list.h"

typedef struct VersionRow
{
	int			number;
	int64		revision;
	char	   *description;	/* NULL: none */
	TimestampTz created;
} VersionRow;

typedef struct AliasRow
{
	char	   *name;
	char	   *description;	/* NULL: none */
	int			first_version;
	int			first_weight;	/* percent; the rest goes to second_version */
	int			second_version; /* 0: none */
	TimestampTz created;
	TimestampTz updated;
} AliasRow;

/* NULL: there is none. */
extern VersionRow *sfn_version_fetch(int64 machine, int number);
/* The newest version of a revision; NULL: it was not published. */
extern VersionRow *sfn_version_fetch_revision(int64 machine, int64 revision);
/*
 * The next number for a revision (machine's row locked first); fills number
 * and created.
 */
extern void sfn_version_insert(int64 machine, VersionRow *version);
extern void sfn_version_delete(int64 machine, int number);
/* Those with numbers below before, the largest first; of VersionRow *. */
extern List *sfn_version_list(int64 machine, int before, int limit);
extern int	sfn_version_count(int64 machine);

/* NULL: there is none. */
extern AliasRow *sfn_alias_fetch(int64 machine, const char *name);
/* Machine's row locked first; both fill created and updated. */
extern void sfn_alias_insert(int64 machine, AliasRow *alias);
extern void sfn_alias_update(int64 machine, AliasRow *alias);
extern bool sfn_alias_delete(int64 machine, const char *name);	/* false: there was none */
/*
 * Those that route to version (0: any), with names behind after (NULL: from
 * the first), in the order of their names; of AliasRow *.
 */
extern List *sfn_alias_list(int64 machine, int version, const char *after, int limit);
extern int	sfn_alias_count(int64 machine);

#endif							/* SFN_VERSION_STORE_H */
