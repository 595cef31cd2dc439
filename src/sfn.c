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

PG_MODULE_MAGIC;

void		_PG_init(void);

void
_PG_init(void)
{
	sfn_settings_define();
}
