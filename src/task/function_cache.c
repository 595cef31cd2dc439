/*-------------------------------------------------------------------------
 *
 * function_cache.c
 *	  Functions of tasks, found and ready to be called, per backend.
 *
 * To find a function takes a walk over the search path and two checks of
 * rights; to prepare its call (FmgrInfo) a look at its language and, in most
 * languages, at its source.  Both are done once for a name, path and role, and
 * again when a function, schema, role or membership has changed anywhere: such
 * changes are rare and the work is small, so one counter serves all entries.
 *
 * A task's function may start an execution that calls the same function.  Not
 * every language can use one FmgrInfo for two calls at a time, so the inner one
 * gets another.  After an error whatever the language keeps in it is given up.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "catalog/objectaccess.h"
#include "catalog/pg_proc.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "pgstat.h"
#include "task/function_cache.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

/*
 * Names can come from data (FunctionName.$), so their number has no bound of
 * its own.
 */
#define MAX_ENTRIES 512

struct CachedFunction
{
	MemoryContext context;		/* holds this */
	FunctionReference reference;
	uint64		generation;		/* of the catalogs it was looked up in */
	int			pins;
	bool		detached;		/* no longer in the cache; goes with the last pin */
	Oid			oid;
	bool		reads_only;		/* sees what its caller's snapshot sees */
	MemoryContext call_context; /* what flinfo refers to */
	bool		prepared;		/* flinfo is set */
	FmgrInfo	flinfo;
};

typedef struct CacheEntry
{
	FunctionReference key;
	CachedFunction *function;
} CacheEntry;

static CachedFunction *make(const FunctionReference *reference, Oid oid);
static void enter(CachedFunction *function);
static void detach(CachedFunction *function);
static void create_cache(void);
static void catalog_changed(Datum arg, int cacheid, uint32 hashvalue);
static uint32 reference_hash(const void *key, Size keysize);
static int	reference_compare(const void *a, const void *b, Size keysize);

static HTAB *cache = NULL;
static uint64 generation = 1;

CachedFunction *
sfn_function_pin(const FunctionReference *reference, char **missing_grant)
{
	CacheEntry *entry;
	CachedFunction *function;
	uint64		current;
	Oid			oid;

	if (cache == NULL)
		create_cache();
	entry = hash_search(cache, reference, HASH_FIND, NULL);
	if (entry != NULL && entry->function->generation == generation)
	{
		entry->function->pins++;
		return entry->function;
	}

	/*
	 * The lookup itself may take notice of changes, which then count against
	 * it.
	 */
	current = generation;
	oid = sfn_function_lookup(reference, missing_grant);
	entry = hash_search(cache, reference, HASH_FIND, NULL);
	if (entry != NULL)
		detach(entry->function);
	if (!OidIsValid(oid))
		return NULL;
	function = make(reference, oid);
	function->generation = current;
	enter(function);
	function->pins++;
	return function;
}

Datum
sfn_function_call(CachedFunction *function, Datum argument, bool *is_null)
{
	LOCAL_FCINFO(fcinfo, 1);
	FmgrInfo	own;
	FmgrInfo   *flinfo = &function->flinfo;
	PgStat_FunctionCallUsage usage;
	Datum		result;

	if (function->pins > 1)
	{
		fmgr_info(function->oid, &own);
		flinfo = &own;
	}
	else if (!function->prepared)
	{
		fmgr_info_cxt(function->oid, &function->flinfo, function->call_context);
		function->prepared = true;
	}

	/*
	 * A function that is not VOLATILE looks through its caller's snapshot: let
	 * that be one which shows what earlier tasks of the transaction did.
	 */
	if (function->reads_only)
		PushActiveSnapshot(GetTransactionSnapshot());
	InvokeFunctionExecuteHook(function->oid);
	InitFunctionCallInfoData(*fcinfo, flinfo, 1, InvalidOid, NULL, NULL);
	fcinfo->args[0].value = argument;
	fcinfo->args[0].isnull = false;
	pgstat_init_function_usage(fcinfo, &usage);
	result = FunctionCallInvoke(fcinfo);
	pgstat_end_function_usage(&usage, true);
	*is_null = fcinfo->isnull;
	if (function->reads_only)
		PopActiveSnapshot();
	return result;
}

void
sfn_function_unpin(CachedFunction *function, bool failed)
{
	Assert(function->pins > 0);
	if (--function->pins > 0)
		return;
	if (function->detached)
		MemoryContextDelete(function->context);
	else if (failed)
	{
		function->prepared = false;
		MemoryContextReset(function->call_context);
	}
}

static CachedFunction *
make(const FunctionReference *reference, Oid oid)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn task function", ALLOCSET_SMALL_SIZES);
	CachedFunction *function = MemoryContextAllocZero(context, sizeof(CachedFunction));

	function->context = context;
	function->call_context = AllocSetContextCreate(context, "sfn task function's call", ALLOCSET_SMALL_SIZES);
	function->reference = *reference;
	function->reference.text = MemoryContextStrdup(context, reference->text);
	function->reference.search_path = MemoryContextStrdup(context, reference->search_path);
	function->oid = oid;
	function->reads_only = func_volatile(oid) != PROVOLATILE_VOLATILE;
	return function;
}

static void
enter(CachedFunction *function)
{
	CacheEntry *entry;

	if (hash_get_num_entries(cache) >= MAX_ENTRIES)
	{
		HASH_SEQ_STATUS scan;

		hash_seq_init(&scan, cache);
		while ((entry = hash_seq_search(&scan)) != NULL)
			detach(entry->function);
	}
	entry = hash_search(cache, &function->reference, HASH_ENTER, NULL);
	entry->function = function;
	MemoryContextSetParent(function->context, CacheMemoryContext);
}

/* Out of the cache; those who use it keep it until they are done. */
static void
detach(CachedFunction *function)
{
	(void) hash_search(cache, &function->reference, HASH_REMOVE, NULL);
	function->detached = true;
	if (function->pins == 0)
		MemoryContextDelete(function->context);
}

static void
create_cache(void)
{
	HASHCTL		control = {
		.keysize = sizeof(FunctionReference),
		.entrysize = sizeof(CacheEntry),
		.hash = reference_hash,
		.match = reference_compare,
		.hcxt = CacheMemoryContext
	};

	cache = hash_create("sfn task functions", 64, &control, HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT);
	CacheRegisterSyscacheCallback(PROCOID, catalog_changed, (Datum) 0);
	CacheRegisterSyscacheCallback(NAMESPACEOID, catalog_changed, (Datum) 0);
	CacheRegisterSyscacheCallback(AUTHOID, catalog_changed, (Datum) 0);
	CacheRegisterSyscacheCallback(AUTHMEMROLEMEM, catalog_changed, (Datum) 0);
}

static void
catalog_changed(Datum arg, int cacheid, uint32 hashvalue)
{
	generation++;
}

static uint32
reference_hash(const void *key, Size keysize)
{
	const FunctionReference *reference = key;

	/* Few names are found through more than one search_path. */
	return hash_combine(hash_bytes((const unsigned char *) reference->text, strlen(reference->text)),
						reference->role);
}

static int
reference_compare(const void *a, const void *b, Size keysize)
{
	const FunctionReference *left = a;
	const FunctionReference *right = b;

	return !(left->role == right->role && left->literal == right->literal &&
			 strcmp(left->text, right->text) == 0 &&
			 strcmp(left->search_path, right->search_path) == 0);
}
