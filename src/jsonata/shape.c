/*-------------------------------------------------------------------------
 *
 * shape.c
 *	  From a tree of operators to paths, steps and stages.
 *
 * a.b[0].c is parsed as a chain of operators, and evaluated as a path of three
 * steps, the second of which has a stage.  A name by itself is a path of one
 * step.  Which step gets a predicate, a binding or a sign to keep its array
 * depends on where it stands, and follows the reference in every turn, since
 * results depend on it.
 *
 * The parent operator is resolved here as well (ancestry.c): every % gets a slot, and
 * the step before the one whose parent is meant remembers its input in that.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/ancestry.h"
#include "jsonata/ast.h"
#include "jsonata/shaper.h"
#include "miscadmin.h"

static AstNode *shape_binary(Shaper *shaper, AstNode *node);
static AstNode *shape_dot(Shaper *shaper, AstNode *node);
static void mark_steps(Shaper *shaper, AstNode *path);
static AstNode *shape_filter(Shaper *shaper, AstNode *node);
static AstNode *shape_group(Shaper *shaper, AstNode *node);
static AstNode *shape_sort(Shaper *shaper, AstNode *node);
static AstNode *shape_focus(Shaper *shaper, AstNode *node);
static AstNode *shape_index(Shaper *shaper, AstNode *node);
static AstNode *shape_negate(Shaper *shaper, AstNode *node);
static AstNode *shape_block(Shaper *shaper, AstNode *node);
static AstNode *shape_condition(Shaper *shaper, AstNode *node);
static void shape_items(Shaper *shaper, AstNode *node);
static void mark_tail_calls(AstNode *node);
static AstNode *new_path(AstNode *step);
static AstNode *last_step(AstNode *node);

AstNode *
sfn_ast_shape(Jsonata *expression, AstNode *parsed, Trap *trap)
{
	Shaper		shaper = {.expression = expression,.trap = trap};
	AstNode    *root = sfn_shape_node(&shaper, parsed);

	/* At the top there is nothing left to be a parent. */
	if (root->kind == AST_PARENT || root->seeking)
		sfn_shape_fail(&shaper, "S0217", root->position, UNDEFINED_VALUE);
	return root;
}

void
sfn_ast_add_stage(Stages *stages, AstNode *filter, int symbol)
{
	if (stages->count == stages->capacity)
	{
		stages->capacity = Max(stages->capacity * 2, 2);
		stages->stages = stages->stages == NULL ?
			palloc(stages->capacity * sizeof(Stage)) :
			repalloc(stages->stages, stages->capacity * sizeof(Stage));
	}
	stages->stages[stages->count].filter = filter;
	stages->stages[stages->count].symbol = symbol;
	stages->count++;
}

void
sfn_shape_fail(Shaper *shaper, const char *code, int position, Value value)
{
	Complaint	complaint = {.code = code,.position = position,.token = value,.value = value};

	sfn_trap_spring(shaper->trap, &complaint);
}

AstNode *
sfn_shape_node(Shaper *shaper, AstNode *node)
{
	AstNode    *result = node;

	if (stack_is_too_deep())
		sfn_shape_fail(shaper, "D1011", node->position, UNDEFINED_VALUE);

	switch (node->kind)
	{
		case AST_END:
			sfn_shape_fail(shaper, "S0207", node->position, UNDEFINED_VALUE);
			break;
		case AST_NAME:
			result = new_path(node);
			result->keep_singleton = node->keep_array;
			break;
		case AST_PARENT:
			sfn_ancestry_new_slot(shaper, node);
			break;
		case AST_BINARY:
			result = shape_binary(shaper, node);
			break;
		case AST_SORT:
			result = shape_sort(shaper, node);
			break;
		case AST_NEGATE:
			result = shape_negate(shaper, node);
			break;
		case AST_ARRAY:
		case AST_OBJECT:
			shape_items(shaper, node);
			break;
		case AST_CALL:
		case AST_PARTIAL:
			shape_items(shaper, node);
			node->left = sfn_shape_node(shaper, node->left);
			break;
		case AST_LAMBDA:
			node->left = sfn_shape_node(shaper, node->left);
			mark_tail_calls(node->left);
			break;
		case AST_BLOCK:
			result = shape_block(shaper, node);
			break;
		case AST_CONDITION:
		case AST_DEFAULT:
		case AST_COALESCE:
			result = shape_condition(shaper, node);
			break;
		case AST_TRANSFORM:
			node->left = sfn_shape_node(shaper, node->left);
			node->right = sfn_shape_node(shaper, node->right);
			if (node->third != NULL)
				node->third = sfn_shape_node(shaper, node->third);
			break;
		default:
			break;
	}

	if (node->keep_array)
		result->keep_array = true;
	return result;
}

static AstNode *
shape_binary(Shaper *shaper, AstNode *node)
{
	switch (node->op)
	{
		case OP_DOT:
			return shape_dot(shaper, node);
		case OP_FILTER:
			return shape_filter(shaper, node);
		case OP_GROUP:
			return shape_group(shaper, node);
		case OP_FOCUS:
			return shape_focus(shaper, node);
		case OP_INDEX:
			return shape_index(shaper, node);
		case OP_BIND:
			node->kind = AST_BIND;
			node->right = sfn_shape_node(shaper, node->right);
			sfn_ancestry_pass_on(node, node->right);
			return node;
		case OP_APPLY:
			node->kind = AST_APPLY;
			node->left = sfn_shape_node(shaper, node->left);
			node->right = sfn_shape_node(shaper, node->right);
			node->keep_array |= node->left->keep_array || node->right->keep_array;
			return node;
		default:
			node->left = sfn_shape_node(shaper, node->left);
			node->right = sfn_shape_node(shaper, node->right);
			sfn_ancestry_pass_on(node, node->left);
			sfn_ancestry_pass_on(node, node->right);
			return node;
	}
}

static AstNode *
shape_dot(Shaper *shaper, AstNode *node)
{
	AstNode    *left = sfn_shape_node(shaper, node->left);
	AstNode    *path = left->kind == AST_PATH ? left : new_path(left);
	AstNode    *right;
	int			i;

	if (left->kind == AST_PARENT)
		sfn_ancestry_seek(path, left->slot);

	right = sfn_shape_node(shaper, node->right);
	if (right->kind == AST_PATH)
	{
		for (i = 0; i < right->count; i++)
			sfn_ast_add(path, right->items[i]);
	}
	else
	{
		if (right->predicates.count > 0)
		{
			right->stages = right->predicates;
			memset(&right->predicates, 0, sizeof(Stages));
		}
		sfn_ast_add(path, right);
	}

	mark_steps(shaper, path);
	sfn_ancestry_resolve(shaper, path);
	return path;
}

static void
mark_steps(Shaper *shaper, AstNode *path)
{
	AstNode    *first = path->items[0];
	AstNode    *last = path->items[path->count - 1];
	int			i;

	for (i = 0; i < path->count; i++)
	{
		AstNode    *step = path->items[i];

		if (step->kind == AST_CONSTANT)
		{
			if (!is_string(step->constant))
				sfn_shape_fail(shaper, "S0213", step->position, step->constant);
			step->kind = AST_NAME;
		}
		if (step->keep_array)
			path->keep_singleton = true;
	}

	/* The first one is not evaluated for each item, the last one not flattened. */
	if (first->kind == AST_ARRAY)
		first->cons_array = true;
	if (last->kind == AST_ARRAY)
		last->cons_array = true;
}

static AstNode *
shape_filter(Shaper *shaper, AstNode *node)
{
	AstNode    *result = sfn_shape_node(shaper, node->left);
	AstNode    *step = last_step(result);
	Stages	   *stages = result->kind == AST_PATH ? &step->stages : &step->predicates;
	AstNode    *filter;

	if (step->group != NULL)
		sfn_shape_fail(shaper, "S0209", node->position, UNDEFINED_VALUE);

	filter = sfn_shape_node(shaper, node->right);
	if (filter->seeking)
		sfn_ancestry_enter_filter(shaper, step, filter);
	sfn_ast_add_stage(stages, filter, -1);
	return result;
}

static AstNode *
shape_group(Shaper *shaper, AstNode *node)
{
	AstNode    *result = sfn_shape_node(shaper, node->left);
	AstNode    *group = node->right;
	int			i;

	if (result->group != NULL)
		sfn_shape_fail(shaper, "S0210", node->position, UNDEFINED_VALUE);
	for (i = 0; i < group->count; i++)
		group->items[i] = sfn_shape_node(shaper, group->items[i]);
	result->group = group;
	return result;
}

static AstNode *
shape_sort(Shaper *shaper, AstNode *node)
{
	AstNode    *result = sfn_shape_node(shaper, node->left);
	AstNode    *sort = sfn_ast_new(AST_SORT, node->position);
	int			i;

	if (result->kind != AST_PATH)
		result = new_path(result);
	for (i = 0; i < node->count; i++)
	{
		AstNode    *term = node->items[i];

		term->left = sfn_shape_node(shaper, term->left);
		sfn_ancestry_pass_on(sort, term->left);
		sfn_ast_add(sort, term);
	}
	sfn_ast_add(result, sort);
	sfn_ancestry_resolve(shaper, result);
	return result;
}

static AstNode *
shape_focus(Shaper *shaper, AstNode *node)
{
	AstNode    *result = sfn_shape_node(shaper, node->left);
	AstNode    *step = last_step(result);

	if (step->stages.count > 0 || step->predicates.count > 0)
		sfn_shape_fail(shaper, "S0215", node->position, UNDEFINED_VALUE);
	if (step->kind == AST_SORT)
		sfn_shape_fail(shaper, "S0216", node->position, UNDEFINED_VALUE);
	if (node->keep_array)
		step->keep_array = true;
	step->focus = sfn_symbol_intern(shaper->expression, node->right->constant.string,
									node->right->constant.len);
	step->has_tuples = true;
	return result;
}

static AstNode *
shape_index(Shaper *shaper, AstNode *node)
{
	AstNode    *result = sfn_shape_node(shaper, node->left);
	AstNode    *step = last_step(result);
	int			symbol = sfn_symbol_intern(shaper->expression, node->right->constant.string,
										   node->right->constant.len);

	if (result->kind != AST_PATH)
	{
		result = new_path(result);
		if (step->predicates.count > 0)
		{
			step->stages = step->predicates;
			memset(&step->predicates, 0, sizeof(Stages));
		}
	}
	if (step->stages.count == 0)
		step->index = symbol;
	else
		sfn_ast_add_stage(&step->stages, NULL, symbol);
	step->has_tuples = true;
	return result;
}

static AstNode *
shape_negate(Shaper *shaper, AstNode *node)
{
	AstNode    *operand = sfn_shape_node(shaper, node->left);

	if (operand->kind == AST_CONSTANT && operand->constant.kind == VALUE_NUMBER)
	{
		operand->constant.number = -operand->constant.number;
		return operand;
	}
	node->left = operand;
	sfn_ancestry_pass_on(node, operand);
	return node;
}

static AstNode *
shape_block(Shaper *shaper, AstNode *node)
{
	int			i;

	shape_items(shaper, node);
	for (i = 0; i < node->count; i++)
	{
		AstNode    *item = node->items[i];

		if (item->cons_array || (item->kind == AST_PATH && item->items[0]->cons_array))
			node->cons_array = true;
	}
	return node;
}

static AstNode *
shape_condition(Shaper *shaper, AstNode *node)
{
	node->left = sfn_shape_node(shaper, node->left);
	sfn_ancestry_pass_on(node, node->left);
	node->right = sfn_shape_node(shaper, node->right);
	sfn_ancestry_pass_on(node, node->right);
	if (node->third != NULL)
	{
		node->third = sfn_shape_node(shaper, node->third);
		sfn_ancestry_pass_on(node, node->third);
	}
	return node;
}

static void
shape_items(Shaper *shaper, AstNode *node)
{
	int			i;

	for (i = 0; i < node->count; i++)
	{
		node->items[i] = sfn_shape_node(shaper, node->items[i]);
		sfn_ancestry_pass_on(node, node->items[i]);
	}
}

/*
 * A call whose result is its function's result is left to the caller of the
 * function, so that recursion in tail position does not deepen.
 */
static void
mark_tail_calls(AstNode *node)
{
	switch (node->kind)
	{
		case AST_CALL:
			node->tail = node->predicates.count == 0;
			break;
		case AST_CONDITION:
			mark_tail_calls(node->right);
			if (node->third != NULL)
				mark_tail_calls(node->third);
			break;
		case AST_DEFAULT:
		case AST_COALESCE:
			mark_tail_calls(node->right);
			break;
		case AST_BLOCK:
			if (node->count > 0)
				mark_tail_calls(node->items[node->count - 1]);
			break;
		default:
			break;
	}
}

static AstNode *
new_path(AstNode *step)
{
	AstNode    *path = sfn_ast_new(AST_PATH, step->position);

	sfn_ast_add(path, step);
	return path;
}

/* What a predicate or binding behind an expression belongs to */
static AstNode *
last_step(AstNode *node)
{
	return node->kind == AST_PATH ? node->items[node->count - 1] : node;
}
