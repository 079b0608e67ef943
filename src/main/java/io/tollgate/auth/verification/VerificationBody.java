package io.tollgate.auth.verification;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.Form;
import io.tollgate.user.EmailAddress;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** What proves a mailbox: the token of the mail's link, or the code beside it together with the address. */
record VerificationBody(
        @Schema(description = "From the mail's link") @Nullable String token,

        @Schema(description = "With a code: where its mail was sent to", example = "ada@example.com")
        @Nullable @Size(max = 254) @Pattern(regexp = EmailAddress.TYPED, message = EmailAddress.RULE) String email,

        @Schema(description = "From the mail, instead of a token", example = "042917") @Nullable String code) {

    /** What was sent: one of the two. */
    sealed interface Proof {

        record Link(String token) implements Proof {

            @Override
            public String toString() {
                return "Link[]";
            }
        }

        record Code(String email, String code) implements Proof {

            @Override
            public String toString() {
                return "Code[]";
            }
        }
    }

    /** Out of the page's form or of JSON. */
    static Mono<Proof> of(ServerRequest request, Body body) {
        return Form.isIn(request)
                ? Form.of(request).map(form -> new Proof.Link(form.required("token")))
                : body.of(request, VerificationBody.class).map(VerificationBody::proof);
    }

    private Proof proof() {
        return code == null || token != null
                ? new Proof.Link(required("token", token))
                : new Proof.Code(
                        required("email", email).strip(), required("code", code).strip());
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ApiException.invalid(field, "Field required");
        }
        return value;
    }

    @Override
    public String toString() {
        return "VerificationBody[]";
    }
}
