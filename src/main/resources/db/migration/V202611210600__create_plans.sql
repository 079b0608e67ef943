-- What can be bought. What it costs is in plan_versions: a price never changes, a plan gets another one.
create table plans (
    id                uuid primary key,
    -- Stays taken when the plan is deleted: old subscriptions and clients still name it.
    code              text        not null unique,
    name              text        not null,
    tier              text        not null check (tier in ('FREE', 'PRO', 'VIP')),
    trial_days        int         not null default 0 check (trial_days between 0 and 730),
    is_active         boolean     not null,
    deleted_at        timestamptz,
    -- The number of the version that is sold now.
    version           int         not null,
    -- Grows with each change; Stripe has what synced_revision says.
    revision          bigint      not null default 1,
    synced_revision   bigint      not null default 0,
    stripe_product_id text unique,
    -- The name with which the product was asked for: a repeated request must be the same to the letter.
    stripe_name       text,
    -- Part of the idempotency keys: Stripe repeats a server error for a day, and only another key gets another answer.
    stripe_attempt    int         not null default 1,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    check (deleted_at is null or not is_active)
);

create table plan_versions (
    id                  uuid primary key,
    plan_id             uuid        not null references plans (id),
    number              int         not null,
    price_cents         bigint      not null check (price_cents >= 0),
    currency            text        not null check (currency ~ '^[A-Z]{3}$'),
    billing_period      text        not null,
    stripe_price_id     text unique,
    -- Whether Stripe sells at this price; archived prices go on for those who have them.
    stripe_price_active boolean     not null default false,
    created_at          timestamptz not null,
    unique (plan_id, number)
);

alter table plans
    add constraint plans_version_fkey foreign key (id, version) references plan_versions (plan_id, number)
        deferrable initially deferred;
