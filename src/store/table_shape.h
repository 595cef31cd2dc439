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
#include "utils/rel.h"

typedef struct TableIndex
{
	Oid			oid;
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
 * The table of that name in schema sfn, opened and locked for adding rows, and its shape.
 * A shape that is busy is not given to anybody else.
 */
extern TableShape *sfn_table_shape_get(const char *name, Relation *relation);

#endif							/* SFN_TABLE_SHAPE_H */
