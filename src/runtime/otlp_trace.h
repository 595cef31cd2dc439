/*-------------------------------------------------------------------------
 *
 * otlp_trace.h
 *	  An execution as a trace that OpenTelemetry collectors accept.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_OTLP_TRACE_H
#define SFN_OTLP_TRACE_H

#include "postgres.h"

#include "runtime/execution_view.h"

/*
 * OTLP's JSON (ExportTraceServiceRequest): a span for the execution, and one
 * for each visit of a state.
 */
extern void sfn_otlp_trace(const ExecutionView *view, JsonbValue *trace);

#endif							/* SFN_OTLP_TRACE_H */
