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
    -- For the base fee of the rest of the period, after discounts, in minor units: what a credit may not exceed.
    base_billed          bigint      not null default 0,
    base_invoice_id      uuid,
    -- Up to which accepted event usage has been billed.
    billed_sequence      bigint      not null default 0,
    -- Its customer has a clock of their own.
    clocked              boolean     not null default false,
    -- Left alone until an administrator has looked.
    parked_at            timestamptz,
    parked_reason        text,
    -- Somebody has looked: whatever it missed up to here is made up for.
    catch_up_to          timestamptz,
    check ((parked_at is null) = (parked_reason is null))
);

-- What the run looks for.
create index engine_subscriptions_due_idx on engine_subscriptions (next_run_at) where parked_at is null and not clocked;
create index engine_subscriptions_parked_idx on engine_subscriptions (parked_at) where parked_at is not null;

-- A stretch of time that is over, under one version of a plan, and what its usage was billed at: what late usage is compared with.
create table engine_periods (
    subscription_id uuid        not null references subscriptions (id) on delete cascade,
    starts_at       timestamptz not null,
    ends_at         timestamptz not null,
    plan_version_id uuid        not null references plan_versions (id),
    -- The calendar by which the whole period is counted, of which it is a part.
    anchor          timestamp   not null,
    zone            text        not null,
    interval_unit   text        not null,
    interval_count  int         not null,
    period_index    bigint      not null,
    -- By charge, in minor units: {"<charge id>": 1200}.
    usage_billed    jsonb       not null,
    primary key (subscription_id, starts_at)
);
