package io.tollgate.billing.invoice;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The threads that make PDFs: few, since it is work of the processor alone; who finds their queue full is told so at once. */
@Component
class PrintingThreads implements DisposableBean {

    private static final int THREADS = 2;
    private static final int QUEUE = 64;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Scheduler scheduler = Schedulers.fromExecutorService(
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    0,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(QUEUE),
                    Thread.ofPlatform().name("pdf-", 1).daemon().factory()),
            "pdf");

    /** Errors with 503 {@code busy} when the queue is full. */
    <T> Mono<T> run(Callable<T> printing) {
        return Mono.fromCallable(printing)
                .subscribeOn(scheduler)
                .onErrorMap(RejectedExecutionException.class, _ -> new ApiException(ErrorCode.BUSY).retryAfter(RETRY));
    }

    @Override
    public void destroy() {
        scheduler.dispose();
    }
}
