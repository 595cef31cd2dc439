/*-------------------------------------------------------------------------
 *
 * trace_context.c
 *	  Where in a distributed trace an execution stands.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <ctype.h>

#include "common/hashfn.h"
#include "runtime/trace_context.h"

static bool read_traceparent(const char *header, TraceContext *context);
static bool read_xray(const char *header, TraceContext *context);
static bool copy_hex(char *target, const char *source, int count);

void
sfn_trace_context_read(const char *header, const pg_uuid_t *execution, TraceContext *context)
{
	memset(context, 0, sizeof(*context));
	if (header != NULL && (read_traceparent(header, context) || read_xray(header, context)))
		return;
	memset(context, 0, sizeof(*context));
	for (int i = 0; i < UUID_LEN; i++)
		snprintf(context->trace_id + 2 * i, 3, "%02x", execution->data[i]);
}

void
sfn_trace_span_id(const pg_uuid_t *execution, int64 entered_event, char span_id[SPAN_ID_CHARS + 1])
{
	uint64		hash = hash_bytes_extended(execution->data, UUID_LEN, (uint64) entered_event);

	/* all zeros is no span id */
	snprintf(span_id, SPAN_ID_CHARS + 1, "%016llx", (unsigned long long) (hash == 0 ? 1 : hash));
}

char *
sfn_trace_header_for_child(const Execution *execution, int64 entered_event)
{
	TraceContext context;
	char		span_id[SPAN_ID_CHARS + 1];

	if (execution->trace_header == NULL)
		return NULL;
	sfn_trace_context_read(execution->trace_header, &execution->id, &context);
	sfn_trace_span_id(&execution->id, entered_event, span_id);
	if (strstr(execution->trace_header, "Root=") == NULL)
		return psprintf("00-%s-%s-01", context.trace_id, span_id);
	return psprintf("Root=1-%.8s-%s;Parent=%s;Sampled=1", context.trace_id, context.trace_id + 8, span_id);
}

/* "00-<32 hex>-<16 hex>-01" */
static bool
read_traceparent(const char *header, TraceContext *context)
{
	return strlen(header) >= 55 && header[2] == '-' && header[35] == '-' && header[52] == '-' &&
		copy_hex(context->trace_id, header + 3, TRACE_ID_CHARS) &&
		copy_hex(context->parent_id, header + 36, SPAN_ID_CHARS);
}

/* "Root=1-<8 hex>-<24 hex>;Parent=<16 hex>;Sampled=1", in any order */
static bool
read_xray(const char *header, TraceContext *context)
{
	const char *root = strstr(header, "Root=1-");
	const char *parent = strstr(header, "Parent=");

	if (root == NULL || strlen(root) < 40 || root[15] != '-' ||
		!copy_hex(context->trace_id, root + 7, 8) ||
		!copy_hex(context->trace_id + 8, root + 16, 24))
		return false;
	if (parent != NULL && strlen(parent) >= 7 + SPAN_ID_CHARS)
		(void) copy_hex(context->parent_id, parent + 7, SPAN_ID_CHARS);
	return true;
}

/* Lower case; false and an empty target: not all are hex digits. */
static bool
copy_hex(char *target, const char *source, int count)
{
	for (int i = 0; i < count; i++)
	{
		if (!isxdigit((unsigned char) source[i]))
		{
			target[0] = '\0';
			return false;
		}
		target[i] = tolower((unsigned char) source[i]);
	}
	target[count] = '\0';
	return true;
}
