package io.tollgate.admin.jobs;

import static io.tollgate.platform.openapi.Parts.query;
import static io.tollgate.platform.openapi.Parts.refusal;
import static org.springdoc.core.fn.builders.apiresponse.Builder.responseBuilder;
import static org.springdoc.core.fn.builders.content.Builder.contentBuilder;
import static org.springdoc.core.fn.builders.exampleobject.Builder.exampleOjectBuilder;
import static org.springdoc.core.fn.builders.parameter.Builder.parameterBuilder;
import static org.springdoc.core.fn.builders.requestbody.Builder.requestBodyBuilder;
import static org.springdoc.core.fn.builders.schema.Builder.schemaBuilder;

import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.tollgate.platform.openapi.PagedAnswer;
import java.util.UUID;
import org.springdoc.core.fn.builders.operation.Builder;

/** OpenAPI text of {@link JobRoutes}. */
final class JobDocs {

    private JobDocs() {}

    static void overview(Builder operation) {
        operation(operation, "adminShowJobs", "What waits, what is dead, what comes round")
                .description(
                        "Jobs by type: waiting for a worker or another attempt, and dead; schedules with their times.")
                .response(responseBuilder().responseCode("200").implementation(JobsHandler.View.class));
    }

    static void list(Builder operation) {
        operation(operation, "adminListDeadLetters", "Jobs that failed as often as they may, newest first")
                .parameter(query("type", "Only jobs of this type, like mail.send"))
                .parameter(query("limit", "1 to 100, 20 where absent"))
                .parameter(query("offset", "0 where absent"))
                .response(PagedAnswer.of(DeadLetterView.class, "The newest first"))
                .response(refusal("422", "validation_failed"));
    }

    static void show(Builder operation) {
        one(operation, "adminShowDeadLetter", "One dead letter, with what the job was told")
                .description("Texts that may be secret, like the link of a mail, are replaced by their length.")
                .response(responseBuilder().responseCode("200").implementation(DeadLetterView.class));
    }

    static void replay(Builder operation) {
        one(operation, "adminReplayDeadLetter", "Have the job tried again, as if never tried")
                .response(responseBuilder().responseCode("202").implementation(DeadLetterHandler.Replayed.class))
                .response(refusal("409", "dead_letter_unreadable: the message was no job"));
    }

    static void replayAll(Builder operation) {
        operation(operation, "adminReplayDeadLetters", "Have all dead jobs of a type tried again")
                .requestBody(requestBodyBuilder()
                        .required(true)
                        .content(contentBuilder()
                                .mediaType("application/json")
                                .schema(schemaBuilder().implementation(DeadLetterHandler.ReplayAll.class))
                                .example(exampleOjectBuilder().value("{\"type\": \"mail.send\"}"))))
                .response(responseBuilder().responseCode("202").implementation(DeadLetterHandler.Replayed.class))
                .response(refusal("422", "validation_failed"));
    }

    static void discard(Builder operation) {
        one(operation, "adminDiscardDeadLetter", "Drop a dead letter: its work will never be done")
                .response(responseBuilder().responseCode("204").description("Dropped"));
    }

    private static Builder one(Builder operation, String id, String summary) {
        return operation(operation, id, summary)
                .parameter(parameterBuilder().in(ParameterIn.PATH).name("id").implementation(UUID.class))
                .response(refusal("404", "dead_letter_not_found: none, or dealt with meanwhile"));
    }

    private static Builder operation(Builder operation, String id, String summary) {
        return operation
                .tag("Administration: jobs")
                .operationId(id)
                .summary(summary)
                .response(refusal("401", "not_authenticated"))
                .response(refusal("403", "admin_required"));
    }
}
