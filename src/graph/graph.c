/*-------------------------------------------------------------------------
 *
 * graph.c
 *	  Draw a state machine, and how far an execution of it has come.
 *
 * The pictures are made from the compiled machine alone.  An execution adds
 * one status per state, which the formats show as a color or a sign.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "graph/graph.h"
#include "graph/graph_label.h"
#include "lib/stringinfo.h"

static const struct
{
	const char *name;
	GraphFormat format;
	void		(*draw) (StringInfo out, const StateMachine *machine, const GraphStatus *statuses);
}			formats[] = {
	{"mermaid", GRAPH_MERMAID, sfn_graph_mermaid},
	{"dot", GRAPH_DOT, sfn_graph_dot},
	{"text", GRAPH_TEXT, sfn_graph_text},
};

GraphFormat
sfn_graph_format_parse(const char *name)
{
	if (name == NULL)
		return GRAPH_MERMAID;
	for (int i = 0; i < lengthof(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return formats[i].format;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("graph format \"%s\" does not exist", name),
			 errhint("Formats are mermaid, dot and text.")));
}

char *
sfn_graph_draw(const StateMachine *machine, GraphFormat format, const GraphStatus *statuses)
{
	StringInfoData out;

	initStringInfo(&out);
	for (int i = 0; i < lengthof(formats); i++)
		if (formats[i].format == format)
			formats[i].draw(&out, machine, statuses);
	/* a value, not a file: whoever prints it ends the last line */
	while (out.len > 0 && out.data[out.len - 1] == '\n')
		out.data[--out.len] = '\0';
	return out.data;
}
