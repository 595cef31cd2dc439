/*-------------------------------------------------------------------------
 *
 * codec_test.c
 *	  Properties of the history codec, checked with generated events.
 *
 * Each function works from a seed, so a failure can be had again.  Events are
 * random in everything that the codec stores: types, states, links, times,
 * documents shared and not, strings, numbers at the ends of their range.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "common/pg_prng.h"
#include "fmgr.h"
#include "port/pg_crc32c.h"
#include "store/history_codec.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

PG_MODULE_MAGIC;

#define STATES 300
#define DOCUMENTS 60
#define CHECKSUM_AT 2
#define CHECKED_FROM 6

/* What one run of a property works with */
typedef struct Sample
{
	pg_prng_state random;
	StateMachine machine;
	Document   *documents[DOCUMENTS];
	Event	   *events;
	int			count;
} Sample;

static void make_sample(Sample *sample, int64 seed, int count);
static Document *make_document(Sample *sample);
static void make_event(Sample *sample, Event *event, int64 id, int64 first_id);
static int64 pick(Sample *sample, int64 below);
static const char *make_string(Sample *sample);
static int64 make_number(Sample *sample);
static const Document *pick_document(Sample *sample);
static bytea *encode_sample(Sample *sample, HistoryEncoder *encoder, int from, int count, const Document *output);
static void compare_chunk(Sample *sample, const bytea *chunk, int from, int count, const Document *output);
static void compare_events(const Event *expected, const Event *got);
static void compare_strings(const char *member, int64 id, const char *expected, const char *got);
static void compare_documents(const char *member, int64 id, const Document *expected, const Document *got);
static bool survives(Sample *sample, const bytea *chunk);
static void fix_checksum(bytea *chunk);

PG_FUNCTION_INFO_V1(codec_round_trip);
PG_FUNCTION_INFO_V1(codec_damage);

/*
 * codec_round_trip(seed, events) returns the number of chunks: events go through an
 * encoder in chunks of random size and have to come out as they went in.
 */
Datum
codec_round_trip(PG_FUNCTION_ARGS)
{
	Sample		sample;
	HistoryEncoder *encoder;
	int			chunks = 0;

	make_sample(&sample, PG_GETARG_INT64(0), PG_GETARG_INT32(1));
	encoder = sfn_history_encoder_create(CurrentMemoryContext, sample.documents[0]);
	for (int from = 0; from < sample.count;)
	{
		int			wanted = 1 + (int) pick(&sample, 400);
		int			count = Min(sample.count - from, wanted);
		const Document *output = pick(&sample, 2) == 0 ? NULL : pick_document(&sample);
		bytea	   *chunk = encode_sample(&sample, encoder, from, count, output);

		compare_chunk(&sample, chunk, from, count, output);
		from += count;
		chunks++;
	}
	PG_RETURN_INT32(chunks);
}

/*
 * codec_damage(seed, rounds, repaired) returns how often damage was noticed.
 * A chunk is cut off or has bits turned and is read to the end.  With repaired
 * its checksum is made right again, so that the decoder's own checks have to
 * hold; then there are no documents, since only the checksum guards what is
 * inside of those.
 */
Datum
codec_damage(PG_FUNCTION_ARGS)
{
	Sample		sample;
	int			rounds = PG_GETARG_INT32(1);
	bool		repaired = PG_GETARG_BOOL(2);
	int			noticed = 0;
	HistoryEncoder *encoder;
	bytea	   *chunk;

	make_sample(&sample, PG_GETARG_INT64(0), 80);
	for (int i = 0; repaired && i < sample.count; i++)
		sample.events[i].data = sample.events[i].assigned = NULL;
	encoder = sfn_history_encoder_create(CurrentMemoryContext, sample.documents[0]);
	chunk = encode_sample(&sample, encoder, 0, sample.count, NULL);
	for (int i = 0; i < rounds; i++)
	{
		bytea	   *damaged = palloc(VARSIZE(chunk));
		int			size = VARSIZE(chunk) - VARHDRSZ;

		memcpy(damaged, chunk, VARSIZE(chunk));
		if (pick(&sample, 4) == 0)
			SET_VARSIZE(damaged, VARHDRSZ + pick(&sample, size));
		else
		{
			for (int64 bits = 1 + pick(&sample, 3); bits > 0; bits--)
				VARDATA(damaged)[pick(&sample, size)] ^= 1 << pick(&sample, 8);
		}
		if (repaired)
			fix_checksum(damaged);
		noticed += !survives(&sample, damaged);
		pfree(damaged);
	}
	PG_RETURN_INT32(noticed);
}

static void
make_sample(Sample *sample, int64 seed, int count)
{
	State	   *states = palloc0(STATES * sizeof(State));
	int64		first_id = 1;

	memset(sample, 0, sizeof(*sample));
	pg_prng_seed(&sample->random, seed);
	sample->machine.state_count = STATES;
	sample->machine.states = palloc(STATES * sizeof(State *));
	for (int i = 0; i < STATES; i++)
	{
		states[i].number = i;
		sample->machine.states[i] = &states[i];
	}
	for (int i = 0; i < DOCUMENTS; i++)
		sample->documents[i] = make_document(sample);
	if (pick(sample, 2) == 0)
		first_id = 1 + pick(sample, INT64CONST(1) << (1 + pick(sample, 60)));
	sample->count = count;
	sample->events = palloc0(count * sizeof(Event));
	for (int i = 0; i < count; i++)
		make_event(sample, &sample->events[i], first_id + i, first_id);
}

/* Scalars, and objects up to some kB; some equal to others but for the serial. */
static Document *
make_document(Sample *sample)
{
	StringInfoData text;
	char	   *problem;

	initStringInfo(&text);
	switch (pick(sample, 6))
	{
		case 0:
			appendStringInfoString(&text, "null");
			break;
		case 1:
			appendStringInfo(&text, INT64_FORMAT, make_number(sample));
			break;
		case 2:
			appendStringInfoString(&text, "{\"same\": [1, 2, {\"a\": \"b\"}]}");
			break;
		default:
			appendStringInfoString(&text, "{\"first\": 1");
			for (int64 members = pick(sample, 40); members > 0; members--)
				appendStringInfo(&text, ", \"%d\": {\"n\": [%d.25, true, \"text " INT64_FORMAT "\"]}",
								 (int) pick(sample, 1000), (int) pick(sample, 1000), pick(sample, 1000000));
			appendStringInfoString(&text, "}");
			break;
	}
	return sfn_document_from_jsonb(CurrentMemoryContext, sfn_json_parse(text.data, text.len, &problem));
}

static void
make_event(Sample *sample, Event *event, int64 id, int64 first_id)
{
	EventShape	shape;

	event->type = (EventType) pick(sample, EVENT_TYPE_COUNT);
	shape = sfn_event_type_info(event->type)->shape;
	event->id = id;
	event->previous = pick(sample, 3) > 0 ? id - 1 : pick(sample, id);
	event->time = id == first_id || pick(sample, 50) == 0 ? make_number(sample) : event[-1].time + pick(sample, 100000);
	event->state = pick(sample, 3) == 0 ? NULL : sample->machine.states[pick(sample, STATES)];
	event->number = event->heartbeat = -1;

	/* Only what the shape has is kept. */
	if (shape == SHAPE_STATE_EXITED && pick(sample, 2) == 0)
		event->assigned = pick_document(sample);
	if (shape == SHAPE_ERROR || shape == SHAPE_TASK_ERROR || shape == SHAPE_EVALUATION_FAILED)
	{
		event->error = make_string(sample);
		event->cause = make_string(sample);
	}
	if (shape == SHAPE_TASK_SCHEDULED || shape == SHAPE_ACTIVITY_SCHEDULED)
		event->heartbeat = make_number(sample);
	if (shape == SHAPE_TASK_SCHEDULED || shape == SHAPE_ACTIVITY_SCHEDULED || shape == SHAPE_LAMBDA_SCHEDULED ||
		shape == SHAPE_MAP_STARTED || shape == SHAPE_ITERATION || shape == SHAPE_REDRIVEN)
		event->number = make_number(sample);
	if (shape == SHAPE_TASK_SCHEDULED || shape == SHAPE_LAMBDA_SCHEDULED || shape == SHAPE_ACTIVITY_STARTED ||
		shape == SHAPE_EVALUATION_FAILED)
		event->text = make_string(sample);
	if (shape == SHAPE_EXECUTION_STARTED || shape == SHAPE_OUTPUT || shape == SHAPE_STATE_ENTERED ||
		shape == SHAPE_STATE_EXITED || shape == SHAPE_TASK_SCHEDULED || shape == SHAPE_TASK_OUTPUT ||
		shape == SHAPE_LAMBDA_SCHEDULED || shape == SHAPE_ACTIVITY_SCHEDULED)
		event->data = pick(sample, 8) == 0 ? NULL : pick_document(sample);
}

static int64
pick(Sample *sample, int64 below)
{
	return (int64) pg_prng_uint64_range(&sample->random, 0, Max(below, 1) - 1);
}

static const char *
make_string(Sample *sample)
{
	switch (pick(sample, 4))
	{
		case 0:
			return NULL;
		case 1:
			return "";
		case 2:
			return "States.TaskFailed";
		default:
			{
				int			len = (int) pick(sample, pick(sample, 10) == 0 ? 40000 : 100);
				char	   *text = palloc(len + 1);

				for (int i = 0; i < len; i++)
					text[i] = (char) (1 + pick(sample, 255));
				text[len] = '\0';
				return text;
			}
	}
}

/* Of any size, either sign, the ends included; -1 as often as it takes */
static int64
make_number(Sample *sample)
{
	switch (pick(sample, 10))
	{
		case 0:
			return PG_INT64_MIN;
		case 1:
			return PG_INT64_MAX;
		case 2:
			return -1;
		case 3:
			return 0;
		default:
			return (int64) (pg_prng_uint64(&sample->random) >> pick(sample, 64)) * (pick(sample, 5) == 0 ? -1 : 1);
	}
}

/* Mostly one of the latest, as states pass on what they got */
static const Document *
pick_document(Sample *sample)
{
	return sample->documents[pick(sample, pick(sample, 2) == 0 ? 4 : DOCUMENTS)];
}

static bytea *
encode_sample(Sample *sample, HistoryEncoder *encoder, int from, int count, const Document *output)
{
	int64		first_id;
	int			encoded;
	bytea	   *chunk;

	for (int i = from; i < from + count; i++)
		sfn_history_encode(encoder, &sample->events[i]);
	if (sfn_history_encoder_count(encoder) != count)
		elog(ERROR, "encoder counts %d events instead of %d", sfn_history_encoder_count(encoder), count);
	chunk = sfn_history_encoder_finish(encoder, output, &first_id, &encoded);
	if (first_id != sample->events[from].id || encoded != count)
		elog(ERROR, "chunk is described as %d events from " INT64_FORMAT, encoded, first_id);
	return chunk;
}

static void
compare_chunk(Sample *sample, const bytea *chunk, int from, int count, const Document *output)
{
	HistoryDecoder *decoder = sfn_history_decoder_create(chunk, &sample->machine, sample->documents[0]->jsonb,
														 output == NULL ? NULL : output->jsonb);
	Event		event;

	for (int i = from; i < from + count; i++)
	{
		if (!sfn_history_decode(decoder, &event))
			elog(ERROR, "chunk ends at event %d of %d", i - from, count);
		compare_events(&sample->events[i], &event);
	}
	if (sfn_history_decode(decoder, &event))
		elog(ERROR, "chunk has more than %d events", count);
}

static void
compare_events(const Event *expected, const Event *got)
{
	if (expected->id != got->id || expected->type != got->type || expected->previous != got->previous ||
		expected->time != got->time || expected->state != got->state || expected->number != got->number ||
		expected->heartbeat != got->heartbeat)
		elog(ERROR, "event " INT64_FORMAT " of type %d came back as " INT64_FORMAT " of type %d, or with other numbers",
			 expected->id, expected->type, got->id, got->type);
	compare_strings("error", got->id, expected->error, got->error);
	compare_strings("cause", got->id, expected->cause, got->cause);
	compare_strings("text", got->id, expected->text, got->text);
	compare_documents("data", got->id, expected->data, got->data);
	compare_documents("assigned", got->id, expected->assigned, got->assigned);
}

static void
compare_strings(const char *member, int64 id, const char *expected, const char *got)
{
	if ((expected == NULL) != (got == NULL) || (expected != NULL && strcmp(expected, got) != 0))
		elog(ERROR, "member %s of event " INT64_FORMAT " differs", member, id);
}

static void
compare_documents(const char *member, int64 id, const Document *expected, const Document *got)
{
	if ((expected == NULL) != (got == NULL) ||
		(expected != NULL && (VARSIZE(expected->jsonb) != VARSIZE(got->jsonb) ||
							  memcmp(expected->jsonb, got->jsonb, VARSIZE(got->jsonb)) != 0)))
		elog(ERROR, "document %s of event " INT64_FORMAT " differs", member, id);
}

/* Read to the end; an error that says that the chunk is damaged is as good. */
static bool
survives(Sample *sample, const bytea *chunk)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "codec test", ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = MemoryContextSwitchTo(context);
	volatile bool survived = true;

	PG_TRY();
	{
		HistoryDecoder *decoder = sfn_history_decoder_create(chunk, &sample->machine,
															 sample->documents[0]->jsonb, NULL);
		Event		event;
		volatile size_t lengths = 0;

		while (sfn_history_decode(decoder, &event))
		{
			lengths += event.error != NULL ? strlen(event.error) : 0;
			lengths += event.cause != NULL ? strlen(event.cause) : 0;
			lengths += event.text != NULL ? strlen(event.text) : 0;
		}
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(old);
		if (geterrcode() != ERRCODE_DATA_CORRUPTED && geterrcode() != ERRCODE_FEATURE_NOT_SUPPORTED)
			PG_RE_THROW();
		FlushErrorState();
		survived = false;
	}
	PG_END_TRY();
	MemoryContextSwitchTo(old);
	MemoryContextDelete(context);
	return survived;
}

static void
fix_checksum(bytea *chunk)
{
	char	   *bytes = VARDATA(chunk);
	int			size = VARSIZE(chunk) - VARHDRSZ;
	pg_crc32c	checksum;

	if (size < CHECKED_FROM)
		return;
	INIT_CRC32C(checksum);
	COMP_CRC32C(checksum, bytes, CHECKSUM_AT);
	COMP_CRC32C(checksum, bytes + CHECKED_FROM, size - CHECKED_FROM);
	FIN_CRC32C(checksum);
	for (int i = 0; i < (int) sizeof(checksum); i++)
		bytes[CHECKSUM_AT + i] = (char) (checksum >> (8 * i));
}
