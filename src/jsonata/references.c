/*-------------------------------------------------------------------------
 *
 * references.c
 *	  What an expression takes from its surroundings, for static checks.
 *
 * Steps of a path, its predicates, groups and sort terms are evaluated with
 * an item of the step before as their context; everything else with the context of
 * what it stands in, the body of a function included.  So a name or $ asks for the
 * document itself only where no path has given it a meaning.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/ast.h"
#include "miscadmin.h"

typedef struct Walk
{
	const Jsonata *expression;
	JsonataReferenceVisitor visit;
	void	   *arg;
} Walk;

static void walk(const Walk *self, const AstNode *node, bool outermost);
static void walk_items(const Walk *self, const AstNode *node, bool outermost);
static void walk_stages(const Walk *self, const Stages *stages);
static void walk_callee(const Walk *self, const AstNode *callee, bool outermost);
static void visit_variable(const Walk *self, const AstNode *variable, bool outermost);
static void visit_binding(const Walk *self, int symbol);
static const char *symbol_name(const Walk *self, int symbol);

void
sfn_jsonata_walk_references(const Jsonata *expression, JsonataReferenceVisitor visit, void *arg)
{
	Walk		self = {expression, visit, arg};

	walk(&self, expression->root, true);
}

/* outermost: the context is the document. */
static void
walk(const Walk *self, const AstNode *node, bool outermost)
{
	check_stack_depth();
	CHECK_FOR_INTERRUPTS();

	switch (node->kind)
	{
		case AST_NAME:
			if (outermost)
				self->visit(JSONATA_REFERENCE_NAME, pnstrdup(node->constant.string, node->constant.len), self->arg);
			break;
		case AST_VARIABLE:
			visit_variable(self, node, outermost);
			break;
		case AST_PATH:
			for (int i = 0; i < node->count; i++)
				walk(self, node->items[i], outermost && i == 0);
			break;
		case AST_CALL:
		case AST_PARTIAL:
			walk_callee(self, node->left, outermost);
			walk_items(self, node, outermost);
			break;
		case AST_APPLY:
			walk(self, node->left, outermost);
			walk_callee(self, node->right, outermost);
			break;
		case AST_BIND:
			visit_binding(self, node->symbol);
			walk(self, node->right, outermost);
			break;
		case AST_LAMBDA:
			for (int i = 0; i < node->count; i++)
				visit_binding(self, node->parameters[i]);
			walk(self, node->left, outermost);
			break;
		case AST_TRANSFORM:
		case AST_TERM:
			outermost = false;
			/* FALLTHROUGH */
		default:
			if (node->left != NULL)
				walk(self, node->left, outermost);
			if (node->right != NULL)
				walk(self, node->right, outermost);
			if (node->third != NULL)
				walk(self, node->third, outermost);
			walk_items(self, node, outermost);
			break;
	}

	visit_binding(self, node->focus);
	visit_binding(self, node->index);
	walk_stages(self, &node->predicates);
	walk_stages(self, &node->stages);
	if (node->group != NULL)
		walk_items(self, node->group, false);
}

static void
walk_items(const Walk *self, const AstNode *node, bool outermost)
{
	for (int i = 0; i < node->count; i++)
		walk(self, node->items[i], outermost);
}

static void
walk_stages(const Walk *self, const Stages *stages)
{
	for (int i = 0; i < stages->count; i++)
	{
		visit_binding(self, stages->stages[i].symbol);
		if (stages->stages[i].filter != NULL)
			walk(self, stages->stages[i].filter, false);
	}
}

/* What is called is a function, and no variable from outside is one. */
static void
walk_callee(const Walk *self, const AstNode *callee, bool outermost)
{
	if (callee->kind != AST_VARIABLE || callee->symbol <= SYMBOL_ROOT ||
		self->expression->globals[callee->global].native != NULL)
		walk(self, callee, outermost);
}

static void
visit_variable(const Walk *self, const AstNode *variable, bool outermost)
{
	const Global *global;

	if (variable->symbol == SYMBOL_CONTEXT)
	{
		if (outermost)
			self->visit(JSONATA_REFERENCE_CONTEXT, "$", self->arg);
		return;
	}
	if (variable->symbol == SYMBOL_ROOT)
	{
		self->visit(JSONATA_REFERENCE_DOCUMENT, "$$", self->arg);
		return;
	}
	global = &self->expression->globals[variable->global];
	if (global->member != NULL)
		self->visit(JSONATA_REFERENCE_MEMBER, global->member, self->arg);
	else if (global->native != NULL)
		self->visit(JSONATA_REFERENCE_FUNCTION, global->name, self->arg);
	else if (!self->expression->bound[variable->symbol])
		self->visit(JSONATA_REFERENCE_VARIABLE, global->name, self->arg);
}

/* symbol: -1 where nothing is bound */
static void
visit_binding(const Walk *self, int symbol)
{
	if (symbol >= 0)
		self->visit(JSONATA_REFERENCE_BINDING, symbol_name(self, symbol), self->arg);
}

static const char *
symbol_name(const Walk *self, int symbol)
{
	Key			name = self->expression->symbols[symbol];

	return pnstrdup(name.text, name.len);
}
