package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.DocParts.admin;
import static io.tollgate.billing.invoice.DocParts.answer;
import static io.tollgate.billing.invoice.DocParts.idempotent;
import static io.tollgate.billing.invoice.DocParts.path;
import static io.tollgate.billing.invoice.DocParts.sensitive;
import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.refusal;

import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@code /admin/billing-accounts}. */
final class AdminAccountDocs {

    private static final String TAG = "Administration: billing accounts";
    private static final String UNKNOWN = "`user_not_found`";

    private AdminAccountDocs() {}

    static void show(Builder operation) {
        account(admin(operation, TAG))
                .operationId("adminGetBillingAccount")
                .summary("How a customer is billed (administrators)")
                .response(answer("200", AccountView.class))
                .response(refusal("404", UNKNOWN))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"));
    }

    static void entries(Builder operation) {
        DocParts.list(account(admin(operation, TAG)), EntryView.class)
                .operationId("adminListBalanceEntries")
                .summary(
                        "How a customer's credit and wallet came to be what they are, the newest first (administrators)")
                .response(refusal("404", UNKNOWN))
                .response(refusal("422", "`validation_failed`"));
    }

    static void adjust(Builder operation) {
        account(sensitive(operation, TAG))
                .operationId("adminAdjustBalance")
                .summary("Give credit or take it (administrators)")
                .description(
                        "Credit pays invoices first, the wallet after it. Below zero takes, as far as there is something.")
                .parameter(idempotent())
                .requestBody(
                        body(
                                Adjustment.class,
                                "{\"fund\": \"wallet\", \"amount\": 5000, \"currency\": \"USD\", \"reason\": \"Paid in advance\"}"))
                .response(answer("200", AccountView.class))
                .response(refusal("404", UNKNOWN))
                .response(refusal("409", "`balance_too_low` with `balance`, `currency_settled`"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void setTerms(Builder operation) {
        account(admin(operation, TAG))
                .operationId("adminSetPaymentTerms")
                .summary("Set when a customer's invoices are due (administrators)")
                .description("In days after they are issued; null for what is configured.")
                .requestBody(body(AccountBodies.Terms.class, "{\"days\": 30}"))
                .response(answer("200", AccountView.class))
                .response(refusal("404", UNKNOWN))
                .response(refusal("422", "`validation_failed`"));
    }

    static void setTaxes(Builder operation) {
        account(admin(operation, TAG))
                .operationId("adminSetTaxRates")
                .summary("Say which tax rates are added to a customer's invoices (administrators)")
                .description("These and no others, from the next invoice on.")
                .requestBody(body(AccountBodies.TaxCodes.class, "{\"codes\": [\"de-vat-19\"]}"))
                .response(answer("200", AccountView.class))
                .response(refusal("404", "`user_not_found`, `tax_rate_not_found`: unknown or archived"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void applyCoupon(Builder operation) {
        account(admin(operation, TAG))
                .operationId("adminApplyCoupon")
                .summary("Give a coupon to a customer (administrators)")
                .parameter(idempotent())
                .requestBody(body(AccountBodies.CouponCode.class, "{\"code\": \"LAUNCH\"}"))
                .response(answer("200", AccountView.class))
                .response(refusal("404", "`user_not_found`, `coupon_not_found`"))
                .response(refusal("409", "`coupon_already_applied`, `coupon_not_redeemable`, `currency_settled`"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void takeCoupon(Builder operation) {
        account(admin(operation, TAG))
                .operationId("adminTakeCoupon")
                .summary("Take a coupon from a customer (administrators)")
                .parameter(path("couponId", UUID.class))
                .response(refusal("204", "Taken"))
                .response(refusal("404", "`coupon_not_found`"))
                .response(refusal("422", "`validation_failed`: an id is not a UUID"));
    }

    private static Builder account(Builder operation) {
        return operation.parameter(path("userId", UUID.class));
    }
}
