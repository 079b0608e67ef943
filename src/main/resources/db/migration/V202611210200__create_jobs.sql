-- Work that was promised together with the change that caused it. A row lives here until Kafka has it.
create table outbox (
    id            uuid primary key,
    type          text        not null,
    topic         text        not null,
    key           text        not null,
    payload       jsonb       not null,
    attempt       int         not null default 1,
    -- W3C Trace Context of the request that promised the work.
    traceparent   text,
    created_at    timestamptz not null,
    available_at  timestamptz not null,
    -- A relay that took the row; free again when it did not come back in time.
    claimed_until timestamptz
) with (
    -- Rows live for milliseconds: room for the claim on the same page, and vacuum by count, not by share of the table.
    fillfactor = 70,
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 5000
);

create index outbox_available_idx on outbox (available_at, id);

-- Jobs whose effects are committed. The row and the effects are written in one transaction.
create table processed_jobs (
    id           uuid primary key,
    type         text        not null,
    processed_at timestamptz not null
);

create index processed_jobs_processed_at_idx on processed_jobs (processed_at);

-- Jobs that failed as often as they may, and messages that nobody can read. Kept until a person replays or drops them.
create table dead_letters (
    id          uuid primary key,
    type        text        not null,
    topic       text        not null,
    key         text        not null,
    payload     jsonb       not null,
    attempts    int         not null,
    error       text        not null,
    -- False for a message that was no job: its text is kept as a JSON string.
    replayable  boolean     not null default true,
    traceparent text,
    created_at  timestamptz not null,
    died_at     timestamptz not null
);

create index dead_letters_died_at_idx on dead_letters (died_at desc, id desc);

-- When each schedule is due next. Claimed by one conditional update, so one node enqueues.
create table schedules (
    name    text primary key,
    cron    text        not null,
    next_at timestamptz not null
);
