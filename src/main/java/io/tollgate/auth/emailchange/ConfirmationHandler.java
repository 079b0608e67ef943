package io.tollgate.auth.emailchange;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.HtmlPage;
import io.tollgate.platform.web.RequestFacts;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.function.BiFunction;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Where the links of the mails lead. Wants no login: the mail may be read on another device. */
@Component
class ConfirmationHandler {

    private static final int MAX_TOKEN = 256;

    private final Confirmation confirmation;
    private final ClientAddresses addresses;
    private final Body body;
    private final String appName;

    ConfirmationHandler(
            Confirmation confirmation,
            ClientAddresses addresses,
            Body body,
            @Value("${tollgate.mail.app-name}") String appName) {
        this.confirmation = confirmation;
        this.addresses = addresses;
        this.body = body;
        this.appName = appName;
    }

    record LinkRequest(@NotBlank @Size(max = MAX_TOKEN) String token) {

        @Override
        public String toString() {
            return "LinkRequest[]";
        }
    }

    record Message(String message) {}

    /** Changes nothing, whoever asks. */
    Mono<ServerResponse> open(ServerRequest request) {
        return Mono.fromSupplier(() -> token(request.queryParams()))
                .flatMap(token -> HtmlPage.answer(HttpStatus.OK, EmailChangePages.ask(appName, token)));
    }

    Mono<ServerResponse> confirm(ServerRequest request) {
        return act(request, confirmation::confirm);
    }

    Mono<ServerResponse> cancel(ServerRequest request) {
        return act(request, confirmation::cancel);
    }

    private Mono<ServerResponse> act(
            ServerRequest request, BiFunction<String, RequestFacts, Mono<ConfirmResult>> action) {
        boolean form = isForm(request);
        Mono<String> token = form
                ? request.formData().map(ConfirmationHandler::token)
                : body.of(request, LinkRequest.class).map(LinkRequest::token);
        return token.flatMap(given -> action.apply(given, addresses.facts(request)))
                .flatMap(result -> form ? page(result) : json(result));
    }

    private static boolean isForm(ServerRequest request) {
        return request.headers()
                .contentType()
                .filter(MediaType.APPLICATION_FORM_URLENCODED::isCompatibleWith)
                .isPresent();
    }

    private static Mono<ServerResponse> json(ConfirmResult result) {
        return result == ConfirmResult.INVALID
                ? Mono.error(() -> new ApiException(ErrorCode.VERIFICATION_TOKEN_INVALID))
                : ServerResponse.accepted().cacheControl(CacheControl.noStore()).bodyValue(new Message(words(result)));
    }

    private Mono<ServerResponse> page(ConfirmResult result) {
        HttpStatus status = result == ConfirmResult.INVALID ? HttpStatus.UNAUTHORIZED : HttpStatus.ACCEPTED;
        return HtmlPage.answer(status, EmailChangePages.tell(appName, words(result)));
    }

    private static String words(ConfirmResult result) {
        return switch (result) {
            case HALF -> "Confirmed. The other mailbox has yet to confirm";
            case CHANGED -> "The address is changed";
            case CANCELLED -> "The address stays as it is";
            case INVALID -> "This link is not valid";
        };
    }

    private static String token(MultiValueMap<String, String> parameters) {
        String token = parameters.getFirst("token");
        if (token == null || token.isBlank()) {
            throw ApiException.invalid("token", "Field required");
        }
        if (token.length() > MAX_TOKEN) {
            throw new ApiException(ErrorCode.VERIFICATION_TOKEN_INVALID);
        }
        return token;
    }
}
