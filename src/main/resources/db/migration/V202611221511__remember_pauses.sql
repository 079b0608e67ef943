-- When subscriptions that are run here were paused: nothing can have been used then.
create table subscription_pauses (
    subscription_id uuid        not null references subscriptions (id) on delete cascade,
    paused_at       timestamptz not null,
    -- Null while it lasts.
    resumed_at      timestamptz,
    primary key (subscription_id, paused_at),
    check (resumed_at >= paused_at)
);

-- Whoever pauses or resumes one has written the moment before, in the customer's time. A trial pauses at its end.
create function note_pause() returns trigger
    language plpgsql as
$$
declare
    moment timestamptz := (select segment_start from engine_subscriptions where subscription_id = new.id);
begin
    if new.status = 'paused' then
        insert into subscription_pauses (subscription_id, paused_at)
        values (new.id, case when old.status = 'trialing' then coalesce(new.trial_end, moment) else moment end)
        on conflict do nothing;
    else
        update subscription_pauses set resumed_at = greatest(paused_at, case when new.status = 'canceled' then new.ended_at else moment end)
        where subscription_id = new.id and resumed_at is null;
    end if;
    return null;
end
$$;

create trigger note_pause after update of status on subscriptions for each row
    when (new.engine and old.status is distinct from new.status and (old.status = 'paused' or new.status = 'paused'))
    execute function note_pause();

insert into subscription_pauses (subscription_id, paused_at)
select s.id, case when e.period_index = -1 then coalesce(s.trial_end, e.segment_start) else e.segment_start end
from subscriptions s join engine_subscriptions e on e.subscription_id = s.id
where s.engine and s.status = 'paused';
