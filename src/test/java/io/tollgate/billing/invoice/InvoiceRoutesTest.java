package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.Bills.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.invoice.Bills.Answer;
import io.tollgate.billing.invoice.Bills.Customer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

class InvoiceRoutesTest extends BillsFixture {

    @Test
    void showsOnesOwnInvoicesAndNobodyElses() {
        Customer customer = bills.customer();
        Invoice first = invoices.issue(draft(customer, 0, 1900)).block();
        Invoice second = invoices.issue(draft(customer, 1, 0)).block();
        String path = "/billing/invoices/" + first.id();

        Answer mine = bills.get(customer.user(), "/billing/invoices?limit=1");
        assertThat(mine.number("total")).isEqualTo(2);
        assertThat(mine.body().at("/data/0/number").asString()).isEqualTo(second.number());
        assertThat(bills.get(customer.user(), "/billing/invoices?status=open").number("total"))
                .isEqualTo(1);
        assertThat(bills.get(customer.user(), "/billing/invoices?status=x").status())
                .isEqualTo(422);
        Answer detail = bills.get(customer.user(), path);
        assertThat(detail.body().at("/lines/0/amount").asLong()).isEqualTo(1900);
        assertThat(detail.number("amount_open")).isEqualTo(1900);

        Customer stranger = bills.customer();
        for (String suffix : List.of("", "/pdf")) {
            Answer foreign = bills.get(stranger.user(), path + suffix);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(foreign.text("code"))
                    .isEqualTo(bills.get(stranger.user(), "/billing/invoices/" + UUID.randomUUID() + suffix)
                            .text("code"));
        }
        assertThat(bills.get(stranger.user(), "/billing/invoices").number("total"))
                .isZero();
        assertThat(bills.get(stranger.user(), "/billing/invoices/x").status()).isEqualTo(422);
        assertThat(bills.get(stranger.user(), "/admin/invoices/" + first.id()).status())
                .isEqualTo(403);
        assertThat(bills.get(bills.admin(), "/admin/invoices?user_id=" + customer.id())
                        .number("total"))
                .isEqualTo(2);
        assertThat(bills.get(bills.admin(), "/admin/invoices?number=" + first.number())
                        .number("total"))
                .isEqualTo(1);
        assertThat(bills.get(bills.admin(), "/admin/invoices?number=%00").status())
                .isBetween(400, 422);
        assertThat(bills.get(customer.user(), "/me/export").body().path("invoices"))
                .hasSize(2);
    }

    @Test
    void printsWhatIsOnTheInvoiceEachTimeTheSame() throws IOException {
        Customer customer = bills.customer();
        bills.tax(customer, "19");
        Bills.ok(bills.send(customer.user(), "PATCH", "/billing/account", """
                {"name": "Žofie Ångström Ελλάδα 東京 \\ud83d\\ude00", "city": "Köln", "country": "DE", "time_zone": "Europe/Berlin"}"""));
        Bills.ok(bills.apply(customer, bills.coupon("\"percent\": 10")));
        long[] many = new long[60];
        Arrays.fill(many, 1234);
        Invoice issued = invoices.issue(draft(customer, 0, many)).block();
        Bills.ok(bills.credit(issued, "\"amount\": 500"));

        byte[] pdf = pdf(customer, issued);

        assertThat(pdf(customer, issued)).isEqualTo(pdf);
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isGreaterThan(1);
            String text = new PDFTextStripper().getText(document);
            assertThat(text)
                    .contains(issued.number(), "Žofie Ångström Ελλάδα ??", "Köln", "12.34", "VAT 19 %")
                    .contains("740.40 USD", "-74.04 USD", "126.61 USD", "792.97 USD", "Credit note CN-", "goodwill")
                    .contains("2027-01-01 to 2027-01-31");
        }
    }

    private byte[] pdf(Customer customer, Invoice invoice) {
        return customer.user()
                .authorized(http)
                .get()
                .uri("/billing/invoices/{id}/pdf", invoice.id())
                .accept(MediaType.APPLICATION_PDF)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PDF)
                .expectBody()
                .returnResult()
                .getResponseBody();
    }

    @Test
    void tellsTheProductsOwnSystems() {
        Answer endpoint = bills.post(
                "/admin/webhook-endpoints",
                "{\"url\": \"http://127.0.0.1:9/\", \"event_types\": [\"invoice.finalized\", \"invoice.paid\", "
                        + "\"invoice.voided\", \"invoice.credited\", \"invoice.uncollectible\"]}");
        Bills.ok(endpoint);
        Customer customer = bills.customer();

        Invoice open = invoices.issue(draft(customer, 0, 1900)).block();
        Bills.ok(bills.credit(open, "\"amount\": 100"));
        Bills.ok(bills.post("/admin/invoices/%s/uncollectible".formatted(open.id()), ""));
        Bills.ok(bills.post("/admin/invoices/%s/void".formatted(open.id()), ""));
        Invoice _ = invoices.issue(draft(customer, 1, 0)).block();

        assertThat(bills
                        .query("select type from webhook_messages where user_id = '%s' order by created_at, id"
                                .formatted(customer.id()))
                        .stream()
                        .map(row -> row.get("type")))
                .containsExactlyInAnyOrder(
                        "invoice.finalized",
                        "invoice.credited",
                        "invoice.uncollectible",
                        "invoice.voided",
                        "invoice.finalized",
                        "invoice.paid");
        Bills.ok(bills.send(
                bills.admin(),
                "DELETE",
                "/admin/webhook-endpoints/" + endpoint.body().at("/endpoint/id").asString(),
                ""));
    }

    @Test
    void makesNoCouponForWhatNobodySells() {
        for (String scope : List.of("plan", "metric")) {
            Answer refused = bills.post(
                    "/admin/coupons",
                    "{\"code\": \"NONE\", \"name\": \"None\", \"percent\": 10, \"scope\": \"%s\", \"codes\": [\"pro\", \"none-such\"]}"
                            .formatted(scope));
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.body().at("/errors/codes").asString())
                    .startsWith("There is no " + scope)
                    .contains("none-such");
        }
    }
}
