package io.tollgate.billing.subscription;

import io.tollgate.TestStripe;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.client.WebClient;

/** Another program that uses the same Stripe account. */
final class ForeignShop {

    private final WebClient stripe = WebClient.builder()
            .baseUrl(TestStripe.baseUrl())
            .defaultHeaders(headers -> headers.setBearerAuth(TestStripe.SECRET_KEY))
            .build();

    /** A page for a customer that Stripe makes when it is paid. @return the session's id */
    String checkout(String price, String clientReference) {
        return create(form(price, clientReference));
    }

    String checkout(String price, String clientReference, String customer) {
        MultiValueMap<String, String> form = form(price, clientReference);
        form.add("customer", customer);
        return create(form);
    }

    private static MultiValueMap<String, String> form(String price, String clientReference) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add("mode", "subscription");
        form.add("success_url", "https://shop.example.com/done");
        form.add("line_items[0][price]", price);
        form.add("line_items[0][quantity]", "1");
        form.add("client_reference_id", clientReference);
        return form;
    }

    private String create(MultiValueMap<String, String> form) {
        return (String) stripe.post()
                .uri("/v1/checkout/sessions")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue(form)
                .retrieve()
                .bodyToMono(Map.class)
                .block()
                .get("id");
    }
}
