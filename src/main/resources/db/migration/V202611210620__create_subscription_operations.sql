-- What somebody wants done to a subscription, written down before Stripe is asked, and what became of it.
create table subscription_operations (
    id              uuid primary key,
    subscription_id uuid        not null references subscriptions (id) on delete cascade,
    kind            text        not null check (kind in
        ('cancel', 'resume', 'cancel_now', 'change', 'downgrade', 'keep', 'pause', 'unpause')),
    -- The plan it goes to, at this version.
    plan_version_id uuid references plan_versions (id),
    -- The second from which a change is charged.
    counted_from    timestamptz,
    -- Whether the unused time is given back.
    credit          boolean     not null default false,
    -- 'pending' until Stripe has answered; 'waiting' for the payer; 'planned' for the end of the period.
    status          text        not null check (status in ('pending', 'waiting', 'planned', 'done', 'failed', 'dropped')),
    -- Why it failed or was dropped, in a word.
    reason          text,
    -- Part of the idempotency key, as with plans.
    attempt         int         not null default 1,
    -- While somebody is at it. Over when they did not come back in time.
    claimed_until   timestamptz,
    -- Where the payer confirms a waiting change.
    payment_url     text,
    created_at      timestamptz not null,
    updated_at      timestamptz not null
);

-- One at a time, whoever is first; and one thing that is to come.
create unique index subscription_operations_one_pending on subscription_operations (subscription_id)
    where status = 'pending';
create unique index subscription_operations_one_ahead on subscription_operations (subscription_id)
    where status in ('waiting', 'planned');
create index subscription_operations_subscription_idx on subscription_operations (subscription_id, created_at desc);
