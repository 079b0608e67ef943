-- Why a user is deactivated; no row for who is active. What was before stands in the audit log.
create table deactivations (
    user_id uuid primary key references users (id) on delete cascade,
    at      timestamptz not null,
    -- Who did it: the user, or an administrator.
    by_user uuid        not null,
    reason  text        not null,
    -- A ban for a time: the user is active again from then on.
    until   timestamptz
);
