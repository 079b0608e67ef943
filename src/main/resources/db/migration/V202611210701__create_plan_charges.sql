-- What usage costs in a version of a plan, in arrears. Never changed: another charge is another version of the plan.
create table plan_charges (
    id              uuid primary key,
    plan_version_id uuid not null references plan_versions (id),
    metric_id       uuid not null references billable_metrics (id),
    -- The order on an invoice, from 0.
    position        int  not null,
    name            text not null,
    model           text not null check (model in
        ('flat', 'unit', 'graduated', 'volume', 'package', 'percentage', 'graduated_percentage', 'block')),
    terms           jsonb not null,
    -- In minor units of the version's currency.
    minimum_spend   bigint check (minimum_spend >= 0),
    maximum_spend   bigint check (maximum_spend >= 0),
    -- Which events count: {"region": ["eu"]}. An empty text stands for any other value, and for none.
    filters         jsonb not null default '{}',
    unique (plan_version_id, position)
);

create index plan_charges_metric_idx on plan_charges (metric_id);
