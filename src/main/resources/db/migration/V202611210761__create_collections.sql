-- How an invoice gets paid. One row from the invoice's own transaction on, so none is ever forgotten.
create table collections (
    invoice_id      uuid primary key references invoices (id),
    user_id         uuid        not null references users (id),
    subscription_id uuid references subscriptions (id),
    provider        text        not null check (provider in ('manual', 'stripe', 'paymob')),
    status          text        not null check (status in ('open', 'paid', 'dropped')),
    -- The number of the last attempt, and how many of those made by ourselves have failed.
    attempts        int         not null default 0,
    failures        int         not null default 0,
    -- In the customer's time, as is owed_since; null when none is planned.
    next_attempt_at timestamptz,
    -- A job for it is under way; over when it did not come back in time.
    claimed_until   timestamptz,
    owed_since      timestamptz not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    check (next_attempt_at is null or status = 'open')
);

create index collections_next_attempt_idx on collections (next_attempt_at) where next_attempt_at is not null;
create index collections_unpaid_idx on collections (owed_since, user_id) where status = 'open';
create index collections_user_idx on collections (user_id);
create index collections_subscription_idx on collections (subscription_id) where status = 'open';

-- Each try to get the money: there before the provider is asked, so that it is asked again under the same key or not at all.
create table collection_attempts (
    id                  uuid primary key,
    invoice_id          uuid        not null references collections (invoice_id),
    attempt             int         not null check (attempt > 0),
    -- Made by ourselves, asked for by the payer, or noted by an administrator.
    kind                text        not null check (kind in ('automatic', 'page', 'noted')),
    provider            text        not null check (provider in ('manual', 'stripe', 'paymob')),
    amount_cents        bigint      not null check (amount_cents > 0),
    currency            text        not null,
    -- 'calling' until the provider has answered, 'unknown' when it did not, 'waiting' for the payer.
    status              text        not null check (status in
        ('calling', 'unknown', 'waiting', 'paid', 'declined', 'closed')),
    -- While waiting: where the payer goes, until when, and the provider's name for that page.
    payment_url         text,
    expires_at          timestamptz,
    reference           text,
    provider_payment_id text,
    receipt_url         text,
    -- Why it failed, in a word.
    code                text,
    -- When it was to be made: the next one is counted from here.
    planned_at          timestamptz not null,
    -- Looks at what became of it so far, and the next one; null when there will be none.
    polls               int         not null default 0,
    poll_at             timestamptz,
    -- Of everybody's clock, for the provider.
    asked_at            timestamptz not null,
    created_at          timestamptz not null,
    settled_at          timestamptz,
    unique (invoice_id, attempt),
    check ((status in ('paid', 'declined', 'closed')) = (settled_at is not null))
);

-- While one may yet succeed there is no other.
create unique index collection_attempts_one_open on collection_attempts (invoice_id)
    where status in ('calling', 'unknown', 'waiting');
create index collection_attempts_poll_idx on collection_attempts (poll_at) where poll_at is not null;
create index collection_attempts_reference_idx on collection_attempts (provider, reference) where reference is not null;
