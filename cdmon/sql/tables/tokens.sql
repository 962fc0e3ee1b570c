-- Grain: one row a token that had been made by $moment, the newest first, with how it was ended (NULL: not by then).
SELECT
    tokens.act_id, tokens.kind, tokens.neighbourhood, tokens.hash, tokens.holder, tokens.until, tokens.reason, tokens.made_at, tokens.made_by,
    min(ended.ended_at) AS ended_at, arg_min(ended.ended_by, ended.ended_at) AS ended_by, arg_min(ended.reason, ended.ended_at) AS ended_why
FROM feed_tokens AS tokens
LEFT JOIN ended_tokens AS ended ON ended.token = tokens.act_id AND ended.ended_at <= $moment
WHERE tokens.made_at <= $moment
GROUP BY ALL
ORDER BY tokens.made_at DESC, tokens.act_id
