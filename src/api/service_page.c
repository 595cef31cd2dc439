/*-------------------------------------------------------------------------
 *
 * service_page.c
 *	  Pages of the service's lists: nextToken.
 *
 * A token is a position in the list, an id that never changes, so a page
 * begins where the one before it ended whatever was added meanwhile.  With it
 * goes a checksum over the position and the request, which tells tokens of
 * other requests and mistyped ones; it guards no secret, since every page
 * checks again what may be seen.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_page.h"
#include "base/error_codes.h"
#include "base/random_id.h"
#include "common/base64.h"
#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

static char *decode(const char *token);
static uint64 checksum(const ServiceRequest *request, const char *position);
static void refuse_token(void) pg_attribute_noreturn();

char *
sfn_page_position(const ServiceRequest *request)
{
	char	   *token = sfn_request_string(request, "nextToken");
	char	   *content;
	char	   *position;

	if (token == NULL)
		return NULL;
	content = decode(token);
	position = content == NULL ? NULL : strchr(content, ' ');
	if (position == NULL)
		refuse_token();
	*position++ = '\0';
	if (strcmp(content, psprintf(UINT64_FORMAT, checksum(request, position))) != 0)
		refuse_token();
	return position;
}

int64
sfn_page_position_number(const ServiceRequest *request, int64 first)
{
	char	   *position = sfn_page_position(request);
	char	   *end;
	int64		number;

	if (position == NULL)
		return first;
	number = strtoi64(position, &end, 10);
	if (end == position || *end != '\0' || number < 0)
		refuse_token();
	return number;
}

bool
sfn_page_position_id(const ServiceRequest *request, pg_uuid_t *id)
{
	char	   *position = sfn_page_position(request);

	if (position != NULL && !sfn_uuid_parse(position, id))
		refuse_token();
	return position != NULL;
}

void
sfn_page_add_next(const ServiceRequest *request, JsonBuilder *response, const char *position)
{
	char	   *content = psprintf(UINT64_FORMAT " %s", checksum(request, position), position);
	int			room = pg_b64_enc_len(strlen(content)) + 1;
	char	   *token = palloc0(room);

	if (pg_b64_encode(content, strlen(content), token, room - 1) < 0)
		elog(ERROR, "could not encode a page token");
	sfn_json_add_string(response, "nextToken", token);
}

/* NULL: not base64 */
static char *
decode(const char *token)
{
	int			room = pg_b64_dec_len(strlen(token)) + 1;
	char	   *content = palloc0(room);

	return pg_b64_decode(token, strlen(token), content, room - 1) < 0 ? NULL : content;
}

/* Of everything that has to stay the same from page to page */
static uint64
checksum(const ServiceRequest *request, const char *position)
{
	StringInfoData text;
	JsonCursor	cursor;
	JsonbValue	name;
	JsonbValue	value;

	initStringInfo(&text);
	appendStringInfo(&text, "%s %s", request->action, position);
	sfn_json_cursor_init(&cursor, &request->object);
	while (sfn_json_next_member(&cursor, &name, &value))
	{
		if (sfn_json_string_is(&name, "nextToken") || sfn_json_string_is(&name, "maxResults"))
			continue;
		appendStringInfo(&text, " %s ", sfn_json_string(&name));
		sfn_json_append_text(&text, &value);
	}
	return hash_bytes_extended((const unsigned char *) text.data, text.len, 0);
}

static void
refuse_token(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_SFN_INVALID_TOKEN),
			 errmsg("Invalid Token: 'Invalid token'")));
}
