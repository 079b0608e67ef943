package io.tollgate.admin.stats;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * One month in one currency. What is said of a month's end is, for the month that runs, said of now.
 *
 * @param mrrCents base prices of those that are active or past due at the month's end, each brought to a month and less what the
 *     coupons in their customers' hands will take off it; neither usage nor taxes, nor coupons that only Stripe knows
 * @param active at the month's end, past due included
 * @param trialing at the month's end
 * @param started became active for the first time
 * @param trials began a trial
 * @param churned ended after having been active, and no other took their place
 * @param churnedMrrCents what those would have brought per month
 * @param invoicedCents what was invoiced less credit notes and voided invoices, each in the month in which it was made, before tax;
 *     of Stripe's invoices what they come to, without those that are void by now
 * @param collectedCents what was paid, before anything went back
 * @param refundedCents what went back, of payments of any month
 * @param overdueCents owed at the month's end: due, or tried in vain, and paid later or not at all
 */
record MonthStats(
        @Schema(example = "2026-11") String month,
        @Schema(example = "USD") String currency,
        @Schema(example = "412300") long mrrCents,
        @Schema(example = "217") long active,
        @Schema(example = "12") long trialing,
        @Schema(example = "31") long started,
        @Schema(example = "18") long trials,
        @Schema(example = "9") long churned,
        @Schema(example = "17100") long churnedMrrCents,
        @Schema(example = "431900") long invoicedCents,
        @Schema(example = "409100") long collectedCents,
        @Schema(example = "3800") long refundedCents,
        @Schema(example = "5700") long overdueCents) {}
