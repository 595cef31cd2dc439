/*-------------------------------------------------------------------------
 *
 * execution_log.c
 *	  What a state machine's logging asks for.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/rfc3339.h"
#include "base/settings.h"
#include "runtime/execution_log.h"
#include "store/execution_store.h"

static void forget_data(Execution *execution, Document **document);

void
sfn_log_settings_read(const Jsonb *configuration, LogSettings *settings)
{
	JsonbValue	object;
	JsonbValue	member;

	memset(settings, 0, sizeof(*settings));
	if (configuration == NULL)
		return;
	sfn_json_from_jsonb(configuration, &object);
	if (sfn_json_member(&object, "level", -1, &member) && member.type == jbvString)
		(void) sfn_log_level_parse(sfn_json_string(&member), &settings->level);
	if (sfn_json_member(&object, "includeExecutionData", -1, &member) && member.type == jbvBool)
		settings->include_data = member.val.boolean;
}

void
sfn_log_record(Execution *execution, const Event *event)
{
	const LogSettings *settings = &execution->identity->logging;

	if (sfn_log_level_covers(settings->level, event->type))
		execution->logged = true;
	if (settings->include_data)
		sfn_execution_record(execution, event);
	else
	{
		Event		bare = *event;

		bare.data = bare.assigned = NULL;
		sfn_execution_record(execution, &bare);
	}
	sfn_log_to_server(execution, event);
}

void
sfn_log_to_server(const Execution *execution, const Event *event)
{
	const MachineIdentity *identity = execution->identity;
	EventSurroundings surroundings = {.role_arn = identity->role_arn,
	.region = identity->surroundings.region};
	JsonbValue	entry;

	if (!sfn_setting_log_to_server || !sfn_log_level_covers(identity->logging.level, event->type))
		return;
	sfn_log_entry(event, &surroundings, execution->arn, execution->redrive_count,
				  identity->logging.include_data, &entry);
	ereport(LOG,
			(errcode(ERRCODE_SUCCESSFUL_COMPLETION),
			 errmsg("sfn execution log: %s", sfn_json_text(&entry)),
			 errhidestmt(true), errhidecontext(true)));
}

bool
sfn_log_wants_stored(Execution *execution)
{
	if (!execution->logged)
		return false;
	if (!execution->identity->logging.include_data)
	{
		forget_data(execution, &execution->input);
		if (execution->output != NULL)
			forget_data(execution, &execution->output);
	}
	return true;
}

void
sfn_log_entry(const Event *event, const EventSurroundings *surroundings, const char *execution_arn,
			  int redrive_count, bool include_data, JsonbValue *entry)
{
	JsonBuilder builder = {0};
	JsonbValue	details;

	sfn_json_begin_object(&builder);
	sfn_json_add_string(&builder, "id", psprintf(INT64_FORMAT, event->id));
	sfn_json_add_string(&builder, "type", sfn_event_type_info(event->type)->name);
	if (sfn_event_details(event, surroundings, include_data, &details))
		sfn_json_add(&builder, "details", &details);
	else
	{
		sfn_json_key(&builder, "details", -1);
		sfn_json_begin_object(&builder);
		sfn_json_end_object(&builder);
	}
	sfn_json_add_string(&builder, "previous_event_id", psprintf(INT64_FORMAT, event->previous));
	sfn_json_add_string(&builder, "event_timestamp", psprintf(INT64_FORMAT, sfn_epoch_ms(event->time)));
	sfn_json_add_string(&builder, "execution_arn", execution_arn);
	sfn_json_add_string(&builder, "redrive_count", psprintf("%d", redrive_count));
	sfn_json_end_object(&builder);
	sfn_json_built(&builder, entry);
}

/* The row must hold something; null tells nothing. */
static void
forget_data(Execution *execution, Document **document)
{
	JsonbValue	nothing;

	sfn_json_set_null(&nothing);
	sfn_document_release(*document);
	*document = sfn_document_new(execution->context, &nothing);
}
