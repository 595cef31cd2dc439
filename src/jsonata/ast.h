/*-------------------------------------------------------------------------
 *
 * ast.h
 *	  The syntax tree of an expression.
 *
 * The parser makes a tree of operators; shape.c turns it into what is
 * evaluated: chains of dots become a PATH of steps, predicates and bindings go to
 * the step they belong to, the parent operator finds the step it speaks of.  What
 * names mean is found out last (resolve.c).  Then the tree is only read.
 *
 * Positions are bytes of the expression, behind the token as in the reference.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_AST_H
#define SFN_AST_H

#include "postgres.h"

#include "jsonata/data.h"
#include "jsonata/jsonata.h"

typedef enum AstKind
{
	AST_END,					/* no expression where one is needed */
	AST_HOLE,					/* ? as an argument */
	AST_NAME,
	AST_CONSTANT,				/* string, number, true, false, null */
	AST_VARIABLE,
	AST_REGEX,
	AST_WILDCARD,
	AST_DESCENDANT,
	AST_PARENT,
	AST_BINARY,
	AST_NEGATE,
	AST_ARRAY,
	AST_OBJECT,					/* items: key, value, key, value ... */
	AST_CALL,					/* left: what is called; items: arguments */
	AST_PARTIAL,				/* the same with holes */
	AST_LAMBDA,					/* items: parameters; left: body */
	AST_BLOCK,
	AST_CONDITION,				/* left ? right : third */
	AST_DEFAULT,				/* left ?: right */
	AST_COALESCE,				/* left ?? right */
	AST_TRANSFORM,				/* | left | right, third | */
	AST_SORT,					/* items: terms; before shaping left is what is sorted */
	AST_TERM,					/* left: by what to sort */

	/* after shaping */
	AST_PATH,					/* items: steps */
	AST_BIND,
	AST_APPLY
} AstKind;

/* Operators of AST_BINARY; those above OP_ADD are gone after shaping. */
typedef enum Operator
{
	OP_NONE,
	OP_DOT,
	OP_FILTER,
	OP_GROUP,
	OP_BIND,
	OP_FOCUS,
	OP_INDEX,
	OP_APPLY,
	OP_ADD,
	OP_SUBTRACT,
	OP_MULTIPLY,
	OP_DIVIDE,
	OP_REMAINDER,
	OP_EQUAL,
	OP_UNEQUAL,
	OP_LESS,
	OP_LESS_EQUAL,
	OP_GREATER,
	OP_GREATER_EQUAL,
	OP_CONCATENATE,
	OP_RANGE,
	OP_AND,
	OP_OR,
	OP_IN
} Operator;

/* What the step that % speaks of is remembered under */
typedef struct ParentSlot
{
	int			symbol;
	int			level;			/* steps that are still to be gone back */
} ParentSlot;

typedef struct ParentSlots
{
	int			count;
	int			capacity;
	ParentSlot **slots;
} ParentSlots;

/* What happens to a step's result: a predicate, or #$index after one */
typedef struct Stage
{
	struct AstNode *filter;		/* NULL: an index */
	int			symbol;			/* of the index */
} Stage;

typedef struct Stages
{
	int			count;
	int			capacity;
	Stage	   *stages;
} Stages;

typedef struct AstNode
{
	AstKind		kind;
	Operator	op;
	int			position;
	bool		keep_array;		/* [] behind it */
	bool		keep_singleton; /* a path that has such a step */
	bool		cons_array;		/* an array constructor as first or last step, or a block with one */
	bool		has_tuples;		/* binds, or is looked at by a parent operator */
	bool		tail;			/* a call in tail position */
	bool		descending;		/* a sort term */
	bool		seeking;		/* sought has been set, if only to nothing */

	/* facts for the evaluator, from resolve.c */
	bool		plain;			/* no predicates, group or [] to see to after evaluation */
	bool		scoped;			/* a block with variables of its own */
	bool		all_names;		/* a path of plain names only */
	bool		binds;			/* variables, in the scope that it is evaluated in */
	bool		literal_keys;	/* object: all keys are different strings; their shape in keys */

	Value		constant;		/* value of a constant; text of a name, a variable or an unexpected token */
	struct AstNode *left;
	struct AstNode *right;
	struct AstNode *third;
	int			count;
	int			capacity;
	struct AstNode **items;

	Stages		predicates;		/* of an expression */
	Stages		stages;			/* of a step */
	struct AstNode *group;		/* {...} behind it: an AST_OBJECT */

	int			symbol;			/* of a variable, a bound name; -1: $ */
	int			global;			/* of a variable: what it is when nothing binds it, or -1 */
	int			focus;			/* symbol bound by @, or -1 */
	int			index;			/* symbol bound by #, or -1 */
	ParentSlot *slot;			/* of a parent operator */
	ParentSlot *ancestor;		/* a step: its input is remembered here */
	ParentSlots sought;			/* parent operators within that still seek their step */

	struct Signature *signature;	/* of a lambda */
	int		   *parameters;		/* symbols of a lambda's parameters */
	struct Regex *regex;
	Key		   *keys;
} AstNode;

/* A variable as it is when nothing in the expression binds it */
typedef struct Global
{
	const char *name;
	const char *member;			/* of $states: the one member that is used; else NULL */
	int			symbol;
	const struct NativeFunction *native;	/* what it is when the environment has none; or NULL */
} Global;

struct Jsonata
{
	char	   *text;
	int			len;
	int			flags;
	AstNode    *root;

	int			symbol_count;	/* names of variables, and labels of % */
	int			symbol_buckets; /* at least twice as many */
	int		   *symbol_hash;	/* symbol + 1, or 0 */
	Key		   *symbols;
	bool	   *bound;			/* by something in the expression */
	int		   *global_of;		/* index of the symbol's global, or -1 */

	int			global_count;
	int			global_capacity;
	Global	   *globals;
};

/* What shaping and resolving put into a variable's symbol when it is the context, $ */
#define SYMBOL_CONTEXT (-1)

/* $$, whose value is the document */
#define SYMBOL_ROOT 0

struct Trap;

extern AstNode *sfn_ast_parse(Jsonata *expression, struct Trap *trap);
extern AstNode *sfn_ast_shape(Jsonata *expression, AstNode *parsed, struct Trap *trap);
extern void sfn_ast_resolve(Jsonata *expression, struct Trap *trap);

extern AstNode *sfn_ast_new(AstKind kind, int position);
extern void sfn_ast_add(AstNode *parent, AstNode *item);
extern void sfn_ast_add_stage(Stages *stages, AstNode *filter, int symbol);
/* The number that stands for a name. */
extern int	sfn_symbol_intern(Jsonata *expression, const char *name, int len);

#endif							/* SFN_AST_H */
