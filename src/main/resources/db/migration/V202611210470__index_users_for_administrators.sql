-- Beginnings of names, whatever the database's collation.
create index users_email_prefix_idx on users (email text_pattern_ops);
create index users_username_prefix_idx on users (lower(username) text_pattern_ops);

-- What few users are: without these, a page of them is found by reading all others.
create index users_admin_idx on users (created_at desc, id desc) where is_admin;
create index users_inactive_idx on users (created_at desc, id desc) where not is_active;
create index users_unverified_idx on users (created_at desc, id desc) where not is_verified;
create index users_provider_idx on users (provider, created_at desc, id desc);
