-- L5: a hundred events and their names made durable, in the product's tables with their indexes, and nothing else.
\set n random(1, 1000)
with event as (
    insert into usage_events (id, subscription_id, metric_id, at, value, transaction_id, sequence, received_at)
    select uuidv7(), md5('pgbench' || (:n + i % 7))::uuid, 'a0000000-0000-7000-8000-000000000000', now(), 1.25, uuidv7()::text, 1, now()
    from generate_series(1, 100) i
    returning id, subscription_id, transaction_id)
insert into usage_keys (subscription_id, transaction_id, event_id, content, received_at)
select subscription_id, transaction_id, id, 0, now() from event
on conflict do nothing;
