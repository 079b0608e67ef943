-- A subscription's period moves with each of its invoices, and every index over it made that a new entry in all six. Only the expiry
-- sweep looks for ended periods, and never for one of the engine's, so it gets a time of its own; the rest of an update finds room
-- on its page.
alter table subscriptions
    add column lapses_at timestamptz generated always as (case when not engine then current_period_end end) stored;

drop index subscriptions_period_end_idx;

create index subscriptions_lapses_idx on subscriptions (lapses_at, id)
    where lapses_at is not null and status in ('trialing', 'active', 'past_due', 'unpaid', 'paused');

alter table subscriptions set (fillfactor = 80);
