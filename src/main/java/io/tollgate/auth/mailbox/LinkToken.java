package io.tollgate.auth.mailbox;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.Form;
import jakarta.validation.constraints.NotBlank;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * The token of a link in a mail, as the link's page and clients send it. Of any length: it is only ever hashed, and one that is
 * too long is a wrong one like others.
 */
public record LinkToken(
        @Schema(description = "From the mail's link") @NotBlank String token) {

    /** Out of a form or of JSON. */
    public static Mono<String> of(ServerRequest request, Body body) {
        return Form.isIn(request)
                ? Form.of(request).map(LinkToken::of)
                : body.of(request, LinkToken.class).map(LinkToken::token);
    }

    /** Out of the link itself. */
    public static Mono<String> ofQuery(ServerRequest request) {
        return Mono.fromSupplier(() -> of(Form.ofQuery(request)));
    }

    public static String of(Form form) {
        return form.required("token");
    }

    @Override
    public String toString() {
        return "LinkToken[]";
    }
}
