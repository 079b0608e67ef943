package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.DocParts.admin;
import static io.tollgate.billing.invoice.DocParts.answer;
import static io.tollgate.billing.invoice.DocParts.idempotent;
import static io.tollgate.billing.invoice.DocParts.list;
import static io.tollgate.billing.invoice.DocParts.path;
import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.refusal;

import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@code /admin/coupons} and {@code /admin/tax-rates}. */
final class CatalogueDocs {

    private static final String COUPONS = "Administration: coupons";
    private static final String TAXES = "Administration: tax rates";

    private CatalogueDocs() {}

    static void listCoupons(Builder operation) {
        list(admin(operation, COUPONS), CouponView.class)
                .operationId("adminListCoupons")
                .summary("All coupons, the newest first (administrators)")
                .response(refusal("422", "`validation_failed`"));
    }

    static void createCoupon(Builder operation) {
        admin(operation, COUPONS)
                .operationId("adminCreateCoupon")
                .summary("Make a coupon (administrators)")
                .description(
                        "Either `amount` with `currency`, or `percent`. `uses`: on how many invoices it takes something off, null for "
                                + "all. Scope `plan` or `metric` with the `codes` of those it is for, which must exist. "
                                + "At most `max_redemptions` customers get it, until `redeem_by`.")
                .parameter(idempotent())
                .requestBody(body(
                        CouponRequest.class,
                        "{\"code\": \"LAUNCH\", \"name\": \"Launch discount\", \"percent\": 20, \"uses\": 3}"))
                .response(answer("201", CouponView.class))
                .response(refusal("409", "`coupon_code_taken`"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void endCoupon(Builder operation) {
        admin(operation, COUPONS)
                .operationId("adminEndCoupon")
                .summary("End a coupon (administrators)")
                .description("Nobody gets it any more; who has it keeps it.")
                .parameter(path("code", String.class))
                .response(answer("200", CouponView.class))
                .response(refusal("404", "`coupon_not_found`"));
    }

    static void listRates(Builder operation) {
        list(admin(operation, TAXES), TaxRateView.class)
                .operationId("adminListTaxRates")
                .summary("All tax rates (administrators)")
                .response(refusal("422", "`validation_failed`"));
    }

    static void createRate(Builder operation) {
        admin(operation, TAXES)
                .operationId("adminCreateTaxRate")
                .summary("Make a tax rate (administrators)")
                .description("It is added to prices. A rate never changes: make another one instead.")
                .parameter(idempotent())
                .requestBody(
                        body(TaxRateRequest.class, "{\"code\": \"de-vat-19\", \"name\": \"VAT\", \"percent\": 19}"))
                .response(answer("201", TaxRateView.class))
                .response(refusal("409", "`tax_rate_code_taken`"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void archiveRate(Builder operation) {
        admin(operation, TAXES)
                .operationId("adminArchiveTaxRate")
                .summary("Archive a tax rate (administrators)")
                .description("No account gets it any more; who has it keeps it.")
                .parameter(path("code", String.class))
                .response(answer("200", TaxRateView.class))
                .response(refusal("404", "`tax_rate_not_found`"));
    }
}
