-- Grain: one row a line of the audit log, the newest first.
SELECT place, happened_at, done_by, what, subject, neighbourhood, data_version, link
FROM audit_log
ORDER BY place DESC
