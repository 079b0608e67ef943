package io.tollgate.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Signs access tokens, away from the event loops: an RSA signature takes most of a millisecond of CPU. */
@Component
class Signing implements DisposableBean {

    private static final int QUEUE_PER_THREAD = 2_000;

    private final SigningKeys keys;
    private final Scheduler threads = Schedulers.newBoundedElastic(
            Math.max(1, Runtime.getRuntime().availableProcessors()), QUEUE_PER_THREAD, "sign");

    Signing(SigningKeys keys) {
        this.keys = keys;
    }

    /** 503 when more is waiting to be signed than can be done in a reasonable time. */
    Mono<String> sign(JWTClaimsSet claims) {
        return Mono.fromCallable(() -> signed(keys.current(), claims))
                .subscribeOn(threads)
                .onErrorMap(RejectedExecutionException.class, _ -> busy());
    }

    @Override
    public void destroy() {
        threads.dispose();
    }

    private static String signed(SigningKey key, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(key.header(), claims);
        jwt.sign(key.signer());
        return jwt.serialize();
    }

    private static ApiException busy() {
        return new ApiException(ErrorCode.BUSY).retryAfter(Duration.ofSeconds(1));
    }
}
