/*-------------------------------------------------------------------------
 *
 * state_machine.h
 *	  A compiled definition.
 *
 * Read-only once compiled, in one memory context, so that it can be cached and
 * used by several executions at a time; everything that moves is in
 * engine/execution.h.  Terms are those of the States Language.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_STATE_MACHINE_H
#define SFN_STATE_MACHINE_H

#include "postgres.h"

#include "asl/resource.h"
#include "datatype/timestamp.h"
#include "template/expression.h"
#include "template/payload_template.h"

typedef enum StateType
{
	STATE_TASK,
	STATE_WAIT,
	STATE_PASS,
	STATE_SUCCEED,
	STATE_FAIL,
	STATE_CHOICE,
	STATE_PARALLEL,
	STATE_MAP
} StateType;

#define STATE_TYPES (STATE_MAP + 1)

typedef struct State State;
typedef struct StateScope StateScope;

/*
 * A States object: the machine's own, a Parallel branch's, a Map's processor.
 */
struct StateScope
{
	State	   *start;			/* StartAt */
	State	  **states;			/* in the order of the definition */
	int			count;
	State	   *owner;			/* the Parallel or Map around it; NULL at the top */
	int			index;			/* which branch of owner; 0 for a Map */
	const char *comment;
};

/*
 * An integer or float field with its Path variant, or as JSONata: a constant, an
 * expression, or absent (neither).
 */
typedef struct NumberField
{
	bool		is_set;			/* a constant or an expression was given */
	double		constant;
	Expression *path;			/* NULL: constant */
} NumberField;

/* A payload path: InputPath, OutputPath, ResultPath. */
typedef struct PathField
{
	bool		discard;		/* given as null */
	Expression *path;			/* NULL: absent or "$" */
} PathField;

typedef struct Retrier
{
	int			index;
	const char **error_equals;
	int			error_count;
	int			interval_seconds;
	int			max_attempts;
	double		backoff_rate;
	int			max_delay_seconds;	/* 0: none */
	bool		full_jitter;
} Retrier;

typedef struct Catcher
{
	int			index;
	const char **error_equals;
	int			error_count;
	State	   *next;
	bool		discard_result; /* ResultPath null */
	SfnPath    *result_path;	/* NULL: "$" */
	PayloadTemplate *output;	/* NULL: the error output */
	PayloadTemplate *assign;	/* NULL: none */
} Catcher;

typedef enum ChoiceOperator
{
	CHOICE_STRING_EQUALS,
	CHOICE_STRING_LESS_THAN,
	CHOICE_STRING_GREATER_THAN,
	CHOICE_STRING_LESS_THAN_EQUALS,
	CHOICE_STRING_GREATER_THAN_EQUALS,
	CHOICE_STRING_MATCHES,
	CHOICE_NUMERIC_EQUALS,
	CHOICE_NUMERIC_LESS_THAN,
	CHOICE_NUMERIC_GREATER_THAN,
	CHOICE_NUMERIC_LESS_THAN_EQUALS,
	CHOICE_NUMERIC_GREATER_THAN_EQUALS,
	CHOICE_BOOLEAN_EQUALS,
	CHOICE_TIMESTAMP_EQUALS,
	CHOICE_TIMESTAMP_LESS_THAN,
	CHOICE_TIMESTAMP_GREATER_THAN,
	CHOICE_TIMESTAMP_LESS_THAN_EQUALS,
	CHOICE_TIMESTAMP_GREATER_THAN_EQUALS,
	CHOICE_IS_NULL,
	CHOICE_IS_PRESENT,
	CHOICE_IS_NUMERIC,
	CHOICE_IS_STRING,
	CHOICE_IS_BOOLEAN,
	CHOICE_IS_TIMESTAMP
} ChoiceOperator;

#define CHOICE_OPERATORS (CHOICE_IS_TIMESTAMP + 1)

typedef enum ChoiceRuleKind
{
	RULE_COMPARISON,
	RULE_AND,
	RULE_OR,
	RULE_NOT,
	RULE_CONDITION				/* JSONata */
} ChoiceRuleKind;

typedef struct ChoiceRule
{
	ChoiceRuleKind kind;

	/* RULE_AND, RULE_OR, RULE_NOT (one) */
	struct ChoiceRule **rules;
	int			count;

	/* RULE_COMPARISON */
	Expression *variable;
	ChoiceOperator op;
	JsonbValue	operand;		/* the constant, when operand_path is NULL */
	TimestampTz timestamp;		/* the constant of a timestamp comparison */
	Expression *operand_path;

	/* RULE_CONDITION */
	Expression *condition;		/* NULL: holds says it */
	bool		holds;

	/* top-level rules only */
	State	   *next;
	PayloadTemplate *output;	/* NULL: none */
	PayloadTemplate *assign;	/* NULL: none */
} ChoiceRule;

typedef enum WaitKind
{
	WAIT_SECONDS,
	WAIT_TIMESTAMP,
	WAIT_SECONDS_PATH,			/* or as JSONata */
	WAIT_TIMESTAMP_PATH			/* or as JSONata */
} WaitKind;

struct State
{
	StateType	type;
	const char *name;
	int			number;			/* index in StateMachine.states */
	StateScope *scope;
	QueryLanguage query_language;
	const char *comment;
	State	   *next;			/* NULL: End, or a type without Next */
	bool		end;
	const char **variables;		/* that its own fields refer to: each once, sorted */
	int			variable_count;

	/* data flow; all NULL/false where absent */
	PathField	input_path;
	PathField	output_path;
	bool		discard_result; /* ResultPath null */
	SfnPath    *result_path;	/* NULL: "$" */
	PayloadTemplate *parameters;	/* also a Map's old Parameters: see map.item_selector */
	PayloadTemplate *result_selector;
	PayloadTemplate *arguments;
	PayloadTemplate *output;
	PayloadTemplate *assign;

	Retrier    *retriers;
	int			retrier_count;
	Catcher    *catchers;
	int			catcher_count;

	union
	{
		struct
		{
			Resource   *resource;
			NumberField timeout_seconds;
			NumberField heartbeat_seconds;
			PayloadTemplate *credentials;
		}			task;
		struct
		{
			WaitKind	kind;
			int64		seconds;
			TimestampTz timestamp;
			Expression *path;
		}			wait;
		struct
		{
			bool		has_result;
			JsonbValue	result;
		}			pass;
		struct
		{
			const char *error;	/* NULL: absent */
			const char *cause;
			Expression *error_path; /* or as JSONata */
			Expression *cause_path;
		}			fail;
		struct
		{
			ChoiceRule **rules;
			int			count;
			State	   *default_state;
		}			choice;
		struct
		{
			StateScope **branches;
			int			count;
		}			parallel;
		struct
		{
			StateScope *processor;
			bool		distributed;
			Expression *items_path; /* NULL: "$" */
			PayloadTemplate *items; /* NULL: the input */
			PayloadTemplate *item_selector; /* or the old Parameters */
			NumberField max_concurrency;
			/* distributed only */
			bool		has_reader; /* ItemReader */
			bool		has_writer; /* ResultWriter with a place to write to */
			NumberField tolerated_failure_count;
			NumberField tolerated_failure_percentage;
		}			map;
	}			u;
};

typedef struct StateMachine
{
	MemoryContext context;		/* holds everything below */
	QueryLanguage query_language;
	bool		has_variables;	/* assigns some, in whatever state */
	const char *comment;
	int			timeout_seconds;	/* 0: none */
	StateScope *scope;			/* the top level */
	State	  **states;			/* every state, in document order, by number */
	int			state_count;
} StateMachine;

typedef enum MachineType
{
	MACHINE_STANDARD,
	MACHINE_EXPRESS
} MachineType;

/* The state of that name, wherever in the machine; NULL: there is none. */
extern State *sfn_machine_state(const StateMachine *machine, const char *name);

/*
 * The type of a machine by name, NULL: STANDARD; ereport ValidationException
 * when it is none.
 */
extern MachineType sfn_machine_type_parse(const char *name);
extern const char *sfn_machine_type_name(MachineType type);	/* "STANDARD" */
extern const char *sfn_state_type_name(StateType type);	/* "Task" */
extern const char *sfn_choice_operator_name(ChoiceOperator op); /* "StringEquals" */

#endif							/* SFN_STATE_MACHINE_H */
