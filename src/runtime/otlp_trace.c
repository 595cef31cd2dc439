/*-------------------------------------------------------------------------
 *
 * otlp_trace.c
 *	  An execution as a trace that OpenTelemetry collectors accept.
 *
 * The spans are read off the history: a visit of a state begins with its
 * Entered event and ends with its Exited event, or with the end of what is
 * around it.  A visit inside a Parallel or Map is a child of that state's.
 * An event belongs to the visit of the event it follows, or to one around that.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "miscadmin.h"
#include "runtime/otlp_trace.h"
#include "runtime/trace_context.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

/* OTLP's numbers */
#define SPAN_KIND_INTERNAL 1
#define SPAN_STATUS_OK 1
#define SPAN_STATUS_ERROR 2

typedef struct Visit
{
	struct Visit *around;		/* of the Parallel or Map it is in; NULL: none */
	const State *state;
	int64		entered_event;
	int64		before_event;	/* that its Entered event follows */
	TimestampTz start;
	TimestampTz end;			/* 0: not yet */
	int			attempts;
	char	   *error;			/* of the last attempt that failed; NULL: none */
	char	   *cause;
	bool		exited;
} Visit;

typedef struct TraceBuilder
{
	const ExecutionView *view;
	List	   *visits;			/* of Visit *, in order of entry */
	Visit	  **by_event;		/* whose event an id is */
	int64		size;
	TimestampTz last;			/* time of the last event */
} TraceBuilder;

static bool follow(const Event *event, const EventSurroundings *surroundings, void *arg);
static Visit *visit_of(const TraceBuilder *builder, const Event *event);
static Visit *visit_after(const TraceBuilder *builder, const Event *event);
static Visit *enter(TraceBuilder *builder, const Event *event);
static void note(Visit *visit, const Event *event);
static void add_spans(JsonBuilder *json, const TraceBuilder *builder);
static void add_root_span(JsonBuilder *json, const TraceBuilder *builder, const TraceContext *context);
static void add_visit_span(JsonBuilder *json, const TraceBuilder *builder, const TraceContext *context,
						   const Visit *visit);
static void add_times(JsonBuilder *json, TimestampTz start, TimestampTz end);
static void add_status(JsonBuilder *json, bool ended, bool failed, const char *error);
static void begin_attributes(JsonBuilder *json);
static void add_attribute(JsonBuilder *json, const char *key, const char *value);
static void add_number_attribute(JsonBuilder *json, const char *key, int64 value);

void
sfn_otlp_trace(const ExecutionView *view, JsonbValue *trace)
{
	TraceBuilder builder = {.view = view, .size = view->last_event + 1, .last = view->start_date};
	JsonBuilder json = {0};

	builder.by_event = MemoryContextAllocExtended(CurrentMemoryContext, builder.size * sizeof(Visit *),
												  MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	sfn_execution_view_history(view, follow, &builder);

	sfn_json_begin_object(&json);
	sfn_json_key(&json, "resourceSpans", -1);
	sfn_json_begin_array(&json);
	sfn_json_begin_object(&json);
	sfn_json_key(&json, "resource", -1);
	sfn_json_begin_object(&json);
	begin_attributes(&json);
	add_attribute(&json, "service.name", view->machine->name);
	add_attribute(&json, "cloud.resource_id", view->machine_arn);
	sfn_json_end_array(&json);
	sfn_json_end_object(&json);
	sfn_json_key(&json, "scopeSpans", -1);
	sfn_json_begin_array(&json);
	sfn_json_begin_object(&json);
	sfn_json_key(&json, "scope", -1);
	sfn_json_begin_object(&json);
	sfn_json_add_string(&json, "name", "sfn");
	sfn_json_end_object(&json);
	sfn_json_key(&json, "spans", -1);
	sfn_json_begin_array(&json);
	add_spans(&json, &builder);
	sfn_json_end_array(&json);
	sfn_json_end_object(&json);
	sfn_json_end_array(&json);
	sfn_json_end_object(&json);
	sfn_json_end_array(&json);
	sfn_json_end_object(&json);
	sfn_json_built(&json, trace);
}

static bool
follow(const Event *event, const EventSurroundings *surroundings, void *arg)
{
	TraceBuilder *builder = arg;
	Visit	   *visit;

	builder->last = event->time;
	if (sfn_event_type_info(event->type)->shape == SHAPE_STATE_ENTERED)
		visit = enter(builder, event);
	else
		visit = visit_of(builder, event);
	if (visit != NULL)
	{
		note(visit, event);
		if (event->id < builder->size)
			builder->by_event[event->id] = visit;
	}
	else if (event->type == EVENT_EXECUTION_FAILED && event->previous > 0 && event->previous < builder->size)
	{
		/* of a Fail state, and of an error without events of its own */
		visit = builder->by_event[event->previous];
		if (visit != NULL && visit->error == NULL)
			note(visit, event);
	}
	return true;
}

/* NULL: the event is the execution's. */
static Visit *
visit_of(const TraceBuilder *builder, const Event *event)
{
	Visit	   *visit = NULL;

	if (event->state == NULL)
		return NULL;
	if (event->previous > 0 && event->previous < builder->size)
		visit = builder->by_event[event->previous];
	while (visit != NULL && visit->state != event->state)
		visit = visit->around;
	if (visit == NULL && event->type == EVENT_EVALUATION_FAILED)
		visit = visit_after(builder, event);
	return visit;
}

/* EvaluationFailed may follow what the Entered event follows. */
static Visit *
visit_after(const TraceBuilder *builder, const Event *event)
{
	for (int i = list_length(builder->visits) - 1; i >= 0; i--)
	{
		Visit	   *visit = list_nth(builder->visits, i);

		if (visit->state == event->state && visit->before_event == event->previous)
			return visit;
	}
	return NULL;
}

static Visit *
enter(TraceBuilder *builder, const Event *event)
{
	Visit	   *visit = palloc0(sizeof(Visit));
	Visit	   *around = NULL;
	const State *owner = event->state->scope->owner;

	if (event->previous > 0 && event->previous < builder->size)
		around = builder->by_event[event->previous];
	while (around != NULL && around->state != owner)
		around = around->around;
	visit->around = around;
	visit->state = event->state;
	visit->entered_event = event->id;
	visit->before_event = event->previous;
	visit->start = event->time;
	builder->visits = lappend(builder->visits, visit);
	return visit;
}

static void
note(Visit *visit, const Event *event)
{
	EventShape	shape = sfn_event_type_info(event->type)->shape;

	switch (event->type)
	{
		case EVENT_TASK_SCHEDULED:
		case EVENT_LAMBDA_SCHEDULED:
		case EVENT_ACTIVITY_SCHEDULED:
		case EVENT_MAP_STATE_STARTED:
		case EVENT_PARALLEL_STATE_STARTED:
			visit->attempts++;
			break;
		default:
			break;
	}
	if (shape == SHAPE_STATE_EXITED)
	{
		visit->end = event->time;
		visit->exited = true;
	}
	else if ((shape == SHAPE_ERROR || shape == SHAPE_TASK_ERROR || shape == SHAPE_EVALUATION_FAILED) &&
			 event->error != NULL)
	{
		visit->error = pstrdup(event->error);
		visit->cause = event->cause == NULL ? NULL : pstrdup(event->cause);
	}
}

static void
add_spans(JsonBuilder *json, const TraceBuilder *builder)
{
	const ExecutionView *view = builder->view;
	TraceContext *context = palloc(sizeof(TraceContext));
	ListCell   *cell;

	sfn_trace_context_read(view->trace_header, &view->id, context);
	add_root_span(json, builder, context);
	foreach(cell, builder->visits)
	{
		CHECK_FOR_INTERRUPTS();
		add_visit_span(json, builder, context, lfirst(cell));
	}
}

static void
add_root_span(JsonBuilder *json, const TraceBuilder *builder, const TraceContext *context)
{
	const ExecutionView *view = builder->view;
	char	   *span_id = palloc(SPAN_ID_CHARS + 1);
	bool		ended = view->status != EXECUTION_RUNNING;

	sfn_trace_span_id(&view->id, 0, span_id);
	sfn_json_begin_object(json);
	sfn_json_add_string(json, "traceId", context->trace_id);
	sfn_json_add_string(json, "spanId", span_id);
	if (context->parent_id[0] != '\0')
		sfn_json_add_string(json, "parentSpanId", context->parent_id);
	sfn_json_add_string(json, "name", view->machine->name);
	sfn_json_add_int64(json, "kind", SPAN_KIND_INTERNAL);
	add_times(json, view->start_date, ended ? view->stop_date : builder->last);
	begin_attributes(json);
	add_attribute(json, "sfn.machine", view->machine->name);
	add_attribute(json, "sfn.execution", view->arn);
	add_attribute(json, "sfn.status", sfn_execution_status_name(view->status));
	add_attribute(json, "error.type", view->error);
	add_attribute(json, "sfn.cause", view->cause);
	sfn_json_end_array(json);
	add_status(json, ended, ended && view->status != EXECUTION_SUCCEEDED, view->error);
	sfn_json_end_object(json);
}

static void
add_visit_span(JsonBuilder *json, const TraceBuilder *builder, const TraceContext *context, const Visit *visit)
{
	const ExecutionView *view = builder->view;
	bool		ended = visit->exited || view->status != EXECUTION_RUNNING;
	char	   *span_id = palloc(SPAN_ID_CHARS + 1);
	char	   *parent_id = palloc(SPAN_ID_CHARS + 1);

	sfn_trace_span_id(&view->id, visit->entered_event, span_id);
	sfn_trace_span_id(&view->id, visit->around == NULL ? 0 : visit->around->entered_event, parent_id);
	sfn_json_begin_object(json);
	sfn_json_add_string(json, "traceId", context->trace_id);
	sfn_json_add_string(json, "spanId", span_id);
	sfn_json_add_string(json, "parentSpanId", parent_id);
	sfn_json_add_string(json, "name", visit->state->name);
	sfn_json_add_int64(json, "kind", SPAN_KIND_INTERNAL);
	add_times(json, visit->start, visit->end != 0 ? visit->end : builder->last);
	begin_attributes(json);
	add_attribute(json, "sfn.machine", view->machine->name);
	add_attribute(json, "sfn.state", visit->state->name);
	add_attribute(json, "sfn.state_type", sfn_state_type_name(visit->state->type));
	if (visit->attempts > 0)
		add_number_attribute(json, "sfn.attempt", visit->attempts);
	add_attribute(json, "error.type", visit->error);
	add_attribute(json, "sfn.cause", visit->cause);
	sfn_json_end_array(json);
	add_status(json, ended, ended && !visit->exited && view->status != EXECUTION_SUCCEEDED &&
			   visit->state->type != STATE_SUCCEED, visit->error);
	sfn_json_end_object(json);
}

/* Nanoseconds since 1970, as text: they do not fit a double. */
static void
add_times(JsonBuilder *json, TimestampTz start, TimestampTz end)
{
	const int64 epoch = (int64) (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY;

	sfn_json_add_string(json, "startTimeUnixNano", psprintf(INT64_FORMAT "000", start + epoch));
	sfn_json_add_string(json, "endTimeUnixNano", psprintf(INT64_FORMAT "000", end + epoch));
}

/* What has not ended has no status yet. */
static void
add_status(JsonBuilder *json, bool ended, bool failed, const char *error)
{
	sfn_json_key(json, "status", -1);
	sfn_json_begin_object(json);
	if (ended)
		sfn_json_add_int64(json, "code", failed ? SPAN_STATUS_ERROR : SPAN_STATUS_OK);
	if (failed)
		sfn_json_add_string(json, "message", error);
	sfn_json_end_object(json);
}

static void
begin_attributes(JsonBuilder *json)
{
	sfn_json_key(json, "attributes", -1);
	sfn_json_begin_array(json);
}

/* NULL value: left out */
static void
add_attribute(JsonBuilder *json, const char *key, const char *value)
{
	if (value == NULL)
		return;
	sfn_json_begin_object(json);
	sfn_json_add_string(json, "key", key);
	sfn_json_key(json, "value", -1);
	sfn_json_begin_object(json);
	sfn_json_add_string(json, "stringValue", value);
	sfn_json_end_object(json);
	sfn_json_end_object(json);
}

/* OTLP writes 64-bit integers as text. */
static void
add_number_attribute(JsonBuilder *json, const char *key, int64 value)
{
	sfn_json_begin_object(json);
	sfn_json_add_string(json, "key", key);
	sfn_json_key(json, "value", -1);
	sfn_json_begin_object(json);
	sfn_json_add_string(json, "intValue", psprintf(INT64_FORMAT, value));
	sfn_json_end_object(json);
	sfn_json_end_object(json);
}
