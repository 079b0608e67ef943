-- What has ended stays ended, and what has begun does not become a beginning again, whatever writes.
create function guard_subscription_status() returns trigger
    language plpgsql as
$$
begin
    if old.status in ('canceled', 'incomplete_expired')
        or (new.status in ('incomplete', 'incomplete_expired') and old.status <> 'incomplete') then
        raise exception 'subscription % cannot go from % to %', old.id, old.status, new.status
            using errcode = 'check_violation';
    end if;
    return new;
end;
$$;

create trigger subscriptions_status_guard
    before update of status on subscriptions
    for each row when (old.status is distinct from new.status)
execute function guard_subscription_status();
