/*-------------------------------------------------------------------------
 *
 * path_filter_parse.c
 *	  Parse the filter of a path: [?(@.price < 10 && @.title =~ /.*pie/i)].
 *
 *	filter     = conjunction { "||" conjunction }
 *	conjunction = term { "&&" term }
 *	term       = [ "!" ] ( "(" filter ")" | test ) | operand operator operand
 *	operand    = path | literal | list | object | /pattern/flags | function
 *
 * RFC 9535 types its expressions: what is compared has one value at most, so a
 * path there has to be single, and match() and search() are tests, not values.
 * The service compares lists too.  Operators that are words, patterns, lists
 * and objects are the service's; the functions before their arguments are the
 * standard's alone.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonpath/path_nodes.h"

typedef struct OperatorName
{
	const char *text;
	FilterOperator operator;
} OperatorName;

/* Longer ones first where one begins with another */
static const OperatorName operator_symbols[] = {
	{"===", FILTER_SAME},
	{"!==", FILTER_NOT_SAME},
	{"==", FILTER_EQUAL},
	{"!=", FILTER_NOT_EQUAL},
	{"=~", FILTER_REGEX},
	{"<=", FILTER_LESS_EQUAL},
	{"<", FILTER_LESS},
	{">=", FILTER_GREATER_EQUAL},
	{">", FILTER_GREATER},
};

static const OperatorName operator_words[] = {
	{"in", FILTER_IN},
	{"nin", FILTER_NOT_IN},
	{"subsetof", FILTER_SUBSET_OF},
	{"anyof", FILTER_ANY_OF},
	{"noneof", FILTER_NONE_OF},
	{"all", FILTER_ALL},
	{"contains", FILTER_CONTAINS},
	{"size", FILTER_SIZE},
	{"empty", FILTER_EMPTY},
};

typedef struct FunctionName
{
	const char *text;
	FilterFunction function;
	int			arguments;
} FunctionName;

static const FunctionName function_names[] = {
	{"length", FILTER_LENGTH, 1},
	{"count", FILTER_COUNT, 1},
	{"value", FILTER_VALUE, 1},
	{"match", FILTER_MATCH, 2},
	{"search", FILTER_SEARCH, 2},
};

static FilterNode *parse_disjunction(PathParser *parser);
static FilterNode *parse_conjunction(PathParser *parser);
static FilterNode *parse_term(PathParser *parser);
static FilterNode *parse_test_or_comparison(PathParser *parser, bool negated);
static FilterNode *node_new(FilterType type, List *terms);
static FilterNode *make_test(PathParser *parser, Operand *operand);
static FilterNode *make_comparison(PathParser *parser, FilterOperator operator,
								   Operand *left, Operand *right);
static bool take_operator(PathParser *parser, FilterOperator *operator);
static bool is_logical(const Operand *operand);
static bool check_value(PathParser *parser, const Operand *operand);
static Operand *parse_operand(PathParser *parser);
static Operand *operand_new(OperandType type);
static Operand *parse_literal(PathParser *parser);
static bool parse_json(PathParser *parser, JsonbValue *value);
static bool parse_json_word(PathParser *parser, JsonbValue *value);
static bool parse_json_list(PathParser *parser, JsonbValue *value);
static bool parse_json_object(PathParser *parser, JsonbValue *value);
static Operand *parse_pattern(PathParser *parser);
static Operand *parse_call(PathParser *parser, const char *name, int len);
static bool check_call(PathParser *parser, Operand *call);
static void compile_literal_regex(Operand *call);

FilterNode *
sfn_path_parse_filter(PathParser *parser)
{
	bool		around = parser->in_filter;
	FilterNode *filter;

	sfn_path_skip_blanks(parser);
	if (parser->dialect == JSON_PATH_SERVICE && sfn_path_peek(parser, 0) != '(')
	{
		sfn_path_expect(parser, '(');
		return NULL;
	}
	parser->in_filter = true;
	filter = parse_disjunction(parser);
	parser->in_filter = around;
	return filter;
}

/*
 * sfn_path_parse_argument
 *		An argument of a function at the end of a path.
 */
Operand *
sfn_path_parse_argument(PathParser *parser)
{
	int			c;

	sfn_path_skip_blanks(parser);
	c = sfn_path_peek(parser, 0);
	if (c == '$' || c == '@')
		return parse_operand(parser);
	return parse_literal(parser);
}

static FilterNode *
parse_disjunction(PathParser *parser)
{
	List	   *terms = NIL;

	if (!sfn_path_enter(parser))
		return NULL;
	do
	{
		FilterNode *term = parse_conjunction(parser);

		if (term == NULL)
			return NULL;
		terms = lappend(terms, term);
		sfn_path_skip_blanks(parser);
		if (sfn_path_peek(parser, 0) != '|' || sfn_path_peek(parser, 1) != '|')
			break;
		parser->pos += 2;
	} while (true);
	parser->depth--;
	return list_length(terms) == 1 ? linitial(terms) : node_new(FILTER_OR, terms);
}

static FilterNode *
parse_conjunction(PathParser *parser)
{
	List	   *terms = NIL;

	do
	{
		FilterNode *term = parse_term(parser);

		if (term == NULL)
			return NULL;
		terms = lappend(terms, term);
		sfn_path_skip_blanks(parser);
		if (sfn_path_peek(parser, 0) != '&' || sfn_path_peek(parser, 1) != '&')
			break;
		parser->pos += 2;
	} while (true);
	return list_length(terms) == 1 ? linitial(terms) : node_new(FILTER_AND, terms);
}

static FilterNode *
parse_term(PathParser *parser)
{
	bool		negated;
	FilterNode *term;

	sfn_path_skip_blanks(parser);
	negated = sfn_path_take(parser, '!');
	if (negated)
		sfn_path_skip_blanks(parser);
	if (sfn_path_take(parser, '('))
	{
		term = parse_disjunction(parser);
		if (term == NULL)
			return NULL;
		sfn_path_skip_blanks(parser);
		if (!sfn_path_expect(parser, ')'))
			return NULL;
	}
	else
		term = parse_test_or_comparison(parser, negated);
	return negated && term != NULL ? node_new(FILTER_NOT, list_make1(term)) : term;
}

static FilterNode *
parse_test_or_comparison(PathParser *parser, bool negated)
{
	Operand    *left = parse_operand(parser);
	Operand    *right;
	FilterOperator operator;

	if (left == NULL)
		return NULL;
	if (!take_operator(parser, &operator))
		return make_test(parser, left);
	if (negated)
	{
		sfn_path_problem(parser, "\"!\" before a comparison needs parentheses");
		return NULL;
	}
	right = parse_operand(parser);
	if (right == NULL)
		return NULL;
	return make_comparison(parser, operator, left, right);
}

static FilterNode *
node_new(FilterType type, List *terms)
{
	FilterNode *node = palloc0(sizeof(FilterNode));

	node->type = type;
	node->terms = terms;
	return node;
}

/* An operand that stands alone: a path exists, match() and search() hold. */
static FilterNode *
make_test(PathParser *parser, Operand *operand)
{
	FilterNode *node;

	if (operand->type != OPERAND_PATH && !is_logical(operand))
	{
		sfn_path_problem(parser, "expected a comparison");
		return NULL;
	}
	node = node_new(is_logical(operand) ? FILTER_MATCHES : FILTER_EXISTS, NIL);
	node->left = operand;
	return node;
}

static FilterNode *
make_comparison(PathParser *parser, FilterOperator operator, Operand *left, Operand *right)
{
	FilterNode *node;

	if (operator == FILTER_REGEX && left->type == OPERAND_PATTERN)
	{
		Operand    *pattern = left;

		left = right;
		right = pattern;
	}
	if (left->type == OPERAND_PATTERN ||
		(right->type == OPERAND_PATTERN) != (operator == FILTER_REGEX))
	{
		sfn_path_problem(parser, "a pattern belongs beside \"=~\", and one only");
		return NULL;
	}
	/* The standard's operators compare single values, the service's lists too. */
	if (operator <= FILTER_GREATER_EQUAL && parser->dialect == JSON_PATH_RFC9535 &&
		(!check_value(parser, left) || !check_value(parser, right)))
		return NULL;
	if (is_logical(left) || is_logical(right))
	{
		sfn_path_problem(parser, "a test cannot be compared");
		return NULL;
	}
	if (operator == FILTER_EMPTY &&
		(right->type != OPERAND_LITERAL || right->literal.type != jbvBool))
	{
		sfn_path_problem(parser, "\"empty\" expects true or false");
		return NULL;
	}
	node = node_new(FILTER_COMPARE, NIL);
	node->operator = operator;
	node->left = left;
	node->right = right;
	return node;
}

static bool
take_operator(PathParser *parser, FilterOperator *operator)
{
	int			start = parser->pos;
	const char *word;
	int			len;

	sfn_path_skip_blanks(parser);
	for (int i = 0; i < lengthof(operator_symbols); i++)
	{
		len = strlen(operator_symbols[i].text);
		if (parser->len - parser->pos >= len &&
			memcmp(parser->text + parser->pos, operator_symbols[i].text, len) == 0)
		{
			*operator = operator_symbols[i].operator;
			parser->pos += len;
			return true;
		}
	}
	if (sfn_path_take_word(parser, &word, &len))
	{
		for (int i = 0; i < lengthof(operator_words); i++)
		{
			if (strlen(operator_words[i].text) == len &&
				pg_strncasecmp(operator_words[i].text, word, len) == 0)
			{
				*operator = operator_words[i].operator;
				return true;
			}
		}
	}
	parser->pos = start;
	return false;
}

static bool
is_logical(const Operand *operand)
{
	return operand->type == OPERAND_CALL &&
		(operand->function == FILTER_MATCH || operand->function == FILTER_SEARCH);
}

/*
 * check_value
 *		The standard's ValueType: a literal, a path with one node at most, or a
 *		function with a value.
 */
static bool
check_value(PathParser *parser, const Operand *operand)
{
	if (operand->type == OPERAND_PATH && !operand->path->single)
		return sfn_path_problem(parser, "path \"%s\" may have several nodes", operand->path->text);
	if (is_logical(operand))
		return sfn_path_problem(parser, "a test is no value");
	return true;
}

static Operand *
parse_operand(PathParser *parser)
{
	int			c;
	const char *word;
	int			len;
	Operand    *operand;

	sfn_path_skip_blanks(parser);
	c = sfn_path_peek(parser, 0);
	if (c == '$' || c == '@')
	{
		operand = operand_new(OPERAND_PATH);
		operand->path = sfn_path_parse_query(parser);
		return operand->path != NULL ? operand : NULL;
	}
	if (c == '/')
		return parse_pattern(parser);
	if (parser->dialect == JSON_PATH_RFC9535 && sfn_path_take_word(parser, &word, &len))
	{
		if (sfn_path_take(parser, '('))
			return parse_call(parser, word, len);
		parser->pos -= len;
	}
	return parse_literal(parser);
}

static Operand *
operand_new(OperandType type)
{
	Operand    *operand = palloc0(sizeof(Operand));

	operand->type = type;
	return operand;
}

static Operand *
parse_literal(PathParser *parser)
{
	Operand    *operand = operand_new(OPERAND_LITERAL);

	return parse_json(parser, &operand->literal) ? operand : NULL;
}

/*
 * parse_json
 *		A literal.  Strings may have either quote, as the service has it even
 *		inside lists: ['S', 'M'].
 */
static bool
parse_json(PathParser *parser, JsonbValue *value)
{
	int			c;
	const char *text;
	int			len;
	bool		parsed;

	sfn_path_skip_blanks(parser);
	c = sfn_path_peek(parser, 0);
	if (c == '\'' || c == '"')
	{
		if (!sfn_path_take_string(parser, &text, &len))
			return false;
		sfn_json_set_string(value, text, len);
		return true;
	}
	if (c == '-' || (c >= '0' && c <= '9'))
		return sfn_path_take_number(parser, value);
	if (c != '[' && c != '{')
		return parse_json_word(parser, value);

	if (!sfn_path_enter(parser))
		return false;
	parser->pos++;
	parsed = c == '[' ? parse_json_list(parser, value) : parse_json_object(parser, value);
	parser->depth--;
	return parsed;
}

static bool
parse_json_word(PathParser *parser, JsonbValue *value)
{
	const char *word;
	int			len;

	if (!sfn_path_take_word(parser, &word, &len))
		return sfn_path_problem(parser, "expected a value");
	if (len == 4 && strncmp(word, "null", len) == 0)
		sfn_json_set_null(value);
	else if (len == 4 && strncmp(word, "true", len) == 0)
		sfn_json_set_bool(value, true);
	else if (len == 5 && strncmp(word, "false", len) == 0)
		sfn_json_set_bool(value, false);
	else
	{
		parser->pos -= len;
		return sfn_path_problem(parser, "unexpected word \"%.*s\"", len, word);
	}
	return true;
}

/* After "[" */
static bool
parse_json_list(PathParser *parser, JsonbValue *value)
{
	NodeList	elements = {0};

	sfn_path_skip_blanks(parser);
	while (!sfn_path_take(parser, ']'))
	{
		JsonbValue	element;

		if (elements.count > 0 && !sfn_path_expect(parser, ','))
			return false;
		if (!parse_json(parser, &element))
			return false;
		(void) sfn_path_collect(&element, &elements);
		sfn_path_skip_blanks(parser);
	}
	sfn_path_list(&elements, value);
	return true;
}

/* After "{" */
static bool
parse_json_object(PathParser *parser, JsonbValue *value)
{
	JsonBuilder builder = {0};
	bool		first = true;

	sfn_json_begin_object(&builder);
	sfn_path_skip_blanks(parser);
	while (!sfn_path_take(parser, '}'))
	{
		JsonbValue	member;
		const char *text;
		int			len;

		if (!first && !sfn_path_expect(parser, ','))
			return false;
		first = false;
		sfn_path_skip_blanks(parser);
		if (sfn_path_peek(parser, 0) != '\'' && sfn_path_peek(parser, 0) != '"')
			return sfn_path_problem(parser, "expected a name in quotes");
		if (!sfn_path_take_string(parser, &text, &len))
			return false;
		sfn_path_skip_blanks(parser);
		if (!sfn_path_expect(parser, ':') || !parse_json(parser, &member))
			return false;
		sfn_json_key(&builder, text, len);
		sfn_json_push(&builder, &member);
		sfn_path_skip_blanks(parser);
	}
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, value);
	return true;
}

/*
 * parse_pattern
 *		A regular expression between slashes and its flags.
 */
static Operand *
parse_pattern(PathParser *parser)
{
	Operand    *operand = operand_new(OPERAND_PATTERN);
	const char *problem;
	int			start = ++parser->pos;
	int			end;
	int			c;
	const char *flags;
	int			flags_len;

	while ((c = sfn_path_peek(parser, 0)) != -1 && c != '/')
		parser->pos += c == '\\' && sfn_path_peek(parser, 1) != -1 ? 2 : 1;
	end = parser->pos;
	if (!sfn_path_take(parser, '/'))
	{
		sfn_path_problem(parser, "pattern without closing \"/\"");
		return NULL;
	}
	(void) sfn_path_take_word(parser, &flags, &flags_len);
	operand->regex = sfn_path_regex_compile(parser->text + start, end - start, REGEX_JAVA,
											flags, flags_len, true, &problem);
	if (operand->regex == NULL)
	{
		sfn_path_problem(parser, "%s", problem);
		return NULL;
	}
	return operand;
}

/*
 * parse_call
 *		The arguments of one of the standard's functions; "(" is taken.
 */
static Operand *
parse_call(PathParser *parser, const char *name, int len)
{
	const FunctionName *function = NULL;
	Operand    *call = operand_new(OPERAND_CALL);

	for (int i = 0; i < lengthof(function_names); i++)
	{
		if (strlen(function_names[i].text) == len &&
			strncmp(function_names[i].text, name, len) == 0)
			function = &function_names[i];
	}
	if (function == NULL)
	{
		sfn_path_problem(parser, "unknown function \"%.*s\"", len, name);
		return NULL;
	}
	call->function = function->function;
	if (!sfn_path_enter(parser))
		return NULL;
	for (int i = 0; i < function->arguments; i++)
	{
		if (i > 0 && !sfn_path_expect(parser, ','))
			return NULL;
		call->arguments[i] = parse_operand(parser);
		if (call->arguments[i] == NULL)
			return NULL;
		sfn_path_skip_blanks(parser);
	}
	parser->depth--;
	if (!sfn_path_expect(parser, ')') || !check_call(parser, call))
		return NULL;
	compile_literal_regex(call);
	return call;
}

/*
 * check_call
 *		Whether the arguments have the types that the standard demands.
 */
static bool
check_call(PathParser *parser, Operand *call)
{
	for (int i = 0; i < lengthof(call->arguments) && call->arguments[i] != NULL; i++)
	{
		const Operand *argument = call->arguments[i];

		if (argument->type == OPERAND_PATTERN)
			return sfn_path_problem(parser, "a pattern belongs beside \"=~\"");
		if (call->function == FILTER_COUNT || call->function == FILTER_VALUE)
		{
			if (argument->type != OPERAND_PATH)
				return sfn_path_problem(parser, "expected a path as argument");
		}
		else if (!check_value(parser, argument))
			return false;
	}
	return true;
}

/*
 * compile_literal_regex
 *		The expression of match() and search(), where it is written in the
 *		path.  One that is malformed never matches, as the standard has it.
 */
static void
compile_literal_regex(Operand *call)
{
	const Operand *expression = call->arguments[1];
	const char *problem;

	if (!is_logical(call) || expression->type != OPERAND_LITERAL ||
		expression->literal.type != jbvString)
		return;
	call->regex = sfn_path_regex_compile(expression->literal.val.string.val,
										 expression->literal.val.string.len,
										 REGEX_IREGEXP, "", 0,
										 call->function == FILTER_MATCH, &problem);
}
