alter table payments
    drop constraint payments_status_check,
    add constraint payments_status_check check (status in
        ('pending', 'failed', 'canceled', 'succeeded', 'partially_refunded', 'refunded', 'disputed', 'reversed')),
    -- What the money was taken with: at Stripe the payment intent, by which refunds and disputes are found.
    add column provider_payment_id text,
    add column receipt_url text,
    -- How often it was tried to collect.
    add column attempts int not null default 0,
    -- Which of two readings is the later one, of the invoice and of what went back: numbers taken before asking Stripe.
    add column read_order bigint not null default 0,
    add column returns_read_order bigint not null default 0;

create sequence payment_reads;

create index payments_provider_payment_idx on payments (provider_payment_id);
create index payments_created_at_idx on payments (created_at desc, id desc);

-- Each try to take the money.
create table payment_attempts (
    payment_id         uuid        not null references payments (id) on delete cascade,
    provider_charge_id text        not null,
    status             text        not null check (status in ('pending', 'failed', 'succeeded')),
    failure_code       text,
    attempted_at       timestamptz not null,
    primary key (payment_id, provider_charge_id)
);

-- Money given back. One that an administrator asks for is there, and counted as gone, before Stripe is asked.
create table refunds (
    id                 uuid primary key,
    payment_id         uuid        not null references payments (id),
    provider_refund_id text unique,
    amount_cents       bigint      not null check (amount_cents > 0),
    currency           text        not null,
    reason             text,
    status             text        not null check (status in
        ('requested', 'pending', 'requires_action', 'succeeded', 'failed', 'canceled')),
    failure            text,
    -- Null for one that was made at Stripe itself.
    requested_by       uuid references users (id),
    -- Part of the idempotency key, as with plans.
    attempt            int         not null default 1,
    created_at         timestamptz not null,
    updated_at         timestamptz not null
);

create index refunds_payment_idx on refunds (payment_id, created_at);

create table disputes (
    id                  uuid primary key,
    payment_id          uuid        not null references payments (id),
    provider_dispute_id text        not null unique,
    amount_cents        bigint      not null,
    currency            text        not null,
    reason              text,
    -- Stripe's word.
    status              text        not null,
    created_at          timestamptz not null,
    closed_at           timestamptz,
    updated_at          timestamptz not null
);

create index disputes_payment_idx on disputes (payment_id, created_at);
