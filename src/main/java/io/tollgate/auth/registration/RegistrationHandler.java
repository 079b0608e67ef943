package io.tollgate.auth.registration;

import io.tollgate.auth.password.PasswordPolicy;
import io.tollgate.auth.registration.RegistrationResult.EmailTaken;
import io.tollgate.auth.registration.RegistrationResult.Registered;
import io.tollgate.auth.registration.RegistrationResult.UsernameTaken;
import io.tollgate.platform.ratelimit.RateLimits;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.User;
import io.tollgate.user.UserView;
import io.tollgate.user.Usernames;
import java.time.Clock;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class RegistrationHandler {

    /** Both count by the address as it was sent, whoever's it is and whether or not a mail follows. */
    private static final List<String> LIMITS = List.of("mail", "mail-day");

    private final Body body;
    private final PasswordPolicy passwords;
    private final Registration registration;
    private final RegistrationProperties properties;
    private final RateLimits limits;
    private final ClientAddresses addresses;
    private final Ids ids;
    private final Clock clock;

    RegistrationHandler(
            Body body,
            PasswordPolicy passwords,
            Registration registration,
            RegistrationProperties properties,
            RateLimits limits,
            ClientAddresses addresses,
            Ids ids,
            Clock clock) {
        this.body = body;
        this.passwords = passwords;
        this.registration = registration;
        this.properties = properties;
        this.limits = limits;
        this.addresses = addresses;
        this.ids = ids;
        this.clock = clock;
    }

    Mono<ServerResponse> register(ServerRequest request) {
        return body.of(request, RegisterRequest.class).flatMap(wanted -> register(wanted, request));
    }

    private Mono<ServerResponse> register(RegisterRequest wanted, ServerRequest request) {
        requireUsable(wanted);
        User user = newUser(wanted);
        // The registration sends a mail, whoever's address it is: hence the second limit.
        return passwords
                .check("password", wanted.password(), wanted.email(), wanted.username())
                .then(limits.require(LIMITS, wanted.email(), request))
                .then(registration.register(user, wanted.password(), addresses.facts(request)))
                .flatMap(result -> answer(result, user));
    }

    private void requireUsable(RegisterRequest wanted) {
        if (Usernames.reserved(wanted.username())) {
            throw ApiException.invalid("username", Usernames.RESERVED);
        }
    }

    private User newUser(RegisterRequest wanted) {
        return new User(
                ids.next(),
                User.normaliseEmail(wanted.email()),
                wanted.email(),
                wanted.username(),
                User.Provider.LOCAL,
                false,
                true,
                false,
                clock.instant());
    }

    /** For a known address the answer is the one that a new one would get: a user with an id that leads nowhere. */
    private Mono<ServerResponse> answer(RegistrationResult result, User wanted) {
        return switch (result) {
            case Registered(User user) -> created(user);
            case UsernameTaken _ -> Mono.error(() -> new ApiException(ErrorCode.USERNAME_TAKEN));
            case EmailTaken _ ->
                properties.revealExistingAccounts()
                        ? Mono.error(() -> new ApiException(ErrorCode.EMAIL_TAKEN))
                        : created(wanted);
        };
    }

    private static Mono<ServerResponse> created(User user) {
        return ServerResponse.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .bodyValue(UserView.of(user));
    }
}
