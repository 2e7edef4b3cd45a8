#!/bin/sh
# Runs once, at the first start of the database: an owner that migrates, and a lesser role for the application.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --dbname postgres \
  --set owner_password="$(cat /run/secrets/postgres-owner)" \
  --set app_password="$(cat /run/secrets/postgres-app)" <<'SQL'
CREATE ROLE runner_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE runner_app LOGIN PASSWORD :'app_password';
CREATE DATABASE script_runner OWNER runner_owner;
REVOKE ALL ON DATABASE script_runner FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE script_runner TO runner_app;
\connect script_runner
ALTER SCHEMA public OWNER TO runner_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO runner_app;
ALTER DEFAULT PRIVILEGES FOR ROLE runner_owner IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO runner_app;
ALTER DEFAULT PRIVILEGES FOR ROLE runner_owner IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO runner_app;
SQL
