/*-------------------------------------------------------------------------
 *
 * sfn.c
 *	  The library's door: what happens when the server loads it.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/defence.h"
#include "base/settings.h"
#include "fmgr.h"
#include "runtime/wake.h"
#include "store/execution_store.h"
#include "store/integration_store.h"
#include "task/task.h"

PG_MODULE_MAGIC;

void		_PG_init(void);

void
_PG_init(void)
{
#ifdef SFN_WITHOUT
	ereport(WARNING,
			(errcode(ERRCODE_WARNING),
			 errmsg("this build of sfn is not safe: it was made without \"%s\"", CppAsString2(SFN_WITHOUT)),
			 errdetail("Such a build shows that a test notices the lack."),
			 errhint("Never use it for anything else.")));
#endif
	sfn_settings_define();
	sfn_integration_lookup = sfn_integration_find;
	sfn_wakeup_inserted = sfn_wake_note_due;
}
