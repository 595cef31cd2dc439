/*-------------------------------------------------------------------------
 *
 * graph.h
 *	  Draw a state machine, and how far an execution of it has come.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_GRAPH_H
#define SFN_GRAPH_H

#include "postgres.h"

#include "asl/state_machine.h"

typedef enum GraphFormat
{
	GRAPH_MERMAID,				/* flowchart */
	GRAPH_DOT,					/* Graphviz */
	GRAPH_TEXT					/* for a terminal, UTF-8 */
} GraphFormat;

/*
 * What became of a state in an execution; of a state entered often: the last
 * time
 */
typedef enum GraphStatus
{
	GRAPH_NOT_REACHED,
	GRAPH_RUNNING,				/* entered; working or waiting */
	GRAPH_SUCCEEDED,
	GRAPH_CAUGHT,				/* failed, and a catcher took the error */
	GRAPH_FAILED,
	GRAPH_ABORTED				/* stopped, or given up because of another branch */
} GraphStatus;

#define GRAPH_STATUSES (GRAPH_ABORTED + 1)

/* ereport 22023 when name is no format; NULL: mermaid */
extern GraphFormat sfn_graph_format_parse(const char *name);

/*
 * The picture, palloc'd.  statuses: one per state, by number; NULL: the
 * machine itself, without an execution.
 */
extern char *sfn_graph_draw(const StateMachine *machine, GraphFormat format, const GraphStatus *statuses);

#endif							/* SFN_GRAPH_H */
