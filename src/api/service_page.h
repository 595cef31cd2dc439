/*-------------------------------------------------------------------------
 *
 * service_page.h
 *	  Pages of the service's lists: nextToken.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_SERVICE_PAGE_H
#define SFN_SERVICE_PAGE_H

#include "postgres.h"

#include "api/service_request.h"
#include "utils/uuid.h"

/*
 * Where the page that is asked for begins, as some page before it said; NULL:
 * the first page.
 */
extern char *sfn_page_position(const ServiceRequest *request);
extern int64 sfn_page_position_number(const ServiceRequest *request, int64 first);
extern bool sfn_page_position_id(const ServiceRequest *request, pg_uuid_t *id); /* false: the first page */
/* Tell the client how to ask for the page that begins at this position. */
extern void sfn_page_add_next(const ServiceRequest *request, JsonBuilder *response, const char *position);

#endif							/* SFN_SERVICE_PAGE_H */
