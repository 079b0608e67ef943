-- Machines that call the API. Their tokens are 256 random bits, so a plain SHA-256 keeps them.
create table service_accounts (
    id             uuid primary key,
    name           text        not null,
    -- Who answers for it. Without an owner, or with one who is deactivated, it is worth nothing.
    owner_id       uuid references users (id) on delete set null,
    scopes         text[]      not null,
    secret_hash    bytea       not null,
    -- The secret before the last rotation, while both are good.
    previous_hash  bytea,
    previous_until timestamptz,
    created_at     timestamptz not null,
    rotated_at     timestamptz,
    expires_at     timestamptz,
    last_used_at   timestamptz,
    revoked_at     timestamptz,
    -- The transaction of the last change that counts for verifying. Nodes ask for what is newer than they know.
    tx             bigint      not null default (pg_current_xact_id()::text::bigint)
);

create unique index service_accounts_name_key on service_accounts (lower(name)) where revoked_at is null;
create index service_accounts_owner_idx on service_accounts (owner_id);
create index service_accounts_created_at_idx on service_accounts (created_at desc, id desc);
create index service_accounts_tx_idx on service_accounts (tx);

create function stamp_service_account() returns trigger language plpgsql as $$
begin
    new.tx := pg_current_xact_id()::text::bigint;
    return new;
end $$;

-- Not for last_used_at: being used changes nothing.
create trigger service_account_changed
    before update of name, owner_id, scopes, secret_hash, previous_hash, previous_until, expires_at, revoked_at
    on service_accounts for each row execute function stamp_service_account();

create function stamp_service_accounts_of_owner() returns trigger language plpgsql as $$
begin
    update service_accounts set owner_id = owner_id where owner_id = new.id;
    return null;
end $$;

-- Whatever deactivates or brings back a user, every node hears of it for the user's service accounts.
create trigger service_account_owner_changed after update of is_active on users
    for each row when (old.is_active is distinct from new.is_active)
    execute function stamp_service_accounts_of_owner();
