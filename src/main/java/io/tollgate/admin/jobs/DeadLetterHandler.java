package io.tollgate.admin.jobs;

import io.tollgate.platform.jobs.DeadLetters;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Page;
import io.tollgate.platform.web.PageRequest;
import io.tollgate.platform.web.Parameters;
import io.tollgate.user.AdminAction;
import io.tollgate.user.CurrentUser;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /admin/jobs/dead-letters}: see them, have them tried again, drop them. */
@Component
class DeadLetterHandler {

    private final DeadLetters letters;
    private final Replaying replaying;
    private final AdminAction administrator;
    private final CurrentUser currentUser;
    private final Body body;

    DeadLetterHandler(
            DeadLetters letters, Replaying replaying, AdminAction administrator, CurrentUser currentUser, Body body) {
        this.letters = letters;
        this.replaying = replaying;
        this.administrator = administrator;
        this.currentUser = currentUser;
        this.body = body;
    }

    record ReplayAll(
            @NotBlank @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]{1,100}", message = "Must be 1 to 100 printable characters") String type) {}

    record Replayed(long replayed) {}

    Mono<ServerResponse> list(ServerRequest request) {
        PageRequest page = PageRequest.of(request);
        String type = Parameters.word(request, "type");
        return currentUser
                .admin(request)
                .flatMap(_ -> letters.page(page, type))
                .map(found -> Page.of(
                        page, found.data().stream().map(DeadLetterView::listed).toList(), found.total()))
                .flatMap(DeadLetterHandler::ok);
    }

    Mono<ServerResponse> show(ServerRequest request) {
        UUID id = id(request);
        return currentUser
                .admin(request)
                .flatMap(_ -> replaying.find(id))
                .map(DeadLetterView::detailed)
                .flatMap(DeadLetterHandler::ok);
    }

    Mono<ServerResponse> replay(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .begin("dead_letter.replayed", request)
                .flatMap(entry -> replaying.replay(id, entry))
                .then(Mono.defer(() -> ServerResponse.accepted().bodyValue(new Replayed(1))));
    }

    Mono<ServerResponse> replayAll(ServerRequest request) {
        return administrator
                .begin("dead_letter.all_replayed", request)
                .flatMap(entry ->
                        body.of(request, ReplayAll.class).flatMap(wish -> replaying.replayAll(wish.type(), entry)))
                .flatMap(count -> ServerResponse.accepted().bodyValue(new Replayed(count)));
    }

    /** Work that somebody was promised is lost by it. */
    Mono<ServerResponse> discard(ServerRequest request) {
        UUID id = id(request);
        return administrator
                .beginSensitive("dead_letter.discarded", request)
                .flatMap(entry -> replaying.discard(id, entry))
                .then(Mono.defer(() -> ServerResponse.noContent().build()));
    }

    private static Mono<ServerResponse> ok(Object view) {
        return ServerResponse.ok().cacheControl(CacheControl.noStore()).bodyValue(view);
    }

    private static UUID id(ServerRequest request) {
        return Parameters.id(request, "id").orElseThrow(() -> new ApiException(ErrorCode.DEAD_LETTER_NOT_FOUND));
    }
}
