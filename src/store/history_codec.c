/*-------------------------------------------------------------------------
 *
 * history_codec.c
 *	  Events as a compact binary chunk, and back.
 *
 * A chunk, all integers little-endian, "varint" being seven bits a byte with the
 * lowest first and "signed" the same of a zigzag number:
 *
 *		byte		version
 *		byte		compression of the body: none, pglz, lz4
 *		4 bytes		CRC-32C of everything but itself
 *		varint		id of the first event
 *		varint		number of events
 *		8 bytes		time of the first event
 *		varint		size of the body before compression (compressed only)
 *		body:
 *			varint		size of the events
 *			varint		number of documents
 *			events
 *			documents	each: varint size, jsonb without its length word;
 *						size 0: the row's output column
 *
 *		event:
 *			byte		type
 *			byte		which members follow (MEMBER_*)
 *			[byte]		the second half of them, if MEMBER_MORE
 *			[varint]	link, if the event does not follow the one before it
 *			[varint]	state number + 1, if not that of the event before it
 *			[...]		the other members, in the order of their bits
 *			signed		microseconds since the event before it
 *
 * Ids are not stored: events of a chunk are numbered on from the first.  A link to
 * an event of the same chunk is a distance (times 2), to an earlier one its id (times
 * 2, plus 1).  So a chunk can be numbered when it is written, by a change to the
 * head alone.  A document is stored once and referred to by its position, 0 being
 * the row's input column; strings keep their terminating zero and are used in place.
 *
 * Nothing that a reader of the row knows is stored: names, resources, and the
 * JSON text that the service shows come from the revision and the documents.
 * PostgreSQL would compress a column only when the whole row is over 2 kB, which
 * the row of a short execution is not; so the chunk compresses itself.
 *
 * The checksum is what lets a reader trust the jsonb inside, whose own
 * code does not expect damage.  The decoder checks every bound all the same.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/toast_compression.h"
#include "base/compat.h"
#include "port/pg_crc32c.h"
#include "store/history_codec.h"
#include "utils/memutils.h"

#define CHUNK_VERSION 1

#define COMPRESSION_NONE 0
#define COMPRESSION_PGLZ 1
#define COMPRESSION_LZ4 2

/* Below this a body is not worth the attempt. */
#define COMPRESS_FROM 256

/* No compression makes more of a byte than this; a head that claims more lies. */
#define LARGEST_EXPANSION 300

#define MEMBER_LINK 0x0001		/* previous is not the event before */
#define MEMBER_STATE 0x0002		/* state is not that of the event before */
#define MEMBER_DATA 0x0004
#define MEMBER_ASSIGNED 0x0008
#define MEMBER_ERROR 0x0010
#define MEMBER_CAUSE 0x0020
#define MEMBER_NUMBER 0x0040
#define MEMBER_MORE 0x0080		/* a byte with the members below follows */
#define MEMBER_HEARTBEAT 0x0100
#define MEMBER_TEXT 0x0200

#define LARGEST_VARINT 10
/*
 * What an event can take besides the characters of its strings: bytes,
 * terminating zeros, numbers
 */
#define LARGEST_EVENT (3 + 3 + 10 * LARGEST_VARINT)

/* version, compression, CRC, first id, count, time, raw size */
#define CHECKSUM_AT 2
#define CHECKED_FROM (CHECKSUM_AT + sizeof(uint32))
#define LARGEST_HEAD (CHECKED_FROM + 3 * LARGEST_VARINT + sizeof(int64))

/*
 * Members of Event that a shape uses, besides state, which is kept wherever it
 * is given
 */
static const uint16 shape_members[] = {
	[SHAPE_NONE] = 0,
	[SHAPE_EXECUTION_STARTED] = MEMBER_DATA,
	[SHAPE_OUTPUT] = MEMBER_DATA,
	[SHAPE_ERROR] = MEMBER_ERROR | MEMBER_CAUSE,
	[SHAPE_REDRIVEN] = MEMBER_NUMBER,
	[SHAPE_STATE_ENTERED] = MEMBER_DATA,
	[SHAPE_STATE_EXITED] = MEMBER_DATA | MEMBER_ASSIGNED,
	[SHAPE_TASK_SCHEDULED] = MEMBER_DATA | MEMBER_NUMBER | MEMBER_HEARTBEAT | MEMBER_TEXT,
	[SHAPE_TASK] = 0,
	[SHAPE_TASK_OUTPUT] = MEMBER_DATA,
	[SHAPE_TASK_ERROR] = MEMBER_ERROR | MEMBER_CAUSE,
	[SHAPE_LAMBDA_SCHEDULED] = MEMBER_DATA | MEMBER_NUMBER | MEMBER_TEXT,
	[SHAPE_ACTIVITY_SCHEDULED] = MEMBER_DATA | MEMBER_NUMBER | MEMBER_HEARTBEAT,
	[SHAPE_ACTIVITY_STARTED] = MEMBER_TEXT,
	[SHAPE_MAP_STARTED] = MEMBER_NUMBER,
	[SHAPE_ITERATION] = MEMBER_NUMBER,
	[SHAPE_EVALUATION_FAILED] = MEMBER_ERROR | MEMBER_CAUSE | MEMBER_TEXT
};

/* Bytes that grow */
typedef struct ByteBuffer
{
	uint8	   *bytes;
	Size		used;
	Size		allocated;
} ByteBuffer;

/* A document of the chunk; its number is its place in the array + 1. */
typedef struct StoredDocument
{
	uint64		serial;
	Size		offset;			/* in documents */
	Size		size;
} StoredDocument;

/*
 * Slots are an open-addressed table of document numbers by serial; 0 is a free one.
 */
struct HistoryEncoder
{
	MemoryContext context;
	const Document *input;
	ByteBuffer	events;
	ByteBuffer	documents;
	StoredDocument *stored;
	int			stored_count;
	int			stored_allocated;
	uint32	   *slots;
	uint32		slot_count;		/* a power of two, at least twice stored_count */

	int64		first_id;
	int			count;
	TimestampTz first_time;
	TimestampTz last_time;
	int			last_state;		/* number + 1; 0: none */
};

/* Where the decoder is, and how far it may go */
typedef struct ByteReader
{
	const uint8 *next;
	const uint8 *end;
} ByteReader;

struct HistoryDecoder
{
	MemoryContext context;
	const StateMachine *machine;
	const Jsonb *input;
	const Jsonb *output;
	ByteReader	events;
	int64		next_id;
	int64		first_id;
	int64		events_left;
	TimestampTz time;
	int64		state;			/* of the event before: number + 1; 0: none */
	int			document_count;
	ByteReader *sources;		/* by document number; [0] is the input column */
	Document  **documents;		/* made when first asked for */
};

static uint32 document_number(HistoryEncoder *encoder, const Document *document);
static uint32 store_document(HistoryEncoder *encoder, const Document *document, uint32 slot);
static void grow_slots(HistoryEncoder *encoder);
static uint32 find_slot(const HistoryEncoder *encoder, uint64 serial);
static uint16 event_members(const HistoryEncoder *encoder, const Event *event);
static void reserve(HistoryEncoder *encoder, ByteBuffer *buffer, Size size);
static uint8 *put_varint(uint8 *to, uint64 value);
static uint8 *put_string(uint8 *to, const char *text, Size len);
static struct varlena *build_body(const HistoryEncoder *encoder, const Document *output);
static uint32 output_number(const HistoryEncoder *encoder, const Document *output);
static struct varlena *compress_body(const struct varlena *body, uint8 *compression);
static uint32 chunk_checksum(const uint8 *chunk, Size size);

static void read_head(HistoryDecoder *decoder, const bytea *chunk, ByteReader *body);
static void decompress_body(ByteReader *body, uint8 compression, uint64 size);
static void read_body(HistoryDecoder *decoder, ByteReader body);
static uint8 read_byte(ByteReader *reader);
static uint64 read_varint(ByteReader *reader);
static uint64 read_fixed(ByteReader *reader, int bytes);
static ByteReader read_bytes(ByteReader *reader, uint64 size);
static const char *read_string(ByteReader *reader);
static const State *decoded_state(HistoryDecoder *decoder);
static int64 decoded_link(HistoryDecoder *decoder, int64 id);
static const Document *decoded_document(HistoryDecoder *decoder);
static void corrupted(const char *what) pg_attribute_noreturn();

static inline uint64
zigzag(int64 value)
{
	return ((uint64) value << 1) ^ (uint64) (value >> 63);
}

static inline int64
unzigzag(uint64 value)
{
	return (int64) (value >> 1) ^ -(int64) (value & 1);
}

/* ---------------------------------------------------------------- writing */

HistoryEncoder *
sfn_history_encoder_create(MemoryContext parent, const Document *input)
{
	MemoryContext context = AllocSetContextCreate(parent, "sfn history encoder", ALLOCSET_DEFAULT_SIZES);
	HistoryEncoder *encoder = MemoryContextAllocZero(context, sizeof(HistoryEncoder));

	encoder->context = context;
	encoder->input = input;
	encoder->slot_count = 32;
	encoder->slots = MemoryContextAllocZero(context, encoder->slot_count * sizeof(uint32));
	return encoder;
}

void
sfn_history_encode(HistoryEncoder *encoder, const Event *event)
{
	uint16		members;
	Size		error_len;
	Size		cause_len;
	Size		text_len;
	uint8	   *to;

	if (encoder->count == 0)
	{
		encoder->first_id = event->id;
		encoder->first_time = encoder->last_time = event->time;
	}
	else if (event->id != encoder->first_id + encoder->count)
		elog(ERROR, "event " INT64_FORMAT " does not follow event " INT64_FORMAT,
			 event->id, encoder->first_id + encoder->count - 1);

	members = event_members(encoder, event);
	error_len = members & MEMBER_ERROR ? strlen(event->error) : 0;
	cause_len = members & MEMBER_CAUSE ? strlen(event->cause) : 0;
	text_len = members & MEMBER_TEXT ? strlen(event->text) : 0;
	reserve(encoder, &encoder->events, LARGEST_EVENT + error_len + cause_len + text_len);
	to = encoder->events.bytes + encoder->events.used;
	*to++ = (uint8) event->type;
	*to++ = (uint8) members;
	if (members & MEMBER_MORE)
		*to++ = (uint8) (members >> 8);
	if (members & MEMBER_LINK)
		to = put_varint(to, event->previous < encoder->first_id ?
						((uint64) event->previous << 1) | 1 : (uint64) (event->id - event->previous) << 1);
	if (members & MEMBER_STATE)
	{
		encoder->last_state = event->state == NULL ? 0 : event->state->number + 1;
		to = put_varint(to, encoder->last_state);
	}
	if (members & MEMBER_DATA)
		to = put_varint(to, document_number(encoder, event->data));
	if (members & MEMBER_ASSIGNED)
		to = put_varint(to, document_number(encoder, event->assigned));
	if (members & MEMBER_ERROR)
		to = put_string(to, event->error, error_len);
	if (members & MEMBER_CAUSE)
		to = put_string(to, event->cause, cause_len);
	if (members & MEMBER_NUMBER)
		to = put_varint(to, zigzag(event->number));
	if (members & MEMBER_HEARTBEAT)
		to = put_varint(to, zigzag(event->heartbeat));
	if (members & MEMBER_TEXT)
		to = put_string(to, event->text, text_len);

	/* Unsigned, so that times far apart wrap around and back. */
	to = put_varint(to, zigzag((int64) ((uint64) event->time - (uint64) encoder->last_time)));
	encoder->last_time = event->time;
	encoder->events.used = to - encoder->events.bytes;
	encoder->count++;
}

int
sfn_history_encoder_count(const HistoryEncoder *encoder)
{
	return encoder->count;
}

Size
sfn_history_encoder_size(const HistoryEncoder *encoder)
{
	return encoder->events.used + encoder->documents.used;
}

bytea *
sfn_history_encoder_finish(HistoryEncoder *encoder, const Document *output, int64 *first_id, int *count)
{
	bytea	   *chunk = sfn_history_encoder_peek(encoder, output);

	*first_id = encoder->first_id;
	*count = encoder->count;
	encoder->events.used = encoder->documents.used = 0;
	encoder->stored_count = encoder->count = encoder->last_state = 0;
	memset(encoder->slots, 0, encoder->slot_count * sizeof(uint32));
	return chunk;
}

bytea *
sfn_history_encoder_peek(const HistoryEncoder *encoder, const Document *output)
{
	uint8		compression;
	struct varlena *body = build_body(encoder, output);
	struct varlena *compressed = compress_body(body, &compression);
	const char *content = compressed == NULL ? VARDATA(body) : (char *) compressed + VARHDRSZ_COMPRESSED;
	Size		size = compressed == NULL ? VARSIZE(body) - VARHDRSZ : VARSIZE(compressed) - VARHDRSZ_COMPRESSED;
	bytea	   *chunk = palloc(VARHDRSZ + LARGEST_HEAD + size);
	uint8	   *start = (uint8 *) VARDATA(chunk);
	uint8	   *to = start;
	uint32		checksum;

	*to++ = CHUNK_VERSION;
	*to++ = compression;
	to += sizeof(checksum);
	to = put_varint(to, encoder->first_id);
	to = put_varint(to, encoder->count);
	for (int shift = 0; shift < 64; shift += 8)
		*to++ = (uint8) ((uint64) encoder->first_time >> shift);
	if (compression != COMPRESSION_NONE)
		to = put_varint(to, VARSIZE(body) - VARHDRSZ);
	memcpy(to, content, size);
	to += size;
	SET_VARSIZE(chunk, VARHDRSZ + (to - start));

	checksum = chunk_checksum(start, to - start);
	for (Size i = 0; i < sizeof(checksum); i++)
		start[CHECKSUM_AT + i] = (uint8) (checksum >> (8 * i));

	pfree(body);
	if (compressed != NULL)
		pfree(compressed);
	return chunk;
}

/*
 * Which members an event has that its type uses and that do not follow from
 * the event before.
 */
static uint16
event_members(const HistoryEncoder *encoder, const Event *event)
{
	uint16		used = shape_members[sfn_event_type_info(event->type)->shape];
	uint16		members = 0;

	/*
	 * What is outside of the chunk is named, so that numbering the chunk
	 * leaves it alone.
	 */
	if (event->previous != event->id - 1 || (event->previous != 0 && event->previous < encoder->first_id))
		members |= MEMBER_LINK;
	if ((event->state == NULL ? 0 : event->state->number + 1) != encoder->last_state)
		members |= MEMBER_STATE;
	if (event->data != NULL)
		members |= used & MEMBER_DATA;
	if (event->assigned != NULL)
		members |= used & MEMBER_ASSIGNED;
	if (event->error != NULL)
		members |= used & MEMBER_ERROR;
	if (event->cause != NULL)
		members |= used & MEMBER_CAUSE;
	if (event->number != -1)
		members |= used & MEMBER_NUMBER;
	if (event->heartbeat != -1)
		members |= used & MEMBER_HEARTBEAT;
	if (event->text != NULL)
		members |= used & MEMBER_TEXT;
	if (members > MEMBER_MORE)
		members |= MEMBER_MORE;
	return members;
}

/*
 * The number under which events refer to a document, which is stored when it is new.
 *
 * A task that gives back what it got makes an equal document of its own, so the
 * input and the latest document are compared by content as well.
 */
static uint32
document_number(HistoryEncoder *encoder, const Document *document)
{
	const char *content = VARDATA(document->jsonb);
	Size		size = VARSIZE(document->jsonb) - VARHDRSZ;
	const StoredDocument *latest;
	uint32		slot;

	if (encoder->input != NULL &&
		(document->serial == encoder->input->serial ||
		 (VARSIZE(encoder->input->jsonb) == VARSIZE(document->jsonb) &&
		  memcmp(VARDATA(encoder->input->jsonb), content, size) == 0)))
		return 0;

	slot = find_slot(encoder, document->serial);
	if (encoder->slots[slot] != 0)
		return encoder->slots[slot];

	if (encoder->stored_count > 0)
	{
		latest = &encoder->stored[encoder->stored_count - 1];
		if (latest->size == size && memcmp(encoder->documents.bytes + latest->offset, content, size) == 0)
			return encoder->stored_count;
	}
	return store_document(encoder, document, slot);
}

static uint32
store_document(HistoryEncoder *encoder, const Document *document, uint32 slot)
{
	Size		size = VARSIZE(document->jsonb) - VARHDRSZ;
	StoredDocument *stored;

	if (encoder->stored_count == encoder->stored_allocated)
	{
		encoder->stored_allocated = Max(16, encoder->stored_allocated * 2);
		if (encoder->stored == NULL)
			encoder->stored = MemoryContextAlloc(encoder->context, encoder->stored_allocated * sizeof(StoredDocument));
		else
			encoder->stored = repalloc(encoder->stored, encoder->stored_allocated * sizeof(StoredDocument));
	}
	reserve(encoder, &encoder->documents, size);
	memcpy(encoder->documents.bytes + encoder->documents.used, VARDATA(document->jsonb), size);

	stored = &encoder->stored[encoder->stored_count++];
	stored->serial = document->serial;
	stored->offset = encoder->documents.used;
	stored->size = size;
	encoder->documents.used += size;

	encoder->slots[slot] = encoder->stored_count;
	if ((uint32) encoder->stored_count * 2 > encoder->slot_count)
		grow_slots(encoder);
	return encoder->stored_count;
}

static void
grow_slots(HistoryEncoder *encoder)
{
	pfree(encoder->slots);
	encoder->slot_count *= 2;
	encoder->slots = MemoryContextAllocZero(encoder->context, encoder->slot_count * sizeof(uint32));
	for (int i = 0; i < encoder->stored_count; i++)
		encoder->slots[find_slot(encoder, encoder->stored[i].serial)] = i + 1;
}

/* The slot that holds a serial's document, or the free one where it belongs. */
static uint32
find_slot(const HistoryEncoder *encoder, uint64 serial)
{
	uint32		mask = encoder->slot_count - 1;
	uint32		slot = (uint32) ((serial * UINT64CONST(0x9E3779B97F4A7C15)) >> 32) & mask;

	while (encoder->slots[slot] != 0 && encoder->stored[encoder->slots[slot] - 1].serial != serial)
		slot = (slot + 1) & mask;
	return slot;
}

static void
reserve(HistoryEncoder *encoder, ByteBuffer *buffer, Size size)
{
	if (buffer->allocated - buffer->used >= size)
		return;
	buffer->allocated = Max(Max(1024, buffer->allocated * 2), buffer->used + size);
	if (buffer->bytes == NULL)
		buffer->bytes = MemoryContextAllocHuge(encoder->context, buffer->allocated);
	else
		buffer->bytes = repalloc_huge(buffer->bytes, buffer->allocated);
}

static uint8 *
put_varint(uint8 *to, uint64 value)
{
	while (value >= 0x80)
	{
		*to++ = (uint8) value | 0x80;
		value >>= 7;
	}
	*to++ = (uint8) value;
	return to;
}

static uint8 *
put_string(uint8 *to, const char *text, Size len)
{
	to = put_varint(to, len);
	memcpy(to, text, len + 1);
	return to + len + 1;
}

/*
 * The body before compression; the document that the output column holds is
 * left out.
 */
static struct varlena *
build_body(const HistoryEncoder *encoder, const Document *output)
{
	uint32		left_out = output == NULL ? 0 : output_number(encoder, output);
	Size		most = VARHDRSZ + encoder->events.used + encoder->documents.used +
		(encoder->stored_count + 2) * (Size) LARGEST_VARINT;
	struct varlena *body = palloc(most);
	uint8	   *to = (uint8 *) VARDATA(body);

	to = put_varint(to, encoder->events.used);
	to = put_varint(to, encoder->stored_count);
	if (encoder->events.used > 0)
		memcpy(to, encoder->events.bytes, encoder->events.used);
	to += encoder->events.used;
	for (int i = 0; i < encoder->stored_count; i++)
	{
		const StoredDocument *stored = &encoder->stored[i];

		if ((uint32) i + 1 == left_out)
		{
			to = put_varint(to, 0);
			continue;
		}
		to = put_varint(to, stored->size);
		memcpy(to, encoder->documents.bytes + stored->offset, stored->size);
		to += stored->size;
	}
	SET_VARSIZE(body, (char *) to - (char *) body);
	return body;
}

/* The number of the document that is the row's output; 0: none of those stored. */
static uint32
output_number(const HistoryEncoder *encoder, const Document *output)
{
	uint32		number = encoder->slots[find_slot(encoder, output->serial)];
	const StoredDocument *latest;

	if (number != 0 || encoder->stored_count == 0)
		return number;
	latest = &encoder->stored[encoder->stored_count - 1];
	if (latest->size == VARSIZE(output->jsonb) - VARHDRSZ &&
		memcmp(encoder->documents.bytes + latest->offset, VARDATA(output->jsonb), latest->size) == 0)
		return encoder->stored_count;
	return 0;
}

/* NULL: not worth it */
static struct varlena *
compress_body(const struct varlena *body, uint8 *compression)
{
	struct varlena *compressed;

	*compression = COMPRESSION_NONE;
	if (VARSIZE(body) - VARHDRSZ < COMPRESS_FROM)
		return NULL;
#ifdef USE_LZ4
	compressed = lz4_compress_datum(body);
#else
	compressed = pglz_compress_datum(body);
#endif
	if (compressed == NULL)
		return NULL;
	if (VARSIZE(compressed) >= VARSIZE(body))
	{
		pfree(compressed);
		return NULL;
	}
#ifdef USE_LZ4
	*compression = COMPRESSION_LZ4;
#else
	*compression = COMPRESSION_PGLZ;
#endif
	return compressed;
}

static uint32
chunk_checksum(const uint8 *chunk, Size size)
{
	pg_crc32c	checksum;

	INIT_CRC32C(checksum);
	COMP_CRC32C(checksum, chunk, CHECKSUM_AT);
	COMP_CRC32C(checksum, chunk + CHECKED_FROM, size - CHECKED_FROM);
	FIN_CRC32C(checksum);
	return checksum;
}

/* ---------------------------------------------------------------- reading */

HistoryDecoder *
sfn_history_decoder_create(const bytea *chunk, const StateMachine *machine,
						   const Jsonb *input, const Jsonb *output)
{
	HistoryDecoder *decoder = palloc0(sizeof(HistoryDecoder));
	ByteReader	body;

	decoder->context = CurrentMemoryContext;
	decoder->machine = machine;
	decoder->input = input;
	decoder->output = output;
	read_head(decoder, chunk, &body);
	read_body(decoder, body);
	return decoder;
}

bool
sfn_history_decode(HistoryDecoder *decoder, Event *event)
{
	ByteReader *from = &decoder->events;
	uint16		members;

	if (decoder->events_left == 0)
	{
		if (from->next != from->end)
			corrupted("it goes on behind its last event");
		return false;
	}
	decoder->events_left--;
	memset(event, 0, sizeof(Event));
	event->number = event->heartbeat = -1;
	event->id = decoder->next_id++;
	event->previous = event->id - 1;

	event->type = (EventType) read_byte(from);
	if ((unsigned int) event->type >= EVENT_TYPE_COUNT)
		corrupted("an event has an unknown type");
	members = read_byte(from);
	if (members & MEMBER_MORE)
		members |= (uint16) read_byte(from) << 8;

	if (members & MEMBER_LINK)
		event->previous = decoded_link(decoder, event->id);
	if (members & MEMBER_STATE)
		decoder->state = (int64) read_varint(from);
	event->state = decoded_state(decoder);
	if (members & MEMBER_DATA)
		event->data = decoded_document(decoder);
	if (members & MEMBER_ASSIGNED)
		event->assigned = decoded_document(decoder);
	if (members & MEMBER_ERROR)
		event->error = read_string(from);
	if (members & MEMBER_CAUSE)
		event->cause = read_string(from);
	if (members & MEMBER_NUMBER)
		event->number = unzigzag(read_varint(from));
	if (members & MEMBER_HEARTBEAT)
		event->heartbeat = unzigzag(read_varint(from));
	if (members & MEMBER_TEXT)
		event->text = read_string(from);

	decoder->time = (TimestampTz) ((uint64) decoder->time + (uint64) unzigzag(read_varint(from)));
	event->time = decoder->time;
	return true;
}

static void
read_head(HistoryDecoder *decoder, const bytea *chunk, ByteReader *body)
{
	const uint8 *start = (const uint8 *) VARDATA_ANY(chunk);
	Size		size = VARSIZE_ANY_EXHDR(chunk);
	ByteReader	head = {start, start + size};
	uint8		version = read_byte(&head);
	uint8		compression = read_byte(&head);
	uint32		checksum = (uint32) read_fixed(&head, sizeof(uint32));
	uint64		first_id;

	if (version != CHUNK_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("history chunk has unknown format version %d", version),
				 errhint("It may have been written by a newer version of sfn.")));
	if (checksum != chunk_checksum(start, size))
		corrupted("its checksum is wrong");

	first_id = read_varint(&head);
	if (first_id > PG_INT64_MAX)
		corrupted("its first event has an impossible id");
	decoder->first_id = decoder->next_id = (int64) first_id;
	decoder->events_left = (int64) read_varint(&head);
	decoder->time = (TimestampTz) read_fixed(&head, sizeof(int64));
	if (compression == COMPRESSION_NONE)
		*body = head;
	else
	{
		uint64		raw_size = read_varint(&head);

		*body = head;
		decompress_body(body, compression, raw_size);
	}
}

/*
 * The server's functions want the bytes as it would have compressed them
 * itself: a varlena with the size before compression and the method in its
 * second word.
 */
static void
decompress_body(ByteReader *body, uint8 compression, uint64 size)
{
	Size		compressed_size = body->end - body->next;
	uint32		method = compression == COMPRESSION_LZ4 ? TOAST_LZ4_COMPRESSION_ID : TOAST_PGLZ_COMPRESSION_ID;
	struct varlena *compressed;
	struct varlena *raw;

	if (compression > COMPRESSION_LZ4)
		corrupted("its compression is unknown");
	if (size > VARLENA_EXTSIZE_MASK || size > (uint64) compressed_size * LARGEST_EXPANSION)
		corrupted("its size before compression is impossible");

	compressed = palloc(VARHDRSZ_COMPRESSED + compressed_size);
	SET_VARSIZE_COMPRESSED(compressed, VARHDRSZ_COMPRESSED + compressed_size);
	((varattrib_4b *) compressed)->va_compressed.va_tcinfo = (uint32) size | method << VARLENA_EXTSIZE_BITS;
	memcpy((char *) compressed + VARHDRSZ_COMPRESSED, body->next, compressed_size);

	raw = compression == COMPRESSION_LZ4 ? lz4_decompress_datum(compressed) : pglz_decompress_datum(compressed);
	pfree(compressed);
	if (VARSIZE(raw) - VARHDRSZ != size)
		corrupted("its size before compression is wrong");
	body->next = (const uint8 *) VARDATA(raw);
	body->end = body->next + size;
}

/* Find the events and where each document is. */
static void
read_body(HistoryDecoder *decoder, ByteReader body)
{
	uint64		events_size = read_varint(&body);
	uint64		document_count = read_varint(&body);

	decoder->events = read_bytes(&body, events_size);
	if (decoder->events_left < 0 || decoder->events_left > (int64) events_size)
		corrupted("its number of events is impossible");
	if (document_count > (uint64) (body.end - body.next))
		corrupted("its number of documents is impossible");

	decoder->document_count = (int) document_count + 1;
	decoder->sources = palloc0(decoder->document_count * sizeof(ByteReader));
	decoder->documents = palloc0(decoder->document_count * sizeof(Document *));
	for (int i = 1; i < decoder->document_count; i++)
		decoder->sources[i] = read_bytes(&body, read_varint(&body));
	if (body.next != body.end)
		corrupted("it goes on behind its last document");
}

static uint8
read_byte(ByteReader *reader)
{
	if (reader->next >= reader->end)
		corrupted("it ends early");
	return *reader->next++;
}

static uint64
read_varint(ByteReader *reader)
{
	uint64		value = 0;

	for (int shift = 0; shift < 64; shift += 7)
	{
		uint8		byte = read_byte(reader);

		value |= (uint64) (byte & 0x7F) << shift;
		if (byte < 0x80)
			return value;
	}
	corrupted("a number has too many digits");
	return 0;					/* keep compilers quiet */
}

static uint64
read_fixed(ByteReader *reader, int bytes)
{
	uint64		value = 0;

	for (int i = 0; i < bytes; i++)
		value |= (uint64) read_byte(reader) << (8 * i);
	return value;
}

static ByteReader
read_bytes(ByteReader *reader, uint64 size)
{
	ByteReader	bytes = {reader->next, reader->next};

	if (size > (uint64) (reader->end - reader->next))
		corrupted("it ends early");
	reader->next += size;
	bytes.end = reader->next;
	return bytes;
}

static const char *
read_string(ByteReader *reader)
{
	uint64		len = read_varint(reader);
	ByteReader	bytes;

	if (len >= (uint64) (reader->end - reader->next))
		corrupted("it ends early");
	bytes = read_bytes(reader, len + 1);
	if (bytes.next[len] != '\0')
		corrupted("a string does not end where it should");
	return (const char *) bytes.next;
}

static const State *
decoded_state(HistoryDecoder *decoder)
{
	if (decoder->state == 0)
		return NULL;
	if (decoder->state < 0 || decoder->state > decoder->machine->state_count)
		corrupted("it names a state that the definition does not have");
	return decoder->machine->states[decoder->state - 1];
}

static int64
decoded_link(HistoryDecoder *decoder, int64 id)
{
	uint64		link = read_varint(&decoder->events);
	int64		previous = link & 1 ? (int64) (link >> 1) : id - (int64) (link >> 1);

	if (previous < 0 || previous >= id || (previous < decoder->first_id) != (link & 1))
		corrupted("an event follows one that does not exist");
	return previous;
}

static const Document *
decoded_document(HistoryDecoder *decoder)
{
	uint64		number = read_varint(&decoder->events);
	const Jsonb *jsonb;

	if (number >= (uint64) decoder->document_count)
		corrupted("an event has a document that does not exist");
	if (decoder->documents[number] == NULL)
	{
		ByteReader	source = decoder->sources[number];
		Size		size = source.end - source.next;

		if (size == 0)
		{
			jsonb = number == 0 ? decoder->input : decoder->output;
			if (jsonb == NULL)
				corrupted("an event has a document that its execution does not have");
			decoder->documents[number] = sfn_document_from_jsonb(decoder->context, jsonb);
		}
		else
		{
			/* A copy, since jsonb wants to be aligned and the chunk is not. */
			Jsonb	   *copy = MemoryContextAlloc(decoder->context, VARHDRSZ + size);

			SET_VARSIZE(copy, VARHDRSZ + size);
			memcpy(VARDATA(copy), source.next, size);
			decoder->documents[number] = sfn_document_from_jsonb(decoder->context, copy);
		}
	}
	return decoder->documents[number];
}

static void
corrupted(const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("history chunk is corrupt"),
			 errdetail_internal("The chunk is damaged: %s.", what)));
}
