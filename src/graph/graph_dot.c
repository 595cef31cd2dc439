/*-------------------------------------------------------------------------
 *
 * graph_dot.c
 *	  A state machine in the language of Graphviz.
 *
 * A Parallel or Map is a cluster.  Edges in Graphviz join nodes, so one that
 * leads to or from a cluster is drawn to a node inside and cut at the border
 * (lhead, ltail).
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "graph/graph_label.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"

static void append_scope(StringInfo out, const StateScope *scope, const GraphStatus *statuses, int depth);
static void append_state(StringInfo out, const State *state, const GraphStatus *statuses, int depth);
static void append_label(StringInfo out, const State *state);
static void append_escaped(StringInfo out, const char *text);
static void append_status(StringInfo out, const State *state, const GraphStatus *statuses);
static void append_edges(StringInfo out, const State *state);
static void append_edge(StringInfo out, const State *from, const State *to, const char *attributes);
static void append_node(StringInfo out, const State *state, const char *otherwise);
static const State *first_node(const State *state);
static const State *last_node(const State *state);

void
sfn_graph_dot(StringInfo out, const StateMachine *machine, const GraphStatus *statuses)
{
	appendStringInfoString(out,
						   "digraph sfn {\n"
						   "    compound=true\n"
						   "    node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"Helvetica\"]\n"
						   "    edge [fontname=\"Helvetica\", fontsize=10]\n"
						   "    graph [fontname=\"Helvetica\", style=rounded]\n"
						   "    start [shape=circle, label=\"\", width=0.2, fillcolor=black]\n"
						   "    finish [shape=doublecircle, label=\"\", width=0.15, fillcolor=black]\n");
	append_scope(out, machine->scope, statuses, 1);

	if (machine->scope->start != NULL)
		append_edge(out, NULL, machine->scope->start, "");
	for (int i = 0; i < machine->state_count; i++)
		append_edges(out, machine->states[i]);
	appendStringInfoString(out, "}\n");
}

static void
append_scope(StringInfo out, const StateScope *scope, const GraphStatus *statuses, int depth)
{
	for (int i = 0; i < scope->count; i++)
		append_state(out, scope->states[i], statuses, depth);
}

static void
append_state(StringInfo out, const State *state, const GraphStatus *statuses, int depth)
{
	int			inner = sfn_graph_inner_count(state);

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();

	appendStringInfoSpaces(out, depth * 4);
	if (inner == 0)
	{
		appendStringInfo(out, "s%d [label=\"", state->number);
		append_label(out, state);
		appendStringInfoChar(out, '"');
		if (state->type == STATE_CHOICE)
			appendStringInfoString(out, ", shape=diamond, style=filled");
		append_status(out, state, statuses);
		appendStringInfoString(out, "]\n");
		return;
	}

	appendStringInfo(out, "subgraph cluster_%d {\n", state->number);
	appendStringInfoSpaces(out, depth * 4 + 4);
	appendStringInfoString(out, "graph [label=\"");
	append_label(out, state);
	appendStringInfoString(out, "\", style=\"rounded,filled\"");
	if (statuses == NULL)
		appendStringInfoString(out, ", fillcolor=white, color=black");
	append_status(out, state, statuses);
	appendStringInfoString(out, "]\n");
	for (int i = 0; i < inner; i++)
	{
		if (inner > 1)
		{
			appendStringInfoSpaces(out, depth * 4 + 4);
			appendStringInfo(out, "subgraph cluster_%d_%d {\n", state->number, i);
			appendStringInfoSpaces(out, depth * 4 + 8);
			appendStringInfo(out, "graph [label=\"%d\", style=\"rounded,dashed\", color=gray]\n", i + 1);
		}
		append_scope(out, sfn_graph_inner(state, i), statuses, depth + (inner > 1 ? 2 : 1));
		if (inner > 1)
		{
			appendStringInfoSpaces(out, depth * 4 + 4);
			appendStringInfoString(out, "}\n");
		}
	}
	appendStringInfoSpaces(out, depth * 4);
	appendStringInfoString(out, "}\n");
}

static void
append_label(StringInfo out, const State *state)
{
	char	   *caption = sfn_graph_caption(state);

	append_escaped(out, state->name);
	if (caption != NULL)
	{
		appendStringInfoString(out, "\\n");
		append_escaped(out, caption);
	}
}

/* In labels Graphviz reads backslashes and, as HTML does, ampersands. */
static void
append_escaped(StringInfo out, const char *text)
{
	for (; *text != '\0'; text++)
	{
		unsigned char c = *text;

		if (c < ' ' || c == 0x7F)
			appendStringInfoChar(out, ' ');
		else if (c == '"' || c == '\\')
			appendStringInfo(out, "\\%c", c);
		else if (c == '&')
			appendStringInfoString(out, "&amp;");
		else
			appendStringInfoChar(out, c);
	}
}

static void
append_status(StringInfo out, const State *state, const GraphStatus *statuses)
{
	static const char *const colors[GRAPH_STATUSES][2] = {
		[GRAPH_NOT_REACHED] = {"white", "gray60"},
		[GRAPH_RUNNING] = {"#cfe2ff", "#0d6efd"},
		[GRAPH_SUCCEEDED] = {"#d1e7dd", "#198754"},
		[GRAPH_CAUGHT] = {"#fff3cd", "#fd7e14"},
		[GRAPH_FAILED] = {"#f8d7da", "#dc3545"},
		[GRAPH_ABORTED] = {"#e2e3e5", "#6c757d"},
	};
	GraphStatus status;

	if (statuses == NULL)
		return;
	status = statuses[state->number];
	appendStringInfo(out, ", fillcolor=\"%s\", color=\"%s\", tooltip=\"%s\"", colors[status][0],
					 colors[status][1], sfn_graph_status_name(status));
}

static void
append_edges(StringInfo out, const State *state)
{
	ListCell   *cell;

	foreach(cell, sfn_graph_edges(state))
	{
		const GraphEdge *edge = lfirst(cell);
		StringInfoData attributes;

		initStringInfo(&attributes);
		if (edge->label != NULL)
		{
			appendStringInfoString(&attributes, "label=\"");
			append_escaped(&attributes, edge->label);
			appendStringInfoChar(&attributes, '"');
		}
		if (edge->kind == EDGE_CATCH)
			appendStringInfoString(&attributes, ", style=dashed");
		append_edge(out, state, edge->target, attributes.data);
		pfree(attributes.data);
	}
	if (state->scope->owner == NULL &&
		(state->end || state->type == STATE_SUCCEED || state->type == STATE_FAIL))
		append_edge(out, state, NULL, "");
}

/* from NULL: the start, to NULL: the end */
static void
append_edge(StringInfo out, const State *from, const State *to, const char *attributes)
{
	const State *tail = from == NULL ? NULL : last_node(from);
	const State *head = to == NULL ? NULL : first_node(to);
	StringInfoData list;

	initStringInfo(&list);
	appendStringInfoString(&list, attributes);
	/* an edge from a cluster to itself has nothing to be cut at */
	if (tail != from && from != to)
		appendStringInfo(&list, "%sltail=cluster_%d", list.len > 0 ? ", " : "", from->number);
	if (head != to && from != to)
		appendStringInfo(&list, "%slhead=cluster_%d", list.len > 0 ? ", " : "", to->number);

	appendStringInfoString(out, "    ");
	append_node(out, tail, "start");
	appendStringInfoString(out, " -> ");
	append_node(out, head, "finish");
	if (list.len > 0)
		appendStringInfo(out, " [%s]", list.data);
	appendStringInfoChar(out, '\n');
	pfree(list.data);
}

static void
append_node(StringInfo out, const State *state, const char *otherwise)
{
	if (state != NULL)
		appendStringInfo(out, "s%d", state->number);
	else
		appendStringInfoString(out, otherwise);
}

/*
 * The node where edges to a state arrive: its own, or the first of its cluster
 */
static const State *
first_node(const State *state)
{
	while (sfn_graph_inner_count(state) > 0)
		state = sfn_graph_inner(state, 0)->start;
	return state;
}

/*
 * The node where edges from a state begin: its own, or the last one of its
 * cluster's largest branch, which puts what follows below the cluster.
 */
static const State *
last_node(const State *state)
{
	while (sfn_graph_inner_count(state) > 0)
	{
		const StateScope *largest = sfn_graph_inner(state, 0);

		for (int i = 1; i < sfn_graph_inner_count(state); i++)
			if (sfn_graph_inner(state, i)->count > largest->count)
				largest = sfn_graph_inner(state, i);
		state = largest->states[largest->count - 1];
	}
	return state;
}
