/*-------------------------------------------------------------------------
 *
 * graph_mermaid.c
 *	  A state machine as a Mermaid flowchart.
 *
 * A flowchart rather than Mermaid's own state diagram: it takes any text as a
 * label once it is quoted, and edges may lead to and from the box of a
 * Parallel or Map.  States are called s0, s1, ... by number, so no name can
 * upset the syntax.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "graph/graph_label.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"

/* Nodes of their own, beside those of the states */
#define START "start"
#define FINISH "finish"

static void append_indent(StringInfo out, int depth);
static void append_scope(StringInfo out, const StateScope *scope, int depth);
static void append_state(StringInfo out, const State *state, int depth);
static void append_label(StringInfo out, const State *state);
static void append_escaped(StringInfo out, const char *text);
static bool is_markdown(const char *text, const char *c);
static void append_edges(StringInfo out, const State *state);
static void append_classes(StringInfo out, const StateMachine *machine, const GraphStatus *statuses);

void
sfn_graph_mermaid(StringInfo out, const StateMachine *machine, const GraphStatus *statuses)
{
	appendStringInfoString(out, "flowchart TD\n");
	appendStringInfo(out, "    %s((start))\n", START);
	append_scope(out, machine->scope, 1);
	appendStringInfo(out, "    %s((end))\n", FINISH);

	if (machine->scope->start != NULL)
		appendStringInfo(out, "    %s --> s%d\n", START, machine->scope->start->number);
	for (int i = 0; i < machine->state_count; i++)
		append_edges(out, machine->states[i]);
	if (statuses != NULL)
		append_classes(out, machine, statuses);
}

static void
append_indent(StringInfo out, int depth)
{
	appendStringInfoSpaces(out, depth * 4);
}

static void
append_scope(StringInfo out, const StateScope *scope, int depth)
{
	for (int i = 0; i < scope->count; i++)
		append_state(out, scope->states[i], depth);
}

/*
 * A Parallel or Map is a box around what is inside; each branch has a box of
 * its own.
 */
static void
append_state(StringInfo out, const State *state, int depth)
{
	int			inner = sfn_graph_inner_count(state);

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();

	append_indent(out, depth);
	if (inner > 0)
	{
		appendStringInfo(out, "subgraph s%d [\"", state->number);
		append_label(out, state);
		appendStringInfoString(out, "\"]\n");
		for (int i = 0; i < inner; i++)
		{
			if (inner > 1)
			{
				append_indent(out, depth + 1);
				appendStringInfo(out, "subgraph s%db%d [\"%d\"]\n", state->number, i, i + 1);
			}
			append_scope(out, sfn_graph_inner(state, i), depth + (inner > 1 ? 2 : 1));
			if (inner > 1)
			{
				append_indent(out, depth + 1);
				appendStringInfoString(out, "end\n");
			}
		}
		append_indent(out, depth);
		appendStringInfoString(out, "end\n");
		return;
	}

	appendStringInfo(out, "s%d", state->number);
	appendStringInfoString(out, state->type == STATE_CHOICE ? "{\"" : state->type == STATE_TASK ? "[\"" : "([\"");
	append_label(out, state);
	appendStringInfoString(out, state->type == STATE_CHOICE ? "\"}\n" : state->type == STATE_TASK ? "\"]\n" : "\"])\n");
}

static void
append_label(StringInfo out, const State *state)
{
	char	   *caption = sfn_graph_caption(state);

	append_escaped(out, state->name);
	if (caption != NULL)
	{
		appendStringInfoString(out, "<br/>");
		append_escaped(out, caption);
	}
}

/*
 * Inside double quotes Mermaid still reads HTML, Markdown, comments and its
 * own entities, so whatever could begin one of these is written as an entity.
 */
static void
append_escaped(StringInfo out, const char *text)
{
	for (const char *c = text; *c != '\0'; c++)
	{
		if ((unsigned char) *c < ' ' || *c == 0x7F)
			appendStringInfoChar(out, ' ');
		else if (strchr("\"#<>&`%\\|*[]@", *c) != NULL || is_markdown(text, c))
			appendStringInfo(out, "#%d;", *c);
		else
			appendStringInfoChar(out, *c);
	}
}

/*
 * Signs that mean something to Markdown only where they stand: lists,
 * emphasis, links
 */
static bool
is_markdown(const char *text, const char *c)
{
	switch (*c)
	{
		case '-':
		case '+':
			return c == text;
		case '.':
		case ')':
			return c > text && isdigit((unsigned char) c[-1]) && (c[1] == ' ' || c[1] == '\0');
		case '_':
			return c == text || !isalnum((unsigned char) c[-1]) || !isalnum((unsigned char) c[1]);
		case ':':
			return c[1] == '/';
		case 'w':
			return strncmp(c, "www.", 4) == 0;
		default:
			return false;
	}
}

static void
append_edges(StringInfo out, const State *state)
{
	ListCell   *cell;

	foreach(cell, sfn_graph_edges(state))
	{
		const GraphEdge *edge = lfirst(cell);

		appendStringInfo(out, "    s%d %s", state->number, edge->kind == EDGE_CATCH ? "-.->" : "-->");
		if (edge->label != NULL)
		{
			appendStringInfoString(out, "|\"");
			append_escaped(out, edge->label);
			appendStringInfoString(out, "\"|");
		}
		appendStringInfo(out, " s%d\n", edge->target->number);
	}
	if (state->scope->owner == NULL &&
		(state->end || state->type == STATE_SUCCEED || state->type == STATE_FAIL))
		appendStringInfo(out, "    s%d --> %s\n", state->number, FINISH);
}

static void
append_classes(StringInfo out, const StateMachine *machine, const GraphStatus *statuses)
{
	static const char *const styles[GRAPH_STATUSES] = {
		[GRAPH_NOT_REACHED] = NULL,
		[GRAPH_RUNNING] = "fill:#cfe2ff,stroke:#0d6efd,color:#000",
		[GRAPH_SUCCEEDED] = "fill:#d1e7dd,stroke:#198754,color:#000",
		[GRAPH_CAUGHT] = "fill:#fff3cd,stroke:#fd7e14,color:#000",
		[GRAPH_FAILED] = "fill:#f8d7da,stroke:#dc3545,color:#000",
		[GRAPH_ABORTED] = "fill:#e2e3e5,stroke:#6c757d,color:#000",
	};

	for (int status = 0; status < GRAPH_STATUSES; status++)
	{
		bool		used = false;

		if (styles[status] == NULL)
			continue;
		for (int i = 0; i < machine->state_count; i++)
		{
			if (statuses[i] != (GraphStatus) status)
				continue;
			if (!used)
				appendStringInfo(out, "    classDef %s %s\n    class s%d",
								 sfn_graph_status_name((GraphStatus) status), styles[status], i);
			else
				appendStringInfo(out, ",s%d", i);
			used = true;
		}
		if (used)
			appendStringInfo(out, " %s\n", sfn_graph_status_name((GraphStatus) status));
	}
}
