-- Who a user is elsewhere. The subject is the provider's own, unchanging name for the account: never a login or an address.
create table identities (
    provider     text        not null check (provider in ('google', 'github')),
    subject      text        not null,
    user_id      uuid        not null references users (id) on delete cascade,
    -- The address the provider last told, for the user's own eyes. Nothing is decided by it.
    email        text,
    created_at   timestamptz not null,
    last_used_at timestamptz not null,
    primary key (provider, subject),
    unique (user_id, provider)
);
