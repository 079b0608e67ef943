-- Where the product's own systems want to hear of changes.
create table webhook_endpoints (
    id                    uuid primary key,
    url                   text        not null,
    description           text        not null,
    -- Null: all of them.
    event_types           text[] check (cardinality(event_types) > 0),
    enabled               boolean     not null,
    disabled_at           timestamptz,
    disabled_reason       text check (disabled_reason in ('admin', 'gone', 'failing')),
    -- Encrypted. The previous one signs as well for a while.
    secret                bytea       not null,
    previous_secret       bytea,
    previous_secret_until timestamptz,
    -- Attempts that failed since the last one that did not, and since when.
    failures              int         not null default 0,
    failing_since         timestamptz,
    -- Nothing is sent before this: it failed too often in a row.
    rests_until           timestamptz,
    created_at            timestamptz not null,
    updated_at            timestamptz not null,
    check ((previous_secret is null) = (previous_secret_until is null)),
    check (enabled = (disabled_at is null) and enabled = (disabled_reason is null))
);

-- What happened, once, in the bytes that are signed and sent.
create table webhook_messages (
    id         uuid primary key,
    type       text        not null,
    -- Whom and what it is about.
    user_id    uuid,
    object_id  uuid        not null,
    -- What must not be told twice, however often it is heard of.
    once_key   text unique,
    body       text        not null,
    created_at timestamptz not null
);

create index webhook_messages_created_at_idx on webhook_messages (created_at);

-- One message on its way to one endpoint.
create table webhook_deliveries (
    id              uuid primary key,
    message_id      uuid        not null references webhook_messages (id) on delete cascade,
    endpoint_id     uuid        not null references webhook_endpoints (id) on delete cascade,
    status          text        not null check (status in ('pending', 'delivered', 'failed')),
    -- 1 for the first sending; each replay is another, with tries of its own.
    round           int         not null default 1,
    attempts        int         not null default 0,
    next_attempt_at timestamptz,
    -- What came of the last one.
    last_attempt_at timestamptz,
    last_status     int,
    last_error      text,
    last_answer     text,
    last_millis     int,
    delivered_at    timestamptz,
    created_at      timestamptz not null,
    unique (message_id, endpoint_id),
    check ((status = 'pending') = (next_attempt_at is not null)),
    check ((status = 'delivered') = (delivered_at is not null))
);

create index webhook_deliveries_endpoint_idx on webhook_deliveries (endpoint_id, created_at desc, id desc);
create index webhook_deliveries_unfinished_idx on webhook_deliveries (endpoint_id, status, created_at desc, id desc)
    where status <> 'delivered';
