-- How subscriptions that are billed here count and divide their periods. What Stripe runs is counted by Stripe's rules.
alter table plans
    add column billing_anchor text not null default 'anniversary' check (billing_anchor in ('anniversary', 'calendar')),
    add column proration      text not null default 'day' check (proration in ('day', 'second', 'fixed_30')),
    add column change_anchor  text not null default 'by_interval' check (change_anchor in ('by_interval', 'keep', 'reset')),
    add column downgrade      text not null default 'period_end' check (downgrade in ('period_end', 'now'));
