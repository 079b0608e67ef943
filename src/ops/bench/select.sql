-- L2: one row by a unique key, as the authenticated read needs it.
\set n random(1, :users)
select id, email, email_display, username, provider, is_admin, is_active, is_verified, created_at, updated_at
  from users where email = 'row-' || :n || '@bench.example';
