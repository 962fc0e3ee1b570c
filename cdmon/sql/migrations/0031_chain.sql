-- Version 31: the files that were sent, chained in the order in which they were kept, so that a missing one is noticed (cdmon/store/chain.py).

CREATE TABLE submission_chain (
    place BIGINT NOT NULL,           -- 1, 2, 3 …: also how many files had been kept by then
    submission_id VARCHAR NOT NULL,
    returns BIGINT NOT NULL,         -- how many came with it
    link VARCHAR NOT NULL            -- SHA-256 of the link before ('' at first), the place, the id, the file's own SHA-256 and the number of returns
);

INSERT INTO submission_chain
WITH RECURSIVE
    placed AS (
        SELECT row_number() OVER (ORDER BY submitted_at, submission_id) AS place, submission_id, sha256,
            (SELECT count(*) FROM returns WHERE returns.submission_id = submissions.submission_id) AS returns
        FROM submissions
    ),
    chained AS (
        SELECT 0::BIGINT AS place, '' AS submission_id, 0::BIGINT AS returns, '' AS link
        UNION ALL
        SELECT placed.place, placed.submission_id, placed.returns,
            sha256(concat_ws('|', chained.link, placed.place, placed.submission_id, placed.sha256, placed.returns))
        FROM chained JOIN placed ON placed.place = chained.place + 1
    )
SELECT place, submission_id, returns, link FROM chained WHERE place > 0 ORDER BY place;
