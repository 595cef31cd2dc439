/*-------------------------------------------------------------------------
 *
 * history_read.c
 *	  The history of an execution that is in memory.
 *
 * What happened since the last flush is in the encoder; of a long stretch the
 * full chunks have left it already, the first for the execution's row, which
 * is written last, and others for rows of their own.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "store/execution_record.h"
#include "store/execution_store.h"
#include "store/history_read.h"

/* A visitor, and whether it has seen enough */
typedef struct ActiveVisit
{
	bool		(*visit) (const Event *event, void *arg);
	void	   *arg;
	bool		enough;
} ActiveVisit;

static void visit_chunk(const bytea *chunk, const Execution *execution, ActiveVisit *walk);
static bool visit_event(const Event *event, void *arg);

void
sfn_history_read_active(Execution *execution, bool (*visit) (const Event *event, void *arg), void *arg)
{
	const ExecutionRecord *record = sfn_record_get(execution);
	ActiveVisit walk = {.visit = visit, .arg = arg};

	if (record->first_chunk != NULL)
		visit_chunk(record->first_chunk, execution, &walk);
	if (!walk.enough)
		sfn_history_read(&execution->id, execution->identity->machine, visit_event, &walk);
	if (!walk.enough && record->encoder != NULL && sfn_history_encoder_count(record->encoder) > 0)
		visit_chunk(sfn_history_encoder_peek(record->encoder, NULL), execution, &walk);
}

static void
visit_chunk(const bytea *chunk, const Execution *execution, ActiveVisit *walk)
{
	HistoryDecoder *decoder = sfn_history_decoder_create(chunk, execution->identity->machine,
														 execution->input->jsonb, NULL);
	Event		event;

	while (!walk->enough && sfn_history_decode(decoder, &event))
		(void) visit_event(&event, walk);
}

static bool
visit_event(const Event *event, void *arg)
{
	ActiveVisit *walk = arg;

	walk->enough = !walk->visit(event, walk->arg);
	return !walk->enough;
}
