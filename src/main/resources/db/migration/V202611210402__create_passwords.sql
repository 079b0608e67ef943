-- Apart from users: who reads a user never gets near a hash, and who signs in elsewhere has none.
create table passwords (
    user_id    uuid primary key references users (id) on delete cascade,
    -- Argon2id in PHC form, with its parameters.
    hash       text        not null,
    changed_at timestamptz not null
);
