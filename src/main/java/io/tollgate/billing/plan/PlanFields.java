package io.tollgate.billing.plan;

import io.tollgate.billing.pricing.ProrationMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the fields of a plan may hold, in one place for both requests. */
final class PlanFields {

    /** Anything readable. Control characters neither print nor, some of them, fit into the database. */
    static final String TEXT = " *+[^\\p{Cntrl}\\s\\p{Cs}][^\\p{Cntrl}\\p{Cs}]*+";

    static final String TEXT_MESSAGE = "Must hold readable text";

    static final String CODE = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    static final String CODE_MESSAGE = "Must be 1 to 100 letters, digits, dots, dashes or underscores";

    static final String PERIOD = "daily|weekly|monthly|quarterly|yearly";
    static final String PERIOD_MESSAGE = "Must be daily, weekly, monthly, quarterly or yearly";

    /** Three years of days; for other units {@link PlanDraft} knows less. */
    static final long MAX_INTERVALS = 1095;

    static final String TIER = "FREE|PRO|VIP";
    static final String TIER_MESSAGE = "Must be FREE, PRO or VIP";

    static final String TRIAL_END = "cancel|pause|create_invoice";
    static final String TRIAL_END_MESSAGE = "Must be cancel, pause or create_invoice";

    static final String ANCHOR = "anniversary|calendar";
    static final String ANCHOR_MESSAGE = "Must be anniversary or calendar";

    static final String PRORATION = "day|second|fixed_30";
    static final String PRORATION_MESSAGE = "Must be day, second or fixed_30";

    static final String CHANGE_ANCHOR = "by_interval|keep|reset";
    static final String CHANGE_ANCHOR_MESSAGE = "Must be by_interval, keep or reset";

    static final String DOWNGRADE = "period_end|now";
    static final String DOWNGRADE_MESSAGE = "Must be period_end or now";

    /** Stripe takes eight digits. */
    static final long MAX_CENTS = 99_999_999;

    /** Stripe takes two years. */
    static final long MAX_TRIAL_DAYS = 730;

    static final String DEFAULT_CURRENCY = "USD";

    private PlanFields() {}

    /** What is absent stays as it is. */
    static BillingRules rules(
            BillingRules before,
            @Nullable String anchor,
            @Nullable String proration,
            @Nullable String changeAnchor,
            @Nullable String downgrade) {
        return new BillingRules(
                or(BillingRules.Anchor.class, anchor, before.anchor()),
                or(ProrationMode.class, proration, before.proration()),
                or(BillingRules.AfterChange.class, changeAnchor, before.afterChange()),
                or(BillingRules.Downgrade.class, downgrade, before.downgrade()));
    }

    private static <E extends Enum<E>> E or(Class<E> type, @Nullable String word, E otherwise) {
        return word == null ? otherwise : BillingRules.choice(type, word);
    }

    static String currency(String code) {
        return code.toUpperCase(Locale.ROOT);
    }
}
