-- What was used, as it was told. Only ever added to; a correction is another event.
create table usage_events (
    id              uuid                     not null,
    subscription_id uuid                     not null,
    metric_id       uuid                     not null,
    -- When it happened, and what it came to.
    at              timestamptz              not null,
    value           numeric                  not null,
    -- The producer's name for it; decides between two of the same moment.
    transaction_id  text collate "C"         not null,
    -- The values of the metric's filter properties, as JSON with sorted keys: what hourly sums are kept apart by.
    facet           text collate "C"         not null default '{}',
    -- Of a unique metric: what is told apart.
    unique_value    text,
    properties      json,
    -- Grows with each event of its subscription, in the order of the commits.
    sequence        bigint                   not null,
    received_at     timestamptz              not null
) partition by range (at);

create index usage_events_metric_idx on usage_events (subscription_id, metric_id, at);

-- Events outside all months that were made: nothing is refused for lack of a place.
create table usage_events_other partition of usage_events default;

-- Each name once in its subscription, whatever month it is told in.
create table usage_keys (
    subscription_id uuid             not null,
    transaction_id  text collate "C" not null,
    event_id        uuid             not null,
    -- A digest of what was told under the name: the same again is a repetition, anything else a conflict.
    content         bigint           not null,
    received_at     timestamptz      not null,
    primary key (subscription_id, transaction_id)
) partition by hash (subscription_id);

do $$
begin
    for part in 0..7 loop
        execute format('create table usage_keys_%s partition of usage_keys for values with (modulus 8, remainder %s)', part, part);
    end loop;
end
$$;

-- Rows lie in the order of their arrival, so this is a few pages, and forgetting old names reads only theirs.
create index usage_keys_received_at_idx on usage_keys using brin (received_at);

-- How many events a subscription has had. Locked by whoever adds some until the commit: so a later one has a higher number.
create table usage_heads (
    subscription_id uuid primary key,
    sequence        bigint not null
) with (fillfactor = 50);

-- What the events of an hour add up to, written together with them.
create table usage_hours (
    subscription_id uuid             not null,
    metric_id       uuid             not null,
    hour            timestamptz      not null,
    facet           text collate "C" not null default '{}',
    events          bigint           not null,
    total           numeric          not null,
    highest         numeric          not null,
    first_at        timestamptz      not null,
    last_at         timestamptz      not null,
    -- Of the last event: the one of the highest name among those of the same moment.
    last_id         text collate "C" not null,
    last_value      numeric          not null,
    -- Of the last event to be added, not the last to happen.
    sequence        bigint           not null,
    primary key (subscription_id, metric_id, hour, facet)
) partition by range (hour);

create table usage_hours_other partition of usage_hours default with (fillfactor = 80);

-- What the hours that are no longer kept had added to a level that goes on.
create table usage_levels (
    subscription_id uuid             not null,
    metric_id       uuid             not null,
    facet           text collate "C" not null,
    level           numeric          not null,
    primary key (subscription_id, metric_id, facet)
);
