/*-------------------------------------------------------------------------
 *
 * tag.c
 *	  Tags of state machines and activities.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/error_codes.h"
#include "jsonpath/unicode_category.h"
#include "mb/pg_wchar.h"
#include "runtime/activity.h"
#include "runtime/constraint.h"
#include "runtime/machine_cache.h"
#include "runtime/tag.h"

/* The service's limits */
#define MOST_TAGS 50
#define LONGEST_KEY 128
#define LONGEST_VALUE 256

/* Keys that begin so belong to the service. */
#define RESERVED_PREFIX "aws:"

#define TAG_PATTERN "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$"

static void refuse_missing(const char *arn) pg_attribute_noreturn();
static void refuse_too_many(void) pg_attribute_noreturn();
static void check_characters(const char *text, const char *member);
static bool is_letter_or_digit(pg_wchar c);

void
sfn_tag_target_find(const char *text, AccessRight right, TagTarget *target)
{
	Arn			arn;

	(void) sfn_arn_parse(text, &arn);
	if (arn.kind == ARN_ACTIVITY)
	{
		ActivityRow *activity = sfn_activity_find(arn.name, arn.region, arn.account);

		if (activity == NULL)
			refuse_missing(text);
		sfn_access_check(TARGET_ACTIVITY, activity->id, activity->name, right);
		target->kind = TARGET_ACTIVITY;
		target->id = activity->id;
	}
	else if (arn.kind == ARN_STATE_MACHINE)
	{
		MachineRow *machine = arn.label == NULL && arn.qualifier == NULL ?
			sfn_machine_find(arn.name, arn.region, arn.account) : NULL;

		if (machine == NULL)
			refuse_missing(text);
		sfn_access_check(TARGET_MACHINE, machine->id, machine->name, right);
		target->kind = TARGET_MACHINE;
		target->id = machine->id;
	}
	else
		sfn_arn_refuse(text);
}

void
sfn_tags_check(const List *tags)
{
	ListCell   *cell;

	foreach(cell, tags)
	{
		const Tag  *tag = lfirst(cell);
		int			number = foreach_current_index(cell) + 1;
		char	   *member = psprintf("tags.%d.member.value", number);

		sfn_tag_key_check(tag->key, psprintf("tags.%d.member.key", number));
		sfn_constraint_check_length(tag->value, member, LONGEST_VALUE);
		check_characters(tag->value, member);
		if (pg_strncasecmp(tag->key, RESERVED_PREFIX, strlen(RESERVED_PREFIX)) == 0)
			ereport(ERROR,
					(errcode(ERRCODE_SFN_VALIDATION),
					 errmsg("System tags cannot be added/updated by requester"),
					 errdetail("Keys that begin with \"%s\", such as \"%s\", are the service's own.",
							   RESERVED_PREFIX, tag->key)));
	}
	if (list_length(tags) > MOST_TAGS)
		refuse_too_many();
}

void
sfn_tag_key_check(const char *key, const char *member)
{
	if (key[0] == '\0')
		sfn_constraint_refuse(key, member, "have length greater than or equal to 1");
	sfn_constraint_check_length(key, member, LONGEST_KEY);
	check_characters(key, member);
}

/* Counted when done: what was refused is undone with its transaction. */
void
sfn_tags_put(PrivilegeTarget kind, int64 target, const List *tags)
{
	ListCell   *cell;

	foreach(cell, tags)
		sfn_tag_put(kind, target, lfirst(cell));
	if (tags != NIL && list_length(sfn_tag_list(kind, target)) > MOST_TAGS)
		refuse_too_many();
}

static void
refuse_missing(const char *arn)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_RESOURCE_NOT_FOUND),
			 errmsg("Resource not found: '%s'", arn)));
}

static void
refuse_too_many(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_TOO_MANY_TAGS),
			 errmsg("You've exceeded the number of tags allowed for a resource"),
			 errdetail("A resource has at most %d tags.", MOST_TAGS)));
}

static void
check_characters(const char *text, const char *member)
{
	const unsigned char *p = (const unsigned char *) text;

	for (; *p != '\0'; p += pg_utf_mblen(p))
	{
		if (strchr(" _.:/=+-@", *p) == NULL && !is_letter_or_digit(utf8_to_unicode(p)))
			sfn_constraint_refuse(text, member, "satisfy regular expression pattern: " TAG_PATTERN);
	}
}

/* In Unicode's sense; its spaces count as well. */
static bool
is_letter_or_digit(pg_wchar c)
{
	uint32		first = c;
	uint32		last;

	return sfn_unicode_next_range(sfn_unicode_categories("L", 1) | sfn_unicode_categories("N", 1) |
								  sfn_unicode_categories("Z", 1), &first, &last) &&
		first <= c;
}
