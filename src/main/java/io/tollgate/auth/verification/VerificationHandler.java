package io.tollgate.auth.verification;

import io.tollgate.auth.mailbox.LinkToken;
import io.tollgate.auth.verification.VerificationBody.Proof;
import io.tollgate.auth.verification.VerificationResult.AlreadyVerified;
import io.tollgate.auth.verification.VerificationResult.Expired;
import io.tollgate.auth.verification.VerificationResult.HandedOver;
import io.tollgate.auth.verification.VerificationResult.Invalid;
import io.tollgate.auth.verification.VerificationResult.Verified;
import io.tollgate.platform.ratelimit.RateLimits;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.HtmlPage;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.User;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class VerificationHandler {

    private static final List<String> LIMITS = List.of("mail", "mail-day");

    private final Verification verification;
    private final VerificationByCode byCode;
    private final CurrentUser currentUser;
    private final RateLimits limits;
    private final ClientAddresses addresses;
    private final Body body;
    private final String appName;

    VerificationHandler(
            Verification verification,
            VerificationByCode byCode,
            CurrentUser currentUser,
            RateLimits limits,
            ClientAddresses addresses,
            Body body,
            @Value("${tollgate.mail.app-name}") String appName) {
        this.verification = verification;
        this.byCode = byCode;
        this.currentUser = currentUser;
        this.limits = limits;
        this.addresses = addresses;
        this.body = body;
        this.appName = appName;
    }

    /** A client that says it reads JSON is not a mail scanner; everybody else gets a page with a button. */
    Mono<ServerResponse> open(ServerRequest request) {
        return LinkToken.ofQuery(request)
                .flatMap(token -> accepts(request, MediaType.APPLICATION_JSON)
                        ? consume(new Proof.Link(token), request)
                        : HtmlPage.answer(HttpStatus.OK, VerificationPages.confirm(appName, token)));
    }

    /** From the page's form, or as JSON. */
    Mono<ServerResponse> confirm(ServerRequest request) {
        return VerificationBody.of(request, body).flatMap(proof -> consume(proof, request));
    }

    Mono<ServerResponse> sendAgain(ServerRequest request) {
        return currentUser
                .any(request)
                .flatMap(user -> user.verified()
                        ? message("Email is already verified")
                        : limits.require(LIMITS, user.email(), request).then(sendAgain(user, request)));
    }

    private Mono<ServerResponse> sendAgain(User user, ServerRequest request) {
        return verification
                .sendAgain(user, addresses.facts(request))
                .then(Mono.defer(() -> message("New Verification Email has been sent")));
    }

    private Mono<ServerResponse> consume(Proof proof, ServerRequest request) {
        boolean asPage = accepts(request, MediaType.TEXT_HTML);
        return consumed(proof, addresses.facts(request)).flatMap(result -> asPage ? page(result) : json(result));
    }

    private Mono<VerificationResult> consumed(Proof proof, RequestFacts facts) {
        return switch (proof) {
            case Proof.Link(String token) -> verification.consume(token, facts);
            case Proof.Code(String email, String code) -> byCode.consume(email, code, facts);
        };
    }

    private static Mono<ServerResponse> json(VerificationResult result) {
        return switch (result) {
            case Verified _, AlreadyVerified _ -> message(words(result));
            case HandedOver(String link) -> accepted(new HandedOverMessage(words(result), link));
            case Expired _ -> Mono.error(() -> new ApiException(ErrorCode.TOKEN_EXPIRED));
            case Invalid _ -> Mono.error(() -> new ApiException(ErrorCode.VERIFICATION_TOKEN_INVALID));
        };
    }

    private Mono<ServerResponse> page(VerificationResult result) {
        return switch (result) {
            case Verified _, AlreadyVerified _ ->
                HtmlPage.answer(HttpStatus.ACCEPTED, VerificationPages.done(appName, words(result)));
            case HandedOver(String link) ->
                HtmlPage.answer(HttpStatus.ACCEPTED, VerificationPages.choosePassword(appName, link));
            case Expired _, Invalid _ ->
                HtmlPage.answer(HttpStatus.UNAUTHORIZED, VerificationPages.failed(appName, words(result)));
        };
    }

    private static String words(VerificationResult result) {
        return switch (result) {
            case Verified _, HandedOver _ -> "Email is Verified";
            case AlreadyVerified _ -> "Email is already Verified";
            case Expired _ -> "This link has expired";
            case Invalid _ -> "This link is not valid";
        };
    }

    /**
     * Named explicitly: the catch-all of a mail scanner or of curl does not count. Nor does what nobody can read, and that must not
     * fail once the link is used up.
     */
    private static boolean accepts(ServerRequest request, MediaType type) {
        try {
            return request.headers().accept().stream().anyMatch(type::equalsTypeAndSubtype);
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }

    private static Mono<ServerResponse> message(String text) {
        return accepted(new Message(text));
    }

    private static Mono<ServerResponse> accepted(Object answer) {
        return ServerResponse.accepted().cacheControl(CacheControl.noStore()).bodyValue(answer);
    }

    /** {@code {message}}, as the original system answers. */
    record Message(String message) {}

    /** The account has no password: its owner chooses one there. */
    record HandedOverMessage(String message, String choosePasswordUrl) {

        @Override
        public String toString() {
            return "HandedOverMessage[]";
        }
    }
}
