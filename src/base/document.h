/*-------------------------------------------------------------------------
 *
 * document.h
 *	  A JSON document that several owners share.
 *
 * States pass documents on without changing them, branches share one input,
 * and history refers to them; so a document is counted, not copied.  The count
 * only lets long loops give memory back early: whatever is still held when the
 * memory context goes, goes with it.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_DOCUMENT_H
#define SFN_DOCUMENT_H

#include "postgres.h"

#include "base/json_value.h"

typedef struct Document
{
	int			references;
	bool		size_checked;	/* known to be within the payload limit */
	uint64		serial;			/* unique in this backend: identity for the history codec */
	JsonbValue	value;			/* the whole document as a value (normalized) */
	Jsonb	   *jsonb;			/* the same, storable */
} Document;

/* A counted copy of value, allocated in context; one reference, the caller's. */
extern Document *sfn_document_new(MemoryContext context, const JsonbValue *value);
extern Document *sfn_document_from_jsonb(MemoryContext context, const Jsonb *jsonb);
/* One more owner; returns its argument. */
extern Document *sfn_document_share(Document *document);
/* One owner less; NULL is fine.  The last one frees. */
extern void sfn_document_release(Document *document);

#endif							/* SFN_DOCUMENT_H */
