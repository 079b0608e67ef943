package io.tollgate.auth.password;

import io.tollgate.auth.mailbox.LinkToken;
import io.tollgate.auth.password.PasswordRequests.Forgotten;
import io.tollgate.auth.password.PasswordRequests.Message;
import io.tollgate.auth.password.PasswordRequests.Reset;
import io.tollgate.auth.password.PasswordResetResult.LinkExpired;
import io.tollgate.auth.password.PasswordResetResult.LinkInvalid;
import io.tollgate.auth.password.PasswordResetResult.PasswordSet;
import io.tollgate.platform.ratelimit.RateLimits;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Form;
import io.tollgate.platform.web.HtmlPage;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class ResetHandler {

    private static final List<String> LIMITS = List.of("reset-mail", "reset-mail-day");

    private final Body body;
    private final ForgottenPassword forgotten;
    private final PasswordReset reset;
    private final ResetPages pages;
    private final RateLimits limits;
    private final ClientAddresses addresses;

    ResetHandler(
            Body body,
            ForgottenPassword forgotten,
            PasswordReset reset,
            ResetPages pages,
            RateLimits limits,
            ClientAddresses addresses) {
        this.body = body;
        this.forgotten = forgotten;
        this.reset = reset;
        this.pages = pages;
        this.limits = limits;
        this.addresses = addresses;
    }

    Mono<ServerResponse> forgotten(ServerRequest request) {
        return body.of(request, Forgotten.class)
                .flatMap(wanted -> limits.require(LIMITS, wanted.email(), request)
                        .then(forgotten.report(wanted.email().strip(), addresses.facts(request))))
                .then(Mono.defer(
                        () -> accepted("If an account with this email exists, a password reset link has been sent.")));
    }

    /** Where the link leads. Uses nothing up: mail scanners follow links, too. */
    Mono<ServerResponse> page(ServerRequest request) {
        return LinkToken.ofQuery(request).flatMap(token -> HtmlPage.answer(HttpStatus.OK, pages.form(token, null)));
    }

    /** From the page's form, or as JSON. */
    Mono<ServerResponse> reset(ServerRequest request) {
        return Form.isIn(request)
                ? Form.of(request).flatMap(form -> resetByForm(form, request))
                : body.of(request, Reset.class).flatMap(wanted -> resetByJson(wanted, request));
    }

    private Mono<ServerResponse> resetByJson(Reset wanted, ServerRequest request) {
        return reset.reset(wanted.token(), wanted.password(), addresses.facts(request))
                .flatMap(ResetHandler::json);
    }

    private Mono<ServerResponse> resetByForm(Form form, ServerRequest request) {
        String token = LinkToken.of(form);
        return reset.reset(token, form.required("password"), addresses.facts(request))
                .flatMap(this::told)
                .onErrorResume(ApiException.class, refusal -> formAgain(token, refusal));
    }

    /** With what is wrong with the password; other refusals are not for the form. */
    private Mono<ServerResponse> formAgain(String token, ApiException refusal) {
        String wrong = refusal.errors().get("password");
        return wrong == null
                ? Mono.error(refusal)
                : HtmlPage.answer(HttpStatus.UNPROCESSABLE_CONTENT, pages.form(token, wrong));
    }

    private static Mono<ServerResponse> json(PasswordResetResult result) {
        return switch (result) {
            case PasswordSet _ -> accepted("Password has been changed successfuly");
            case LinkExpired _ -> Mono.error(() -> new ApiException(ErrorCode.TOKEN_EXPIRED));
            case LinkInvalid _ -> Mono.error(() -> new ApiException(ErrorCode.RESET_TOKEN_INVALID));
        };
    }

    private Mono<ServerResponse> told(PasswordResetResult result) {
        return switch (result) {
            case PasswordSet _ -> HtmlPage.answer(HttpStatus.ACCEPTED, pages.tell("Your password has been changed"));
            case LinkExpired _ -> HtmlPage.answer(HttpStatus.UNAUTHORIZED, pages.tell("This link has expired"));
            case LinkInvalid _ -> HtmlPage.answer(HttpStatus.UNAUTHORIZED, pages.tell("This link is not valid"));
        };
    }

    private static Mono<ServerResponse> accepted(String text) {
        return ServerResponse.accepted().cacheControl(CacheControl.noStore()).bodyValue(new Message(text));
    }
}
