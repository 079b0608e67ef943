-- Who a user is at Stripe. The row is there before Stripe is asked; customer_id follows.
create table stripe_customers (
    user_id     uuid primary key references users (id),
    -- As Stripe was told when the customer was made: a repeated request must be the same to the letter.
    email       text        not null,
    customer_id text unique,
    -- Part of the idempotency key, as with plans.
    attempt     int         not null default 1,
    created_at  timestamptz not null
);

-- Checkout pages. A row is an intent before it is a page: status 'creating' until Stripe has answered.
create table checkouts (
    id              uuid primary key,
    user_id         uuid        not null references users (id),
    plan_version_id uuid        not null references plan_versions (id),
    status          text        not null check (status in
        ('creating', 'open', 'replacing', 'replaced', 'completed', 'expired', 'failed')),
    session_id      text unique,
    url             text,
    expires_at      timestamptz,
    -- While somebody is creating it. Over when they did not come back in time.
    claimed_until   timestamptz,
    created_at      timestamptz not null,
    updated_at      timestamptz not null
);

create unique index checkouts_one_open on checkouts (user_id) where status in ('creating', 'open');
create index checkouts_replacing_idx on checkouts (user_id) where status = 'replacing';
create index checkouts_expires_at_idx on checkouts (expires_at) where status in ('open', 'replacing');
