package io.tollgate.admin.stats;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A small business of early 2020, in the currencies QXA and QXB, as rows. */
final class SmallBusiness {

    private static final String MONTHLY = "00000000-0000-0000-0000-0000000000a1";

    private static final String YEARLY = "00000000-0000-0000-0000-0000000000a2";

    private static final String WEEKLY = "00000000-0000-0000-0000-0000000000a3";

    private static final String EUROS = "00000000-0000-0000-0000-0000000000a4";

    private static final String ANN = "00000000-0000-0000-0000-0000000000b1";

    private static final String BEN = "00000000-0000-0000-0000-0000000000b2";

    private static final String CAT = "00000000-0000-0000-0000-0000000000b3";

    private static final String CATS_NEXT = "00000000-0000-0000-0000-0000000000b4";

    private SmallBusiness() {}

    /** @param five users who have nothing yet: one live subscription each */
    static String story(List<String> five) {
        return plans() + subscriptions(five) + money(five.getFirst()) + coupons(five.get(3), five.get(4));
    }

    private static String plans() {
        String plan = UUID.randomUUID().toString();
        return """
                insert into plans (id, code, name, tier, is_active, version, created_at, updated_at)
                values ('%1$s', '%1$s', 'Any', 'PRO', false, 1, '2020-01-01', '2020-01-01');
                insert into plan_versions (id, plan_id, number, price_cents, currency, billing_period, interval_count, created_at)
                values ('%2$s', '%1$s', 1, 3000, 'QXA', 'monthly', 1, '2020-01-01'),
                       ('%3$s', '%1$s', 2, 12000, 'QXA', 'yearly', 1, '2020-01-01'),
                       ('%4$s', '%1$s', 3, 700, 'QXA', 'weekly', 1, '2020-01-01'),
                       ('%5$s', '%1$s', 4, 900, 'QXB', 'monthly', 2, '2020-01-01');
                """.formatted(plan, MONTHLY, YEARLY, WEEKLY, EUROS);
    }

    private static String subscriptions(List<String> users) {
        return begun(ANN, users.get(0), MONTHLY, "active", "2020-01-10")
                + begun(BEN, users.get(1), MONTHLY, "trialing", "2020-01-20")
                + changed(BEN, "status = 'active'", "2020-02-03")
                + begun(CAT, users.get(2), WEEKLY, "active", "2020-02-05")
                + begun("00000000-0000-0000-0000-0000000000b5", users.get(3), EUROS, "active", "2020-02-06")
                + begun(CATS_NEXT, users.get(4), MONTHLY, "active", "2020-03-01")
                + changed(CAT, "status = 'canceled', replaced_by = '" + CATS_NEXT + "'", "2020-03-01")
                + changed(BEN, "status = 'past_due'", "2020-03-03")
                + changed(BEN, "status = 'active'", "2020-03-10")
                + changed(ANN, "plan_version_id = '" + YEARLY + "'", "2020-03-15")
                // Not a change: what was is not forgotten.
                + changed(ANN, "checked_until = now()", "2020-04-01")
                + changed(ANN, "status = 'canceled', ended_at = '2020-05-02'", "2020-05-02");
    }

    private static String money(String user) {
        return """
                insert into payments (id, user_id, provider, provider_invoice_id, amount_cents, currency, status, failed_attempt,
                                      paid_at, created_at, updated_at)
                values ('%2$s', '%1$s', 'stripe', 'in_qx1', 3000, 'QXA', 'succeeded', 0, '2020-02-03', '2020-02-03', now()),
                       ('00000000-0000-0000-0000-0000000000c2', '%1$s', 'stripe', 'in_qx2', 3000, 'QXA', 'partially_refunded', 1,
                        '2020-03-10', '2020-03-03', now()),
                       ('00000000-0000-0000-0000-0000000000c3', '%1$s', 'stripe', 'in_qx3', 3000, 'QXA', 'succeeded', 2,
                        '2020-05-05', '2020-04-03', now()),
                       ('00000000-0000-0000-0000-0000000000c4', '%1$s', 'stripe', 'in_qx4', 3000, 'QXA', 'canceled', 2,
                        null, '2020-04-03', now());
                insert into refunds (id, payment_id, amount_cents, currency, status, created_at, updated_at)
                values ('00000000-0000-0000-0000-0000000000d1', '00000000-0000-0000-0000-0000000000c2', 500, 'QXA', 'succeeded',
                        '2020-03-20', now()),
                       ('00000000-0000-0000-0000-0000000000d2', '00000000-0000-0000-0000-0000000000c2', 500, 'QXA', 'failed',
                        '2020-03-20', now());
                insert into invoices select * from jsonb_populate_record(null::invoices, jsonb_build_object(
                    'id', '00000000-0000-0000-0000-0000000000e1', 'user_id', '%1$s', 'kind', 'period', 'provider', 'manual',
                    'series', 'qx', 'sequence', 1, 'number', 'qx-1', 'currency', 'QXA', 'period_start', '2020-03-01',
                    'period_end', '2020-04-01', 'time_zone', 'UTC', 'usage_sequence', 0, 'seller', '{}', 'buyer', '{}',
                    'line_count', 0, 'subtotal', 8000, 'discount', 0, 'tax', 0, 'total', 8000, 'discounts', '[]', 'taxes', '[]',
                    'credit_applied', 0, 'wallet_applied', 0, 'carried_in', 0, 'carried_out', 0, 'credit_created', 0,
                    'amount_due', 8000, 'issued_at', '2020-04-01', 'due_at', '2020-04-15', 'created_at', '2020-04-01',
                    'status', 'open', 'amount_paid', 3000, 'amount_credited', 1000, 'credited_net', 1000, 'credited_tax', 0,
                    'amount_refunded', 0, 'written_off', 0));
                insert into invoice_payments (id, invoice_id, provider, provider_payment_id, amount, excess, paid_at)
                values ('00000000-0000-0000-0000-0000000000f1', '00000000-0000-0000-0000-0000000000e1', 'manual', 'qx', 3000, 0,
                    '2020-04-20');
                insert into credit_notes select * from jsonb_populate_record(null::credit_notes, jsonb_build_object(
                    'id', '00000000-0000-0000-0000-0000000000f2', 'series', 'qxc', 'sequence', 1, 'number', 'qxc-1',
                    'invoice_id', '00000000-0000-0000-0000-0000000000e1', 'user_id', '%1$s', 'currency', 'QXA', 'reason', 'x',
                    'net', 1000, 'tax', 0, 'total', 1000, 'offset_amount', 1000, 'balance_amount', 0, 'refund_amount', 0,
                    'issued_at', '2020-06-10'));
                """.formatted(user, "00000000-0000-0000-0000-0000000000c1");
    }

    /** Half of everything from March to May; none of it is known to Stripe. */
    private static String coupons(String user, String ofStripe) {
        return """
                insert into coupons (id, code, name, percent, scope, created_at)
                values ('00000000-0000-0000-0000-0000000000a9', '%1$s', 'Half', 50, 'general', '2020-01-01');
                insert into applied_coupons (id, coupon_id, user_id, applied_at, ended_at)
                values ('%2$s', '00000000-0000-0000-0000-0000000000a9', '%3$s', '2020-03-15', '2020-06-02'),
                       ('%4$s', '00000000-0000-0000-0000-0000000000a9', '%5$s', '2020-03-15', null);
                update subscriptions set engine = true where user_id = '%3$s';
                """.formatted(
                        "QX" + user.toUpperCase(Locale.ROOT), UUID.randomUUID(), user, UUID.randomUUID(), ofStripe);
    }

    private static String begun(String id, String user, String version, String status, String day) {
        return """
                insert into subscriptions (id, user_id, plan_version_id, provider, status, started_at, created_at, updated_at)
                values ('%s', '%s', '%s', 'manual', '%s', '%5$s', '%5$s', '%5$s');
                """.formatted(id, user, version, status, day);
    }

    private static String changed(String id, String set, String day) {
        return "update subscriptions set %s, updated_at = '%s' where id = '%s';\n".formatted(set, day, id);
    }
}
