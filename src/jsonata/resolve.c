/*-------------------------------------------------------------------------
 *
 * resolve.c
 *	  What names mean, and what else the evaluator should not find out each time.
 *
 * Variables become numbers.  Which scope binds one is only known at run time:
 * (c ? $x := 1; $x) may mean an $x further out.  But most are bound nowhere
 * in the expression, and are then functions or come from outside; these are looked
 * up once per evaluation, in the table of globals.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "common/hashfn.h"
#include "jsonata/ast.h"
#include "jsonata/native.h"
#include "jsonata/problem.h"
#include "miscadmin.h"

/* The variable of which members are asked for one by one */
#define VARIABLE_BY_MEMBER "states"

/* Larger objects are not worth a shape of their own. */
#define LARGEST_SHAPE 100

typedef struct Resolver
{
	Jsonata    *expression;
	Trap	   *trap;
	bool		any_binds;
} Resolver;

typedef void (*NodeVisitor) (Resolver *resolver, AstNode *node);

static void grow_symbols(Jsonata *expression);
static void visit_children(Resolver *resolver, AstNode *node, NodeVisitor visit);
static void collect_names(Resolver *resolver, AstNode *node);
static int	intern_variable(Resolver *resolver, const AstNode *node);
static void mark_bound(Resolver *resolver, int symbol);
static void mark_facts(Resolver *resolver, AstNode *node);
static void set_global(Resolver *resolver, AstNode *node, const char *member);
static int	find_global(Resolver *resolver, int symbol, const char *member);
static void refuse_volatile(Resolver *resolver, const Global *global, int position);
static void fuse_member(Resolver *resolver, AstNode *path);
static bool is_bare(const AstNode *step);
static void mark_names(AstNode *path);
static void mark_shape(AstNode *object);
static void mark_binds(Resolver *resolver, AstNode *node);
static void note_binds(Resolver *resolver, AstNode *part);

void
sfn_ast_resolve(Jsonata *expression, Trap *trap)
{
	Resolver	resolver = {.expression = expression,.trap = trap};

	collect_names(&resolver, expression->root);
	mark_facts(&resolver, expression->root);
}

int
sfn_symbol_intern(Jsonata *expression, const char *name, int len)
{
	uint32		hash = hash_bytes((const unsigned char *) name, len);
	uint32		at;
	int			symbol;

	if (expression->symbol_count * 2 >= expression->symbol_buckets)
		grow_symbols(expression);
	for (at = hash & (expression->symbol_buckets - 1);
		 (symbol = expression->symbol_hash[at] - 1) >= 0;
		 at = (at + 1) & (expression->symbol_buckets - 1))
	{
		if (expression->symbols[symbol].len == len &&
			memcmp(expression->symbols[symbol].text, name, len) == 0)
			return symbol;
	}

	symbol = expression->symbol_count++;
	expression->symbol_hash[at] = symbol + 1;
	expression->symbols[symbol].text = name;
	expression->symbols[symbol].len = len;
	expression->bound[symbol] = false;
	expression->global_of[symbol] = -1;
	return symbol;
}

static void
grow_symbols(Jsonata *expression)
{
	int			buckets = Max(expression->symbol_buckets * 2, 32);
	Jsonata		before = *expression;
	int			i;

	expression->symbol_buckets = buckets;
	expression->symbol_hash = palloc0(buckets * sizeof(int));
	expression->symbols = palloc(buckets / 2 * sizeof(Key));
	expression->bound = palloc(buckets / 2 * sizeof(bool));
	expression->global_of = palloc(buckets / 2 * sizeof(int));
	if (before.symbol_count == 0)
		return;

	memcpy(expression->symbols, before.symbols, before.symbol_count * sizeof(Key));
	memcpy(expression->bound, before.bound, before.symbol_count * sizeof(bool));
	memcpy(expression->global_of, before.global_of, before.symbol_count * sizeof(int));
	for (i = 0; i < before.symbol_count; i++)
	{
		uint32		at = hash_bytes((const unsigned char *) before.symbols[i].text,
									before.symbols[i].len) & (buckets - 1);

		while (expression->symbol_hash[at] != 0)
			at = (at + 1) & (buckets - 1);
		expression->symbol_hash[at] = i + 1;
	}
}

static void
visit_stages(Resolver *resolver, const Stages *stages, NodeVisitor visit)
{
	int			i;

	for (i = 0; i < stages->count; i++)
	{
		if (stages->stages[i].filter != NULL)
			visit(resolver, stages->stages[i].filter);
	}
}

static void
visit_children(Resolver *resolver, AstNode *node, NodeVisitor visit)
{
	int			i;

	CHECK_FOR_INTERRUPTS();
	if (stack_is_too_deep())
	{
		Complaint	complaint = {.code = "D1011",.position = node->position};

		sfn_trap_spring(resolver->trap, &complaint);
	}

	if (node->left != NULL)
		visit(resolver, node->left);
	if (node->right != NULL)
		visit(resolver, node->right);
	if (node->third != NULL)
		visit(resolver, node->third);
	for (i = 0; i < node->count; i++)
		visit(resolver, node->items[i]);
	visit_stages(resolver, &node->predicates, visit);
	visit_stages(resolver, &node->stages, visit);
	if (node->group != NULL)
		visit(resolver, node->group);
}

/*
 * Number all names, and find those that something binds.
 */
static void
collect_names(Resolver *resolver, AstNode *node)
{
	int			i;

	visit_children(resolver, node, collect_names);

	if (node->kind == AST_VARIABLE)
		node->symbol = intern_variable(resolver, node);
	else if (node->kind == AST_BIND)
	{
		node->symbol = node->left->symbol;
		mark_bound(resolver, node->symbol);
	}
	else if (node->kind == AST_LAMBDA)
	{
		node->parameters = palloc(Max(node->count, 1) * sizeof(int));
		for (i = 0; i < node->count; i++)
		{
			node->parameters[i] = node->items[i]->symbol;
			mark_bound(resolver, node->items[i]->symbol);
		}
	}

	mark_bound(resolver, node->focus);
	mark_bound(resolver, node->index);
	for (i = 0; i < node->stages.count; i++)
		mark_bound(resolver, node->stages.stages[i].symbol);
}

static int
intern_variable(Resolver *resolver, const AstNode *node)
{
	if (node->constant.len == 0)
		return SYMBOL_CONTEXT;
	return sfn_symbol_intern(resolver->expression, node->constant.string, node->constant.len);
}

static void
mark_bound(Resolver *resolver, int symbol)
{
	if (symbol >= 0)
		resolver->expression->bound[symbol] = true;
}

static void
mark_facts(Resolver *resolver, AstNode *node)
{
	if (node->kind == AST_PATH)
		fuse_member(resolver, node);
	visit_children(resolver, node, mark_facts);

	node->plain = node->predicates.count == 0 && node->group == NULL && !node->keep_array;
	switch (node->kind)
	{
		case AST_VARIABLE:
			if (node->symbol >= 0 && node->global < 0)
				set_global(resolver, node, NULL);
			break;
		case AST_PATH:
			mark_names(node);
			break;
		case AST_OBJECT:
			mark_shape(node);
			break;
		default:
			break;
	}
	mark_binds(resolver, node);
}

static void
set_global(Resolver *resolver, AstNode *node, const char *member)
{
	node->global = find_global(resolver, node->symbol, member);
	refuse_volatile(resolver, &resolver->expression->globals[node->global], node->position);
}

static int
find_global(Resolver *resolver, int symbol, const char *member)
{
	Jsonata    *expression = resolver->expression;
	Global	   *global;
	int			i;

	if (member == NULL && expression->global_of[symbol] >= 0)
		return expression->global_of[symbol];
	for (i = 0; member != NULL && i < expression->global_count; i++)
	{
		global = &expression->globals[i];
		if (global->symbol == symbol && global->member != NULL &&
			strcmp(global->member, member) == 0)
			return i;
	}

	if (expression->global_count == expression->global_capacity)
	{
		expression->global_capacity = Max(expression->global_capacity * 2, 8);
		expression->globals = expression->globals == NULL ?
			palloc(expression->global_capacity * sizeof(Global)) :
			repalloc(expression->globals, expression->global_capacity * sizeof(Global));
	}
	global = &expression->globals[expression->global_count];
	global->symbol = symbol;
	global->name = pnstrdup(expression->symbols[symbol].text, expression->symbols[symbol].len);
	global->member = member;
	global->native = sfn_native_find(expression->symbols[symbol]);
	if (member == NULL)
		expression->global_of[symbol] = expression->global_count;
	return expression->global_count++;
}

static void
refuse_volatile(Resolver *resolver, const Global *global, int position)
{
	Complaint	complaint = {.code = "T1006",.position = position};

	if ((resolver->expression->flags & JSONATA_IMMUTABLE) == 0 ||
		global->native == NULL || !global->native->is_volatile)
		return;
	complaint.code = "S0501";
	complaint.message = psprintf("$%s() depends on more than its arguments", global->name);
	complaint.message_len = strlen(complaint.message);
	sfn_trap_spring(resolver->trap, &complaint);
}

/*
 * $states.input asks for one member, so that the others need not be made.
 */
static void
fuse_member(Resolver *resolver, AstNode *path)
{
	Jsonata    *expression = resolver->expression;
	AstNode    *first = path->items[0];
	AstNode    *second;
	Key			name;

	if (first->kind != AST_VARIABLE || path->count < 2 || first->symbol < 0)
		return;
	second = path->items[1];
	name = expression->symbols[first->symbol];
	if (expression->bound[first->symbol] || second->kind != AST_NAME ||
		name.len != strlen(VARIABLE_BY_MEMBER) ||
		memcmp(name.text, VARIABLE_BY_MEMBER, name.len) != 0 ||
		!is_bare(first) || second->has_tuples || second->focus >= 0 || second->index >= 0)
		return;

	set_global(resolver, first, pnstrdup(second->constant.string, second->constant.len));
	first->stages = second->stages;
	first->keep_array = second->keep_array;
	path->count--;
	memmove(&path->items[1], &path->items[2], (path->count - 1) * sizeof(AstNode *));
}

/* Nothing happens to the step's result. */
static bool
is_bare(const AstNode *step)
{
	return step->stages.count == 0 && step->predicates.count == 0 && step->group == NULL &&
		!step->keep_array && !step->has_tuples;
}

static void
mark_names(AstNode *path)
{
	int			i;

	path->all_names = !path->keep_singleton && !path->has_tuples;
	for (i = 0; i < path->count; i++)
	{
		if (path->items[i]->kind != AST_NAME || !is_bare(path->items[i]))
			path->all_names = false;
	}
}

/*
 * An object whose keys are known makes objects of one shape.
 */
static void
mark_shape(AstNode *object)
{
	int			members = object->count / 2;
	int			i;
	int			j;

	object->keys = palloc(Max(members, 1) * sizeof(Key));
	object->literal_keys = members <= LARGEST_SHAPE;
	for (i = 0; i < members && object->literal_keys; i++)
	{
		const AstNode *key = object->items[i * 2];

		if (key->kind != AST_CONSTANT || !is_string(key->constant) || !is_bare(key) ||
			(key->constant.len > 0 && key->constant.string[0] <= '9') ||
			(key->constant.len > 0 && key->constant.string[0] == '_'))
			object->literal_keys = false;
		else
		{
			object->keys[i].text = key->constant.string;
			object->keys[i].len = key->constant.len;
		}
		for (j = 0; j < i && object->literal_keys; j++)
		{
			if (sfn_string_equal(key->constant, object->items[j * 2]->constant))
				object->literal_keys = false;
		}
	}
}

/*
 * Whether evaluating the node binds variables in the scope around it.  Those of
 * a block or a function are in a scope of its own.
 */
static void
mark_binds(Resolver *resolver, AstNode *node)
{
	int			i;

	resolver->any_binds = false;
	for (i = 0; node->kind == AST_BLOCK && i < node->count; i++)
		note_binds(resolver, node->items[i]);
	node->scoped = resolver->any_binds;

	resolver->any_binds = node->kind == AST_BIND;
	if (node->kind == AST_BLOCK || node->kind == AST_LAMBDA)
	{
		visit_stages(resolver, &node->predicates, note_binds);
		visit_stages(resolver, &node->stages, note_binds);
		if (node->group != NULL)
			note_binds(resolver, node->group);
	}
	else
		visit_children(resolver, node, note_binds);
	node->binds = resolver->any_binds;
}

static void
note_binds(Resolver *resolver, AstNode *part)
{
	resolver->any_binds |= part->binds;
}
