create table users (
    id            uuid primary key,
    -- Normalised: trimmed and lower case. What people typed is kept beside it for display.
    email         text        not null unique,
    email_display text        not null,
    username      text        not null,
    provider      text        not null default 'local' check (provider in ('local', 'google', 'github')),
    is_admin      boolean     not null default false,
    is_active     boolean     not null default true,
    is_verified   boolean     not null default false,
    created_at    timestamptz not null,
    updated_at    timestamptz not null
);

create unique index users_username_key on users (lower(username));
create index users_created_at_idx on users (created_at desc, id desc);

create table profiles (
    user_id     uuid primary key references users (id) on delete cascade,
    first_name  text,
    last_name   text,
    picture_url text,
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);
