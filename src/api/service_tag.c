/*-------------------------------------------------------------------------
 *
 * service_tag.c
 *	  The service's API: actions on tags of state machines and activities.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_actions.h"
#include "api/service_configuration.h"
#include "miscadmin.h"
#include "runtime/tag.h"

static void tag_resource(const ServiceRequest *request, JsonBuilder *response);
static void untag_resource(const ServiceRequest *request, JsonBuilder *response);
static void list_tags(const ServiceRequest *request, JsonBuilder *response);

static const RequestMember tag_members[] = {
	{"resourceArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	TAGS_MEMBER(true),
	{NULL}
};

static const RequestMember untag_members[] = {
	{"resourceArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{"tagKeys", MEMBER_STRINGS, true},
	{NULL}
};

static const RequestMember list_members[] = {
	{"resourceArn", MEMBER_STRING, true, 1, LONGEST_ARN},
	{NULL}
};

const ServiceAction sfn_tag_actions[] = {
	{"TagResource", tag_members, tag_resource},
	{"UntagResource", untag_members, untag_resource},
	{"ListTagsForResource", list_members, list_tags},
	{NULL}
};

static void
tag_resource(const ServiceRequest *request, JsonBuilder *response)
{
	List	   *tags = sfn_request_tags(request);
	TagTarget	target;

	PreventCommandIfReadOnly("sfn_api('TagResource')");
	sfn_tag_target_find(sfn_request_string(request, "resourceArn"), ACCESS_MANAGE, &target);
	sfn_tags_put(target.kind, target.id, tags);
}

static void
untag_resource(const ServiceRequest *request, JsonBuilder *response)
{
	JsonbValue	keys;
	JsonbValue	key;
	JsonCursor	cursor;
	TagTarget	target;

	PreventCommandIfReadOnly("sfn_api('UntagResource')");
	(void) sfn_request_value(request, "tagKeys", &keys);
	sfn_tag_target_find(sfn_request_string(request, "resourceArn"), ACCESS_MANAGE, &target);
	sfn_json_cursor_init(&cursor, &keys);
	for (int number = 1; sfn_json_next_element(&cursor, &key); number++)
	{
		CHECK_FOR_INTERRUPTS();
		sfn_tag_key_check(sfn_json_string(&key), psprintf("tagKeys.%d.member", number));
		sfn_tag_delete(target.kind, target.id, sfn_json_string(&key));
	}
}

static void
list_tags(const ServiceRequest *request, JsonBuilder *response)
{
	TagTarget	target;
	ListCell   *cell;

	sfn_tag_target_find(sfn_request_string(request, "resourceArn"), ACCESS_READ, &target);
	sfn_json_key(response, "tags", -1);
	sfn_json_begin_array(response);
	foreach(cell, sfn_tag_list(target.kind, target.id))
	{
		const Tag  *tag = lfirst(cell);

		sfn_json_begin_object(response);
		sfn_json_add_string(response, "key", tag->key);
		sfn_json_add_string(response, "value", tag->value);
		sfn_json_end_object(response);
	}
	sfn_json_end_array(response);
}
