/*-------------------------------------------------------------------------
 *
 * document.c
 *	  A JSON document that several owners share.
 *
 * Header and contents are one piece of memory.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/document.h"
#include "utils/memutils.h"

static Document *document_alloc(MemoryContext context, Size jsonb_size);

Document *
sfn_document_new(MemoryContext context, const JsonbValue *value)
{
	Document   *document = document_alloc(context, sfn_json_jsonb_size(value));

	sfn_json_write_jsonb(value, document->jsonb);
	sfn_json_from_jsonb(document->jsonb, &document->value);
	return document;
}

Document *
sfn_document_from_jsonb(MemoryContext context, const Jsonb *jsonb)
{
	Document   *document = document_alloc(context, VARSIZE(jsonb));

	memcpy(document->jsonb, jsonb, VARSIZE(jsonb));
	sfn_json_from_jsonb(document->jsonb, &document->value);
	return document;
}

Document *
sfn_document_share(Document *document)
{
	Assert(document->references > 0);

	document->references++;
	return document;
}

void
sfn_document_release(Document *document)
{
	if (document == NULL)
		return;

	Assert(document->references > 0);
	if (--document->references == 0)
		pfree(document);
}

static Document *
document_alloc(MemoryContext context, Size jsonb_size)
{
	static uint64 last_serial = 0;
	Document   *document = MemoryContextAlloc(context,
											  MAXALIGN(sizeof(Document)) + jsonb_size);

	document->references = 1;
	document->size_checked = false;
	document->serial = ++last_serial;
	document->jsonb = (Jsonb *) ((char *) document + MAXALIGN(sizeof(Document)));
	return document;
}
