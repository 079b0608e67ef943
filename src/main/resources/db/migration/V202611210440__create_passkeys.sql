-- Under which name authenticators know a user: random, so that it tells nobody anything (WebAuthn §14.6.1).
create table passkey_handles (
    user_id uuid primary key references users (id) on delete cascade,
    handle  bytea not null unique
);

create table passkeys (
    id              uuid primary key,
    user_id         uuid        not null references users (id) on delete cascade,
    -- As the authenticator chose it. Belongs to one account, whoever else claims it.
    credential_id   bytea       not null unique,
    -- COSE_Key (RFC 9052 §7).
    public_key      bytea       not null,
    -- Which make of authenticator; zeros where it does not tell.
    aaguid          uuid        not null,
    sign_count      bigint      not null,
    -- It checked PIN or biometrics when it was registered.
    uv_initialized  boolean     not null,
    backup_eligible boolean     not null,
    backed_up       boolean     not null,
    -- Found by the authenticator without being told its id; null where the browser does not tell.
    discoverable    boolean,
    transports      text[]      not null,
    name            text        not null,
    created_at      timestamptz not null,
    last_used_at    timestamptz
);

create index passkeys_user_idx on passkeys (user_id, created_at);

-- Challenges that wait for their answer. Answered ones are deleted: each is good once.
create table passkey_challenges (
    -- SHA-256 of the challenge.
    hash       bytea primary key,
    purpose    text        not null,
    -- Whose passkey has to answer; null: anybody's. No reference, since for a name nobody has it is nobody's.
    user_id    uuid,
    -- SHA-256 of what only the asker has: the browser's cookie, the session, the login under way.
    bound_to   bytea,
    expires_at timestamptz not null
);

create index passkey_challenges_user_idx on passkey_challenges (user_id);
create index passkey_challenges_expires_at_idx on passkey_challenges (expires_at);
