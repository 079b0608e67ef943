-- The webhook's inbox: every event Stripe delivered, once, as it came.
create table stripe_events (
    id           text primary key,
    type         text        not null,
    api_version  text,
    object_id    text,
    livemode     boolean     not null,
    created_at   timestamptz not null,
    received_at  timestamptz not null,
    -- json, not jsonb: keeps what was signed, costs nothing to store, and takes the escape \u0000, which jsonb refuses.
    payload      json        not null,
    status       text        not null default 'pending'
        check (status in ('pending', 'processed', 'ignored', 'failed')),
    handler      text,
    error        text,
    processed_at timestamptz
);

create index stripe_events_received_at_idx on stripe_events (received_at);

-- What an operator looks for.
create index stripe_events_failed_idx on stripe_events (received_at) where status = 'failed';
create index stripe_events_object_idx on stripe_events (object_id);
