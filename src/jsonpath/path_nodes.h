/*-------------------------------------------------------------------------
 *
 * path_nodes.h
 *	  A parsed path, and what parsing and searching share inside this room.
 *
 * A path is an array of steps.  A step selects children of a node, or, when it
 * is a descendant step, children of the node and of everything below it.  A
 * definite path has only names and single indices, and is walked without any
 * allocation.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_PATH_NODES_H
#define SFN_PATH_NODES_H

#include "postgres.h"

#include "jsonpath/json_path.h"
#include "jsonpath/path_regex.h"
#include "nodes/pg_list.h"

/* Bounds that keep a hostile path from using up the stack. */
#define PATH_MAX_STEPS 1000
#define PATH_MAX_DEPTH 100

typedef struct FilterNode FilterNode;
typedef struct Operand Operand;
typedef struct PathSearch PathSearch;

/* ---- functions at the end of a path: $.a.length() ---- */

typedef struct PathFunction
{
	const char *name;
	int			min_arguments;
	int			max_arguments;	/* -1: any number */

	/*
	 * false: no value; then search->failure says why.  aggregated: subject is
	 * the list of nodes that a path with ".." selects.
	 */
	bool		(*call) (PathSearch *search, const JsonbValue *subject, bool aggregated,
						 const JsonbValue *arguments, int count, JsonbValue *result);
} PathFunction;

typedef struct PathCall
{
	const PathFunction *function;
	Operand   **arguments;
	int			count;
} PathCall;

/* ---- steps ---- */

typedef enum PathStepType
{
	STEP_NAME,
	STEP_INDEX,
	STEP_WILDCARD,
	STEP_SLICE,
	STEP_FILTER,
	STEP_UNION,
	STEP_FUNCTION
} PathStepType;

typedef struct PathStep
{
	PathStepType type;
	bool		descendant;		/* after ".." */
	union
	{
		struct
		{
			const char *text;	/* not NUL-terminated */
			const char *other;	/* where there is no such member; or NULL */
			int			len;
			int			other_len;
		}			name;
		int64		index;		/* negative: from the end */
		struct
		{
			bool		has_start;
			bool		has_end;
			int64		start;
			int64		end;
			int64		step;
		}			slice;
		FilterNode *filter;
		struct
		{
			struct PathStep *selectors;
			int			count;
		}			alternatives;
		PathCall   *call;
	}			is;
} PathStep;

struct SfnPath
{
	const char *text;			/* as given, NUL-terminated */
	JsonPathDialect dialect;
	bool		relative;		/* "@", inside a filter */
	bool		definite;		/* names and single indices only */
	bool		reference;
	bool		single;			/* at most one node; functions allowed */

	/*
	 * The function step that gets the list of all nodes before it instead of
	 * being called for each, or -1: the first function after a "..".
	 */
	int			aggregate;
	int			count;
	PathStep   *steps;
};

/* ---- filters: [?(@.a == 1 && ...)] ---- */

typedef enum FilterType
{
	FILTER_AND,
	FILTER_OR,
	FILTER_NOT,
	FILTER_EXISTS,				/* left is a path */
	FILTER_COMPARE,				/* left operator right */
	FILTER_MATCHES				/* left is a call of match() or search() */
} FilterType;

typedef enum FilterOperator
{
	FILTER_EQUAL,
	FILTER_NOT_EQUAL,
	FILTER_LESS,
	FILTER_LESS_EQUAL,
	FILTER_GREATER,
	FILTER_GREATER_EQUAL,
	FILTER_SAME,				/* ===: equal and of the same type */
	FILTER_NOT_SAME,
	FILTER_REGEX,				/* =~ */
	FILTER_IN,
	FILTER_NOT_IN,
	FILTER_SUBSET_OF,
	FILTER_ANY_OF,
	FILTER_NONE_OF,
	FILTER_ALL,
	FILTER_CONTAINS,
	FILTER_SIZE,
	FILTER_EMPTY
} FilterOperator;

struct FilterNode
{
	FilterType	type;
	List	   *terms;			/* AND, OR, NOT: FilterNodes */
	FilterOperator operator;
	Operand    *left;
	Operand    *right;
};

/* RFC 9535's functions, which stand before their arguments */
typedef enum FilterFunction
{
	FILTER_LENGTH,
	FILTER_COUNT,
	FILTER_VALUE,
	FILTER_MATCH,
	FILTER_SEARCH
} FilterFunction;

typedef enum OperandType
{
	OPERAND_LITERAL,
	OPERAND_PATH,
	OPERAND_CALL,
	OPERAND_PATTERN
} OperandType;

struct Operand
{
	OperandType type;
	JsonbValue	literal;
	SfnPath    *path;
	FilterFunction function;
	Operand    *arguments[2];

	/*
	 * The regular expression of a PATTERN, and of match() and search() when
	 * it is a literal there; NULL: a literal that is none, which never
	 * matches.
	 */
	PathRegex  *regex;
};

/* ---- parsing ---- */

typedef struct PathParser
{
	const char *text;
	int			len;
	int			pos;
	JsonPathDialect dialect;
	int			depth;			/* of filters, parentheses and lists around pos */
	bool		in_filter;
	bool		special_name;	/* a name held a character forbidden in reference paths */
	bool		keeps_backslash;	/* before a quote that needs none */
	bool		has_needless;	/* there was one */
	char	   *problem;		/* the first thing wrong */
} PathParser;

/* path_token.c: take what stands here; false: it is not there, or malformed */
extern bool sfn_path_problem(PathParser *parser, const char *format,...) pg_attribute_printf(2, 3);
extern bool sfn_path_enter(PathParser *parser);
extern void sfn_path_skip_blanks(PathParser *parser);
extern int	sfn_path_peek(const PathParser *parser, int ahead);
extern bool sfn_path_take(PathParser *parser, char c);
extern bool sfn_path_expect(PathParser *parser, char c);
extern bool sfn_path_take_string(PathParser *parser, const char **text, int *len);
extern bool sfn_path_take_name(PathParser *parser, const char **text, int *len);
extern bool sfn_path_take_word(PathParser *parser, const char **text, int *len);
extern bool sfn_path_take_index(PathParser *parser, int64 *index);
extern bool sfn_path_take_number(PathParser *parser, JsonbValue *number);

/* path_parse.c: a path from "$" or "@" as far as it goes; NULL: see parser->problem */
extern SfnPath *sfn_path_parse_query(PathParser *parser);
/* path_filter_parse.c: the expression after "?"; NULL as above */
extern FilterNode *sfn_path_parse_filter(PathParser *parser);
extern Operand *sfn_path_parse_argument(PathParser *parser);

/* ---- searching ---- */

struct PathSearch
{
	const JsonbValue *root;
	JsonPathDialect dialect;
	const char *failure;		/* why a function had no value */

	/* What a filter needs while it looks at one node; made when first needed. */
	MemoryContext scratch;
	int			filter_depth;

	/* The regular expression that match() or search() last took from the document. */
	MemoryContext regex_context;
	PathRegex  *regex;
	const char *regex_text;
	int			regex_len;
	bool		regex_whole;
};

/* path_select.c */
extern void sfn_path_begin(PathSearch *search, const SfnPath *path, const JsonbValue *root);
extern void sfn_path_end(PathSearch *search);
/* false: the visitor ended it */
extern bool sfn_path_visit(PathSearch *search, const SfnPath *path, const JsonbValue *start,
						   NodeVisitor visitor, void *arg);
/* The only node of a definite path. */
extern bool sfn_path_walk(const SfnPath *path, const JsonbValue *start, JsonbValue *node);
/* A NodeVisitor that appends to the NodeList arg. */
extern bool sfn_path_collect(const JsonbValue *node, void *arg);
/* The list as an array; what it points to is copied, and the list given back. */
extern void sfn_path_list(NodeList *nodes, JsonbValue *array);
/* An array's elements or an object's values in turn. */
extern bool sfn_path_next_child(JsonCursor *cursor, JsonbValue *child);
/* A NodeVisitor that puts the first node into the JsonbValue arg. */
extern bool sfn_path_first(const JsonbValue *node, void *arg);

/* path_filter.c */
extern bool sfn_path_test(PathSearch *search, const FilterNode *filter, const JsonbValue *item);
/* false: there is no such value */
extern bool sfn_path_operand(PathSearch *search, const Operand *operand, const JsonbValue *item,
							 JsonbValue *value);

/* path_function.c */
extern const PathFunction *sfn_path_function_find(const char *name, int len);
extern bool sfn_path_function_call(PathSearch *search, const PathCall *call,
								   const JsonbValue *subject, bool aggregated,
								   JsonbValue *result);

#endif							/* SFN_PATH_NODES_H */
