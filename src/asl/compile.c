/*-------------------------------------------------------------------------
 *
 * compile.c
 *	  The door of the compiler: definition text to StateMachine.
 *
 * The state machine is built in a memory context of its own, a child of the
 * current one, and moved under its future parent only when it is complete: so
 * neither a definition that is wrong nor an error in the middle leaves
 * anything behind.  Validating is compiling without keeping the result.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compile.h"
#include "asl/compiler.h"
#include "mb/pg_wchar.h"
#include "utils/memutils.h"

/* The service's limit for a definition, in bytes */
#define LONGEST_DEFINITION 1048576

/* How much of a member's name a location shows, in bytes */
#define LONGEST_STEP 400

/* What is to be compiled */
typedef struct Source
{
	const char *definition;
	int			len;
	MachineType type;
	const Jsonb *substitutions; /* NULL: none */
	bool		lone_state;		/* the definition is that of one state */
} Source;

static StateMachine *compile(const Source *source, MemoryContext parent, Diagnostics *diagnostics);
static StateMachine *compile_into(MemoryContext context, const Source *source, Diagnostics *diagnostics);
static JsonNode *parse_definition(Compiler *compiler, const Source *source);
static JsonNode *wrap_state(JsonNode *state);
static JsonNode *make_object(const char *key, JsonNode *member);
static void report_syntax(Compiler *compiler, const char *definition, int len,
						  const JsonTreeProblem *problem);
static bool is_blank(const char *text, int len);
static void compile_machine(Compiler *compiler, const JsonNode *tree);
static void append_place(StringInfo out, const Place *place, const Place *outer);
static void report(Compiler *compiler, DiagnosticSeverity severity, const char *code, const Place *place,
				   const char *format, va_list args) pg_attribute_printf(5, 0);

void
sfn_definition_validate(const char *definition, int len, MachineType type, const Jsonb *substitutions,
						Diagnostics *diagnostics)
{
	Source		source = {definition, len, type, substitutions};
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn state machine",
												  ALLOCSET_DEFAULT_SIZES);

	(void) compile_into(context, &source, diagnostics);
	MemoryContextDelete(context);
}

StateMachine *
sfn_definition_compile(const char *definition, int len, MachineType type, const Jsonb *substitutions,
					   MemoryContext parent, Diagnostics *diagnostics)
{
	Source		source = {definition, len, type, substitutions};

	return compile(&source, parent, diagnostics);
}

StateMachine *
sfn_state_compile(const char *definition, int len, MemoryContext parent, Diagnostics *diagnostics)
{
	Source		source = {definition, len, MACHINE_STANDARD, .lone_state = true};

	return compile(&source, parent, diagnostics);
}

static StateMachine *
compile(const Source *source, MemoryContext parent, Diagnostics *diagnostics)
{
	int			errors = diagnostics->errors;
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "sfn state machine",
												  ALLOCSET_DEFAULT_SIZES);
	StateMachine *machine = compile_into(context, source, diagnostics);

	if (diagnostics->errors > errors)
	{
		MemoryContextDelete(context);
		return NULL;
	}
	MemoryContextSetParent(context, parent);
	return machine;
}

/*
 * Compile into a fresh context.  The result is of use only when no error was
 * added.
 */
static StateMachine *
compile_into(MemoryContext context, const Source *source, Diagnostics *diagnostics)
{
	Compiler	compiler = {0};
	const JsonNode *tree;

	compiler.type = source->type;
	compiler.in_express = source->type == MACHINE_EXPRESS;
	compiler.lone_state = source->lone_state;
	compiler.diagnostics = diagnostics;
	compiler.scratch = AllocSetContextCreate(context, "sfn compiler", ALLOCSET_DEFAULT_SIZES);
	compiler.caller = MemoryContextSwitchTo(context);
	compiler.machine = palloc0(sizeof(StateMachine));
	compiler.machine->context = context;

	tree = parse_definition(&compiler, source);
	if (tree != NULL)
		compile_machine(&compiler, tree);

	MemoryContextSwitchTo(compiler.caller);
	MemoryContextDelete(compiler.scratch);
	return compiler.machine;
}

/*
 * The tree of a definition, in scratch memory; NULL when it is no JSON object.
 */
static JsonNode *
parse_definition(Compiler *compiler, const Source *source)
{
	MemoryContext old = MemoryContextSwitchTo(compiler->scratch);
	const char *definition = source->definition;
	JsonTreeProblem problem = {0};
	JsonNode   *tree = NULL;

	if (source->len > LONGEST_DEFINITION)
		sfn_compiler_report_text(compiler, CODE_SCHEMA_VALIDATION_FAILED, NULL,
					psprintf("Definition is longer than %d bytes", LONGEST_DEFINITION));
	else if (is_blank(definition, source->len))
		sfn_compiler_report_text(compiler, CODE_SCHEMA_VALIDATION_FAILED, NULL, "Definition must be a valid JSON object");
	else if ((tree = sfn_json_tree_parse(definition, source->len, &problem)) == NULL)
		report_syntax(compiler, definition, source->len, &problem);
	else if (tree->type != JSON_NODE_OBJECT)
	{
		sfn_compiler_report_text(compiler, CODE_SCHEMA_VALIDATION_FAILED, NULL, "Definition must be a valid JSON object");
		tree = NULL;
	}
	else if (source->substitutions != NULL)
		sfn_substitute(compiler, tree, source->substitutions);
	if (tree != NULL && source->lone_state)
		tree = wrap_state(tree);

	MemoryContextSwitchTo(old);
	return tree;
}

/* The machine {"StartAt": name, "States": {name: state}} */
static JsonNode *
wrap_state(JsonNode *state)
{
	JsonNode   *start = palloc0(sizeof(JsonNode));
	JsonNode   *machine = make_object("StartAt", start);

	start->type = JSON_NODE_STRING;
	start->text = pstrdup(LONE_STATE_NAME);
	start->len = strlen(LONE_STATE_NAME);
	machine->count = 2;
	machine->keys[1] = pstrdup("States");
	machine->items[1] = make_object(LONE_STATE_NAME, state);
	return machine;
}

/* An object of one member, with room for another */
static JsonNode *
make_object(const char *key, JsonNode *member)
{
	JsonNode   *object = palloc0(sizeof(JsonNode));

	object->type = JSON_NODE_OBJECT;
	object->count = 1;
	object->keys = palloc(2 * sizeof(char *));
	object->items = palloc(2 * sizeof(JsonNode *));
	object->keys[0] = pstrdup(key);
	object->items[0] = member;
	return object;
}

/*
 * What the parser could not read: in the service's words where it is a matter
 * of syntax
 */
static void
report_syntax(Compiler *compiler, const char *definition, int len, const JsonTreeProblem *problem)
{
	char	   *location = NULL;
	char	   *message = NULL;

	if (problem->duplicate_key == NULL)
		message = sfn_json_complaint(definition, len, &location);
	if (message == NULL)
	{
		location = sfn_json_source(definition, len, problem->line, problem->column);
		message = problem->duplicate_key != NULL ?
			psprintf("Duplicate field '%s'\n at %s", problem->duplicate_key, location) :
			psprintf("%s\n at %s", problem->message, location);
	}
	sfn_compiler_report_text(compiler, CODE_INVALID_JSON_DESCRIPTION, location, message);
}

static bool
is_blank(const char *text, int len)
{
	for (int i = 0; i < len; i++)
		if (strchr(" \t\r\n", text[i]) == NULL)
			return false;
	return true;
}

/*
 * The query language of the machine is JSONPath when the field says exactly
 * that or is absent; any other value counts as JSONata, beside being reported.
 */
static void
compile_machine(Compiler *compiler, const JsonNode *tree)
{
	StateMachine *machine = compiler->machine;
	const Place *root = NULL;
	const JsonNode *language = sfn_json_tree_member(tree, "QueryLanguage");
	ObjectFields *fields;

	machine->query_language = QUERY_JSONPATH;
	if (language != NULL && (language->type != JSON_NODE_STRING || strcmp(language->text, "JSONPath") != 0))
		machine->query_language = QUERY_JSONATA;

	fields = sfn_fields_check(compiler, KIND_MACHINE, machine->query_language, LANGUAGE_BOTH, tree, root);
	machine->comment = sfn_field_text(fields, FIELD_COMMENT);
	machine->timeout_seconds = sfn_field_integer(fields, FIELD_TIMEOUT_SECONDS, 0);
	machine->scope = sfn_compile_scope(compiler, fields, root, NULL, 0, false);

	sfn_check_state_names(compiler);
	sfn_check_transitions(compiler);
	sfn_check_variables(compiler);
	sfn_note_variable_references(compiler);
}

/* ---- what all files of the compiler use ---- */

const Place *
sfn_place_key(Compiler *compiler, const Place *outer, const char *key)
{
	Place	   *place = MemoryContextAlloc(compiler->scratch, sizeof(Place));

	place->outer = outer;
	place->key = key;
	place->index = 0;
	return place;
}

const Place *
sfn_place_index(Compiler *compiler, const Place *outer, int index)
{
	Place	   *place = MemoryContextAlloc(compiler->scratch, sizeof(Place));

	place->outer = outer;
	place->key = NULL;
	place->index = index;
	return place;
}

/* How pointer, "/a/list[0]" or "", goes on from outer */
const Place *
sfn_place_pointer(Compiler *compiler, const Place *outer, const char *pointer)
{
	Place	   *place;

	if (pointer[0] == '\0')
		return outer;
	place = MemoryContextAlloc(compiler->scratch, sizeof(Place));
	place->outer = outer;
	place->key = MemoryContextStrdup(compiler->scratch, pointer);
	place->index = -1;
	return place;
}

/* The same from outer on, without the "/" at the beginning */
char *
sfn_place_text_within(const Place *place, const Place *outer)
{
	StringInfoData text;

	initStringInfo(&text);
	append_place(&text, place, outer);
	return text.data + (text.data[0] == '/');
}

/* "/States/Bake/Retry[0]", palloc'd in the current context */
char *
sfn_place_text(const Place *place)
{
	StringInfoData text;

	initStringInfo(&text);
	append_place(&text, place, NULL);
	if (text.len == 0)
		appendStringInfoChar(&text, '/');
	return text.data;
}

/*
 * Names are not escaped, as the service does not escape them, but cut when
 * they are far longer than any name may be.
 */
static void
append_place(StringInfo out, const Place *place, const Place *outer)
{
	if (place == NULL || place == outer)
		return;
	append_place(out, place->outer, outer);
	if (place->key != NULL && place->index < 0)
		appendStringInfoString(out, place->key);
	else if (place->key != NULL)
	{
		int			len = strlen(place->key);

		appendStringInfo(out, "/%.*s", pg_mbcliplen(place->key, len, LONGEST_STEP), place->key);
	}
	else
		appendStringInfo(out, "[%d]", place->index);
}

static void
report(Compiler *compiler, DiagnosticSeverity severity, const char *code, const Place *place,
	   const char *format, va_list args)
{
	MemoryContext old = MemoryContextSwitchTo(compiler->caller);
	char	   *location = sfn_place_text(place);

	sfn_diagnostics_add_va(compiler->diagnostics, severity, code, location, format, args);
	pfree(location);
	MemoryContextSwitchTo(old);
}

void
sfn_compiler_report(Compiler *compiler, DiagnosticSeverity severity, const char *code,
					const Place *place, const char *format,...)
{
	va_list		args;

	va_start(args, format);
	report(compiler, severity, code, place, format, args);
	va_end(args);
}

void
sfn_compiler_complain(Compiler *compiler, const Place *place, const char *format,...)
{
	va_list		args;

	va_start(args, format);
	report(compiler, DIAGNOSTIC_ERROR, CODE_SCHEMA_VALIDATION_FAILED, place, format, args);
	va_end(args);
}

void
sfn_compiler_report_text(Compiler *compiler, const char *code, const char *location, const char *message)
{
	MemoryContext old = MemoryContextSwitchTo(compiler->caller);

	sfn_diagnostics_add(compiler->diagnostics, DIAGNOSTIC_ERROR, code, location, "%s", message);
	MemoryContextSwitchTo(old);
}

List *
sfn_compiler_note(Compiler *compiler, List *list, void *item)
{
	MemoryContext old = MemoryContextSwitchTo(compiler->scratch);

	list = lappend(list, item);
	MemoryContextSwitchTo(old);
	return list;
}

VariableUse *
sfn_compiler_note_variable(Compiler *compiler, List **list, const char *name, const Place *place)
{
	VariableUse *use = MemoryContextAllocZero(compiler->scratch, sizeof(VariableUse));

	use->name = MemoryContextStrdup(compiler->scratch, name);
	use->place = place;
	use->scope = compiler->scope;
	*list = sfn_compiler_note(compiler, *list, use);
	return use;
}
