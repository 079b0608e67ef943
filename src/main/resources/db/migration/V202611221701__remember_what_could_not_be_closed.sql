-- Subscriptions that were to be closed for want of payment, and could not be: each is left alone until its time.
create table unclosed_subscriptions (
    subscription_id uuid primary key references subscriptions (id),
    failures        int         not null check (failures > 0),
    -- In the customer's time.
    retry_at        timestamptz not null
);
