-- Grain: one row a report issued up to $moment, the newest first; its files stay where they are.
SELECT
    act_id, number, report, title, evidence_until, data_version, reason, pdf_hash, docx_hash, issued_at, issued_by
FROM issued_reports
WHERE issued_at <= $moment
ORDER BY number DESC
