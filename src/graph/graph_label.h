/*-------------------------------------------------------------------------
 *
 * graph_label.h
 *	  What all pictures say: edges, captions, conditions; for the files of
 *	  this room only.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_GRAPH_LABEL_H
#define SFN_GRAPH_LABEL_H

#include "postgres.h"

#include "graph/graph.h"
#include "nodes/pg_list.h"

typedef enum GraphEdgeKind
{
	EDGE_NEXT,
	EDGE_RULE,					/* of a Choice */
	EDGE_DEFAULT,
	EDGE_CATCH
} GraphEdgeKind;

typedef struct GraphEdge
{
	const State *target;
	GraphEdgeKind kind;
	char	   *label;			/* NULL: none */
} GraphEdge;

/* Where a state leads, in the order in which it is tried; of GraphEdge * */
extern List *sfn_graph_edges(const State *state);
/*
 * What a state is about in a few words: its resource, how long it waits; NULL:
 * nothing to say
 */
extern char *sfn_graph_caption(const State *state);
/* "States.Timeout, at most 3 times"; of char *, one per Retrier */
extern List *sfn_graph_retries(const State *state);
/* The scopes inside a Parallel or Map, none for other types */
extern int	sfn_graph_inner_count(const State *state);
extern const StateScope *sfn_graph_inner(const State *state, int index);
extern const char *sfn_graph_status_name(GraphStatus status);

/* graph_mermaid.c, graph_dot.c, graph_text.c */
extern void sfn_graph_mermaid(StringInfo out, const StateMachine *machine, const GraphStatus *statuses);
extern void sfn_graph_dot(StringInfo out, const StateMachine *machine, const GraphStatus *statuses);
extern void sfn_graph_text(StringInfo out, const StateMachine *machine, const GraphStatus *statuses);

#endif							/* SFN_GRAPH_LABEL_H */
