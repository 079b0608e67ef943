package io.tollgate.billing.stripe;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import org.springdoc.core.fn.builders.operation.Builder;

/** What the API document says of the webhook. */
final class StripeWebhookDocs {

    private StripeWebhookDocs() {}

    static void receive(Builder operation) {
        operation
                .operationId("receiveStripeEvent")
                .tag("Stripe")
                .summary("Takes an event from Stripe")
                .description(
                        "Stripe calls this. The event is stored once, however often it is delivered, and worked on "
                                + "later. Point a webhook endpoint of API version 2026-07-29.dahlia here.")
                .parameter(parameterBuilder()
                        .in(ParameterIn.HEADER)
                        .name("Stripe-Signature")
                        .required(true)
                        .example("t=1795000000,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd"))
                .response(responseBuilder().responseCode("200").description("`true`: stored, now or before"))
                .response(responseBuilder()
                        .responseCode("400")
                        .description("`webhook_signature_invalid` or `webhook_invalid`"))
                .response(responseBuilder().responseCode("413").description("`body_too_large`: above 512 KB"))
                .response(responseBuilder()
                        .responseCode("503")
                        .description("`unavailable`: not stored; Stripe delivers it again"));
    }
}
