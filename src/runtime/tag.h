/*-------------------------------------------------------------------------
 *
 * tag.h
 *	  Tags of state machines and activities.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_TAG_H
#define SFN_TAG_H

#include "postgres.h"

#include "runtime/access.h"
#include "store/tag_store.h"

/* What has tags */
typedef struct TagTarget
{
	PrivilegeTarget kind;
	int64		id;
} TagTarget;

/*
 * The state machine or activity that an ARN names, for a caller who has that
 * right; ereports InvalidArn, ResourceNotFound (also for versions, aliases and
 * Map states), 42501.
 */
extern void sfn_tag_target_find(const char *arn, AccessRight right, TagTarget *target);

/*
 * What the service allows as tags of one resource; ereports
 * ValidationException, TooManyTags.
 */
extern void sfn_tags_check(const List *tags);
extern void sfn_tag_key_check(const char *key, const char *member);

/* Add or overwrite; checked tags, of Tag *.  ereports TooManyTags. */
extern void sfn_tags_put(PrivilegeTarget kind, int64 target, const List *tags);

#endif							/* SFN_TAG_H */
