/*-------------------------------------------------------------------------
 *
 * path_select.c
 *	  Find the nodes of a path in a document.
 *
 * Nodes are visited depth first, each as soon as it is found, which gives the
 * order the standard asks for without lists in between: the nodes of the first
 * child come before those of the second.  Only a function after ".." collects
 * first, since its subject is the list.
 *
 * A definite path is walked in a loop that allocates nothing.
 *
 * The texts for a definite path that finds nothing are the service's, and name
 * the path in its normalized form.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonpath/path_nodes.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/memutils.h"

/* What stays the same while a path is visited. */
typedef struct Visit
{
	PathSearch *search;
	const SfnPath *path;
	NodeVisitor visitor;
	void	   *arg;
} Visit;

static inline bool take_definite_step(const PathStep *step, JsonbValue *value);
static bool visit_from(const Visit *visit, int from, int to, const JsonbValue *start);
static bool visit_aggregate(const Visit *visit, const JsonbValue *start);
static bool visit_function(const Visit *visit, int at, int to, const JsonbValue *subject,
						   bool aggregated);
static bool visit_descendants(const Visit *visit, int at, int to, const JsonbValue *node);
static bool visit_children(const Visit *visit, int at, int to, const PathStep *selector,
						   const JsonbValue *node);
static bool visit_all(const Visit *visit, int at, int to, const JsonbValue *node);
static bool visit_slice(const Visit *visit, int at, int to, const PathStep *selector,
						const JsonbValue *node);
static bool visit_matching(const Visit *visit, int at, int to, const PathStep *selector,
						   const JsonbValue *node);
static int64 slice_bound(int64 bound, int64 count, int64 lowest, int64 highest);
static char *explain_missing(const SfnPath *path, const JsonbValue *root);
static void append_steps(StringInfo out, const SfnPath *path, int count);
static void append_step(StringInfo out, const PathStep *step);

void
sfn_path_each(const SfnPath *path, const JsonbValue *root, NodeVisitor visitor, void *arg)
{
	PathSearch	search;

	sfn_path_begin(&search, path, root);
	(void) sfn_path_visit(&search, path, root, visitor, arg);
	sfn_path_end(&search);
}

bool
sfn_path_get(const SfnPath *path, const JsonbValue *root, JsonbValue *result, char **why)
{
	PathSearch	search;
	JsonbValue	node;
	bool		found;

	if (path->definite)
	{
		found = sfn_path_walk(path, root, result);
		if (!found && why != NULL)
			*why = explain_missing(path, root);
		return found;
	}

	sfn_path_begin(&search, path, root);
	if (path->single)
	{
		found = !sfn_path_visit(&search, path, root, sfn_path_first, &node);
		if (found)
			*result = node;
		else if (why != NULL)
			*why = search.failure != NULL ? pstrdup(search.failure) :
				explain_missing(path, root);
	}
	else
	{
		NodeList	nodes = {0};

		(void) sfn_path_visit(&search, path, root, sfn_path_collect, &nodes);
		sfn_path_list(&nodes, result);
		found = true;
	}
	sfn_path_end(&search);
	return found;
}

bool
sfn_path_is_past_end(const SfnPath *path, const JsonbValue *root)
{
	JsonbValue	value = *root;
	int			last = path->count - 1;

	if (!path->definite || last < 0 || path->steps[last].type != STEP_INDEX)
		return false;
	for (int i = 0; i < last; i++)
	{
		if (!take_definite_step(&path->steps[i], &value))
			return false;
	}
	return sfn_json_is_array(&value) && !take_definite_step(&path->steps[last], &value);
}

void
sfn_path_begin(PathSearch *search, const SfnPath *path, const JsonbValue *root)
{
	memset(search, 0, sizeof(PathSearch));
	search->root = root;
	search->dialect = path->dialect;
}

void
sfn_path_end(PathSearch *search)
{
	if (search->scratch != NULL)
		MemoryContextDelete(search->scratch);
	if (search->regex_context != NULL)
		MemoryContextDelete(search->regex_context);
}

bool
sfn_path_walk(const SfnPath *path, const JsonbValue *start, JsonbValue *node)
{
	JsonbValue	value = *start;

	Assert(path->definite);
	for (int i = 0; i < path->count; i++)
	{
		if (!take_definite_step(&path->steps[i], &value))
			return false;
	}
	*node = value;
	return true;
}

/*
 * take_definite_step
 *		Replace value by its child.  false: there is none.
 */
static inline bool
take_definite_step(const PathStep *step, JsonbValue *value)
{
	int64		index;

	if (step->type == STEP_NAME)
		return sfn_json_member(value, step->is.name.text, step->is.name.len, value) ||
			(step->is.name.other != NULL &&
			 sfn_json_member(value, step->is.name.other, step->is.name.other_len, value));

	Assert(step->type == STEP_INDEX);
	index = step->is.index;
	if (index < 0)
		index += sfn_json_count(value);
	return index <= PG_INT32_MAX && sfn_json_element(value, (int) index, value);
}

bool
sfn_path_collect(const JsonbValue *node, void *arg)
{
	NodeList   *list = arg;

	if (list->count == list->capacity)
	{
		if (list->capacity >= (int) (MaxAllocSize / sizeof(JsonbValue) / 2))
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("JSONPath selects more than %d nodes", list->count)));
		list->capacity = Max(8, list->capacity * 2);
		if (list->nodes == NULL)
			list->nodes = palloc(list->capacity * sizeof(JsonbValue));
		else
			list->nodes = repalloc(list->nodes, list->capacity * sizeof(JsonbValue));
	}
	list->nodes[list->count++] = *node;
	return true;
}

void
sfn_path_list(NodeList *nodes, JsonbValue *array)
{
	JsonbValue	tree;

	tree.type = jbvArray;
	tree.val.array.nElems = nodes->count;
	tree.val.array.elems = nodes->nodes;
	tree.val.array.rawScalar = false;
	sfn_json_finish(&tree, array);
	if (nodes->nodes != NULL)
		pfree(nodes->nodes);
	memset(nodes, 0, sizeof(NodeList));
}

bool
sfn_path_next_child(JsonCursor *cursor, JsonbValue *child)
{
	JsonbValue	key;

	return sfn_json_next_element(cursor, child) || sfn_json_next_member(cursor, &key, child);
}

bool
sfn_path_first(const JsonbValue *node, void *arg)
{
	*(JsonbValue *) arg = *node;
	return false;
}

bool
sfn_path_visit(PathSearch *search, const SfnPath *path, const JsonbValue *start,
			   NodeVisitor visitor, void *arg)
{
	Visit		visit = {search, path, visitor, arg};

	if (path->aggregate >= 0)
		return visit_aggregate(&visit, start);
	return visit_from(&visit, 0, path->count, start);
}

/*
 * visit_from
 *		Visit the nodes that the steps from "from" to "to" select below start.
 */
static bool
visit_from(const Visit *visit, int from, int to, const JsonbValue *start)
{
	JsonbValue	node = *start;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	for (int i = from; i < to; i++)
	{
		const PathStep *step = &visit->path->steps[i];

		if (step->descendant)
			return visit_descendants(visit, i, to, &node);
		if (step->type == STEP_FUNCTION)
			return visit_function(visit, i, to, &node, false);
		if (step->type != STEP_NAME && step->type != STEP_INDEX)
			return visit_children(visit, i, to, step, &node);
		if (!take_definite_step(step, &node))
			return true;
	}
	return visit->visitor(&node, visit->arg);
}

/*
 * visit_aggregate
 *		$..price.sum(): the function's subject is the list of what precedes it.
 */
static bool
visit_aggregate(const Visit *visit, const JsonbValue *start)
{
	NodeList	nodes = {0};
	Visit		collect = {visit->search, visit->path, sfn_path_collect, &nodes};
	JsonbValue	list;

	(void) visit_from(&collect, 0, visit->path->aggregate, start);
	sfn_path_list(&nodes, &list);
	return visit_function(visit, visit->path->aggregate, visit->path->count, &list, true);
}

static bool
visit_function(const Visit *visit, int at, int to, const JsonbValue *subject, bool aggregated)
{
	JsonbValue	result;

	if (!sfn_path_function_call(visit->search, visit->path->steps[at].is.call, subject,
								aggregated, &result))
		return true;
	return visit_from(visit, at + 1, to, &result);
}

/*
 * visit_descendants
 *		Step "at" applied to node and to everything below it, parents first.
 */
static bool
visit_descendants(const Visit *visit, int at, int to, const JsonbValue *node)
{
	JsonCursor cursor;
	JsonbValue	child;

	if (node->type != jbvBinary)
		return true;
	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	if (!visit_children(visit, at, to, &visit->path->steps[at], node))
		return false;
	sfn_json_cursor_init(&cursor, node);
	while (sfn_path_next_child(&cursor, &child))
	{
		if (!visit_descendants(visit, at, to, &child))
			return false;
	}
	return true;
}

/*
 * visit_children
 *		The children of node that a selector of step "at" selects, and on from
 *		there.
 */
static bool
visit_children(const Visit *visit, int at, int to, const PathStep *selector,
			   const JsonbValue *node)
{
	JsonbValue	child;

	switch (selector->type)
	{
		case STEP_NAME:
		case STEP_INDEX:
			child = *node;
			return !take_definite_step(selector, &child) ||
				visit_from(visit, at + 1, to, &child);
		case STEP_WILDCARD:
			return visit_all(visit, at, to, node);
		case STEP_SLICE:
			return visit_slice(visit, at, to, selector, node);
		case STEP_FILTER:
			return visit_matching(visit, at, to, selector, node);
		case STEP_UNION:
			for (int i = 0; i < selector->is.alternatives.count; i++)
			{
				if (!visit_children(visit, at, to,
									&selector->is.alternatives.selectors[i], node))
					return false;
			}
			return true;
		case STEP_FUNCTION:
			break;
	}
	elog(ERROR, "unexpected path selector %d", (int) selector->type);
}

static bool
visit_all(const Visit *visit, int at, int to, const JsonbValue *node)
{
	JsonCursor cursor;
	JsonbValue	child;

	if (node->type != jbvBinary)
		return true;
	sfn_json_cursor_init(&cursor, node);
	while (sfn_path_next_child(&cursor, &child))
	{
		if (!visit_from(visit, at + 1, to, &child))
			return false;
	}
	return true;
}

static bool
visit_slice(const Visit *visit, int at, int to, const PathStep *selector, const JsonbValue *node)
{
	int64		step = selector->is.slice.step;
	int64		count;
	int64		start;
	int64		end;
	JsonbValue	child;

	if (!sfn_json_is_array(node) || step == 0)
		return true;
	count = sfn_json_count(node);
	if (step > 0)
	{
		start = selector->is.slice.has_start ?
			slice_bound(selector->is.slice.start, count, 0, count) : 0;
		end = selector->is.slice.has_end ?
			slice_bound(selector->is.slice.end, count, 0, count) : count;
	}
	else
	{
		start = selector->is.slice.has_start ?
			slice_bound(selector->is.slice.start, count, -1, count - 1) : count - 1;
		end = selector->is.slice.has_end ?
			slice_bound(selector->is.slice.end, count, -1, count - 1) : -1;
	}
	for (int64 i = start; step > 0 ? i < end : i > end; i += step)
	{
		if (sfn_json_element(node, (int) i, &child) &&
			!visit_from(visit, at + 1, to, &child))
			return false;
	}
	return true;
}

static int64
slice_bound(int64 bound, int64 count, int64 lowest, int64 highest)
{
	if (bound < 0)
		bound += count;
	return Max(lowest, Min(bound, highest));
}

/*
 * visit_matching
 *		A filter looks at the children of arrays and, by the standard, of
 *		objects.  The service's looks at an object itself; after ".." it
 *		therefore leaves arrays out, as their elements have their own turn.
 */
static bool
visit_matching(const Visit *visit, int at, int to, const PathStep *selector,
			   const JsonbValue *node)
{
	JsonCursor cursor;
	JsonbValue	child;

	if (node->type != jbvBinary)
		return true;
	if (visit->path->dialect == JSON_PATH_SERVICE)
	{
		if (sfn_json_is_object(node))
			return !sfn_path_test(visit->search, selector->is.filter, node) ||
				visit_from(visit, at + 1, to, node);
		if (visit->path->steps[at].descendant)
			return true;
	}
	sfn_json_cursor_init(&cursor, node);
	while (sfn_path_next_child(&cursor, &child))
	{
		CHECK_FOR_INTERRUPTS();
		if (sfn_path_test(visit->search, selector->is.filter, &child) &&
			!visit_from(visit, at + 1, to, &child))
			return false;
	}
	return true;
}

/*
 * explain_missing
 *		The service's text for a path that finds nothing in root.  Where it
 *		would go on with the names of Java classes, the text stops.
 */
static char *
explain_missing(const SfnPath *path, const JsonbValue *root)
{
	StringInfoData out;
	JsonbValue	value = *root;
	int			last = path->count - 1;
	int			i = 0;

	while (i < last && path->steps[i].type <= STEP_INDEX &&
		   take_definite_step(&path->steps[i], &value))
		i++;

	initStringInfo(&out);
	if (path->steps[i].type == STEP_NAME && !sfn_json_is_object(&value))
	{
		appendStringInfoString(&out, "Expected to find an object with property ");
		append_step(&out, &path->steps[i]);
		appendStringInfoString(&out, " in path ");
		append_steps(&out, path, i);
		appendStringInfo(&out, " but found '%s'.", sfn_json_type_name(&value));
	}
	else if (path->steps[i].type == STEP_NAME && i < last)
	{
		appendStringInfoString(&out, "Missing property in path ");
		append_steps(&out, path, i + 1);
	}
	else if (path->steps[i].type == STEP_INDEX && value.type == jbvNull)
	{
		appendStringInfoString(&out, "The path ");
		append_steps(&out, path, i);
		appendStringInfoString(&out, " is null");
	}
	else if (path->steps[i].type == STEP_INDEX && !sfn_json_is_array(&value))
	{
		appendStringInfoString(&out, "Filter: ");
		append_step(&out, &path->steps[i]);
		appendStringInfoString(&out, " can only be applied to arrays. Current context is: ");
		sfn_json_append_text(&out, &value);
	}
	else
	{
		appendStringInfoString(&out, "No results for path: ");
		append_steps(&out, path, path->count);
	}
	return out.data;
}

static void
append_steps(StringInfo out, const SfnPath *path, int count)
{
	appendStringInfoChar(out, '$');
	for (int i = 0; i < count; i++)
		append_step(out, &path->steps[i]);
}

static void
append_step(StringInfo out, const PathStep *step)
{
	switch (step->type)
	{
		case STEP_NAME:
			appendStringInfo(out, "['%.*s']", step->is.name.len, step->is.name.text);
			break;
		case STEP_INDEX:
			appendStringInfo(out, "[" INT64_FORMAT "]", step->is.index);
			break;
		case STEP_FUNCTION:
			appendStringInfo(out, ".%s(%s)", step->is.call->function->name,
							 step->is.call->count > 0 ? "..." : "");
			break;
		default:
			appendStringInfoString(out, "[*]");
			break;
	}
}
