-- Authenticator apps (RFC 6238), one per user. Not confirmed: the user has been shown the secret and nothing else.
create table totp (
    user_id      uuid primary key references users (id) on delete cascade,
    -- AES-256-GCM under a key derived from the deployment's secret.
    secret       bytea       not null,
    created_at   timestamptz not null,
    confirmed_at timestamptz,
    -- Of the last code that was accepted: only codes of later steps are.
    last_step    bigint      not null default 0
);

-- For who has lost the authenticator. All of a user's codes are made at once.
create table recovery_codes (
    user_id    uuid        not null references users (id) on delete cascade,
    -- HMAC-SHA-256 under a key derived from the deployment's secret.
    code_hash  bytea       not null,
    created_at timestamptz not null,
    used_at    timestamptz,
    primary key (user_id, code_hash)
);
