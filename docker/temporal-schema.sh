#!/bin/sh
# Makes or upgrades the two databases of the Temporal server. Every step may be repeated.
set -eu
for database in temporal temporal_visibility; do
  case $database in
    temporal) folder=temporal ;;
    temporal_visibility) folder=visibility ;;
  esac
  tool() { temporal-sql-tool --plugin postgres12 --endpoint temporal-postgres --port 5432 --user temporal --database "$database" "$@"; }
  tool create-database || echo "The database $database is there already."
  tool setup-schema --version 0.0 || echo "The version table of $database is there already."
  tool update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/$folder/versioned"
done
