/*-------------------------------------------------------------------------
 *
 * json_tree.c
 *	  JSON text as a tree that keeps member order, duplicates and positions.
 *
 * Children wait on a stack until their container ends and then become its
 * arrays, as in json_build.c.  A duplicated member ends the parse: of two members with
 * one name a definition can mean only one.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/json_number.h"
#include "base/json_reader.h"
#include "base/json_tree.h"
#include "base/json_value.h"
#include "miscadmin.h"

/* A child of an open container, or an open container, whose node is begun */
typedef struct Child
{
	char	   *key;			/* member name, or NULL */
	int			key_offset;		/* where it stands in the text */
	JsonNode   *node;
	int			outer;			/* open container: entry of the one around it + 1 */
} Child;

typedef struct TreeParser
{
	JsonReader	reader;
	Child	   *children;
	int			count;
	int			capacity;
	int			open;			/* entry of the innermost open container + 1, or 0 */
	char	   *key;			/* of the value to come */
	int			key_offset;
	JsonTreeProblem *problem;
} TreeParser;

static bool accept_item(TreeParser *parser, JsonItem item);
static JsonNode *push_node(TreeParser *parser, JsonNodeType type);
static bool end_container(TreeParser *parser);
static const Child *find_duplicate(const Child *members, int count);
static int	compare_members(const void *a, const void *b);
static void set_problem(TreeParser *parser, const char *message, int offset);
static void push_to_builder(JsonBuilder *builder, const JsonNode *node);
static void scalar_value(const JsonNode *node, JsonbValue *value);

JsonNode *
sfn_json_tree_parse(const char *text, int len, JsonTreeProblem *problem)
{
	TreeParser	parser;
	JsonItem	item;

	memset(problem, 0, sizeof(*problem));
	sfn_json_reader_init(&parser.reader, text, len);
	parser.count = 0;
	parser.capacity = 64;
	parser.children = palloc(parser.capacity * sizeof(Child));
	parser.open = 0;
	parser.key = NULL;
	parser.key_offset = 0;
	parser.problem = problem;

	while ((item = sfn_json_reader_next(&parser.reader)) != JSON_ITEM_END)
	{
		CHECK_FOR_INTERRUPTS();
		if (!accept_item(&parser, item))
			return NULL;
	}

	Assert(parser.count == 1);
	return parser.children[0].node;
}

JsonNode *
sfn_json_tree_member(const JsonNode *node, const char *key)
{
	int			i;

	if (node->type != JSON_NODE_OBJECT)
		return NULL;
	for (i = 0; i < node->count; i++)
	{
		if (strcmp(node->keys[i], key) == 0)
			return node->items[i];
	}
	return NULL;
}

Jsonb *
sfn_json_tree_to_jsonb(const JsonNode *node)
{
	JsonBuilder builder = {0};
	JsonbValue	scalar;

	if (node->type == JSON_NODE_ARRAY || node->type == JSON_NODE_OBJECT)
	{
		push_to_builder(&builder, node);
		return sfn_json_built_jsonb(&builder);
	}
	scalar_value(node, &scalar);
	return sfn_json_to_jsonb(&scalar);
}

bool
sfn_json_tree_int64(const JsonNode *node, int64 *value)
{
	return node->type == JSON_NODE_NUMBER &&
		sfn_number_int64(sfn_number_parse(node->text, node->len), value);
}

/*
 * false: the text has a problem, which is set
 */
static bool
accept_item(TreeParser *parser, JsonItem item)
{
	JsonReader *reader = &parser->reader;
	JsonNode   *node;

	switch (item)
	{
		case JSON_ITEM_PROBLEM:
			set_problem(parser, reader->problem, reader->offset);
			return false;
		case JSON_ITEM_KEY:
			parser->key = pnstrdup(reader->text, reader->len);
			parser->key_offset = reader->offset;
			return true;
		case JSON_ITEM_BEGIN_OBJECT:
		case JSON_ITEM_BEGIN_ARRAY:
			(void) push_node(parser, item == JSON_ITEM_BEGIN_OBJECT ?
							 JSON_NODE_OBJECT : JSON_NODE_ARRAY);
			parser->children[parser->count - 1].outer = parser->open;
			parser->open = parser->count;
			return true;
		case JSON_ITEM_END_OBJECT:
		case JSON_ITEM_END_ARRAY:
			return end_container(parser);
		case JSON_ITEM_STRING:
		case JSON_ITEM_NUMBER:
			node = push_node(parser, item == JSON_ITEM_STRING ?
							 JSON_NODE_STRING : JSON_NODE_NUMBER);
			node->text = pnstrdup(reader->text, reader->len);
			node->len = reader->len;
			return true;
		case JSON_ITEM_TRUE:
		case JSON_ITEM_FALSE:
			node = push_node(parser, JSON_NODE_BOOL);
			node->boolean = (item == JSON_ITEM_TRUE);
			return true;
		default:
			(void) push_node(parser, JSON_NODE_NULL);
			return true;
	}
}

static JsonNode *
push_node(TreeParser *parser, JsonNodeType type)
{
	Child	   *child;

	if (parser->count == parser->capacity)
	{
		parser->capacity *= 2;
		parser->children = repalloc_huge(parser->children,
										 parser->capacity * sizeof(Child));
	}

	child = &parser->children[parser->count++];
	child->key = parser->key;
	child->key_offset = parser->key_offset;
	child->node = palloc0(sizeof(JsonNode));
	child->node->type = type;
	parser->key = NULL;
	return child->node;
}

static bool
end_container(TreeParser *parser)
{
	int			first = parser->open;
	const Child *members = &parser->children[first];
	JsonNode   *node = parser->children[first - 1].node;
	int			i;

	node->count = parser->count - first;
	node->items = palloc(Max(node->count, 1) * sizeof(JsonNode *));
	for (i = 0; i < node->count; i++)
		node->items[i] = members[i].node;

	if (node->type == JSON_NODE_OBJECT)
	{
		const Child *duplicate = find_duplicate(members, node->count);

		if (duplicate != NULL)
		{
			set_problem(parser, psprintf("duplicate key \"%s\"", duplicate->key),
						duplicate->key_offset);
			parser->problem->duplicate_key = duplicate->key;
			return false;
		}
		node->keys = palloc(Max(node->count, 1) * sizeof(char *));
		for (i = 0; i < node->count; i++)
			node->keys[i] = members[i].key;
	}

	parser->count = first;
	parser->open = parser->children[first - 1].outer;
	return true;
}

/*
 * The first member whose name an earlier one has, or NULL.
 */
static const Child *
find_duplicate(const Child *members, int count)
{
	const Child **sorted;
	const Child *first = NULL;
	int			i;

	if (count < 2)
		return NULL;

	sorted = palloc(count * sizeof(Child *));
	for (i = 0; i < count; i++)
		sorted[i] = &members[i];
	qsort(sorted, count, sizeof(Child *), compare_members);
	for (i = 1; i < count; i++)
	{
		if (strcmp(sorted[i - 1]->key, sorted[i]->key) == 0 &&
			(first == NULL || sorted[i]->key_offset < first->key_offset))
			first = sorted[i];
	}
	pfree(sorted);
	return first;
}

static int
compare_members(const void *a, const void *b)
{
	const Child *x = *(const Child *const *) a;
	const Child *y = *(const Child *const *) b;
	int			order = strcmp(x->key, y->key);

	if (order != 0)
		return order;
	return x->key_offset < y->key_offset ? -1 : 1;
}

static void
set_problem(TreeParser *parser, const char *message, int offset)
{
	parser->problem->message = message;
	sfn_json_reader_position(&parser->reader, offset, &parser->problem->line,
							 &parser->problem->column);
}

static void
push_to_builder(JsonBuilder *builder, const JsonNode *node)
{
	JsonbValue	scalar;
	int			i;

	check_stack_depth();
	switch (node->type)
	{
		case JSON_NODE_OBJECT:
			sfn_json_begin_object(builder);
			for (i = 0; i < node->count; i++)
			{
				sfn_json_key(builder, node->keys[i], strlen(node->keys[i]));
				push_to_builder(builder, node->items[i]);
			}
			sfn_json_end_object(builder);
			break;
		case JSON_NODE_ARRAY:
			sfn_json_begin_array(builder);
			for (i = 0; i < node->count; i++)
				push_to_builder(builder, node->items[i]);
			sfn_json_end_array(builder);
			break;
		default:
			scalar_value(node, &scalar);
			sfn_json_push(builder, &scalar);
			break;
	}
}

static void
scalar_value(const JsonNode *node, JsonbValue *value)
{
	switch (node->type)
	{
		case JSON_NODE_BOOL:
			sfn_json_set_bool(value, node->boolean);
			break;
		case JSON_NODE_NUMBER:
			value->type = jbvNumeric;
			value->val.numeric = sfn_number_parse(node->text, node->len);
			break;
		case JSON_NODE_STRING:
			sfn_json_set_string(value, node->text, node->len);
			break;
		default:
			sfn_json_set_null(value);
			break;
	}
}
