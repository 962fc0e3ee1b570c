-- The two PostgreSQL roles of a lake (docs/scale.md): cdmon writes, and owns what it makes; cdmon_reader reads that, and all that will come.
-- Run by whoever administers the server in the lake's own database, which may be empty or in use; as often as you like:
--     createdb riverton
--     psql -v ON_ERROR_STOP=1 -d riverton -f deploy/roles.sql
--     psql -d riverton -c '\password cdmon' -c '\password cdmon_reader'

SELECT format('CREATE ROLE %I LOGIN', name)
FROM (VALUES ('cdmon'), ('cdmon_reader')) AS roles (name)
WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec

ALTER ROLE cdmon_reader SET default_transaction_read_only = on;

REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"DBNAME" TO cdmon, cdmon_reader;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO cdmon;
GRANT USAGE ON SCHEMA public TO cdmon_reader;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO cdmon_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE cdmon IN SCHEMA public GRANT SELECT ON TABLES TO cdmon_reader;
