-- The subscription that a checkout page takes the place of.
alter table checkouts
    add column replaces uuid references subscriptions (id);

create index checkouts_replaces_idx on checkouts (replaces) where replaces is not null;

-- One that was replaced frees the user's place at once, though Stripe may take a moment to end it.
drop index subscriptions_one_live;
create unique index subscriptions_one_live on subscriptions (user_id)
    where status in ('trialing', 'active', 'past_due', 'unpaid', 'paused') and duplicate_of is null and replaced_by is null;
