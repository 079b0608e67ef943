package io.tollgate.auth.mfa;

import io.tollgate.auth.mfa.TotpRepository.Row;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The codes of an authenticator app, each accepted once (RFC 6238 §5.2). */
@Component
@Order(1)
class TotpFactor implements SecondFactor {

    static final String METHOD = "totp";

    private final TotpRepository secrets;
    private final Clock clock;

    TotpFactor(TotpRepository secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public String method() {
        return METHOD;
    }

    @Override
    public List<String> amr() {
        return List.of("otp");
    }

    @Override
    public String enrolled() {
        return "exists (select from totp where user_id = :userId and confirmed_at is not null)";
    }

    @Override
    public Mono<Boolean> verify(Occasion occasion, Proof proof) {
        UUID userId = occasion.user().id();
        return Mono.justOrEmpty(proof.code())
                .flatMap(code -> secrets.findConfirmed(userId).flatMap(found -> accept(userId, found, code)))
                .defaultIfEmpty(false);
    }

    @Override
    public Mono<Void> forget(UUID userId) {
        return secrets.delete(userId);
    }

    private Mono<Boolean> accept(UUID userId, Row found, String code) {
        OptionalLong step = Totp.find(found.secret().bytes(), code, clock.instant(), found.lastStep());
        return step.isPresent() ? secrets.accept(userId, found, step.getAsLong()) : Mono.just(false);
    }
}
