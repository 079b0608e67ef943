-- L3: one event made durable, nothing else.
insert into stripe_events (id, type, api_version, object_id, livemode, created_at, received_at, payload)
values ('evt_pgbench' || uuidv7(), 'customer.subscription.updated', '2026-07-29.dahlia', 'sub_bench', false, now(), now(),
        cast('PAYLOAD' as json))
on conflict do nothing;
