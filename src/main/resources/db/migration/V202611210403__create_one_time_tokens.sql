-- Links in mails. One per user and purpose: a new one takes the place of the old.
create table one_time_tokens (
    user_id    uuid        not null references users (id) on delete cascade,
    purpose    text        not null,
    -- SHA-256; the token itself is in the mail only.
    token_hash bytea       not null unique,
    -- The mailbox it proves: worth nothing for an address the user has changed to meanwhile.
    email      text        not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    primary key (user_id, purpose)
);

create index one_time_tokens_expires_at_idx on one_time_tokens (expires_at);
