-- Who owes for too long, and what that has come to. No row: nobody minds.
create table overdue_customers (
    user_id    uuid primary key references users (id) on delete cascade,
    state      text        not null check (state in ('warning', 'blocked', 'cancelled')),
    changed_at timestamptz not null
);
