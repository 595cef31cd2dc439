/*-------------------------------------------------------------------------
 *
 * json_tree.h
 *	  JSON text as a tree that keeps member order, duplicates and positions.
 *
 * Definitions are read through this rather than jsonb, which keeps neither
 * order nor duplicates.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_JSON_TREE_H
#define SFN_JSON_TREE_H

#include "postgres.h"

#include "utils/jsonb.h"

typedef enum JsonNodeType
{
	JSON_NODE_NULL,
	JSON_NODE_BOOL,
	JSON_NODE_NUMBER,
	JSON_NODE_STRING,
	JSON_NODE_ARRAY,
	JSON_NODE_OBJECT
} JsonNodeType;

typedef struct JsonNode
{
	JsonNodeType type;
	bool		boolean;
	char	   *text;			/* string: decoded; number: as written; NUL-terminated */
	int			len;
	int			count;			/* array elements or object members */
	struct JsonNode **items;	/* elements, or member values in order */
	char	  **keys;			/* member names (object only) */
} JsonNode;

typedef struct JsonTreeProblem
{
	const char *message;		/* what is wrong, lower case, no position */
	int			line;			/* from 1 */
	int			column;			/* from 1 */
	const char *duplicate_key;	/* set when the problem is a duplicated member */
} JsonTreeProblem;

/*
 * Parse text.  NULL and *problem filled when it is not JSON, holds U+0000 or
 * lone surrogates, is nested too deep or has a duplicated key.  Everything is
 * palloc'd in the current context.
 */
extern JsonNode *sfn_json_tree_parse(const char *text, int len, JsonTreeProblem *problem);
/* Member by name, or NULL (also when node is no object). */
extern JsonNode *sfn_json_tree_member(const JsonNode *node, const char *key);
/* As jsonb, palloc'd. */
extern Jsonb *sfn_json_tree_to_jsonb(const JsonNode *node);
/*
 * true and *value for a number without fraction that fits int64 (1.0 and 1e2
 * count as integers)
 */
extern bool sfn_json_tree_int64(const JsonNode *node, int64 *value);

#endif							/* SFN_JSON_TREE_H */
