/*-------------------------------------------------------------------------
 *
 * compiler.h
 *	  What the files of the compiler share: its state and their doors.
 *
 * The compiler goes over a definition once.  Each object is first checked
 * against the table of fields (field_check.c), which also parses paths and
 * templates; then the file of its subject makes the compiled form of what was
 * right.  Problems are reported on the way and never stop it.  What needs the
 * whole machine (transitions, names, variables) is noted and checked at the
 * end.
 *
 * While compiling, CurrentMemoryContext is the state machine's.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_COMPILER_H
#define SFN_COMPILER_H

#include "postgres.h"

#include "asl/diagnostic.h"
#include "asl/fields.h"
#include "asl/json_complaint.h"
#include "asl/state_machine.h"
#include "base/json_tree.h"

/*
 * Where in the definition: made into text only when there is something to say.
 */
typedef struct Place
{
	const struct Place *outer;	/* NULL: the definition itself */
	const char *key;			/* NULL: an element, at index */
	int			index;			/* -1: key is how it goes on, as text */
} Place;

/* A States object being compiled */
typedef struct ScopeSource
{
	StateScope *scope;
	const Place *place;			/* of the object that holds it */
	struct ScopeSource *outer;	/* NULL: top level */
	bool		isolated;		/* variables around it are out of sight */
	struct StateSource *states; /* as scope->states */
	struct StateSource **by_name;	/* sorted */
	struct Transition *start;	/* StartAt; NULL: absent or wrong */
} ScopeSource;

typedef struct StateSource
{
	State	   *state;
	ScopeSource *scope;
	const Place *place;
	const JsonNode *node;
	List	   *transitions;	/* of Transition * */
	bool		terminal;
	bool		reached;
} StateSource;

/* Something that names a state: StartAt, Next, Default */
typedef struct Transition
{
	const char *target;
	const Place *place;
	ScopeSource *scope;
	State	  **slot;			/* gets the state; NULL: nobody wants it */
	StateSource *found;			/* NULL: there is no such state in the scope */
} Transition;

/* A variable's name in an Assign, or in an expression */
typedef struct VariableUse
{
	const char *name;
	const Place *place;
	ScopeSource *scope;
	bool		is_tolerated;	/* JSONata: if nobody assigns it, it is undefined */
	bool		is_function;	/* JSONata: unless somebody assigns it, a function */
	bool		is_assigned;	/* by a state in sight */
} VariableUse;

typedef struct Compiler
{
	MachineType type;
	Diagnostics *diagnostics;
	MemoryContext caller;		/* diagnostics live here */
	MemoryContext scratch;		/* what only compiling needs */
	StateMachine *machine;
	int			capacity;		/* of machine->states */
	bool		lone_state;		/* compiling a state without its machine */
	bool		in_express;		/* an EXPRESS machine, or a Map's EXPRESS children */
	ScopeSource *scope;			/* the innermost one being compiled */
	const Place *state;			/* of the state being compiled */
	int			depth;			/* of scopes */
	List	   *scopes;			/* of ScopeSource *, outer ones first */
	List	   *transitions;	/* of Transition *, in document order */
	List	   *assignments;	/* of VariableUse * */
	List	   *references;		/* of VariableUse * */
	List	   *names;			/* of StateSource *, for uniqueness */
	List	   *labels;			/* of char *: Labels of Map states */
} Compiler;

/* A field of an object: as written, and what was made of it */
typedef struct FieldValue
{
	const Field *field;
	ObjectKind	kind;			/* of the object */
	const JsonNode *node;
	const Place *place;
	bool		valid;			/* right, and in the right query language */
	bool		is_null;
	Expression *expression;		/* JSONata in place of a constant; NULL: it is a constant */
	union
	{
		bool		boolean;
		int64		integer;
		double		number;
		int			choice;		/* FORM_ENUM: index in field->values */
		TimestampTz timestamp;
		Expression *path;		/* FORM_PATH, FORM_RULE_PATH */
		SfnPath    *result_path;	/* NULL: "$" */
		PayloadTemplate *tmpl;
	}			u;
} FieldValue;

/* All fields of one object */
typedef struct ObjectFields
{
	QueryLanguage language;
	FieldValue *values;			/* those given, in the order of the definition */
	int			count;
	uint8		slot[FIELDS];	/* where in values, from 1; 0: not given */

	/* a Choice rule's comparison */
	int			operators;		/* how many were given */
	ChoiceOperator op;			/* the last one */
	bool		operand_is_path;
	const JsonNode *operand;
	const Place *operand_place;
} ObjectFields;

/* compile.c */
extern const Place *sfn_place_key(Compiler *compiler, const Place *outer, const char *key);
extern const Place *sfn_place_index(Compiler *compiler, const Place *outer, int index);
extern const Place *sfn_place_pointer(Compiler *compiler, const Place *outer, const char *pointer);
extern char *sfn_place_text(const Place *place);
extern char *sfn_place_text_within(const Place *place, const Place *outer);	/* "Retry[0]" */
extern void sfn_compiler_report(Compiler *compiler, DiagnosticSeverity severity, const char *code,
								const Place *place, const char *format,...) pg_attribute_printf(5, 6);
/* An error of the schema: SCHEMA_VALIDATION_FAILED */
extern void sfn_compiler_complain(Compiler *compiler, const Place *place, const char *format,...)
			pg_attribute_printf(3, 4);
/* A problem of the definition as a whole; location: NULL or as text */
extern void sfn_compiler_report_text(Compiler *compiler, const char *code, const char *location,
									 const char *message);
extern List *sfn_compiler_note(Compiler *compiler, List *list, void *item);	/* lappend in scratch memory */
extern VariableUse *sfn_compiler_note_variable(Compiler *compiler, List **list, const char *name, const Place *place);

/* field_check.c */
extern ObjectFields *sfn_fields_check(Compiler *compiler, ObjectKind kind, QueryLanguage language,
									  int languages, const JsonNode *node, const Place *place);
extern bool sfn_field_given(const ObjectFields *fields, FieldId id);	/* right or wrong */
extern const FieldValue *sfn_field_value(const ObjectFields *fields, FieldId id);	/* NULL: absent or wrong */
extern char *sfn_field_text(const ObjectFields *fields, FieldId id);	/* a copy, or NULL */
extern int64 sfn_field_integer(const ObjectFields *fields, FieldId id, int64 otherwise);
extern PayloadTemplate *sfn_field_template(const ObjectFields *fields, FieldId id);
extern PathField sfn_field_path(const ObjectFields *fields, FieldId id);
extern NumberField sfn_field_number(const ObjectFields *fields, FieldId constant, FieldId path);

/* jsonata_check.c */
extern PayloadTemplate *sfn_compile_jsonata_template(Compiler *compiler, const FieldValue *value);	/* NULL: reported */
/* A string that has a delimiter; NULL: reported */
extern Expression *sfn_compile_jsonata(Compiler *compiler, const FieldValue *value);

/* field_value.c */
extern void sfn_field_value_check(Compiler *compiler, QueryLanguage language, FieldValue *value);
extern Expression *sfn_compile_path(Compiler *compiler, const JsonNode *node, const Place *place,
									int accept, bool in_rule);
extern bool sfn_looks_like_path(const JsonNode *node, int accept);
/* Warn of a constant that looks like a path. */
extern void sfn_warn_of_path(Compiler *compiler, const JsonNode *node, const Place *place, int accept);

/* compile_state.c */
extern StateScope *sfn_compile_scope(Compiler *compiler, const ObjectFields *fields, const Place *place,
									 State *owner, int index, bool isolated);
extern void sfn_compile_transition(Compiler *compiler, StateSource *source, const ObjectFields *fields,
								   FieldId id, State **slot);

/* compile_choice.c, compile_map.c, compile_recovery.c */
extern void sfn_compile_choice(Compiler *compiler, StateSource *source, const ObjectFields *fields);
extern void sfn_compile_map(Compiler *compiler, StateSource *source, const ObjectFields *fields);
extern void sfn_compile_parallel(Compiler *compiler, StateSource *source, const ObjectFields *fields);
extern void sfn_compile_recovery(Compiler *compiler, StateSource *source, const ObjectFields *fields);

/*
 * transitions.c: names, targets, ends, what can be reached; source NULL:
 * StartAt
 */
extern void sfn_note_transition(Compiler *compiler, StateSource *source, const JsonNode *target,
								const Place *place, State **slot);
extern void sfn_check_state_names(Compiler *compiler);
extern void sfn_check_transitions(Compiler *compiler);
extern StateSource *sfn_scope_find_state(const ScopeSource *scope, const char *name);	/* NULL: none */

/* variables_check.c */
extern bool sfn_variable_name_check(Compiler *compiler, const char *name, int len, const Place *place);
extern void sfn_check_variables(Compiler *compiler);

/* variable_references.c */
extern void sfn_note_variable_references(Compiler *compiler);

/* substitution.c */
extern void sfn_substitute(Compiler *compiler, JsonNode *tree, const Jsonb *substitutions);

#endif							/* SFN_COMPILER_H */
