package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.Bills.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.billing.invoice.Bills.Answer;
import io.tollgate.billing.invoice.Bills.Customer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom invoices are made out to, their coupons and what they have left. */
class BillingAccountTest extends BillsFixture {

    @Test
    void choosesTheCurrencyUntilThereIsAnInvoice() {
        Customer customer = bills.customer();
        assertThat(patch(customer, "{\"currency\": \"eur\"}").text("currency")).isEqualTo("EUR");
        assertThat(patch(customer, "{\"currency\": \"USD\"}").text("currency")).isEqualTo("USD");
        Invoice _ = invoices.issue(draft(customer, 0, 1900)).block();
        assertThat(patch(customer, "{\"currency\": \"EUR\"}").text("code")).isEqualTo("currency_settled");
        Answer cleared = patch(customer, "{\"currency\": \"USD\", \"name\": \"Ada\", \"tax_id\": \"GB 1\"}");
        assertThat(cleared.body().at("/buyer/name").asString()).isEqualTo("Ada");
        assertThat(patch(customer, "{\"name\": null}").body().at("/buyer/name").isNull())
                .isTrue();
        assertThat(patch(customer, "{}").body().at("/buyer/tax_id").asString()).isEqualTo("GB 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"currency\": \"XXX\"}",
                "{\"currency\": null}",
                "{\"currency\": 5}",
                "{\"time_zone\": \"Mars/Phobos\"}",
                "{\"time_zone\": \"+25:00\"}",
                "{\"country\": \"de\"}",
                "{\"country\": \"ZZ\"}",
                "{\"name\": \"\"}",
                "{\"name\": \"a\\u0000b\"}",
                "{\"name\": \"a\\u202eb\"}",
                "{\"line1\": \"two\\nlines\"}",
                "{\"tax_id\": \"<script>\"}",
                "{\"credit\": 100000}",
                "{\"wallet\": 100000}",
                "{\"taxes\": []}"
            })
    void refusesWhatIsNoAccount(String body) {
        assertThat(patch(bills.customer(), body).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"percent\": 0",
                "\"percent\": 100.1",
                "\"percent\": 1e2000000000",
                "\"percent\": 1e-2000000000",
                "\"percent\": 10, \"amount\": 100, \"currency\": \"USD\"",
                "\"amount\": 100",
                "\"amount\": -1, \"currency\": \"USD\"",
                "\"amount\": 9223372036854775807, \"currency\": \"USD\"",
                "\"percent\": 10, \"uses\": 0",
                "\"percent\": 10, \"scope\": \"plan\"",
                "\"percent\": 10, \"codes\": [\"pro\"]",
                "\"percent\": 10, \"scope\": \"plan\", \"codes\": [null]",
                "\"percent\": 10, \"scope\": \"plan\", \"codes\": [\"a b\"]",
                "\"percent\": 10, \"redeem_by\": \"2001-01-01T00:00:00Z\"",
                "\"percent\": 10, \"redeem_by\": \"+999999999-01-01T00:00:00Z\"",
                "\"percent\": 10, \"max_redemptions\": 0",
                "\"percent\": 10, \"redemptions\": 0"
            })
    void refusesWhatIsNoCoupon(String fields) {
        Answer answer = bills.post("/admin/coupons", "{\"code\": \"C\", \"name\": \"n\", " + fields + "}");
        assertThat(answer.status()).isBetween(400, 422);
    }

    /** PostgreSQL has no place for 20,000 decimals, were they all zeros. */
    @Test
    void takesNoughtPercentHoweverItIsWritten() {
        String code = ("z" + UUID.randomUUID()).substring(0, 20);

        Answer tax =
                bills.post("/admin/tax-rates", "{\"code\": \"" + code + "\", \"name\": \"n\", \"percent\": 0e-20000}");

        assertThat(tax.status()).isEqualTo(201);
        assertThat(tax.text("percent")).isEqualTo("0");
    }

    @Test
    void keepsOneCouponAndOneTaxRateOfACode() {
        String coupon = bills.coupon("\"percent\": 10");
        String again = "{\"code\": \"%s\", \"name\": \"Other\", \"percent\": %d}";
        Answer second = bills.post("/admin/coupons", again.formatted(coupon, 90));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text("code")).isEqualTo("coupon_code_taken");

        String rate = "vat-" + UUID.randomUUID();
        assertThat(bills.post("/admin/tax-rates", again.formatted(rate, 19)).status())
                .isEqualTo(201);
        Answer other = bills.post("/admin/tax-rates", again.formatted(rate, 7));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("code")).isEqualTo("tax_rate_code_taken");
    }

    @Test
    void taxesNobodyAtARateThatIsNotThere() {
        Customer customer = bills.customer();
        bills.tax(customer, "19");
        String path = "/admin/billing-accounts/%s/tax-rates".formatted(customer.id());
        Answer before = bills.get(bills.admin(), "/admin/billing-accounts/" + customer.id());

        Answer assigned = bills.send(bills.admin(), "PUT", path, "{\"codes\": [\"vat-nowhere\"]}");
        Answer archived = bills.send(bills.admin(), "DELETE", "/admin/tax-rates/vat-nowhere", "");

        for (Answer answer : List.of(assigned, archived)) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text("code")).isEqualTo("tax_rate_not_found");
        }
        assertThat(bills.get(bills.admin(), "/admin/billing-accounts/" + customer.id()))
                .isEqualTo(before);
        assertThat(before.body().at("/taxes")).isNotEmpty();
    }

    @Test
    void givesACouponToAsManyAsItIsFor() {
        String code = bills.coupon("\"percent\": 10, \"max_redemptions\": 3");
        List<Customer> customers =
                IntStream.range(0, 8).mapToObj(_ -> bills.customer()).toList();

        List<Answer> answers = AtOnce.times(8, i -> bills.apply(customers.get(i), code));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(3);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .extracting(answer -> answer.text("code"))
                .containsOnly("coupon_not_redeemable");
        Customer one = bills.customer();
        String free = bills.coupon("\"percent\": 10");
        Answer applied = bills.apply(one, free.toLowerCase(Locale.ROOT));
        assertThat(bills.apply(one, free).text("code")).isEqualTo("coupon_already_applied");
        String held = applied.body().at("/coupons/0/id").asString();
        String path = "/admin/billing-accounts/%s/coupons/%s".formatted(one.id(), held);
        assertThat(bills.send(bills.admin(), "DELETE", path, "").status()).isEqualTo(204);
        assertThat(bills.send(bills.admin(), "DELETE", path, "").text("code")).isEqualTo("coupon_not_found");
        Bills.ok(bills.send(bills.admin(), "DELETE", "/admin/coupons/" + free, ""));
        assertThat(bills.apply(one, free).text("code")).isEqualTo("coupon_not_redeemable");
        assertThat(bills.apply(one, "nope").text("code")).isEqualTo("coupon_not_found");
        assertThat(bills.send(bills.admin(), "DELETE", "/admin/coupons/%00", "").status())
                .isBetween(400, 404);
    }

    @Test
    void takesNoMoreFromABalanceThanIsThere() {
        Customer customer = bills.customer();
        bills.give(customer, "wallet", 500);
        String path = "/admin/billing-accounts/%s/adjustments".formatted(customer.id());
        String taken = "{\"fund\": \"wallet\", \"amount\": -200, \"currency\": \"USD\", \"reason\": \"mistake\"}";

        List<Answer> answers = AtOnce.times(6, _ -> bills.post(path, taken));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(2);
        assertThat(bills.balance(customer, "wallet")).isEqualTo(100);
        assertThat(bills.post(path, taken.replace("USD", "EUR").replace("-", ""))
                        .text("code"))
                .isEqualTo("currency_settled");
        assertThat(bills.post(path, taken.replace("-200", "0")).status()).isEqualTo(422);
        assertThat(bills.post("/admin/billing-accounts/%s/adjustments".formatted(UUID.randomUUID()), taken)
                        .text("code"))
                .isEqualTo("user_not_found");
        assertThat(bills.get(bills.admin(), "/admin/billing-accounts/%s/entries".formatted(customer.id()))
                        .number("total"))
                .isEqualTo(3);
        Answer terms = bills.send(
                bills.admin(), "PUT", "/admin/billing-accounts/%s/terms".formatted(customer.id()), "{\"days\": 30}");
        assertThat(terms.number("payment_terms_days")).isEqualTo(30);
        Invoice issued = invoices.issue(draft(customer, 0, 1900)).block();
        assertThat(issued.dueAt()).isEqualTo(issued.issuedAt().plusSeconds(30 * 86_400L));
        assertThat(bills.faults()).isEmpty();
    }

    private Answer patch(Customer customer, String body) {
        return bills.send(customer.user(), "PATCH", "/billing/account", body);
    }
}
