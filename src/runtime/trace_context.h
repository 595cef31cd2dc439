/*-------------------------------------------------------------------------
 *
 * trace_context.h
 *	  Where in a distributed trace an execution stands.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TRACE_CONTEXT_H
#define SFN_TRACE_CONTEXT_H

#include "postgres.h"

#include "engine/execution.h"

#define TRACE_ID_CHARS 32
#define SPAN_ID_CHARS 16

typedef struct TraceContext
{
	char		trace_id[TRACE_ID_CHARS + 1];
	char		parent_id[SPAN_ID_CHARS + 1];	/* "": the execution is the root */
} TraceContext;

/*
 * From a trace header, either "Root=1-...;Parent=..." as the service has it or
 * a W3C traceparent; without a header that one understands, the trace is the
 * execution's own and its id the execution's.
 */
extern void sfn_trace_context_read(const char *header, const pg_uuid_t *execution, TraceContext *context);
/*
 * The span of the visit of a state that the given event entered; 0: of the
 * execution.
 */
extern void sfn_trace_span_id(const pg_uuid_t *execution, int64 entered_event, char span_id[SPAN_ID_CHARS + 1]);
/*
 * The header that a nested execution gets from a state of this one, in the
 * form of this one's own; NULL: this one has none.
 */
extern char *sfn_trace_header_for_child(const Execution *execution, int64 entered_event);

#endif							/* SFN_TRACE_CONTEXT_H */
