/*-------------------------------------------------------------------------
 *
 * service_configuration.h
 *	  Structures that requests of several actions have: tags, tracing,
 *	  encryption.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SERVICE_CONFIGURATION_H
#define SFN_SERVICE_CONFIGURATION_H

#include "postgres.h"

#include "api/service_request.h"
#include "nodes/pg_list.h"

extern const RequestMember sfn_tag_members[];
extern const RequestMember sfn_tracing_members[];
extern const RequestMember sfn_encryption_members[];

/* Rows for tables of members */
#define TAGS_MEMBER(required) \
	{"tags", MEMBER_LIST, required, .members = sfn_tag_members, .shape = "Tag"}
#define TRACING_MEMBER \
	{"tracingConfiguration", MEMBER_STRUCTURE, .members = sfn_tracing_members}
#define ENCRYPTION_MEMBER \
	{"encryptionConfiguration", MEMBER_STRUCTURE, .members = sfn_encryption_members}

/* "tags", checked; of Tag *. */
extern List *sfn_request_tags(const ServiceRequest *request);
/*
 * "tracingConfiguration"; false: absent.  ereports InvalidTracingConfiguration
 * if it does not say whether.
 */
extern bool sfn_request_tracing(const ServiceRequest *request, bool *enabled);
/*
 * "encryptionConfiguration" as it is to be shown again; NULL: absent.  There are
 * no keys of customers here: ereports InvalidEncryptionConfiguration for one.
 */
extern Jsonb *sfn_request_encryption(const ServiceRequest *request);
/* Whether it asks for anything but what there is. */
extern bool sfn_request_wants_key(const ServiceRequest *request);

extern void sfn_response_add_encryption(JsonBuilder *response);

#endif							/* SFN_SERVICE_CONFIGURATION_H */
