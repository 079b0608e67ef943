-- Of subscriptions of erased users: up to which event nothing tells of a person any more. What was told later is forgotten later.
create table usage_forgotten (
    subscription_id uuid primary key,
    sequence        bigint not null
);
