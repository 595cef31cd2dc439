/*-------------------------------------------------------------------------
 *
 * path_filter.c
 *	  Decide whether a node passes a filter.
 *
 * The dialects compare differently.  By RFC 9535 a missing value equals a
 * missing value, types never mix, and <= includes equality of any type.  The
 * service's missing value equals nothing, and a number and a string compare in
 * the left one's type.  Numbers compare exactly in both.
 *
 * Values made on the way (lists of nodes, lengths) live in the search's
 * scratch context, which is reset after each node that the outermost filter
 * has looked at.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "fmgr.h"
#include "jsonpath/path_nodes.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/numeric.h"

/* How often elements are compared before somebody may interrupt */
#define LIST_COMPARISONS_PER_CHECK 64

static bool test_filter(PathSearch *search, const FilterNode *filter, const JsonbValue *item);
static bool visit_operand(PathSearch *search, const Operand *operand, const JsonbValue *item,
						  NodeVisitor visitor, void *arg);
static bool count_node(const JsonbValue *node, void *arg);
static bool path_value(PathSearch *search, const Operand *operand, const JsonbValue *item,
					   JsonbValue *value);
static bool call_value(PathSearch *search, const Operand *call, const JsonbValue *item,
					   JsonbValue *value);
static bool length_of(const JsonbValue *value, JsonbValue *length);
static bool test_regex_call(PathSearch *search, const Operand *call, const JsonbValue *item);
static const PathRegex *dynamic_regex(PathSearch *search, const JsonbValue *text, bool whole);
static bool test_comparison(PathSearch *search, const FilterNode *filter, const JsonbValue *item);
static bool test_order(const PathSearch *search, FilterOperator operator,
					   const JsonbValue *left, const JsonbValue *right);
static bool values_equal(const PathSearch *search, const JsonbValue *left, const JsonbValue *right);
static bool values_order(const PathSearch *search, const JsonbValue *left, const JsonbValue *right,
						 int *order);
static int	compare_strings(const JsonbValue *left, const JsonbValue *right);
static int	compare_numbers(const JsonbValue *left, const JsonbValue *right);
static void number_text(const JsonbValue *number, JsonbValue *text);
static bool string_number(const JsonbValue *string, JsonbValue *number);
static bool test_list(const PathSearch *search, FilterOperator operator,
					  const JsonbValue *left, const JsonbValue *right);
static bool list_contains(const PathSearch *search, const JsonbValue *list,
						  const JsonbValue *value);
static bool lists_meet(const PathSearch *search, const JsonbValue *left, const JsonbValue *right,
					   bool wanted);
static bool test_contains(const PathSearch *search, const JsonbValue *left,
						  const JsonbValue *right);
static bool test_size(const JsonbValue *value, const JsonbValue *size);
static bool test_empty(const JsonbValue *value, bool expected);
static bool test_pattern(const PathRegex *regex, const JsonbValue *value);

bool
sfn_path_test(PathSearch *search, const FilterNode *filter, const JsonbValue *item)
{
	MemoryContext caller;
	bool		passes;

	if (search->filter_depth > 0)
		return test_filter(search, filter, item);

	if (search->scratch == NULL)
		search->scratch = AllocSetContextCreate(CurrentMemoryContext, "JSONPath filter",
												ALLOCSET_SMALL_SIZES);
	caller = MemoryContextSwitchTo(search->scratch);
	search->filter_depth++;
	passes = test_filter(search, filter, item);
	search->filter_depth--;
	MemoryContextSwitchTo(caller);
	MemoryContextReset(search->scratch);
	return passes;
}

static bool
test_filter(PathSearch *search, const FilterNode *filter, const JsonbValue *item)
{
	ListCell   *cell;
	JsonbValue	node;

	check_stack_depth();
	switch (filter->type)
	{
		case FILTER_AND:
			foreach(cell, filter->terms)
			{
				if (!test_filter(search, lfirst(cell), item))
					return false;
			}
			return true;
		case FILTER_OR:
			foreach(cell, filter->terms)
			{
				if (test_filter(search, lfirst(cell), item))
					return true;
			}
			return false;
		case FILTER_NOT:
			return !test_filter(search, linitial(filter->terms), item);
		case FILTER_EXISTS:
			return !visit_operand(search, filter->left, item, sfn_path_first, &node);
		case FILTER_MATCHES:
			return test_regex_call(search, filter->left, item);
		case FILTER_COMPARE:
			return test_comparison(search, filter, item);
	}
	elog(ERROR, "unexpected filter %d", (int) filter->type);
}

/* The nodes of an operand that is a path. */
static bool
visit_operand(PathSearch *search, const Operand *operand, const JsonbValue *item,
			  NodeVisitor visitor, void *arg)
{
	return sfn_path_visit(search, operand->path,
						  operand->path->relative ? item : search->root, visitor, arg);
}

static bool
count_node(const JsonbValue *node, void *arg)
{
	(*(int64 *) arg)++;
	return true;
}

bool
sfn_path_operand(PathSearch *search, const Operand *operand, const JsonbValue *item,
				 JsonbValue *value)
{
	switch (operand->type)
	{
		case OPERAND_LITERAL:
			*value = operand->literal;
			return true;
		case OPERAND_PATH:
			return path_value(search, operand, item, value);
		case OPERAND_CALL:
			return call_value(search, operand, item, value);
		case OPERAND_PATTERN:
			break;
	}
	elog(ERROR, "unexpected operand %d", (int) operand->type);
}

/* A path with several nodes stands for their list. */
static bool
path_value(PathSearch *search, const Operand *operand, const JsonbValue *item, JsonbValue *value)
{
	NodeList	nodes = {0};

	if (operand->path->definite)
		return sfn_path_walk(operand->path, operand->path->relative ? item : search->root, value);
	if (operand->path->single)
		return !visit_operand(search, operand, item, sfn_path_first, value);
	(void) visit_operand(search, operand, item, sfn_path_collect, &nodes);
	sfn_path_list(&nodes, value);
	return true;
}

/* length(), count() and value() */
static bool
call_value(PathSearch *search, const Operand *call, const JsonbValue *item, JsonbValue *value)
{
	JsonbValue	argument;
	NodeList	nodes = {0};
	int64		count = 0;

	check_stack_depth();
	switch (call->function)
	{
		case FILTER_LENGTH:
			return sfn_path_operand(search, call->arguments[0], item, &argument) &&
				length_of(&argument, value);
		case FILTER_COUNT:
			(void) visit_operand(search, call->arguments[0], item, count_node, &count);
			sfn_json_set_int64(value, count);
			return true;
		case FILTER_VALUE:
			(void) visit_operand(search, call->arguments[0], item, sfn_path_collect, &nodes);
			if (nodes.count == 1)
				*value = nodes.nodes[0];
			return nodes.count == 1;
		case FILTER_MATCH:
		case FILTER_SEARCH:
			break;
	}
	elog(ERROR, "unexpected function %d", (int) call->function);
}

static bool
length_of(const JsonbValue *value, JsonbValue *length)
{
	int64		count;

	if (value->type == jbvString)
		count = pg_mbstrlen_with_len(value->val.string.val, value->val.string.len);
	else if (value->type == jbvBinary)
		count = sfn_json_count(value);
	else
		return false;
	sfn_json_set_int64(length, count);
	return true;
}

/* match() and search() */
static bool
test_regex_call(PathSearch *search, const Operand *call, const JsonbValue *item)
{
	const PathRegex *regex = call->regex;
	JsonbValue	subject;
	JsonbValue	expression;

	if (!sfn_path_operand(search, call->arguments[0], item, &subject) ||
		!sfn_path_operand(search, call->arguments[1], item, &expression) ||
		subject.type != jbvString || expression.type != jbvString)
		return false;
	if (call->arguments[1]->type != OPERAND_LITERAL)
		regex = dynamic_regex(search, &expression, call->function == FILTER_MATCH);
	return regex != NULL &&
		sfn_path_regex_match(regex, subject.val.string.val, subject.val.string.len);
}

/*
 * dynamic_regex
 *		A regular expression that is data.  It is mostly the same for all
 *		nodes, so the last one is kept.
 */
static const PathRegex *
dynamic_regex(PathSearch *search, const JsonbValue *text, bool whole)
{
	MemoryContext caller;
	const char *problem;

	if (search->regex_context != NULL && search->regex_whole == whole &&
		search->regex_len == text->val.string.len &&
		memcmp(search->regex_text, text->val.string.val, search->regex_len) == 0)
		return search->regex;

	if (search->regex_context == NULL)
		search->regex_context =
			AllocSetContextCreate(MemoryContextGetParent(search->scratch),
								  "JSONPath regular expression", ALLOCSET_SMALL_SIZES);
	else
		MemoryContextReset(search->regex_context);
	caller = MemoryContextSwitchTo(search->regex_context);
	search->regex_text = pnstrdup(text->val.string.val, text->val.string.len);
	search->regex_len = text->val.string.len;
	search->regex_whole = whole;
	search->regex = sfn_path_regex_compile(search->regex_text, search->regex_len,
										   REGEX_IREGEXP, "", 0, whole, &problem);
	MemoryContextSwitchTo(caller);
	return search->regex;
}

static bool
test_comparison(PathSearch *search, const FilterNode *filter, const JsonbValue *item)
{
	FilterOperator operator = filter->operator;
	JsonbValue	left_value;
	JsonbValue	right_value;
	const JsonbValue *left = NULL;
	const JsonbValue *right = NULL;

	if (sfn_path_operand(search, filter->left, item, &left_value))
		left = &left_value;
	if (operator == FILTER_REGEX)
		return left != NULL && test_pattern(filter->right->regex, left);
	if (sfn_path_operand(search, filter->right, item, &right_value))
		right = &right_value;

	if (operator <= FILTER_NOT_SAME)
		return test_order(search, operator, left, right);
	if (left == NULL || right == NULL)
		return operator == FILTER_NOT_IN;
	switch (operator)
	{
		case FILTER_SIZE:
			return test_size(left, right);
		case FILTER_EMPTY:
			return test_empty(left, right->val.boolean);
		case FILTER_CONTAINS:
			return test_contains(search, left, right);
		default:
			return test_list(search, operator, left, right);
	}
}

/*
 * test_order
 *		The operators that order or equal; NULL is a missing value.
 */
static bool
test_order(const PathSearch *search, FilterOperator operator,
		   const JsonbValue *left, const JsonbValue *right)
{
	bool		standard = search->dialect == JSON_PATH_RFC9535;
	bool		equal;
	int			order;

	switch (operator)
	{
		case FILTER_EQUAL:
		case FILTER_NOT_EQUAL:
		case FILTER_SAME:
		case FILTER_NOT_SAME:
			if (left == NULL || right == NULL)
				equal = standard && left == right;
			else if (operator == FILTER_SAME || operator == FILTER_NOT_SAME)
				equal = left->type == right->type && values_equal(search, left, right);
			else
				equal = values_equal(search, left, right);
			return equal == (operator == FILTER_EQUAL || operator == FILTER_SAME);
		default:
			break;
	}

	if (left == NULL || right == NULL || !values_order(search, left, right, &order))
	{
		if (!standard || operator == FILTER_LESS || operator == FILTER_GREATER)
			return false;
		/* The standard's <= and >= hold for what is equal, whatever it is. */
		return left != NULL && right != NULL ? values_equal(search, left, right) : left == right;
	}
	switch (operator)
	{
		case FILTER_LESS:
			return order < 0;
		case FILTER_LESS_EQUAL:
			return order <= 0;
		case FILTER_GREATER:
			return order > 0;
		default:
			return order >= 0;
	}
}

static bool
values_equal(const PathSearch *search, const JsonbValue *left, const JsonbValue *right)
{
	JsonbValue	converted;

	if (search->dialect == JSON_PATH_SERVICE)
	{
		if (left->type == jbvString && right->type == jbvNumeric)
		{
			number_text(right, &converted);
			return compare_strings(left, &converted) == 0;
		}
		if (left->type == jbvNumeric && right->type == jbvString)
			return string_number(right, &converted) && compare_numbers(left, &converted) == 0;
	}
	return sfn_json_equal(left, right);
}

/* false: the two have no order */
static bool
values_order(const PathSearch *search, const JsonbValue *left, const JsonbValue *right, int *order)
{
	JsonbValue	left_text = *left;
	JsonbValue	right_text = *right;

	if (left->type == jbvNumeric && right->type == jbvNumeric)
	{
		*order = compare_numbers(left, right);
		return true;
	}
	if (search->dialect == JSON_PATH_SERVICE)
	{
		if (left->type == jbvNumeric && right->type == jbvString)
			number_text(left, &left_text);
		else if (left->type == jbvString && right->type == jbvNumeric)
			number_text(right, &right_text);
	}
	if (left_text.type != jbvString || right_text.type != jbvString)
		return false;
	*order = compare_strings(&left_text, &right_text);
	return true;
}

/* By bytes, which for UTF-8 is by code points. */
static int
compare_strings(const JsonbValue *left, const JsonbValue *right)
{
	int			order = memcmp(left->val.string.val, right->val.string.val,
							   Min(left->val.string.len, right->val.string.len));

	return order != 0 ? order : left->val.string.len - right->val.string.len;
}

static int
compare_numbers(const JsonbValue *left, const JsonbValue *right)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(left->val.numeric),
											 NumericGetDatum(right->val.numeric)));
}

static void
number_text(const JsonbValue *number, JsonbValue *text)
{
	sfn_json_set_cstring(text, sfn_json_text(number));
}

/* false: the string is no number */
static bool
string_number(const JsonbValue *string, JsonbValue *number)
{
	PathParser	parser = {0};

	parser.text = string->val.string.val;
	parser.len = string->val.string.len;
	return sfn_path_take_number(&parser, number) && parser.pos == parser.len;
}

/*
 * test_list
 *		The operators whose right side, or both sides, are lists.
 */
static bool
test_list(const PathSearch *search, FilterOperator operator,
		  const JsonbValue *left, const JsonbValue *right)
{
	switch (operator)
	{
		case FILTER_IN:
			return list_contains(search, right, left);
		case FILTER_NOT_IN:
			return !list_contains(search, right, left);
		case FILTER_SUBSET_OF:
			return sfn_json_is_array(left) && sfn_json_is_array(right) &&
				!lists_meet(search, left, right, false);
		case FILTER_ALL:
			return sfn_json_is_array(left) && sfn_json_is_array(right) &&
				!lists_meet(search, right, left, false);
		case FILTER_ANY_OF:
			return sfn_json_is_array(left) && sfn_json_is_array(right) &&
				lists_meet(search, left, right, true);
		case FILTER_NONE_OF:
			return sfn_json_is_array(left) && sfn_json_is_array(right) &&
				!lists_meet(search, left, right, true);
		default:
			elog(ERROR, "unexpected filter operator %d", (int) operator);
	}
}

static bool
list_contains(const PathSearch *search, const JsonbValue *list, const JsonbValue *value)
{
	JsonCursor cursor;
	JsonbValue	element;

	if (!sfn_json_is_array(list))
		return false;
	sfn_json_cursor_init(&cursor, list);
	while (sfn_json_next_element(&cursor, &element))
	{
		if (cursor.index % LIST_COMPARISONS_PER_CHECK == 0)
			CHECK_FOR_INTERRUPTS();
		if (values_equal(search, value, &element))
			return true;
	}
	return false;
}

/* Whether some element of left is, or with wanted = false is not, in right. */
static bool
lists_meet(const PathSearch *search, const JsonbValue *left, const JsonbValue *right, bool wanted)
{
	JsonCursor cursor;
	JsonbValue	element;

	sfn_json_cursor_init(&cursor, left);
	while (sfn_json_next_element(&cursor, &element))
	{
		CHECK_FOR_INTERRUPTS();
		if (list_contains(search, right, &element) == wanted)
			return true;
	}
	return false;
}

static bool
test_contains(const PathSearch *search, const JsonbValue *left, const JsonbValue *right)
{
	const char *text;
	const char *part;
	int			last;

	if (left->type != jbvString || right->type != jbvString)
		return list_contains(search, left, right);
	text = left->val.string.val;
	part = right->val.string.val;
	last = left->val.string.len - right->val.string.len;
	for (int i = 0; i <= last; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (memcmp(text + i, part, right->val.string.len) == 0)
			return true;
	}
	return false;
}

static bool
test_size(const JsonbValue *value, const JsonbValue *size)
{
	JsonbValue	length;

	return size->type == jbvNumeric && !sfn_json_is_object(value) &&
		length_of(value, &length) && compare_numbers(&length, size) == 0;
}

static bool
test_empty(const JsonbValue *value, bool expected)
{
	if (value->type == jbvString)
		return (value->val.string.len == 0) == expected;
	if (value->type == jbvBinary)
		return (sfn_json_count(value) == 0) == expected;
	return false;
}

/*
 * test_pattern
 *		=~ looks at the text of a scalar, or for any match among the elements
 *		of an array.
 */
static bool
test_pattern(const PathRegex *regex, const JsonbValue *value)
{
	JsonCursor cursor;
	JsonbValue	element;
	JsonbValue	text;

	switch (value->type)
	{
		case jbvString:
			return sfn_path_regex_match(regex, value->val.string.val, value->val.string.len);
		case jbvNumeric:
			number_text(value, &text);
			return test_pattern(regex, &text);
		case jbvBool:
			sfn_json_set_cstring(&text, value->val.boolean ? "true" : "false");
			return test_pattern(regex, &text);
		case jbvBinary:
			if (!sfn_json_is_array(value))
				return false;
			sfn_json_cursor_init(&cursor, value);
			while (sfn_json_next_element(&cursor, &element))
			{
				CHECK_FOR_INTERRUPTS();
				if (element.type != jbvBinary && test_pattern(regex, &element))
					return true;
			}
			return false;
		default:
			return false;
	}
}
