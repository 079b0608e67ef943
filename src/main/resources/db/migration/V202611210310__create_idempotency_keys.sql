-- What was answered to a POST that carried an Idempotency-Key; without a status while it is being worked on.
create table idempotency_keys (
    -- user:<id> or ip:<address>: nobody can ask for another caller's answer.
    caller       text        not null,
    key          text        not null,
    -- SHA-256 of method, path, query and body.
    fingerprint  bytea       not null,
    -- Which attempt works on it, and until when nobody else may.
    attempt_id   uuid        not null,
    locked_until timestamptz not null,
    created_at   timestamptz not null,
    status       int,
    headers      jsonb,
    body         bytea,
    primary key (caller, key)
);

create index idempotency_keys_created_at_idx on idempotency_keys (created_at);
