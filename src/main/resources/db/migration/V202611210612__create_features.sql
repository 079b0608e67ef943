-- What plans can open.
create table features (
    id         uuid primary key,
    key        text        not null unique,
    name       text        not null,
    kind       text        not null check (kind in ('boolean', 'static', 'metered')),
    created_at timestamptz not null
);

-- What one version of a plan opens. Another version begins with the same.
create table plan_features (
    plan_version_id uuid not null references plan_versions (id),
    feature_id      uuid not null references features (id),
    -- Of a static feature: a string, number or boolean.
    value           jsonb,
    -- Of a metered one; null: without limit.
    quota           bigint check (quota >= 0),
    -- Nothing goes beyond a hard limit; what goes beyond a soft one is counted and said so.
    hard            boolean not null default true,
    resets          text check (resets in ('billing_period', 'calendar_month', 'never')),
    primary key (plan_version_id, feature_id)
);

create index plan_features_feature_idx on plan_features (feature_id);

-- How much of a metered feature a user has used since the window began. A window that is over stays as it was.
create table feature_usage (
    user_id      uuid        not null references users (id) on delete cascade,
    feature_id   uuid        not null references features (id),
    window_start timestamptz not null,
    window_end   timestamptz,
    used         bigint      not null check (used >= 0),
    -- The hard limit at the last use: what decides between two that come at once.
    ceiling      bigint,
    primary key (user_id, window_start, feature_id)
);

-- One row per use that has a name, so that the same use is counted once.
create table feature_consumptions (
    user_id        uuid        not null references users (id) on delete cascade,
    -- The user or the service account: each has names of its own.
    caller         text        not null,
    transaction_id text        not null,
    feature_id     uuid        not null references features (id),
    amount         bigint      not null,
    -- What the answer said.
    used           bigint      not null,
    quota          bigint,
    hard           boolean     not null,
    window_end     timestamptz,
    created_at     timestamptz not null,
    primary key (user_id, caller, transaction_id)
);

create index feature_consumptions_created_at_idx on feature_consumptions (created_at);
