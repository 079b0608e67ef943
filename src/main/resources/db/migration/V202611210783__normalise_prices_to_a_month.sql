-- What a price of every so many days, weeks, … comes to per month, in fractions of a minor unit. A year has 365.25 days.
create function monthly_cents(price_cents bigint, billing_period text, interval_count int) returns numeric
    language sql immutable as
$$
select case billing_period
           when 'daily' then price_cents * 365.25 / 12
           when 'weekly' then price_cents * 365.25 / 84
           when 'monthly' then price_cents::numeric
           when 'quarterly' then price_cents / 3.0
           when 'yearly' then price_cents / 12.0
       end / interval_count
$$;

create index payments_paid_at_idx on payments (paid_at) where paid_at is not null;
create index refunds_created_at_idx on refunds (created_at);
