package io.tollgate.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Signs access tokens. An RSA signature takes most of a millisecond of CPU and is made away from the event loops; an ECDSA one takes
 * about an eighth of that, less than the change of threads is worth.
 */
@Component
class Signing implements DisposableBean {

    private static final int QUEUE_PER_THREAD = 2_000;

    private final SigningKeys keys;
    private final SecureRandom random;
    private final Scheduler threads = Schedulers.newBoundedElastic(
            Math.max(1, Runtime.getRuntime().availableProcessors()), QUEUE_PER_THREAD, "sign");

    Signing(SigningKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /** 503 when more is waiting to be signed than can be done in a reasonable time. */
    Mono<String> sign(JWTClaimsSet claims) {
        return Mono.defer(() -> {
                    SigningKey key = keys.current();
                    Mono<String> token = Mono.fromCallable(() -> signed(key, claims));
                    return key.quick() ? token : token.subscribeOn(threads);
                })
                .onErrorMap(RejectedExecutionException.class, _ -> busy());
    }

    @Override
    public void destroy() {
        threads.dispose();
    }

    private String signed(SigningKey key, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(key.header(), claims);
        // Its own source of randomness would be a file, read on the event loop.
        key.signer().getJCAContext().setSecureRandom(random);
        jwt.sign(key.signer());
        return jwt.serialize();
    }

    private static ApiException busy() {
        return new ApiException(ErrorCode.BUSY).retryAfter(Duration.ofSeconds(1));
    }
}
