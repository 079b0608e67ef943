-- What Paymob has told, once for each state of a transaction.
create table paymob_callbacks (
    id             uuid primary key,
    transaction_id bigint      not null,
    -- Over all of the transaction that counts: two states of it differ in this.
    hmac           bytea       not null,
    transaction    jsonb       not null,
    received_at    timestamptz not null,
    unique (transaction_id, hmac)
);

create index paymob_callbacks_received_at_idx on paymob_callbacks (received_at);
