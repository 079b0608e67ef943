package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.Customer;
import com.stripe.model.PaymentMethod;
import com.stripe.param.CustomerListPaymentMethodsParams;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The cards that customers have saved at Stripe. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripePaymentMethods {

    private static final String PATH = "/v1/customers/";

    private final StripeClient client;

    StripePaymentMethods(StripeClient client) {
        this.client = client;
    }

    /**
     * What later charges are to be taken from: the customer's choice, else the card saved last. Empty when there is none, and for who
     * was deleted, with all cards; who was never there at all is an error, for then we ask the wrong account.
     */
    public Mono<String> usual(String customerId) {
        return client.call(
                        StripeCall.get("customers.retrieve", StripeCall.path(PATH, customerId)),
                        json -> StripeJson.read(json, Customer.class))
                .filter(customer -> !Boolean.TRUE.equals(customer.getDeleted()))
                .flatMap(customer ->
                        Mono.justOrEmpty(chosen(customer)).switchIfEmpty(Mono.defer(() -> latest(customerId))));
    }

    private Mono<String> latest(String customerId) {
        CustomerListPaymentMethodsParams params = CustomerListPaymentMethodsParams.builder()
                .setType(CustomerListPaymentMethodsParams.Type.CARD)
                .setLimit(1L)
                .build();
        return client.call(
                        StripeCall.get(
                                "payment_methods.list", StripeCall.path(PATH, customerId, "/payment_methods"), params),
                        json -> StripeJson.page(json, StripePaymentMethods::id))
                .flatMap(page -> Mono.justOrEmpty(page.data().stream().findFirst()));
    }

    private static String id(JsonObject json) {
        return StripeJson.read(json, PaymentMethod.class).getId();
    }

    private static Optional<String> chosen(Customer customer) {
        return Optional.ofNullable(customer.getInvoiceSettings())
                .map(Customer.InvoiceSettings::getDefaultPaymentMethod);
    }
}
