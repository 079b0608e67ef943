-- Which reconciliation has last found the subscription in Stripe's list.
alter table subscriptions add column listed_by uuid;

-- Comparisons of everything at Stripe with what we have. A run goes from batch to batch; the row says how far it is.
create table reconciliations (
    id          uuid primary key,
    status      text        not null check (status in ('running', 'finished', 'abandoned')),
    -- The administrator who asked for it; null for the nightly one.
    started_by  uuid,
    -- What happened at Stripe before has been compared by an earlier one.
    since       timestamptz not null,
    -- The check that is next, and where in its list; null at the beginning.
    check_name  text,
    after       text,
    checked     bigint      not null default 0,
    started_at  timestamptz not null,
    updated_at  timestamptz not null,
    finished_at timestamptz
);

-- One at a time, however many nodes and administrators.
create unique index reconciliations_one_running on reconciliations ((true)) where status = 'running';
create index reconciliations_started_at_idx on reconciliations (started_at desc, id desc);

-- What was found to differ and put right: each once, however often its batch was done.
create table reconciliation_differences (
    reconciliation_id uuid        not null references reconciliations (id) on delete cascade,
    kind              text        not null,
    object_id         text        not null,
    was               text        not null,
    now               text        not null,
    found_at          timestamptz not null,
    primary key (reconciliation_id, kind, object_id)
);
