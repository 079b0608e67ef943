-- An administrator moves the subscribers of a plan to the version that is sold now.
create table plan_migrations (
    id                 uuid primary key,
    plan_id            uuid        not null references plans (id),
    version_id         uuid        not null references plan_versions (id),
    -- Only those who have this version; null: whatever older one they have.
    from_number        int,
    proration_behavior text        not null check (proration_behavior in ('none', 'create_prorations', 'always_invoice')),
    status             text        not null check (status in ('running', 'finished')),
    created_at         timestamptz not null,
    finished_at        timestamptz
);

create unique index plan_migrations_one_running on plan_migrations (plan_id) where status = 'running';
create index plan_migrations_plan_idx on plan_migrations (plan_id, created_at desc);

-- One row per subscription there was at the start, so that what breaks off goes on where it was.
create table plan_migration_steps (
    migration_id    uuid        not null references plan_migrations (id) on delete cascade,
    subscription_id uuid        not null references subscriptions (id) on delete cascade,
    status          text        not null check (status in ('pending', 'migrated', 'skipped', 'failed')),
    -- Why it was not migrated, in a word.
    reason          text,
    -- Part of the idempotency key, as with plans.
    attempt         int         not null default 1,
    updated_at      timestamptz not null,
    primary key (migration_id, subscription_id)
);

create index plan_migration_steps_pending_idx on plan_migration_steps (migration_id, attempt, subscription_id)
    where status = 'pending';
create index plan_migration_steps_subscription_idx on plan_migration_steps (subscription_id);
