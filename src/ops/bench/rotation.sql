-- L4: the statement by which the product exchanges a refresh token for its child.
\set n random(1, :families)
with fresh as materialized (
    select uuidv7() as id),
family as (
    select s.* from sessions s join users u on u.id = s.user_id
    where s.id = ('00000000-0000-7000-8000-' || lpad(:n::text, 12, '0'))::uuid
      and s.ended_at is null and s.expires_at > now() and u.is_active
    for update of s),
used as (
    update refresh_tokens t set used_at = now(), handed_out_at = now(), replaced_by = fresh.id
    from family f, fresh
    where t.session_id = f.id and t.generation = f.generation and t.used_at is null
      and t.invalidated_at is null and t.expires_at > now()
    returning t.id),
child as (
    insert into refresh_tokens (id, session_id, parent_id, generation, issued_at, expires_at)
    select fresh.id, f.id, used.id, f.generation + 1, now(), least(now() + interval '30 days', f.expires_at)
    from used, family f, fresh
    returning *),
moved as (
    update sessions s set generation = c.generation, last_used_at = now(), ip = '127.0.0.1', user_agent = 'pgbench'
    from child c where s.id = c.session_id)
select u.*, f.id as session_id, f.authenticated_at, f.methods, c.id as child_id, c.generation, c.issued_at, c.expires_at
from child c, family f join users u on u.id = f.user_id;
