-- Work that was promised together with the change that caused it. A row lives here until Kafka has it.
create table outbox (
    id            uuid primary key,
    type          text        not null,
    key           text        not null,
    payload       jsonb       not null,
    attempt       int         not null default 1,
    created_at    timestamptz not null,
    available_at  timestamptz not null,
    -- A relay that took the row; free again when it did not come back in time.
    claimed_until timestamptz
);

create index outbox_available_idx on outbox (available_at, id);

-- Jobs whose effects are committed. The row and the effects are written in one transaction.
create table processed_jobs (
    id           uuid primary key,
    type         text        not null,
    processed_at timestamptz not null
);

create index processed_jobs_processed_at_idx on processed_jobs (processed_at);

-- Jobs that failed as often as they may. Kept until a person replays or drops them.
create table dead_letters (
    id         uuid primary key,
    type       text        not null,
    key        text        not null,
    payload    jsonb       not null,
    attempts   int         not null,
    error      text        not null,
    created_at timestamptz not null,
    died_at    timestamptz not null
);

create index dead_letters_died_at_idx on dead_letters (died_at desc);

-- When each schedule is due next. Claimed by one conditional update, so one node enqueues.
create table schedules (
    name    text primary key,
    next_at timestamptz not null
);
