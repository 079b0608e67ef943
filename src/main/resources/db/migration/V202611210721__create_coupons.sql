create table coupons (
    id              uuid primary key,
    code            text        not null unique check (code = upper(code)),
    name            text        not null,
    -- One of the two: minor units of a currency, or a part of each line.
    amount          bigint check (amount > 0),
    currency        text,
    percent         numeric(15,12) check (percent > 0 and percent <= 100),
    -- On how many invoices it takes something off; null for all.
    uses            int check (uses between 1 and 1000),
    scope           text        not null check (scope in ('general', 'plan', 'metric')),
    codes           text[]      not null default '{}',
    -- How often it may be given away, and until when; null for no limit.
    max_redemptions int check (max_redemptions > 0),
    redemptions     int         not null default 0 check (redemptions >= 0),
    redeem_by       timestamptz,
    active          boolean     not null default true,
    created_at      timestamptz not null,
    check ((amount is null) <> (percent is null)),
    check ((amount is null) = (currency is null)),
    check ((scope = 'general') = (cardinality(codes) = 0)),
    check (max_redemptions is null or redemptions <= max_redemptions)
);

create table applied_coupons (
    id         uuid primary key,
    coupon_id  uuid        not null references coupons (id),
    user_id    uuid        not null references users (id),
    applied_at timestamptz not null,
    ended_at   timestamptz
);

-- A coupon once per user at a time.
create unique index applied_coupons_one on applied_coupons (coupon_id, user_id) where ended_at is null;
create index applied_coupons_user_idx on applied_coupons (user_id) where ended_at is null;
