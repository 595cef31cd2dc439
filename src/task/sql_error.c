/*-------------------------------------------------------------------------
 *
 * sql_error.c
 *	  What an SQL error means for the task in which it happened.
 *
 * Most SQL errors are the task's own: Retry and Catch see them under the name
 * of their condition, with a JSON object as Cause.  Some are not: a cancel that
 * somebody asked for, a conflict with another transaction, a server that shuts
 * down, runs out of resources or finds its data damaged.  To retry those inside
 * the same transaction would be wrong or hopeless, and to record them as the
 * workflow's failure would be a lie, so they go up to whoever drives the
 * execution.
 *
 * sfn_raise_error names an error as the task wants it named: MESSAGE is the
 * Error, DETAIL the Cause.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/json_value.h"
#include "mb/pg_wchar.h"
#include "task/condition_name.h"
#include "task/sql_error.h"

/* What ends a text that had to be shortened */
#define ELLIPSIS "..."

/* Members of the Cause, in their order */
typedef enum CausePart
{
	PART_TYPE,
	PART_MESSAGE,
	PART_SQLSTATE,
	PART_DETAIL,
	PART_HINT,
	PART_CONTEXT,
	PART_COUNT
} CausePart;

static const char *const part_names[PART_COUNT] = {
	"errorType", "errorMessage", "sqlstate", "detail", "hint", "context"
};

/* Those that may be shortened, the most dispensable first */
static const CausePart shortenable_parts[] = {PART_CONTEXT, PART_DETAIL, PART_HINT, PART_MESSAGE};

static bool is_raised_by_task(const ErrorData *edata);
static const char *own_hint(const ErrorData *edata, const char *switched_role);
static char *cause_text(const char *parts[PART_COUNT]);
static void join_parts(char *quoted[PART_COUNT], StringInfo out);
static char *quote(const char *text);
static char *quote_within(const char *text, int characters);
static int	text_characters(const char *text);

bool
sfn_sql_error_is_of_task(const ErrorData *edata)
{
	const char *sqlstate = unpack_sql_state(edata->sqlerrcode);

	switch (edata->sqlerrcode)
	{
		case ERRCODE_QUERY_CANCELED:
		case ERRCODE_DATA_CORRUPTED:
		case ERRCODE_INDEX_CORRUPTED:
			return false;
		default:
			break;
	}
	/*
	 * serialization failures and deadlocks; resources; the operator; the
	 * system
	 */
	return strncmp(sqlstate, "40", 2) != 0 &&
		strncmp(sqlstate, "53", 2) != 0 &&
		strncmp(sqlstate, "57P", 3) != 0 &&
		strncmp(sqlstate, "58", 2) != 0;
}

void
sfn_sql_error_to_execution(const ErrorData *edata, const char *switched_role, ExecutionError *error)
{
	const char *parts[PART_COUNT];
	const char *name;

	memset(error, 0, sizeof(*error));
	if (is_raised_by_task(edata))
	{
		error->error = sfn_text_clip(edata->message, ERROR_NAME_MAX_CHARACTERS);
		error->cause = edata->detail == NULL ? NULL : sfn_text_clip(edata->detail, CAUSE_MAX_CHARACTERS);
		return;
	}

	strlcpy(error->sqlstate, unpack_sql_state(edata->sqlerrcode), sizeof(error->sqlstate));
	name = sfn_condition_name(edata->sqlerrcode);
	error->error = name != NULL ? name : psprintf("SQLSTATE:%s", error->sqlstate);

	parts[PART_TYPE] = error->error;
	parts[PART_MESSAGE] = edata->message != NULL ? edata->message : "";
	parts[PART_SQLSTATE] = error->sqlstate;
	parts[PART_DETAIL] = edata->detail;
	parts[PART_HINT] = edata->hint != NULL ? edata->hint : own_hint(edata, switched_role);
	parts[PART_CONTEXT] = edata->context;
	error->cause = cause_text(parts);
}

/*
 * RAISE can use the SQLSTATE of sfn_raise_error too, but not to pretend a
 * States.* error.
 */
static bool
is_raised_by_task(const ErrorData *edata)
{
	return edata->sqlerrcode == ERRCODE_SFN_TASK_ERROR &&
		edata->message != NULL &&
		strncmp(edata->message, "States.", strlen("States.")) != 0;
}

/*
 * Why something that works elsewhere is refused here: the call runs as another
 * role than the session, which nothing it leaves behind may outlive.
 */
static const char *
own_hint(const ErrorData *edata, const char *switched_role)
{
	if (switched_role == NULL || edata->message_id == NULL ||
		strstr(edata->message_id, "security-restricted operation") == NULL)
		return NULL;
	if (strstr(edata->message_id, "deferred trigger") != NULL)
		return psprintf("The task runs as role \"%s\" inside a transaction of another role. "
						"Start the execution with async => true or as role \"%s\".",
						switched_role, switched_role);
	return psprintf("The task runs as role \"%s\" inside a session of another role, "
					"where it may leave nothing behind. Start the execution as role \"%s\".",
					switched_role, switched_role);
}

/* The object as text; parts are shortened until it has the allowed length. */
static char *
cause_text(const char *parts[PART_COUNT])
{
	char	   *quoted[PART_COUNT];
	StringInfoData text;

	for (int i = 0; i < PART_COUNT; i++)
		quoted[i] = quote(parts[i]);
	initStringInfo(&text);
	join_parts(quoted, &text);
	for (int i = 0; i < lengthof(shortenable_parts); i++)
	{
		CausePart	part = shortenable_parts[i];
		int			surplus = text_characters(text.data) - CAUSE_MAX_CHARACTERS;

		if (surplus <= 0)
			break;
		if (parts[part] == NULL)
			continue;
		quoted[part] = quote_within(parts[part], text_characters(quoted[part]) - surplus);
		join_parts(quoted, &text);
	}
	return text.data;
}

static void
join_parts(char *quoted[PART_COUNT], StringInfo out)
{
	resetStringInfo(out);
	for (int i = 0; i < PART_COUNT; i++)
		appendStringInfo(out, "%c\"%s\":%s", i == 0 ? '{' : ',', part_names[i], quoted[i]);
	appendStringInfoChar(out, '}');
}

static char *
quote(const char *text)
{
	StringInfoData out;

	if (text == NULL)
		return "null";
	initStringInfo(&out);
	sfn_json_append_quoted(&out, text, strlen(text));
	return out.data;
}

/*
 * As much of the beginning of text as fits, quoted, into so many characters;
 * at least "...".
 */
static char *
quote_within(const char *text, int characters)
{
	int			length = Max(characters - (int) strlen("\"" ELLIPSIS "\""), 0);
	char	   *quoted;
	int			surplus;

	/*
	 * That is right but for characters that become escapes, each of up to six.
	 */
	do
	{
		quoted = quote(psprintf("%s" ELLIPSIS, sfn_text_clip(text, length)));
		surplus = text_characters(quoted) - characters;
		length -= Max(surplus / 6, 1);
	} while (surplus > 0 && length >= 0);
	return quoted;
}

static int
text_characters(const char *text)
{
	return pg_mbstrlen_with_len(text, strlen(text));
}

char *
sfn_text_clip(const char *text, int characters)
{
	return pnstrdup(text, pg_mbcharcliplen(text, strlen(text), characters));
}
