-- Version 28: what the programme costs and what is given to it, by financial year.

CREATE TABLE money (
    return_id VARCHAR NOT NULL, row_number BIGINT NOT NULL,
    neighbourhood VARCHAR, month VARCHAR, line VARCHAR, kind VARCHAR, source VARCHAR, basis VARCHAR, financial_year VARCHAR, amount DOUBLE,
    posts BIGINT, wte DOUBLE, recurrence VARCHAR, price_year BIGINT, in_kind_basis VARCHAR, payer VARCHAR, beneficiary VARCHAR
);
