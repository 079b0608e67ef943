package io.tollgate.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.db.Expiring;
import io.tollgate.platform.web.Workshop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What happens to a key as time goes by. */
@IntegrationTest
class IdempotencyKeysTest {

    private final String key = UUID.randomUUID().toString();
    private final String thing = "thing " + key;
    private final KeyedRequest request = new KeyedRequest("user:ann", key, new byte[32]);

    @Autowired
    private WebTestClient http;

    @Autowired
    private Workshop workshop;

    @Autowired
    private MutableClock clock;

    @Autowired
    private IdempotencyKeys keys;

    @Autowired
    private Expiring expiringAnswers;

    @Autowired
    private ExpiredRows rows;

    @Test
    void takesOverFromAnAttemptThatCrashed() {
        assertThat(keys.claim(request).block()).isInstanceOf(Claim.Granted.class);
        assertThat(keys.claim(request).block()).isInstanceOf(Claim.InUse.class);

        clock.advance(IdempotencyKeys.LEASE.plusSeconds(1));
        KeyedRequest another = new KeyedRequest("user:ann", key, new byte[31]);
        assertThat(keys.claim(another).block()).isInstanceOf(Claim.Reused.class);
        assertThat(keys.claim(request).block()).isInstanceOf(Claim.Granted.class);
    }

    /** A request repeated after the deployment's secret changed. */
    @Test
    void recognisesWhatWasFingerprintedWithAnEarlierSecret() {
        assertThat(keys.claim(request).block()).isInstanceOf(Claim.Granted.class);
        KeyedRequest again = new KeyedRequest("user:ann", key, List.of(new byte[31], new byte[32]));
        assertThat(keys.claim(again).block()).isInstanceOf(Claim.InUse.class);
        clock.advance(IdempotencyKeys.LEASE.plusSeconds(1));
        assertThat(keys.claim(again).block()).isInstanceOf(Claim.Granted.class);
        assertThat(keys.claim(request).block()).as("fingerprinted anew").isInstanceOf(Claim.Reused.class);
    }

    @Test
    void keepsNoAnswerOfAnAttemptThatLostItsLease() {
        Claim.Granted slow = (Claim.Granted) keys.claim(request).block();
        clock.advance(IdempotencyKeys.LEASE.plusSeconds(1));
        assertThat(keys.claim(request).block()).isInstanceOf(Claim.Granted.class);

        keys.store(request, slow.attemptId(), new Answer(201, Map.of(), new byte[0]))
                .block();
        keys.release(request, slow.attemptId()).block();
        assertThat(keys.claim(request).block()).isInstanceOf(Claim.InUse.class);
    }

    @Test
    void givesNobodyWhatIsDone() {
        Claim.Granted ours = (Claim.Granted) keys.claim(request).block();
        assertThat(keys.done(request, ours.attemptId()).block()).isTrue();
        keys.release(request, ours.attemptId()).block();
        assertThat(keys.claim(request).block()).isInstanceOf(Claim.InUse.class);
        clock.advance(IdempotencyKeys.LEASE.plusSeconds(1));
        assertThat(keys.claim(request).block()).isInstanceOf(Claim.Lost.class);
        clock.advance(IdempotencyKeys.KEPT);
        assertThat(keys.claim(request).block()).isInstanceOf(Claim.Granted.class);
    }

    @Test
    void letsNobodyFinishWhatAnotherHasTakenOver() {
        Claim.Granted slow = (Claim.Granted) keys.claim(request).block();
        clock.advance(IdempotencyKeys.LEASE.plusSeconds(1));
        Claim.Granted next = (Claim.Granted) keys.claim(request).block();
        assertThat(keys.done(request, slow.attemptId()).block()).isFalse();
        assertThat(keys.done(request, next.attemptId()).block()).isTrue();
    }

    @Test
    void forgetsAfterADay() {
        RepeatingClient client = new RepeatingClient(http);
        client.create("ann", key, thing);
        clock.advance(IdempotencyKeys.KEPT.minusMinutes(1));
        client.create("ann", key, thing);
        assertThat(workshop.made(thing)).isEqualTo(1);
        clock.advance(Duration.ofMinutes(2));
        client.create("ann", key, thing);
        assertThat(workshop.made(thing)).isEqualTo(2);
    }

    @Test
    void cleansUpWhatIsForgottenAndNothingElse() {
        RepeatingClient client = new RepeatingClient(http);
        client.create("ann", key, thing);
        clock.advance(IdempotencyKeys.KEPT.plusSeconds(1));
        String young = UUID.randomUUID().toString();
        client.create("ann", young, thing);

        expiringAnswers.forget().apply(rows).block();
        client.create("ann", young, thing);
        assertThat(workshop.made(thing)).isEqualTo(2);
    }
}
