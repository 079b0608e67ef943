-- Usage of subscriptions that Stripe runs, as it is put on Stripe's invoices: decided once per invoice, so that asking Stripe again
-- asks for the same.
create table stripe_usage_bills (
    invoice_id      text primary key,
    subscription_id uuid        not null references subscriptions (id) on delete cascade,
    -- Whether it goes on this invoice, or on the next: it was final when we heard of it.
    draft           boolean     not null,
    -- Usage is billed up to here, and up to this event.
    counted_to      timestamptz not null,
    sequence        bigint      not null
);

create index stripe_usage_bills_subscription_idx on stripe_usage_bills (subscription_id, counted_to desc);

create table stripe_usage_lines (
    invoice_id   text        not null references stripe_usage_bills (invoice_id) on delete cascade,
    position     int         not null,
    description  text        not null,
    amount       bigint      not null,
    currency     text        not null,
    period_start timestamptz not null,
    period_end   timestamptz not null,
    primary key (invoice_id, position)
);
