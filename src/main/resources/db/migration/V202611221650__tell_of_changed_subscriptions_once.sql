-- Of an invoice run's two hundred changes, whether anybody listens is asked once. A subscription is seldom inserted with others.
drop trigger subscriptions_tell on subscriptions;

create or replace function tell_of_subscription() returns trigger
    language plpgsql as
$$
begin
    if exists (select from webhook_endpoints where enabled) then
        insert into outbox (id, type, topic, key, payload, created_at, available_at)
        values (gen_random_uuid(), 'subscription.changed', 'billing', new.user_id::text,
                jsonb_build_object('subscription_id', new.id, 'kind', 'created', 'access', true), now(), now());
    end if;
    return null;
end;
$$;

create function tell_of_subscriptions() returns trigger
    language plpgsql as
$$
declare
    over constant text[] := array ['canceled', 'incomplete_expired'];
begin
    if exists (select from webhook_endpoints where enabled) then
        insert into outbox (id, type, topic, key, payload, created_at, available_at)
        select gen_random_uuid(), 'subscription.changed', 'billing', n.user_id::text,
               jsonb_build_object(
                   'subscription_id', n.id,
                   'kind', case when n.status = any (over) and o.status <> all (over) then 'canceled' else 'updated' end,
                   'access', (o.status, o.plan_version_id, o.duplicate_of, o.replaced_by)
                       is distinct from (n.status, n.plan_version_id, n.duplicate_of, n.replaced_by)),
               now(), now()
        from was o join is_now n on n.id = o.id
        where (o.status, o.plan_version_id, o.cancel_at_period_end, o.current_period_end, o.trial_end, o.duplicate_of,
               o.replaced_by)
            is distinct from (n.status, n.plan_version_id, n.cancel_at_period_end, n.current_period_end, n.trial_end,
                              n.duplicate_of, n.replaced_by);
    end if;
    return null;
end;
$$;

create trigger subscriptions_tell
    after update on subscriptions
    referencing old table as was new table as is_now
    for each statement execute function tell_of_subscriptions();
