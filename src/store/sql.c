/*-------------------------------------------------------------------------
 *
 * sql.c
 *	  How the store runs SQL: as the extension's owner, each text prepared once.
 *
 * Nothing of a caller reaches into a statement: the user is the owner of sfn's
 * tables, the search_path is pg_catalog alone (an override, which costs a fraction
 * of a SET and ends with the subtransaction that set it), and names and operators
 * are qualified on top, so that a statement reads the same everywhere.
 *
 * Begin and end nest, since a task's function may call sfn in the middle of an
 * execution, and keep nothing but what the caller holds.  A plan outlives DROP
 * and CREATE EXTENSION: the server's plan cache finds the new tables by name.
 *
 * Plans are generic, and made with sequential scans and sorts switched off.
 * Every statement of the store is written for an index; a plan made while the tables
 * were small would otherwise be kept by a session that lives until they are large.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "base/compat.h"
#include "base/defence.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "jit/jit.h"
#include "miscadmin.h"
#include "optimizer/cost.h"
#include "store/sql.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/plancache.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

#define SCHEMA_NAME "sfn"

static void make_ready(SqlStatement *statement, const SqlValues *values);
static void prepare(SqlStatement *statement);
static void make_plan(SqlStatement *statement);
static bool has_plan(SqlStatement *statement);

void
sfn_values_add_text(SqlValues *values, const char *text)
{
	sfn_values_add_if(values, text != NULL, text == NULL ? (Datum) 0 : CStringGetTextDatum(text));
}

void
sfn_values_add_pointer(SqlValues *values, const void *pointer)
{
	sfn_values_add_if(values, pointer != NULL, PointerGetDatum(pointer));
}

void
sfn_sql_begin(SqlCaller *caller)
{
	Oid			owner = sfn_extension_owner();

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	GetUserIdAndSecContext(&caller->user, &caller->security_context);
	if (SFN_DEFENDED(own_names))
		caller->path_nest = sfn_catalog_path_begin();
	SetUserIdAndSecContext(owner, caller->security_context | SECURITY_LOCAL_USERID_CHANGE);
}

void
sfn_sql_end(const SqlCaller *caller)
{
	SetUserIdAndSecContext(caller->user, caller->security_context);
	if (SFN_DEFENDED(own_names))
		sfn_catalog_path_end(caller->path_nest);
	if (SPI_finish() != SPI_OK_FINISH)
		elog(ERROR, "SPI_finish failed");
}

/*
 * A transaction with one snapshot for all its statements could neither answer a
 * task that began to wait after it, nor see that an execution it awaits has ended.
 * Inside of a parallel query nothing is done but to look, with the query's snapshot.
 */
bool
sfn_sql_sees_newest(void)
{
	return IsolationUsesXactSnapshot() && !IsInParallelMode();
}

uint64
sfn_sql_run(SqlStatement *statement, SqlValues *values, bool read_only, long limit)
{
	Datum	   *arguments = values == NULL ? NULL : values->values;
	const char *nulls = values == NULL ? NULL : values->nulls;
	int			result;

	make_ready(statement, values);
	if (!read_only && !statement->by_snapshot && sfn_sql_sees_newest())
		result = SPI_execute_snapshot(statement->plan, arguments, nulls, GetLatestSnapshot(), InvalidSnapshot,
									  false, true, limit);
	else
		result = SPI_execute_plan(statement->plan, arguments, nulls, read_only, limit);
	if (result < 0)
		elog(ERROR, "statement of sfn failed: %s: %s", SPI_result_code_string(result), statement->text);
	return SPI_processed;
}

static void
make_ready(SqlStatement *statement, const SqlValues *values)
{
	Assert((values == NULL ? 0 : values->count) == statement->count);

	if (statement->plan == NULL)
		prepare(statement);
	if (!has_plan(statement))
		make_plan(statement);
}

static void
prepare(SqlStatement *statement)
{
	SPIPlanPtr	plan;

	Assert(statement->count <= SQL_MAX_ARGUMENTS);
	plan = SPI_prepare_cursor(statement->text, statement->count, statement->types, CURSOR_OPT_GENERIC_PLAN);
	if (plan == NULL)
		elog(ERROR, "could not prepare statement of sfn: %s: %s", SPI_result_code_string(SPI_result), statement->text);
	if (SPI_keepplan(plan) != 0)
		elog(ERROR, "could not keep statement of sfn: %s", statement->text);
	statement->plan = plan;
}

/* Whether running the statement will find its generic plan ready. */
static bool
has_plan(SqlStatement *statement)
{
	CachedPlanSource *source = linitial(SPI_plan_get_plan_sources(statement->plan));

	return source->is_valid && source->gplan != NULL && source->gplan->is_valid;
}

/*
 * The planner's switches are plain variables, set here without the settings
 * machinery: that would cost more than the planning, and nobody else plans
 * meanwhile.  What is left are loops over indexes: a plan must stay good when
 * a table that it saw empty has a million rows.  JIT is off because a disabled
 * path that has no alternative looks expensive enough for it.
 */
static void
make_plan(SqlStatement *statement)
{
	bool		seqscan = enable_seqscan;
	bool		bitmapscan = enable_bitmapscan;
	bool		sort = enable_sort;
	bool		hashjoin = enable_hashjoin;
	bool		mergejoin = enable_mergejoin;
	bool		jit = jit_enabled;

	PG_TRY();
	{
		CachedPlan *plan;

		enable_seqscan = enable_bitmapscan = enable_sort = enable_hashjoin = enable_mergejoin = false;
		jit_enabled = false;
		plan = SPI_plan_get_cached_plan(statement->plan);
		if (plan != NULL)
			ReleaseCachedPlan(plan, CurrentResourceOwner);
	}
	PG_FINALLY();
	{
		enable_seqscan = seqscan;
		enable_bitmapscan = bitmapscan;
		enable_sort = sort;
		enable_hashjoin = hashjoin;
		enable_mergejoin = mergejoin;
		jit_enabled = jit;
	}
	PG_END_TRY();
}

SPITupleTable *
sfn_sql_keep_result(void)
{
	return SPI_tuptable;
}

void
sfn_sql_restore_result(SPITupleTable *result)
{
	SPI_tuptable = result;
}

void
sfn_sql_free_result(void)
{
	SPI_freetuptable(SPI_tuptable);
	SPI_tuptable = NULL;
}

void
sfn_sql_view(uint64 row, RowView *view)
{
	TupleDesc	columns = SPI_tuptable->tupdesc;

	view->values = palloc(columns->natts * sizeof(Datum));
	view->nulls = palloc(columns->natts * sizeof(bool));
	heap_deform_tuple(SPI_tuptable->vals[row], columns, view->values, view->nulls);
}

bool
sfn_sql_is_null(uint64 row, int column)
{
	bool		is_null;

	(void) SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &is_null);
	return is_null;
}

/* 0 for NULL */
Datum
sfn_sql_datum(uint64 row, int column)
{
	bool		is_null;
	Datum		value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &is_null);

	return is_null ? (Datum) 0 : value;
}

int64
sfn_sql_int64(uint64 row, int column)
{
	return DatumGetInt64(sfn_sql_datum(row, column));
}

int32
sfn_sql_int32(uint64 row, int column)
{
	return DatumGetInt32(sfn_sql_datum(row, column));
}

int16
sfn_sql_int16(uint64 row, int column)
{
	return DatumGetInt16(sfn_sql_datum(row, column));
}

bool
sfn_sql_bool(uint64 row, int column)
{
	return DatumGetBool(sfn_sql_datum(row, column));
}

bool
sfn_sql_uuid(uint64 row, int column, pg_uuid_t *id)
{
	if (sfn_sql_is_null(row, column))
		return false;
	*id = *DatumGetUUIDP(sfn_sql_datum(row, column));
	return true;
}

char *
sfn_sql_text(MemoryContext context, uint64 row, int column)
{
	MemoryContext old;
	char	   *value;

	if (sfn_sql_is_null(row, column))
		return NULL;
	old = MemoryContextSwitchTo(context);
	value = TextDatumGetCString(sfn_sql_datum(row, column));
	MemoryContextSwitchTo(old);
	return value;
}

Jsonb *
sfn_sql_jsonb(MemoryContext context, uint64 row, int column)
{
	return (Jsonb *) sfn_sql_varlena(context, row, column);
}

struct varlena *
sfn_sql_varlena(MemoryContext context, uint64 row, int column)
{
	MemoryContext old;
	struct varlena *value;

	if (sfn_sql_is_null(row, column))
		return NULL;
	old = MemoryContextSwitchTo(context);
	value = PG_DETOAST_DATUM_COPY(sfn_sql_datum(row, column));
	MemoryContextSwitchTo(old);
	return value;
}

/*
 * Both look into the system caches every time, which are invalidated anyway: a copy
 * here would have to be as well, to save a tenth of a microsecond.
 */
Oid
sfn_table_oid(const char *name)
{
	Oid			schema = get_namespace_oid(SCHEMA_NAME, true);
	Oid			table = OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;

	if (!OidIsValid(table))
		sfn_table_is_missing(name);
	return table;
}

void
sfn_table_is_missing(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_TABLE),
			 errmsg("relation \"%s.%s\" does not exist", SCHEMA_NAME, name),
			 errhint("The extension sfn is not installed in this database, or is being replaced.")));
}

/*
 * Whoever owns the tables; REASSIGN OWNED moves them and the extension together.
 */
Oid
sfn_extension_owner(void)
{
	Oid			table = sfn_table_oid("state_machine");
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(table));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for relation %u", table);
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return owner;
}
