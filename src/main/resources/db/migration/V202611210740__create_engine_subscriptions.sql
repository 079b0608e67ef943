-- Whether its periods are counted and its invoices made here, and not by Stripe. What is free has no periods.
alter table subscriptions add column engine boolean not null default false;

-- What the engine knows of a subscription that it runs.
create table engine_subscriptions (
    subscription_id      uuid primary key references subscriptions (id) on delete cascade,
    -- The customer's wall clock at the beginning; every period is counted from here.
    anchor               timestamp   not null,
    zone                 text        not null,
    interval_unit        text        not null check (interval_unit in ('day', 'week', 'month', 'quarter', 'year')),
    interval_count       int         not null check (interval_count between 1 and 1095),
    period_index         bigint      not null,
    -- Since when, within the period, what is in force now has been: the period's start, a change of plan, a resumption.
    segment_start        timestamptz not null,
    -- The next boundary; null when nothing comes by itself.
    next_run_at          timestamptz,
    -- The plan that follows at the period's end.
    next_plan_version_id uuid references plan_versions (id),
    -- Up to which accepted event usage has been billed.
    billed_sequence      bigint      not null default 0,
    -- Its customer has a clock of their own.
    clocked              boolean     not null default false,
    -- Left alone until an administrator has looked.
    parked_at            timestamptz,
    parked_reason        text,
    check ((parked_at is null) = (parked_reason is null))
);

-- What the run looks for.
create index engine_subscriptions_due_idx on engine_subscriptions (next_run_at) where parked_at is null and not clocked;
create index engine_subscriptions_parked_idx on engine_subscriptions (parked_at) where parked_at is not null;

-- A stretch of time under one version of a plan, and what has been billed for it: what a credit may not exceed, and what late
-- usage is compared with.
create table engine_periods (
    subscription_id uuid        not null references subscriptions (id) on delete cascade,
    starts_at       timestamptz not null,
    -- Null while it lasts.
    ends_at         timestamptz,
    plan_version_id uuid        not null references plan_versions (id),
    -- The whole period of which it is a part.
    period_index    bigint      not null,
    period_start    timestamptz not null,
    period_end      timestamptz not null,
    -- For the base fee of the rest of the period, after discounts, in minor units.
    base_billed     bigint      not null,
    -- The invoice and its line for that.
    base_invoice_id uuid,
    -- For usage, before discounts, by charge: {"<charge id>": 1200}.
    usage_billed    jsonb       not null default '{}',
    primary key (subscription_id, starts_at)
);
