package io.tollgate.billing.usage;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentServiceAccount;
import io.tollgate.user.ServiceScope;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** {@code POST /billing/usage} and {@code /billing/usage/batch}: machines tell what was used. */
@Component
class UsageHandler {

    private final UsageDesk desk;
    private final CurrentServiceAccount currentServiceAccount;
    private final Body body;

    UsageHandler(UsageDesk desk, CurrentServiceAccount currentServiceAccount, Body body) {
        this.desk = desk;
        this.currentServiceAccount = currentServiceAccount;
        this.body = body;
    }

    Mono<ServerResponse> one(ServerRequest request) {
        return currentServiceAccount
                .require(request, ServiceScope.USAGE_WRITE)
                .flatMap(_ -> body.of(request, JsonNode.class))
                .flatMap(event -> desk.tell(List.of(event)).flatMap(results -> answer(event, results.getFirst())));
    }

    Mono<ServerResponse> batch(ServerRequest request) {
        return currentServiceAccount
                .require(request, ServiceScope.USAGE_WRITE)
                .flatMap(_ -> body.of(request, UsageBatch.class))
                .flatMap(batch -> desk.tell(batch.events())
                        .flatMap(results -> ServerResponse.ok().bodyValue(UsageBatchView.of(batch.events(), results))));
    }

    private static Mono<ServerResponse> answer(JsonNode event, UsageResult result) {
        return switch (result) {
            case UsageResult.Accepted _ ->
                ServerResponse.status(HttpStatus.CREATED).bodyValue(UsageResultView.of(event, result));
            case UsageResult.Duplicate _ -> ServerResponse.ok().bodyValue(UsageResultView.of(event, result));
            case UsageResult.Conflict _ -> Mono.error(() -> new ApiException(ErrorCode.USAGE_CONFLICT));
            case UsageResult.TooLate _ -> Mono.error(() -> new ApiException(ErrorCode.USAGE_TOO_LATE));
            case UsageResult.Rejected(String field, String reason) ->
                Mono.error(() -> ApiException.invalid(field, reason));
        };
    }
}
