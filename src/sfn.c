/*-------------------------------------------------------------------------
 *
 * sfn.c
 *	  The library's door: what happens when the server loads it.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/settings.h"
#include "fmgr.h"
#include "store/integration_store.h"
#include "task/task.h"

PG_MODULE_MAGIC;

void		_PG_init(void);

void
_PG_init(void)
{
	sfn_settings_define();
	sfn_integration_lookup = sfn_integration_find;
}
