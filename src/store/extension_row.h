/*-------------------------------------------------------------------------
 *
 * extension_row.h
 *	  Which extension is installed, and in which version.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_EXTENSION_ROW_H
#define SFN_EXTENSION_ROW_H

#include "postgres.h"

typedef struct ExtensionRow
{
	Oid			oid;
	Oid			schema;
	char	   *version;		/* palloc'd */
} ExtensionRow;

/* As the catalog says at the moment.  false: it is not installed in this database. */
extern bool sfn_extension_fetch(const char *name, ExtensionRow *row);

#endif							/* SFN_EXTENSION_ROW_H */
