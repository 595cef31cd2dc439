/*-------------------------------------------------------------------------
 *
 * evaluator.h
 *	  What the files that evaluate share.
 *
 * The tree is only read; all that moves is in an Evaluator, which lives for
 * one evaluation, and in its arena.  Errors do not return (problem.h).
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_EVALUATOR_H
#define SFN_EVALUATOR_H

#include "postgres.h"

#include "jsonata/arena.h"
#include "jsonata/ast.h"
#include "jsonata/data.h"
#include "jsonata/problem.h"

typedef struct Binding
{
	int			symbol;
	Value		value;
} Binding;

/* Variables of a block, a call or a tuple, within those of another scope */
typedef struct Scope
{
	struct Scope *outer;
	int			count;
	int			capacity;		/* 0: the bindings are a tuple's, copy before writing */
	Binding    *bindings;
} Scope;

/* An item of a path with what @, # and % bound on the way to it */
typedef struct Tuple
{
	Value		item;
	int			count;
	Binding		bindings[FLEXIBLE_ARRAY_MEMBER];
} Tuple;

typedef enum FunctionKind
{
	FUNCTION_NATIVE,
	FUNCTION_LAMBDA,
	FUNCTION_PARTIAL,			/* of any other than a lambda */
	FUNCTION_REGEX,
	FUNCTION_NEXT_MATCH,
	FUNCTION_TRANSFORM,
	FUNCTION_CHAIN				/* f ~> g */
} FunctionKind;

typedef struct Function
{
	FunctionKind kind;
	int			arity;
	const struct NativeFunction *native;
	const AstNode *node;		/* lambda: AST_LAMBDA; transform; regex */
	Scope	   *scope;			/* lambda, transform: where it was made */
	Value		input;			/* lambda: the context there; partial: of what; next match: the text */
	const struct Signature *signature;	/* lambda */

	/* lambda: parameters that a partial application has left */
	int			parameter_count;
	const int  *parameters;

	/* partial: arguments, thunks where there are holes; chain: the two functions */
	int			arg_count;
	Value	   *args;

	int64		from;			/* next match: where to go on, in bytes */
	int			from_units;		/* and in UTF-16 units */
} Function;

/* A call in tail position: where it stands, and in what surroundings */
typedef struct Thunk
{
	const AstNode *call;
	Value		input;
	Scope	   *scope;
} Thunk;

typedef struct Evaluator
{
	Arena		arena;
	Trap		trap;
	const Jsonata *expression;
	const JsonataEnvironment *environment;
	Value		root;			/* $$ */
	Array		wrapper;		/* around a document that is an array */
	Value	   *globals;
	bool	   *global_known;
	int64		steps;
	int64		next_check;		/* steps at which to look at interrupts and bounds */
	int64		max_steps;
	int			depth;			/* nested calls of functions */
	int			max_depth;
	int			call_position;	/* of the outermost call that is going on; -1: none */
	Value		call_name;		/* of the innermost */
	int64		now_ms;			/* once asked for */
	bool		now_known;
	ArenaMark	start;			/* of the arena */
} Evaluator;

/* What can be looked at or copied in the time of a step */
#define BYTES_PER_STEP 32

#define ALLOC(ev, size) sfn_arena_alloc(&(ev)->arena, size)

/* ---- evaluate.c ---- */

extern Value sfn_evaluate(Evaluator *ev, const AstNode *node, Value input, Scope *scope);
/*
 * What is left to do for a node whose expression has this result: predicates,
 * grouping, singletons.
 */
extern Value sfn_evaluate_rest(Evaluator *ev, const AstNode *node, Value result, Scope *scope);
/* A sequence as the reference hands it on: nothing, its only element, or itself. */
extern Value sfn_sequence_value(Value value);
extern void sfn_evaluator_check(Evaluator *ev);
extern Value sfn_name_lookup(Evaluator *ev, Value input, Key name);
extern Value sfn_global_value(Evaluator *ev, int global);
/* Whether a variable of that name has a value; for better error messages. */
extern bool sfn_variable_exists(Evaluator *ev, Scope *scope, Value name);

static inline void
sfn_evaluator_step(Evaluator *ev)
{
	if (unlikely(++ev->steps >= ev->next_check))
		sfn_evaluator_check(ev);
}

/* Steps for work on so many bytes that takes no others */
static inline void
sfn_evaluator_charge(Evaluator *ev, Size bytes)
{
	ev->steps += bytes / BYTES_PER_STEP;
	if (unlikely(ev->steps >= ev->next_check))
		sfn_evaluator_check(ev);
}

/* ---- scope.c ---- */

extern Scope *sfn_scope_new(Evaluator *ev, Scope *outer, int capacity);
extern Scope *sfn_scope_of_tuple(Evaluator *ev, Scope *outer, const Tuple *tuple);
extern void sfn_scope_bind(Evaluator *ev, Scope *scope, int symbol, Value value);
extern bool sfn_scope_lookup(const Scope *scope, int symbol, Value *value);
extern Tuple *sfn_tuple_copy(Evaluator *ev, const Tuple *tuple, int more);
extern void sfn_tuple_bind(Tuple *tuple, int symbol, Value value);

/* ---- eval_path.c, eval_tuple.c, eval_filter.c ---- */

/* This one leaves nothing for sfn_evaluate_rest. */
extern Value sfn_path_evaluate(Evaluator *ev, const AstNode *path, Value input, Scope *scope);
/*
 * The rest of a path, from a step that binds, with items as its input; a
 * sequence of items or of tuples.
 */
extern Value sfn_tuples_evaluate(Evaluator *ev, const AstNode *path, int from, Value items, Scope *scope);
extern Value sfn_filter_apply(Evaluator *ev, const AstNode *filter, Value input, Scope *scope);
extern Value sfn_sort_step(Evaluator *ev, const AstNode *sort, Value input, Scope *scope);
extern Value sfn_wildcard_evaluate(Evaluator *ev, Value input);
extern Value sfn_descendants_evaluate(Evaluator *ev, Value input);

/* ---- eval_operator.c ---- */

extern Value sfn_binary_evaluate(Evaluator *ev, const AstNode *node, Value input, Scope *scope);
extern Value sfn_negate_evaluate(Evaluator *ev, const AstNode *node, Value input, Scope *scope);

/* ---- eval_group.c ---- */

extern Value sfn_array_evaluate(Evaluator *ev, const AstNode *node, Value input, Scope *scope);
extern Value sfn_group_evaluate(Evaluator *ev, const AstNode *object, Value input, Scope *scope);

/* ---- eval_call.c ---- */

extern Value sfn_call_evaluate(Evaluator *ev, const AstNode *call, Value input, Scope *scope,
							   const Value *first_arg);
extern Value sfn_partial_evaluate(Evaluator *ev, const AstNode *partial, Value input, Scope *scope);
extern Value sfn_lambda_evaluate(Evaluator *ev, const AstNode *lambda, Value input, Scope *scope);
extern Value sfn_apply_evaluate(Evaluator *ev, const AstNode *apply, Value input, Scope *scope);
extern Value sfn_function_new(Evaluator *ev, FunctionKind kind, int arity);
extern Value sfn_native_value(Evaluator *ev, const struct NativeFunction *native);
/* Call a function from within another, without a context to take arguments from. */
extern Value sfn_value_call(Evaluator *ev, Value function, const Value *args, int count);

/* ---- eval_transform.c ---- */

extern Value sfn_transform_evaluate(Evaluator *ev, const AstNode *transform, Scope *scope);
extern Value sfn_transform_apply(Evaluator *ev, const Function *transform, Value object);

/* ---- semantics.c: what the language says of values ---- */

extern bool sfn_value_truth(Evaluator *ev, Value value);
extern bool sfn_value_equal(Evaluator *ev, Value a, Value b);
/* JavaScript's ===: objects and arrays are the same only if they are one. */
extern bool sfn_value_identical(Value a, Value b);
extern Value sfn_value_append(Evaluator *ev, Value a, Value b);
/* A finite number; D1001 for an infinite one. */
extern double sfn_value_finite(Evaluator *ev, Value number);
extern double sfn_value_ordinary(Evaluator *ev, Value number);
extern bool sfn_value_is_numeric(Evaluator *ev, Value value);
extern Value sfn_value_clone(Evaluator *ev, Value value);
extern void sfn_stack_check(Evaluator *ev);

/* ---- errors ---- */

extern void sfn_evaluator_fail(Evaluator *ev, const Complaint *complaint) pg_attribute_noreturn();
/* The common case: code and place, and the value to blame. */
extern void sfn_evaluator_raise(Evaluator *ev, const char *code, int position, Value token,
								Value value) pg_attribute_noreturn();

#endif							/* SFN_EVALUATOR_H */
