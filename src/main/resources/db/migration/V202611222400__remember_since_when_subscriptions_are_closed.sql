-- Subscriptions that were closed for want of payment: each has its time before it ends. Those closed before this have no row.
create table closed_subscriptions (
    subscription_id uuid primary key references subscriptions (id),
    -- In the customer's time.
    closed_at       timestamptz not null
);
