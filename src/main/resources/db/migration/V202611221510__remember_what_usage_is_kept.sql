-- Since when usage is still there: what began before cannot be counted any more.
create table usage_kept (
    only_row boolean primary key default true check (only_row),
    since    timestamptz not null
);
insert into usage_kept (since) values ('1970-01-01T00:00:00Z');

create function note_usage_kept(month date) returns void
    language sql as
$$
update usage_kept set since = greatest(since, month::timestamp at time zone 'UTC')
$$;

-- For how many days an invoice may still need usage: it is rated until the end of the period after its own.
create function usage_needed_days() returns int
    language sql stable as
$$
select coalesce(max(2 * v.interval_count * case v.billing_period
           when 'daily' then 1 when 'weekly' then 7 when 'monthly' then 31 when 'quarterly' then 92 else 366 end), 0)::int
from plan_versions v where exists (select from plan_charges c where c.plan_version_id = v.id)
$$;
