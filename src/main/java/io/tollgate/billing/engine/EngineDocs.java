package io.tollgate.billing.engine;

import static io.tollgate.platform.openapi.Parts.body;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.billing.invoice.InvoiceView;
import io.tollgate.billing.subscription.SubscriptionView;
import io.tollgate.platform.openapi.PagedAnswer;
import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API description says of what the engine does. */
final class EngineDocs {

    private static final String NO_TOKEN = "`not_authenticated`, `token_expired`, `token_invalid`";

    private EngineDocs() {}

    static void start(Builder operation) {
        administrators(
                        operation,
                        "startSubscription",
                        "Subscribe a user to a plan that is billed here (administrators)")
                .description(
                        "Begins with the plan's trial, unless the user has had one, or with the first period and its "
                                + "invoice, which of a plan on the calendar is a part of one. With a `start_at` in the past, what has been due since is invoiced as well. `provider` "
                                + "says who collects: `manual` by hand, `paymob`, or `stripe` from the user's saved card.")
                .parameter(path("id"))
                .parameter(parameterBuilder()
                        .in(ParameterIn.HEADER)
                        .name("Idempotency-Key")
                        .description("Makes a repeated request safe for 24 hours"))
                .requestBody(body(StartRequest.class, "{\"plan_code\": \"pro\", \"provider\": \"manual\"}"))
                .response(responseBuilder().responseCode("201").implementation(SubscriptionView.class))
                .response(refusal("400", "`subscription_exists`"))
                .response(refusal("404", "`user_not_found`, `plan_not_found`"))
                .response(refusal("409", "`plan_currency_differs`: the user's invoices are in another currency"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void parked(Builder operation) {
        administrators(operation, "listParkedSubscriptions", "Subscriptions that cannot be billed (administrators)")
                .description("Nothing happens to them by themselves until they are unparked.")
                .parameter(query("limit", "1 to 100; 20 when absent"))
                .parameter(query("offset", "from 0"))
                .response(PagedAnswer.of(ParkedView.class, "The longest parked first"))
                .response(refusal("422", "`validation_failed`"));
    }

    static void unpark(Builder operation) {
        administrators(operation, "unparkSubscription", "Let a subscription be billed again (administrators)")
                .description("All periods that it has missed are invoiced by the next run, in their order."
                        + " Of one that has ended meanwhile the usage is.")
                .parameter(path("id"))
                .response(responseBuilder().responseCode("200").implementation(SubscriptionView.class))
                .response(refusal("404", "`subscription_not_found`"))
                .response(refusal("409", "`subscription_not_parked`"))
                .response(refusal("422", "`validation_failed`: the id is not a UUID"));
    }

    static void upcoming(Builder operation) {
        operation
                .tag("Invoices")
                .operationId("getUpcomingInvoice")
                .summary("My next invoice")
                .description("As it would be issued at the end of the present period, with the usage so far: the same "
                        + "document that is issued then if nothing more is used. It has neither id nor number.")
                .response(responseBuilder().responseCode("200").implementation(InvoiceView.class))
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", "`account_not_active`"))
                .response(refusal("404", "`nothing_upcoming`: no subscription that is billed here, or it ends"))
                .response(refusal("409", "`cannot_be_rated`: what was used comes to more than can be billed"));
    }

    static void moveClock(Builder operation) {
        administrators(operation, "moveTestClock", "Move a customer through time (administrators, tests only)")
                .description(
                        "Everything that lies on the way happens in its order. From then on the customer's time stands "
                                + "still until it is moved again. Only where `BILLING_TEST_CLOCKS` allows it.")
                .parameter(path("user_id"))
                .requestBody(body(TestClockRequest.class, "{\"now\": \"2027-02-28T12:00:00Z\"}"))
                .response(responseBuilder()
                        .responseCode("200")
                        .content(contentBuilder()
                                .mediaType("application/json")
                                .schema(schemaBuilder().implementation(TestClockRequest.class))
                                .example(exampleOjectBuilder().value("{\"now\": \"2027-02-28T12:00:00Z\"}"))))
                .response(refusal("404", "`user_not_found`"))
                .response(refusal("409", "`test_clock_moving`: another request moves this customer"))
                .response(refusal("422", "`validation_failed`: not back, and not more than 800 days at once"));
    }

    private static Builder administrators(Builder operation, String id, String summary) {
        return operation
                .tag("Administration: subscriptions")
                .operationId(id)
                .summary(summary)
                .response(refusal("401", NO_TOKEN))
                .response(refusal("403", "`admin_required`, `account_not_active`"));
    }

    private static org.springdoc.core.fn.builders.parameter.Builder path(String name) {
        return parameterBuilder().name(name).in(ParameterIn.PATH).implementation(UUID.class);
    }

    private static org.springdoc.core.fn.builders.parameter.Builder query(String name, String description) {
        return parameterBuilder()
                .name(name)
                .in(ParameterIn.QUERY)
                .implementation(Integer.class)
                .description(description);
    }
}
