package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.DocParts.answer;
import static io.tollgate.billing.invoice.DocParts.user;
import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.refusal;

import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@code /billing/account}. */
final class AccountDocs {

    private static final String TAG = "Invoices";

    private AccountDocs() {}

    static void show(Builder operation) {
        user(operation, TAG)
                .operationId("getBillingAccount")
                .summary("How one is billed: currency, time zone, address, balances, taxes, coupons")
                .response(answer("200", AccountView.class));
    }

    static void change(Builder operation) {
        user(operation, TAG)
                .operationId("changeBillingAccount")
                .summary("Change how one is billed")
                .description(
                        "What is not sent stays as it is, null clears it (RFC 7396). Invoices that are issued keep what they say. The "
                                + "currency can be chosen until there is an invoice or a balance.")
                .requestBody(body(
                        AccountPatch.class,
                        "{\"name\": \"Ada Lovelace Ltd\", \"line1\": \"12 St James's Square\", \"city\": \"London\", "
                                + "\"country\": \"GB\", \"time_zone\": \"Europe/London\"}"))
                .response(answer("200", AccountView.class))
                .response(refusal("409", "`currency_settled`"))
                .response(refusal("422", "`validation_failed`"));
    }
}
