/*-------------------------------------------------------------------------
 *
 * target_definition.c
 *	  Fuzz the compiler of definitions, and draw what it lets pass.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compile.h"
#include "fuzz.h"
#include "graph/graph.h"

#define SUBSTITUTIONS "{\"Name\": \"a\", \"Number\": 1, \"Flag\": true, \"Path\": \"$.a\"}"

static void run(FuzzInput *input);
static void compile(const char *text, int len, MachineType type);
static void check_diagnostics(const Diagnostics *diagnostics);

const FuzzTarget fuzz_definition = {
	.covers = "^src/asl/",
	.seeds = "^\\s*\\{.*\"(?:StartAt|Type)\"",
	.errors = "54001 54000 2201B",
	.run = run
};

static void
run(FuzzInput *input)
{
	int			len;
	char	   *text = fuzz_rest(input, &len);
	Diagnostics lone = {0};

	compile(text, len, MACHINE_STANDARD);
	compile(text, len, MACHINE_EXPRESS);
	(void) sfn_state_compile(text, len, CurrentMemoryContext, &lone);
	check_diagnostics(&lone);
}

static void
compile(const char *text, int len, MachineType type)
{
	char	   *problem;
	Jsonb	   *substitutions = sfn_json_parse(SUBSTITUTIONS, strlen(SUBSTITUTIONS), &problem);
	Diagnostics plain = {0};
	Diagnostics found = {0};
	StateMachine *machine;

	sfn_definition_validate(text, len, type, substitutions, &plain);
	check_diagnostics(&plain);
	machine = sfn_definition_compile(text, len, type, substitutions, CurrentMemoryContext, &found);
	if (plain.errors != found.errors)
		fuzz_finding("%d errors, and %d when asked again", plain.errors, found.errors);
	if ((machine == NULL) != (found.errors > 0))
		fuzz_finding("%d errors, and yet %s", found.errors, machine == NULL ? "no machine" : "a machine");
	if (machine == NULL)
		return;
	for (GraphFormat format = GRAPH_MERMAID; format <= GRAPH_TEXT; format++)
		(void) sfn_graph_draw(machine, format, NULL);
}

static void
check_diagnostics(const Diagnostics *diagnostics)
{
	ListCell   *cell;

	foreach(cell, diagnostics->list)
	{
		const Diagnostic *diagnostic = lfirst(cell);

		if (diagnostic->code == NULL || diagnostic->message == NULL || diagnostic->message[0] == '\0')
			fuzz_finding("a diagnostic that says nothing");
	}
}
