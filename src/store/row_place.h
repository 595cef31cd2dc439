/*-------------------------------------------------------------------------
 *
 * row_place.h
 *	  Where rows lie that the transaction has found lately, by id.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ROW_PLACE_H
#define SFN_ROW_PLACE_H

#include "postgres.h"

#include "storage/itemptr.h"
#include "utils/rel.h"

/*
 * Ids are those of the table's first column.  A place is a hint: whoever follows it sees
 * to it that the row there is visible and has the id.
 */
extern void sfn_row_place_note(Relation relation, Datum id, const ItemPointerData *place);
/* false: not known */
extern bool sfn_row_place_find(Relation relation, Datum id, ItemPointer place);

#endif							/* SFN_ROW_PLACE_H */
