-- Who has what. The rows of provider 'stripe' are a copy: their state comes from reading the subscription at Stripe.
create table subscriptions (
    id                       uuid primary key,
    user_id                  uuid        not null references users (id),
    plan_version_id          uuid        not null references plan_versions (id),
    provider                 text        not null check (provider in ('manual', 'stripe', 'paymob')),
    provider_subscription_id text,
    provider_customer_id     text,
    status                   text        not null check (status in
        ('incomplete', 'incomplete_expired', 'trialing', 'active', 'past_due', 'unpaid', 'paused', 'canceled')),
    started_at               timestamptz not null,
    current_period_start     timestamptz,
    current_period_end       timestamptz,
    trial_end                timestamptz,
    cancel_at_period_end     boolean     not null default false,
    canceled_at              timestamptz,
    ended_at                 timestamptz,
    -- Paid for although the user had this other one; it is cancelled and refunded.
    duplicate_of             uuid references subscriptions (id) deferrable initially deferred,
    -- Ended because this other one took its place.
    replaced_by              uuid references subscriptions (id) deferrable initially deferred,
    -- Which of two readings is the later one: a number taken before asking Stripe.
    read_order               bigint      not null default 0,
    -- The sweep has looked at it and need not before this.
    checked_until            timestamptz,
    created_at               timestamptz not null,
    updated_at               timestamptz not null,
    unique (provider, provider_subscription_id)
);

create sequence subscription_reads;

-- One live subscription per user, whoever is first.
create unique index subscriptions_one_live on subscriptions (user_id)
    where status in ('trialing', 'active', 'past_due', 'unpaid', 'paused') and duplicate_of is null;

create index subscriptions_user_idx on subscriptions (user_id, started_at desc);
create index subscriptions_plan_version_idx on subscriptions (plan_version_id);

-- What the expiry sweep looks through.
create index subscriptions_period_end_idx on subscriptions (current_period_end, id)
    where status in ('trialing', 'active', 'past_due', 'unpaid', 'paused');
