-- What coupons leave of a base fee, in minor units: those in the customer's hands at the moment which the next invoice will use, in the
-- order in which invoices use them (those for the plan before general ones, the oldest first). Those for metrics are not for base fees.
create function after_coupons(price_cents bigint, of_user uuid, plan_code text, in_currency text, moment timestamptz) returns numeric
    language plpgsql stable as
$$
declare
    rest   numeric := price_cents;
    coupon record;
begin
    for coupon in
        select c.percent, c.amount
        from applied_coupons a join coupons c on c.id = a.coupon_id
        where a.user_id = of_user and a.applied_at <= moment and (a.ended_at is null or a.ended_at > moment)
          and (c.scope = 'general' or c.scope = 'plan' and plan_code = any (c.codes))
          and (c.currency is null or c.currency = in_currency)
          and (c.uses is null or c.uses > (
              select count(*) from coupon_uses u join invoices i on i.id = u.invoice_id
              where u.applied_id = a.id and i.issued_at <= moment and (i.voided_at is null or i.voided_at > moment)))
        order by c.scope = 'general', a.applied_at, a.id
    loop
        rest := greatest(rest - coalesce(rest * coupon.percent / 100, coupon.amount), 0);
    end loop;
    return rest;
end;
$$;

-- Also of a price with fractions.
drop function monthly_cents(bigint, text, int);
create function monthly_cents(price_cents numeric, billing_period text, interval_count int) returns numeric
    language sql immutable as
$$
select case billing_period
           when 'daily' then price_cents * 365.25 / 12
           when 'weekly' then price_cents * 365.25 / 84
           when 'monthly' then price_cents
           when 'quarterly' then price_cents / 3.0
           when 'yearly' then price_cents / 12.0
       end / interval_count
$$;

create index applied_coupons_all_idx on applied_coupons (user_id);
create index credit_notes_issued_idx on credit_notes (issued_at);
