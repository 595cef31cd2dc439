/*-------------------------------------------------------------------------
 *
 * intrinsic_parse.c
 *	  Read an intrinsic call: States.Name(argument, ...)
 *
 * Arguments are literals ('text', numbers, true, false, null), paths and calls.
 * Literals become ready-made values here.  The name is followed by its
 * parenthesis at once; white space is allowed around arguments and nowhere else.
 *
 * Problems are told in words of our own: the service only says that the field
 * must have a valid JSONPath or intrinsic call.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "lib/stringinfo.h"
#include "nodes/pg_list.h"
#include "template/expression_node.h"

typedef struct IntrinsicParser
{
	const char *text;
	const char *at;
	const char *end;
	int			nesting;
	char	   *problem;		/* the first one found */
} IntrinsicParser;

static Expression *parse_call(IntrinsicParser *parser);
static List *parse_arguments(IntrinsicParser *parser, const IntrinsicFunction *function);
static Expression *parse_argument(IntrinsicParser *parser, bool is_template);
static Expression *parse_text(IntrinsicParser *parser, bool is_template);
static Expression *parse_number(IntrinsicParser *parser);
static Expression *parse_path(IntrinsicParser *parser);
static bool parse_keyword(IntrinsicParser *parser, const char *keyword);
static const char *skip_digits(const char *at, const char *end);
static void skip_space(IntrinsicParser *parser);
static Expression *make_constant(void);
static void check_literal(IntrinsicParser *parser, const IntrinsicFunction *function, int index,
						  const JsonbValue *literal, const char *at);
static bool check_arity(IntrinsicParser *parser, const IntrinsicFunction *function, int count);
static void *complain(IntrinsicParser *parser, const char *format,...) pg_attribute_printf(2, 3);

Expression *
sfn_intrinsic_parse(const char *text, int len, char **problem)
{
	IntrinsicParser parser = {.text = text, .at = text, .end = text + len};
	Expression *call = parse_call(&parser);

	if (call != NULL && parser.at < parser.end)
		call = complain(&parser, "unexpected text after the call");
	if (call == NULL)
		*problem = parser.problem;

	return call;
}

static Expression *
parse_call(IntrinsicParser *parser)
{
	const char *start = parser->at;
	const char *name_end = start;
	const IntrinsicFunction *function;
	Expression *call;
	List	   *arguments;
	ListCell   *cell;

	while (name_end < parser->end &&
		   (isalnum((unsigned char) *name_end) || *name_end == '.' || *name_end == '_'))
		name_end++;
	if (name_end == start)
		return complain(parser, "expected a literal, a path or an intrinsic function");

	function = sfn_intrinsic_find(start, name_end - start);
	if (function == NULL)
		return complain(parser, "there is no intrinsic function %.*s", (int) (name_end - start), start);
	if (name_end == parser->end || *name_end != '(')
		return complain(parser, "expected \"(\" directly after %s", function->name);
	if (++parser->nesting > INTRINSIC_MAX_NESTING)
		return complain(parser, "more than %d functions nested in each other", INTRINSIC_MAX_NESTING);

	parser->at = name_end + 1;
	arguments = parse_arguments(parser, function);
	if (parser->problem != NULL || !check_arity(parser, function, list_length(arguments)))
		return NULL;
	parser->nesting--;

	call = palloc0(sizeof(Expression));
	call->kind = EXPRESSION_INTRINSIC;
	call->text = pnstrdup(start, parser->at - start);
	call->function = function;
	call->arguments = palloc(Max(list_length(arguments), 1) * sizeof(Expression *));
	foreach(cell, arguments)
		call->arguments[call->argument_count++] = lfirst(cell);
	list_free(arguments);

	return call;
}

/* From behind the opening parenthesis to behind the closing one. */
static List *
parse_arguments(IntrinsicParser *parser, const IntrinsicFunction *function)
{
	List	   *arguments = NIL;

	skip_space(parser);
	if (parser->at < parser->end && *parser->at == ')')
	{
		parser->at++;
		return NIL;
	}

	for (;;)
	{
		Expression *argument;
		const char *start;

		skip_space(parser);
		start = parser->at;
		argument = parse_argument(parser, function->takes_template && arguments == NIL);
		if (argument == NULL)
			return NIL;
		if (argument->kind == EXPRESSION_CONSTANT)
			check_literal(parser, function, list_length(arguments), &argument->constant, start);
		if (parser->problem != NULL)
			return NIL;
		arguments = lappend(arguments, argument);

		skip_space(parser);
		if (parser->at == parser->end)
			return complain(parser, "the call of %s is not closed", function->name);
		if (*parser->at != ',' && *parser->at != ')')
			return complain(parser, "expected \",\" or \")\"");
		if (*parser->at++ == ')')
			return arguments;
	}
}

static Expression *
parse_argument(IntrinsicParser *parser, bool is_template)
{
	Expression *constant;
	char		c = parser->at < parser->end ? *parser->at : '\0';

	if (c == '\'')
		return parse_text(parser, is_template);
	if (c == '$')
		return parse_path(parser);
	if (c == '-' || (c >= '0' && c <= '9'))
		return parse_number(parser);

	constant = make_constant();
	if (parse_keyword(parser, "null"))
		sfn_json_set_null(&constant->constant);
	else if (parse_keyword(parser, "true"))
		sfn_json_set_bool(&constant->constant, true);
	else if (parse_keyword(parser, "false"))
		sfn_json_set_bool(&constant->constant, false);
	else
		return parse_call(parser);

	return constant;
}

/*
 * parse_text
 *		'text' with the escapes \' \{ \} \\ and no others.
 *
 * A template keeps its backslashes: its function has to tell "\{\}" from "{}".
 */
static Expression *
parse_text(IntrinsicParser *parser, bool is_template)
{
	Expression *constant;
	StringInfoData text;

	initStringInfo(&text);
	for (parser->at++; parser->at < parser->end && *parser->at != '\''; parser->at++)
	{
		if (*parser->at == '\\')
		{
			if (parser->at + 1 == parser->end || strchr("'{}\\", parser->at[1]) == NULL)
				return complain(parser, "a backslash in a text must be followed by one of '{}\\");
			if (is_template)
				appendStringInfoChar(&text, '\\');
			parser->at++;
		}
		appendStringInfoChar(&text, *parser->at);
	}
	if (parser->at == parser->end)
		return complain(parser, "a text is not closed");
	parser->at++;

	constant = make_constant();
	sfn_json_set_string(&constant->constant, text.data, text.len);

	return constant;
}

/* A number as JSON writes it. */
static Expression *
parse_number(IntrinsicParser *parser)
{
	const char *start = parser->at;
	const char *at = start;
	char	   *problem;
	Jsonb	   *number;
	Expression *constant;

	if (*at == '-')
		at++;
	at = skip_digits(at, parser->end);
	if (at < parser->end && *at == '.')
		at = skip_digits(at + 1, parser->end);
	if (at < parser->end && (*at == 'e' || *at == 'E'))
	{
		at++;
		if (at < parser->end && (*at == '+' || *at == '-'))
			at++;
		at = skip_digits(at, parser->end);
	}

	/* That is only roughly its shape; whether it is JSON, the JSON parser knows. */
	number = sfn_json_parse(start, at - start, &problem);
	if (number == NULL)
		return complain(parser, "%.*s is no number", (int) (at - start), start);
	parser->at = at;

	constant = make_constant();
	sfn_json_from_jsonb(number, &constant->constant);

	return constant;
}

/*
 * parse_path
 *		A path, which ends where its argument does.
 *
 * Commas and parentheses inside of brackets, of quotes in brackets and of a
 * function's parentheses belong to the path, and so do escaped ones.
 */
static Expression *
parse_path(IntrinsicParser *parser)
{
	const char *start = parser->at;
	const char *at;
	const char *path_end;
	Expression *path;
	int			depth = 0;
	char		quote = '\0';

	for (at = start; at < parser->end; at++)
	{
		if (*at == '\\' && at + 1 < parser->end)
			at++;
		else if (quote != '\0')
			quote = *at == quote ? '\0' : quote;
		else if (depth > 0 && (*at == '\'' || *at == '"'))
			quote = *at;
		else if (*at == '[' || *at == '(')
			depth++;
		else if (depth > 0 && (*at == ']' || *at == ')'))
			depth--;
		else if (depth == 0 && (*at == ',' || *at == ')'))
			break;
	}

	path_end = at;
	while (path_end > start && strchr(" \t\r\n", path_end[-1]) != NULL)
		path_end--;

	path = sfn_expression_parse_path(start, path_end - start, &parser->problem);
	parser->at = path_end;

	return path;
}

static bool
parse_keyword(IntrinsicParser *parser, const char *keyword)
{
	int			len = strlen(keyword);

	if (parser->end - parser->at < len || memcmp(parser->at, keyword, len) != 0)
		return false;
	if (parser->at + len < parser->end && isalnum((unsigned char) parser->at[len]))
		return false;
	parser->at += len;

	return true;
}

static const char *
skip_digits(const char *at, const char *end)
{
	while (at < end && *at >= '0' && *at <= '9')
		at++;

	return at;
}

static void
skip_space(IntrinsicParser *parser)
{
	while (parser->at < parser->end && strchr(" \t\r\n", *parser->at) != NULL)
		parser->at++;
}

static Expression *
make_constant(void)
{
	Expression *constant = palloc0(sizeof(Expression));

	constant->kind = EXPRESSION_CONSTANT;

	return constant;
}

/*
 * What a literal is shows before anything is run.  An argument too many is left
 * to check_arity.
 */
static void
check_literal(IntrinsicParser *parser, const IntrinsicFunction *function, int index,
			  const JsonbValue *literal, const char *at)
{
	const char *wanted = function->max_arguments == 0 ? NULL : sfn_intrinsic_mismatch(function, index, literal);

	if (wanted == NULL)
		return;
	parser->at = at;
	complain(parser, "argument %d of %s must be of type %s, but is of type %s", index + 1, function->name,
			 wanted, sfn_json_type_name(literal));
}

static bool
check_arity(IntrinsicParser *parser, const IntrinsicFunction *function, int count)
{
	if (count < function->min_arguments)
		complain(parser, "%s takes %s%d arguments, but has %d", function->name,
				 function->max_arguments == function->min_arguments ? "" : "at least ",
				 function->min_arguments, count);
	else if (function->max_arguments >= 0 && count > function->max_arguments)
		complain(parser, "%s takes %s%d arguments, but has %d", function->name,
				 function->max_arguments == function->min_arguments ? "" : "at most ",
				 function->max_arguments, count);
	else
		return true;

	return false;
}

/*
 * complain
 *		Keep the first problem and where it is; always NULL.
 */
static void *
complain(IntrinsicParser *parser, const char *format,...)
{
	StringInfoData problem;

	if (parser->problem != NULL)
		return NULL;

	initStringInfo(&problem);
	for (;;)
	{
		va_list		args;
		int			needed;

		va_start(args, format);
		needed = appendStringInfoVA(&problem, format, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&problem, needed);
	}
	appendStringInfo(&problem, " (at byte %d)", (int) (parser->at - parser->text) + 1);
	parser->problem = problem.data;

	return NULL;
}
