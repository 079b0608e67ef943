-- Months give way to those who read and report usage: before anybody would be ended for a deadlock with them. Otherwise as they were.
-- Makes the place of a month (UTC) of events and hours. What lies among the others already moves into it. True when it was not there.
create or replace function make_usage_month(month date) returns boolean
    language plpgsql as
$$
declare
    suffix text := to_char(month, '"y"YYYY"m"MM');
    span_start timestamptz := (month::timestamp) at time zone 'UTC';
    span_end timestamptz := (month::timestamp + interval '1 month') at time zone 'UTC';
    parent text;
    of_time text;
begin
    if month <> date_trunc('month', month)::date then
        raise exception 'not the first of a month: %', month;
    end if;
    -- One at a time; and whoever waits for a lock here makes all who report usage wait behind it. So not for long: those who read
    -- may hold what is locked next while they wait for what is locked already, and a deadlock, which is looked for after a second,
    -- could end them. The job tries again.
    perform pg_advisory_xact_lock(hashtextextended('make_usage_month', 0));
    if to_regclass('usage_events_' || suffix) is not null then
        return false;
    end if;
    perform set_config('lock_timeout', '300ms', true);
    foreach parent in array array['usage_events', 'usage_hours'] loop
        of_time := case parent when 'usage_events' then 'at' else 'hour' end;
        execute format('create table %I (like %I including all)', parent || '_' || suffix, parent);
        execute format('lock table %I in access exclusive mode', parent || '_other');
        execute format(
            'with moved as (delete from %1$I where %2$I >= $1 and %2$I < $2 returning *) insert into %3$I select * from moved',
            parent || '_other', of_time, parent || '_' || suffix) using span_start, span_end;
        execute format('alter table %I attach partition %I for values from (%L) to (%L)',
            parent, parent || '_' || suffix, span_start, span_end);
    end loop;
    execute format('alter table %I set (fillfactor = 80)', 'usage_hours_' || suffix);
    return true;
end
$$;

-- Lets go of the months that end at or before this one begins. Levels that go on keep what these months added. How many it were.
create or replace function drop_usage_before(month date) returns int
    language plpgsql as
$$
declare
    old record;
    dropped int := 0;
begin
    perform pg_advisory_xact_lock(hashtextextended('make_usage_month', 0));
    perform set_config('lock_timeout', '300ms', true);
    for old in
        select c.relname, substring(c.relname from 'y\d{4}m\d{2}$') as suffix
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'usage_events'::regclass and c.relname ~ '^usage_events_y\d{4}m\d{2}$'
          and to_date(substring(c.relname from 'y(\d{4}m\d{2})$'), 'YYYY"m"MM') < month
        order by c.relname
    loop
        execute format($f$
            insert into usage_levels (subscription_id, metric_id, facet, level)
            select h.subscription_id, h.metric_id, h.facet, sum(h.total)
            from %I h join billable_metrics m on m.id = h.metric_id and m.aggregation = 'weighted_sum'
            group by h.subscription_id, h.metric_id, h.facet
            on conflict (subscription_id, metric_id, facet) do update set level = usage_levels.level + excluded.level
            $f$, 'usage_hours_' || old.suffix);
        execute format('drop table %I', 'usage_events_' || old.suffix);
        execute format('drop table %I', 'usage_hours_' || old.suffix);
        dropped := dropped + 1;
    end loop;
    return dropped;
end
$$;
