/*-------------------------------------------------------------------------
 *
 * service_request.h
 *	  A request to the service's API, and how actions are offered.
 *
 * An action is a row of a table: its name, the members of its request, and the
 * function that answers.  What the service's model says about a member alone
 * (type, presence, length, range, enumeration) stands in the table and has
 * been checked when the function is called.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SERVICE_REQUEST_H
#define SFN_SERVICE_REQUEST_H

#include "postgres.h"

#include "base/json_value.h"
#include "datatype/timestamp.h"

/*
 * Characters of names, ARNs, those that may name a version or alias, and page
 * tokens
 */
#define LONGEST_NAME 80
#define LONGEST_ARN 256
#define LONGEST_QUALIFIED_ARN 2000
#define LONGEST_TOKEN 1024

/* What "includedData" may be */
#define INCLUDED_DATA "ALL_DATA, METADATA_ONLY"

/* Bytes of a definition; characters of a client's token */
#define LONGEST_DEFINITION 1048576
#define LONGEST_CLIENT_TOKEN 64

typedef enum MemberType
{
	MEMBER_STRING,
	MEMBER_INTEGER,
	MEMBER_NUMBER,
	MEMBER_BOOLEAN,
	MEMBER_STRUCTURE,
	MEMBER_LIST,				/* of structures */
	MEMBER_STRINGS				/* a list */
} MemberType;

typedef struct RequestMember
{
	const char *name;			/* NULL ends a table */
	MemberType	type;
	bool		required;
	int64		least;			/* characters of a string, elements of a list, value of a number */
	int64		most;			/* 0: no limit */
	const char *values;			/* enumeration, as the service lists it: "ALL, OFF"; NULL: none */
	bool		is_sensitive;	/* the service's refusals do not show the value */
	const struct RequestMember *members;	/* of a structure, or of each in a list; NULL: not looked into */
	const char *shape;			/* what the service calls each in a list */
} RequestMember;

typedef struct ServiceRequest
{
	const char *action;
	const RequestMember *members;
	JsonbValue	object;
} ServiceRequest;

typedef struct ServiceAction
{
	const char *name;			/* NULL ends a table */
	const RequestMember *members;
	/*
	 * Adds members to the response, an object that is begun and ended by the
	 * caller.
	 */
	void		(*answer) (const ServiceRequest *request, JsonBuilder *response);
} ServiceAction;

/*
 * service_check.c: ereport SerializationException for a wrong type,
 * ValidationException for everything else that is wrong.
 */
extern void sfn_request_check(const ServiceRequest *request);

/* Members; NULL, false or the given value when absent or null */
extern char *sfn_request_string(const ServiceRequest *request, const char *name);
extern int64 sfn_request_integer(const ServiceRequest *request, const char *name, int64 absent);
extern bool sfn_request_boolean(const ServiceRequest *request, const char *name, bool absent);
extern bool sfn_request_value(const ServiceRequest *request, const char *name, JsonbValue *value);
/* A structure, to read its members in the same way; false: it is absent. */
extern bool sfn_request_structure(const ServiceRequest *request, const char *name, ServiceRequest *structure);
extern Jsonb *sfn_request_jsonb(const ServiceRequest *request, const char *name);
/* Whether "includedData" asks for documents */
extern bool sfn_request_wants_data(const ServiceRequest *request);
/* maxResults, with the default of the service's lists */
extern int	sfn_request_limit(const ServiceRequest *request);
/*
 * Epoch seconds, to the millisecond, as the service writes times; 0: left out
 */
extern void sfn_response_add_time(JsonBuilder *response, const char *name, TimestampTz time);
/* {"<flag>": value} as a member */
extern void sfn_response_add_flag(JsonBuilder *response, const char *name, const char *flag, bool value);

#endif							/* SFN_SERVICE_REQUEST_H */
