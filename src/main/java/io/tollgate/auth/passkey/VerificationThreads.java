package io.tollgate.auth.passkey;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where answers of authenticators are read and verified: away from the event loops. A signature takes a fraction of a millisecond
 * and the CBOR round it as long again, of which everybody on the loop would wait for all; and the JCA takes locks and reads files
 * when it first meets an algorithm.
 */
@Component
class VerificationThreads implements DisposableBean {

    private static final int QUEUE_PER_THREAD = 500;

    private final Scheduler threads = Schedulers.newBoundedElastic(
            Math.max(1, Runtime.getRuntime().availableProcessors()), QUEUE_PER_THREAD, "passkey");

    /** 503 when more is waiting than can be done in a reasonable time. */
    <T> Mono<T> run(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(threads).onErrorMap(RejectedExecutionException.class, _ -> busy());
    }

    @Override
    public void destroy() {
        threads.dispose();
    }

    private static ApiException busy() {
        return new ApiException(ErrorCode.BUSY).retryAfter(Duration.ofSeconds(1));
    }
}
