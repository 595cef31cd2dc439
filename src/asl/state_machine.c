/*-------------------------------------------------------------------------
 *
 * state_machine.c
 *	  Names of the parts of a compiled definition.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/state_machine.h"
#include "base/error_codes.h"

static const char *const state_type_names[STATE_TYPES] = {
	[STATE_TASK] = "Task",
	[STATE_WAIT] = "Wait",
	[STATE_PASS] = "Pass",
	[STATE_SUCCEED] = "Succeed",
	[STATE_FAIL] = "Fail",
	[STATE_CHOICE] = "Choice",
	[STATE_PARALLEL] = "Parallel",
	[STATE_MAP] = "Map",
};

static const char *const choice_operator_names[CHOICE_OPERATORS] = {
	[CHOICE_STRING_EQUALS] = "StringEquals",
	[CHOICE_STRING_LESS_THAN] = "StringLessThan",
	[CHOICE_STRING_GREATER_THAN] = "StringGreaterThan",
	[CHOICE_STRING_LESS_THAN_EQUALS] = "StringLessThanEquals",
	[CHOICE_STRING_GREATER_THAN_EQUALS] = "StringGreaterThanEquals",
	[CHOICE_STRING_MATCHES] = "StringMatches",
	[CHOICE_NUMERIC_EQUALS] = "NumericEquals",
	[CHOICE_NUMERIC_LESS_THAN] = "NumericLessThan",
	[CHOICE_NUMERIC_GREATER_THAN] = "NumericGreaterThan",
	[CHOICE_NUMERIC_LESS_THAN_EQUALS] = "NumericLessThanEquals",
	[CHOICE_NUMERIC_GREATER_THAN_EQUALS] = "NumericGreaterThanEquals",
	[CHOICE_BOOLEAN_EQUALS] = "BooleanEquals",
	[CHOICE_TIMESTAMP_EQUALS] = "TimestampEquals",
	[CHOICE_TIMESTAMP_LESS_THAN] = "TimestampLessThan",
	[CHOICE_TIMESTAMP_GREATER_THAN] = "TimestampGreaterThan",
	[CHOICE_TIMESTAMP_LESS_THAN_EQUALS] = "TimestampLessThanEquals",
	[CHOICE_TIMESTAMP_GREATER_THAN_EQUALS] = "TimestampGreaterThanEquals",
	[CHOICE_IS_NULL] = "IsNull",
	[CHOICE_IS_PRESENT] = "IsPresent",
	[CHOICE_IS_NUMERIC] = "IsNumeric",
	[CHOICE_IS_STRING] = "IsString",
	[CHOICE_IS_BOOLEAN] = "IsBoolean",
	[CHOICE_IS_TIMESTAMP] = "IsTimestamp",
};

State *
sfn_machine_state(const StateMachine *machine, const char *name)
{
	for (int i = 0; i < machine->state_count; i++)
	{
		if (strcmp(machine->states[i]->name, name) == 0)
			return machine->states[i];
	}
	return NULL;
}

MachineType
sfn_machine_type_parse(const char *name)
{
	if (name == NULL || strcmp(name, "STANDARD") == 0)
		return MACHINE_STANDARD;
	if (strcmp(name, "EXPRESS") == 0)
		return MACHINE_EXPRESS;
	ereport(ERROR,
			(errcode(ERRCODE_SFN_VALIDATION),
			 errmsg("1 validation error detected: Value '%s' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]",
					name)));
}

const char *
sfn_machine_type_name(MachineType type)
{
	return type == MACHINE_STANDARD ? "STANDARD" : "EXPRESS";
}

const char *
sfn_state_type_name(StateType type)
{
	return state_type_names[type];
}

const char *
sfn_choice_operator_name(ChoiceOperator op)
{
	return choice_operator_names[op];
}
