package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.exception.StripeException;
import com.stripe.model.checkout.Session;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hosted page as a browser uses it. */
final class CheckoutPageTest {
    private final EmulatorFixture fixture = new EmulatorFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void showsThePlanAndTheButtons() throws StripeException {
        var page = browse(path(fixture.session("payer@example.com")));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Pro / month", "19.00 USD", ">Pay<", ">Decline<", "https://shop.example.com/cancelled");
    }

    @Test
    void payingLeadsBackToTheShop() throws StripeException {
        var session = fixture.session("payer@example.com");
        var paid = submit(path(session), "action=pay");
        assertThat(paid.statusCode()).isEqualTo(303);
        assertThat(paid.headers().firstValue("location"))
                .hasValue("https://shop.example.com/done?session=" + session.getId());
        var done = fixture.stripe.v1().checkout().sessions().retrieve(session.getId());
        assertThat(done.getStatus()).isEqualTo("complete");
        assertThat(done.getUrl()).isNull();
        assertThat(browse(path(session)).body()).contains("complete");
    }

    @Test
    void decliningStaysOnThePage() throws StripeException {
        var session = fixture.session("payer@example.com");
        var declined = submit(path(session), "action=decline");
        assertThat(declined.statusCode()).isEqualTo(402);
        assertThat(declined.body()).contains("Your card was declined.", ">Pay<");
        assertThat(submit(path(session), "action=pay").statusCode()).isEqualTo(303);
    }

    @Test
    void asksAStrangerForAnAddress() throws StripeException {
        var params = EmulatorFixture.checkoutOf(fixture.price("Pro", 1900).getId());
        var session = fixture.stripe.v1().checkout().sessions().create(params.build());
        assertThat(submit(path(session), "action=pay").statusCode()).isEqualTo(400);
        assertThat(submit(path(session), "action=pay&email=new%40example.com").statusCode())
                .isEqualTo(303);
        var customer = fixture.stripe.v1().customers().list().getData().getFirst();
        assertThat(customer.getEmail()).isEqualTo("new@example.com");
    }

    @Test
    void saysThatASessionHasExpired() throws StripeException {
        var session = fixture.session("payer@example.com");
        fixture.controls.expire(session.getId());
        assertThat(browse(path(session)).statusCode()).isEqualTo(410);
        assertThat(submit(path(session), "action=pay").statusCode()).isEqualTo(410);
    }

    @Test
    void escapesNames() throws StripeException {
        var price = fixture.price("<script>alert(1)</script>", 100);
        var session = fixture.stripe
                .v1()
                .checkout()
                .sessions()
                .create(EmulatorFixture.checkoutOf(price.getId()).build());
        assertThat(browse(path(session)).body()).doesNotContain("<script>");
        assertThat(browse("/").body()).doesNotContain("<script>");
    }

    @Test
    void listsWhatExists() throws StripeException {
        var session = fixture.session("payer@example.com");
        var subscription = fixture.controls.pay(session.getId());
        assertThat(browse("/").body()).contains(session.getId(), subscription, "invoice.paid", "19.00 USD");
    }

    private static String path(Session session) {
        return "/checkout/" + session.getId();
    }

    private HttpResponse<String> browse(String path) {
        return fixture.send(fixture.anonymous(path).GET());
    }

    private HttpResponse<String> submit(String path, String form) {
        return fixture.send(fixture.anonymous(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }
}
