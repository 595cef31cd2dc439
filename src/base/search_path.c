/*-------------------------------------------------------------------------
 *
 * search_path.c
 *	  Another search_path for a while.
 *
 * Newer servers get a SET that ends with its GUC nest.  In version 15 the end of every
 * nest, and every (sub)transaction is one, looks at all of some 350 settings once
 * anything is set in the transaction; that would be a tenth of what an execution of
 * short tasks costs.
 *
 * So there the setting's own value is replaced, and put back by whoever replaced it,
 * without the record that SET keeps for that purpose.  It is then like any value that was
 * there before: SHOW shows it, whoever sets another gets this one back at the end of
 * his nest, and none frees it, since only values that were set are freed.  The nest that
 * is opened here makes sure that nothing set inside comes back later, when the value
 * is gone: it ends before.  The source is replaced with the value because a setting that
 * has its default is not handed to parallel workers.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/defence.h"
#include "base/search_path.h"
#include "catalog/namespace.h"
#include "utils/guc_tables.h"

#if PG_VERSION_NUM < 160000

static struct config_generic *find_setting(void);
static void replace(char *path, GucSource source, GucContext context);

void
sfn_search_path_enter(SearchPath *outer, const char *path)
{
	const struct config_generic *setting = find_setting();

	outer->guc_nest = NewGUCNestLevel();
	outer->switched = strcmp(path, namespace_search_path) != 0 && SFN_DEFENDED(captured_path);
	outer->path = namespace_search_path;
	outer->source = setting->source;
	outer->context = setting->scontext;
	if (outer->switched)
		replace(unconstify(char *, path), PGC_S_SESSION, PGC_USERSET);
}

void
sfn_search_path_leave(const SearchPath *outer)
{
	AtEOXact_GUC(false, outer->guc_nest);
	if (outer->switched)
		replace(outer->path, outer->source, outer->context);
}

static struct config_generic *
find_setting(void)
{
	static struct config_generic *found = NULL;

	if (found == NULL)
	{
		struct config_generic **settings = get_guc_variables();
		int			count = GetNumConfigOptions();

		for (int i = 0; i < count && found == NULL; i++)
		{
			if (settings[i]->vartype == PGC_STRING &&
				((struct config_string *) settings[i])->variable == &namespace_search_path)
				found = settings[i];
		}
		if (found == NULL)
			elog(ERROR, "setting search_path not found");
	}
	return found;
}

static void
replace(char *path, GucSource source, GucContext context)
{
	struct config_generic *setting = find_setting();

	namespace_search_path = path;
	setting->source = source;
	setting->scontext = context;
	assign_search_path(path, NULL);
}

#else

void
sfn_search_path_enter(SearchPath *outer, const char *path)
{
	outer->guc_nest = NewGUCNestLevel();
	if (strcmp(path, namespace_search_path) != 0 && SFN_DEFENDED(captured_path))
		(void) set_config_option("search_path", path, PGC_USERSET, PGC_S_SESSION,
								 GUC_ACTION_SAVE, true, 0, false);
}

void
sfn_search_path_leave(const SearchPath *outer)
{
	AtEOXact_GUC(false, outer->guc_nest);
}

#endif
