-- One row per login: the family of its refresh tokens. Whoever rotates or ends a session locks this row first.
create table sessions (
    id               uuid primary key,
    user_id          uuid        not null references users (id) on delete cascade,
    authenticated_at timestamptz not null,
    -- How, in the words of RFC 8176: pwd, otp, mfa …
    methods          text[]      not null,
    -- The number of the newest refresh token. Tokens are ordered by it, never by the clock.
    generation       int         not null default 0,
    ip               text        not null,
    user_agent       text,
    created_at       timestamptz not null,
    last_used_at     timestamptz not null,
    -- However often its tokens are rotated, the session does not outlive this.
    expires_at       timestamptz not null,
    ended_at         timestamptz,
    ended_reason     text
);

create index sessions_user_idx on sessions (user_id, created_at desc);
create index sessions_expires_at_idx on sessions (expires_at);

-- Sessions whose access tokens must be refused before they expire. Every node keeps the live rows in memory and asks for
-- newer ones every moment.
create table revocations (
    session_id uuid primary key,
    -- After this no access token of the session is alive, and the row is of no use.
    until      timestamptz not null,
    -- Readers go on from the oldest transaction that was still open, so that a row committed late is not passed over.
    tx         bigint      not null default (pg_current_xact_id()::text::bigint)
);

create index revocations_tx_idx on revocations (tx, session_id);
create index revocations_until_idx on revocations (until);
