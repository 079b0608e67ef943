-- Families of their own for L4, of any one user: the product's tables, so that indexes and foreign keys cost the same.
delete from sessions where id::text like '00000000-0000-7000-8000-%';
insert into sessions (id, user_id, authenticated_at, methods, ip, created_at, last_used_at, expires_at)
select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, u.id, now(), '{pwd}', '127.0.0.1', now(), now(),
       now() + interval '90 days'
  from generate_series(1, :families) n, (select id from users order by id limit 1) u;
insert into refresh_tokens (id, session_id, generation, issued_at, expires_at)
select uuidv7(), id, 0, now(), now() + interval '30 days' from sessions where id::text like '00000000-0000-7000-8000-%';
