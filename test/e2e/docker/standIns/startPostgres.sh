#!/bin/sh
# What the original image does with its variables when the database is new.
set -e
data=/var/lib/postgresql/data
if [ ! -e "$data/PG_VERSION" ]; then
	password=$(mktemp)
	printf %s "$POSTGRES_PASSWORD" >"$password"
	initdb --pgdata="$data" --username="$POSTGRES_USER" --pwfile="$password" --encoding=UTF8 \
		--auth-local=trust --auth-host=scram-sha-256
	rm "$password"
	echo 'host all all all scram-sha-256' >>"$data/pg_hba.conf"
	pg_ctl --pgdata="$data" --options="-c listen_addresses=''" --wait start
	createdb --username="$POSTGRES_USER" "$POSTGRES_DB"
	pg_ctl --pgdata="$data" --wait stop
fi
exec postgres -D "$data" -c listen_addresses='*'
