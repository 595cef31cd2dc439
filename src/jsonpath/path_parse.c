/*-------------------------------------------------------------------------
 *
 * path_parse.c
 *	  Parse a path into its steps.
 *
 *	path     = "$" { step }
 *	step     = "." ( name | "*" | function ) | ".." ( name | "*" )
 *			   | [ "." | ".." ] "[" selector { "," selector } "]"
 *	selector = 'name' | index | slice | "*" | "?" filter
 *
 * Under RFC 9535 selectors may be mixed freely and blanks stand nearly
 * everywhere; what the standard does not know (functions, a dot before a
 * bracket, hyphens and backslashes in names) is taken on top, since no
 * standard path has another meaning then.  The service takes lists of names or
 * of indices, filters in parentheses only, and no blanks outside brackets.
 *
 * What a path is good for (definite, reference path) is settled here, so that
 * searching need not ask.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonpath/path_nodes.h"

static SfnPath *path_new(const PathParser *parser);
static bool parse_steps(PathParser *parser, SfnPath *path, int *capacity);
static bool at_step(PathParser *parser);
static bool parse_step(PathParser *parser, PathStep *step);
static bool parse_dot_name(PathParser *parser, PathStep *step);
static bool parse_function(PathParser *parser, PathStep *step, const char *name, int len);
static bool parse_brackets(PathParser *parser, PathStep *step);
static bool parse_selectors(PathParser *parser, PathStep **selectors, int *count);
static bool parse_selector(PathParser *parser, PathStep *step);
static bool parse_quoted_name(PathParser *parser, PathStep *step);
static bool parse_index_or_slice(PathParser *parser, PathStep *step);
static void classify(SfnPath *path, bool special_name);

SfnPath *
sfn_path_parse(const char *text, int len, JsonPathDialect dialect, char **problem)
{
	PathParser	parser = {0};
	SfnPath    *path = NULL;

	parser.text = text;
	parser.len = len;
	parser.dialect = dialect;

	if (sfn_path_peek(&parser, 0) != '$')
		sfn_path_problem(&parser, "expected \"$\"");
	else
		path = sfn_path_parse_query(&parser);
	if (path != NULL && dialect == JSON_PATH_SERVICE)
		sfn_path_skip_blanks(&parser);
	if (path != NULL && parser.pos < parser.len)
	{
		sfn_path_problem(&parser, "unexpected text");
		path = NULL;
	}
	if (path == NULL)
		*problem = parser.problem;
	return path;
}

bool
sfn_path_is_reference(const SfnPath *path)
{
	return path->reference;
}

bool
sfn_path_is_root(const SfnPath *path)
{
	return path->count == 0;
}

const char *
sfn_path_text(const SfnPath *path)
{
	return path->text;
}

SfnPath *
sfn_path_parse_query(PathParser *parser)
{
	SfnPath    *path = path_new(parser);
	int			start = parser->pos;
	int			capacity = 0;
	bool		special_around = parser->special_name;
	bool		parsed;

	if (!sfn_path_enter(parser))
		return NULL;
	path->relative = parser->text[parser->pos++] == '@';
	parser->special_name = false;
	parsed = parse_steps(parser, path, &capacity);
	parser->depth--;
	if (!parsed)
		return NULL;
	path->text = pnstrdup(parser->text + start, parser->pos - start);
	classify(path, parser->special_name);
	parser->special_name = special_around;
	return path;
}

static SfnPath *
path_new(const PathParser *parser)
{
	SfnPath    *path = palloc0(sizeof(SfnPath));

	path->dialect = parser->dialect;
	path->aggregate = -1;
	return path;
}

static bool
parse_steps(PathParser *parser, SfnPath *path, int *capacity)
{
	while (at_step(parser))
	{
		if (path->count == PATH_MAX_STEPS)
			return sfn_path_problem(parser, "path of more than %d steps", PATH_MAX_STEPS);
		if (path->count == *capacity)
		{
			*capacity = *capacity == 0 ? 4 : *capacity * 2;
			path->steps = path->steps == NULL ?
				palloc(*capacity * sizeof(PathStep)) :
				repalloc(path->steps, *capacity * sizeof(PathStep));
		}
		if (!parse_step(parser, &path->steps[path->count]))
			return false;
		path->count++;
	}
	return true;
}

/*
 * at_step
 *		Whether another step follows.  The standard allows blanks before it;
 *		they are taken only then, since what follows a path has its own rules.
 */
static bool
at_step(PathParser *parser)
{
	int			start = parser->pos;
	int			c;

	if (parser->dialect == JSON_PATH_RFC9535)
		sfn_path_skip_blanks(parser);
	c = sfn_path_peek(parser, 0);
	if (c == '.' || c == '[')
		return true;
	parser->pos = start;
	return false;
}

static bool
parse_step(PathParser *parser, PathStep *step)
{
	int			c;

	memset(step, 0, sizeof(PathStep));
	if (sfn_path_take(parser, '['))
		return parse_brackets(parser, step);

	(void) sfn_path_take(parser, '.');
	step->descendant = sfn_path_take(parser, '.');
	c = sfn_path_peek(parser, 0);
	if (c == -1)
		return sfn_path_problem(parser, "path ends with \".\"");
	if (sfn_path_take(parser, '['))
		return parse_brackets(parser, step);
	if (sfn_path_take(parser, '*'))
	{
		step->type = STEP_WILDCARD;
		return true;
	}
	return parse_dot_name(parser, step);
}

static bool
parse_dot_name(PathParser *parser, PathStep *step)
{
	const char *name;
	int			len;

	if (!sfn_path_take_name(parser, &name, &len))
		return false;
	if (sfn_path_take(parser, '('))
		return parse_function(parser, step, name, len);
	step->type = STEP_NAME;
	step->is.name.text = name;
	step->is.name.other = NULL;
	step->is.name.len = len;
	return true;
}

/*
 * parse_function
 *		The arguments of a function at the end of a path: JSON or paths.
 */
static bool
parse_function(PathParser *parser, PathStep *step, const char *name, int len)
{
	const PathFunction *function = sfn_path_function_find(name, len);
	PathCall   *call;
	List	   *arguments = NIL;

	if (function == NULL)
		return sfn_path_problem(parser, "unknown function \"%.*s\"", len, name);
	if (step->descendant)
		return sfn_path_problem(parser, "function after \"..\"");
	sfn_path_skip_blanks(parser);
	while (!sfn_path_take(parser, ')'))
	{
		Operand    *argument;

		if (arguments != NIL && !sfn_path_expect(parser, ','))
			return false;
		argument = sfn_path_parse_argument(parser);
		if (argument == NULL)
			return false;
		arguments = lappend(arguments, argument);
		sfn_path_skip_blanks(parser);
	}
	if (list_length(arguments) < function->min_arguments ||
		(function->max_arguments >= 0 && list_length(arguments) > function->max_arguments))
		return sfn_path_problem(parser, "wrong number of arguments for \"%s\"", function->name);

	call = palloc0(sizeof(PathCall));
	call->function = function;
	call->count = list_length(arguments);
	call->arguments = palloc(sizeof(Operand *) * Max(call->count, 1));
	for (int i = 0; i < call->count; i++)
		call->arguments[i] = list_nth(arguments, i);
	list_free(arguments);
	step->type = STEP_FUNCTION;
	step->is.call = call;
	return true;
}

/*
 * parse_brackets
 *		What stands between "[", which is taken, and "]", which is taken here.
 */
static bool
parse_brackets(PathParser *parser, PathStep *step)
{
	bool		descendant = step->descendant;
	PathStep   *selectors = NULL;
	int			count = 0;

	if (!parse_selectors(parser, &selectors, &count))
		return false;
	if (count == 1)
		*step = selectors[0];
	else
	{
		step->type = STEP_UNION;
		step->is.alternatives.selectors = selectors;
		step->is.alternatives.count = count;
	}
	step->descendant = descendant;

	if (parser->dialect != JSON_PATH_SERVICE)
		return true;
	for (int i = 0; i < count && count > 1; i++)
	{
		if (selectors[i].type != selectors[0].type ||
			(selectors[i].type != STEP_NAME && selectors[i].type != STEP_INDEX))
			return sfn_path_problem(parser, "a list is of names or of indices");
	}
	return true;
}

static bool
parse_selectors(PathParser *parser, PathStep **selectors, int *count)
{
	int			capacity = 1;

	*selectors = palloc(sizeof(PathStep));
	for (;;)
	{
		if (*count == capacity)
		{
			capacity *= 2;
			*selectors = repalloc(*selectors, capacity * sizeof(PathStep));
		}
		sfn_path_skip_blanks(parser);
		if (!parse_selector(parser, &(*selectors)[*count]))
			return false;
		(*count)++;
		sfn_path_skip_blanks(parser);
		if (sfn_path_take(parser, ']'))
			return true;
		if (!sfn_path_take(parser, ','))
			return sfn_path_problem(parser, "expected \",\" or \"]\"");
	}
}

static bool
parse_selector(PathParser *parser, PathStep *step)
{
	int			c = sfn_path_peek(parser, 0);

	memset(step, 0, sizeof(PathStep));
	if (c == '\'' || c == '"')
		return parse_quoted_name(parser, step);
	if (sfn_path_take(parser, '*'))
	{
		step->type = STEP_WILDCARD;
		return true;
	}
	if (sfn_path_take(parser, '?'))
	{
		step->type = STEP_FILTER;
		step->is.filter = sfn_path_parse_filter(parser);
		return step->is.filter != NULL;
	}
	if (c == '-' || c == ':' || (c >= '0' && c <= '9'))
		return parse_index_or_slice(parser, step);
	return sfn_path_problem(parser, "expected a name in quotes, an index, \"*\" or \"?\"");
}

/*
 * parse_quoted_name
 *		['name'].  A backslash before a quote that needs none is not meant as part
 *		of the name, but some definitions mean it: where there is no member
 *		without it, the one with it is taken.
 */
static bool
parse_quoted_name(PathParser *parser, PathStep *step)
{
	int			start = parser->pos;
	bool		taken;

	step->type = STEP_NAME;
	parser->has_needless = false;
	if (!sfn_path_take_string(parser, &step->is.name.text, &step->is.name.len))
		return false;
	if (!parser->has_needless)
		return true;
	parser->pos = start;
	parser->keeps_backslash = true;
	taken = sfn_path_take_string(parser, &step->is.name.other, &step->is.name.other_len);
	parser->keeps_backslash = false;
	return taken;
}

static bool
parse_index_or_slice(PathParser *parser, PathStep *step)
{
	int64		start = 0;
	bool		has_start = sfn_path_peek(parser, 0) != ':';
	int			after_start;
	int			c;

	if (has_start && !sfn_path_take_index(parser, &start))
		return false;
	after_start = parser->pos;
	sfn_path_skip_blanks(parser);
	if (!sfn_path_take(parser, ':'))
	{
		parser->pos = after_start;
		step->type = STEP_INDEX;
		step->is.index = start;
		return true;
	}

	step->type = STEP_SLICE;
	step->is.slice.has_start = has_start;
	step->is.slice.start = start;
	step->is.slice.step = 1;
	sfn_path_skip_blanks(parser);
	c = sfn_path_peek(parser, 0);
	if (c != ':' && c != ']' && c != ',')
	{
		step->is.slice.has_end = true;
		if (!sfn_path_take_index(parser, &step->is.slice.end))
			return false;
		sfn_path_skip_blanks(parser);
	}
	if (!sfn_path_take(parser, ':'))
		return true;
	sfn_path_skip_blanks(parser);
	c = sfn_path_peek(parser, 0);
	return c == ']' || c == ',' || sfn_path_take_index(parser, &step->is.slice.step);
}

/*
 * classify
 *		What the path is good for.
 */
static void
classify(SfnPath *path, bool special_name)
{
	bool		descends = false;

	path->definite = true;
	path->single = true;
	path->reference = !special_name;
	for (int i = 0; i < path->count; i++)
	{
		const PathStep *step = &path->steps[i];
		bool		one = !step->descendant &&
			(step->type == STEP_NAME || step->type == STEP_INDEX);

		descends = descends || step->descendant;
		if (step->type == STEP_FUNCTION)
		{
			if (descends && path->aggregate < 0)
			{
				path->aggregate = i;
				path->single = true;
			}
		}
		else if (!one)
			path->single = false;
		path->definite = path->definite && one;
		if (step->type == STEP_INDEX && step->is.index < 0)
			path->reference = false;
	}
	path->reference = path->reference && path->definite;
}
