create table audit_log (
    id           uuid primary key,
    at           timestamptz not null,
    action       text        not null,
    outcome      text        not null,
    actor_id     uuid,
    session_id   uuid,
    subject_type text,
    subject_id   text,
    ip           text        not null,
    user_agent   text,
    request_id   text        not null,
    details      jsonb       not null
);

create index audit_log_at_idx on audit_log (at desc, id desc);
create index audit_log_actor_idx on audit_log (actor_id, at desc);
create index audit_log_subject_idx on audit_log (subject_type, subject_id, at desc);

-- Append-only: whoever can change the application's rows still cannot rewrite what happened.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger audit_log_append_only before update or delete on audit_log
    for each row execute function refuse_change();
