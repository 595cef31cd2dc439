/*-------------------------------------------------------------------------
 *
 * service_request.c
 *	  A request to the service's API: read its members, and write a response's.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_request.h"
#include "base/rfc3339.h"
#include "runtime/constraint.h"
#include "utils/numeric.h"

char *
sfn_request_string(const ServiceRequest *request, const char *name)
{
	JsonbValue	value;

	return sfn_request_value(request, name, &value) ? sfn_json_string(&value) : NULL;
}

int64
sfn_request_integer(const ServiceRequest *request, const char *name, int64 absent)
{
	JsonbValue	value;
	int64		number;

	if (!sfn_request_value(request, name, &value) || !sfn_json_int64(&value, &number))
		return absent;
	return number;
}

bool
sfn_request_boolean(const ServiceRequest *request, const char *name, bool absent)
{
	JsonbValue	value;

	return sfn_request_value(request, name, &value) ? value.val.boolean : absent;
}

bool
sfn_request_value(const ServiceRequest *request, const char *name, JsonbValue *value)
{
	return sfn_json_member(&request->object, name, -1, value) && value->type != jbvNull;
}

bool
sfn_request_structure(const ServiceRequest *request, const char *name, ServiceRequest *structure)
{
	*structure = *request;
	return sfn_request_value(request, name, &structure->object);
}

Jsonb *
sfn_request_jsonb(const ServiceRequest *request, const char *name)
{
	JsonbValue	value;

	return sfn_request_value(request, name, &value) ? sfn_json_to_jsonb(&value) : NULL;
}

bool
sfn_request_wants_data(const ServiceRequest *request)
{
	const char *included = sfn_request_string(request, "includedData");

	return included == NULL || strcmp(included, "METADATA_ONLY") != 0;
}

int
sfn_request_limit(const ServiceRequest *request)
{
	int64		limit = sfn_request_integer(request, "maxResults", 0);

	return limit == 0 ? DEFAULT_RESULTS : (int) limit;
}

void
sfn_response_add_time(JsonBuilder *response, const char *name, TimestampTz time)
{
	JsonbValue	seconds;

	if (time == 0)
		return;
	seconds.type = jbvNumeric;
	seconds.val.numeric = int64_div_fast_to_numeric(sfn_epoch_ms(time), 3);
	sfn_json_add(response, name, &seconds);
}

void
sfn_response_add_flag(JsonBuilder *response, const char *name, const char *flag, bool value)
{
	sfn_json_key(response, name, -1);
	sfn_json_begin_object(response);
	sfn_json_add_bool(response, flag, value);
	sfn_json_end_object(response);
}
