/*-------------------------------------------------------------------------
 *
 * parser.c
 *	  From tokens to a tree of operators.
 *
 * Pratt's method, as the reference has it: every token has a binding power to
 * its left, and what it does with what stands there; an expression goes on as
 * long as the next token binds more tightly than the one before it.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/ast.h"
#include "jsonata/lexer.h"
#include "jsonata/signature.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/memutils.h"

/* Binding powers that are asked for in more than one place */
#define POWER_BIND 10
#define POWER_UNARY 70
#define POWER_STEP 80

/* An operator between two operands, with nothing else to it */
typedef struct InfixOperator
{
	int			token;
	int			power;
	Operator	op;
} InfixOperator;

static const InfixOperator infix_operators[] = {
	{'.', 75, OP_DOT},
	{'+', 50, OP_ADD},
	{'-', 50, OP_SUBTRACT},
	{'*', 60, OP_MULTIPLY},
	{'/', 60, OP_DIVIDE},
	{'%', 60, OP_REMAINDER},
	{'=', 40, OP_EQUAL},
	{TOKEN_UNEQUAL, 40, OP_UNEQUAL},
	{'<', 40, OP_LESS},
	{TOKEN_LESS_EQUAL, 40, OP_LESS_EQUAL},
	{'>', 40, OP_GREATER},
	{TOKEN_GREATER_EQUAL, 40, OP_GREATER_EQUAL},
	{'&', 50, OP_CONCATENATE},
	{TOKEN_AND, 30, OP_AND},
	{TOKEN_OR, 25, OP_OR},
	{TOKEN_IN, 40, OP_IN},
	{TOKEN_APPLY, 40, OP_APPLY}
};

static AstNode *parse_expression(Lexer *lexer, int power);
static AstNode *parse_operand(Lexer *lexer, const Token *token);
static AstNode *parse_block(Lexer *lexer, int position);
static AstNode *parse_array(Lexer *lexer, int position);
static AstNode *parse_object(Lexer *lexer, int position);
static AstNode *parse_transform(Lexer *lexer, int position);
static int	binding_power(const Token *token);
static AstNode *parse_operator(Lexer *lexer, const Token *token, AstNode *left);
static AstNode *parse_call(Lexer *lexer, int position, AstNode *left);
static void parse_lambda(Lexer *lexer, AstNode *lambda);
static void parse_signature(Lexer *lexer, AstNode *lambda);
static AstNode *parse_filter(Lexer *lexer, int position, AstNode *left);
static AstNode *parse_sort(Lexer *lexer, int position, AstNode *left);
static AstNode *parse_binding(Lexer *lexer, const Token *token, AstNode *left);
static AstNode *parse_condition(Lexer *lexer, const Token *token, AstNode *left);
static void expect(Lexer *lexer, int id, bool infix);
static AstNode *new_binary(Operator op, int position, AstNode *left, AstNode *right);

AstNode *
sfn_ast_parse(Jsonata *expression, Trap *trap)
{
	Lexer		lexer = {.expression = expression,.trap = trap,
		.text = expression->text,.len = expression->len,
		.memory_before = MemoryContextMemAllocated(CurrentMemoryContext, false)};
	AstNode    *root;

	sfn_lexer_next(&lexer, false);
	root = parse_expression(&lexer, 0);
	if (lexer.token.id != TOKEN_END)
		sfn_lexer_fail(&lexer, "S0201", lexer.token.position, lexer.token.value);
	return root;
}

AstNode *
sfn_ast_new(AstKind kind, int position)
{
	AstNode    *node = palloc0(sizeof(AstNode));

	node->kind = kind;
	node->position = position;
	node->global = node->focus = node->index = -1;
	return node;
}

void
sfn_ast_add(AstNode *parent, AstNode *item)
{
	if (parent->count == parent->capacity)
	{
		parent->capacity = Max(parent->capacity * 2, 2);
		parent->items = parent->items == NULL ?
			palloc(parent->capacity * sizeof(AstNode *)) :
			repalloc(parent->items, parent->capacity * sizeof(AstNode *));
	}
	parent->items[parent->count++] = item;
}

static AstNode *
parse_expression(Lexer *lexer, int power)
{
	Token		token = lexer->token;
	AstNode    *left;

	CHECK_FOR_INTERRUPTS();
	if (stack_is_too_deep())
		sfn_lexer_fail(lexer, "D1011", token.position, UNDEFINED_VALUE);

	sfn_lexer_next(lexer, true);
	left = parse_operand(lexer, &token);
	while (power < binding_power(&lexer->token))
	{
		token = lexer->token;
		sfn_lexer_next(lexer, false);
		left = parse_operator(lexer, &token, left);
	}
	return left;
}

/*
 * What a token is at the beginning of an expression; the lexer has gone on
 * to the one behind it.
 */
static AstNode *
parse_operand(Lexer *lexer, const Token *token)
{
	AstNode    *node;
	AstKind		kind;

	switch (token->id)
	{
		case TOKEN_END:
			kind = AST_END;
			break;
		case TOKEN_NAME:
		case TOKEN_AND:
		case TOKEN_OR:
		case TOKEN_IN:
			kind = AST_NAME;
			break;
		case TOKEN_VARIABLE:
			kind = AST_VARIABLE;
			break;
		case TOKEN_LITERAL:
			kind = AST_CONSTANT;
			break;
		case TOKEN_REGEX:
			kind = AST_REGEX;
			break;
		case '*':
			kind = AST_WILDCARD;
			break;
		case TOKEN_DESCENDANT:
			kind = AST_DESCENDANT;
			break;
		case '%':
			kind = AST_PARENT;
			break;
		case '-':
			node = sfn_ast_new(AST_NEGATE, token->position);
			node->left = parse_expression(lexer, POWER_UNARY);
			return node;
		case '(':
			return parse_block(lexer, token->position);
		case '[':
			return parse_array(lexer, token->position);
		case '{':
			return parse_object(lexer, token->position);
		case '|':
			return parse_transform(lexer, token->position);
		default:
			sfn_lexer_fail(lexer, "S0211", token->position, token->value);
	}

	node = sfn_ast_new(kind, token->position);
	node->constant = token->value;
	node->regex = token->regex;
	return node;
}

static AstNode *
parse_block(Lexer *lexer, int position)
{
	AstNode    *block = sfn_ast_new(AST_BLOCK, position);

	while (lexer->token.id != ')')
	{
		sfn_ast_add(block, parse_expression(lexer, 0));
		if (lexer->token.id != ';')
			break;
		expect(lexer, ';', false);
	}
	expect(lexer, ')', true);
	return block;
}

static AstNode *
parse_array(Lexer *lexer, int position)
{
	AstNode    *array = sfn_ast_new(AST_ARRAY, position);

	if (lexer->token.id != ']')
	{
		for (;;)
		{
			AstNode    *item = parse_expression(lexer, 0);
			int			range_position = lexer->token.position;

			if (lexer->token.id == TOKEN_RANGE)
			{
				expect(lexer, TOKEN_RANGE, false);
				item = new_binary(OP_RANGE, range_position, item,
								  parse_expression(lexer, 0));
			}
			sfn_ast_add(array, item);
			if (lexer->token.id != ',')
				break;
			expect(lexer, ',', false);
		}
	}
	expect(lexer, ']', true);
	return array;
}

static AstNode *
parse_object(Lexer *lexer, int position)
{
	AstNode    *object = sfn_ast_new(AST_OBJECT, position);

	if (lexer->token.id != '}')
	{
		for (;;)
		{
			sfn_ast_add(object, parse_expression(lexer, 0));
			expect(lexer, ':', false);
			sfn_ast_add(object, parse_expression(lexer, 0));
			if (lexer->token.id != ',')
				break;
			expect(lexer, ',', false);
		}
	}
	expect(lexer, '}', true);
	return object;
}

static AstNode *
parse_transform(Lexer *lexer, int position)
{
	AstNode    *transform = sfn_ast_new(AST_TRANSFORM, position);

	transform->left = parse_expression(lexer, 0);
	expect(lexer, '|', false);
	transform->right = parse_expression(lexer, 0);
	if (lexer->token.id == ',')
	{
		expect(lexer, ',', false);
		transform->third = parse_expression(lexer, 0);
	}
	expect(lexer, '|', false);
	return transform;
}

static int
binding_power(const Token *token)
{
	int			i;

	switch (token->id)
	{
		case '[':
		case '(':
		case '@':
		case '#':
			return POWER_STEP;
		case '{':
			return 70;
		case '^':
		case TOKEN_DEFAULT:
		case TOKEN_COALESCE:
			return 40;
		case '?':
			return 20;
		case TOKEN_BIND:
			return POWER_BIND;
	}
	for (i = 0; i < lengthof(infix_operators); i++)
	{
		if (infix_operators[i].token == token->id)
			return infix_operators[i].power;
	}
	return 0;
}

/*
 * What an operator does with what stands left of it; the lexer has gone on to
 * the token behind it.
 */
static AstNode *
parse_operator(Lexer *lexer, const Token *token, AstNode *left)
{
	int			position = token->position;
	int			i;

	switch (token->id)
	{
		case '(':
			return parse_call(lexer, position, left);
		case '[':
			return parse_filter(lexer, position, left);
		case '{':
			return new_binary(OP_GROUP, position, left, parse_object(lexer, position));
		case '^':
			return parse_sort(lexer, position, left);
		case '@':
		case '#':
		case TOKEN_BIND:
			return parse_binding(lexer, token, left);
		case '?':
		case TOKEN_DEFAULT:
		case TOKEN_COALESCE:
			return parse_condition(lexer, token, left);
	}
	for (i = 0; infix_operators[i].token != token->id; i++)
		;
	return new_binary(infix_operators[i].op, position, left,
					  parse_expression(lexer, infix_operators[i].power));
}

static AstNode *
parse_call(Lexer *lexer, int position, AstNode *left)
{
	AstNode    *call = sfn_ast_new(AST_CALL, position);

	call->left = left;
	if (lexer->token.id != ')')
	{
		for (;;)
		{
			if (lexer->token.id == '?')
			{
				AstNode    *hole = sfn_ast_new(AST_HOLE, lexer->token.position);

				hole->constant = lexer->token.value;
				call->kind = AST_PARTIAL;
				sfn_ast_add(call, hole);
				expect(lexer, '?', false);
			}
			else
				sfn_ast_add(call, parse_expression(lexer, 0));
			if (lexer->token.id != ',')
				break;
			expect(lexer, ',', false);
		}
	}
	expect(lexer, ')', true);

	if (left->kind == AST_NAME &&
		(sfn_string_equal(left->constant, value_string("function", 8)) ||
		 sfn_string_equal(left->constant, value_string("\xCE\xBB", 2))))
		parse_lambda(lexer, call);
	return call;
}

static void
parse_lambda(Lexer *lexer, AstNode *lambda)
{
	int			i;

	for (i = 0; i < lambda->count; i++)
	{
		AstNode    *parameter = lambda->items[i];

		if (parameter->kind != AST_VARIABLE)
		{
			Complaint	complaint = {.code = "S0208",.position = parameter->position,
				.token = parameter->constant,.index = i + 1};

			sfn_trap_spring(lexer->trap, &complaint);
		}
	}

	lambda->kind = AST_LAMBDA;
	if (lexer->token.id == '<')
		parse_signature(lexer, lambda);
	expect(lexer, '{', false);
	lambda->left = parse_expression(lexer, 0);
	expect(lexer, '}', false);
}

/* A signature is made of tokens like everything else; blanks between them are dropped. */
static void
parse_signature(Lexer *lexer, AstNode *lambda)
{
	int			position = lexer->token.position;
	int			depth = 1;
	int			offset = 0;
	const char *code = NULL;
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfoChar(&text, '<');
	while (depth > 0 && lexer->token.id != '{' && lexer->token.id != TOKEN_END)
	{
		Value		value;

		sfn_lexer_next(lexer, false);
		if (lexer->token.id == '>')
			depth--;
		else if (lexer->token.id == '<')
			depth++;
		value = lexer->token.value;
		if (is_string(value))
			appendBinaryStringInfo(&text, value.string, value.len);
		else if (value.kind == VALUE_NULL)
			appendStringInfoString(&text, "null");
		else if (value.kind == VALUE_BOOL)
			appendStringInfoString(&text, value.boolean ? "true" : "false");
	}
	expect(lexer, '>', false);

	lambda->signature = sfn_signature_parse(text.data, text.len, &code, &offset);
	if (lambda->signature == NULL)
		sfn_lexer_fail(lexer, code, position + offset, UNDEFINED_VALUE);
}

static AstNode *
parse_filter(Lexer *lexer, int position, AstNode *left)
{
	AstNode    *filter;

	if (lexer->token.id == ']')
	{
		AstNode    *step = left;

		while (step->kind == AST_BINARY && step->op == OP_FILTER)
			step = step->left;
		step->keep_array = true;
		expect(lexer, ']', false);
		return left;
	}

	filter = new_binary(OP_FILTER, position, left, parse_expression(lexer, 0));
	expect(lexer, ']', true);
	return filter;
}

static AstNode *
parse_sort(Lexer *lexer, int position, AstNode *left)
{
	AstNode    *sort = sfn_ast_new(AST_SORT, position);

	sort->left = left;
	expect(lexer, '(', false);
	for (;;)
	{
		AstNode    *term = sfn_ast_new(AST_TERM, lexer->token.position);

		if (lexer->token.id == '<' || lexer->token.id == '>')
		{
			term->descending = lexer->token.id == '>';
			expect(lexer, lexer->token.id, false);
		}
		term->left = parse_expression(lexer, 0);
		sfn_ast_add(sort, term);
		if (lexer->token.id != ',')
			break;
		expect(lexer, ',', false);
	}
	expect(lexer, ')', false);
	return sort;
}

/* $a := b, step@$v, step#$i */
static AstNode *
parse_binding(Lexer *lexer, const Token *token, AstNode *left)
{
	AstNode    *right;

	if (token->id == TOKEN_BIND)
	{
		if (left->kind != AST_VARIABLE)
			sfn_lexer_fail(lexer, "S0212", left->position, left->constant);
		return new_binary(OP_BIND, token->position, left,
						  parse_expression(lexer, POWER_BIND - 1));
	}

	right = parse_expression(lexer, POWER_STEP);
	if (right->kind != AST_VARIABLE)
		sfn_lexer_fail(lexer, "S0214", right->position, token->value);
	return new_binary(token->id == '@' ? OP_FOCUS : OP_INDEX, token->position, left, right);
}

static AstNode *
parse_condition(Lexer *lexer, const Token *token, AstNode *left)
{
	AstNode    *condition = sfn_ast_new(AST_CONDITION, token->position);

	condition->left = left;
	condition->right = parse_expression(lexer, 0);
	if (token->id != '?')
		condition->kind = token->id == TOKEN_DEFAULT ? AST_DEFAULT : AST_COALESCE;
	else if (lexer->token.id == ':')
	{
		expect(lexer, ':', false);
		condition->third = parse_expression(lexer, 0);
	}
	return condition;
}

/*
 * The current token must be this one; go on behind it.
 */
static void
expect(Lexer *lexer, int id, bool infix)
{
	if (lexer->token.id != id)
	{
		Complaint	complaint = {.code = lexer->token.id == TOKEN_END ? "S0203" : "S0202",
			.position = lexer->token.position,.token = lexer->token.value,
		.value = sfn_token_text(id)};

		sfn_trap_spring(lexer->trap, &complaint);
	}
	sfn_lexer_next(lexer, infix);
}

static AstNode *
new_binary(Operator op, int position, AstNode *left, AstNode *right)
{
	AstNode    *node = sfn_ast_new(AST_BINARY, position);

	node->op = op;
	node->constant = UNDEFINED_VALUE;
	node->left = left;
	node->right = right;
	return node;
}
