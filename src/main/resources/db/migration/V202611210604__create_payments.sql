-- One row per invoice of a provider, whatever became of it.
create table payments (
    id                  uuid primary key,
    user_id             uuid        not null references users (id),
    subscription_id     uuid references subscriptions (id),
    provider            text        not null check (provider in ('manual', 'stripe', 'paymob')),
    provider_invoice_id text        not null,
    amount_cents        bigint      not null check (amount_cents >= 0),
    currency            text        not null,
    status              text        not null check (status in ('pending', 'failed', 'succeeded', 'refunded')),
    billing_reason      text,
    -- The last attempt of which the user was told that it failed.
    failed_attempt      int         not null default 0,
    refunded_cents      bigint      not null default 0 check (refunded_cents between 0 and amount_cents),
    paid_at             timestamptz,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    constraint uq_provider_invoice_id unique (provider, provider_invoice_id)
);

create index payments_user_idx on payments (user_id, created_at desc, id desc);
create index payments_subscription_idx on payments (subscription_id);
