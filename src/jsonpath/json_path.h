/*-------------------------------------------------------------------------
 *
 * json_path.h
 *	  JSONPath: parse, select, and write through reference paths.
 *
 * Two dialects share one parser and one selector.  JSON_PATH_SERVICE is what
 * states use: the dialect of the service (Jayway), with filters such as
 * [?(@.a == 1)], =~, in, nin, subsetof, size, empty, and functions such as
 * .length().  JSON_PATH_RFC9535 is the standard with the service's older forms
 * accepted on top; sfn_jsonpath_nodes uses it.
 *
 * A parsed path is read-only and lives in the memory context it was parsed in.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_JSON_PATH_H
#define SFN_JSON_PATH_H

#include "postgres.h"

#include "base/json_value.h"

typedef enum JsonPathDialect
{
	JSON_PATH_SERVICE,
	JSON_PATH_RFC9535
} JsonPathDialect;

typedef struct SfnPath SfnPath;

/* A growing list of values; the values point into the searched document. */
typedef struct NodeList
{
	JsonbValue *nodes;
	int			count;
	int			capacity;
} NodeList;

/*
 * Parse text, which begins with "$" (the caller has dealt with "$$" and
 * "$name").  NULL when malformed; *problem then says why (palloc'd), lower case.
 */
extern SfnPath *sfn_path_parse(const char *text, int len, JsonPathDialect dialect, char **problem);

/* A Reference Path of the States Language: definite and free of negative indices. */
extern bool sfn_path_is_reference(const SfnPath *path);
/* Just "$" */
extern bool sfn_path_is_root(const SfnPath *path);
/* The path as given. */
extern const char *sfn_path_text(const SfnPath *path);

/*
 * All nodes one by one, in order; a visitor that returns false ends it.
 * Interruptible.
 */
typedef bool (*NodeVisitor) (const JsonbValue *node, void *arg);

extern void sfn_path_each(const SfnPath *path, const JsonbValue *root, NodeVisitor visitor, void *arg);

/*
 * As a state sees it: a definite path gives its node, an indefinite one an array of
 * its nodes ([] when there are none, even if parents are missing).  false: a
 * definite path found nothing; when why is not NULL, *why is then the
 * service's text: "No results for path: $['a']['b']" when the last step is missing,
 * "Missing property in path $['a']" when a parent is (palloc'd).
 */
extern bool sfn_path_get(const SfnPath *path, const JsonbValue *root, JsonbValue *result, char **why);

/*
 * Whether a definite path finds nothing only because its last step is an index
 * that an array does not have.
 */
extern bool sfn_path_is_past_end(const SfnPath *path, const JsonbValue *root);

/*
 * A copy of document in which the node that a reference path names is value.
 * Missing objects on the way are made; an existing element of an array may be
 * replaced, not added. false: the path cannot be applied
 * (States.ResultPathMatchFailure).
 */
extern bool sfn_path_set(const SfnPath *path, const JsonbValue *document, const JsonbValue *value,
						 JsonbValue *result);

#endif							/* SFN_JSON_PATH_H */
