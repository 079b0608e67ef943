-- Ten million events of the last 30 days, with their names and hours, as the product would have written them.
insert into usage_events (id, subscription_id, metric_id, at, value, transaction_id, sequence, received_at)
select gen_random_uuid(), s.id, m.id, now() - (n % 2592000) * interval '1 second', 1.25, 'grown-' || n, n / 1000, now()
from generate_series(1, 10000000) n
    join (select id, row_number() over (order by id) - 1 as place from subscriptions) s on s.place = n % 1000
    cross join (select id from billable_metrics where code = 'bench') m;
insert into usage_keys (subscription_id, transaction_id, event_id, content, received_at)
select subscription_id, transaction_id, id, 0, received_at from usage_events where transaction_id like 'grown-%'
order by subscription_id, transaction_id;
insert into usage_hours (subscription_id, metric_id, hour, events, total, highest, first_at, last_at, last_id, last_value, sequence)
select subscription_id, metric_id, date_trunc('hour', at, 'UTC'), count(*), sum(value), max(value), min(at), max(at), '', 1.25, 1
from usage_events where transaction_id like 'grown-%' group by 1, 2, 3
on conflict (subscription_id, metric_id, hour, facet) do update
    set events = usage_hours.events + excluded.events, total = usage_hours.total + excluded.total,
        first_at = least(usage_hours.first_at, excluded.first_at), last_at = greatest(usage_hours.last_at, excluded.last_at);
analyze usage_events, usage_keys, usage_hours;
