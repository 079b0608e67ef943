package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@IntegrationTest
class BlockHoundTest {

    @Autowired
    private WebTestClient http;

    @Test
    void findsABlockingCallOnAParallelThread() {
        assertThatThrownBy(() -> blocking().subscribeOn(Schedulers.parallel()).block())
                .hasRootCauseInstanceOf(BlockingOperationError.class);
    }

    @Test
    void allowsItWhereItBelongs() {
        Scheduler blockers = Schedulers.boundedElastic();
        assertThat(blocking().subscribeOn(blockers).block()).isEqualTo("waited");
    }

    @Test
    void findsABlockingCallOnTheThreadOfARequest() {
        http.get().uri("/test/blocks").exchange().expectStatus().isEqualTo(500);
    }

    private static Mono<String> blocking() {
        return Mono.fromCallable(() -> {
            LockSupport.parkNanos(1);
            return "waited";
        });
    }
}
