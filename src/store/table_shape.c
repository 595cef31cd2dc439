/*-------------------------------------------------------------------------
 *
 * table_shape.c
 *	  What has to be known of a table before a row can be added to it.
 *
 * The executor finds it out for every statement: it opens all indexes, copies what
 * defines them and prepares their predicates.  For a single row that costs as much as
 * adding it.  So each backend keeps it for sfn's few tables, until a message says that
 * something of a table or of one of its indexes has changed.
 *
 * Messages only set a flag.  A shape that has to go may be in use further up the
 * stack, which is over at the end of the transaction at the latest.
 *
 * Whoever administers the database may have added things that sfn does not know of,
 * such as an index on an expression or a CHECK.  A table with more than plain things is
 * left to the executor.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/genam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/index.h"
#include "catalog/pg_am.h"
#include "executor/executor.h"
#include "store/sql.h"
#include "store/table_shape.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/relcache.h"

/* At least as many as there are tables that rows are added to */
#define MOST_TABLES 16

/* A cache only: whatever is in it can be found out again. */
static struct
{
	bool		initialized;
	uint64		messages;		/* how many have come */
	TableShape *shapes[MOST_TABLES];
} cache;

static TableShape *get(const char *name, int columns, LOCKMODE lock, bool occupy, Relation *relation);
static TableShape **find_place(const char *name);
static TableShape *build(const char *name, int columns, LOCKMODE lock, Relation *relation);
static void check_columns(Relation relation, int columns);
static bool table_is_plain(Relation relation);
static bool describe_indexes(TableShape *shape, Relation relation);
static bool describe_index(TableIndex *index);
static void note_message(Datum arg, Oid relation);
static bool is_about(const TableShape *shape, Oid relation);

TableShape *
sfn_table_shape_get(const char *name, int columns, LOCKMODE lock, Relation *relation)
{
	return get(name, columns, lock, false, relation);
}

TableShape *
sfn_table_shape_occupy(const char *name, int columns, Relation *relation)
{
	TableShape *shape = get(name, columns, RowExclusiveLock, true, relation);

	shape->busy = true;
	return shape;
}

Oid
sfn_table_shape_index(const TableShape *shape, const char *name)
{
	for (int i = 0; i < shape->index_count; i++)
	{
		if (strcmp(shape->indexes[i].name, name) == 0)
			return shape->indexes[i].oid;
	}
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_OBJECT),
			 errmsg("table \"%s\" of the extension sfn has no index \"%s\"", shape->name, name)));
}

static TableShape *
get(const char *name, int columns, LOCKMODE lock, bool occupy, Relation *relation)
{
	TableShape **place = find_place(name);
	TableShape *shape = *place;

	if (shape != NULL && shape->valid && !(occupy && shape->busy))
	{
		*relation = try_table_open(shape->oid, lock);
		/* With the lock came what messages there were. */
		if (*relation != NULL && shape->valid)
			return shape;
		if (*relation != NULL)
			table_close(*relation, NoLock);
	}

	shape = build(name, columns, lock, relation);
	if (*place != NULL)
		MemoryContextSetParent((*place)->context, TopTransactionContext);
	MemoryContextSetParent(shape->context, CacheMemoryContext);
	*place = shape;
	return shape;
}

static TableShape **
find_place(const char *name)
{
	if (!cache.initialized)
	{
		CacheRegisterRelcacheCallback(note_message, (Datum) 0);
		cache.initialized = true;
	}
	for (int i = 0; i < MOST_TABLES; i++)
	{
		if (cache.shapes[i] == NULL || strcmp(cache.shapes[i]->name, name) == 0)
			return &cache.shapes[i];
	}
	elog(ERROR, "rows are added to too many tables");
}

/* Below the current context, so that an error leaves nothing behind */
static TableShape *
build(const char *name, int columns, LOCKMODE lock, Relation *relation)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn table", ALLOCSET_SMALL_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	TableShape *shape = palloc0(sizeof(TableShape));
	uint64		messages;

	shape->context = context;
	shape->name = pstrdup(name);
	shape->oid = sfn_table_oid(name);
	*relation = try_table_open(shape->oid, lock);
	if (*relation == NULL)
		sfn_table_is_missing(name);
	check_columns(*relation, columns);
	messages = cache.messages;
	shape->plain = describe_indexes(shape, *relation) && table_is_plain(*relation);
	shape->slot = MakeTupleTableSlot(CreateTupleDescCopyConstr(RelationGetDescr(*relation)),
									 table_slot_callbacks(*relation));
	shape->row = CreateStandaloneExprContext();
	shape->row->ecxt_scantuple = shape->slot;
	/* One that came meanwhile could be about this table: good for once. */
	shape->valid = cache.messages == messages;
	MemoryContextSwitchTo(old);
	return shape;
}

static void
check_columns(Relation relation, int columns)
{
	if (RelationGetNumberOfAttributes(relation) != columns)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table \"%s\" of the extension sfn has another shape than its loaded library expects",
						RelationGetRelationName(relation)),
				 errhint("Connect again to load the library that belongs to the installed extension.")));
}

static bool
table_is_plain(Relation relation)
{
	const TupleConstr *constraints = RelationGetDescr(relation)->constr;

	return relation->rd_rel->relkind == RELKIND_RELATION && !relation->rd_rel->relispartition &&
		(constraints == NULL || (constraints->num_check == 0 && !constraints->has_generated_stored));
}

/* false: there is one that is not plain. */
static bool
describe_indexes(TableShape *shape, Relation relation)
{
	List	   *indexes = RelationGetIndexList(relation);
	ListCell   *cell;
	bool		are_plain = true;

	shape->indexes = palloc0(Max(list_length(indexes), 1) * sizeof(TableIndex));
	foreach(cell, indexes)
	{
		TableIndex *index = &shape->indexes[shape->index_count++];

		index->oid = lfirst_oid(cell);
		are_plain = describe_index(index) && are_plain;
	}
	return are_plain;
}

static bool
describe_index(TableIndex *index)
{
	Relation	relation = index_open(index->oid, AccessShareLock);
	IndexInfo  *info = BuildIndexInfo(relation);
	bool		is_plain = relation->rd_rel->relam == BTREE_AM_OID && relation->rd_index->indimmediate &&
		info->ii_Expressions == NIL && info->ii_ExclusionOps == NULL;

	index->name = pstrdup(RelationGetRelationName(relation));
	index->info = info;
	if (is_plain && info->ii_Predicate != NIL)
		index->predicate = ExecInitQual(info->ii_Predicate, NULL);
	index_close(relation, NoLock);
	return is_plain;
}

static void
note_message(Datum arg, Oid relation)
{
	cache.messages++;
	for (int i = 0; i < MOST_TABLES && cache.shapes[i] != NULL; i++)
	{
		if (is_about(cache.shapes[i], relation))
			cache.shapes[i]->valid = false;
	}
}

static bool
is_about(const TableShape *shape, Oid relation)
{
	if (!OidIsValid(relation) || relation == shape->oid)
		return true;
	for (int i = 0; i < shape->index_count; i++)
	{
		if (relation == shape->indexes[i].oid)
			return true;
	}
	return false;
}
