/*-------------------------------------------------------------------------
 *
 * graph_text.c
 *	  A state machine for a terminal.
 *
 * States stand below one another in the order of the flow, each once:
 *
 *		Pie type        Choice
 *		├─ $.pie == "apple"    ─▶ Peel apples
 *		└─ otherwise           ─▶ No such pie
 *
 *		Peel apples     Task  pg:function:peel
 *		│
 *		Bake            Task  pg:function:bake
 *		│  catch States.ALL ─▶ Throw away
 *		■ end
 *
 * A line leads from a state to the one below it; every other way is an arrow
 * with a name.  What is inside a Parallel or Map is drawn the same way behind
 * a border.
 *
 * The flow is followed depth first: from each state first where it normally
 * leads, then the other targets of Choices, at last those of Catchers.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "graph/graph_label.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"

/* UTF-8 for the signs that are drawn with */
#define LINE		"\342\224\202"	/* | */
#define FORK		"\342\224\234\342\224\200"	/* |- */
#define LAST_FORK	"\342\224\224\342\224\200"	/* `- */
#define ARROW		"\342\224\200\342\226\266"	/* -> */
#define CORNER		"\342\224\224"
#define STOP		"\342\226\240"	/* filled square */
#define BEGIN		"\342\227\217"	/* filled circle */
#define BOX_TOP		"\342\224\214\342\224\200"
#define BOX_MIDDLE	"\342\224\234\342\224\200"
#define BOX_BOTTOM	"\342\224\224\342\224\200"

/* Names longer than this push their type to the right. */
#define WIDEST_COLUMN 36

typedef struct TextDrawing
{
	StringInfo	out;
	const GraphStatus *statuses;
	StringInfoData border;		/* what every line begins with */
	bool	   *planned;		/* by number: has its place in the order */
} TextDrawing;

static void draw_scope(TextDrawing *drawing, const StateScope *scope);
static List *flow_order(TextDrawing *drawing, const StateScope *scope);
static void plan_state(TextDrawing *drawing, const State *state, List **order);
static void draw_state(TextDrawing *drawing, const State *state, const State *below, int column);
static void draw_forks(TextDrawing *drawing, const List *edges);
static void draw_inner(TextDrawing *drawing, const State *state);
static void draw_legend(TextDrawing *drawing, const StateMachine *machine);
static void begin_line(TextDrawing *drawing, const State *state);
static void append_clean(StringInfo out, const char *text);
static int	display_width(const char *text);
static void strip_line_ends(StringInfo out);

static const char *
status_sign(GraphStatus status)
{
	static const char *const signs[GRAPH_STATUSES] = {
		[GRAPH_NOT_REACHED] = "\302\267",	/* middle dot */
		[GRAPH_RUNNING] = "\342\226\266",	/* triangle */
		[GRAPH_SUCCEEDED] = "\342\234\223",	/* check mark */
		[GRAPH_CAUGHT] = "!",
		[GRAPH_FAILED] = "\342\234\227",	/* ballot x */
		[GRAPH_ABORTED] = "\342\200\223",	/* dash */
	};

	return signs[status];
}

void
sfn_graph_text(StringInfo out, const StateMachine *machine, const GraphStatus *statuses)
{
	TextDrawing drawing = {.out = out, .statuses = statuses};

	initStringInfo(&drawing.border);
	drawing.planned = palloc0(sizeof(bool) * Max(machine->state_count, 1));
	if (machine->comment != NULL)
	{
		append_clean(out, machine->comment);
		appendStringInfoString(out, "\n\n");
	}
	draw_scope(&drawing, machine->scope);
	if (statuses != NULL)
		draw_legend(&drawing, machine);
	strip_line_ends(out);
}

static void
draw_scope(TextDrawing *drawing, const StateScope *scope)
{
	List	   *order = flow_order(drawing, scope);
	int			column = 0;
	ListCell   *cell;

	check_stack_depth();

	for (int i = 0; i < scope->count; i++)
		column = Max(column, display_width(scope->states[i]->name));
	column = Min(column, WIDEST_COLUMN);

	if (scope->owner == NULL)
	{
		begin_line(drawing, NULL);
		appendStringInfo(drawing->out, "%s\n", BEGIN);
		begin_line(drawing, NULL);
		appendStringInfo(drawing->out, "%s\n", LINE);
	}
	foreach(cell, order)
	{
		const State *below = lnext(order, cell) == NULL ? NULL : lfirst(lnext(order, cell));

		draw_state(drawing, lfirst(cell), below, column);
	}
}

static List *
flow_order(TextDrawing *drawing, const StateScope *scope)
{
	List	   *order = NIL;

	if (scope->start != NULL)
		plan_state(drawing, scope->start, &order);
	/*
	 * what cannot be reached is refused by the compiler, but nothing may get
	 * lost here
	 */
	for (int i = 0; i < scope->count; i++)
		plan_state(drawing, scope->states[i], &order);
	return order;
}

/*
 * A state and what follows it.  The chain of Next is walked in a loop and only
 * side ways recurse, so that a long machine does not need a deep stack.
 */
static void
plan_state(TextDrawing *drawing, const State *state, List **order)
{
	List	   *others = NIL;
	List	   *handlers = NIL;
	ListCell   *cell;

	check_stack_depth();

	while (state != NULL && !drawing->planned[state->number])
	{
		const State *next = NULL;

		drawing->planned[state->number] = true;
		*order = lappend(*order, (void *) state);
		foreach(cell, sfn_graph_edges(state))
		{
			const GraphEdge *edge = lfirst(cell);

			if (edge->kind == EDGE_CATCH)
				handlers = lappend(handlers, (void *) edge->target);
			else if (next == NULL && !drawing->planned[edge->target->number])
				next = edge->target;
			else
				others = lappend(others, (void *) edge->target);
		}
		state = next;
	}
	foreach(cell, list_concat(others, handlers))
		plan_state(drawing, lfirst(cell), order);
}

/* below: the state drawn after this one, or NULL */
static void
draw_state(TextDrawing *drawing, const State *state, const State *below, int column)
{
	StringInfo	out = drawing->out;
	char	   *caption = sfn_graph_caption(state);
	bool		leads_down = state->next != NULL && state->next == below;
	List	   *forks = NIL;
	ListCell   *cell;

	CHECK_FOR_INTERRUPTS();

	begin_line(drawing, state);
	append_clean(out, state->name);
	appendStringInfoSpaces(out, Max(column - display_width(state->name), 0) + 2);
	appendStringInfoString(out, sfn_state_type_name(state->type));
	if (caption != NULL)
	{
		appendStringInfoString(out, "  ");
		append_clean(out, caption);
	}
	appendStringInfoChar(out, '\n');

	foreach(cell, sfn_graph_retries(state))
	{
		begin_line(drawing, NULL);
		appendStringInfo(out, "%s  retry ", LINE);
		append_clean(out, lfirst(cell));
		appendStringInfoChar(out, '\n');
	}
	foreach(cell, sfn_graph_edges(state))
	{
		const GraphEdge *edge = lfirst(cell);

		if (edge->kind != EDGE_CATCH)
		{
			if (edge->kind != EDGE_NEXT)
				forks = lappend(forks, (void *) edge);
			continue;
		}
		begin_line(drawing, NULL);
		appendStringInfo(out, "%s  catch ", LINE);
		append_clean(out, edge->label);
		appendStringInfo(out, " %s ", ARROW);
		append_clean(out, edge->target->name);
		appendStringInfoChar(out, '\n');
	}
	draw_inner(drawing, state);

	if (forks != NIL)
		draw_forks(drawing, forks);
	else if (leads_down)
	{
		begin_line(drawing, NULL);
		appendStringInfo(out, "%s\n", LINE);
		return;
	}
	else
	{
		begin_line(drawing, NULL);
		if (state->next != NULL)
		{
			appendStringInfo(out, "%s%s ", CORNER, ARROW);
			append_clean(out, state->next->name);
			appendStringInfoChar(out, '\n');
		}
		else
			appendStringInfo(out, "%s %s\n", STOP, state->type == STATE_FAIL ? "fail" : "end");
	}
	if (below != NULL)
	{
		begin_line(drawing, NULL);
		appendStringInfoChar(out, '\n');
	}
}

/* The ways out of a Choice */
static void
draw_forks(TextDrawing *drawing, const List *edges)
{
	int			column = 0;
	ListCell   *cell;

	foreach(cell, edges)
		column = Max(column, display_width(((const GraphEdge *) lfirst(cell))->label));
	foreach(cell, edges)
	{
		const GraphEdge *edge = lfirst(cell);

		begin_line(drawing, NULL);
		appendStringInfo(drawing->out, "%s ", lnext(edges, cell) == NULL ? LAST_FORK : FORK);
		append_clean(drawing->out, edge->label);
		appendStringInfoSpaces(drawing->out, column - display_width(edge->label) + 1);
		appendStringInfo(drawing->out, "%s ", ARROW);
		append_clean(drawing->out, edge->target->name);
		appendStringInfoChar(drawing->out, '\n');
	}
}

/*
 * The scopes inside a Parallel or Map, behind a border that hangs on the
 * state's own line
 */
static void
draw_inner(TextDrawing *drawing, const State *state)
{
	int			count = sfn_graph_inner_count(state);

	for (int i = 0; i < count; i++)
	{
		int			border = drawing->border.len;

		begin_line(drawing, NULL);
		appendStringInfo(drawing->out, "%s  %s", LINE, i == 0 ? BOX_TOP : BOX_MIDDLE);
		if (count > 1)
			appendStringInfo(drawing->out, " branch %d", i + 1);
		appendStringInfoChar(drawing->out, '\n');

		appendStringInfo(&drawing->border, "%s%s  %s ", drawing->statuses != NULL ? "  " : "", LINE, LINE);
		draw_scope(drawing, sfn_graph_inner(state, i));
		drawing->border.len = border;
		drawing->border.data[border] = '\0';
	}
	if (count > 0)
	{
		begin_line(drawing, NULL);
		appendStringInfo(drawing->out, "%s  %s\n", LINE, BOX_BOTTOM);
	}
}

/* What the signs mean, as far as they occur */
static void
draw_legend(TextDrawing *drawing, const StateMachine *machine)
{
	bool		used[GRAPH_STATUSES] = {false};
	const char *separator = "\n";

	for (int i = 0; i < machine->state_count; i++)
		used[drawing->statuses[i]] = true;
	for (int i = 0; i < GRAPH_STATUSES; i++)
	{
		if (!used[i])
			continue;
		appendStringInfo(drawing->out, "%s%s %s", separator, status_sign((GraphStatus) i),
						 sfn_graph_status_name((GraphStatus) i));
		separator = "  ";
	}
	appendStringInfoChar(drawing->out, '\n');
}

/*
 * The borders around, and the column of signs; state NULL: a line that is no
 * state's
 */
static void
begin_line(TextDrawing *drawing, const State *state)
{
	appendBinaryStringInfo(drawing->out, drawing->border.data, drawing->border.len);
	if (drawing->statuses == NULL)
		return;
	appendStringInfo(drawing->out, "%s ", state == NULL ? " " : status_sign(drawing->statuses[state->number]));
}

/* A terminal obeys control characters; a definition must not command it. */
static void
append_clean(StringInfo out, const char *text)
{
	for (const unsigned char *c = (const unsigned char *) text; *c != '\0'; c++)
	{
		if (*c < ' ' || *c == 0x7F)
			appendStringInfoChar(out, ' ');
		else if (c[0] == 0xC2 && c[1] >= 0x80 && c[1] <= 0x9F)
		{
			appendStringInfoChar(out, ' ');
			c++;
		}
		else
			appendStringInfoChar(out, *c);
	}
}

/* Columns on a terminal: some characters take two, some none. */
static int
display_width(const char *text)
{
	int			width = 0;

	for (; *text != '\0'; text += pg_mblen(text))
	{
		int			columns = pg_encoding_dsplen(PG_UTF8, text);

		width += columns < 0 ? 1 : columns;
	}
	return width;
}

static void
strip_line_ends(StringInfo out)
{
	int			to = 0;

	for (int from = 0; from < out->len; from++)
	{
		if (out->data[from] == '\n')
			while (to > 0 && out->data[to - 1] == ' ')
				to--;
		out->data[to++] = out->data[from];
	}
	out->len = to;
	out->data[to] = '\0';
}
