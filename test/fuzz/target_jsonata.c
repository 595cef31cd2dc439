/*-------------------------------------------------------------------------
 *
 * target_jsonata.c
 *	  Fuzz JSONata: an expression in the first line, a document in the rest.
 *
 * An evaluation must leave the document as it was, come to the same again, and
 * say code, message and place of what it fails with.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/json_value.h"
#include "base/settings.h"
#include "fuzz.h"
#include "jsonata/jsonata.h"

/* For inputs that have none */
#define DOCUMENT "{\"a\": {\"b\": [1, 2, {\"c\": 42}, [3, [4]]]}, \"id\": 17, \"name\": \"order \\u00e9\", \"b\": true, \"n\": null, " \
	"\"items\": [{\"name\": \"pie\", \"price\": 12.5, \"qty\": 2, \"tags\": [\"x\", \"y\"], \"sub\": {\"parts\": [{\"n\": 1}, {\"n\": 2}]}}, " \
	"{\"name\": \"donut\", \"price\": 1e21, \"qty\": -3, \"tags\": \"x\"}, {\"name\": \"\", \"tags\": [], \"sub\": {\"parts\": {\"n\": 3}}}]}"

/* Instrumented code is slow, and an input has seconds. */
#define MOST_STEPS 300000
#define MOST_KILOBYTES 32768

static void run(FuzzInput *input);
static JsonataOutcome evaluate(const Jsonata *expression, int len, Jsonb *document, JsonbValue *result);
static bool variable(void *arg, const char *name, const char *member, JsonbValue *value);

const FuzzTarget fuzz_jsonata = {
	.covers = "^src/jsonata/",
	.seeds = "([$]\\w+[(].*|\\w+[.\\[^{@#].*)",
	.errors = "",
	.run = run
};

static void
run(FuzzInput *input)
{
	int			len;
	char	   *text = fuzz_line(input, &len);
	Jsonb	   *document = fuzz_document(input);
	char	   *problem_text;
	JsonataProblem problem = {0};
	Jsonata    *expression;
	JsonbValue	first;
	JsonbValue	second;

	if (document == NULL)
		document = sfn_json_parse(DOCUMENT, strlen(DOCUMENT), &problem_text);
	sfn_setting_jsonata_max_steps = MOST_STEPS;
	sfn_setting_jsonata_max_memory = MOST_KILOBYTES;

	expression = sfn_jsonata_parse(text, len, 0, &problem);
	if (expression == NULL)
		return;
	if (evaluate(expression, len, document, &first) != JSONATA_VALUE ||
		sfn_jsonata_parse(text, len, JSONATA_IMMUTABLE, &problem) == NULL)
		return;
	if (evaluate(expression, len, document, &second) == JSONATA_VALUE && !sfn_json_equal(&first, &second))
		fuzz_finding("the same comes to something else");
}

static JsonataOutcome
evaluate(const Jsonata *expression, int len, Jsonb *document, JsonbValue *result)
{
	Jsonb	   *before = palloc(VARSIZE(document));
	JsonataProblem problem = {0};
	JsonataOutcome outcome;
	JsonbValue	input;
	JsonataEnvironment environment = {.input = &input,.variable = variable,.arg = &input,.now_ms = 1};

	memcpy(before, document, VARSIZE(document));
	sfn_json_from_jsonb(document, &input);
	outcome = sfn_jsonata_evaluate(expression, &environment, result, &problem);
	if (memcmp(before, document, VARSIZE(document)) != 0)
		fuzz_finding("the document has changed");
	if (outcome == JSONATA_VALUE)
		(void) sfn_json_to_jsonb(result);
	else if (outcome == JSONATA_FAILED &&
			 (strlen(problem.code) != 5 || problem.message == NULL || problem.position < -1 || problem.position > len))
		fuzz_finding("fails without saying how: %s at %d", problem.code, problem.position);
	return outcome;
}

/* $doc is the document, $null is null, and there are no others. */
static bool
variable(void *arg, const char *name, const char *member, JsonbValue *value)
{
	if (strcmp(name, "null") == 0)
	{
		sfn_json_set_null(value);
		return member == NULL;
	}
	if (strcmp(name, "doc") != 0)
		return false;
	*value = *(JsonbValue *) arg;
	return member == NULL || sfn_json_member(arg, member, -1, value);
}
