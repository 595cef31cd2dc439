#!/bin/sh
#
# worker.sh activity command [argument...]
#	  An activity worker that needs nothing but psql.
#
# It takes one task after the other from the activity's queue, gives the task's
# input to the command and sends back what the command prints, JSON, as the
# result; a command that fails makes the task fail.  While there is nothing to
# do it waits in sfn_get_activity_task, which the commit that queues a task
# wakes.  Taking a task commits before the work begins, so the task is this
# worker's; a worker that dies is found out by HeartbeatSeconds.
#
# The database is that of PGHOST, PGDATABASE and so on.  WORKER_NAME is what the
# history calls it.

set -eu

activity=$1
shift
name=${WORKER_NAME:-worker.sh $$}

run_sql() {
	psql -XAtq -v ON_ERROR_STOP=1 -v activity="$activity" -v name="$name" -v token="${token:-}" -v result="${result:-}"
}

while :; do
	token=
	result=
	task=$(echo "SELECT task_token, input FROM sfn_get_activity_task(:'activity', :'name', wait => '1 min')" | run_sql)
	[ -n "$task" ] || continue
	token=${task%%|*}
	if result=$(printf '%s' "${task#*|}" | "$@"); then
		echo "SELECT sfn_send_task_success(:'token', :'result')" | run_sql >/dev/null
	else
		echo "SELECT sfn_send_task_failure(:'token', 'WorkerFailed', :'name')" | run_sql >/dev/null
	fi
done
