-- A change of address that both mailboxes have yet to confirm. One per user: a new one takes the place of the old.
create table email_changes (
    user_id          uuid primary key references users (id) on delete cascade,
    -- The session that asked for it, and goes on when it is done.
    session_id       uuid        not null,
    old_email        text        not null,
    new_email        text        not null,
    new_display      text        not null,
    -- SHA-256; the tokens themselves are in the mails only.
    old_hash         bytea       not null unique,
    new_hash         bytea       not null unique,
    old_confirmed_at timestamptz,
    new_confirmed_at timestamptz,
    created_at       timestamptz not null,
    expires_at       timestamptz not null
);

create index email_changes_expires_at_idx on email_changes (expires_at);
