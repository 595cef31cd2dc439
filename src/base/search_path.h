/*-------------------------------------------------------------------------
 *
 * search_path.h
 *	  Another search_path for a while.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SEARCH_PATH_H
#define SFN_SEARCH_PATH_H

#include "postgres.h"

#include "utils/guc.h"

/* What to go back to */
typedef struct SearchPath
{
	int			guc_nest;
	bool		switched;
	char	   *path;
	GucSource	source;
	GucContext	context;
} SearchPath;

/*
 * search_path is path, which the caller keeps, until leave; then every setting
 * is again what it was.  Leave is to be called on every way out, errors
 * included.
 */
extern void sfn_search_path_enter(SearchPath *outer, const char *path);
extern void sfn_search_path_leave(const SearchPath *outer);

#endif							/* SFN_SEARCH_PATH_H */
