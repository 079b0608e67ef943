-- Redirects to a provider from which somebody may come back. Only digests: neither the state nor the browser's secret is here.
create table social_flows (
    state_hash     bytea primary key,
    provider       text        not null,
    browser_hash   bytea       not null,
    -- Where the app waits, and the digest (RFC 7636) of what it must show for the hand-off code. Null: the callback answers itself.
    redirect_to    text,
    challenge      text,
    -- Set where a signed-in user adds an identity.
    user_id        uuid references users (id) on delete cascade,
    session_id     uuid,
    expires_at     timestamptz not null
);

create index social_flows_expires_at_idx on social_flows (expires_at);
create index social_flows_user_idx on social_flows (user_id) where user_id is not null;

-- One-time codes that an app exchanges for tokens. Worth nothing once the identity is unlinked.
create table social_hand_offs (
    code_hash  bytea primary key,
    provider   text        not null,
    subject    text        not null,
    user_id    uuid        not null references users (id) on delete cascade,
    challenge  text        not null,
    expires_at timestamptz not null
);

create index social_hand_offs_expires_at_idx on social_hand_offs (expires_at);
create index social_hand_offs_user_idx on social_hand_offs (user_id);

-- id_tokens that have been used, until they expire by themselves.
create table used_id_tokens (
    token_hash bytea primary key,
    expires_at timestamptz not null
);

create index used_id_tokens_expires_at_idx on used_id_tokens (expires_at);
