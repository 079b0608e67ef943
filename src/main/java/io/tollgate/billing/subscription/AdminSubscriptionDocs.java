package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.LifecycleDocs.body;
import static io.tollgate.billing.subscription.LifecycleDocs.named;
import static io.tollgate.billing.subscription.LifecycleDocs.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of {@code /admin/subscriptions}. */
final class AdminSubscriptionDocs {

    private AdminSubscriptionDocs() {}

    static void cancel(Builder operation) {
        named(operation, "cancelAnySubscription", "Cancel a subscription, now or with its period (administrators)")
                .description("Now, with credit for the unused time, unless the body says otherwise. Time that was not "
                        + "paid for is never given back.")
                .parameter(id())
                .requestBody(body(CancelRequest.class, "{\"at_period_end\": false, \"credit\": true}"))
                .response(responseBuilder().responseCode("200").implementation(SubscriptionView.class))
                .response(refusal("400", "cancellation_pending"))
                .response(refusal("404", "subscription_not_found"))
                .response(refusal("422", "validation_failed"))
                .response(refusal("503", "payment_provider_unavailable, busy: with Retry-After"));
    }

    static void resume(Builder operation) {
        named(operation, "resumeAnySubscription", "Take a cancellation or a pause back (administrators)")
                .parameter(id())
                .response(responseBuilder().responseCode("200").implementation(SubscriptionView.class))
                .response(refusal("400", "nothing_to_resume"))
                .response(refusal("404", "subscription_not_found"))
                .response(refusal("503", "payment_provider_unavailable, busy: with Retry-After"));
    }

    private static org.springdoc.core.fn.builders.parameter.Builder id() {
        return parameterBuilder().name("id").in(ParameterIn.PATH).implementation(UUID.class);
    }
}
