-- PostgreSQL does not inline a function that names a dear argument in several places, but calls it for each subscription: half a
-- second of each minute at seventy thousand of them.
create or replace function monthly_cents(price_cents numeric, billing_period text, interval_count int) returns numeric
    language sql immutable as
$$
select price_cents
    * case billing_period
          when 'daily' then 365.25 when 'weekly' then 365.25 when 'monthly' then 1 when 'quarterly' then 1 when 'yearly' then 1
      end
    / (case billing_period when 'daily' then 12 when 'weekly' then 84 when 'quarterly' then 3 when 'yearly' then 12 else 1 end
        * interval_count)
$$;
