package io.tollgate.auth.emailchange;

import io.tollgate.auth.session.RecentLogin;
import io.tollgate.platform.ratelimit.RateLimits;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.SignedIn;
import io.tollgate.user.User;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class EmailChangeHandler {

    private static final String SENT =
            "Both mailboxes have been sent a link. The address changes when both are confirmed.";

    private final EmailChange change;
    private final CurrentUser currentUser;
    private final RecentLogin recentLogin;
    private final RateLimits limits;
    private final ClientAddresses addresses;
    private final Body body;

    EmailChangeHandler(
            EmailChange change,
            CurrentUser currentUser,
            RecentLogin recentLogin,
            RateLimits limits,
            ClientAddresses addresses,
            Body body) {
        this.change = change;
        this.currentUser = currentUser;
        this.recentLogin = recentLogin;
        this.limits = limits;
        this.addresses = addresses;
        this.body = body;
    }

    record Message(String message) {}

    Mono<ServerResponse> begin(ServerRequest request) {
        return recentLogin
                .require(request)
                .zipWhen(_ -> currentUser.active(request))
                .flatMap(known -> body.of(request, EmailRequest.class)
                        .flatMap(wanted -> begin(known.getT2(), known.getT1(), wanted.email(), request)))
                .then(Mono.defer(() -> ServerResponse.accepted()
                        .cacheControl(CacheControl.noStore())
                        .bodyValue(new Message(SENT))));
    }

    /** Both mailboxes get a mail, so both budgets are asked, whoever they belong to; when one is used up, the other stays. */
    private Mono<Void> begin(User user, SignedIn who, String address, ServerRequest request) {
        if (User.normaliseEmail(address).equals(user.email())) {
            return Mono.error(() -> ApiException.invalid("email", "This is your address already"));
        }
        return limits.requireAll("mail", List.of(user.email(), address), request)
                .then(change.begin(user, who, address, addresses.facts(request)));
    }
}
