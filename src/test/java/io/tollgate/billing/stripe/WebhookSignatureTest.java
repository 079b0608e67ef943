package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {

    private static final long NOW = 1_795_000_000L;
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
    private static final String BODY = "{\"id\": \"evt_1\", \"name\": \"Zoë\"}";

    private final WebhookSignature signature = new WebhookSignature(List.of("whsec_old", "whsec_new"), CLOCK);

    @ParameterizedTest
    @ValueSource(strings = {"whsec_old", "whsec_new"})
    void acceptsWhatStripesOwnLibrarySigns(String secret) throws Exception {
        String header = Webhook.Signature.generateSignatureHeader(BODY, secret, NOW);
        assertThat(valid(header)).isTrue();
        assertThat(Webhook.Signature.verifyHeader(BODY, header, secret, 300, CLOCK))
                .isTrue();
    }

    @Test
    void refusesAnotherSecretAndAnotherBody() throws Exception {
        assertThat(valid(Webhook.Signature.generateSignatureHeader(BODY, "whsec_foreign", NOW)))
                .isFalse();
        assertThat(valid(Webhook.Signature.generateSignatureHeader(BODY + " ", "whsec_new", NOW)))
                .isFalse();
    }

    @Test
    void acceptsAnyOfSeveralSignatures() throws Exception {
        String wrong = "0".repeat(64);
        assertThat(valid("t=" + NOW + ",v1=" + wrong + ",v1=" + hex(NOW) + ",v0=" + wrong))
                .isTrue();
        assertThat(valid("t=" + NOW + ", v1=" + hex(NOW)))
                .as("a space after the comma")
                .isTrue();
        assertThat(valid("v1=" + hex(NOW) + ",t=" + NOW)).isTrue();
    }

    @Test
    void looksAtVersionOneOnly() throws Exception {
        assertThat(valid("t=" + NOW + ",v0=" + hex(NOW))).isFalse();
        assertThat(valid("t=" + NOW + ",v2=" + hex(NOW))).isFalse();
    }

    @Test
    void refusesTimesFarFromNowOnBothSides() throws Exception {
        for (long t : List.of(NOW - 300, NOW, NOW + 300)) {
            assertThat(valid("t=" + t + ",v1=" + hex(t))).as("%d", t - NOW).isTrue();
        }
        for (long t : List.of(NOW - 301, NOW + 301, NOW - 86_400, NOW + 86_400)) {
            assertThat(valid("t=" + t + ",v1=" + hex(t))).as("%d", t - NOW).isFalse();
        }
    }

    @Test
    void takesTheFirstTimeThatIsGiven() throws Exception {
        assertThat(valid("t=" + NOW + ",t=1,v1=" + hex(NOW))).isTrue();
        assertThat(valid("t=1,t=" + NOW + ",v1=" + hex(NOW))).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                ",",
                "=",
                "t",
                "v1",
                "t=",
                "v1=",
                "t=abc",
                "t=abc,v1=00",
                "t=1795000000",
                "t=1795000000,v1",
                "t=1795000000,v1=",
                "t=1795000000,v1=zz",
                "t=1795000000,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8b",
                "t=-1795000000,v1=00",
                "t=99999999999999999999,v1=00",
                "t=１７９５００００００,v1=00",
                "v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd",
                "hello, world"
            })
    void saysNoToAnythingElseInsteadOfThrowing(String header) {
        assertThat(valid(header)).isFalse();
    }

    @Test
    void knowsWhatStripesOwnLibraryMakesOfThem() {
        // Why there is an own check: none of these is its SignatureVerificationException.
        assertThatThrownBy(() -> Webhook.Signature.verifyHeader(BODY, "t=abc,v1=00", "whsec_new", 300))
                .isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> Webhook.Signature.verifyHeader(BODY, "v1", "whsec_new", 300))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Webhook.Signature.verifyHeader(BODY, null, "whsec_new", 300))
                .isInstanceOf(NullPointerException.class);
    }

    private boolean valid(String header) {
        return signature.isValid(header, BODY.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(long time) throws Exception {
        return Webhook.Util.computeHmacSha256("whsec_new", time + "." + BODY);
    }
}
