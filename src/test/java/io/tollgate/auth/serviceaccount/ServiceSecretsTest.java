package io.tollgate.auth.serviceaccount;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.auth.serviceaccount.Producer.Made;
import io.tollgate.auth.token.AccessTokens;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The secrets of a service account, of which two are good for a while. */
@IntegrationTest
class ServiceSecretsTest {

    /** Threads of our own: those of the application must stay free to work. */
    private static final Executor THREADS = command -> Thread.ofVirtual().start(command);

    private static final String WRITE = "usage:write";
    private static final String CONSUME = "entitlements:consume";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private MutableClock clock;

    @Autowired
    private AccessTokens tokens;

    private Producer producer;

    @BeforeEach
    void signIn() {
        producer = new Producer(http, users.admin());
    }

    @Test
    void keepsTheOldSecretForTheOverlapAndNeverMoreThanTwo() {
        Made first = producer.create(WRITE);
        assertThat(Producer.call(http, first.token(), WRITE)).isEqualTo(200);
        Made second = producer.rotate(first.id(), 3_600);
        assertThat(second.account().get("previous_secret_until").isNull()).isFalse();
        assertThat(Producer.call(http, first.token(), WRITE)).isEqualTo(200);
        assertThat(Producer.call(http, second.token(), WRITE)).isEqualTo(200);

        Made third = producer.rotate(first.id(), 3_600);
        assertThat(Producer.call(http, first.token(), WRITE)).isEqualTo(401);
        assertThat(Producer.call(http, second.token(), WRITE)).isEqualTo(200);
        clock.advance(Duration.ofMinutes(61));
        assertThat(Producer.call(http, second.token(), WRITE)).isEqualTo(401);
        assertThat(Producer.call(http, third.token(), WRITE)).isEqualTo(200);
    }

    @Test
    void endsALeakedSecretAtOnce() {
        Made leaked = producer.create(WRITE);
        assertThat(Producer.call(http, leaked.token(), WRITE)).isEqualTo(200);
        Made fresh = producer.rotate(leaked.id(), 0);
        assertThat(Producer.call(http, leaked.token(), WRITE)).isEqualTo(401);
        assertThat(Producer.call(http, fresh.token(), WRITE)).isEqualTo(200);
    }

    @Test
    void leavesTwoLiveSecretsAfterTwentyRotationsAtOnce() {
        Made made = producer.create(WRITE);
        List<String> tokens = Flux.range(0, 20)
                .flatMap(
                        _ -> Flux.defer(() ->
                                        Flux.just(producer.rotate(made.id(), 60).token()))
                                .subscribeOn(Schedulers.fromExecutor(THREADS)),
                        20)
                .collectList()
                .block();
        assertThat(tokens.stream().filter(token -> Producer.call(http, token, WRITE) == 200))
                .hasSize(2);
        assertThat(Producer.call(http, made.token(), WRITE)).isEqualTo(401);
    }
}
