package io.tollgate.billing.subscription;

import io.tollgate.TestStripe;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.client.WebClient;

/** Another program that uses the same Stripe account. */
public final class ForeignShop {

    private final WebClient stripe = WebClient.builder()
            .baseUrl(TestStripe.baseUrl())
            .defaultHeaders(headers -> headers.setBearerAuth(TestStripe.SECRET_KEY))
            .build();

    /** A page for a customer that Stripe makes when it is paid. @return the session's id */
    public String checkout(String price, String clientReference) {
        return create(form(price, clientReference));
    }

    public String checkout(String price, String clientReference, String customer) {
        MultiValueMap<String, String> form = form(price, clientReference);
        form.add("customer", customer);
        return create(form);
    }

    /** @param metadata of the subscription */
    public String checkout(String price, String clientReference, String customer, Map<String, String> metadata) {
        MultiValueMap<String, String> form = form(price, clientReference);
        form.add("customer", customer);
        metadata.forEach((key, value) -> form.add("subscription_data[metadata][" + key + "]", value));
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

    /** One who buys something else, and has just moved house. @return Stripe's id */
    public String customer() {
        String id = post("/v1/customers", "name", "Jo");
        return post("/v1/customers/" + id, "name", "Jo Doe");
    }

    private String post(String path, String field, String value) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add(field, value);
        return post(path, form);
    }

    private String create(MultiValueMap<String, String> form) {
        return post("/v1/checkout/sessions", form);
    }

    private String post(String path, MultiValueMap<String, String> form) {
        return (String) stripe.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue(form)
                .retrieve()
                .bodyToMono(Map.class)
                .block()
                .get("id");
    }
}
