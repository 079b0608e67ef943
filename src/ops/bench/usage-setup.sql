-- Metered subscribers for W6, with the metric and the plan that the bench has made over the API.
insert into users (id, email, email_display, username, is_verified, created_at, updated_at)
select gen_random_uuid(), 'metered-' || n || '@bench.example', 'metered-' || n || '@bench.example', 'metered-' || n, true, now(), now()
from generate_series(1, 1000) n on conflict do nothing;
insert into subscriptions (id, user_id, plan_version_id, provider, status, started_at, created_at, updated_at)
select gen_random_uuid(), u.id, v.id, 'manual', 'active', now() - interval '90 days', now(), now()
from users u, plans p join plan_versions v on v.plan_id = p.id and v.number = p.version
where u.username like 'metered-%' and p.code = 'metered-bench' on conflict do nothing;
