-- Keys that sign access tokens. Two nodes that make the next key at once meet at the generation: one row stays.
create table signing_keys (
    generation  int primary key,
    kid         text        not null unique,
    algorithm   text        not null,
    -- The whole key as a JWK, AES-256-GCM under a key derived from the deployment's secret.
    encrypted   bytea       not null,
    created_at  timestamptz not null,
    -- Published before it signs, so that caches of the key set know it in time.
    signs_from  timestamptz not null
);

-- One row per refresh token ever issued. The token itself is a signed JWT and is not stored.
create table refresh_tokens (
    id             uuid primary key,
    session_id     uuid        not null references sessions (id) on delete cascade,
    parent_id      uuid,
    generation     int         not null,
    issued_at      timestamptz not null,
    expires_at     timestamptz not null,
    used_at        timestamptz,
    -- The child, and when it was first handed out: for a short while a repeated request gets the same child.
    replaced_by    uuid,
    handed_out_at  timestamptz,
    -- The first child was never used (its answer was lost), and another took its place. Allowed once.
    second_child   boolean     not null default false,
    invalidated_at timestamptz,
    unique (session_id, generation)
);
