/*-------------------------------------------------------------------------
 *
 * service_configuration.c
 *	  Structures that requests of several actions have: tags, tracing,
 *	  encryption.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_configuration.h"
#include "base/error_codes.h"
#include "runtime/tag.h"

/* The one kind of encryption that there is: it is the server's business */
#define OWN_ENCRYPTION "AWS_OWNED_KEY"

#define LONGEST_KEY_ID 2048

/* How long and of what they may be is checked with all other tags (tag.c). */
const RequestMember sfn_tag_members[] = {
	{"key", MEMBER_STRING, true},
	{"value", MEMBER_STRING, true},
	{NULL}
};

const RequestMember sfn_tracing_members[] = {
	{"enabled", MEMBER_BOOLEAN},
	{NULL}
};

const RequestMember sfn_encryption_members[] = {
	{"type", MEMBER_STRING, true, .values = OWN_ENCRYPTION ", CUSTOMER_MANAGED_KMS_KEY"},
	{"kmsKeyId", MEMBER_STRING, false, 1, LONGEST_KEY_ID},
	{"kmsDataKeyReusePeriodSeconds", MEMBER_INTEGER, false, 60, 900},
	{NULL}
};

List *
sfn_request_tags(const ServiceRequest *request)
{
	List	   *tags = NIL;
	JsonbValue	list;
	JsonbValue	element;
	JsonCursor	cursor;

	if (!sfn_request_value(request, "tags", &list))
		return NIL;
	sfn_json_cursor_init(&cursor, &list);
	while (sfn_json_next_element(&cursor, &element))
	{
		Tag		   *tag = palloc(sizeof(Tag));
		JsonbValue	member;

		(void) sfn_json_member(&element, "key", -1, &member);
		tag->key = sfn_json_string(&member);
		(void) sfn_json_member(&element, "value", -1, &member);
		tag->value = sfn_json_string(&member);
		tags = lappend(tags, tag);
	}
	sfn_tags_check(tags);
	return tags;
}

bool
sfn_request_tracing(const ServiceRequest *request, bool *enabled)
{
	JsonbValue	tracing;
	JsonbValue	value;

	if (!sfn_request_value(request, "tracingConfiguration", &tracing))
		return false;
	if (!sfn_json_member(&tracing, "enabled", -1, &value) || value.type != jbvBool)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_TRACING_CONFIGURATION),
				 errmsg("Invalid Tracing Configuration: The field 'enabled' is required but was missing")));
	*enabled = value.val.boolean;
	return true;
}

Jsonb *
sfn_request_encryption(const ServiceRequest *request)
{
	JsonBuilder builder = {0};
	JsonbValue	encryption;

	if (!sfn_request_value(request, "encryptionConfiguration", &encryption))
		return NULL;
	if (sfn_request_wants_key(request))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_ENCRYPTION_CONFIGURATION),
				 errmsg("Invalid Encryption Configuration: type must be %s", OWN_ENCRYPTION),
				 errhint("Encrypting what is stored is the server's business.")));
	sfn_json_begin_object(&builder);
	sfn_json_add_string(&builder, "type", OWN_ENCRYPTION);
	sfn_json_end_object(&builder);
	return sfn_json_built_jsonb(&builder);
}

bool
sfn_request_wants_key(const ServiceRequest *request)
{
	JsonbValue	encryption;
	JsonbValue	value;

	if (!sfn_request_value(request, "encryptionConfiguration", &encryption))
		return false;
	if (sfn_json_member(&encryption, "kmsKeyId", -1, &value) && value.type == jbvString)
		return true;
	return sfn_json_member(&encryption, "type", -1, &value) && !sfn_json_string_is(&value, OWN_ENCRYPTION);
}

void
sfn_response_add_encryption(JsonBuilder *response)
{
	sfn_json_key(response, "encryptionConfiguration", -1);
	sfn_json_begin_object(response);
	sfn_json_add_string(response, "type", OWN_ENCRYPTION);
	sfn_json_end_object(response);
}
