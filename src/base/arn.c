/*-------------------------------------------------------------------------
 *
 * arn.c
 *	  Amazon Resource Names and the service's rules for names.
 *
 * An ARN is arn:partition:service:region:account:resource, and what the
 * resource looks like is up to the service.  Parsing looks at the form alone; whether
 * the thing exists, or could have that name, is the caller's question.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/error_codes.h"
#include "base/random_id.h"
#include "mb/pg_wchar.h"

#define LONGEST_NAME 80

/* The resource's parts between colons; none has more */
#define MOST_PARTS 4

static bool parse_states_resource(char *resource, Arn *arn);
static bool parse_lambda_resource(char *resource, Arn *arn);
static bool parse_iam_resource(char *resource, Arn *arn);
static int	split(char *text, char *parts[], int most);
static char *split_label(char *name);
static bool name_allows(pg_wchar c);
static const char *resource_type(ArnKind kind);

bool
sfn_arn_parse(const char *text, Arn *arn)
{
	char	   *copy = pstrdup(text);
	char	   *field[6];
	int			i;
	bool		parsed;

	memset(arn, 0, sizeof(*arn));

	/* All but the last field end at the next colon. */
	field[0] = copy;
	for (i = 1; i < lengthof(field); i++)
	{
		char	   *colon = strchr(field[i - 1], ':');

		if (colon == NULL)
			return false;
		*colon = '\0';
		field[i] = colon + 1;
	}
	if (strcmp(field[0], "arn") != 0 || field[1][0] == '\0' ||
		field[2][0] == '\0' || field[5][0] == '\0')
		return false;

	arn->region = field[3];
	arn->account = field[4];
	if (strcmp(field[2], "states") == 0 && arn->account[0] != '\0')
		parsed = parse_states_resource(field[5], arn);
	else if (strcmp(field[2], "lambda") == 0)
		parsed = parse_lambda_resource(field[5], arn);
	else if (strcmp(field[2], "iam") == 0)
		parsed = parse_iam_resource(field[5], arn);
	else
	{
		arn->kind = ARN_OTHER;
		arn->name = field[5];
		parsed = true;
	}

	if (!parsed)
		arn->kind = ARN_INVALID;
	return parsed;
}

void
sfn_arn_refuse(const char *text)
{
	Arn			arn;
	const char *type = sfn_arn_parse(text, &arn) ? resource_type(arn.kind) : NULL;

	ereport(ERROR,
			(errcode(ERRCODE_SFN_INVALID_ARN),
			 errmsg_internal("Invalid Arn: '%s%s'",
							 type == NULL ? "Invalid ARN prefix: " : "Resource type not valid in this context: ",
							 type == NULL ? text : type)));
}

char *
sfn_arn_state_machine(const char *region, const char *account, const char *name)
{
	return psprintf("arn:aws:states:%s:%s:stateMachine:%s", region, account, name);
}

char *
sfn_arn_execution(const char *region, const char *account, const char *machine, const char *name)
{
	return psprintf("arn:aws:states:%s:%s:execution:%s:%s", region, account,
					machine, name);
}

char *
sfn_arn_express(const char *region, const char *account, const char *machine, const char *name,
				const pg_uuid_t *id)
{
	return psprintf("arn:aws:states:%s:%s:express:%s:%s:%s", region, account,
					machine, name, sfn_uuid_text(id));
}

char *
sfn_arn_activity(const char *region, const char *account, const char *name)
{
	return psprintf("arn:aws:states:%s:%s:activity:%s", region, account, name);
}

char *
sfn_arn_role(const char *account, const char *role)
{
	return psprintf("arn:aws:iam::%s:role/%s", account, role);
}

bool
sfn_name_is_valid(const char *name)
{
	const unsigned char *p = (const unsigned char *) name;
	int			characters = 0;

	for (; *p != '\0'; p += pg_utf_mblen(p))
	{
		if (++characters > LONGEST_NAME || !name_allows(utf8_to_unicode(p)))
			return false;
	}
	return characters > 0;
}

void
sfn_name_check(const char *name)
{
	if (!sfn_name_is_valid(name))
		ereport(ERROR,
				(errcode(ERRCODE_SFN_INVALID_NAME),
				 errmsg("Invalid Name: '%s'", name),
				 errdetail("A name has 1 to %d characters, without white space, control characters and any of %s",
						   LONGEST_NAME, "< > { } [ ] ? * \" # % \\ ^ | ~ ` $ & , ; : /")));
}

static bool
parse_states_resource(char *resource, Arn *arn)
{
	char	   *part[MOST_PARTS];
	int			parts = split(resource, part, MOST_PARTS);

	if (parts < 2)
		return false;
	arn->name = part[1];

	if (strcmp(part[0], "stateMachine") == 0 && parts <= 3)
	{
		arn->kind = ARN_STATE_MACHINE;
		arn->label = split_label(arn->name);
		arn->qualifier = parts == 3 ? part[2] : NULL;
	}
	else if (strcmp(part[0], "execution") == 0 && parts == 3)
	{
		arn->kind = ARN_EXECUTION;
		arn->label = split_label(arn->name);
		arn->qualifier = part[2];
	}
	else if (strcmp(part[0], "express") == 0 && parts == 4)
	{
		arn->kind = ARN_EXPRESS;
		arn->label = split_label(arn->name);
		arn->qualifier = part[2];
		arn->suffix = part[3];
	}
	else if (strcmp(part[0], "activity") == 0 && parts == 2)
		arn->kind = ARN_ACTIVITY;
	else if (strcmp(part[0], "mapRun") == 0 && parts == 3)
	{
		arn->kind = ARN_MAP_RUN;
		arn->label = split_label(arn->name);
		arn->suffix = part[2];
		if (arn->label == NULL)
			return false;
	}
	else
		return false;

	return arn->name[0] != '\0' && (arn->label == NULL || arn->label[0] != '\0');
}

static bool
parse_lambda_resource(char *resource, Arn *arn)
{
	char	   *part[MOST_PARTS];
	int			parts = split(resource, part, MOST_PARTS);

	/* Layers and the like are well-formed, but nothing to call. */
	if (strcmp(part[0], "function") != 0)
	{
		arn->kind = ARN_OTHER;
		arn->name = part[0];
		return true;
	}

	if (parts != 2 && parts != 3)
		return false;
	arn->kind = ARN_LAMBDA;
	arn->name = part[1];
	arn->qualifier = parts == 3 ? part[2] : NULL;
	return true;
}

static bool
parse_iam_resource(char *resource, Arn *arn)
{
	static const char role[] = "role/";

	arn->kind = ARN_OTHER;
	arn->name = resource;
	if (strncmp(resource, role, strlen(role)) == 0)
	{
		arn->kind = ARN_ROLE;
		arn->name = resource + strlen(role);
	}
	return arn->name[0] != '\0';
}

/*
 * Cut text at its colons; how many parts there are, or 0 if more than most
 * or if one of them is empty.
 */
static int
split(char *text, char *parts[], int most)
{
	int			count = 0;

	for (;;)
	{
		char	   *colon = strchr(text, ':');

		if (count == most)
			return 0;
		parts[count++] = text;
		if (colon != NULL)
			*colon = '\0';
		if (*text == '\0')
			return 0;
		if (colon == NULL)
			return count;
		text = colon + 1;
	}
}

/* What follows the slash, which is cut off; NULL without one */
static char *
split_label(char *name)
{
	char	   *slash = strchr(name, '/');

	if (slash == NULL)
		return NULL;
	*slash = '\0';
	return slash + 1;
}

static bool
name_allows(pg_wchar c)
{
	if (c < 0x80)
		return c > 0x20 && c != 0x7F && strchr("<>{}[]?*\"#%\\^|~`$&,;:/", c) == NULL;

	/* C1 controls, then Unicode's white space, then what is no character */
	if (c <= 0xA0)
		return false;
	if (c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
		c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000)
		return false;
	return c != 0xFFFE && c != 0xFFFF && c != 0x10FFFF;
}

/* As an ARN has it; NULL: not one of the service's resources */
static const char *
resource_type(ArnKind kind)
{
	switch (kind)
	{
		case ARN_STATE_MACHINE:
			return "stateMachine";
		case ARN_EXECUTION:
			return "execution";
		case ARN_EXPRESS:
			return "express";
		case ARN_ACTIVITY:
			return "activity";
		case ARN_MAP_RUN:
			return "mapRun";
		default:
			return NULL;
	}
}
