package io.tollgate.platform.health;

import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;

import org.springdoc.core.fn.builders.operation.Builder;

final class HealthDocs {

    private static final String TAG = "Operation";

    private HealthDocs() {}

    static void healthz(Builder operation) {
        operation
                .operationId("healthz")
                .tag(TAG)
                .summary("Is the process alive?")
                .description("As /livez; the path of the original system.")
                .response(responseBuilder().responseCode("200").description("`ok`"));
    }

    static void livez(Builder operation) {
        operation
                .operationId("livez")
                .tag(TAG)
                .summary("Is the process alive?")
                .description("Asks nothing of what Tollgate stands on: restarting it would not bring a database back.")
                .response(responseBuilder().responseCode("200").description("`ok`"));
    }

    static void readyz(Builder operation) {
        operation
                .operationId("readyz")
                .tag(TAG)
                .summary("Can requests be answered?")
                .description(
                        "Without Redis or Kafka they can, and with a clock ten seconds away from the database's; the answer says so.")
                .response(responseBuilder().responseCode("200").description("Yes"))
                .response(responseBuilder().responseCode("503").description("No: PostgreSQL is away"));
    }
}
