/*-------------------------------------------------------------------------
 *
 * service_history.c
 *	  The service's API: GetExecutionHistory.
 *
 * Ids of events are gapless, so a page in either order is a range of ids; the
 * events before it are read over, those behind it are not read.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/service_arn.h"
#include "api/service_history.h"
#include "api/service_page.h"

/* Events of a page, in the order of their ids */
typedef struct HistoryPage
{
	int64		first;			/* ids */
	int64		last;
	bool		include_data;
	JsonbValue *events;
	int			count;
} HistoryPage;

static bool take_event(const Event *event, const EventSurroundings *surroundings, void *arg);
static void event_value(const Event *event, const EventSurroundings *surroundings, bool include_data,
						JsonbValue *value);

void
sfn_service_get_history(const ServiceRequest *request, JsonBuilder *response)
{
	bool		reverse = sfn_request_boolean(request, "reverseOrder", false);
	int			limit = sfn_request_limit(request);
	HistoryPage page = {.include_data = sfn_request_boolean(request, "includeExecutionData", true)};
	ExecutionView view;
	int64		next;

	sfn_request_execution(request, ACCESS_READ, &view);
	if (reverse)
	{
		page.last = Min(sfn_page_position_number(request, view.last_event), view.last_event);
		page.first = Max(page.last - limit + 1, 1);
		next = page.first - 1;
	}
	else
	{
		page.first = sfn_page_position_number(request, 1);
		page.last = page.first + limit - 1;
		next = page.last < view.last_event ? page.last + 1 : 0;
	}

	page.events = palloc(limit * sizeof(JsonbValue));
	sfn_execution_view_history(&view, take_event, &page);
	sfn_json_key(response, "events", -1);
	sfn_json_begin_array(response);
	for (int i = 0; i < page.count; i++)
		sfn_json_push(response, &page.events[reverse ? page.count - 1 - i : i]);
	sfn_json_end_array(response);
	if (next > 0)
		sfn_page_add_next(request, response, psprintf(INT64_FORMAT, next));
}

static bool
take_event(const Event *event, const EventSurroundings *surroundings, void *arg)
{
	HistoryPage *page = arg;

	if (event->id > page->last)
		return false;
	if (event->id >= page->first)
		event_value(event, surroundings, page->include_data, &page->events[page->count++]);
	return true;
}

/* An event as the service writes it */
static void
event_value(const Event *event, const EventSurroundings *surroundings, bool include_data, JsonbValue *value)
{
	const EventTypeInfo *type = sfn_event_type_info(event->type);
	JsonBuilder builder = {0};
	JsonbValue	details;

	sfn_json_begin_object(&builder);
	sfn_json_add_int64(&builder, "id", event->id);
	sfn_json_add_int64(&builder, "previousEventId", event->previous);
	sfn_response_add_time(&builder, "timestamp", event->time);
	sfn_json_add_string(&builder, "type", type->name);
	if (type->details_member != NULL && sfn_event_details(event, surroundings, include_data, &details))
		sfn_json_add(&builder, type->details_member, &details);
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, value);
}
