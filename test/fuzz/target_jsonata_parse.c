/*-------------------------------------------------------------------------
 *
 * target_jsonata_parse.c
 *	  Fuzz the parser of JSONata, with everything that it can be told to refuse.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "fuzz.h"
#include "jsonata/jsonata.h"

static void run(FuzzInput *input);
static bool parse(const char *text, int len, int flags);
static void note_variable(const char *name, void *arg);

const FuzzTarget fuzz_jsonata_parse = {
	.covers = "^src/jsonata/(lexer|parser|shape|ancestry|resolve|signature|regex|regex_translate)[.]c",
	.seeds = "([$]\\w+[(].*|\\w+[.\\[^{@#].*)",
	.errors = "",
	.run = run
};

static void
run(FuzzInput *input)
{
	int			len;
	char	   *text = fuzz_rest(input, &len);
	bool		whole = parse(text, len, 0);

	/* A flag only takes something away. */
	if (parse(text, len, JSONATA_SERVICE) && !whole)
		fuzz_finding("the service takes what is refused otherwise");
	if (parse(text, len, JSONATA_IMMUTABLE) && !whole)
		fuzz_finding("an index takes what is refused otherwise");
}

static bool
parse(const char *text, int len, int flags)
{
	JsonataProblem problem = {0};
	Jsonata    *expression = sfn_jsonata_parse(text, len, flags, &problem);
	int			variables = 0;

	if (expression != NULL)
		sfn_jsonata_walk_variables(expression, note_variable, &variables);
	else if (strlen(problem.code) != 5 || problem.message == NULL || problem.position < -1 || problem.position > len)
		fuzz_finding("refused without saying why: %s at %d", problem.code, problem.position);
	return expression != NULL;
}

static void
note_variable(const char *name, void *arg)
{
	*(int *) arg += strlen(name);
}
