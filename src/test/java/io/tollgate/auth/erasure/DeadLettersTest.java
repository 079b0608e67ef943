package io.tollgate.auth.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthRows;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.AccountErased;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/** Work for somebody that failed for good, and keeps their address. */
@IntegrationTest
class DeadLettersTest {

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private Erasure erasure;

    @Autowired
    private ErasureRepository erasures;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Clock clock;

    private TestUser user;

    @BeforeEach
    void signUp() {
        user = testUsers.signUp();
    }

    @Test
    void takesMailsAlong() {
        UUID mail = deadLetter("mail.send", user.user().email(), Duration.ZERO);
        UUID order = deadLetter("auth.send_reset_link", user.user().email(), Duration.ZERO);
        erasure.erase(user.id(), user.id(), RequestFacts.NONE).block();
        assertThat(List.of(mail, order)).noneMatch(this::deadLetterExists);
        UUID late = deadLetter("mail.send", user.user().email(), Duration.ofDays(8));
        UUID fresh = deadLetter("mail.send", user.user().email(), Duration.ofDays(1));
        UUID somebodys = deadLetter("mail.send", testUsers.signUp().user().email(), Duration.ofDays(8));
        erasures.forgetDeadLetters().block();
        assertThat(deadLetterExists(late)).isFalse();
        assertThat(List.of(fresh, somebodys)).allMatch(this::deadLetterExists);
    }

    @Test
    void leavesWhatIsOwed() {
        String id = user.id().toString();
        UUID refund = deadLetter("subscription.duplicate", id, Duration.ofDays(8));
        erasure.erase(user.id(), user.id(), RequestFacts.NONE).block();
        UUID end = deadLetter(AccountErased.TYPE.name(), id, Duration.ofDays(8));
        erasures.forgetDeadLetters().block();
        assertThat(List.of(refund, end)).allMatch(this::deadLetterExists);
    }

    private UUID deadLetter(String type, String key, Duration ago) {
        UUID id = UUID.randomUUID();
        db.sql("""
                        insert into dead_letters (id, type, topic, key, payload, attempts, error, created_at, died_at)
                        values (:id, :type, 'mail', :key, '{}', 34, 'refused', :at, :at)
                        """)
                .bind("id", id)
                .bind("type", type)
                .bind("key", key)
                .bind("at", clock.instant().minus(ago))
                .then()
                .block();
        return id;
    }

    private boolean deadLetterExists(UUID id) {
        return new AuthRows(db).count("select count(*) from dead_letters where id::text = :it", id) == 1;
    }
}
