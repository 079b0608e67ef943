-- Codes in mails. One per address: a new one takes the place of the old. An address without an account has a row, too, so that it
-- is treated alike; that row holds no code.
create table login_codes (
    -- Keyed digest of the address.
    account    text primary key,
    -- Names the request; handed to who asked.
    flow_id    text        not null,
    user_id    uuid references users (id) on delete cascade,
    -- HMAC of purpose, flow and code.
    code_mac   bytea,
    tries      int         not null default 0,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);

create index login_codes_user_idx on login_codes (user_id);
create index login_codes_expires_at_idx on login_codes (expires_at);
