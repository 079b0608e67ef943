-- What is counted of usage, and how its events become one quantity. None of this changes once it is there, only name and unit.
create table billable_metrics (
    id          uuid primary key,
    -- Stays taken when the metric is deleted: what was counted under it still names it.
    code        text        not null unique,
    name        text        not null,
    unit        text        not null,
    aggregation text        not null check (aggregation in ('count', 'sum', 'max', 'unique', 'latest', 'weighted_sum')),
    -- The property of an event that holds its value; null: its quantity.
    field       text,
    -- The property that is told apart.
    unique_key  text,
    -- Properties by which charges may tell events apart, each with the values that matter: {"region": ["eu", "us"]}.
    filters     jsonb       not null default '{}',
    deleted_at  timestamptz,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    check ((unique_key is not null) = (aggregation = 'unique')),
    check (field is null or aggregation not in ('count', 'unique'))
);
