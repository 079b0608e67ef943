-- When it ends although its period does not, and what becomes of the rest of that.
alter table engine_subscriptions
    add column cancel_at     timestamptz,
    add column cancel_policy text check (cancel_policy in ('none', 'credit', 'refund')),
    add check ((cancel_at is null) = (cancel_policy is null));
