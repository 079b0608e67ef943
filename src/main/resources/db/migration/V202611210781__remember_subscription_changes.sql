-- What subscriptions were, for as long as they were it: what the numbers of past months are counted from. Written by the
-- database, whoever changes a subscription.
create table subscription_history (
    subscription_id uuid        not null references subscriptions (id) on delete cascade,
    -- Null: it is so now.
    until           timestamptz,
    since           timestamptz not null,
    status          text        not null,
    plan_version_id uuid        not null references plan_versions (id),
    -- Neither a duplicate nor replaced: it counts.
    counts          boolean     not null,
    check (until > since)
);

create unique index subscription_history_now_idx on subscription_history (subscription_id) where until is null;
create index subscription_history_time_idx on subscription_history (since, until);
create index subscription_history_subscription_idx on subscription_history (subscription_id, since);

create function remember_subscription() returns trigger
    language plpgsql as
$$
declare
    -- Clocks of nodes may differ, and one transaction may change a row twice.
    moment timestamptz := case tg_op when 'INSERT' then least(new.started_at, new.created_at) else new.updated_at end;
    latest timestamptz;
begin
    if tg_op = 'UPDATE' then
        select since into latest from subscription_history where subscription_id = new.id and until is null;
        if latest >= moment then
            update subscription_history
            set status = new.status, plan_version_id = new.plan_version_id,
                counts = new.duplicate_of is null and new.replaced_by is null
            where subscription_id = new.id and until is null;
            return null;
        end if;
        update subscription_history set until = moment where subscription_id = new.id and until is null;
    end if;
    insert into subscription_history (subscription_id, since, status, plan_version_id, counts)
    values (new.id, moment, new.status, new.plan_version_id, new.duplicate_of is null and new.replaced_by is null);
    return null;
end;
$$;

create trigger subscriptions_remember_first
    after insert on subscriptions
    for each row execute function remember_subscription();

create trigger subscriptions_remember
    after update on subscriptions
    for each row when ((old.status, old.plan_version_id, old.duplicate_of, old.replaced_by)
        is distinct from (new.status, new.plan_version_id, new.duplicate_of, new.replaced_by))
execute function remember_subscription();

-- Of those that were there before, only beginning and end are known.
insert into subscription_history (subscription_id, since, until, status, plan_version_id, counts)
select id, started_at, case when status = 'canceled' then ended end, case when status = 'canceled' then 'active' else status end,
       plan_version_id, duplicate_of is null and replaced_by is null
from (select *, greatest(coalesce(ended_at, updated_at), started_at + interval '1 second') as ended from subscriptions) s;

insert into subscription_history (subscription_id, since, status, plan_version_id, counts)
select subscription_id, until, 'canceled', plan_version_id, counts from subscription_history where until is not null;
