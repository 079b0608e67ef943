package io.tollgate.auth.emailchange;

import io.tollgate.auth.mailbox.LinkToken;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Form;
import io.tollgate.platform.web.HtmlPage;
import io.tollgate.platform.web.RequestFacts;
import java.util.function.BiFunction;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Where the links of the mails lead. Wants no login: the mail may be read on another device. */
@Component
class ConfirmationHandler {

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

    record Message(String message) {}

    /** Changes nothing, whoever asks. */
    Mono<ServerResponse> open(ServerRequest request) {
        return LinkToken.ofQuery(request)
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
        boolean form = Form.isIn(request);
        return LinkToken.of(request, body)
                .flatMap(token -> action.apply(token, addresses.facts(request)))
                .flatMap(result -> form ? page(result) : json(result));
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
}
