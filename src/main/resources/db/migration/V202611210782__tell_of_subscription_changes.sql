-- Promises to tell of each change that the API shows, whoever makes it; nothing while nobody listens. A job, as Outbox makes them.
create function tell_of_subscription() returns trigger
    language plpgsql as
$$
declare
    over constant text[] := array ['canceled', 'incomplete_expired'];
    kind text := case when tg_op = 'INSERT' then 'created'
                      when new.status = any (over) and old.status <> all (over) then 'canceled'
                      else 'updated' end;
    access boolean := tg_op = 'INSERT' or (old.status, old.plan_version_id, old.duplicate_of, old.replaced_by)
        is distinct from (new.status, new.plan_version_id, new.duplicate_of, new.replaced_by);
begin
    if exists (select from webhook_endpoints where enabled) then
        insert into outbox (id, type, topic, key, payload, created_at, available_at)
        values (gen_random_uuid(), 'subscription.changed', 'billing', new.user_id::text,
                jsonb_build_object('subscription_id', new.id, 'kind', kind, 'access', access), now(), now());
    end if;
    return null;
end;
$$;

create trigger subscriptions_tell_first
    after insert on subscriptions
    for each row execute function tell_of_subscription();

create trigger subscriptions_tell
    after update on subscriptions
    for each row when ((old.status, old.plan_version_id, old.cancel_at_period_end, old.current_period_end, old.trial_end,
                        old.duplicate_of, old.replaced_by)
        is distinct from (new.status, new.plan_version_id, new.cancel_at_period_end, new.current_period_end, new.trial_end,
                          new.duplicate_of, new.replaced_by))
execute function tell_of_subscription();
