/*-------------------------------------------------------------------------
 *
 * graph_label.c
 *	  What all pictures say: edges, captions, conditions.
 *
 * Conditions of a Choice are written as people would, with == for equality of
 * every type and the path as it stands in the definition.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/json_value.h"
#include "base/rfc3339.h"
#include "graph/graph_label.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"

/* Longer conditions are cut, in characters. */
#define LONGEST_LABEL 60

static void add_edge(List **edges, const State *target, GraphEdgeKind kind, char *label);
static char *join_errors(const char **errors, int count);
static char *shorten(char *text);
static const char *items_text(const State *state);
static void append_rule(StringInfo out, const ChoiceRule *rule, bool nested);
static void append_comparison(StringInfo out, const ChoiceRule *rule);
static const char *operator_sign(ChoiceOperator op);

List *
sfn_graph_edges(const State *state)
{
	List	   *edges = NIL;

	if (state->type == STATE_CHOICE)
	{
		for (int i = 0; i < state->u.choice.count; i++)
		{
			StringInfoData label;

			initStringInfo(&label);
			append_rule(&label, state->u.choice.rules[i], false);
			add_edge(&edges, state->u.choice.rules[i]->next, EDGE_RULE, shorten(label.data));
		}
		add_edge(&edges, state->u.choice.default_state, EDGE_DEFAULT, pstrdup("otherwise"));
	}
	else
		add_edge(&edges, state->next, EDGE_NEXT, NULL);

	for (int i = 0; i < state->catcher_count; i++)
		add_edge(&edges, state->catchers[i].next, EDGE_CATCH,
				 shorten(join_errors(state->catchers[i].error_equals, state->catchers[i].error_count)));
	return edges;
}

static void
add_edge(List **edges, const State *target, GraphEdgeKind kind, char *label)
{
	GraphEdge  *edge;

	if (target == NULL)
		return;
	edge = palloc(sizeof(GraphEdge));
	edge->target = target;
	edge->kind = kind;
	edge->label = label;
	*edges = lappend(*edges, edge);
}

static char *
join_errors(const char **errors, int count)
{
	StringInfoData out;

	initStringInfo(&out);
	for (int i = 0; i < count; i++)
		appendStringInfo(&out, "%s%s", i > 0 ? ", " : "", errors[i]);
	return out.data;
}

static char *
shorten(char *text)
{
	int			len = strlen(text);

	if (pg_mbstrlen_with_len(text, len) <= LONGEST_LABEL)
		return text;
	len = pg_mbcharcliplen(text, len, LONGEST_LABEL - 1);
	return psprintf("%.*s\342\200\246", len, text);
}

char *
sfn_graph_caption(const State *state)
{
	const Resource *resource;

	switch (state->type)
	{
		case STATE_TASK:
			resource = state->u.task.resource;
			if (resource->kind == RESOURCE_LAMBDA)
				return shorten(psprintf("lambda %s", resource->name));
			if (resource->kind == RESOURCE_ACTIVITY)
				return shorten(psprintf("activity %s", resource->name));
			return shorten(psprintf("%s:%s", resource->type, resource->action));
		case STATE_WAIT:
			if (state->u.wait.kind == WAIT_SECONDS)
				return psprintf(INT64_FORMAT " s", state->u.wait.seconds);
			if (state->u.wait.kind == WAIT_TIMESTAMP)
				return psprintf("until %s", sfn_rfc3339_format(state->u.wait.timestamp));
			return shorten(psprintf(state->u.wait.kind == WAIT_SECONDS_PATH ? "%s s" : "until %s",
									sfn_expression_text(state->u.wait.path)));
		case STATE_FAIL:
			if (state->u.fail.error != NULL)
				return shorten(pstrdup(state->u.fail.error));
			if (state->u.fail.error_path != NULL)
				return shorten(pstrdup(sfn_expression_text(state->u.fail.error_path)));
			return NULL;
		case STATE_MAP:
			return shorten(psprintf("%sfor each of %s", state->u.map.distributed ? "distributed, " : "",
									items_text(state)));
		case STATE_PASS:
		case STATE_SUCCEED:
		case STATE_CHOICE:
		case STATE_PARALLEL:
			break;
	}
	return NULL;
}

static const char *
items_text(const State *state)
{
	const PayloadTemplate *items = state->u.map.items;

	if (state->query_language == QUERY_JSONPATH)
		return state->u.map.items_path == NULL ? "$" : sfn_expression_text(state->u.map.items_path);
	if (items == NULL)
		return "$states.input";
	return sfn_template_expression(items) == NULL ? "a list" : sfn_expression_text(sfn_template_expression(items));
}

List *
sfn_graph_retries(const State *state)
{
	List	   *retries = NIL;

	for (int i = 0; i < state->retrier_count; i++)
	{
		const Retrier *retrier = &state->retriers[i];

		retries = lappend(retries,
						  psprintf("%s, at most %d time%s",
								   shorten(join_errors(retrier->error_equals, retrier->error_count)),
								   retrier->max_attempts, retrier->max_attempts == 1 ? "" : "s"));
	}
	return retries;
}

int
sfn_graph_inner_count(const State *state)
{
	if (state->type == STATE_PARALLEL)
		return state->u.parallel.count;
	return state->type == STATE_MAP ? 1 : 0;
}

const StateScope *
sfn_graph_inner(const State *state, int index)
{
	return state->type == STATE_PARALLEL ? state->u.parallel.branches[index] : state->u.map.processor;
}

const char *
sfn_graph_status_name(GraphStatus status)
{
	static const char *const names[GRAPH_STATUSES] = {
		[GRAPH_NOT_REACHED] = "not reached",
		[GRAPH_RUNNING] = "running",
		[GRAPH_SUCCEEDED] = "succeeded",
		[GRAPH_CAUGHT] = "caught",
		[GRAPH_FAILED] = "failed",
		[GRAPH_ABORTED] = "aborted",
	};

	return names[status];
}

/* nested: the condition stands inside another one and may need parentheses. */
static void
append_rule(StringInfo out, const ChoiceRule *rule, bool nested)
{
	check_stack_depth();

	switch (rule->kind)
	{
		case RULE_COMPARISON:
			append_comparison(out, rule);
			break;
		case RULE_CONDITION:
			appendStringInfoString(out, rule->condition != NULL ? sfn_expression_text(rule->condition) :
								   rule->holds ? "true" : "false");
			break;
		case RULE_NOT:
			appendStringInfoString(out, "not (");
			append_rule(out, rule->rules[0], false);
			appendStringInfoChar(out, ')');
			break;
		case RULE_AND:
		case RULE_OR:
			nested = nested && rule->count > 1;
			if (nested)
				appendStringInfoChar(out, '(');
			for (int i = 0; i < rule->count; i++)
			{
				if (i > 0)
					appendStringInfoString(out, rule->kind == RULE_AND ? " and " : " or ");
				append_rule(out, rule->rules[i], true);
			}
			if (nested)
				appendStringInfoChar(out, ')');
			break;
	}
}

static void
append_comparison(StringInfo out, const ChoiceRule *rule)
{
	appendStringInfoString(out, sfn_expression_text(rule->variable));
	if (rule->op >= CHOICE_IS_NULL)
	{
		static const char *const kinds[] = {
			"null", "present", "a number", "a string", "a boolean", "a timestamp"
		};

		appendStringInfo(out, " is %s%s", rule->operand.val.boolean ? "" : "not ",
						 kinds[rule->op - CHOICE_IS_NULL]);
		return;
	}

	appendStringInfo(out, " %s ", operator_sign(rule->op));
	if (rule->operand_path != NULL)
		appendStringInfoString(out, sfn_expression_text(rule->operand_path));
	else
		sfn_json_append_text(out, &rule->operand);
}

static const char *
operator_sign(ChoiceOperator op)
{
	switch (op)
	{
		case CHOICE_STRING_EQUALS:
		case CHOICE_NUMERIC_EQUALS:
		case CHOICE_BOOLEAN_EQUALS:
		case CHOICE_TIMESTAMP_EQUALS:
			return "==";
		case CHOICE_STRING_LESS_THAN:
		case CHOICE_NUMERIC_LESS_THAN:
		case CHOICE_TIMESTAMP_LESS_THAN:
			return "<";
		case CHOICE_STRING_GREATER_THAN:
		case CHOICE_NUMERIC_GREATER_THAN:
		case CHOICE_TIMESTAMP_GREATER_THAN:
			return ">";
		case CHOICE_STRING_LESS_THAN_EQUALS:
		case CHOICE_NUMERIC_LESS_THAN_EQUALS:
		case CHOICE_TIMESTAMP_LESS_THAN_EQUALS:
			return "<=";
		case CHOICE_STRING_GREATER_THAN_EQUALS:
		case CHOICE_NUMERIC_GREATER_THAN_EQUALS:
		case CHOICE_TIMESTAMP_GREATER_THAN_EQUALS:
			return ">=";
		case CHOICE_STRING_MATCHES:
			return "matches";
		case CHOICE_IS_NULL:
		case CHOICE_IS_PRESENT:
		case CHOICE_IS_NUMERIC:
		case CHOICE_IS_STRING:
		case CHOICE_IS_BOOLEAN:
		case CHOICE_IS_TIMESTAMP:
			break;
	}
	elog(ERROR, "choice operator %d does not compare", (int) op);
}
