/*-------------------------------------------------------------------------
 *
 * table_shape.h
 *	  What has to be known of a table before a row can be added to it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TABLE_SHAPE_H
#define SFN_TABLE_SHAPE_H

#include "postgres.h"

#include "nodes/execnodes.h"
#include "storage/lockdefs.h"
#include "utils/rel.h"

typedef struct TableIndex
{
	Oid			oid;
	const char *name;
	Relation	relation;		/* opened by the writer when it needs it */
	IndexInfo  *info;
	ExprState  *predicate;		/* NULL: every row is in it */
} TableIndex;

typedef struct TableShape
{
	MemoryContext context;		/* holds everything */
	const char *name;
	Oid			oid;
	bool		valid;			/* false: something of it has changed */
	bool		busy;			/* a writer is at work */
	bool		plain;			/* no CHECK, nothing but btrees on columns */
	int			index_count;
	TableIndex *indexes;
	TupleTableSlot *slot;
	ExprContext *row;			/* for predicates; its tuple is that of slot */
} TableShape;

/*
 * The table of that name in schema sfn, which must have so many columns,
 * opened and locked, and its shape.
 */
extern TableShape *sfn_table_shape_get(const char *name, int columns, LOCKMODE lock, Relation *relation);
/* For adding rows: one that nobody else uses as long as it is busy. */
extern TableShape *sfn_table_shape_occupy(const char *name, int columns, Relation *relation);
/* An index of the table */
extern Oid	sfn_table_shape_index(const TableShape *shape, const char *name);

#endif							/* SFN_TABLE_SHAPE_H */
