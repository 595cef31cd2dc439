/*-------------------------------------------------------------------------
 *
 * target_jsonpath.c
 *	  Fuzz JSONPath: a path in the first line, a document in the rest.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/json_value.h"
#include "fuzz.h"
#include "jsonpath/json_path.h"

/* For inputs that have none: something for every kind of step and filter */
#define DOCUMENT "{\"a\": [{\"b\": 1, \"c\": \"x\"}, {\"b\": 2.5, \"c\": null}, {\"b\": [1, 2, [3]], \"c\": true}], " \
	"\"b\": {\"a\": {\"a\": -1e9}}, \"c\": \"text\", \"\": [], \"\\u00e9\": [[], {}, 0]}"

static void run(FuzzInput *input);
static void run_dialect(const char *text, int len, const JsonbValue *document, JsonPathDialect dialect);
static bool visit(const JsonbValue *node, void *arg);

const FuzzTarget fuzz_jsonpath = {
	.covers = "^src/jsonpath/",
	.seeds = "(?:^|\")(\\$[^\"]*)",
	/* Too deep for the stack; a regular expression that is too complex */
	.errors = "54001 54000 2201B",
	.run = run
};

static void
run(FuzzInput *input)
{
	int			len;
	char	   *text = fuzz_line(input, &len);
	Jsonb	   *document = fuzz_document(input);
	JsonbValue	root;
	char	   *problem;

	if (document == NULL)
		document = sfn_json_parse(DOCUMENT, strlen(DOCUMENT), &problem);
	sfn_json_from_jsonb(document, &root);
	run_dialect(text, len, &root, JSON_PATH_SERVICE);
	run_dialect(text, len, &root, JSON_PATH_RFC9535);
}

static void
run_dialect(const char *text, int len, const JsonbValue *document, JsonPathDialect dialect)
{
	char	   *problem = NULL;
	char	   *why = NULL;
	SfnPath    *path = sfn_path_parse(text, len, dialect, &problem);
	JsonbValue	value;
	JsonbValue	written;
	int			nodes = 0;

	if (path == NULL)
	{
		if (problem == NULL)
			fuzz_finding("refused without saying why");
		return;
	}
	/* but for blanks at the end */
	if (strncmp(sfn_path_text(path), text, strlen(sfn_path_text(path))) != 0)
		fuzz_finding("the path's text became \"%s\"", sfn_path_text(path));
	sfn_path_each(path, document, visit, &nodes);
	if (!sfn_path_get(path, document, &value, &why))
	{
		if (why == NULL)
			fuzz_finding("finds nothing without saying why");
		return;
	}
	(void) sfn_json_to_jsonb(&value);

	/* What is written to a place is found there. */
	if (sfn_path_is_reference(path) && sfn_path_set(path, document, document, &written))
	{
		if (!sfn_path_get(path, &written, &value, NULL) || !sfn_json_equal(&value, document))
			fuzz_finding("what is written is not what is read");
	}
}

static bool
visit(const JsonbValue *node, void *arg)
{
	(void) sfn_json_to_jsonb(node);
	return ++*(int *) arg < 10000;
}
