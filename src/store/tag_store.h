/*-------------------------------------------------------------------------
 *
 * tag_store.h
 *	  Rows of sfn.tag.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TAG_STORE_H
#define SFN_TAG_STORE_H

#include "postgres.h"

#include "store/definition_store.h"

typedef struct Tag
{
	const char *key;
	const char *value;
} Tag;

/* In the order of their keys; of Tag *. */
extern List *sfn_tag_list(PrivilegeTarget kind, int64 target);
/* Add it, or change its value. */
extern void sfn_tag_put(PrivilegeTarget kind, int64 target, const Tag *tag);
/* What is not there is not missed. */
extern void sfn_tag_delete(PrivilegeTarget kind, int64 target, const char *key);

#endif							/* SFN_TAG_STORE_H */
