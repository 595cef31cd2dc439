/*-------------------------------------------------------------------------
 *
 * path_function.c
 *	  The functions at the end of a path: $.prices.sum(), $..book.length().
 *
 * These are the service's, not the standard's.  A function is called with the
 * node it stands behind; behind ".." it is called once, with the list of all
 * nodes.  What it makes is new and lives in the current memory context.
 *
 * A function that has nothing to work on fails, like a path that finds nothing;
 * one whose subject has the wrong type gives null.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "fmgr.h"
#include "jsonpath/path_nodes.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/numeric.h"

/* numeric_add_opt_error and its like */
typedef Numeric (*NumericOperation) (Numeric a, Numeric b, bool *have_error);

static bool call_length(PathSearch *search, const JsonbValue *subject, bool aggregated,
						const JsonbValue *arguments, int count, JsonbValue *result);
static bool call_sum(PathSearch *search, const JsonbValue *subject, bool aggregated,
					 const JsonbValue *arguments, int count, JsonbValue *result);
static bool call_avg(PathSearch *search, const JsonbValue *subject, bool aggregated,
					 const JsonbValue *arguments, int count, JsonbValue *result);
static bool call_min(PathSearch *search, const JsonbValue *subject, bool aggregated,
					 const JsonbValue *arguments, int count, JsonbValue *result);
static bool call_max(PathSearch *search, const JsonbValue *subject, bool aggregated,
					 const JsonbValue *arguments, int count, JsonbValue *result);
static bool call_stddev(PathSearch *search, const JsonbValue *subject, bool aggregated,
						const JsonbValue *arguments, int count, JsonbValue *result);
static bool call_concat(PathSearch *search, const JsonbValue *subject, bool aggregated,
						const JsonbValue *arguments, int count, JsonbValue *result);
static bool call_keys(PathSearch *search, const JsonbValue *subject, bool aggregated,
					  const JsonbValue *arguments, int count, JsonbValue *result);
static bool call_append(PathSearch *search, const JsonbValue *subject, bool aggregated,
						const JsonbValue *arguments, int count, JsonbValue *result);
static bool call_first(PathSearch *search, const JsonbValue *subject, bool aggregated,
					   const JsonbValue *arguments, int count, JsonbValue *result);
static bool call_last(PathSearch *search, const JsonbValue *subject, bool aggregated,
					  const JsonbValue *arguments, int count, JsonbValue *result);
static bool call_index(PathSearch *search, const JsonbValue *subject, bool aggregated,
					   const JsonbValue *arguments, int count, JsonbValue *result);
static bool call_distinct(PathSearch *search, const JsonbValue *subject, bool aggregated,
						  const JsonbValue *arguments, int count, JsonbValue *result);
static bool gather(PathSearch *search, const JsonbValue *subject, const JsonbValue *arguments,
				   int count, NodeList *numbers);
static bool total(PathSearch *search, const NodeList *numbers, Numeric *sum);
static bool total_of_squares(PathSearch *search, const NodeList *numbers, Numeric *sum);
static void extreme(const NodeList *numbers, int sign, JsonbValue *result);
static bool calculate(PathSearch *search, NumericOperation operation, Numeric a, Numeric b,
					  Numeric *result);
static bool divide(PathSearch *search, Numeric a, Numeric b, JsonbValue *result);
static bool item_at(PathSearch *search, const JsonbValue *array, int64 index, JsonbValue *result);
static void append_bare_text(StringInfo out, const JsonbValue *value);

static const PathFunction path_functions[] = {
	{"length", 0, 1, call_length},
	{"size", 0, 1, call_length},
	{"sum", 0, -1, call_sum},
	{"avg", 0, -1, call_avg},
	{"min", 0, -1, call_min},
	{"max", 0, -1, call_max},
	{"stddev", 0, -1, call_stddev},
	{"concat", 0, -1, call_concat},
	{"keys", 0, 0, call_keys},
	{"append", 1, -1, call_append},
	{"first", 0, 0, call_first},
	{"last", 0, 0, call_last},
	{"index", 1, 1, call_index},
	{"distinct", 0, 0, call_distinct},
};

const PathFunction *
sfn_path_function_find(const char *name, int len)
{
	for (int i = 0; i < lengthof(path_functions); i++)
	{
		if (strlen(path_functions[i].name) == len &&
			memcmp(path_functions[i].name, name, len) == 0)
			return &path_functions[i];
	}
	return NULL;
}

/* An argument that is a path without a node is left out. */
bool
sfn_path_function_call(PathSearch *search, const PathCall *call, const JsonbValue *subject,
					   bool aggregated, JsonbValue *result)
{
	JsonbValue *arguments = NULL;
	int			count = 0;

	if (call->count > 0)
		arguments = palloc(sizeof(JsonbValue) * call->count);
	for (int i = 0; i < call->count; i++)
	{
		if (sfn_path_operand(search, call->arguments[i], subject, &arguments[count]))
			count++;
	}
	return call->function->call(search, subject, aggregated, arguments, count, result);
}

/*
 * call_length
 *		How many elements or members.  Behind "..", how many all the nodes
 *		have together.
 */
static bool
call_length(PathSearch *search, const JsonbValue *subject, bool aggregated,
			const JsonbValue *arguments, int count, JsonbValue *result)
{
	const JsonbValue *counted = count > 0 ? &arguments[0] : subject;
	int64		length = 0;
	JsonCursor	cursor;
	JsonbValue	node;

	if (counted->type != jbvBinary)
	{
		sfn_json_set_null(result);
		return true;
	}
	if (aggregated && count == 0)
	{
		sfn_json_cursor_init(&cursor, counted);
		while (sfn_json_next_element(&cursor, &node))
			length += sfn_json_count(&node);
	}
	else
		length = sfn_json_count(counted);
	sfn_json_set_int64(result, length);
	return true;
}

static bool
call_sum(PathSearch *search, const JsonbValue *subject, bool aggregated,
		 const JsonbValue *arguments, int count, JsonbValue *result)
{
	NodeList	numbers = {0};

	result->type = jbvNumeric;
	return gather(search, subject, arguments, count, &numbers) &&
		total(search, &numbers, &result->val.numeric);
}

static bool
call_avg(PathSearch *search, const JsonbValue *subject, bool aggregated,
		 const JsonbValue *arguments, int count, JsonbValue *result)
{
	NodeList	numbers = {0};
	Numeric		sum;

	return gather(search, subject, arguments, count, &numbers) &&
		total(search, &numbers, &sum) &&
		divide(search, sum, int64_to_numeric(numbers.count), result);
}

static bool
call_min(PathSearch *search, const JsonbValue *subject, bool aggregated,
		 const JsonbValue *arguments, int count, JsonbValue *result)
{
	NodeList	numbers = {0};

	if (!gather(search, subject, arguments, count, &numbers))
		return false;
	extreme(&numbers, -1, result);
	return true;
}

static bool
call_max(PathSearch *search, const JsonbValue *subject, bool aggregated,
		 const JsonbValue *arguments, int count, JsonbValue *result)
{
	NodeList	numbers = {0};

	if (!gather(search, subject, arguments, count, &numbers))
		return false;
	extreme(&numbers, 1, result);
	return true;
}

/*
 * call_stddev
 *		Of the whole population: sqrt(n * sum(x^2) - sum(x)^2) / n.
 */
static bool
call_stddev(PathSearch *search, const JsonbValue *subject, bool aggregated,
			const JsonbValue *arguments, int count, JsonbValue *result)
{
	NodeList	numbers = {0};
	Numeric		n;
	Numeric		sum;
	Numeric		squares;
	Numeric		difference;
	Numeric		root;

	if (!gather(search, subject, arguments, count, &numbers))
		return false;
	n = int64_to_numeric(numbers.count);
	if (!total(search, &numbers, &sum) ||
		!total_of_squares(search, &numbers, &squares) ||
		!calculate(search, numeric_mul_opt_error, n, squares, &squares) ||
		!calculate(search, numeric_mul_opt_error, sum, sum, &sum) ||
		!calculate(search, numeric_sub_opt_error, squares, sum, &difference))
		return false;
	root = DatumGetNumeric(DirectFunctionCall1(numeric_sqrt, NumericGetDatum(difference)));
	return divide(search, root, n, result);
}

/* The strings of an array, then the arguments, as one string. */
static bool
call_concat(PathSearch *search, const JsonbValue *subject, bool aggregated,
			const JsonbValue *arguments, int count, JsonbValue *result)
{
	StringInfoData out;
	JsonCursor	cursor;
	JsonbValue	element;

	initStringInfo(&out);
	sfn_json_cursor_init(&cursor, subject);
	while (sfn_json_next_element(&cursor, &element))
	{
		if (element.type == jbvString)
			append_bare_text(&out, &element);
	}
	for (int i = 0; i < count; i++)
	{
		if (arguments[i].type != jbvNull)
			append_bare_text(&out, &arguments[i]);
	}
	sfn_json_set_string(result, out.data, out.len);
	return true;
}

static bool
call_keys(PathSearch *search, const JsonbValue *subject, bool aggregated,
		  const JsonbValue *arguments, int count, JsonbValue *result)
{
	NodeList	keys = {0};
	JsonCursor	cursor;
	JsonbValue	key;
	JsonbValue	member;

	if (!sfn_json_is_object(subject))
	{
		sfn_json_set_null(result);
		return true;
	}
	sfn_json_cursor_init(&cursor, subject);
	while (sfn_json_next_member(&cursor, &key, &member))
		(void) sfn_path_collect(&key, &keys);
	sfn_path_list(&keys, result);
	return true;
}

/* An array with the arguments behind its elements; anything else as it is. */
static bool
call_append(PathSearch *search, const JsonbValue *subject, bool aggregated,
			const JsonbValue *arguments, int count, JsonbValue *result)
{
	NodeList	items = {0};
	JsonCursor	cursor;
	JsonbValue	element;

	if (!sfn_json_is_array(subject))
	{
		*result = *subject;
		return true;
	}
	sfn_json_cursor_init(&cursor, subject);
	while (sfn_json_next_element(&cursor, &element))
		(void) sfn_path_collect(&element, &items);
	for (int i = 0; i < count; i++)
		(void) sfn_path_collect(&arguments[i], &items);
	sfn_path_list(&items, result);
	return true;
}

static bool
call_first(PathSearch *search, const JsonbValue *subject, bool aggregated,
		   const JsonbValue *arguments, int count, JsonbValue *result)
{
	return item_at(search, subject, 0, result);
}

static bool
call_last(PathSearch *search, const JsonbValue *subject, bool aggregated,
		  const JsonbValue *arguments, int count, JsonbValue *result)
{
	return item_at(search, subject, -1, result);
}

static bool
call_index(PathSearch *search, const JsonbValue *subject, bool aggregated,
		   const JsonbValue *arguments, int count, JsonbValue *result)
{
	int64		index;

	if (count == 0 || !sfn_json_int64(&arguments[0], &index))
	{
		search->failure = "Function index expects an integer";
		return false;
	}
	return item_at(search, subject, index, result);
}

static bool
call_distinct(PathSearch *search, const JsonbValue *subject, bool aggregated,
			  const JsonbValue *arguments, int count, JsonbValue *result)
{
	NodeList	items = {0};
	JsonCursor	cursor;
	JsonbValue	element;

	sfn_json_cursor_init(&cursor, subject);
	while (sfn_json_next_element(&cursor, &element))
	{
		bool		known = false;

		for (int i = 0; i < items.count && !known; i++)
		{
			CHECK_FOR_INTERRUPTS();
			known = sfn_json_equal(&items.nodes[i], &element);
		}
		if (!known)
			(void) sfn_path_collect(&element, &items);
	}
	sfn_path_list(&items, result);
	return true;
}

/*
 * gather
 *		The numbers among an array's elements, and those among the arguments
 *		and their elements.  false: there is none.
 */
static bool
gather(PathSearch *search, const JsonbValue *subject, const JsonbValue *arguments, int count,
	   NodeList *numbers)
{
	for (int i = -1; i < count; i++)
	{
		const JsonbValue *source = i < 0 ? subject : &arguments[i];
		JsonCursor	cursor;
		JsonbValue	element;

		if (i >= 0 && source->type == jbvNumeric)
			(void) sfn_path_collect(source, numbers);
		sfn_json_cursor_init(&cursor, source);
		while (sfn_json_next_element(&cursor, &element))
		{
			if (element.type == jbvNumeric)
				(void) sfn_path_collect(&element, numbers);
		}
	}
	if (numbers->count == 0)
		search->failure = "Aggregation function attempted to calculate value using empty array";
	return numbers->count > 0;
}

static bool
total(PathSearch *search, const NodeList *numbers, Numeric *sum)
{
	*sum = int64_to_numeric(0);
	for (int i = 0; i < numbers->count; i++)
	{
		Numeric		before = *sum;

		CHECK_FOR_INTERRUPTS();
		if (!calculate(search, numeric_add_opt_error, before, numbers->nodes[i].val.numeric, sum))
			return false;
		pfree(before);
	}
	return true;
}

static bool
total_of_squares(PathSearch *search, const NodeList *numbers, Numeric *sum)
{
	NodeList	squares = {0};

	for (int i = 0; i < numbers->count; i++)
	{
		Numeric		number = numbers->nodes[i].val.numeric;
		JsonbValue	square;

		CHECK_FOR_INTERRUPTS();
		square.type = jbvNumeric;
		if (!calculate(search, numeric_mul_opt_error, number, number, &square.val.numeric))
			return false;
		(void) sfn_path_collect(&square, &squares);
	}
	return total(search, &squares, sum);
}

/* The smallest (sign -1) or largest (sign 1) number. */
static void
extreme(const NodeList *numbers, int sign, JsonbValue *result)
{
	*result = numbers->nodes[0];
	for (int i = 1; i < numbers->count; i++)
	{
		Datum		order = DirectFunctionCall2(numeric_cmp,
												NumericGetDatum(numbers->nodes[i].val.numeric),
												NumericGetDatum(result->val.numeric));

		if (DatumGetInt32(order) * sign > 0)
			*result = numbers->nodes[i];
	}
}

/* false: the result is beyond numeric */
static bool
calculate(PathSearch *search, NumericOperation operation, Numeric a, Numeric b, Numeric *result)
{
	bool		have_error = false;

	*result = operation(a, b, &have_error);
	if (have_error)
		search->failure = "Aggregation function calculated a value that is out of range";
	return !have_error;
}

/* A quotient comes with zeros at its end, which say nothing in JSON. */
static bool
divide(PathSearch *search, Numeric a, Numeric b, JsonbValue *result)
{
	Numeric		quotient;

	if (!calculate(search, numeric_div_opt_error, a, b, &quotient))
		return false;
	result->type = jbvNumeric;
	result->val.numeric =
		DatumGetNumeric(DirectFunctionCall1(numeric_trim_scale, NumericGetDatum(quotient)));
	return true;
}

/* Negative indices count from the end. */
static bool
item_at(PathSearch *search, const JsonbValue *array, int64 index, JsonbValue *result)
{
	if (index < 0)
		index += sfn_json_count(array);
	if (index >= 0 && index <= PG_INT32_MAX && sfn_json_element(array, (int) index, result))
		return true;
	search->failure = "Aggregation function attempted to calculate value using empty array";
	return false;
}

/* Strings bare, anything else as JSON. */
static void
append_bare_text(StringInfo out, const JsonbValue *value)
{
	if (value->type == jbvString)
		appendBinaryStringInfo(out, value->val.string.val, value->val.string.len);
	else
		sfn_json_append_text(out, value);
}
