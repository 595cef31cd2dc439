/*-------------------------------------------------------------------------
 *
 * graph_functions.c
 *	  Pictures from SQL: sfn_graph.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "api/execution_trace.h"
#include "api/json_argument.h"
#include "base/error_codes.h"
#include "base/random_id.h"
#include "runtime/machine_cache.h"
#include "utils/builtins.h"
#include "utils/uuid.h"

static bool find_execution(const char *target, pg_uuid_t *id);
static char *draw_machine(const char *reference, GraphFormat format);
static char *draw_execution(const pg_uuid_t *id, const char *asked_for, GraphFormat format);

PG_FUNCTION_INFO_V1(sfn_sql_graph);
PG_FUNCTION_INFO_V1(sfn_sql_graph_execution);

/*
 * What looks like a uuid or an execution's ARN is one; everything else is a
 * machine.
 */
Datum
sfn_sql_graph(PG_FUNCTION_ARGS)
{
	char	   *target = sfn_argument_required_text(fcinfo, 0, "target");
	GraphFormat format = sfn_graph_format_parse(sfn_argument_text(fcinfo, 1));
	pg_uuid_t	id;

	PG_RETURN_TEXT_P(cstring_to_text(find_execution(target, &id) ?
									 draw_execution(&id, target, format) : draw_machine(target, format)));
}

Datum
sfn_sql_graph_execution(PG_FUNCTION_ARGS)
{
	GraphFormat format = sfn_graph_format_parse(sfn_argument_text(fcinfo, 1));

	sfn_require_argument(PG_ARGISNULL(0), "execution_id");
	PG_RETURN_TEXT_P(cstring_to_text(draw_execution(PG_GETARG_UUID_P(0), NULL, format)));
}

static bool
find_execution(const char *target, pg_uuid_t *id)
{
	Arn			arn;

	if (sfn_uuid_parse(target, id))
		return true;
	if (!sfn_arn_parse(target, &arn) || (arn.kind != ARN_EXECUTION && arn.kind != ARN_EXPRESS))
		return false;
	sfn_execution_resolve(target, &arn, id);
	return true;
}

static char *
draw_machine(const char *reference, GraphFormat format)
{
	MachineReference found;
	CachedRevision *revision;
	char	   *picture;

	sfn_machine_resolve(reference, &found);
	sfn_access_check(TARGET_MACHINE, found.machine.id, found.machine.name, ACCESS_READ);
	revision = sfn_revision_acquire(found.machine.revision);
	picture = sfn_graph_draw(revision->identity.machine, format, NULL);
	sfn_revision_release(revision);
	return picture;
}

static char *
draw_execution(const pg_uuid_t *id, const char *asked_for, GraphFormat format)
{
	ExecutionView view;
	CachedRevision *revision;
	char	   *picture;

	sfn_execution_view(id, asked_for, ACCESS_READ, &view);
	revision = sfn_revision_acquire(view.revision);
	picture = sfn_graph_draw(revision->identity.machine, format,
							 sfn_execution_trace(&view, revision->identity.machine));
	sfn_revision_release(revision);
	return picture;
}
