/*-------------------------------------------------------------------------
 *
 * history_codec.h
 *	  Events as a compact binary chunk, and back.
 *
 * A chunk is a version byte and a run of events: type, state number, time as a
 * delta, link as a delta, payload references.  A payload is stored once per
 * chunk, however many events refer to it; names, resources and JSON text are
 * made on reading.  Chunks are never updated, and every later version of sfn
 * reads them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_HISTORY_CODEC_H
#define SFN_HISTORY_CODEC_H

#include "postgres.h"

#include "engine/event.h"

typedef struct HistoryEncoder HistoryEncoder;

/*
 * Documents that the row itself holds: the execution's input and output.  Events refer to
 * them by serial instead of storing them again; either may be NULL.
 */
typedef struct HistoryExternals
{
	const Document *input;
	const Document *output;
} HistoryExternals;

/* An encoder in its own context under parent; copies what it needs at once. */
extern HistoryEncoder *sfn_history_encoder_create(MemoryContext parent, const Document *input);
extern void sfn_history_encode(HistoryEncoder *encoder, const Event *event);
extern int	sfn_history_encoder_count(const HistoryEncoder *encoder);	/* events since the last finish */
extern Size sfn_history_encoder_size(const HistoryEncoder *encoder);	/* bytes so far, uncompressed */

/*
 * The chunk so far, palloc'd in the current context, compressed when that
 * pays; the encoder starts afresh. output: the document stored in the row's
 * output column, or NULL.  first_id and *count describe the chunk.
 */
extern bytea *sfn_history_encoder_finish(HistoryEncoder *encoder, const Document *output,
										 int64 *first_id, int *count);
/* The same chunk for a look at what is not finished; the encoder goes on. */
extern bytea *sfn_history_encoder_peek(const HistoryEncoder *encoder, const Document *output);

typedef struct HistoryDecoder HistoryDecoder;

/*
 * Read a chunk.  machine gives states by number; input and output are the
 * row's (NULL: none).
 */
extern HistoryDecoder *sfn_history_decoder_create(const bytea *chunk, const StateMachine *machine,
												  const Jsonb *input, const Jsonb *output);
/* The next event, valid until the next call; false: no more. */
extern bool sfn_history_decode(HistoryDecoder *decoder, Event *event);

#endif							/* SFN_HISTORY_CODEC_H */
