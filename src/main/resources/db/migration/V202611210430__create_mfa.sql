-- What all second factors of a user share. No row: none was ever enrolled or tried.
create table mfa_accounts (
    user_id         uuid primary key references users (id) on delete cascade,
    -- Counts changes of the factors: a challenge made before one is worth nothing after it.
    factors_version int         not null default 0,
    -- In a row, over all factors. Counted before comparing.
    failures        int         not null default 0,
    locked_until    timestamptz
);

-- Logins that have come as far as their second factor.
create table mfa_challenges (
    id              uuid primary key,
    user_id         uuid        not null references users (id) on delete cascade,
    -- SHA-256; only the client has the token.
    token_hash      bytea       not null unique,
    -- How the first factor was proven, in the words of RFC 8176.
    methods         text[]      not null,
    -- SHA-256 of the password's hash, null without one: a reset ends what was begun before it.
    password_state  bytea,
    factors_version int         not null,
    attempts        int         not null default 0,
    ip              text        not null,
    user_agent      text,
    request_id      text        not null,
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    consumed_at     timestamptz
);

create index mfa_challenges_user_idx on mfa_challenges (user_id);
create index mfa_challenges_expires_at_idx on mfa_challenges (expires_at);
