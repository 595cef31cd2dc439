/*-------------------------------------------------------------------------
 *
 * row_place.c
 *	  Where rows lie that the transaction has found lately, by id.
 *
 * An execution that goes on has its few rows read when it is loaded and
 * changed or removed when it is flushed, a moment later.  The second time their place is
 * known, and going there costs a quarter of what it costs to ask the index.
 *
 * A place may be given to another row or cease to exist, but not while the table is
 * locked as it was when the place was noted.  So a place counts only in its own
 * subtransaction, whose locks last as long as it does, and in the same file.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/xact.h"
#include "base/compat.h"
#include "storage/proc.h"
#include "store/row_place.h"
#include "utils/uuid.h"

/* Rows of an execution that are read and written; a power of two */
#define PLACES 8

typedef struct RowPlace
{
	LocalTransactionId transaction;
	SubTransactionId subtransaction;
	Oid			file;
	uint8		id[UUID_LEN];
	ItemPointerData tid;
} RowPlace;

/* A cache only: the latest ones, the oldest of which is the next to go. */
static struct
{
	RowPlace	places[PLACES];
	uint32		next;
} cache;

static void make_key(Relation relation, Datum id, RowPlace *place);

void
sfn_row_place_note(Relation relation, Datum id, const ItemPointerData *tid)
{
	RowPlace	key;
	RowPlace   *place = NULL;

	make_key(relation, id, &key);
	for (int i = 0; i < PLACES && place == NULL; i++)
	{
		if (memcmp(&cache.places[i], &key, offsetof(RowPlace, tid)) == 0)
			place = &cache.places[i];
	}
	if (place == NULL)
		place = &cache.places[cache.next++ % PLACES];
	*place = key;
	place->tid = *tid;
}

bool
sfn_row_place_find(Relation relation, Datum id, ItemPointer tid)
{
	RowPlace	key;

	make_key(relation, id, &key);
	for (int i = 0; i < PLACES; i++)
	{
		if (memcmp(&cache.places[i], &key, offsetof(RowPlace, tid)) != 0)
			continue;
		*tid = cache.places[i].tid;
		return true;
	}
	return false;
}

/* An integer or a uuid */
static void
make_key(Relation relation, Datum id, RowPlace *place)
{
	memset(place, 0, sizeof(*place));
	place->transaction = sfn_local_transaction();
	place->subtransaction = GetCurrentSubTransactionId();
	place->file = relation->rd_rel->relfilenode;
	if (TupleDescAttr(RelationGetDescr(relation), 0)->attbyval)
		memcpy(place->id, &id, sizeof(id));
	else
		memcpy(place->id, DatumGetPointer(id), UUID_LEN);
}
