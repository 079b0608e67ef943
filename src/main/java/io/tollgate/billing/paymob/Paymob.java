package io.tollgate.billing.paymob;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** What can be asked of Paymob. All calls fail with {@link PaymobFailure} and nothing else. */
@Component
public class Paymob {

    private final PaymobHttp http;
    private final PaymobProperties properties;

    Paymob(PaymobHttp http, PaymobProperties properties) {
        this.http = http;
        this.properties = properties;
    }

    public boolean configured() {
        return properties.configured();
    }

    /** Refused when there is an intention with this reference. */
    public Mono<PaymobIntention> create(NewPaymobIntention intention) {
        return authorized(intention.body(properties.integrations()), "/v1/intention/")
                .map(PaymobIntention::from);
    }

    /** Where the payer goes. */
    public String page(String clientSecret) {
        return properties.apiBase() + "/unifiedcheckout/?publicKey=" + encoded(properties.publicKey())
                + "&clientSecret=" + encoded(clientSecret);
    }

    /** The latest transaction on the intention with our reference; empty when nobody has tried to pay. */
    public Mono<PaymobTransaction> find(String reference) {
        return bearer().flatMap(bearer -> http.post(
                        "/api/ecommerce/orders/transaction_inquiry", bearer, Map.of("merchant_order_id", reference)))
                .map(Paymob::transaction)
                .onErrorResume(PaymobFailure.class, failure -> failure.unknown() ? Mono.empty() : Mono.error(failure));
    }

    /** Gives back of what a transaction has taken. Refused when so much is not left. @return the transaction it makes */
    public Mono<PaymobTransaction> refund(String transactionId, long amountCents) {
        Map<String, Object> order = Map.of("transaction_id", transactionId, "amount_cents", amountCents);
        return authorized(order, "/api/acceptance/void_refund/refund").map(Paymob::transaction);
    }

    /** With what has gone back of it. Fails where there is none. */
    public Mono<PaymobTransaction> retrieve(String transactionId) {
        return bearer().flatMap(bearer -> http.get("/api/acceptance/transactions/" + encoded(transactionId), bearer))
                .map(Paymob::transaction);
    }

    private Mono<String> bearer() {
        return properties.configured()
                ? http.post("/api/auth/tokens", "", Map.of("api_key", properties.apiKey()))
                        .map(answer -> "Bearer " + answer.path("token").asString(""))
                : Mono.error(() -> new ApiException(ErrorCode.PAYMENT_PROVIDER_UNAVAILABLE));
    }

    private Mono<JsonNode> authorized(Map<String, Object> body, String path) {
        return properties.configured()
                ? http.post(path, "Token " + properties.secretKey(), body)
                : Mono.error(() -> new ApiException(ErrorCode.PAYMENT_PROVIDER_UNAVAILABLE));
    }

    private static PaymobTransaction transaction(JsonNode json) {
        return PaymobTransaction.from(json).orElseThrow(() -> new PaymobFailure(0, "answer_unreadable"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
