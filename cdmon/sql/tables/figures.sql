-- Grain: one row an estimate of a return that counts, with what is known of the return; `told_of` is the neighbourhood that the estimate
-- itself names, which is '' or the return's.
SELECT counting.*, estimates.* EXCLUDE (return_id) RENAME (neighbourhood AS told_of)
FROM {counting} AS counting
JOIN {estimates} AS estimates USING (return_id)
