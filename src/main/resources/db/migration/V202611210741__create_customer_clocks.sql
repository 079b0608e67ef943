-- The time of a customer who is moved through it for a test. Empty in production.
create table customer_clocks (
    user_id    uuid primary key references users (id) on delete cascade,
    now_at     timestamptz not null,
    updated_at timestamptz not null
);
