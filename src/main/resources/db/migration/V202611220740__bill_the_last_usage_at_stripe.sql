-- Where each line of usage is: on a draft of Stripe's, on its way there, on an invoice of our own, or waiting for the next of either.
alter table stripe_usage_lines
    -- The draft that it is to go on; null while it waits.
    add column target         text,
    -- Since when Stripe may have it, answered or not.
    add column asked_at       timestamptz,
    -- Stripe's id of it, once it is there.
    add column item_id        text,
    -- Of a subscription that has ended.
    add column own_invoice_id uuid references invoices (id);

-- What was asked for until now was not written down, and is with Stripe.
update stripe_usage_lines set item_id = 'unrecorded';

alter table stripe_usage_bills drop column draft;

-- Subscriptions that Stripe ran and whose last usage is billed: up to where, and up to which event.
create table stripe_usage_ends (
    subscription_id uuid primary key references subscriptions (id) on delete cascade,
    counted_to      timestamptz not null,
    sequence        bigint      not null
);

-- Stripe makes no invoice after the last period, so the end itself promises one of our own, whoever writes it. A job, as Outbox
-- makes them.
create function bill_last_usage() returns trigger
    language plpgsql as
$$
begin
    if exists (select from plan_charges) then
        insert into outbox (id, type, topic, key, payload, created_at, available_at)
        values (gen_random_uuid(), 'billing.stripe_usage_end', 'billing', new.user_id::text,
                jsonb_build_object('subscription_id', new.id), now(), now());
    end if;
    return null;
end;
$$;

create trigger subscriptions_bill_last_usage_first
    after insert on subscriptions
    for each row when (new.provider = 'stripe' and not new.engine and new.status = 'canceled')
execute function bill_last_usage();

create trigger subscriptions_bill_last_usage
    after update on subscriptions
    for each row when (new.provider = 'stripe' and not new.engine and new.status = 'canceled' and old.status <> 'canceled')
execute function bill_last_usage();
