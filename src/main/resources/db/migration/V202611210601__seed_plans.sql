insert into plans (id, code, name, tier, is_active, version, created_at, updated_at)
values ('019aa3a0-0000-7000-8000-000000000001', 'free', 'Free', 'FREE', true, 1, now(), now()),
       ('019aa3a0-0000-7000-8000-000000000002', 'pro', 'Pro', 'PRO', true, 1, now(), now());

insert into plan_versions (id, plan_id, number, price_cents, currency, billing_period, created_at)
values ('019aa3a0-0000-7000-8000-000000000011', '019aa3a0-0000-7000-8000-000000000001', 1, 0, 'USD', 'monthly', now()),
       ('019aa3a0-0000-7000-8000-000000000012', '019aa3a0-0000-7000-8000-000000000002', 1, 1900, 'USD', 'monthly', now());
