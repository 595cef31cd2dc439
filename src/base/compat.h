/*-------------------------------------------------------------------------
 *
 * compat.h
 *	  The one place that knows PostgreSQL's versions.
 *
 * Code elsewhere is written for PostgreSQL 15; what a newer major version
 * renamed or moved is mapped here.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_COMPAT_H
#define SFN_COMPAT_H

#include "postgres.h"

#include "catalog/namespace.h"
#include "utils/guc.h"

#if PG_VERSION_NUM < 150000
#error "sfn needs PostgreSQL 15 or newer"
#endif

#if PG_VERSION_NUM >= 160000
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "utils/acl.h"
#include "varatt.h"

/* One function asks for rights on any object. */
#define pg_proc_aclcheck(function, role, mode) \
	object_aclcheck(ProcedureRelationId, function, role, mode)
#define pg_namespace_aclcheck(schema, role, mode) \
	object_aclcheck(NamespaceRelationId, schema, role, mode)
#endif

/*
 * A lexer for len bytes of JSON text, made in the current memory context.
 * Version 17 put the caller's own context struct in front of the arguments.
 */
#if PG_VERSION_NUM >= 170000
#define sfn_json_lexer(text, len, encoding) \
	makeJsonLexContextCstringLen(NULL, text, len, encoding, true)
#else
#define sfn_json_lexer(text, len, encoding) \
	makeJsonLexContextCstringLen(text, len, encoding, true)
#endif

/*
 * Which indexes an update of a row wants new entries in: all or none, until
 * version 16.
 */
#if PG_VERSION_NUM >= 160000
#define sfn_index_updates TU_UpdateIndexes
#define sfn_updates_indexes(updates) ((updates) != TU_None)
#else
#define sfn_index_updates bool
#define sfn_updates_indexes(updates) (updates)
#endif

/* Give the row in a slot its entries in all indexes (executor/executor.h). */
#if PG_VERSION_NUM >= 160000
#define sfn_insert_index_entries(target, slot, estate) \
	ExecInsertIndexTuples(target, slot, estate, false, false, NULL, NIL, false)
#else
#define sfn_insert_index_entries(target, slot, estate) \
	ExecInsertIndexTuples(target, slot, estate, false, false, NULL, NIL)
#endif

/* What tells this backend's transactions apart (storage/proc.h) */
#if PG_VERSION_NUM >= 170000
#define sfn_local_transaction() (MyProc->vxid.lxid)
#else
#define sfn_local_transaction() (MyProc->lxid)
#endif

/*
 * Names are those of pg_catalog alone until the end, or until the subtransaction
 * fails.  The override that costs next to nothing is gone in version 17.
 */
#if PG_VERSION_NUM >= 170000
static inline int
sfn_catalog_path_begin(void)
{
	int			nest = NewGUCNestLevel();

	(void) set_config_option("search_path", "pg_catalog, pg_temp", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	return nest;
}

static inline void
sfn_catalog_path_end(int nest)
{
	AtEOXact_GUC(true, nest);
}
#else
static inline int
sfn_catalog_path_begin(void)
{
	OverrideSearchPath path = {.schemas = NIL, .addCatalog = true};

	PushOverrideSearchPath(&path);
	return 0;
}

static inline void
sfn_catalog_path_end(int nest)
{
	PopOverrideSearchPath();
}
#endif

/* A code that a minor release brought; a server without it never raises it. */
#ifndef ERRCODE_DATUM_VERSION_MISMATCH
#define ERRCODE_DATUM_VERSION_MISMATCH MAKE_SQLSTATE('2','2','P','0','7')
#endif

/* Its header wants those of Kerberos, which a build against packages does not have. */
extern bool pq_check_connection(void);

#endif							/* SFN_COMPAT_H */
